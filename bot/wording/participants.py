"""What is said of the people on a visit, to those who put them there."""

from knowledge.visits import Role

TITLE = "People"
EMPTY = "Nobody but you is on this visit yet. Add people from Slack, or import a list."
HIDDEN = (
    "Under this visit’s rule I list nobody, not even for you. Choose somebody to see whether they are on it, "
    "and to change or remove them."
)
ADD = "Add people"
IMPORT = "Import a list"
CHANGE = "Change"
FIND = "Choose somebody"
NEXT, PREVIOUS = "Next people", "Previous people"
AGREED = "has agreed"
NOT_AGREED = "has not agreed yet"
NOT_IN_SLACK = "not in Slack"
SAVE = "Save"
CANCEL = "Cancel"

ADD_TITLE = "Add people"
WHO = "Who?"
WHO_HINT = "I tell each of them in a direct message, and nobody who else is on the visit."
COUNCIL = "For which council?"
COUNCIL_HINT = "Those of several councils are added council by council."
COUNCIL_NEEDED = "Please choose the council: only a facilitator may be there for none."
ROLE = "As what?"
POST = "What do they do there?"
POST_HINT = "Their post, without their name: “head of housing”."
NOBODY = "Please choose somebody who is not me."

CHANGE_TITLE = "Somebody’s part"
NOT_ON_IT = "{name} is not on this visit. Save this to put them on it."
REMOVE = "Take off the visit"
BEFORE_REMOVING = "They can no longer log on it or see it. What they told stays, without their name."
KEEP = "Keep them"
REMOVED = "They are no longer on the visit. Close this to go back to the list."

IMPORT_TITLE = "Import a list of people"
FILE = "Which file?"
FILE_HINT = "A spreadsheet saved as CSV. At most 1 MB."
READ = "Put them on the visit"
TEMPLATE = (
    "It needs the column name, and may have council, role (participant, host or facilitator), post and "
    "email. By the e-mail address I find people in Slack. This is one to copy:"
)
PROBLEMS = "Nobody was added. Please put these right and send the file again:"
ADDING = "I am putting {number} on the visit, and telling those who are in Slack…"

ROLES = {
    Role.PARTICIPANT: "Learns, and logs what they see.",
    Role.HOST: "Belongs to the council that is visited, and receives the report.",
    Role.FACILITATOR: "Looks after the visit with you, and may do all that you may.",
}


def template(host: str, visitors: tuple[str, ...]) -> str:
    """A list to copy, with councils of this visit."""
    visitor = visitors[0] if visitors else host
    return "\n".join(
        (
            "name,council,role,post,email",
            f"Sam Example,{visitor},participant,Head of housing,sam@example.org",
            f"Alex Example,{host},host,Director of homes,",
        )
    )


def added(in_slack: int, without: int) -> str:
    """What an import has made of the list."""
    total = in_slack + without
    said = f"{total} {'person is' if total == 1 else 'people are'} on the visit by this list"
    if without:
        said += f"; {without} I did not find in Slack, so please tell them yourself"
    return f"{said}."
