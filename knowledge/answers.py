"""A question becomes an answer: find, decide, quote.

Nothing in an answer is written by Peerbot: every text a person reads is a slice of a case study,
with where it stands. Whether there is an answer at all is decided before any quote is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from embeddings import Embedder, OnceEmbedder, Reranker
from knowledge.choices import MOST, choices, is_wide
from knowledge.councils import council_key, named_in
from knowledge.coverage import FITTED, Decision, Signals, signals
from knowledge.evidence import Found, Question, Sentence, sentences_of
from knowledge.followups import compares, standalone
from knowledge.index import Hit, PassageIndex, Reading, refine, stems
from knowledge.model import Answer, Choice, Filters, Metadata, Outcome, Quote
from knowledge.parts import Stretch, parts_of
from knowledge.quotes import LIMIT, Wish, both_sides, choose, is_other_side, quote, without_repeats
from knowledge.scopes import scope_of
from knowledge.words import EMPTY, WORD, is_empty

READ = 12  # passages whose sentences are weighed; the thirteenth has held no needed one in any set
REFINED = 24  # passages ranked again by their sentences; more change no figure in docs/measurements.md
RELATED = 3
_NAMING_WEIGHT = 0.1  # of what the best passage's own text names; tried there too
TRIED = 6  # narrower questions, before a wide one is left as it is
ANYTHING = Filters()


class Library(Protocol):
    """What an answer quotes from."""

    def found(self, passages: Sequence[str]) -> Mapping[str, Found]:
        """Those of the passages that there are, by id."""
        ...

    def passages(self, case_study: str) -> Sequence[str]:
        """The ids of a case study's passages, in the order of its text."""
        ...

    def held(self, filters: Filters) -> Sequence[Metadata]:
        """What is known about the texts that the filters let through."""
        ...

    def councils(self) -> Sequence[str]:
        """The councils that case studies are about."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks, and the circumstances that change the answer."""

    text: str
    earlier: tuple[str, ...] = ()
    """The questions asked before in the same thread, oldest first, each self-contained."""
    filters: Filters = ANYTHING
    limit: int = LIMIT
    """Quotes, at most."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was found for a question, and what it adds up to."""

    question: Question
    hits: list[Hit]
    sentences: list[Sentence]
    """Those that speak of the councils the question names, weightiest first."""
    beside: list[Sentence]
    """The rest."""
    signals: Signals


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers from the case studies of one library."""

    embedder: Embedder
    index: PassageIndex
    library: Library
    decision: Decision = FITTED
    reranker: Reranker | None = None
    """What the first passages are read by once more, when there is one."""

    def for_one_task(self) -> "Answerer":
        """The same, for a piece of work that asks a text several times: each is embedded once."""
        return replace(self, embedder=OnceEmbedder(self.embedder))

    def answer(self, asked: Asked) -> Answer:
        """The answer to a question; ``Answer.question`` is the question as it was understood."""
        self.index.catch_up(patiently=False)
        councils = self.library.councils()
        text = standalone(asked.text, asked.earlier, councils)
        named = named_in(text, councils)
        offered = self._choices(named, asked.filters) if is_wide(text, named) else ()
        if len(offered) > 1 or is_empty(text):
            return Answer(text, Outcome.ASK_BACK, confidence=0.0, choices=offered)
        stretches = parts_of(text, councils)
        if len(stretches) > 1 and (answer := self._in_parts(text, stretches, asked)):
            return answer
        return self._as_a_whole(text, named, asked)

    def _choices(self, named: tuple[str, ...], filters: Filters) -> tuple[Choice, ...]:
        """What the library answers, for a question that is about nothing but these councils."""
        held = self.library.held(replace(filters, councils=named or filters.councils))
        likely = islice(choices(held), TRIED)
        councils = self.library.councils()
        covered = (
            choice
            for choice in likely
            if self._covers(self.evidence(choice.asked, named_in(choice.asked, councils), filters))
        )
        return tuple(islice(covered, MOST))

    def _as_a_whole(self, text: str, named: tuple[str, ...], asked: Asked) -> Answer:
        evidence = self.evidence(text, named, asked.filters)
        confidence = self._confidence(evidence)
        if not self._covers(evidence):
            nearest = _related(evidence, self.decision.related_from)
            related = self._both_sides(nearest, evidence.question, asked.filters)
            return Answer(text, Outcome.NOT_COVERED, confidence, related=related)
        return Answer(text, Outcome.ANSWERED, confidence, self._quotes(evidence, named, asked, asked.limit))

    def _in_parts(self, text: str, stretches: Sequence[Stretch], asked: Asked) -> Answer | None:
        """The answer to those parts that are covered; None when none is, as the whole may still be."""
        found = [
            (stretch, self.evidence(stretch.text, stretch.named, asked.filters)) for stretch in stretches
        ]
        covered = [(stretch, evidence) for stretch, evidence in found if self._covers(evidence)]
        if not covered:
            return None
        quotes = [
            quote
            for place, (stretch, evidence) in enumerate(covered, start=1)
            for quote in self._quotes(
                evidence, stretch.named, asked, (asked.limit + len(covered) - place) // len(covered)
            )
        ]
        unsaid = tuple(stretch.part for stretch, evidence in found if not self._covers(evidence))
        return Answer(
            text,
            Outcome.PARTLY if unsaid else Outcome.ANSWERED,
            min(self._confidence(evidence) for _, evidence in found),
            tuple(without_repeats(quotes)),
            unsaid=unsaid,
        )

    def _quotes(
        self, evidence: Evidence, named: tuple[str, ...], asked: Asked, limit: int
    ) -> tuple[Quote, ...]:
        wish = Wish(named, compares(evidence.question.text) or len(named) > 1, limit)
        return self._both_sides(choose(evidence.sentences, wish), evidence.question, asked.filters)

    def _confidence(self, evidence: Evidence) -> float:
        return round(self.decision.confidence(evidence.signals), 4)

    def _covers(self, evidence: Evidence) -> bool:
        return bool(evidence.sentences) and self._confidence(evidence) >= self.decision.answer_from

    def nearest(self, text: str, among: Sequence[Filters], limit: int) -> tuple[tuple[Quote, ...], ...]:
        """What comes nearest to a text, each time among others: the best sentence of each of the passages.

        Of what is contradicted the other side comes with it, as one too many if need be.
        """
        self.index.catch_up(patiently=False)
        question = self._question(text)
        return tuple(self._nearest(question, filters, limit) for filters in among)

    def _nearest(self, question: Question, filters: Filters, limit: int) -> tuple[Quote, ...]:
        best: dict[str, Sentence] = {}
        for sentence in self._evidence(question, (), filters).sentences:
            best.setdefault(sentence.found.passage.id, sentence)
        quotes = [quote(sentence) for sentence in [*best.values()][:limit]]
        return self._both_sides(quotes, question, filters)

    def evidence(self, text: str, named: Sequence[str], filters: Filters) -> Evidence:
        """What the case studies have on a self-contained question that names these councils."""
        return self._evidence(self._question(text), named, filters)

    def _question(self, text: str) -> Question:
        [vector] = self.embedder.encode_query([text])
        telling = " ".join(word for word in WORD.findall(text) if word.casefold() not in EMPTY)
        return Question(text, vector, self.index.weights(stems(telling or text)))

    def _evidence(self, question: Question, named: Sequence[str], filters: Filters) -> Evidence:
        hits, refined = self._refined(question, self.index.search(question.text, question.vector, filters))
        found = self._read(question, hits, refined, named, filters)
        sentences = sentences_of(question, found, stems)
        about, beside = _parted(sentences, named)
        best = _nearest_of([one for one in found if _is_about(one, named)], hits, question)
        return Evidence(
            question=question,
            hits=hits,
            sentences=about,
            beside=beside,
            signals=signals(question, hits, about, best.text if best else "", stems),
        )

    def _refined(self, question: Question, hits: Sequence[Hit]) -> tuple[list[Hit], Mapping[str, Found]]:
        """The hits, the first of them in the order their sentences give; and those, read."""
        found = self.library.found([hit.passage for hit in hits[:REFINED]])
        readings = {id_: _reading(question, one) for id_, one in found.items() if len(one.vectors)}
        refined = refine(hits, readings)
        return (self._reranked(question, refined, found, self.reranker) if self.reranker else refined), found

    def _reranked(
        self, question: Question, hits: Sequence[Hit], read: Mapping[str, Found], reranker: Reranker
    ) -> list[Hit]:
        """The hits, those that were read in the order in which the reranker has them."""
        first = [hit for hit in hits if hit.passage in read]
        texts = [f"{one.metadata.title}\n{one.text}" for one in (read[hit.passage] for hit in first)]
        scored = zip(reranker.scores(question.text, texts), first, strict=True)
        best_first = [hit for _, hit in sorted(scored, key=lambda pair: -pair[0])]
        return [*best_first, *(hit for hit in hits if hit.passage not in read)]

    def _read(
        self,
        question: Question,
        hits: Sequence[Hit],
        read: Mapping[str, Found],
        named: Sequence[str],
        filters: Filters,
    ) -> list[Found]:
        """The best passages, and the best of each council that is named, best first."""
        wanted = [hit.passage for hit in hits[:READ]]
        for council in named if not filters.councils else ():
            of_council = replace(filters, councils=(council,))
            wanted += [
                hit.passage for hit in self.index.search(question.text, question.vector, of_council)[:READ]
            ]
        unread = [id_ for id_ in wanted if id_ not in read]
        found = {**read, **self.library.found(unread)} if unread else read
        return [found[id_] for id_ in dict.fromkeys(wanted) if id_ in found and _for(filters, found[id_])]

    def _both_sides(self, quotes: Sequence[Quote], question: Question, filters: Filters) -> tuple[Quote, ...]:
        """The quotes, with the other side of what is contradicted; that may make them one too many."""

        def other_side(one: Quote) -> Sentence | None:
            found = self.library.found(self.library.passages(one.case_study))
            opposite = [
                each
                for each in found.values()
                if _for(filters, each) and is_other_side(each.passage.heading) != is_other_side(one.heading)
            ]
            return next(iter(sentences_of(question, opposite, stems)), None)

        return tuple(both_sides(quotes, other_side))


def _nearest_of(found: Sequence[Found], hits: Sequence[Hit], question: Question) -> Found | None:
    """The passage that is nearest by itself, or one nearly as near that names more of the question.

    Without the words it shares with the question, because some of these stand around it.
    """
    nearness = {hit.passage: hit.unworded for hit in hits}
    near = {one.passage.id: nearness.get(one.passage.id, 0.0) for one in found}
    nearest = max(near.values(), default=0.0)
    as_near = [one for one in found if near[one.passage.id] >= nearest - _NAMING_WEIGHT]
    return max(
        as_near,
        key=lambda one: near[one.passage.id] + _NAMING_WEIGHT * _named(question, one.text),
        default=None,
    )


def _reading(question: Question, found: Found) -> Reading:
    nearest = float((found.vectors @ question.vector).max())
    return Reading(nearest, _named(question, found.headed_text))


def _named(question: Question, text: str) -> float:
    return question.share_named(set(stems(text)))


def _for(filters: Filters, found: Found) -> bool:
    """Whether it is still for this reader: the index may be a moment behind the library."""
    return filters.scopes is None or scope_of(found.metadata, found.status) in filters.scopes


def _parted(sentences: Sequence[Sentence], named: Sequence[str]) -> tuple[list[Sentence], list[Sentence]]:
    """Those that speak of one of the named councils, and the rest, both in their order."""
    about: list[Sentence] = []
    beside: list[Sentence] = []
    for sentence in sentences:
        (about if _speaks_of(sentence, named) else beside).append(sentence)
    return about, beside


def _speaks_of(sentence: Sentence, named: Sequence[str]) -> bool:
    """Whether it is about one of the named councils, or about none in particular."""
    return _is_about(sentence.found, named) or bool(named_in(sentence.text, named))


def _is_about(found: Found, named: Sequence[str]) -> bool:
    """Whether its case study is about one of the named councils, or about none in particular."""
    if not named or not found.metadata.councils:
        return True
    return not {council_key(name) for name in found.metadata.councils}.isdisjoint(map(council_key, named))


def _related(evidence: Evidence, least: float) -> list[Quote]:
    """The best sentence of each of the nearest case studies, of those that weigh at least so much."""
    nearest: dict[str, Sentence] = {}
    for sentence in sorted([*evidence.sentences, *evidence.beside], key=lambda one: -one.weight):
        if sentence.weight >= least:
            nearest.setdefault(sentence.found.passage.case_study, sentence)
    return [quote(sentence) for sentence in list(nearest.values())[:RELATED]]
