"""What is read about how commitments stand, when they are asked after, and what helped with them."""

from datetime import date

from knowledge.progress import Progress, Stand, Standing
from knowledge.records import Event, RecordGesture

TITLE = "Progress"
OPENING = "Looking at what was agreed…"
WHOSE = "Whose commitments?"
EVERYBODY = "All councils"
A_COUNCIL = "A council"
TODAY, SHALL_BE, MEASURE, OWNER, VISIT = "Today", "Shall be", "Measure", "Owner", "Agreed on"
LAST = "Last change"
NO_VISIT = "You are on no visit yet, so there is nothing to follow up. Plan one, or wait to be added."
NOTHING = (
    "No council has agreed to do anything yet. Commitments are made once a visit’s group discussion has "
    "begun: /visit commitments."
)
STANDINGS = {Standing.AT_RISK: "At risk", Standing.ON_TRACK: "On track", Standing.DONE: "Done"}
_CHANGES = {
    RecordGesture.SETTLE: "settled",
    RecordGesture.FLAG: "put at risk",
    RecordGesture.RECOVER: "back on track",
    RecordGesture.FINISH: "done",
}

# A lesson that helped

HELPED_BY_SOME = "A lesson that you may not see helped with this."
HELPED = "A lesson helped with this"
WHICH_LESSON = "Which lesson?"
WHICH_LESSON_HINT = "Those that come nearest to the commitment stand first."
FORM_TITLE = "A lesson helped"
SEND, CANCEL = "Send", "Cancel"
EXPLAINED = (
    "What the commitment says is filled in already. Others see it on the lesson, under its attribution "
    "rule and under that of your visit. I ask you after three and after ten months how it goes."
)
NO_LESSON = "There is no lesson yet that you may see. /lessons shows them as soon as there is one."
SAID_ALREADY = "Somebody has said already which lesson helped with this."
NOT_YOURS = "Only whoever made the commitment, or a facilitator of its visit, can say what helped with it."
NOT_DONE = "This is not marked as done any more. Please look at the list again."
GONE = "You may no longer see that lesson. Choose another one."

# Asking after them

TELL = "Say how it stands"


def council(name: str, struck: str) -> str:
    return A_COUNCIL if name == struck else name


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def counts(progress: Progress) -> str:
    """One at risk, two on track; and how many are overdue."""
    numbers = [f"{progress.count(each)} {each}" for each in Standing if progress.count(each)]
    late = [f"{progress.overdue} overdue"] if progress.overdue else []
    return ", ".join([*numbers, *late])


def stands(stand: Stand) -> str:
    """At risk, overdue, by 1 October 2026; what is done has no date any more."""
    if stand.standing is Standing.DONE:
        return STANDINGS[stand.standing]
    late = ["overdue"] if stand.overdue else []
    due = f"by {day(stand.commitment.due)}" if stand.commitment.due else "no date yet"
    return ", ".join([STANDINGS[stand.standing], *late, due])


def last(event: Event) -> str:
    """What was done about a commitment, when, and why."""
    said = f"{_CHANGES.get(event.gesture, event.gesture.value)}, {day(event.at.date())}"
    return f"{said}: {event.reason}" if event.reason else said


def more(number: int) -> str:
    return f"… and {number} more. Choose one council to see all of its commitments."


def helped(title: str) -> str:
    return f"The lesson that helped: {title}"


def asked(visit: str) -> str:
    """What whoever is responsible is asked at the interval that the visit set."""
    return f"How does it go with what was agreed after “{visit}”? It takes a minute to say."
