"""How long a question takes while an ingest runs beside it.

    python -m tests.benchmarks.beside_ingest EVAL_SET FOLDER

The first texts of EVAL_SET are taken into FOLDER, then questions are answered by this process, first
with nothing beside them and with `peerbot ingest` of further texts into the same store: only what ends
while that runs counts. Prints the two, and what they are of each other.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bot.indexing import Indexing
from bot.publishing import EVERY_SECONDS
from bot.rounds import Rounds
from bot.services import build_services, now
from bot.settings import Settings
from knowledge.answers import Answerer, Asked
from knowledge.labelled import documents, questions
from tests.benchmarks.scale import PEERBOT, milliseconds

FIRST, MORE = 60, 400
QUESTIONS = 600  # at most; a hundred would be over in the first two seconds of it
WARMING = 20


def main(labelled: str, where: str) -> None:
    folder = Path(where)
    texts = [document.text for document in islice(documents(Path(labelled)), FIRST + MORE)]
    asked = [question.text for question in questions(Path(labelled))][:QUESTIONS]
    before, beside = written(folder / "before", texts[:FIRST]), written(folder / "beside", texts[FIRST:])
    with ingesting(before, folder) as process:
        process.wait()
    settings = Settings(data_dir=folder / "var", sample_library=False)
    with build_services(settings) as services:
        rounds = Rounds([Indexing(services.index)], now, EVERY_SECONDS)  # as it does in the bot
        rounds.start()
        times(services.answerer, asked[:WARMING])
        idle = times(services.answerer, asked)
        before_it = services.store.passages.count()
        with ingesting(beside, folder) as process:
            while services.store.passages.count() == before_it and process.poll() is None:
                times(services.answerer, asked[:1])
            busy = sorted(while_it_runs(process, services.answerer, asked))
            process.kill()
        rounds.stop()
    figures = {"idle": spread(idle), "beside": spread(busy), "asked_beside": len(busy)}
    print(json.dumps(figures | {"p95_ratio": round(late(busy) / late(idle), 2)}, indent=1))


def written(folder: Path, texts: Sequence[str]) -> Path:
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{folder.name}-{number}.md").write_text(f"# {folder.name} {number}\n\n{text}\n")
    return folder


@contextmanager
def ingesting(files: Path, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {**os.environ, "DATA_DIR": str(folder / "var"), "SAMPLE_LIBRARY": "false"}  # noqa: TID251  # a process's
    with subprocess.Popen(
        [str(PEERBOT), "ingest", str(files)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        yield process


def times(answerer: Answerer, asked: Sequence[str]) -> list[float]:
    return sorted(milliseconds(lambda text=text: answerer.answer(Asked(text))) for text in asked)  # type: ignore[misc]


def while_it_runs(
    process: "subprocess.Popen[bytes]", answerer: Answerer, asked: Sequence[str]
) -> Iterator[float]:
    for text in asked:
        took = milliseconds(lambda text=text: answerer.answer(Asked(text)))  # type: ignore[misc]
        if process.poll() is None:
            yield took


def late(ordered: Sequence[float]) -> float:
    return ordered[int(0.95 * len(ordered))]


def spread(ordered: Sequence[float]) -> dict[str, float]:
    return {"median": round(ordered[len(ordered) // 2], 1), "p95": round(late(ordered), 1)}


if __name__ == "__main__":
    main(*sys.argv[1:])
