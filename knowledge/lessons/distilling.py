"""Records to the draft of a lesson: the words that the form begins with. Pure.

Every word is somebody's own, so that whoever proposes the lesson shortens and joins instead of
starting from nothing; each record becomes a claim with its observation as the quote.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from knowledge.fields import LINE_LIMIT, PROSE_LIMIT, line
from knowledge.lessons.base import Claim, LessonDraft, PassageEvidence, RecordEvidence
from knowledge.lessons.sources import told
from knowledge.model import CaseStudy, Theme
from knowledge.records import Record

_PROMPTED = ("discussion", "current_state")
_QUOTED = ("observation", "desired_state", "strengths", "considerations", "innovations", "questions")
"""The first of these that a record fills is what it is quoted with."""
_SENTENCES = (". ", "! ", "? ", "\n")


def drafted(
    records: Sequence[Record], passages: Sequence[PassageEvidence] = (), theme: Theme | None = None
) -> LessonDraft:
    """A draft from records and passages, at least one of either; the theme is the records' most frequent."""
    claims = (*(_claim(record) for record in records), *(_quoted(each) for each in passages))
    lesson = _joined(told(record, "conclusion") for record in records) or _joined(
        claim.text for claim in claims
    )
    return LessonDraft(
        title=_first_sentence(lesson),
        prompt=_joined(told(record, name) for record in records for name in _PROMPTED) or None,
        lesson=lesson,
        recommendation=_joined(told(record, "recommendation") for record in records) or None,
        theme=theme or _theme(records),
        claims=claims,
    )


def passage(case_study: CaseStudy, quote: str) -> PassageEvidence | None:
    """Where the case study says this, first; None when it does not, word for word."""
    start = case_study.text.find(quote)
    if start < 0 or not quote:
        return None
    return PassageEvidence(case_study=case_study.id, start=start, end=start + len(quote), quote=quote)


def quoted_field(record: Record) -> str:
    """The field that a record is quoted with, unless somebody chooses the words of another."""
    return next(name for name in _QUOTED if told(record, name))


def _claim(record: Record) -> Claim:
    field = quoted_field(record)
    quote = told(record, field)[:PROSE_LIMIT]
    evidence = RecordEvidence(record=record.id, visit=record.visit, field=field, quote=quote)
    return Claim(text=told(record, "conclusion") or quote, evidence=(evidence,))


def _quoted(evidence: PassageEvidence) -> Claim:
    return Claim(text=evidence.quote, evidence=(evidence,))


def _theme(records: Iterable[Record]) -> Theme:
    counted = Counter(record.theme for record in records if record.theme)
    return counted.most_common(1)[0][0] if counted else Theme.DRIVERS


def _joined(texts: Iterable[str]) -> str:
    once = dict.fromkeys(text for text in texts if text)
    return "\n\n".join(_fitting(once))[:PROSE_LIMIT]


def _fitting(texts: Iterable[str]) -> Iterator[str]:
    """The first of the texts that a field holds together."""
    left = PROSE_LIMIT
    for text in texts:
        if len(text) > left:
            return
        left -= len(text) + 2
        yield text


def _first_sentence(text: str) -> str:
    ends = [text.find(sign) for sign in _SENTENCES if sign in text]
    first = line(text[: min(ends) + 1] if ends else text)
    return first if len(first) <= LINE_LIMIT else f"{first[: LINE_LIMIT - 1].rsplit(' ', 1)[0]}…"
