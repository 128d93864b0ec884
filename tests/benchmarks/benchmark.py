"""Measures Peerbot beside its peers on labelled sets, and writes the page and its figures.

    python -m tests.benchmarks.benchmark FOLDER-OF-SETS [--quick] [--rounds 3] [--set NAME …]
        [--system NAME …] [--out docs/benchmarks] [--work var/benchmark]

`make benchmark` makes the environments and runs it. A run of everything takes an hour or two on two
cores; `--quick` takes small sets, few questions and one round, to see that all works. A set that is not
measured this time keeps its figures, if they were seen on this machine with these versions.
"""

import argparse
import json
import os
import platform
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from bot.services import now
from knowledge.labelled import documents, questions
from tests.benchmarks import charts, figures, tables
from tests.benchmarks.measuring import Run
from tests.benchmarks.systems import BARE, SYSTEMS, Entry
from tests.benchmarks.workers import PROJECT, available

_QUICK_CHARACTERS = 1_000_000
_QUICK_QUESTIONS = 60


def main(arguments: argparse.Namespace) -> None:
    wanted = [entry for entry in SYSTEMS if not arguments.system or entry.name in arguments.system]
    entries = [entry for entry in wanted if available(entry)]
    missing = [
        {"system": entry.name, "said": f"{entry.environment} was not made"}
        for entry in wanted
        if entry not in entries
    ]
    results: dict[str, Any] = {
        "quick": arguments.quick,
        "machine": _machine(),
        "systems": [
            {"system": entry.name, "versions": _versions(entry), "confidence": entry.confidence}
            for entry in (BARE, *entries)
        ],
    }
    sets = earlier(arguments.out, results)
    for labelled in _sets(arguments):
        measured = _measure(labelled, entries, arguments)
        measured["failed"] += missing
        sets[labelled.name] = measured
        results["sets"] = [sets[name] for name in sorted(sets)]
        _write(results, arguments.out)  # After each set, so that a run cut short has shown something.
    print(f"Written to {arguments.out}")


def _measure(labelled: Path, entries: Sequence[Entry], arguments: argparse.Namespace) -> dict[str, Any]:
    asked = questions(labelled)[:: _step(labelled) if arguments.quick else 1]
    run = Run(
        labelled, arguments.work, (BARE, *entries), asked, say=lambda line: print(line, file=sys.stderr)
    )
    run.build(1 if arguments.quick else arguments.rounds)
    run.ask()
    seen = {entry.name: run.seen[entry.name] for entry in entries}
    ours = seen.get("Peerbot")
    return {
        "set": labelled.name,
        "made": now().isoformat(timespec="minutes"),
        "command": f"make benchmark ({shlex.join(sys.argv[1:])})",
        "commit": _commit(),
        "rounds": 1 if arguments.quick else arguments.rounds,
        "documents": len(documents(labelled)),
        "passages": run.seen[BARE.name].passages,
        "questions": len(asked),
        "systems": [
            {
                "system": entry.name,
                "quality": figures.quality(seen[entry.name], asked),
                "ahead": figures.lead(ours, seen[entry.name], asked)
                if ours and not ours.failed and ours is not seen[entry.name]
                else None,
                "speed": figures.speed(
                    seen[entry.name], run.seen[BARE.name], run.seen[entry.index or entry.name]
                ),
            }
            for entry in entries
            if not seen[entry.name].failed
        ],
        "failed": [{"system": name, "said": one.failed} for name, one in seen.items() if one.failed],
    }


def _sets(arguments: argparse.Namespace) -> list[Path]:
    found = sorted(file.parent for file in arguments.folder.glob("*/corpus.jsonl"))
    if arguments.set:
        return [folder for folder in found if folder.name in arguments.set]
    return [folder for folder in found if not arguments.quick or _characters(folder) <= _QUICK_CHARACTERS]


def _characters(labelled: Path) -> int:
    return sum(len(document.text) for document in documents(labelled))


def _step(labelled: Path) -> int:
    """Every how manieth question a quick run asks: all kinds of questions stay in."""
    return max(1, len(questions(labelled)) // _QUICK_QUESTIONS)


def earlier(out: Path, results: dict[str, Any]) -> dict[str, Any]:
    """The sets of an earlier run that can stand beside those of this one, by name."""
    file = out / "results.json"
    if not file.exists():
        return {}
    kept = json.loads(file.read_text(encoding="utf-8"))
    same = _seen_alike(kept) == _seen_alike(results)
    return {one["set"]: one for one in kept["sets"]} if same else {}


def _seen_alike(results: dict[str, Any]) -> dict[str, Any]:
    """What two runs must have in common; Peerbot's own commit stands with each set."""
    others = [one for one in results["systems"] if one["system"] != "Peerbot"]
    return {"quick": results["quick"], "machine": results["machine"], "systems": others}


def _commit() -> str:
    """Peerbot as it was measured, "-dirty" where its code is not committed; "" outside a clone."""
    changed = _git("status", "--porcelain", "--", ".", ":(exclude)docs")  # where this writes to itself
    return _git("rev-parse", "--short", "HEAD") + ("-dirty" if changed else "")


def _git(*order: str) -> str:
    done = subprocess.run(["git", "-C", str(PROJECT), *order], check=False, capture_output=True, text=True)
    return done.stdout.strip()


def _write(results: dict[str, Any], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "results.json").write_text(
        json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (out / "README.md").write_text(tables.page(results) + "\n", encoding="utf-8")
    charts.draw(results, out)


def _versions(entry: Entry) -> str:
    """As installed in the environment its worker runs in."""
    [*places] = (PROJECT / entry.environment).glob("lib/python*/site-packages")
    installed: dict[str, Distribution] = {
        one.metadata["Name"].lower(): one for one in distributions(path=[str(place) for place in places])
    }
    return ", ".join(f"{name} {installed[name].version}" for name in entry.distributions if name in installed)


def _machine() -> dict[str, Any]:
    information = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.+)", information)
    family = re.search(r"cpu family\s*: (\d+)\nmodel\s*: (\d+)", information)
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(encoding="utf-8"))
    return {
        "processor": " ".join(
            [model[1] if model else platform.processor(), f"({family[1]}/{family[2]})" if family else ""]
        ).strip(),
        "bfloat16": "avx512_bf16" in information or "amx_bf16" in information,
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory[1]) / 1e6) if memory else 0,
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures Peerbot beside its peers on labelled sets.")
    parser.add_argument("folder", type=Path, help="whose folders are labelled sets")
    parser.add_argument("--quick", action="store_true", help="small sets, few questions, one round")
    parser.add_argument("--rounds", type=int, default=3, help="how often each index is built")
    parser.add_argument("--set", action="append", help="only this set; may be repeated")
    parser.add_argument("--system", action="append", help="only this system; may be repeated")
    parser.add_argument("--out", type=Path, default=PROJECT / "docs" / "benchmarks")
    parser.add_argument("--work", type=Path, default=PROJECT / "var" / "benchmark")
    found = parser.parse_args()
    for name in ("folder", "out", "work"):
        setattr(found, name, getattr(found, name).resolve())
    return found


if __name__ == "__main__":
    main(_arguments())
