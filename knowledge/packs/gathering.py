"""What a pack is made of, found for those it is for: the same way in which questions are answered.

Whoever is to read it decides what is searched, never what is shown of the result: what they may not
see is not found in the first place. A pack is read at leisure, so it quotes whole passages where an
answer quotes a sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from knowledge.answers import Asked
from knowledge.errors import UnknownCaseStudyError
from knowledge.fields import line
from knowledge.model import Answer, CaseStudy, Filters, Outcome, Quote, Scopes, Status, Theme
from knowledge.packs.composing import (
    ABOUT_HOST,
    NEAR_QUESTION,
    ON_QUESTION,
    Finding,
    Findings,
    Gap,
    Occasion,
    compose,
)
from knowledge.packs.contents import Pack
from knowledge.store import Store
from knowledge.unanswered import Unanswered

_LESSONS = (Status.SHARED, Status.APPLIED, Status.STALE, Status.CONTRADICTED, Status.ENDORSED)
_KINDS = ((Status.PUBLISHED,), _LESSONS, (Status.ACCEPTED,))
_ON_QUESTION, _ON_HOST, _GAPS = 6, 3, 8
"""Passages of each kind, passages on each theme, and questions without an answer: at most."""


class Answers(Protocol):
    """What finds the answers; knowledge.answers.Answerer is one."""

    def for_one_task(self) -> "Answers":
        """The same, for a piece of work that asks a text several times."""
        ...

    def answer(self, asked: Asked) -> Answer:
        """The answer to a question, or what is nearest if nothing answers it."""
        ...

    def nearest(self, text: str, among: Sequence[Filters], limit: int) -> tuple[tuple[Quote, ...], ...]:
        """What comes nearest to a text, each time among others: the best sentence of each of the passages."""
        ...


@dataclass(frozen=True, slots=True)
class Readership:
    """Whom a pack is for."""

    scopes: Scopes
    facilitate: bool
    """Whether they may see what was asked and not answered."""


@dataclass(frozen=True, slots=True)
class Packer:
    """Makes packs from one store."""

    store: Store
    answers: Answers
    unanswered: Unanswered

    def pack(self, visit: str, readers: Readership, *, made_at: datetime) -> Pack:
        """What these readers may see of what is known before a visit; UnknownVisitError if there is none.

        The visit's question is asked many times and embedded once, which takes longer than all the rest
        where a processor is busy.
        """
        occasion = Occasion(
            self.store.visits.get(visit), self.store.visits.programme(visit), self.store.people.names(visit)
        )
        focus = occasion.visit.focus
        near = self.unanswered.near(focus)[:_GAPS] if readers.facilitate else None
        asking = self.answers.for_one_task()
        answers = [_answer(asking, focus, kind, readers.scopes) for kind in _KINDS]
        near_host = _near_host(asking, occasion, readers.scopes)
        found = Findings(
            passages=tuple(self._found(occasion, answers, near_host)),
            unsaid=_unsaid(answers),
            gaps=None if near is None else tuple(Gap(line(gap.text), gap.askers) for gap in near),
            enquiries=tuple((each.question, each.session) for each in self.store.gaps.enquiries(visit)),
        )
        return compose(occasion, found, made_at=made_at)

    def _found(
        self, occasion: Occasion, answers: Sequence[Answer], near_host: Sequence[Quote]
    ) -> Iterator[Finding]:
        for found, bearing in _quotes(answers, near_host):
            source = self._source(found)
            if source is not None and not _is_own(source, occasion):
                yield Finding(self._whole(found, source), source.metadata.themes, bearing)

    def _source(self, found: Quote) -> CaseStudy | None:
        """What is quoted, as it is now; None once the quote stands there no longer."""
        try:
            source = self.store.case_studies.get(found.case_study)
        except UnknownCaseStudyError:
            return None
        return source if found.stands_in(source) else None

    def _whole(self, found: Quote, source: CaseStudy) -> Quote:
        """The passage that the quote stands in."""
        spans = [(one.passage.start, one.passage.end) for one in self.store.passages.of(source.id)]
        around = (span for span in spans if span[0] <= found.start < span[1])
        start, end = next(around, (found.start, found.end))
        start, end = min(start, found.start), max(end, found.end)
        return replace(found, text=source.text[start:end], start=start, end=end)


def _answer(asking: Answers, focus: str, kind: tuple[Status, ...], scopes: Scopes) -> Answer:
    """What one kind of text says to the question; a question too wide to answer has something near it."""
    filters = Filters(scopes=scopes, statuses=kind)
    answer = asking.answer(Asked(focus, filters=filters, limit=_ON_QUESTION))
    if answer.outcome is not Outcome.ASK_BACK:
        return answer
    [near] = asking.nearest(focus, [filters], _ON_QUESTION)
    return replace(answer, outcome=Outcome.NOT_COVERED, related=near)


def _near_host(asking: Answers, occasion: Occasion, scopes: Scopes) -> list[Quote]:
    """What is known about the host, theme by theme, where it may be named."""
    if not occasion.names_host:
        return []
    of_host = Filters(councils=(occasion.visit.host,), scopes=scopes)
    among = [*(replace(of_host, themes=(theme,)) for theme in Theme), of_host]
    return [each for near in asking.nearest(occasion.visit.focus, among, _ON_HOST) for each in near]


def _quotes(answers: Sequence[Answer], near_host: Sequence[Quote]) -> Iterator[tuple[Quote, str]]:
    """What speaks to the question, each kind of text for itself; then the host."""
    for answer in answers:
        yield from ((each, ON_QUESTION) for each in answer.quotes)
        yield from ((each, NEAR_QUESTION) for each in answer.related)
    yield from ((each, ABOUT_HOST) for each in near_host)


def _unsaid(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The parts of the question that no kind of text says, where any says another part of it."""
    speaking = [[part.asked for part in answer.unsaid] for answer in answers if answer.quotes]
    first, *others = speaking or [[]]
    return tuple(part for part in first if all(part in each for each in others))


def _is_own(source: CaseStudy, occasion: Occasion) -> bool:
    """Whether it was told on this very visit: that is for its report."""
    return source.status is Status.ACCEPTED and source.metadata.visit == occasion.visit.id
