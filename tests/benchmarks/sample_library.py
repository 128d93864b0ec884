"""The sample library and the questions labelled about it, as the production code sees them."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.services import now
from embeddings import Embedder
from knowledge.answers import ANYTHING, Answerer
from knowledge.councils import named_in
from knowledge.coverage import Signals
from knowledge.index import PassageIndex
from knowledge.ingest import Ingester
from knowledge.reading import SIZE_LIMIT_BYTES, Given, Reader
from knowledge.shelf import Shelf
from knowledge.store import open_store

_PROJECT = Path(__file__).parents[2]
_LIBRARY = _PROJECT / "knowledge" / "library"
_QUESTIONS = _PROJECT / "tests" / "library" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Seen:
    """A labelled question, and what coverage is decided on."""

    text: str
    answerable: bool
    tune: bool
    """Whether weights may be chosen on it; on the others they are checked."""
    signals: Signals


def seen(embedder: Embedder) -> list[Seen]:
    """What the product sees of every labelled question."""
    with _opened(embedder) as answerer:
        councils = answerer.library.councils()
        asked = [json.loads(line) for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]
        return [
            Seen(
                one["text"],
                one["kind"] != "not_covered",
                one["split"] == "tune",
                answerer.evidence(one["text"], named_in(one["text"], councils), ANYTHING).signals,
            )
            for one in asked
        ]


@contextmanager
def _opened(embedder: Embedder) -> Iterator[Answerer]:
    with tempfile.TemporaryDirectory(prefix="peerbot-library-") as temporary:
        place = Path(temporary)
        with open_store(f"sqlite:///{place / 'store.sqlite3'}") as store:
            with Reader() as reader:
                Ingester(store, embedder, reader, now, SIZE_LIMIT_BYTES).ingest([_LIBRARY], Given())
            shelf = Shelf(store, embedder.name)
            index = PassageIndex.open(place, shelf, embedder.name)
            try:
                yield Answerer(embedder, index, shelf)
            finally:
                index.close()
