"""One system in a process of its own, told what to do a line at a time.

    python -m tests.benchmarks.worker "NAME" SET_FOLDER INDEX_FOLDER

Lines of JSON come in on standard input; each is answered by one on standard output. What the
libraries print goes to standard error.
"""

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

from knowledge.labelled import documents
from tests.benchmarks.systems import System, named, pieces

_STATUS = Path("/proc/self/status")


def main(name: str, labelled: Path, folder: Path) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    system = named(name).load(folder)
    for line in sys.stdin:
        print(json.dumps(_done(system, labelled, json.loads(line))), file=answers, flush=True)


def _done(system: System, labelled: Path, command: dict[str, Any]) -> dict[str, Any]:
    match command["do"]:
        case "build":
            corpus = documents(labelled)
            start = time.perf_counter()
            system.build(corpus)
            seconds = time.perf_counter() - start
            return {"seconds": seconds, "passages": sum(1 for _ in pieces(corpus)), **_memory()}
        case "open":
            system.open()
            return _memory()
        case "rank":
            return {"answers": [_ranked(system, question) for question in command["questions"]], **_memory()}
        case "judge":
            return {"answers": [_judged(system, question) for question in command["questions"]], **_memory()}
        case other:
            raise ValueError(other)


def _ranked(system: System, question: str) -> dict[str, Any]:
    start = time.perf_counter()
    found = system.rank(question)
    return {"ms": (time.perf_counter() - start) * 1000, "pieces": found}


def _judged(system: System, question: str) -> dict[str, Any]:
    start = time.perf_counter()
    confidence = system.confidence(question)
    return {"ms": (time.perf_counter() - start) * 1000, "confidence": confidence}


def _memory() -> dict[str, float]:
    """Resident now, and at most so far, in MB."""
    status = _STATUS.read_text()
    resident, highest = (
        int(found[1]) / 1024
        for name in ("VmRSS", "VmHWM")
        if (found := re.search(rf"{name}:\s+(\d+)", status))
    )
    return {"resident_mb": resident, "highest_mb": highest}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
