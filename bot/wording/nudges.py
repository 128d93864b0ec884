"""What people read when they are reminded, and where they turn reminders off and on."""

from collections.abc import Sequence

from knowledge.nudges import Nudge, NudgeKind

LOG_FEEDBACK = "Log feedback"
NO_MORE = "No more reminders"
REMIND_ME = "Remind me again"

TURNED_OFF = (
    "You will get no more reminders from me. You can still log feedback at any time: with /visit-feedback, "
    "or on my Home tab, where you can turn reminders on again too."
)
TURNED_ON = "I will remind you again after each session."

_QUESTION = "What did you see or hear that others could use? It takes less than three minutes."
_LAST_CALL = (
    "If you saw something that the group should talk about, log it now: it will be on the table then."
)
_TITLES = 3  # named in one sentence; more would bury the question
_TITLE = 150  # characters of a title, so that the whole fits into one block


def reminder(nudge: Nudge) -> str:
    if nudge.kind is NudgeKind.SESSION:
        return f"{titles(nudge.titles)} {'is' if len(nudge.titles) == 1 else 'are'} over. {_QUESTION}"
    if nudge.titles:
        return f"The group discussion, {titles(nudge.titles)}, starts soon. {_LAST_CALL}"
    return f"The group discussion has begun. {_LAST_CALL}"


def titles(names: Sequence[str]) -> str:
    """The titles in a row: “A”, “B” and 2 more sessions."""
    named = [f"“{name if len(name) <= _TITLE else name[: _TITLE - 1].rstrip() + '…'}”" for name in names]
    if len(named) > _TITLES:
        left = len(named) - _TITLES
        named = [*named[:_TITLES], f"{left} more session{'' if left == 1 else 's'}"]
    *first, last = named
    return f"{', '.join(first)} and {last}" if first else last
