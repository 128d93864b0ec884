"""Runs the systems on one labelled folder: their builds and their blocks of questions interleaved."""

import random
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.labelled import LabelledQuestion
from tests.benchmarks.systems import Entry, named
from tests.benchmarks.workers import Worker, WorkerError

BLOCK = 20
"""Questions one system is asked before the next has its turn."""
_ORDER = 20261126  # seed of the order in which systems have their turns


@dataclass(slots=True)
class Seen:
    """What was seen of one system on one set."""

    build_seconds: list[float] = field(default_factory=list)
    passages: int = 0
    build_highest_mb: float = 0.0
    disk_mb: float = 0.0
    cold_start_seconds: float = 0.0
    resident_mb: float = 0.0
    rank_ms: list[float] = field(default_factory=list)
    """By question, as ``pieces`` and the two below."""
    pieces: list[list[str]] = field(default_factory=list)
    judge_ms: list[float] = field(default_factory=list)
    confidence: list[float] = field(default_factory=list)
    failed: str = ""
    """What it said when it could go no further."""


@dataclass(slots=True)
class Run:
    """One labelled folder, measured."""

    labelled: Path
    work: Path
    entries: Sequence[Entry]
    questions: Sequence[LabelledQuestion]
    say: Callable[[str], None]
    seen: dict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))
    _random: random.Random = field(default_factory=lambda: random.Random(_ORDER))  # noqa: S311  # no secret

    def build(self, rounds: int) -> None:
        """Every index, ``rounds`` times, in an order drawn anew each time; the last ones stay."""
        for number in range(rounds):
            for entry in self._in_turn([one for one in self.entries if not one.index]):
                self.say(f"{self.labelled.name}: {entry.name} indexes ({number + 1} of {rounds})")
                with self._noted(entry):
                    self._build(entry)

    def ask(self) -> None:
        """All questions of all systems, a block at a time."""
        with ExitStack() as running:
            workers: dict[str, Worker] = {}
            for entry in self.entries:
                built = self.seen[entry.index or entry.name]
                if built.failed:
                    self.seen[entry.name].failed = built.failed
                    continue
                with self._noted(entry):
                    workers[entry.name] = self._started(entry, running)
            for first in range(0, len(self.questions), BLOCK):
                self.say(f"{self.labelled.name}: question {first + 1} of {len(self.questions)}")
                texts = [question.text for question in self.questions[first : first + BLOCK]]
                for entry in self._in_turn([one for one in self.entries if one.name in workers]):
                    with self._noted(entry):
                        self._ask(workers[entry.name], texts)

    def _build(self, entry: Entry) -> None:
        folder = self._folder(entry)
        shutil.rmtree(folder, ignore_errors=True)
        with Worker(entry, self.labelled, folder) as worker:
            built = worker.ask("build")
        seen = self.seen[entry.name]
        seen.build_seconds.append(built["seconds"])
        seen.passages = built["passages"]
        seen.build_highest_mb = max(seen.build_highest_mb, built["highest_mb"])
        seen.disk_mb = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6

    def _started(self, entry: Entry, running: ExitStack) -> Worker:
        """Its worker, with one question answered."""
        start = time.perf_counter()
        worker = running.enter_context(Worker(entry, self.labelled, self._folder(entry)))
        worker.ask("open")
        worker.ask("rank", [self.questions[0].text])
        self.seen[entry.name].cold_start_seconds = time.perf_counter() - start
        worker.ask("judge", [self.questions[0].text])  # so that no block pays for a first time
        return worker

    def _ask(self, worker: Worker, texts: Sequence[str]) -> None:
        seen = self.seen[worker.entry.name]
        ranked = worker.ask("rank", texts)
        judged = worker.ask("judge", texts)
        seen.rank_ms += [answer["ms"] for answer in ranked["answers"]]
        seen.pieces += [answer["pieces"] for answer in ranked["answers"]]
        seen.judge_ms += [answer["ms"] for answer in judged["answers"]]
        seen.confidence += [answer["confidence"] for answer in judged["answers"]]
        seen.resident_mb = judged["resident_mb"]

    def _folder(self, entry: Entry) -> Path:
        return self.work / self.labelled.name / named(entry.index or entry.name).module

    def _in_turn(self, entries: Sequence[Entry]) -> list[Entry]:
        going = [entry for entry in entries if not self.seen[entry.name].failed]
        return self._random.sample(going, len(going))

    @contextmanager
    def _noted(self, entry: Entry) -> Iterator[None]:
        """A system that fails is reported as failed; the others go on."""
        try:
            yield
        except WorkerError as error:
            self.seen[entry.name].failed = str(error)
            self.say(f"{entry.name} failed: {error}")
