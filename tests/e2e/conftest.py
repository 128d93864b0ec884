"""A workspace with Peerbot's own manifest, and Peerbot serving it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.workspace.running import RunningWorkspace
from tests.patience import PATIENT
from tests.slack_bot import MANIFEST, Bot, running


@pytest.fixture
def slack() -> Iterator[RunningWorkspace]:
    """The workspace; an event that is not acknowledged comes again soon."""
    with RunningWorkspace.start(MANIFEST, timings=PATIENT) as workspace:
        yield workspace


@pytest.fixture
def peerbot(slack: RunningWorkspace, tmp_path: Path) -> Iterator[Bot]:
    with running(slack, tmp_path) as bot:
        yield bot
