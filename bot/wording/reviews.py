"""What facilitators read while they review feedback, and authors of it."""

from collections.abc import Callable, Sequence

from knowledge.records import RecordGesture, RecordStatus

TITLE = "Review feedback"
OPENING = "Fetching the feedback…"

# Buttons
ACCEPT = "Accept"
ASK = "Ask for information"
REJECT = "Reject"
REOPEN = "Decide again"
UNDO = "Undo"
KEEP_BACK = "Mark sensitive"
RELEASE = "Mark ordinary"
PREVIOUS, NEXT = "Previous", "Next"
KEEP, CANCEL = "Accept it", "Not yet"
REVIEW = "Review feedback"
ANSWER, CHANGE = "Answer", "Change"

# Filters
ALL_THEMES = "All themes"
STATUSES: dict[RecordStatus, str] = {
    RecordStatus.SUBMITTED: "Waiting for you",
    RecordStatus.NEEDS_INFORMATION: "Waiting for their authors",
    RecordStatus.ACCEPTED: "Accepted",
    RecordStatus.DISTILLED: "Part of a lesson",
    RecordStatus.REJECTED: "Rejected",
}
WHICH_STATUS, WHICH_THEME = "Which feedback", "Which theme"

# One piece of feedback
DISCUSSION, CONCLUSION, RECOMMENDATION = "Why", "Conclusion", "Recommendation"
QUOTED = "Quoted from"
NAMED_WITH_QUOTE = "Whoever wrote the quoted message has agreed to be named with it."
NOT_NAMED_WITH_QUOTE = "Quotes a message without naming who wrote it."
SENSITIVE = "Marked sensitive: only facilitators see it, and no report or answer holds it."
ACCEPT_TITLE = "Accept this?"
ACCEPT_WARNING = (
    "Is it useful to others, factual, clear to somebody who was not there, and short? "
    "Once it is accepted, its author can withdraw it but no longer change it."
)

# Reasons
ASK_TITLE = "Ask for information"
ASK_LABEL = "What would you like to know?"
ASK_HINT = "The author gets your question in a direct message, and can change the feedback from there."
ASK_SEND = "Ask"
REJECT_TITLE = "Reject feedback"
REJECT_LABEL = "Why can it not be used?"
REJECT_HINT = "The author reads this. Say what would have made it useful."
REJECT_SEND = "Reject"
REOPEN_TITLE = "Decide again"
REOPEN_LABEL = "Why is it to be decided again?"
REOPEN_HINT = "Its author can read this. It goes back to what waits for you."
REOPEN_SEND = "Put it back"
BY_MISTAKE = "The wrong button was pressed."
LOOKING = "Looking at what rests on it…"
GROUP_CHOSE_IT = (
    "The group chose this for its own feedback, whose words stay as they are. Change them there if need be."
)
IN_GONE_LESSONS = (
    "A lesson that was rejected, merged or withdrawn quotes this. "
    "Once this is put back, its words are erased there."
)
IN_DRAFTS = "If a draft of the report was made since, it still holds this: make another."

# What came of it
ACCEPTED = "Accepted."
DECIDED: dict[RecordGesture, str] = {
    RecordGesture.ASK: "Your question is on its way to the author.",
    RecordGesture.REJECT: "Rejected, and its author knows why.",
    RecordGesture.REOPEN: "It waits for you again.",
}
NOBODY_TOLD = "Noted, but its author could not be reached in Slack. Please tell them if you can."
KEPT_BACK = "Marked sensitive. Nobody but facilitators sees it now."
RELEASED = "Marked ordinary."
DECIDED_ALREADY = "Somebody else changed that one meanwhile. Please read it as it is now, or the next."
DECIDED_WHILE_YOU_WROTE = (
    "This feedback was changed while you wrote. Please close this and look at it once more."
)

# Empty queues
_NOTHING: dict[RecordStatus, str] = {
    RecordStatus.SUBMITTED: "Nothing is waiting for you.",
    RecordStatus.NEEDS_INFORMATION: "No author has been asked for information.",
    RecordStatus.ACCEPTED: "Nothing is accepted yet.",
    RecordStatus.DISTILLED: "Nothing is part of a lesson yet.",
    RecordStatus.REJECTED: "Nothing was rejected.",
}
_PLACES: dict[RecordStatus, str] = {
    RecordStatus.SUBMITTED: "waiting",
    RecordStatus.NEEDS_INFORMATION: "waiting for their authors",
    RecordStatus.ACCEPTED: "accepted",
    RecordStatus.DISTILLED: "part of a lesson",
    RecordStatus.REJECTED: "rejected",
}


def place(number: int, count: int, status: RecordStatus) -> str:
    """Which of how many this is; ``number`` counts from 1."""
    return f"{number} of {count} {_PLACES[status]}"


def nothing(status: RecordStatus, counts: dict[RecordStatus, int], *, of_theme: bool) -> str:
    """What an empty queue says, and what to do next."""
    if of_theme:
        return f"{_NOTHING[status]} At least on this theme: choose another, or all of them."
    total = sum(counts.values())
    if not total:
        return f"{_NOTHING[status]} As soon as somebody logs what they saw, it stands here."
    said = ", ".join(f"{counts[one]} {_PLACES[one]}" for one in _PLACES if counts.get(one))
    return f"{_NOTHING[status]} So far: {said}. Choose above to look at them."


def counted(label: str, count: int) -> str:
    return f"{label} ({count})"


def useful(usefulness: int | None, intent: str | None) -> str:
    """How useful the author finds it, and whether they will act on it; empty when they did not say."""
    parts = [f"Usefulness {usefulness} of 5"] if usefulness else []
    return " · ".join([*parts, *([f"Will act on it: {intent}"] if intent else [])])


def told_by(parts: Sequence[str]) -> str:
    return f"Told by {', '.join(parts)}" if parts else "Told under a rule that names nobody"


def asked(question: str) -> str:
    return f"A facilitator asked: {question}"


def rejected_because(reason: str) -> str:
    return f"Rejected: {reason}"


def held_by(titles: Sequence[str]) -> str:
    """Why what lessons rest on is not decided again, and what would let it be; ``titles`` are theirs."""
    named = "; ".join(f"“{title}”" for title in titles)
    if len(titles) == 1:
        return f"The lesson {named} quotes this feedback. {_HELD_BY_ONE}"
    return f"These lessons quote this feedback: {named}. {_HELD_BY_SEVERAL}"


_HELD_BY_ONE = "Once it is rejected or withdrawn in its review, this can be decided again."
_HELD_BY_SEVERAL = "Once all of them are rejected or withdrawn in their review, this can be decided again."


def reopened_because(reason: str) -> str:
    return f"To be decided again: {reason}"


# To authors


def question_to_author(visit: str) -> str:
    return f"Thank you for your feedback on “{visit}”. A facilitator would like to know more before using it:"


def rejected_to_author(visit: str) -> str:
    return (
        f"Thank you for your feedback on “{visit}”. It cannot be used as it stands, "
        "and the facilitator gave this reason:"
    )


def reopened_to_author(visit: str) -> str:
    return (
        f"You were told that your feedback on “{visit}” could not be used. The facilitator has taken that "
        "back and will read it again, for this reason:"
    )


TO_AUTHORS: dict[RecordGesture, Callable[[str], str]] = {
    RecordGesture.ASK: question_to_author,
    RecordGesture.REJECT: rejected_to_author,
    RecordGesture.REOPEN: reopened_to_author,
}
YOU_WROTE = "You wrote:"
LOG_AGAIN = "What you saw still counts: you are welcome to log it again in other words."
