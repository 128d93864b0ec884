"""``peerbot workspace`` as a person starts it: a process of its own, and a folder with nothing in it."""

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import pytest

from bot.services import Services
from bot.workspace.changes import Change
from bot.workspace.inspector import Exchange, Exchanged, ExchangeKind
from bot.workspace.people import is_finished
from bot.workspace.running import listen
from bot.workspace.state import State
from tests.far_page import FarVisitor, Program, address_in
from tests.walks import peerbot_at_work, shipped_services
from tests.workspace_samples import GENERAL

PEERBOT = str(Path(sys.executable).with_name("peerbot"))
QUESTION = "How did Kent work with local partners?"
SAID = "Kent worked with local partners such as schools and the fire brigade"
MANY = 200
PATIENCE = 400  # seconds: two hundred questions to the real model, on a machine that may be busy

pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What became of a first start, a question, and a stop."""

    folder: Path
    page: str
    thread: str
    exit_code: int


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> FirstStart:
    folder = tmp_path_factory.mktemp("first")
    with Program.started(PEERBOT, "workspace", "--port", "0", folder=folder, DATA_DIR=str(folder)) as peerbot:
        url = address_in(peerbot.wait_for_line("A workspace on this machine"))
        peerbot.wait_for_line("Ready:")
        with FarVisitor(url) as asha:
            page = asha.page("/")
            thread = asked(asha)
        return FirstStart(folder, page, thread, peerbot.stop())


def asked(asha: FarVisitor) -> str:
    """The thread of a question asked in #general, once its answer is all there."""
    asha.say(GENERAL, f"@peerbot {QUESTION}")
    timeline = asha.wait_for("timeline", lambda html: "1 reply" in html, tab="channel", channel=GENERAL)
    [ts] = set(re.findall(r"thread=(\d+\.\d+)", timeline))
    return asha.wait_for(
        "thread", lambda html: "Ask a person" in html, tab="channel", channel=GENERAL, thread=ts
    )


@pytest.fixture
def services(first_start: FirstStart) -> Iterator[Services]:
    """The second start's, which finds the library embedded."""
    with shipped_services(first_start.folder) as made:
        yield made


def test_a_first_start_shows_the_page_and_answers_a_question_with_its_source(first_start: FirstStart) -> None:
    assert "No messages yet. Say hello, or mention @peerbot." in first_start.page
    assert SAID in first_start.thread
    assert 'href="http://www.publicnet.co.uk/' in first_start.thread


def test_sigterm_ends_it_well(first_start: FirstStart) -> None:
    assert first_start.exit_code == 0


def test_a_port_that_is_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    with closing(listen(0)) as used:
        port = str(used.getsockname()[1])
        environment = {"DATA_DIR": str(tmp_path), "SAMPLE_LIBRARY": "false"}
        arguments = (PEERBOT, "workspace", "--port", port)
        with Program.started(*arguments, folder=tmp_path, **environment) as peerbot:
            complaint, _ = peerbot.process.communicate(timeout=60)

    assert complaint.splitlines()[-1].startswith(f"peerbot: port {port} of this machine is in use already")
    assert "Traceback" not in complaint
    assert peerbot.process.returncode == 1


def test_of_two_hundred_questions_in_a_row_each_is_answered_once(services: Services) -> None:
    exchanges: list[Exchange] = []

    def keep(change: Change) -> None:
        if isinstance(change, Exchanged):
            exchanges.append(change.exchange)

    with peerbot_at_work(services) as workspace:
        workspace.state.changes.subscribe(keep)
        with FarVisitor(workspace.url) as asha:
            for number in range(MANY):
                asha.say(GENERAL, f"@peerbot {QUESTION} This is number {number}.")
        workspace.wait_for(lambda state: len(answered(state)) == MANY, timeout=PATIENCE)
        # Here, for what is on its way when Peerbot hangs up is acknowledged by nobody.
        envelopes = [one for one in exchanges if one.kind is ExchangeKind.ENVELOPE]

    questions = [one for one in workspace.state.conversations.messages(GENERAL) if not one.is_reply]
    assert sorted(answered(workspace.state)) == sorted(one.ts for one in questions)
    times = [one.milliseconds for one in envelopes if one.milliseconds is not None]
    assert len(envelopes) >= 2 * MANY  # A mention in a channel is two events.
    assert len(times) == len(envelopes)
    print(f"{len(times)} envelopes, p99 to ack {quantiles(times, n=100)[-1]:.0f} ms")  # noqa: T201  # pytest -s


def answered(state: State) -> list[str]:
    """The threads' ts, once for every answer that has come to its end."""
    replies = [one for one in state.conversations.messages(GENERAL) if one.is_reply]
    return [str(one.thread_ts) for one in replies if one.bot_id and is_finished(one)]
