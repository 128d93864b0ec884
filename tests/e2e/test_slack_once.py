"""One post, one answer: however often it is delivered, whatever Slack refuses, whenever Peerbot dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import client as sdk
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from bot import wording
from bot.replies import NOTE, REPLY, metadata
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.people import is_finished
from bot.workspace.running import RunningWorkspace
from bot.workspace.timings import Timings
from bot.workspace.values import Message
from knowledge.store import Progress, Question, Store, Surface, open_store
from tests.slack_bot import ASHA, GENERAL, MANIFEST, SAID, Bot, MadeUp, running

RECEIVER_LOOKS_EVERY_SECONDS = 0.1  # the SDK's own figure
WHOLE = ["From 2 case studies:", SAID, "They asked: How did Kent do?"]


def ask(workspace: RunningWorkspace, text: str = "@peerbot How did Kent do?") -> Message:
    return workspace.as_person(ASHA).post(GENERAL, text)


def the_only_reply(bot: Bot, question: Message) -> Message:
    """The reply, once the bot has stopped and can say nothing more."""
    bot.answered(question)
    bot.stop()
    [reply] = bot.replies_to(question)
    return reply


def is_whole(reply: Message) -> bool:
    return bool(is_finished(reply) or reply.edited) and [reply.text.count(part) for part in WHOLE] == [
        1,
        1,
        1,
    ]


# Delivered more than once


def test_a_post_that_is_delivered_three_times_is_answered_once(peerbot: Bot) -> None:
    question = ask(peerbot.workspace)
    peerbot.deliver(question, times=2)

    reply = the_only_reply(peerbot, question)

    assert is_whole(reply)
    assert len(peerbot.answers.asked) == 1


def test_a_post_that_is_delivered_again_after_a_restart_is_answered_once(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    with running(slack, tmp_path) as bot:
        question = ask(slack)
        bot.answered(question)

    with running(slack, tmp_path) as again:
        again.deliver(question)
        again.stop()

        assert len(again.replies_to(question)) == 1
        assert again.answers.asked == []


def test_threads_are_remembered_across_a_restart(slack: RunningWorkspace, tmp_path: Path) -> None:
    with running(slack, tmp_path) as bot:
        question = ask(slack)
        bot.answered(question)

    with running(slack, tmp_path) as again:
        follow_up = slack.as_person(ASHA).post(GENERAL, "and in Leeds?", question.ts)
        again.answered(follow_up)

        assert again.answers.asked[0].earlier == ("How did Kent do?",)


# Slack refuses, fails, hangs up


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
def test_a_limited_rate_is_waited_out(peerbot: Bot, method: str) -> None:
    peerbot.workspace.workspace.faults.switch_on(Fault(FaultKind.RATE_LIMITED, method=method, seconds=0))
    question = ask(peerbot.workspace)

    assert is_whole(the_only_reply(peerbot, question))


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
def test_a_stream_that_breaks_off_is_finished_in_place(peerbot: Bot, method: str) -> None:
    peerbot.workspace.workspace.faults.switch_on(Fault(FaultKind.SERVER_ERROR, method=method))
    question = ask(peerbot.workspace)

    reply = the_only_reply(peerbot, question)

    assert is_whole(reply)
    assert reply.blocks[-1]["type"] == "context_actions"


def test_a_stream_that_slack_ends_is_finished_in_place(tmp_path: Path) -> None:
    with (
        RunningWorkspace.start(MANIFEST, timings=Timings(stream_seconds=0)) as workspace,
        running(workspace, tmp_path) as bot,
    ):
        question = ask(workspace)

        assert is_whole(the_only_reply(bot, question))


def test_a_status_that_cannot_be_shown_keeps_nobody_from_an_answer(peerbot: Bot) -> None:
    method = "assistant.threads.setStatus"
    peerbot.workspace.workspace.faults.switch_on(Fault(FaultKind.SERVER_ERROR, times=None, method=method))
    question = ask(peerbot.workspace)

    assert is_whole(the_only_reply(peerbot, question))


def test_a_socket_that_drops_loses_no_question(slack: RunningWorkspace, tmp_path: Path) -> None:
    with running(slack, tmp_path, ping_seconds=0.5) as bot:
        slack.workspace.faults.switch_on(Fault(FaultKind.DROPPED_SOCKET))
        question = ask(slack)

        assert is_whole(the_only_reply(bot, question))


def test_every_connection_is_received_from_with_its_own_state(
    slack: RunningWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[ConnectionState] = []
    received_with: list[ConnectionState] = []
    receive = Connection.run_until_completion

    class Late(ConnectionState):
        """Made when the receiver has had time to see the connection that it is of, and no state of it."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]  # the SDK's own
            made.append(self)
            Event().wait(4 * RECEIVER_LOOKS_EVERY_SECONDS)

    def noting(connection: Connection, state: ConnectionState) -> None:
        received_with.append(state)
        receive(connection, state)

    monkeypatch.setattr(sdk, "ConnectionState", Late)
    monkeypatch.setattr(Connection, "run_until_completion", noting)
    with running(slack, tmp_path, ping_seconds=0.5) as bot:
        slack.workspace.faults.switch_on(Fault(FaultKind.DROPPED_SOCKET))
        question = ask(slack)

        assert is_whole(the_only_reply(bot, question))

    _before_any_connection, *of_connections = made
    assert len(of_connections) >= 2
    assert received_with == of_connections


# Too many


def test_when_too_many_wait_the_next_is_told_so_and_buttons_still_work(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    with running(slack, tmp_path, answer_workers=1, answer_queue=1) as bot:
        answered = ask(slack, "@peerbot First?")
        bot.answered(answered)
        bot.answers.going_on.clear()
        waiting = [ask(slack, f"@peerbot Question {number}?") for number in range(2)]
        slack.wait_for(
            lambda state: len([one for one in state.assistance.statuses() if one.channel == GENERAL]) == 2
        )
        too_many = ask(slack, "@peerbot One too many?")

        busy = slack.as_person(ASHA).reply_to(too_many)
        pressed = slack.as_person(ASHA).press(bot.replies_to(answered)[0], "show_passage:1")
        bot.answers.going_on.set()
        for question in waiting:
            bot.answered(question)
        bot.stop()

        assert busy.text == wording.BUSY
        assert pressed.ok
        assert [len(bot.replies_to(question)) for question in (*waiting, too_many)] == [1, 1, 1]
        assert bot.store.questions.get(bot.question_id(too_many)).progress is Progress.FAILED


def test_slow_calls_of_slack_keep_no_press_from_being_acknowledged(tmp_path: Path) -> None:
    with (
        RunningWorkspace.start(MANIFEST, timings=Timings(ack_seconds=0.7)) as workspace,
        running(workspace, tmp_path) as bot,
    ):
        question = ask(workspace)
        bot.answered(question)
        slow = Fault(FaultKind.SLOW_ANSWER, times=8, method="assistant.threads.setStatus", seconds=1.5)
        workspace.workspace.faults.switch_on(slow)
        waiting = [ask(workspace, f"@peerbot Question {number}?") for number in range(8)]
        for one in waiting:
            bot.deliver(one)

        assert workspace.as_person(ASHA).press(bot.replies_to(question)[0], "show_passage:1").ok


def test_a_stop_waits_until_what_was_asked_is_answered(slack: RunningWorkspace, tmp_path: Path) -> None:
    with running(slack, tmp_path) as bot:
        bot.answers.going_on.clear()
        questions = [ask(slack, f"@peerbot Question {number}?") for number in range(3)]
        for question in questions:
            bot.deliver(question)
        stopping = Thread(target=bot.stop)
        stopping.start()
        bot.journal.wait_for("stopping")
        slack.wait_for_app(0)
        stopped_early = bot.journal.lines("stopped")
        bot.answers.going_on.set()
        stopping.join()

        assert stopped_early == []
        assert [line.__dict__["left"] for line in bot.journal.lines("stopped")] == [0]
        assert [len(bot.replies_to(question)) for question in questions] == [1] * 3


def test_the_message_that_is_streamed_into_is_kept_before_it_is_whole(peerbot: Bot) -> None:
    slow = Fault(FaultKind.SLOW_ANSWER, method="chat.stopStream", seconds=0.5)
    peerbot.workspace.workspace.faults.switch_on(slow)
    question = ask(peerbot.workspace)
    begun = peerbot.workspace.wait_for(
        lambda _state: next((one for one in peerbot.replies_to(question) if "asked" in one.text), None)
    )

    kept = peerbot.store.questions.get(peerbot.question_id(question))

    assert (kept.progress, kept.reply_ts) == (Progress.CLAIMED, begun.ts)


# Peerbot dies: what it leaves behind, in the store and in the thread, and what the next start makes of it

Left = Callable[[WebClient, Store, Question], None]


def nothing(_client: WebClient, _store: Store, _question: Question) -> None:
    """It died before it said anything."""


def stream_unknown(client: WebClient, store: Store, question: Question) -> None:
    """It died between Slack's answer and the store's commit."""
    begin_stream(client, question)


def stream_known(client: WebClient, store: Store, question: Question) -> None:
    """It died while streaming."""
    store.questions.replying(question.id, begin_stream(client, question))


def stream_ended(client: WebClient, store: Store, question: Question) -> None:
    """It died long ago, and Slack has ended the stream since."""
    ts = begin_stream(client, question)
    client.chat_stopStream(channel=question.channel, ts=ts)


def whole_reply_unknown(client: WebClient, store: Store, question: Question) -> None:
    """It died after the last call to Slack, and the store knows nothing of it."""
    ts = begin_stream(client, question)
    client.chat_stopStream(
        channel=question.channel, ts=ts, markdown_text="…", metadata=metadata(REPLY, question.id)
    )


def reply_deleted(client: WebClient, store: Store, question: Question) -> None:
    """Somebody has deleted what it had begun."""
    stream_known(client, store, question)
    client.chat_delete(channel=question.channel, ts=store.questions.get(question.id).reply_ts or "")


def begin_stream(client: WebClient, question: Question) -> str:
    started = client.chat_startStream(
        channel=question.channel,
        thread_ts=question.thread_ts or "",
        markdown_text="From 2 case st",
        recipient_team_id=question.team,
        recipient_user_id=question.asker,
    )
    return str(started["ts"])


@contextmanager
def left_behind(
    slack: RunningWorkspace, folder: Path, question: Message, *lefts: Left, text: str = "How did Kent do?"
) -> Iterator[None]:
    """A question that was claimed by a Peerbot that died over it."""
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    team = slack.workspace.app.team_id
    asked = Question(
        id=f"{team}:{question.channel}:{question.ts}",
        text=text,
        asker=question.user,
        asked_at=datetime.fromtimestamp(float(question.ts), UTC),
        surface=Surface.MENTION,
        team=team,
        channel=question.channel,
        message_ts=question.ts,
        thread_ts=question.thread_ts or question.ts,
    )
    with open_store(f"sqlite:///{folder / 'peerbot.sqlite3'}") as store:
        store.questions.claim(asked, by="a process that died", now=asked.asked_at)
        for leave in lefts:
            leave(client, store, asked)
    yield


@pytest.mark.parametrize(
    "left", [nothing, stream_unknown, stream_known, stream_ended, whole_reply_unknown, reply_deleted]
)
def test_what_was_left_undone_is_finished_at_the_next_start(
    slack: RunningWorkspace, tmp_path: Path, left: Left
) -> None:
    question = ask(slack)
    with left_behind(slack, tmp_path, question, left), running(slack, tmp_path) as bot:
        reply = the_only_reply(bot, question)

        assert is_whole(reply)
        assert bot.store.questions.get(bot.question_id(question)).reply_ts == reply.ts
        assert reply.blocks[-1]["type"] == "context_actions"


def test_two_questions_left_in_one_thread_get_a_reply_each(slack: RunningWorkspace, tmp_path: Path) -> None:
    first = ask(slack)
    second = slack.as_person(ASHA).post(GENERAL, "@peerbot How did Kent do?", first.ts)
    with (
        left_behind(slack, tmp_path, first, stream_unknown),
        left_behind(slack, tmp_path, second, stream_known),
        running(slack, tmp_path) as bot,
    ):
        replies = [bot.answered(question).reply_ts for question in (first, second)]
        bot.stop()

        said = slack.state.conversations.replies(GENERAL, first.ts)
        ours = [message for message in said if message.bot_id]
        assert sorted(message.ts for message in ours) == sorted(ts for ts in replies if ts)
        assert all(is_whole(message) for message in ours)


def test_what_is_ours_in_a_thread_is_not_taken_for_a_reply_that_was_begun(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    def note(client: WebClient, _store: Store, asked: Question) -> None:
        """It told the thread of something else."""
        client.chat_postMessage(
            channel=asked.channel,
            thread_ts=asked.thread_ts,
            text="Dealt with.",
            metadata=metadata(NOTE, "another question"),
        )

    question = ask(slack)
    with left_behind(slack, tmp_path, question, note), running(slack, tmp_path) as bot:
        bot.answered(question)
        bot.stop()

        told, reply = bot.replies_to(question)
        assert told.text == "Dealt with."
        assert is_whole(reply)


def test_a_reply_that_is_begun_is_left_to_its_own_question(slack: RunningWorkspace, tmp_path: Path) -> None:
    first = ask(slack)
    second = slack.as_person(ASHA).post(GENERAL, "@peerbot How did Kent do?", first.ts)
    with (
        left_behind(slack, tmp_path, first, nothing),
        left_behind(slack, tmp_path, second, stream_known),
        running(slack, tmp_path, answer_workers=1) as bot,
    ):
        kept = [bot.answered(question).reply_ts for question in (first, second)]
        bot.stop()

        assert len(set(kept)) == 2
        assert [is_whole(one) for one in bot.replies_to(first)] == [True, True]


def test_a_question_taken_up_leans_on_what_was_asked_before_it_alone(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    first = ask(slack)
    second = slack.as_person(ASHA).post(GENERAL, "@peerbot And in Leeds?", first.ts)
    with (
        left_behind(slack, tmp_path, first),
        left_behind(slack, tmp_path, second, text="And in Leeds?"),
        running(slack, tmp_path) as bot,
    ):
        for question in (first, second):
            bot.answered(question)

        assert {asked.text: asked.earlier for asked in bot.answers.asked} == {
            "How did Kent do?": (),
            "And in Leeds?": ("How did Kent do?",),
        }


def test_a_question_of_the_command_line_is_not_ours_to_take_up(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    question = Question("cli:1", "How?", "command line", now, Surface.COMMAND_LINE)
    with open_store(f"sqlite:///{tmp_path / 'peerbot.sqlite3'}") as store:
        store.questions.claim(question, by="command line", now=now)

    with running(slack, tmp_path) as bot:
        bot.journal.wait_for("looked for what was left undone")
        bot.stop()

        assert bot.store.questions.get(question.id).progress is Progress.CLAIMED


def test_a_command_left_undone_is_given_up_for_nobody_can_be_told(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    question = Question("T:C:trigger", "How?", ASHA, now, Surface.SLASH, "T", "C")
    with open_store(f"sqlite:///{tmp_path / 'peerbot.sqlite3'}") as store:
        store.questions.claim(question, by="a process that died", now=now)

    with running(slack, tmp_path) as bot:
        bot.journal.wait_for("gave up after a restart")

        assert bot.store.questions.get(question.id).progress is Progress.FAILED
        assert bot.answers.asked == []


def test_a_follow_up_left_undone_still_leans_on_its_thread(slack: RunningWorkspace, tmp_path: Path) -> None:
    with running(slack, tmp_path) as bot:
        first = ask(slack)
        bot.answered(first)
    follow_up = slack.as_person(ASHA).post(GENERAL, "How did Kent do?", first.ts)

    answers = MadeUp()
    with left_behind(slack, tmp_path, follow_up), running(slack, tmp_path, answers) as again:
        again.answered(follow_up)

    assert answers.asked[0].earlier == ("How did Kent do?",)
