"""What is said on a lesson's card of who used it, what it rests on and how it was reviewed."""

from datetime import date

from knowledge.attribution import STRUCK
from knowledge.lessons import LessonEvent, LessonGesture, LessonRole
from knowledge.lessons.adoptions import REMINDED_AFTER

USED_THIS = "We used this"
FORM_TITLE = "We used this lesson"
SEND = "Send"
CANCEL = "Cancel"
OPENING = "One moment: looking for the lesson."
EXPLAINED = (
    "Others see this on the lesson, under its attribution rule. Name what you changed, if you changed "
    "something: a lesson counts as applied from then on. I ask you after three and after ten months how "
    "it goes."
)
IN_FUTURE = "That day is still to come. Give the day you began, or leave this empty."
THANKS = (
    "Thank you. Whoever proposed the lesson, and those whose feedback is behind it, are told it was used."
)
THANKS_AGAIN = "Thank you. What you wrote is kept with the lesson."
MEANWHILE = "This was changed while you wrote. Copy what you typed, close this, and open it again."
NOT_YOURS = "Only whoever said that they used it can say how it goes."

EVIDENCE = "What it rests on"
KEPT_BACK = "Evidence kept back: it is not for everybody who may see the lesson."
GONE_SINCE = "A quote no longer stands in its source."
DISAGREES = "Disagrees: "
HISTORY = "Its history"
BY_ITSELF = "by itself"
COMMAND_LINE = "at a command line"

YOURS_USED = "A lesson that your feedback is behind was used."
YOURS_USED_BY = "{council} says it used a lesson that your feedback is behind."
PROPOSED_USED = "A lesson that you proposed was used."
PROPOSED_USED_BY = "{council} says it used a lesson that you proposed."
CHANGED = "What changed: {change}"
OPEN = "Open the lesson"

ASKED = "{months} months ago you said you used this lesson: {title} How does it go?"
TELL = "Say how it goes"

_NUMBERS = dict(zip(REMINDED_AFTER, ("Three", "Ten"), strict=True))
_TAKEN = {
    LessonGesture.PROPOSE: "Proposed",
    LessonGesture.REVISE: "Put in other words",
    LessonGesture.RETURN: "Returned to its proposer",
    LessonGesture.VALIDATE: "Checked by a second person",
    LessonGesture.ENDORSE: "Endorsed",
    LessonGesture.SHARE: "Shared",
    LessonGesture.ADD_EVIDENCE: "Evidence added",
    LessonGesture.APPLY: "Used by a council",
    LessonGesture.EXPIRE: "Review date passed",
    LessonGesture.RENEW: "Looked at again",
    LessonGesture.CONTRADICT: "Marked as contradicted",
    LessonGesture.MERGE: "Merged into another lesson",
    LessonGesture.REJECT: "Rejected",
    LessonGesture.SUPERSEDE: "Left for a better lesson",
    LessonGesture.RETIRE: "Withdrawn",
    LessonGesture.RECHECK: "A quote looked at again",
}
_AT_A_COMMAND_LINE = "command-line"
"""How the history calls whoever did something there without a name."""
_LETTERS = 6  # of a pseudonym: enough to tell the few people of one lesson apart


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def taken(event: LessonEvent, name: str | None = None) -> str:
    """A step in the life of a lesson, with its day and by whom it was taken."""
    return f"{_TAKEN[event.gesture]}, {day(event.at.date())} · {by_whom(event, name)}"


def by_whom(event: LessonEvent, name: str | None = None) -> str:
    """What may be said of whoever took a step: their part, and their name or else their pseudonym."""
    if event.role is LessonRole.PEERBOT:
        return BY_ITSELF
    if event.actor == _AT_A_COMMAND_LINE:
        return f"{event.role}, {COMMAND_LINE}"
    return f"{name}, {event.role}" if name else f"{event.role} {event.actor[:_LETTERS]}"


def earlier(number: int) -> str:
    return f"… {number} earlier"


def use(council: str, change: str | None, since: date | None, result: str | None) -> str:
    """That a council used a lesson, in a line."""
    who = "A council" if council == STRUCK else council
    head = who + (f", since {day(since)}" if since else "")
    said = " ".join(filter(None, (change, result)))
    return f"{head}: {said}" if said else head


def news(council: str, *, author: bool) -> str:
    """What somebody is told of a use of their lesson."""
    if council == STRUCK:
        return YOURS_USED if author else PROPOSED_USED
    return (YOURS_USED_BY if author else PROPOSED_USED_BY).format(council=council)


def asked(months: int, title: str) -> str:
    ended = title if title.endswith((".", "!", "?")) else f"{title}."
    return ASKED.format(months=_NUMBERS[months], title=ended)
