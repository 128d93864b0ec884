"""What is read while it is gathered what is known before a visit."""

TITLE = "Pre-visit pack"
OPENING = "Looking for your visits…"
WHICH_VISIT = "Which visit?"
WHICH_FORMAT = "Which kind of file?"
FORMATS = {
    "docx": "Word document, to print and to pass on",
    "md": "Plain text (Markdown)",
}
GATHER, CANCEL = "Gather", "Cancel"
EXPLAINED = (
    "I gather what is known about the visit’s host and its question: case studies, lessons, feedback of "
    "earlier visits, and what nobody could answer. You get it in a direct message and as a file, as far as "
    "you may see it."
)
NO_VISIT = (
    "You are on no visit yet, so there is nothing to gather for. Plan one, or ask a question with /lessons."
)
GOES_ON = "It goes on in this thread."
POST = "Post it in the visit’s channel"
POST_TITLE = "Post it there?"
POST_WARNING = (
    "Everybody in the channel will see it. It is gathered anew, with nothing in it that one of them "
    "may not see."
)
YES, NOT_YET = "Post it", "Not yet"
POSTED = "It is in the visit’s channel."
NO_CHANNEL = "This visit has no channel. “Change details” on its card gives it one."
CHANNEL_OUT_OF_REACH = (
    "I could not post in the visit’s channel. Please invite me there, and press the button again."
)


AS_FILE = "The same as a file, with every quote in full."


def gathering(visit: str) -> str:
    return f"Gathering what is known before “{visit}”. This takes a few seconds…"


def on_its_way(visit: str) -> str:
    """What is read where the pack was asked for."""
    return (
        f"I am gathering what is known before “{visit}”. In a few seconds you have it in a direct message "
        "from me, and as a file there. You can close this."
    )


def gathered(visit: str, passages: int) -> str:
    """What a notification or a screen reader has of it."""
    found = {0: "no passages", 1: "1 passage"}.get(passages, f"{passages} passages")
    return f"What is known before “{visit}”: {found}."


def part_of(number: int, total: int) -> str:
    return f"{number} of {total}"


def not_uploaded(visit: str) -> str:
    return f"What is known before “{visit}” is above, but Slack did not take the file. Please try again."
