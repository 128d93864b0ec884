"""Scores ranking and refusal on a labelled folder, through the code that answers people.

Documents are ranked by their best passage. Every figure is a mean over questions unless it says
otherwise.
"""

import math
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from embeddings import Embedder, Reranker
from knowledge.answers import ANYTHING, Answerer
from knowledge.councils import named_in
from knowledge.coverage import Signals
from knowledge.index import Hit, PassageIndex, Ranking
from knowledge.ingest import IngestReport, keep
from knowledge.labelled import Document, LabelledQuestion, Span, documents, questions
from knowledge.model import CaseStudy, Metadata
from knowledge.passages import LIMIT
from knowledge.preparing import prepare
from knowledge.shelf import Shelf
from knowledge.store import SourceFile, Store, open_store

WHOLE = 10**9
"""A passage limit that no text reaches: every document is one passage, as published figures have it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the product made of one question."""

    question: LabelledQuestion
    documents: list[str]
    """Ranked, best first."""
    passages: list[Span]
    """The first five."""
    signals: Signals
    confidence: float
    ms: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was seen of one labelled set."""

    name: str
    ranking: Ranking
    documents: int
    passages: int
    embedding_seconds: float
    answer_from: float
    judged: list[Judged]

    def scores(self) -> dict[str, Any]:
        """The form of `peerbot eval --json`; None where the set has nothing to measure it on."""
        labelled = [one for one in self.judged if one.question.grades]
        spans = [one for one in self.judged if one.question.spans]
        answerable = [one.confidence for one in self.judged if one.question.answerable]
        unanswerable = [one.confidence for one in self.judged if not one.question.answerable]
        times = sorted(one.ms for one in self.judged)
        return {
            "set": self.name,
            "documents": self.documents,
            "passages": self.passages,
            "questions": len(self.judged),
            "ranking": self.ranking,
            "ndcg@10": _mean(ndcg(one.documents, one.question.grades) for one in labelled),
            "recall@5": _mean(recall(one.documents, one.question.grades) for one in labelled),
            "mrr@10": _mean(reciprocal_rank(one.documents, one.question.grades) for one in labelled),
            "span_recall@5": _mean(covered(one.passages, one.question.spans) for one in spans),
            "answerable": len(answerable),
            "unanswerable": len(unanswerable),
            "refusal_auroc": auroc(answerable, unanswerable),
            "answered_of_answerable": _mean(float(c >= self.answer_from) for c in answerable),
            "answered_of_unanswerable": _mean(float(c >= self.answer_from) for c in unanswerable),
            "ms_p50": round(times[len(times) // 2], 1),
            "ms_p95": round(times[min(len(times) - 1, int(len(times) * 0.95))], 1),
            "passages_per_second": round(self.passages / self.embedding_seconds, 1),
        }


def evaluate(
    folder: Path,
    embedder: Embedder,
    now: Callable[[], datetime],
    *,
    reranker: Reranker | None = None,
    ranking: Ranking = Ranking.FUSED,
    passage_limit: int = LIMIT,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Evaluation:
    """Index the folder's documents afresh and put its questions; ``now`` stamps the temporary store."""
    asked = questions(folder)
    with opened(folder, embedder, now, passage_limit) as (plain, found):
        answerer = replace(plain, reranker=reranker)
        judged = []
        for done, question in enumerate(asked):
            progress(done, len(asked))
            judged.append(_judge(question, answerer, ranking))
    return Evaluation(
        folder.name,
        ranking,
        found.documents,
        found.passages,
        found.seconds,
        answerer.decision.answer_from,
        judged,
    )


@dataclass(frozen=True, slots=True)
class Indexed:
    """What indexing a labelled folder took."""

    documents: int
    passages: int
    seconds: float


@contextmanager
def opened(
    folder: Path, embedder: Embedder, now: Callable[[], datetime], passage_limit: int = LIMIT
) -> Iterator[tuple[Answerer, Indexed]]:
    """Somebody who answers from the folder's documents, indexed afresh, while the context lasts."""
    corpus = documents(folder)
    with tempfile.TemporaryDirectory(prefix="peerbot-eval-") as temporary:
        place = Path(temporary)
        with open_store(f"sqlite:///{place / 'store.sqlite3'}") as store:
            start = time.perf_counter()
            report = take_in(corpus, store, embedder, now, passage_limit)
            seconds = time.perf_counter() - start
            shelf = Shelf(store, embedder.name)
            index = PassageIndex.open(place, shelf, embedder.name)
            try:
                yield Answerer(embedder, index, shelf), Indexed(len(corpus), report.passages, seconds)
            finally:
                index.close()


def take_in(
    corpus: Iterable[Document],
    store: Store,
    embedder: Embedder,
    now: Callable[[], datetime],
    passage_limit: int = LIMIT,
) -> IngestReport:
    """Keep the documents of a labelled folder in the store, as an ingest keeps files."""
    prepared = (
        prepare(_case_study(document), _source(document, now()), b"", new=True, limit=passage_limit)
        for document in corpus
    )
    report = IngestReport()
    keep(prepared, store, embedder, now, report)
    return report


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Discounted cumulative gain over that of the ideal order."""
    gain = sum(grades.get(document, 0) / math.log2(rank + 2) for rank, document in enumerate(ranked[:depth]))
    best = sorted(grades.values(), reverse=True)[:depth]
    return gain / sum(grade / math.log2(rank + 2) for rank, grade in enumerate(best))


def recall(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 5) -> float:
    """The share of the right documents among the first."""
    return len(set(ranked[:depth]) & grades.keys()) / len(grades)


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """One over the rank of the first right document; 0 when there is none."""
    return next((1 / (rank + 1) for rank, document in enumerate(ranked[:depth]) if document in grades), 0.0)


def covered(passages: Iterable[Span], spans: Iterable[Span]) -> float:
    """The share of the spans' characters that stand in the passages."""
    wanted = {(document, place) for document, start, end in spans for place in range(start, end)}
    seen = {(document, place) for document, start, end in passages for place in range(start, end)}
    return len(wanted & seen) / len(wanted)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """How often a positive scores above a negative; None when there are none of one kind."""
    if not positive or not negative:
        return None
    scores = sorted(set(positive) | set(negative))
    below = dict.fromkeys(scores, 0)
    for score in negative:
        below[score] += 1
    total, ranks = 0, {}
    for score in scores:
        ranks[score] = total + below[score] / 2
        total += below[score]
    return round(sum(ranks[score] for score in positive) / len(positive) / len(negative), 4)


def _judge(question: LabelledQuestion, answerer: Answerer, ranking: Ranking) -> Judged:
    start = time.perf_counter()
    named = named_in(question.text, answerer.library.councils())
    evidence = answerer.evidence(question.text, named, ANYTHING)
    confidence = answerer.decision.confidence(evidence.signals)
    ms = (time.perf_counter() - start) * 1000
    hits = evidence.hits
    if ranking is not Ranking.FUSED:
        [vector] = answerer.embedder.encode_query([question.text])
        hits = answerer.index.search(question.text, vector, ranking=ranking)
    documents = list(dict.fromkeys(_place(hit)[0] for hit in hits))
    return Judged(question, documents, [_place(hit) for hit in hits[:5]], evidence.signals, confidence, ms)


def _place(hit: Hit) -> Span:
    document, _, span = hit.passage.rpartition(":")
    start, _, end = span.partition("-")
    return document, int(start), int(end)


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return round(math.fsum(found) / len(found), 4) if found else None


def _case_study(document: Document) -> CaseStudy:
    return CaseStudy(document.id, Metadata(title=document.title or ""), document.text)


def _source(document: Document, now: datetime) -> SourceFile:
    return SourceFile(path=f"/{document.id}", source_hash="", file_hash="", size=0, read_at=now)
