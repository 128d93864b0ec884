"""What is read on the board of accepted feedback."""

from collections.abc import Mapping, Sequence

from knowledge.records import FeedbackKind

TITLE = "Accepted feedback"
OPENING = "Fetching what was accepted…"
ALL_THEMES = "All themes"
WHICH_THEME = "Which theme"
CHOOSE = "Choose"
COMPOSE = "Compose group feedback"
BEFORE, AFTER = "Back", "More"
NOTHING = (
    "Nothing is accepted yet. Once a facilitator has accepted what people logged, it stands here, "
    "by theme and kind."
)
NOTHING_OF_THEME = "Nothing on this theme is accepted yet. Choose another, or all of them."
NOTHING_CHOSEN = "Please tick what the group feedback is to be composed from, then press the button again."


def too_many(limit: int) -> str:
    return f"Please choose at most {limit} for one group feedback."


def summary(total: int, kinds: Mapping[FeedbackKind, int], settled: int) -> str:
    """``settled`` is what stands there besides feedback."""
    said = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    feedback = f"{total} accepted: {said}" if total else "No feedback accepted yet"
    return feedback + (f" · {settled} from group feedback and commitments" if settled else "")


def heading(theme: str, kind: str, count: int) -> str:
    """Innovation is a theme and a kind, and need not be said twice."""
    return f"{theme} ({count})" if theme.casefold() == kind else f"{theme} · {kind} ({count})"


def page(number: int, count: int) -> str:
    """``number`` counts from 1."""
    return f"Page {number} of {count}"


def told_by(parts: Sequence[str]) -> str:
    return f" — {', '.join(parts)}" if parts else ""


def counted(label: str, count: int) -> str:
    return f"{label} ({count})"
