"""Choosing what an answer quotes. Pure.

A quote is the best sentence of a passage and, when it leans on it, the one before: always one
uninterrupted slice of the case study's text. Quotes are few, no two say the same, one case study
never crowds out the others, and when a question names several councils each gets its turn.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.councils import council_key
from knowledge.evidence import Found, Sentence
from knowledge.model import Quote, Status

OTHER_SIDE = "What speaks against it"
"""The heading under which a contradicted lesson has what disagrees with it."""

LIMIT = 5
_FROM_ONE_CASE_STUDY = 2  # quotes, as long as others have something to say
_WEAKEST = 0.7  # of the best sentence's weight; below it a sentence is beside the point
_LONGEST = 400  # characters of a quote of two sentences
_SAME = 0.95  # cosine of two sentences that say the same
_LEANS_BACK = re.compile(
    r"(?:it|its|they|their|them|this|these|that|those|he|she|his|her|such|both|however|but|instead|there|then|also"
    r"|as a result|for example|for instance|in addition|nor|and)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the question wants of the quotes."""

    councils: tuple[str, ...] = ()
    """The councils it names, in its order."""
    compares: bool = False
    """Whether it asks for several councils side by side."""
    limit: int = LIMIT


def choose(sentences: Sequence[Sentence], wish: Wish) -> list[Quote]:
    """The quotes of an answer, best first, or council by council when several are asked about."""
    picked = _pick(sentences, wish)
    if wish.compares:
        picked = _by_council(picked, wish)
    return [quote(sentence) for sentence in picked]


def quote(sentence: Sentence) -> Quote:
    """The sentence as a quote, with the one before when it leans on that."""
    found = sentence.found
    start, end = _widened(sentence)
    return Quote(
        text=found.slice(start, end),
        case_study=found.passage.case_study,
        council=found.metadata.council,
        title=found.metadata.title,
        heading=found.passage.heading,
        page=found.passage.page,
        start=start,
        end=end,
        as_of=found.metadata.as_of,
        status=found.status,
        source=found.metadata.source,
        score=round(sentence.weight, 4),
        sightings=found.metadata.sightings,
    )


def without_repeats(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes in their order, without those that repeat words of one before."""
    kept: list[Quote] = []
    for one in quotes:
        if not any(
            one.case_study == other.case_study and one.start < other.end and other.start < one.end
            for other in kept
        ):
            kept.append(one)
    return kept


def both_sides(quotes: Sequence[Quote], other_side: Callable[[Quote], Sentence | None]) -> list[Quote]:
    """The quotes, each side of a contradicted lesson followed by the other unless that is among them."""
    shown = {(one.case_study, is_other_side(one.heading)) for one in quotes}
    found = []
    for one in quotes:
        found.append(one)
        opposite = (one.case_study, not is_other_side(one.heading))
        if one.status is Status.CONTRADICTED and opposite not in shown:
            shown.add(opposite)
            if sentence := other_side(one):
                found.append(quote(sentence))
    return found


def is_other_side(heading: str) -> bool:
    return heading.rpartition(" > ")[2] == OTHER_SIDE


def _pick(sentences: Sequence[Sentence], wish: Wish) -> list[Sentence]:
    """The strongest that add something: first with a fair share for each, then whoever is left."""
    if not sentences:
        return []
    best = sentences[0].weight
    strong = [one for one in sentences if one.weight >= min(best, _WEAKEST * best)]
    picked: list[Sentence] = _one_for_each(strong, wish) if wish.compares else []
    for share in (_FROM_ONE_CASE_STUDY, wish.limit):
        for sentence in strong:
            taken = Counter(one.found.passage.case_study for one in picked)
            if len(picked) == wish.limit:
                break
            if taken[sentence.found.passage.case_study] < share and _adds_to(picked, sentence):
                picked.append(sentence)
    return sorted(picked, key=lambda one: -one.weight)


def _one_for_each(sentences: Iterable[Sentence], wish: Wish) -> list[Sentence]:
    """The best sentence of each council the question names; of any two or more, when it names none."""
    firsts: dict[str, Sentence] = {}
    wanted = {council_key(name) for name in wish.councils}
    for sentence in sentences:
        for key in _keys(sentence.found):
            if not wanted or key in wanted:
                firsts.setdefault(key, sentence)
    distinct = {(one.found.passage.id, one.place): one for one in firsts.values()}
    return list(distinct.values())[: wish.limit]


def _adds_to(picked: Iterable[Sentence], sentence: Sentence) -> bool:
    return all(not _overlap(one, sentence) and not _same(one, sentence) for one in picked)


def _overlap(one: Sentence, other: Sentence) -> bool:
    if one.found.passage.case_study != other.found.passage.case_study:
        return False
    (start, end), (first, last) = _widened(one), _widened(other)
    return start < last and first < end


def _same(one: Sentence, other: Sentence) -> bool:
    if " ".join(one.text.casefold().split()) == " ".join(other.text.casefold().split()):
        return True
    return float(one.found.vectors[one.place] @ other.found.vectors[other.place]) >= _SAME


def _by_council(picked: Sequence[Sentence], wish: Wish) -> list[Sentence]:
    """Those of one council together, the council of the best quote first."""
    order = {key: place for place, key in enumerate(council_key(name) for name in wish.councils)}
    groups: dict[str, list[Sentence]] = {}
    for sentence in picked:
        keys = sorted(_keys(sentence.found), key=lambda key: (order.get(key, len(order)), key))
        groups.setdefault(keys[0] if keys else "", []).append(sentence)
    return [sentence for group in groups.values() for sentence in group]


def _keys(found: Found) -> list[str]:
    return [council_key(name) for name in found.metadata.councils]


def _widened(sentence: Sentence) -> tuple[int, int]:
    """Its offsets, from the start of the sentence before if this one leans on that."""
    found, place = sentence.found, sentence.place
    (start, end), spans = sentence.span, found.sentences
    if (
        place
        and _LEANS_BACK.match(sentence.text)
        and _in_one_paragraph(found, spans[place - 1], (start, end))
    ):
        start = spans[place - 1][0]
    return start, end


def _in_one_paragraph(found: Found, one: tuple[int, int], other: tuple[int, int]) -> bool:
    return "\n" not in found.slice(one[1], other[0]) and other[1] - one[0] <= _LONGEST
