"""The one place where things are made, and where the real clock is.

Making the embedder loads the model, which takes time: commands that only need the store call
``open_store`` and are quick.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from bot.settings import Settings
from embeddings import Embedder, LateEmbedder, load_embedder, load_reranker
from knowledge.answers import Answerer
from knowledge.index import PassageIndex
from knowledge.ingest import Ingester, check_embedder
from knowledge.publication import Publisher
from knowledge.reading import Reader
from knowledge.shelf import Shelf
from knowledge.store import Store, open_store, sqlite_url

Clock = Callable[[], datetime]


def now() -> datetime:
    """The real clock: the only one in the product."""
    return datetime.now(UTC)  # noqa: TID251  # here it is made, everywhere else it is given


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a surface may use. Built once; tests build their own."""

    settings: Settings
    store: Store
    embedder: Embedder
    index: PassageIndex
    answerer: Answerer
    publisher: Publisher
    now: Clock

    def close(self) -> None:
        self.index.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_the_store(settings: Settings) -> Store:
    """The database of these settings, made or brought up to date first."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return open_store(settings.database_url or sqlite_url(settings.data_dir / "peerbot.sqlite3"))


@contextmanager
def make_ingester(settings: Settings, store: Store, clock: Clock = now) -> Iterator[Ingester]:
    """What takes in files; it loads the model only when there is something to embed."""
    size_limit_bytes = settings.read_size_limit_bytes
    with Reader(
        time_limit_seconds=settings.read_time_limit_seconds, size_limit_bytes=size_limit_bytes
    ) as reader:
        yield Ingester(store, LateEmbedder(settings.embedding_model), reader, clock, size_limit_bytes)


def build_services(settings: Settings, clock: Clock = now) -> Services:
    """Everything, made for these settings; raises KnowledgeError or EmbeddingError with the cure."""
    store = open_the_store(settings)
    try:
        embedder = load_embedder(settings.embedding_model)
        check_embedder(store, embedder.name)
        reranker = load_reranker(settings.reranking_model) if settings.reranking_model else None
        shelf = Shelf(store, embedder.name)
        index = PassageIndex.open(settings.data_dir, shelf, embedder.name)
    except BaseException:
        store.close()
        raise
    answerer = Answerer(embedder, index, shelf, reranker=reranker)
    publisher = Publisher(store, embedder, clock, tell=index.catch_up)
    services = Services(settings, store, embedder, index, answerer, publisher, clock)
    try:
        publisher.look_again()
        publisher.level()
    except BaseException:
        services.close()
        raise
    return services
