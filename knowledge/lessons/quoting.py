"""What somebody typed as a quote, found again in its source. Pure.

People type into boxes that change the space between words, and see records with words struck out;
what is kept is the source's own stretch, sign by sign. A quote is looked for in what was shown and
never in what was struck out of it: else a guess at a name would be confirmed by being taken.
"""

import re
from collections.abc import Iterator

from knowledge.attribution import STRUCK
from knowledge.errors import MisquotedError, StruckQuoteError
from knowledge.fields import PROSE_LIMIT
from knowledge.lessons.base import PassageEvidence, RecordEvidence
from knowledge.lessons.sources import QUOTABLE, told
from knowledge.model import CaseStudy
from knowledge.records import Record

Stretch = tuple[int, int]


def record_quote(record: Record, shown: Record, field: str, typed: str) -> RecordEvidence:
    """The stretch of the record that says so, in this field if it is there.

    ``shown`` is the record as whoever typed it saw it. A field that is quoted whole may have words
    struck out; StruckQuoteError when part of such a field has, MisquotedError when nothing says so.
    """
    for name in (field, *sorted(QUOTABLE - {field})):
        quote = _quoted(told(record, name), told(shown, name), typed)
        if quote:
            return RecordEvidence(record=record.id, visit=record.visit, field=name, quote=quote)
    if STRUCK in typed:
        raise StruckQuoteError
    raise MisquotedError(f"record {record.id} does not say so word for word")


def passage_quote(case_study: CaseStudy, typed: str, near: int = 0) -> PassageEvidence:
    """The stretch of the case study that says so, the first from ``near`` on if there is one."""
    found = _stretch(case_study.text, typed, near) or _stretch(case_study.text, typed)
    if found is None:
        raise MisquotedError(f"case study {case_study.id} does not say so word for word")
    start, end = found
    return PassageEvidence(case_study=case_study.id, start=start, end=end, quote=case_study.text[start:end])


def _quoted(text: str, shown: str, typed: str) -> str | None:
    if not shown:
        return None
    if typed.split() == shown[:PROSE_LIMIT].split():
        return text[:PROSE_LIMIT]
    found = _stretch(text, typed) if _stretch(shown, typed) else None
    return text[slice(*found)] if found else None


def _stretch(text: str, typed: str, start: int = 0) -> Stretch | None:
    """Where the text has these words, whatever space it has between them."""
    pattern = r"\s+".join(_escaped(typed))
    found = re.compile(pattern).search(text, start) if pattern else None
    return found.span() if found and len(found[0]) <= PROSE_LIMIT else None


def _escaped(typed: str) -> Iterator[str]:
    return (re.escape(word) for word in typed.split())
