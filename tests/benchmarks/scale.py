"""How Peerbot grows: the same questions over 10,000, 100,000 or 1,000,000 passages.

    python tests/benchmarks/scale.py EVAL_SET PASSAGES FOLDER [--made]

Real documents of the labelled set EVAL_SET are embedded once; each further copy of one has its words
moved about and its vectors shaken a little, so that no two passages are alike and the terms keep the
frequencies of English. FOLDER keeps the database and the indexes; with --made those that stand there
are measured again. Prints one JSON object, all durations in milliseconds unless the name says so.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from embeddings import SHIPPED_MODEL, Embedder, load_embedder
from embeddings.models import Model
from knowledge.answers import Answerer, Asked
from knowledge.councils import named_in
from knowledge.index import PassageIndex
from knowledge.labelled import documents, questions
from knowledge.model import CaseStudy, Filters, Metadata, Theme
from knowledge.preparing import Prepared, embed, prepare
from knowledge.shelf import Shelf
from knowledge.store import PassageVectors, SourceFile, Store, open_store, sqlite_url

AT = datetime(2026, 1, 1, tzinfo=UTC)
DOCUMENTS = 400  # embedded for real
IN_ONE = 4  # documents of the set in one case study
NOISE = 0.25  # of a unit vector's length: cosine to the original about 0.97
QUESTIONS = 60
SELECTIVE = "rare council"  # about 1 % of the case studies are about it
ROUNDS = 3
PEERBOT = Path(sys.executable).with_name("peerbot")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A case study and its vectors, to make others from."""

    prepared: Prepared
    vectors: dict[str, PassageVectors]


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def resident_megabytes() -> float:
    """What the process holds now; its peak where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [line] = [one for one in status.read_text().splitlines() if one.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def on_disk_megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


# Making


def patterns(texts: list[str], embedder: Embedder) -> list[Pattern]:
    made = []
    for first in range(0, min(len(texts), DOCUMENTS), IN_ONE):
        text = "\n\n".join(texts[first : first + IN_ONE])
        prepared = _prepared(CaseStudy(f"pattern-{first}", Metadata("Pattern"), text))
        made.append(Pattern(prepared, embed(embedder, prepared.texts)))
    return made


def _prepared(case_study: CaseStudy) -> Prepared:
    digest = sha256(case_study.text.encode()).hexdigest()
    source = SourceFile(f"/made/{case_study.id}.md", digest, digest, len(case_study.text), AT)
    return prepare(case_study, source, case_study.text.encode(), new=True)


def copies(some: list[Pattern], passages: int) -> Iterator[tuple[Prepared, dict[str, PassageVectors]]]:
    """Case studies until there are so many passages."""
    chance, noise = random.Random(7), np.random.default_rng(7)  # noqa: S311  # no secret
    number = made = 0
    while made < passages:
        pattern = some[number % len(some)]
        copied = _copy(pattern.prepared.case_study, number, chance)
        prepared = _prepared(copied)
        yield prepared, _shaken(prepared, pattern, noise)
        made += len(prepared.passages)
        number += 1


def _copy(case_study: CaseStudy, number: int, chance: random.Random) -> CaseStudy:
    """Words of a sentence change places; their lengths, so the cuts, stay nearly the same."""
    words = case_study.text.split(" ")
    for _ in range(len(words) // 4):
        place = chance.randrange(len(words) - 1)
        words[place], words[place + 1] = words[place + 1], words[place]
    council = SELECTIVE if number % 100 == 0 else f"council {number % 300}"
    themes = tuple(Theme)
    metadata = Metadata(
        f"Case study {number}", (council,), f"{2000 + number % 26}", (themes[number % len(themes)],)
    )
    return CaseStudy(f"made-{number}", metadata, " ".join(words))


def _shaken(prepared: Prepared, pattern: Pattern, noise: np.random.Generator) -> dict[str, PassageVectors]:
    originals = list(pattern.vectors.values())
    return {
        key: PassageVectors(
            _near(originals[place % len(originals)].whole[None, :], noise)[0],
            text.sentences,
            _near(_as_many(originals[place % len(originals)].sentences, len(text.sentences)), noise),
        )
        for place, (key, text) in enumerate(prepared.texts.items())
    }


def _as_many(rows: Any, count: int) -> Any:
    return np.resize(rows, (count, rows.shape[1])) if len(rows) else np.zeros((count, rows.shape[1]))


def _near(rows: Any, noise: np.random.Generator) -> Any:
    length = NOISE / np.sqrt(rows.shape[1])
    shaken = (rows + noise.normal(scale=length, size=rows.shape)).astype(np.float32)
    return shaken / np.maximum(np.linalg.norm(shaken, axis=1, keepdims=True), 1e-9)


def fill(store: Store, texts: list[str], passages: int, embedder: Embedder) -> None:
    for prepared, vectors in copies(patterns(texts, embedder), passages):
        _put(store, prepared, vectors, embedder.name)


def _put(store: Store, prepared: Prepared, vectors: dict[str, PassageVectors], model: str) -> None:
    store.case_studies.put(
        prepared.case_study,
        prepared.passages,
        vectors,
        model=model,
        source=prepared.source,
        original=prepared.original,
        now=AT,
    )


# Measuring


def measured(
    folder: Path, store: Store, embedder: Embedder, asked: list[str], texts: list[str]
) -> dict[str, Any]:
    shelf = Shelf(store, embedder.name)
    began = time.perf_counter()
    index = PassageIndex.open(folder, shelf, embedder.name)
    opened = time.perf_counter() - began
    answerer = Answerer(embedder, index, shelf)
    asked = [question for question in asked if not named_in(question, shelf.councils())]
    first = milliseconds(lambda: answerer.answer(Asked(asked[0])))
    figures = {
        "passages": store.passages.count(),
        "index_made_seconds": round(opened, 1),
        "first_answer_after_opening": round(first, 1),
        "resident_megabytes": resident_after(answerer, asked),
        **latencies(embedder, answerer, asked),
        "one_more_case_study": one_more(store, index, texts, embedder),
        "database_megabytes": round(on_disk_megabytes(folder) - _indexes(folder)),
        "indexes_megabytes": round(_indexes(folder)),
    }
    index.close()
    reopening = milliseconds(lambda: PassageIndex.open(folder, shelf, embedder.name).close())
    asking = [str(PEERBOT), "ask", asked[0]]
    environment = {**os.environ, "DATA_DIR": str(folder)}  # noqa: TID251  # for a process, not for us
    anew = milliseconds(lambda: subprocess.run(asking, env=environment, check=False, capture_output=True))
    return figures | {"reopening": round(reopening), "first_answer_of_a_new_process": round(anew)}


def _indexes(folder: Path) -> float:
    return sum(on_disk_megabytes(folder / name) for name in ("chroma", "tantivy"))


def resident_after(answerer: Answerer, asked: list[str]) -> int:
    """With the caches as questions leave them, and without the model that is measured beside it."""
    for question in asked:
        answerer.answer(Asked(question))
    return round(resident_megabytes())


def latencies(embedder: Embedder, answerer: Answerer, asked: list[str]) -> dict[str, Any]:
    """Medians, the kinds of work taking turns question by question, in an order drawn anew each time.

    Of the ratios there is one by the clock and one by the processor's time, which others do not move.
    """
    from sentence_transformers import SentenceTransformer  # takes seconds, and memory

    bare = SentenceTransformer(str(Model.find(SHIPPED_MODEL).folder), device="cpu")
    index, chance = answerer.index, random.Random(7)  # noqa: S311  # no secret
    selective = Filters(councils=(SELECTIVE,))

    def ranked(question: str, filters: Filters | None = None) -> None:
        [vector] = embedder.encode_query([question])
        index.search(question, vector, filters)

    kinds: dict[str, Callable[[str], object]] = {
        "bare": lambda question: bare.encode(question, show_progress_bar=False),
        "encode": lambda question: embedder.encode_query([question]),
        "ranked": ranked,
        "ranked_filtered": lambda question: ranked(question, selective),
        "answered": lambda question: answerer.answer(Asked(question)),
    }
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    busy: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(ROUNDS + 1):
        for question in asked:
            for kind, work in chance.sample(list(kinds.items()), len(kinds)):
                began = time.process_time()
                one = milliseconds(lambda work=work, question=question: work(question))  # type: ignore[misc]
                if number:  # the first round only warms up
                    took[kind].append(one)
                    busy[kind].append(time.process_time() - began)
    medians = {kind: statistics.median(all_) for kind, all_ in took.items()}
    worked = {kind: statistics.median(all_) for kind, all_ in busy.items()}
    shares = {f"{kind}_to_bare": round(medians[kind] / medians["bare"], 2) for kind in kinds} | {
        f"{kind}_to_bare_by_processor": round(worked[kind] / worked["bare"], 2) for kind in kinds
    }
    p95 = {f"{kind}_p95": round(statistics.quantiles(all_, n=20)[-1], 2) for kind, all_ in took.items()}
    return {kind: round(one, 2) for kind, one in medians.items()} | shares | p95


def one_more(store: Store, index: PassageIndex, texts: list[str], embedder: Embedder) -> float:
    """From a new case study to its being found."""
    case_study = CaseStudy("one-more", Metadata("One more"), "Zyzzyva counts. " + texts[0])
    prepared = _prepared(case_study)
    vectors = embed(embedder, prepared.texts)

    def come_in() -> None:
        _put(store, prepared, vectors, embedder.name)
        index.catch_up()

    return round(milliseconds(come_in), 1)


def main(labelled: str, passages: str, where: str, *flags: str) -> None:
    folder = Path(where)
    folder.mkdir(parents=True, exist_ok=True)
    texts = [document.text for document in documents(Path(labelled))]
    asked = [question.text for question in questions(Path(labelled))][:QUESTIONS]
    embedder = load_embedder()
    with open_store(sqlite_url(folder / "peerbot.sqlite3")) as store:
        if "--made" not in flags:
            filled = milliseconds(lambda: fill(store, texts, int(passages), embedder)) / 1000
            print(f"filled in {filled:.0f} s", file=sys.stderr)
        figures = measured(folder, store, embedder, asked, texts)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
