"""Questions that ask two things at once: "How did it start, and what did it cost?". Pure.

Each part is decided on by itself, so that what is known of one is said and what is not known of the
other is admitted. The rule is narrow on purpose: a question is parted where a new question word
begins after "and" or a question mark, or at the councils it puts side by side; what names nothing by
itself ("how and why", "when and where") is no part.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.councils import mention, named_in
from knowledge.followups import standalone
from knowledge.model import Part
from knowledge.words import is_empty

_QUESTION_WORD = (
    r"(?:(?:about|at|by|during|for|from|in|of|on|to|under|with)\s+)?"
    r"(?:how|what|when|where|which|who|whom|whose|why)\b"
)
_TURNED_ROUND = (
    r"(?:are|can|could|did|do|does|had|has|have|is|may|must|should|was|were|will|would)\s+"
    r"(?:an?|any|anyone|he|i|it|my|our|she|that|the|their|there|these|they|this|those|we|you|your)\b"
)
_BOUNDARY = re.compile(
    rf"\?+[\s,;]+|[\s,;]+(?:and|but|also|plus)\s+(?:also\s+|then\s+)?(?={_QUESTION_WORD}|{_TURNED_ROUND})",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:^|\b)(?:{_QUESTION_WORD}|{_TURNED_ROUND})", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:'s|’s)?(?:\s+(?:city|county|borough|district|metropolitan))?(?:\s+council)?\s*"
    r"(?:,|&|\b(?:and|or|versus|vs|than|with|against|to)\b|\.)+\s*"
    r"(?:(?:and|or|at|in|of|the|both|that|those)\s+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One thing that is asked."""

    part: Part
    text: str
    """As it is looked for: self-contained."""
    named: tuple[str, ...]
    """The councils it is about; without its own, those of the part before."""


def parts_of(question: str, councils: Sequence[str]) -> tuple[Stretch, ...]:
    """What a self-contained question asks, in its order; one stretch when it asks one thing."""
    named = named_in(question, councils)
    by_question = tuple(_by_question(question, councils))
    if len(by_question) > 1:
        return by_question
    return tuple(_by_council(question, named)) or (Stretch(Part(question), question, named),)


def _by_question(question: str, councils: Sequence[str]) -> Iterator[Stretch]:
    before: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    for words in _cut(question):
        text = standalone(words, before, councils)
        before, named = (*before, text), named_in(text, councils) or named
        yield Stretch(Part(words), text, named)


def _cut(question: str) -> list[str]:
    """The question between its boundaries; what names nothing or asks nothing belongs to its neighbour."""
    cuts = [0]
    for boundary in _BOUNDARY.finditer(question):
        before, after = question[cuts[-1] : boundary.start()], question[boundary.end() :]
        if not is_empty(before) and not is_empty(after) and _ASKS.search(before) and _ASKS.match(after):
            cuts += [boundary.start(), boundary.end()]
    ends = [*cuts[1:], len(question)]
    return [question[start:end].strip() for start, end in list(zip(cuts, ends, strict=True))[::2]]


def _by_council(question: str, named: Sequence[str]) -> Iterator[Stretch]:
    """The question about each of the councils that stand side by side in it; nothing when none do."""
    places = sorted(
        (found.start(), found.end(), name) for name in named if (found := mention(name).search(question))
    )
    between = [question[end:start] for (_, end, _), (start, _, _) in pairwise(places)]
    if not between or not all(map(_BESIDE.fullmatch, between)):
        return
    for start, end, name in places:
        text = question[: places[0][0]] + question[start:end] + question[places[-1][1] :]
        yield Stretch(Part(text, council=name), text, (name,))
