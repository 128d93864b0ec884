"""What is read about the group's feedback: what the working group tells its host."""

from collections.abc import Sequence

TITLE = "Group feedback"
OPENING = "Fetching the group feedback…"
FORM_TITLE = "Group feedback"
SAVE, CANCEL = "Save draft", "Cancel"
DRAFT = "A draft: it is the group’s once it is agreed and settled."
SETTLED = "Agreed and settled: this is what the group tells its host."
LISTS = {
    "strengths": "Strengths",
    "considerations": "Things to consider",
    "innovations": "Innovations",
    "questions": "Questions for the host",
}

# Buttons
AGREE = "I agree"
REVISE = "Change the words"
SETTLE = "Settle"
WITHDRAW = "Withdraw"
BOARD = "Choose from accepted feedback"
READ_BOARD = "Read accepted feedback"

# Empty
NOTHING_YET_TO_COMPOSE = (
    "There is no group feedback yet. Choose from the accepted feedback what it is to be made of, "
    "then put it in the group’s own words."
)
NOTHING_YET = "There is no group feedback yet. A facilitator composes it with you in the group discussion."
NOT_BEFORE_DISCUSSION = "There is no group feedback yet. It is composed once the group discussion has begun."
NOT_FOR_HOSTS_YET = "The group has not settled its feedback yet. You will read it here when it has."

# What came of it
SAVED = "Saved. Everybody on the visit can read it, and agree to it with one press."
UNCHANGED = "Nothing was changed, so what was agreed stands."
WORDS_CHANGED = "The words were changed since you read them. Please read them again before you agree."
CHANGED_MEANWHILE = (
    "Somebody else changed the group feedback meanwhile. This is what it says now; what you typed is "
    "below. Save again to put yours in its place."
)
WRITE_SOMETHING = "Please write at least one line, here or below."
AGREED = "Thank you: you agree to these words."
WITHDRAWN = "The group feedback is withdrawn."
WITHDRAW_TITLE = "Withdraw the group feedback?"
WITHDRAW_WARNING = "Its words are erased and cannot be got back. You can compose another afterwards."
SETTLE_TITLE = "Settle the group feedback?"
KEEP = "Not yet"


def agreed(count: int | None, of: int, names: Sequence[str]) -> str:
    """Who has agreed, as far as it may be said."""
    if count is None:
        return "Some have agreed; the rule of this visit does not let so few be counted."
    if not count:
        return f"Nobody of {of} has agreed yet."
    by = f": {', '.join(names)}" if names else ""
    return f"{'All' if count == of else count} of {of} agree{'s' if count == 1 and of != 1 else ''}{by}."


def settle_warning(missing: int) -> str:
    if not missing:
        return "Everybody agrees. Once it is settled, its words can no longer be changed."
    people = "1 participant has" if missing == 1 else f"{missing} participants have"
    return f"{people} not agreed yet. Once it is settled, its words can no longer be changed."


def drafted(visit: str) -> str:
    return f"The group feedback of “{visit}” is drafted. Please read it, and press “{AGREE}” if you do."


def agreed_already(visit: str) -> str:
    return f"You have agreed to the group feedback of “{visit}”. If its words change, you are asked again."


def revised(visit: str) -> str:
    return f"The words of the group feedback of “{visit}” were changed."


def revised_by_command(record: str, visit: str, *, in_channel: bool, had_agreed: bool) -> str:
    """What a command says that changed the words: whom the form would have told, for Slack tells nobody.

    How many had agreed, and who, is for the rule of the visit to say.
    """
    where = ", best in its channel" if in_channel else ""
    told = f"{record} says so now. Slack tells nobody: please tell everybody on {visit} but its host{where}."
    void = f" Whoever had agreed has yet to agree to these words, by “{AGREE}” in Slack: tell them so."
    return told + void if had_agreed else told


def agreement_void(visit: str) -> str:
    return (
        f"You had agreed to the group feedback of “{visit}”. Its words were changed, so your agreement "
        f"no longer counts. Please read it again, and press “{AGREE}” if you still do."
    )


def settled(visit: str) -> str:
    return f"The group feedback of “{visit}” is agreed and settled."
