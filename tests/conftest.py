"""What every test has: no network but this machine's own, and Hypothesis as CI or a person wants it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from embeddings import Embedder, load_embedder
from tests.embedders import HashedEmbedder, save_static_model, save_tiny_bert
from tests.loopback_only.sitecustomize import far_address

pytest_plugins = ("tests.fixtures.commands", "tests.fixtures.files", "tests.fixtures.indexes")

FAR = pytest.StashKey[list[str]]()

settings.register_profile("person", deadline=None)  # the machine may be busy with other work
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("ci" if os.environ.get("CI") else "person")  # noqa: TID251  # of the tests, not the bot
    far = config.stash[FAR] = []

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if address := far_address(event, arguments):
            far.append(f"{event} {address}")
            raise ConnectionRefusedError(f"the tests allow no network: {address}")

    sys.addaudithook(refuse)


@pytest.fixture(autouse=True)
def _no_other_machine_was_called(pytestconfig: pytest.Config) -> Iterator[None]:
    """Fails a test that tried, however well the code got over being refused."""
    yield
    far = pytestconfig.stash[FAR]
    tried = far.copy()
    far.clear()
    assert tried == []


@pytest.fixture(scope="session")
def shipped() -> Embedder:
    """The real model, loaded once: it takes seconds."""
    return load_embedder()


@pytest.fixture
def hashed() -> HashedEmbedder:
    return HashedEmbedder()


@pytest.fixture(scope="session")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Sentence Transformers model that loads in no time."""
    return save_static_model(tmp_path_factory.mktemp("static") / "model")


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Sentence Transformers model that reads 32 tokens and gives their vectors."""
    return save_tiny_bert(tmp_path_factory.mktemp("bert") / "tiny")
