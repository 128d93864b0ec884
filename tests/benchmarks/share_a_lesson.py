"""How soon a lesson is found once it is shared, and gone once it is withdrawn, in a large library.

    nice python -m tests.benchmarks.share_a_lesson FOLDER

Fills FOLDER with a store of 100,000 passages and 10,000 lessons unless it holds one, which takes
minutes, then shares and withdraws. Passages have random vectors of 384 numbers, and lessons those
of tests.embedders: what is missing from the times is only the model's for one short text.
"""

import hashlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from knowledge.answers import Answerer, Asked
from knowledge.index import PassageIndex
from knowledge.ingest import check_embedder
from knowledge.lessons import Lesson, LessonStatus
from knowledge.model import Audience, CaseStudy, Filters, Metadata, Passage
from knowledge.publication import Publisher
from knowledge.scopes import NETWORK, PUBLIC
from knowledge.shelf import Shelf
from knowledge.store import Deed, PassageVectors, SourceFile, Store, StoredPassage, open_store
from tests.embedders import HashedEmbedder
from tests.lesson_samples import lesson, passage
from tests.visit_samples import NOW, visit

CASE_STUDIES, PASSAGES_EACH, LESSONS = 1000, 100, 10_000
WORDS, ROUNDS = 160, 10
EMBEDDER = HashedEmbedder(dimension=384)
RANDOM = np.random.default_rng(1)
READER = Filters(scopes=frozenset({PUBLIC, NETWORK}))


def main(folder: Path) -> None:
    with open_store(f"sqlite:///{folder / 'store.sqlite3'}") as store:
        if not store.passages.count():
            with timed("stored the case studies"):
                fill(store)
        shelf = Shelf(store, EMBEDDER.name)
        with timed("opened the indexes"):
            index = PassageIndex.open(folder / "var", shelf, EMBEDDER.name)
        publisher = Publisher(store, EMBEDDER, lambda: NOW, index.catch_up)
        if not store.lessons.statuses():
            with timed("published the lessons"):
                teach(store, publisher)
        with timed("looked for what is astray"):
            publisher.look_again()
        print(f"{store.passages.count()} passages, {len(store.lessons.statuses())} lessons")
        share_and_withdraw(store, publisher, Answerer(EMBEDDER, index, shelf))
        index.close()


def share_and_withdraw(store: Store, publisher: Publisher, answerer: Answerer) -> None:
    for number in range(ROUNDS):
        word = f"zebra{number}x{store.case_studies.change_number()}"
        endorsed = taught(word, LessonStatus.ENDORSED, f"Only {word} shortened the repairs of that council.")
        store.lessons.add(endorsed)
        publisher.level()
        with timed("shared, and found"):
            after = changed(store, endorsed, LessonStatus.SHARED)
            publisher.level()
            assert word in found(answerer, word)
        with timed("withdrawn, and gone"):
            changed(store, after, LessonStatus.WITHDRAWN)
            publisher.level()
            assert word not in found(answerer, word)


def found(answerer: Answerer, word: str) -> str:
    answer = answerer.answer(Asked(f"What of {word} and repairs?", filters=READER))
    return " ".join(quote.text for quote in (*answer.quotes, *answer.related))


def fill(store: Store) -> None:
    store.visits.add(visit(), Deed("u", NOW, "planned"))
    check_embedder(store, EMBEDDER.name)
    vocabulary = np.array([f"word{number}" for number in range(5000)])
    for number in range(CASE_STUDIES):
        put(
            store,
            f"study-{number}",
            [" ".join(RANDOM.choice(vocabulary, WORDS)) for _ in range(PASSAGES_EACH)],
        )


def put(store: Store, id_: str, texts: list[str]) -> None:
    """A case study of these passages, with vectors of nothing in particular."""
    stored, vectors, start = [], {}, 0
    for text in texts:
        key = hashlib.sha256(text.encode()).hexdigest()
        drawn = RANDOM.normal(size=EMBEDDER.dimension).astype(np.float32)
        vector = drawn / np.linalg.norm(drawn)
        stored.append(StoredPassage(Passage(id_, start, start + len(text), "", None), key))
        vectors[key] = PassageVectors(vector, ((0, len(text)),), vector[None, :])
        start += len(text) + 2
    study = CaseStudy(id_, Metadata(id_), "\n\n".join(texts))
    source = SourceFile(f"/{id_}", id_, id_, 1, NOW)
    store.case_studies.put(study, stored, vectors, model=EMBEDDER.name, source=source, original=b"", now=NOW)


def teach(store: Store, publisher: Publisher) -> None:
    for number in range(LESSONS):
        words = f"Repairs of kind {number} are done sooner where tenants of street {number % 97} are asked."
        store.lessons.add(taught(f"lesson-{number}", LessonStatus.SHARED, words))
    publisher.level()


def taught(id_: str, status: LessonStatus, words: str) -> Lesson:
    given = {"lesson": words, "status": status, "visit": "v1", "audience": Audience.NETWORK}
    return Lesson.model_validate(dict(lesson(id_, passage())) | given)


def changed(store: Store, before: Lesson, status: LessonStatus) -> Lesson:
    after = before.model_copy(update={"status": status, "history": (*before.history, before.history[-1])})
    store.lessons.change(after, before.version)
    return after


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - start:.2f} s", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
