"""What `peerbot doctor` looks at: each finding says what is well, or what is wrong and how to mend it."""

import importlib.metadata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot import wording
from bot.services import open_the_store
from bot.settings import Settings, SettingsError
from embeddings import EmbeddingError, load_embedder
from knowledge.errors import IndexInUseError, KnowledgeError
from knowledge.index import PassageIndex
from knowledge.ingest import EMBEDDER
from knowledge.shelf import Shelf
from knowledge.store import Store

_PACKAGES = ("bot", "knowledge", "embeddings")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    well: bool
    sentence: str


def examine(load_settings: Callable[[], Settings]) -> list[Finding]:
    """Look at everything; what cannot be looked at because of an earlier finding is left out."""
    findings = list(_packages())
    try:
        settings = load_settings()
    except SettingsError as error:
        return [*findings, Finding(well=False, sentence=str(error))]
    return [*findings, *_slack(settings), *_kept(settings)]


def _packages() -> Iterator[Finding]:
    """The import names are common words: another distribution may own one of them too."""
    owners = importlib.metadata.packages_distributions()
    for package in _PACKAGES:
        others = sorted(set(owners.get(package, [])) - {"peerbot"})
        if others:
            yield Finding(
                well=False,
                sentence=f"the package {package!r} belongs to {' and '.join(others)} too: "
                "install Peerbot in an environment of its own",
            )
    yield Finding(well=True, sentence=f"Peerbot {importlib.metadata.version('peerbot')} is installed")


def _slack(settings: Settings) -> Iterator[Finding]:
    if not settings.has_slack_tokens:
        yield Finding(well=True, sentence="no Slack tokens in .env: `make run` serves this machine only")
    elif settings.facilitators_channel is None:
        yield Finding(
            well=False,
            sentence="FACILITATORS_CHANNEL is not set: 'Ask a person' has nowhere to post; "
            "set it to the channel's id (channel name > About > at the bottom)",
        )
    else:
        yield Finding(well=True, sentence="Slack tokens and the facilitators' channel are set")


def _kept(settings: Settings) -> Iterator[Finding]:
    try:
        with open_the_store(settings) as store:
            yield Finding(well=True, sentence=f"the database opens and has {_held(store)}")
            yield from _model(settings, store)
    except KnowledgeError as error:
        yield Finding(well=False, sentence=str(error))
    except OSError as error:
        yield Finding(
            well=False, sentence=f"{Path(settings.data_dir).absolute()} cannot be used: {error.strerror}"
        )


def _held(store: Store) -> str:
    if store.case_studies.nothing_held():
        return f"nothing in it to answer from: {wording.FILLED_BY_COMMAND.removesuffix('.')}"
    return f"{len(store.case_studies.summaries())} case studies, {store.passages.count()} passages"


def _model(settings: Settings, store: Store) -> Iterator[Finding]:
    try:
        embedder = load_embedder(settings.embedding_model)
    except EmbeddingError as error:
        yield Finding(well=False, sentence=str(error))
        return
    yield Finding(
        well=True, sentence=f"the embedding model {embedder.name} loads, its weights are as published"
    )
    stored = store.facts.get(EMBEDDER)
    if stored not in {None, embedder.name}:
        sentence = f"the vectors were made by {stored}: set EMBEDDING_MODEL back, or run `peerbot rebuild`"
        yield Finding(well=False, sentence=sentence)
        return
    yield _index(settings, store, embedder.name)


def _index(settings: Settings, store: Store, embedder: str) -> Finding:
    try:
        index = PassageIndex.open(settings.data_dir, Shelf(store, embedder), embedder, copies=1)
    except IndexInUseError:
        return Finding(well=True, sentence="the indexes are in use by the running bot")
    try:
        counts, passages = index.counts(), store.passages.count()
    finally:
        index.close()
    if set(counts) != {passages}:
        return Finding(well=False, sentence="the indexes lack passages: run `peerbot rebuild`")
    return Finding(well=True, sentence="the indexes hold every passage")
