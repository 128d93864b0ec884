"""Five hundred events, each delivered three times in any order, and Peerbot killed in the middle."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from bot.workspace.deliveries import EnvelopeKind, UndeliveredError
from bot.workspace.people import is_finished
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Json, Message
from knowledge.store import Store, open_store
from tests.patience import PATIENCE, PATIENT
from tests.slack_bot import ASHA, BRAN, EXCHANGE, GENERAL, MANIFEST, ROOT, bodies_of

MENTIONS, DIRECT = 150, 200  # a mention in a channel is two events, a direct message one
TIMES = 3
ANSWERED_BEFORE_THE_KILL = 40

Delivery = tuple[Json, "Future[Json]"]


@contextmanager
def process(workspace: RunningWorkspace, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Peerbot of its own, connected."""
    command = [sys.executable, "-m", "tests.slack_bot", workspace.api_url, workspace.bot_token]
    with subprocess.Popen([*command, workspace.app_token, str(folder)], cwd=ROOT) as started:
        try:
            workspace.wait_for_app(timeout=PATIENCE)
            yield started
        finally:
            started.kill()


def posts(workspace: RunningWorkspace) -> list[Message]:
    """Everything people ask, each its own question, while nobody is there to answer."""
    asha, bran = workspace.as_person(ASHA), workspace.as_person(BRAN)
    return [
        *(asha.post(GENERAL, f"@peerbot Mention {number}?") for number in range(MENTIONS // 2)),
        *(bran.post(EXCHANGE, f"@peerbot Mention {number}?") for number in range(MENTIONS // 2, MENTIONS)),
        *(asha.post(asha.dm.id, f"Direct {number}?") for number in range(DIRECT // 2)),
        *(bran.post(bran.dm.id, f"Direct {number}?") for number in range(DIRECT // 2, DIRECT)),
    ]


def deliver(workspace: RunningWorkspace, bodies: list[Json]) -> list[Delivery]:
    send = workspace.workspace.deliveries.send
    return [(body, send(EnvelopeKind.EVENT, body)) for body in bodies]


def not_taken(deliveries: list[Delivery]) -> list[Json]:
    """What was not acknowledged, which Slack would deliver again."""
    return [body for body, future in deliveries if isinstance(future.exception(PATIENCE), UndeliveredError)]


def question_id(body: Json) -> str:
    event = body["event"]
    return f"{body['team_id']}:{event['channel']}:{event['ts']}"


def ours(workspace: RunningWorkspace) -> dict[tuple[str, str | None], list[Message]]:
    """Our messages by the channel and thread they stand in."""
    found: dict[tuple[str, str | None], list[Message]] = {}
    for channel in workspace.state.conversations.channels():
        for message in workspace.state.conversations.messages(channel.id):
            if message.bot_id:
                found.setdefault((channel.id, message.thread_ts), []).append(message)
    return found


def finished(workspace: RunningWorkspace) -> int:
    replies = [reply for thread in ours(workspace).values() for reply in thread]
    return sum(bool(is_finished(reply) or reply.edited) for reply in replies)


def claimed(store: Store, questions: set[str]) -> int:
    with store.database.reading() as connection:
        ids = {row[0] for row in connection.exec_driver_sql("SELECT id FROM questions")}
    return len(ids & questions)


def test_five_hundred_events_delivered_three_times_with_a_kill_between_give_one_answer_each(
    tmp_path: Path,
) -> None:
    patient = replace(PATIENT, redelivery_seconds=())
    with (
        RunningWorkspace.start(MANIFEST, timings=patient) as workspace,
        open_store(f"sqlite:///{tmp_path / 'peerbot.sqlite3'}") as store,
    ):
        asked = posts(workspace)
        events = [body for post in asked for body in bodies_of(workspace, post)]
        deliveries = events * TIMES
        Random(20261122).shuffle(deliveries)  # noqa: S311  # an order, no secret
        half = len(deliveries) // 2
        taken_first = {question_id(body) for body in deliveries[:half]}

        with process(workspace, tmp_path) as first:
            delivered = deliver(workspace, deliveries[:half])
            # An event is only as safe as its claim: Slack counts it as delivered some milliseconds before.
            workspace.wait_for(
                lambda _state: (
                    finished(workspace) >= ANSWERED_BEFORE_THE_KILL
                    and claimed(store, taken_first) == len(taken_first)
                ),
                PATIENCE,
            )
            first.kill()
            first.wait(PATIENCE)
        left_undone = finished(workspace)

        with process(workspace, tmp_path) as second:
            deliver(workspace, [*deliveries[half:], *not_taken(delivered)])
            workspace.wait_for(lambda _state: finished(workspace) >= len(asked), PATIENCE)
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE) == 0

        assert len(events) == 500
        assert ANSWERED_BEFORE_THE_KILL <= left_undone < len(asked)
        said = ours(workspace)
        assert {place: len(replies) for place, replies in said.items()} == {
            (post.channel, post.ts): 1 for post in asked
        }
        assert all(_question(post) in said[post.channel, post.ts][0].text for post in asked)
        assert finished(workspace) == len(asked)


def _question(post: Message) -> str:
    return f"They asked: {post.text.rpartition('> ')[2]}"
