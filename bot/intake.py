"""Taking in case studies from the command line and at the first start."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

import knowledge
from bot.services import make_ingester, now
from bot.settings import Settings
from embeddings import load_embedder, load_reranker
from knowledge.errors import IndexInUseError
from knowledge.ingest import EMBEDDER, IngestReport, Progress
from knowledge.reading import Given, RefusalError, given
from knowledge.store import Store

log = logging.getLogger(__name__)

SAMPLE_LIBRARY = Path(knowledge.__file__).parent / "library"
_SAMPLE_LOADED = "sample library"
"""The fact of the store that says the sample case studies were loaded, and not to load them again."""


def silent(_done: int, _total: int, _name: str) -> None:
    """No progress shown."""


def take_in(
    settings: Settings,
    store: Store,
    paths: Sequence[Path],
    options: Given,
    progress: Progress = silent,
) -> IngestReport:
    """Read, embed and store; bring the indexes level unless the running bot is going to."""
    with make_ingester(settings, store) as ingester:
        report = ingester.ingest(paths, options, progress)
    if report.added or report.changed or report.removed:
        level_index(settings, store)
    return report


def load_sample_library(settings: Settings, store: Store, progress: Progress = silent) -> bool:
    """Take in the sample case studies, once in a store's life; whether it was done now."""
    if not settings.sample_library or store.facts.get(_SAMPLE_LOADED):
        return False
    take_in(settings, store, [SAMPLE_LIBRARY], given({}, "the sample library"), progress)
    store.facts.put(_SAMPLE_LOADED, "loaded")
    return True


def level_index(settings: Settings, store: Store) -> None:
    """Bring the first copy of the indexes level, so that the next question need not wait."""
    from knowledge.index import PassageIndex  # noqa: PLC0415  # Chroma takes a second to import
    from knowledge.shelf import Shelf  # noqa: PLC0415  # imports it too

    embedder = store.facts.get(EMBEDDER)
    if embedder is None:
        return
    try:
        PassageIndex.open(settings.data_dir, Shelf(store, embedder), embedder, copies=1).close()
    except IndexInUseError:
        log.info("the running bot takes the changes in by itself")


def options_given(values: Mapping[str, object]) -> Given:
    """The options of the command line; raises BadParameter with the allowed values."""
    try:
        return given({name: value for name, value in values.items() if value}, "the command line")
    except RefusalError as error:
        raise typer.BadParameter(error.detail) from error


def rebuild(settings: Settings, store: Store, progress: Progress = silent) -> tuple[int, int]:
    """Make the indexes again, and the vectors that the model of the settings lacks.

    Returns how many passages there are and how many of them had to be embedded.
    """
    from knowledge.index import PassageIndex, clear  # noqa: PLC0415
    from knowledge.reembedding import reembed  # noqa: PLC0415
    from knowledge.shelf import Shelf  # noqa: PLC0415

    embedder = load_embedder(settings.embedding_model)
    clear(settings.data_dir)  # First, so that no running bot loses the vectors it works with.
    embedded = reembed(store, embedder, progress)
    PassageIndex.open(settings.data_dir, Shelf(store, embedder.name), embedder.name, copies=1).close()
    return store.passages.count(), embedded


def evaluate_folder(
    settings: Settings, folder: Path, ranking: str, *, whole: bool, progress: Progress = silent
) -> dict[str, Any]:
    """The scores of `peerbot eval`."""
    from knowledge.evaluation import WHOLE, evaluate  # noqa: PLC0415
    from knowledge.index import Ranking  # noqa: PLC0415
    from knowledge.passages import LIMIT  # noqa: PLC0415

    return evaluate(
        folder,
        load_embedder(settings.embedding_model),
        now,
        reranker=load_reranker(settings.reranking_model) if settings.reranking_model else None,
        ranking=Ranking(ranking),
        passage_limit=WHOLE if whole else LIMIT,
        progress=lambda done, total: progress(done, total, "questions"),
    ).scores()
