"""What is read while a report is asked for, made and handed over."""

from collections.abc import Sequence

TITLE = "Report of a visit"
OPENING = "Looking for your visits…"
MAKE, CANCEL = "Make report", "Cancel"
MAKE_REPORT = "Make the report"
WHICH_VISIT = "Which visit?"
WHICH_FORMAT = "As what?"
WHICH_KIND = "Draft or final?"
FORMATS = {
    "docx": "Word document, to hand over",
    "html": "Web page",
    "xlsx": "Excel workbook, with all that was told",
    "csv": "Table (CSV), for other programs",
    "md": "Plain text (Markdown)",
    "json": "Data (JSON), for other programs",
}
FINAL, DRAFT = "final", "draft"
KINDS = {
    FINAL: "Final: to hand over",
    DRAFT: "Draft: as it stands, with what is still missing",
}
NO_VISIT = (
    "There is no visit whose report you could have. Facilitators have one at any time; hosts, once "
    "their visit is closed. Anybody else can ask a facilitator for it."
)
POST_CHARTS = "Post the charts in the visit’s channel"
POST_TITLE = "Post the charts?"
POST_WARNING = "Everybody in the channel of the visit will see them."
SEND_TO_HOST = "Send it to the host"
SEND_TITLE = "Send it to the host?"
SEND_WARNING = "Everybody who hosts this visit gets the report in a direct message."
POST, SEND, NOT_YET = "Post them", "Send it", "Not yet"
NO_CHARTS = "There is nothing to draw yet: no session has two ratings, and nothing is accepted."
CHARTS_POSTED = "The charts are in the visit’s channel."
CHANNEL_OUT_OF_REACH = (
    "I could not post in the visit’s channel. Please invite me there, and press the button again."
)
NO_HOST = "Nobody who hosts this visit is known to me in Slack. Please hand the report over yourself."


def making(visit: str) -> str:
    return f"Making the report of “{visit}”. This takes a few seconds…"


def on_its_way(visit: str) -> str:
    """What is read where the report was asked for."""
    return (
        f"I am making the report of “{visit}”. In a few seconds you have it in a direct message from me. "
        "You can close this."
    )


def made(visit: str, missing: Sequence[str], *, draft: bool) -> str:
    """What comes with a report; a draft says what it lacks."""
    if not draft:
        return f"Here is the report of “{visit}”."
    if not missing:
        return f"Here is a draft of the report of “{visit}”. Nothing is missing."
    lines = "\n".join(f"• {sentence}" for sentence in missing)
    return f"Here is a draft of the report of “{visit}”. Still missing:\n{lines}"


def unfit(problems: Sequence[str]) -> str:
    """Why a report cannot be handed over yet, and what to do meanwhile."""
    why = "; ".join(problems)
    return f"The report cannot be handed over yet: {why}. Make a draft to see all that is missing."


def charts_of(visit: str) -> str:
    return f"“{visit}” in figures"


def for_host(visit: str) -> str:
    return f"Thank you for hosting. Here is the report of “{visit}”, from the group that visited you."


def sent(people: int) -> str:
    return f"The report is with {people} {'person' if people == 1 else 'people'} of the host."


def not_uploaded(visit: str) -> str:
    return f"The report of “{visit}” is made, but Slack did not take the file. Please try again."
