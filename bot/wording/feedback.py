"""What people read while they log what they saw."""

from datetime import datetime

from knowledge.records import RecordStatus
from knowledge.visits import Attribution

TITLE = "Log feedback"
CHANGE_TITLE = "Change your feedback"
OPENING = "Finding your visit…"
SEND = "Send"
AGREE_AND_SEND = "Agree and send"
SAVE = "Save"
CLOSE = "Close"

# The form

RULES: dict[Attribution, str] = {
    Attribution.OPEN: "On this visit you and your council may be named with what you write.",
    Attribution.ORGANISATION: "On this visit your council may be named with what you write. You are not.",
    Attribution.ROLE: (
        "On this visit only your role may be named with what you write, never you or your council."
    ),
    Attribution.CHATHAM_HOUSE: (
        "Chatham House rule: neither you nor your council is named with what you write, to anybody."
    ),
}
WISHES: dict[Attribution, str] = {
    Attribution.OPEN: "With my name and my council",
    Attribution.ORGANISATION: "With my council only",
    Attribution.ROLE: "With my role only",
    Attribution.CHATHAM_HOUSE: "Not at all",
}
CONSENT = "Before you send for the first time"
WHICH_VISIT = "Another visit"
NO_SESSION = "No session in particular"
NO_ENQUIRY = "None of them"
ADD_DETAIL = "Add detail"
START_AFRESH = "Start afresh"
START_AFRESH_TITLE = "Start afresh?"
START_AFRESH_WARNING = "What you have typed here is thrown away."
THROW_AWAY, KEEP = "Throw it away", "Keep it"
LOG_FEEDBACK = "Log feedback"

# A message that is logged

QUOTED = "The message you log:"
QUOTES_ONESELF = "You wrote it yourself, so it is kept with a link to it."
QUOTES_AN_APP = "An app posted it, so there is nobody to ask: it is kept without a link."
QUOTES_SOMEBODY = (
    "When you send this, I ask whoever wrote it whether they may be named with it. "
    "Until they agree it is kept without their name and without a link."
)
QUOTES_NOBODY = "The rule of this visit lets nobody be named: it is kept without a name and without a link."
MESSAGE_GONE = (
    "That message is gone: whoever wrote it took it back, so it is not logged. "
    "What you saw yourself you can log with /visit-feedback."
)
NOTHING_TO_QUOTE = (
    "There are no words in that message to log. Say in your own words what you saw, with /visit-feedback."
)
LOGGED_ALREADY = "You have logged this message already. /visit-feedback mine shows what became of it."

MAY_WE_NAME_YOU = (
    "May your name and a link to your message be kept with it? "
    "Until you say yes, your words stand there without either."
)
YES_NAME_ME, NO_NAME = "Yes, name me", "No, without my name"
NAMED = "Thank you. Your name and the link are kept with your words. You can still change your mind."
NOT_NAMED = "Your name and the link are not kept. Your words stand there without either."
QUOTE_GONE = "That feedback is gone, and your words with it. There is nothing left to decide."

# Afterwards

THANKS = "Thank you. What you said is kept."
CHANGED = "Thank you. Your changes are kept."
NEXT = (
    "A facilitator reads it next, and may come back to you with a question. Until it is accepted you can "
    "change it; you can withdraw it at any time."
)
LOG_ANOTHER = "Log another"

# One's own feedback

MINE = "My feedback"
MINE_TITLE = "My feedback"
MINE_OPENING = "Fetching your feedback…"
MINE_EMPTY = (
    "You have logged nothing yet. After the next session, tell what you saw: it takes under three minutes."
)
MINE_INTRODUCTION = (
    "Only you see this list. Names that the rule of the visit leaves out are left out here too."
)
STATUSES: dict[RecordStatus, str] = {
    RecordStatus.SUBMITTED: "Waiting for a facilitator",
    RecordStatus.NEEDS_INFORMATION: "A facilitator would like to know more",
    RecordStatus.ACCEPTED: "Accepted: it can no longer be changed",
    RecordStatus.DISTILLED: "Accepted, and part of a lesson",
    RecordStatus.REJECTED: "Not used",
}
CHANGE, ANSWER, WITHDRAW = "Change", "Answer", "Withdraw"
WITHDRAW_TITLE = "Withdraw this?"
WITHDRAW_WARNING = "Its text is erased everywhere, and nobody can bring it back."
WITHDRAW_IT, KEEP_IT = "Withdraw it", "Keep it"
WITHDRAWN = "Withdrawn. The text is gone."
NEWER, OLDER = "Newer", "Older"

# Where nothing can be logged

NO_VISIT = (
    "You are not on a visit yet. Ask its facilitator to add you, "
    "or plan a visit of your own; then you can log what you see."
)
NOT_ON_IT = "You are not on that visit. Ask its facilitator to add you; then you can log what you see."
OPEN_IT = "Open it and log"
SESSION_GONE = "This session is no longer on the programme. Please choose another."
CHANGED_MEANWHILE = (
    "A facilitator did something with this while you wrote. What you typed is kept as a draft: "
    "close this, look at your feedback again, and change it there."
)


def host(visit: str) -> str:
    return (
        f"You are a host of “{visit}”, so there is nothing for you to log: "
        "its visitors do that, and you receive their report when the visit is closed."
    )


def not_open(visit: str) -> str:
    return (
        f"“{visit}” is not open yet. As soon as its facilitator opens it you can log what you see; "
        "until then, ask the facilitator."
    )


def yours_to_open(visit: str) -> str:
    return f"“{visit}” is still being planned. Open it, and everybody on it can log what they see."


def over(visit: str) -> str:
    return (
        f"“{visit}” is closed, so nothing more can be logged. "
        "If something is missing from its report, tell the facilitator."
    )


def restored(typed: datetime) -> str:
    """``typed`` is by the clocks at the host."""
    return f"This is what you had typed on {typed:%A} at {typed:%H:%M}. Nothing of it is sent yet."


def session(start: datetime, end: datetime, title: str, *, dated: bool) -> str:
    """A session by the clocks at the host; ``dated`` where the programme has several days."""
    day = f"{start:%a} {start.day} {start:%b}, " if dated else ""
    return f"{day}{start:%H:%M}–{end:%H:%M} {title}"


def logged_your_message(visit: str) -> str:
    return f"Somebody on the visit “{visit}” logged something that you wrote as feedback:"


def they_say(status: RecordStatus, reason: str) -> str:
    """The facilitator's question, or why something is not used, or is read again."""
    return f"{_THEY_SAY[status]}: {reason}"


_THEY_SAY = {
    RecordStatus.SUBMITTED: "It is read once more. Their reason",
    RecordStatus.NEEDS_INFORMATION: "Their question",
    RecordStatus.REJECTED: "Their reason",
}
