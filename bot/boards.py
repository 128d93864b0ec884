"""The board: accepted feedback by theme and kind, and what was chosen on it. Pure.

What is chosen goes with the modal, page after page, as marks: an id may be too long for a hundred of
them to find room. What is sensitive is on no board.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from pydantic import Field

from knowledge.fields import Identifier, Value
from knowledge.lessons import quotable
from knowledge.model import Theme
from knowledge.records import (
    Commitment,
    FeedbackKind,
    FeedbackRecord,
    GroupFeedback,
    Record,
    RecordStatus,
    Sensitivity,
)

PAGE = 8  # pieces of feedback: more is a long way to scroll on a telephone
MOST_CHOSEN = 150  # marks that find room in a modal

_REVIEWED = frozenset({RecordStatus.ACCEPTED, RecordStatus.DISTILLED})
_THEMES = {theme: place for place, theme in enumerate(Theme)}
_KINDS = {kind: place for place, kind in enumerate(FeedbackKind)}


class Look(Value):
    """What somebody looks at on the board of a visit, and has chosen there so far."""

    visit: Identifier
    theme: Theme | None = None
    page: int = Field(default=0, ge=0)
    chosen: tuple[str, ...] = ()
    """Marks."""


def accepted(records: Iterable[Record]) -> tuple[FeedbackRecord, ...]:
    """What is on the board, by theme and kind; what has no theme comes last."""
    found = (
        one
        for one in records
        if isinstance(one, FeedbackRecord)
        and one.status in _REVIEWED
        and one.sensitivity is Sensitivity.ORDINARY
    )
    return tuple(sorted(found, key=_order))


def settled(records: Iterable[Record]) -> tuple[GroupFeedback | Commitment, ...]:
    """What the group tells its host, then what councils committed themselves to: first what is done."""
    found = [one for one in records if isinstance(one, GroupFeedback | Commitment) and quotable(one)]
    return tuple(
        sorted(found, key=lambda one: (isinstance(one, Commitment), one.status is not RecordStatus.DONE))
    )


def _order(record: FeedbackRecord) -> tuple[int, int]:
    return len(_THEMES) if record.theme is None else _THEMES[record.theme], _KINDS[record.kind]


def of_theme(board: Sequence[FeedbackRecord], theme: Theme | None) -> tuple[FeedbackRecord, ...]:
    return tuple(one for one in board if theme is None or one.theme is theme)


def kinds_of(board: Iterable[FeedbackRecord]) -> Mapping[FeedbackKind, int]:
    """How many there are of each kind, in the order of the kinds."""
    counts = Counter(one.kind for one in board)
    return {kind: counts[kind] for kind in FeedbackKind if counts[kind]}


def mark(record: str, point: int = 0) -> str:
    """A few letters for a record, or for another point of it than its first; the same at any time."""
    return sha256((f"{record} {point}" if point else record).encode()).hexdigest()[:12]


def chosen_so_far(look: Look, state: Mapping[str, Any]) -> Look:
    """The look with what is ticked on its page (``view.state.values``) and was ticked on others."""
    ticked = {
        block: bool(element.get("selected_options"))
        for block, elements in state.items()
        for element in elements.values()
        if element.get("type") == "checkboxes"
    }
    kept = [one for one in look.chosen if ticked.get(one, True)]
    return look.model_copy(
        update={"chosen": tuple(dict.fromkeys([*kept, *(block for block, on in ticked.items() if on)]))}
    )


def picked(board: Iterable[FeedbackRecord], look: Look) -> tuple[FeedbackRecord, ...]:
    return tuple(one for one in board if mark(one.id) in look.chosen)


_LISTS: Mapping[FeedbackKind, str] = {
    FeedbackKind.WORKED_WELL: "strengths",
    FeedbackKind.TO_CONSIDER: "considerations",
    FeedbackKind.RISK: "considerations",
    FeedbackKind.INNOVATION: "innovations",
    FeedbackKind.QUESTION: "questions",
}
"""Where an observation stands in the group's feedback before the group has found its own words."""


def added(draft: GroupFeedback | None, chosen: Iterable[FeedbackRecord]) -> dict[str, tuple[str, ...]]:
    """What comes to the lists of the group's feedback: the observations of what was chosen since."""
    before = set(draft.chosen) if draft else set[str]()
    lists: dict[str, tuple[str, ...]] = {}
    for one in chosen:
        if one.id not in before:
            name = _LISTS[one.kind]
            lists[name] = (*lists.get(name, ()), one.observation)
    return lists
