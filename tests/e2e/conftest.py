"""A workspace with Peerbot's own manifest, and Peerbot serving it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.workspace.running import RunningWorkspace
from bot.workspace.timings import Timings
from tests.slack_bot import MANIFEST, Bot, running


@pytest.fixture
def slack() -> Iterator[RunningWorkspace]:
    """The workspace; an event that is not acknowledged comes again soon."""
    with RunningWorkspace.start(MANIFEST, timings=Timings(redelivery_seconds=(0.2, 0.5, 1, 2))) as workspace:
        yield workspace


@pytest.fixture
def peerbot(slack: RunningWorkspace, tmp_path: Path) -> Iterator[Bot]:
    with running(slack, tmp_path) as bot:
        yield bot
