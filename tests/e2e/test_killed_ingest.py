"""An ingest that is killed, at whatever moment and however often, and run again has done all of it once.

The processes are real and die of SIGKILL. They are forked from one that has loaded the libraries
already, since loading them takes far longer than the ingest that is to be killed.
"""

import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from knowledge.index import PassageIndex
from knowledge.ingest import EMBEDDER
from knowledge.shelf import Shelf
from knowledge.store import open_store
from tests.fixtures.commands import environment
from tests.index_contents import Contents, contents

KILLS = 20
TABLES = ("case_studies", "passages", "vectors", "source_files", "originals")
TIMES = {"added_at", "changed_at", "read_at"}
WORDS = ("parks", "trees", "schools", "kent", "middlesbrough", "grant")

NURSERY = """
import json, os, sys
import chromadb, sentence_transformers, tantivy, sqlalchemy, alembic.command
import bot.cli, bot.intake, bot.terminal

print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.environ["DATA_DIR"] = json.loads(line)
        os.dup2(os.open("output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        sys.argv = ["peerbot", "ingest", "in", "--json"]
        try:
            bot.cli.main()
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code)  # what a fork's libraries do at an ordinary exit can hang
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Ingests the folder "in" into each DATA_DIR it is told; says the process's id, then how it ended."""


@dataclass(slots=True)
class Nursery:
    """Starts ingests at once, and ends them."""

    place: Path
    ask: IO[bytes]
    hear: IO[bytes]

    def ingest(self, data_dir: Path, seconds: float = 60) -> int:
        """The exit code of an ingest that may take so long; it is killed when it takes longer."""
        self.ask.write(f"{json.dumps(str(data_dir))}\n".encode())
        child = int(self.hear.readline())
        done, _, _ = select.select([self.hear], [], [], seconds)
        if not done:
            os.kill(child, signal.SIGKILL)
        return int(self.hear.readline())

    @property
    def report(self) -> dict[str, Any]:
        """What the last ingest said, if it came to that."""
        report: dict[str, Any] = json.loads((self.place / "output").read_text())
        return report


@pytest.fixture
def nursery(tmp_path: Path, static_model: Path) -> Iterator[Nursery]:
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY],
        cwd=tmp_path,
        env={
            **environment(tmp_path, static_model),
            "TOKENIZERS_PARALLELISM": "false",
        },  # threads end at a fork
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,  # so that what was said can be waited for
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield Nursery(tmp_path, process.stdin, process.stdout)


def write_case_studies(folder: Path) -> None:
    """Thirty files of different lengths, some of whose passages are the same, and one that is no good."""
    folder.mkdir()
    for number in range(30):
        parts = [
            f"## Part {part}\n\n{(WORDS[(number * part) % 5] + ' was what people saved in town. ') * 12}"
            for part in range(1, 4 + number % 9)
        ]
        (folder / f"study-{number}.md").write_text(f"# Study {number % 28}\n\n" + "\n\n".join(parts))
    (folder / "empty.md").touch()


@dataclass(frozen=True, slots=True)
class Library:
    """All that an ingest leaves behind, but for the times it was done at."""

    rows: dict[str, list[tuple[object, ...]]]
    index: Contents


def library(data_dir: Path) -> Library:
    database = data_dir / "peerbot.sqlite3"
    with open_store(f"sqlite:///{database}") as store:
        embedder = str(store.facts.get(EMBEDDER))
        index = PassageIndex.open(data_dir, Shelf(store, embedder), embedder)
        found = contents(index, WORDS)
        index.close()
    connection = sqlite3.connect(database)
    rows = {table: _rows(connection, table) for table in TABLES}
    connection.close()
    return Library(rows, found)


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
    chosen = ", ".join(f'"{column}"' for column in columns if column not in TIMES)
    return sorted(connection.execute(f"SELECT {chosen} FROM {table}"))  # noqa: S608  # our own names


def test_a_killed_ingest_that_is_run_again_leaves_what_an_undisturbed_one_does(
    nursery: Nursery, tmp_path: Path
) -> None:
    write_case_studies(tmp_path / "in")
    start = time.monotonic()
    assert nursery.ingest(tmp_path / "undisturbed") == 1  # one file is empty
    whole = time.monotonic() - start
    assert (nursery.report["added"], len(nursery.report["failed"])) == (30, 1)
    expected = library(tmp_path / "undisturbed")
    moments = random.Random(7)  # noqa: S311  # no secret

    kills = runs = 0
    while kills < KILLS:
        runs += 1
        data_dir = tmp_path / f"killed-{runs}"
        while nursery.ingest(data_dir, moments.uniform(0, whole)) == -signal.SIGKILL:
            kills += 1
        assert nursery.report["added"] + nursery.report["unchanged"] == 30

        assert library(data_dir) == expected
        assert nursery.ingest(data_dir) == 1
        assert (nursery.report["unchanged"], nursery.report["embedded"]) == (30, 0)
