"""Where the time of one question goes.

    python -m tests.benchmarks.profile_question EVAL_SET FOLDER [QUESTIONS]

FOLDER is one that scale.py made. Prints a table of the stages of an answer: median and 95th percentile
of each stage's own milliseconds, and how often it runs; beside it what a bare encode of the question
takes, the two alternately. Stages are timed by standing in for the functions that hold them, so the
code that is measured is the code that answers.
"""

import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sentence_transformers import SentenceTransformer

from embeddings import SHIPPED_MODEL, load_embedder
from embeddings.graphs import GraphEmbedder
from embeddings.models import Model
from knowledge import answers
from knowledge.answers import Answerer, Asked
from knowledge.index import PassageIndex, terms, vectors
from knowledge.labelled import questions
from knowledge.model import Filters
from knowledge.scopes import NETWORK, PUBLIC
from knowledge.shelf import Shelf
from knowledge.store import open_store, sqlite_url

READER = Filters(scopes=frozenset({PUBLIC, NETWORK}))
STAGES: tuple[tuple[Any, str, str], ...] = (
    (GraphEmbedder, "encode_query", "encoding the question"),
    (PassageIndex, "catch_up", "looking for changes"),
    (vectors.VectorIndex, "nearest", "nearest vectors (Chroma)"),
    (terms.TermIndex, "best", "words of passages and around them (Tantivy)"),
    (sys.modules["knowledge.index"], "fuse", "fusing"),
    (Shelf, "found", "passages and their sentences from the store"),
    (Shelf, "councils", "councils there are"),
    (answers, "refine", "ranking again by sentences"),
    (answers, "sentences_of", "weighing sentences"),
    (answers, "signals", "signals of coverage"),
    (answers, "choose", "choosing quotes"),
    (answers, "standalone", "understanding a follow-up"),
    (answers, "named_in", "councils the question names"),
)


@dataclass(slots=True)
class Clock:
    """Times what runs inside it; a stage's own time is without that of the stages within it."""

    own: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    times: Counter[str] = field(default_factory=Counter)
    _within: list[float] = field(default_factory=list)

    def timing(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            self._within.append(0.0)
            began = time.process_time()
            try:
                return work(*given, **named)
            finally:
                took = time.process_time() - began
                self.own[stage] += took - self._within.pop()
                self.times[stage] += 1
                if self._within:
                    self._within[-1] += took

        return timed

    def read(self) -> tuple[dict[str, float], Counter[str]]:
        read = dict(self.own), Counter(self.times)
        self.own.clear()
        self.times.clear()
        return read


def main(labelled: str, where: str, how_many: str = "100") -> None:
    asked = [question.text for question in questions(Path(labelled))][: int(how_many)]
    embedder = load_embedder()
    bare = SentenceTransformer(str(Model.find(SHIPPED_MODEL).folder), device="cpu")
    with open_store(sqlite_url(Path(where) / "peerbot.sqlite3")) as store:
        shelf = Shelf(store, embedder.name)
        index = PassageIndex.open(Path(where), shelf, embedder.name)
        clock = Clock()
        for holder, name, stage in STAGES:
            setattr(holder, name, clock.timing(stage, getattr(holder, name)))
        answer = clock.timing("the rest", Answerer(embedder, index, shelf).answer)
        took: dict[str, list[float]] = defaultdict(list)
        calls: Counter[str] = Counter()
        for number in range(-10, len(asked)):
            began = time.process_time()
            bare.encode(asked[number], show_progress_bar=False)
            bare_seconds = time.process_time() - began
            answer(Asked(asked[number], filters=READER))
            own, times = clock.read()
            if number >= 0:  # the first ten only warm up
                calls += times
                for stage, seconds in (own | {"bare encode": bare_seconds, "all": sum(own.values())}).items():
                    took[stage].append(seconds)
        index.close()
    print(table(took, calls, len(asked)))


def table(took: dict[str, list[float]], calls: Counter[str], asked: int) -> str:
    rows = ["| stage | runs | median ms | p95 ms |", "|---|---|---|---|"]
    for stage, seconds in sorted(took.items(), key=lambda item: -statistics.median(item[1])):
        ordered = sorted(seconds)
        middle, late = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
        rows.append(f"| {stage} | {calls[stage] / asked:.1f} | {middle * 1000:.2f} | {late * 1000:.2f} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
