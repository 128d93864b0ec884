"""What people and operators are told when something is wrong."""

from pathlib import Path
from threading import Event

import pytest

from bot.logs import reference
from bot.serving import SlackUnusableError, serve_until
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.manifest import Manifest
from bot.workspace.running import RunningWorkspace
from knowledge.errors import StoreBusyError
from knowledge.store import Progress, open_store
from tests.slack_bot import ASHA, BRAN, GENERAL, MANIFEST, Bot, MadeUp, Means, clock, running, settings_for


def test_an_error_in_answering_is_an_apology_with_a_reference_and_no_traceback(peerbot: Bot) -> None:
    peerbot.answers.instead = {"How?": ZeroDivisionError("division by zero")}
    question = peerbot.person(ASHA).post(GENERAL, "@peerbot How?")

    reply = peerbot.person(ASHA).reply_to(question)

    mark = reference(peerbot.question_id(question))
    assert reply.text == (
        f"Something went wrong on my side. Please try again, or tell your facilitator. Reference: {mark}"
    )
    [line] = peerbot.journal.lines("failed", mark)
    assert line.exc_info is not None
    assert line.exc_info[0] is ZeroDivisionError
    peerbot.stop()
    assert len(peerbot.replies_to(question)) == 1
    assert peerbot.store.questions.get(peerbot.question_id(question)).progress is Progress.FAILED


def test_while_slack_cannot_be_told_the_question_waits_for_the_next_start(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    methods = ("chat.startStream", "chat.postMessage")
    with running(slack, tmp_path) as bot:
        for method in methods:
            slack.workspace.faults.switch_on(Fault(FaultKind.SERVER_ERROR, times=None, method=method))
        question = bot.person(ASHA).post(GENERAL, "@peerbot How did Kent do?")
        bot.journal.wait_for("nobody told")
        bot.stop()
        assert bot.store.questions.get(bot.question_id(question)).progress is Progress.CLAIMED
    for method in methods:
        slack.workspace.faults.switch_off(FaultKind.SERVER_ERROR, method)

    with running(slack, tmp_path) as again:
        again.answered(question)

        assert ["They asked: How did Kent do?" in reply.text for reply in again.replies_to(question)] == [
            True
        ]


def test_a_question_whose_thread_is_gone_is_given_up(peerbot: Bot) -> None:
    peerbot.answers.going_on.clear()
    question = peerbot.person(ASHA).post(GENERAL, "@peerbot How did Kent do?")
    peerbot.deliver(question)
    peerbot.workspace.workspace.talk.delete_message(ASHA, GENERAL, question.ts)

    peerbot.answers.going_on.set()
    peerbot.journal.wait_for("nobody told")
    peerbot.stop()

    assert peerbot.store.questions.get(peerbot.question_id(question)).progress is Progress.FAILED


def test_an_error_of_ours_is_a_sentence_of_its_own(peerbot: Bot) -> None:
    peerbot.answers.instead = {"How?": StoreBusyError("locked")}

    reply = peerbot.person(ASHA).reply_to(peerbot.person(ASHA).post(GENERAL, "@peerbot How?"))

    assert reply.text.startswith("I have a lot to write down just now.")


def test_an_error_before_a_question_is_claimed_is_told_to_its_asker_alone(peerbot: Bot) -> None:
    peerbot.journal.wait_for("looked for what was left undone")
    with peerbot.store.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE questions RENAME TO mislaid")

    talk = peerbot.person(BRAN).post(GENERAL, "Shall we go to Kent?")
    peerbot.person(ASHA).post(GENERAL, "@peerbot How did Kent do?", talk.ts)
    told = peerbot.wait_for_whisper(ASHA, GENERAL, "Something went wrong")

    assert told.thread_ts == talk.ts
    assert "Reference: " in told.text
    assert "questions" not in told.text


def test_no_log_line_says_what_was_asked_or_by_whom(peerbot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    question = peerbot.person(ASHA).post(GENERAL, "@peerbot How did Kent do?")
    peerbot.answered(question)
    peerbot.person(ASHA).command(GENERAL, "/lessons How did Kent do?")
    peerbot.stop()

    written = "\n".join(
        f"{record.getMessage()} {record.__dict__}"
        for record in caplog.records
        if record.name.startswith("bot")
    )
    assert "answered" in written
    assert "How did Kent" not in written
    assert ASHA not in written
    assert "xoxb" not in written


# Before serving begins


def means(workspace: RunningWorkspace, folder: Path, **settings: object) -> Means:
    store = open_store(f"sqlite:///{folder / 'peerbot.sqlite3'}")
    return Means(settings_for(workspace, folder, **settings), store, MadeUp(), clock)


@pytest.mark.parametrize(
    ("wrong", "beginning"),
    [
        ({"slack_bot_token": "xoxb-wrong"}, "Slack does not accept SLACK_BOT_TOKEN (invalid_auth)"),
        ({"slack_app_token": "xapp-wrong"}, "Slack does not accept SLACK_APP_TOKEN (invalid_auth)"),
        ({"slack_api_url": "http://127.0.0.1:1/api/"}, "Slack cannot be reached at http://127.0.0.1:1/api/"),
        (
            {"slack_bot_token": None, "slack_app_token": None},
            "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set",
        ),
    ],
)
def test_what_keeps_peerbot_from_serving_is_a_sentence(
    slack: RunningWorkspace, tmp_path: Path, wrong: dict[str, object], beginning: str
) -> None:
    supplies = means(slack, tmp_path, **wrong)

    with pytest.raises(SlackUnusableError) as refused, supplies.store:
        serve_until(Event(), supplies)

    assert str(refused.value).startswith(beginning)
    assert "wrong" not in str(refused.value)
    assert refused.value.exit_code == 3


def test_scopes_that_are_missing_are_named(tmp_path: Path) -> None:
    described = Manifest.read(MANIFEST).model_dump(mode="json")
    described["oauth_config"]["scopes"]["bot"] = ["app_mentions:read", "chat:write"]
    with RunningWorkspace.start(described) as workspace:
        supplies = means(workspace, tmp_path)

        with (
            pytest.raises(
                SlackUnusableError, match="lacks channels:history, channels:read, commands, files:read"
            ) as refused,
            supplies.store,
        ):
            serve_until(Event(), supplies)

    assert "bot/manifest.json" in str(refused.value)
