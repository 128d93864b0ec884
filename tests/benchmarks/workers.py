"""The parent's side of a worker: a process, spoken to a line at a time."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.benchmarks.systems import Entry

PROJECT = Path(__file__).parents[2]
_ALONE = (  # nothing is fetched and nothing is sent home
    "HF_HUB_OFFLINE=1",
    "TRANSFORMERS_OFFLINE=1",
    "HAYSTACK_TELEMETRY_ENABLED=False",
    "ANONYMIZED_TELEMETRY=False",
    "TOKENIZERS_PARALLELISM=false",
)


class WorkerError(Exception):
    """A worker ended before it answered; the message holds the end of what it said."""


class Worker:
    """A system in a process; leave the ``with`` to end it."""

    def __init__(self, entry: Entry, labelled: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.entry = entry
        self._log = folder.with_suffix(f".{entry.module}.log")
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [
                    *("env", *_ALONE, f"PYTHONPATH={PROJECT}"),
                    *(_python(entry), "-m", "tests.benchmarks.worker"),
                    *(entry.name, str(labelled), str(folder)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=folder,
                text=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def ask(self, do: str, questions: Sequence[str] = ()) -> dict[str, Any]:
        """What the worker says to a command; raises WorkerError when it says nothing any more."""
        line = ""
        if self._process.stdin and self._process.stdout:
            try:
                self._process.stdin.write(json.dumps({"do": do, "questions": list(questions)}) + "\n")
                self._process.stdin.flush()
                line = self._process.stdout.readline()
            except BrokenPipeError:  # It ended already; its log says why.
                pass
        if not line:
            said = self._log.read_text(errors="replace").strip().splitlines()
            raise WorkerError(said[-1] if said else f"{self.entry.name} ended without a word")
        answer: dict[str, Any] = json.loads(line)
        return answer


def available(entry: Entry) -> bool:
    """Whether its environment was made; haiku.rag's needs a later Python than the others."""
    return Path(_python(entry)).exists()


def _python(entry: Entry) -> str:
    """The interpreter of the entry's environment; the running one has that of most."""
    own = PROJECT / entry.environment / "bin" / "python"
    return sys.executable if Path(sys.prefix) == PROJECT / entry.environment else str(own)
