"""An unmodified Bolt app on the workspace: from a person's gesture to what the person then sees."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from socket import socket
from typing import Any

import pytest
import uvicorn
from slack_bolt import Ack, App, Respond, Say, SayStream
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_bolt.context.set_status import SetStatus
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.workspace.faults import Fault, FaultKind
from bot.workspace.inspector import ExchangeKind
from bot.workspace.running import RunningWorkspace, listen, system_clock
from bot.workspace.values import HomeTab, StreamState
from tests.workspace_samples import (
    ASHA,
    BRAN,
    GENERAL,
    QUICK,
    actions,
    button,
    client_of,
    connected,
    field,
    home,
    modal,
    section,
    serving,
)

Json = dict[str, Any]


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with serving() as running:
        yield running


@pytest.fixture
def app(workspace: RunningWorkspace) -> Iterator[App]:
    with ThreadPoolExecutor(64) as pool:
        yield App(client=client_of(workspace), listener_executor=pool)


def test_a_mention_is_answered_in_its_thread_bit_by_bit(workspace: RunningWorkspace, app: App) -> None:
    said, go_on = threading.Event(), threading.Event()

    @app.event("app_mention")
    def answer(say_stream: SayStream, set_status: SetStatus) -> None:
        set_status("is looking through the case studies", loading_messages=["Reading"])
        stream = say_stream(buffer_size=1)
        stream.append(markdown_text="**Northshire**")
        said.set()
        go_on.wait(5)
        stream.stop(markdown_text=" did.", blocks=[actions(button("more"))])

    @app.event("message")
    def ignore() -> None:
        """The same post once more."""

    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        question = asha.post(GENERAL, "@peerbot who did it?")
        said.wait(5)
        [_, half] = workspace.state.conversations.thread(GENERAL, question.ts, ASHA)
        go_on.set()
        answered = asha.reply_to(question)

    assert half.stream
    assert (half.text, half.stream.state) == ("**Northshire**", StreamState.IN_PROGRESS)
    assert (answered.text, answered.thread_ts) == ("**Northshire** did.", question.ts)
    assert [block["type"] for block in answered.blocks] == ["markdown", "actions"]
    calls = [
        one.name for one in workspace.workspace.inspector.exchanges() if one.kind is ExchangeKind.REQUEST
    ]
    assert calls.index("assistant.threads.setStatus") < calls.index("chat.startStream")


def test_a_command_is_answered_to_one_person_only(workspace: RunningWorkspace, app: App) -> None:
    @app.command("/ask")
    def answer(ack: Ack, respond: Respond, command: Json) -> None:
        ack()
        respond(f"You asked: {command['text']}")

    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        outcome = asha.command(GENERAL, "/ask who <did> it?")
        answered = asha.latest(GENERAL, lambda message: message.is_ephemeral)

    assert outcome.ok
    assert answered.text == "You asked: who <did> it?"
    assert workspace.state.conversations.timeline(GENERAL, BRAN) == ()


def test_a_command_may_be_answered_in_its_acknowledgement(workspace: RunningWorkspace, app: App) -> None:
    @app.command("/tell")
    def answer(ack: Ack, command: Json) -> None:
        ack(text=f"Heard {command['text']}", response_type="in_channel")

    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        asha.command(GENERAL, "/tell @bran that #general is open")
        answered = workspace.as_person(BRAN).latest(GENERAL)

    assert answered.text == f"Heard <@{BRAN}> that <#{GENERAL}> is open"  # Its should_escape is true.


def form_app(app: App) -> list[Json]:
    """A button that opens a form, which wants a usefulness of five."""
    sent: list[Json] = []

    @app.action("give")
    def open_form(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(
            trigger_id=body["trigger_id"], view=modal(field("usefulness"), private_metadata="v7")
        )

    @app.view("form")
    def keep(ack: Ack, view: Json) -> None:
        value = view["state"]["values"]["usefulness_block"]["usefulness"]["value"]
        if value != "5":
            ack(response_action="errors", errors={"usefulness_block": "It was more useful than that."})
            return
        sent.append(view)
        ack()

    return sent


def test_a_button_opens_a_form_that_is_sent_back_and_then_taken(
    workspace: RunningWorkspace, app: App
) -> None:
    sent = form_app(app)
    client_of(workspace).chat_postMessage(channel=GENERAL, text="x", blocks=[actions(button("give"))])
    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        pressed = asha.press(asha.latest(GENERAL), "give")
        form = asha.modal()
        empty = asha.submit(form)
        wrong = asha.submit(form, usefulness="4")
        shown = asha.modal()
        taken = asha.submit(form, usefulness="5")

    assert pressed.ok
    assert empty.errors == {"usefulness_block": "Please complete this required field."}
    assert wrong.errors == shown.errors == {"usefulness_block": "It was more useful than that."}
    assert shown.values["usefulness_block"]["usefulness"]["value"] == "4"
    assert taken.ok
    assert workspace.state.screens.stack(ASHA) == ()
    assert [view["private_metadata"] for view in sent] == ["v7"]


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": modal(callback_id="next")}, ["next"]),
        ({"response_action": "push", "view": modal(callback_id="next")}, ["form", "next"]),
        ({"response_action": "clear"}, []),
        ({}, []),
    ],
)
def test_a_submission_is_followed_by_what_its_acknowledgement_says(
    workspace: RunningWorkspace, app: App, answer: Json, titles: list[str]
) -> None:
    app.shortcut("feedback")(open_plain_form)
    app.view("form")(lambda ack: ack(**answer))
    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        asha.shortcut("feedback")
        outcome = asha.submit(asha.modal())

    assert outcome.ok
    assert [view.content["callback_id"] for view in workspace.state.screens.stack(ASHA)] == titles


def open_plain_form(ack: Ack, shortcut: Json, client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=shortcut["trigger_id"], view=modal())


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update", "view": modal(title={"type": "plain_text", "text": "x" * 25})},
        {"response_action": "errors", "errors": {"no_such_block": "x"}},
        {"response_action": "dance"},
        {"response_action": "update"},
    ],
)
def test_an_acknowledgement_slack_could_not_follow_is_an_error_for_the_person(
    workspace: RunningWorkspace, app: App, answer: Json
) -> None:
    app.shortcut("feedback")(open_plain_form)
    app.view("form")(lambda ack: ack(**answer))
    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        asha.shortcut("feedback")
        outcome = asha.submit(asha.modal())

    assert outcome.error
    assert workspace.state.screens.modal(ASHA)


def test_an_answer_to_a_form_that_was_closed_meanwhile_changes_nothing(
    workspace: RunningWorkspace, app: App
) -> None:
    received, closed = threading.Event(), threading.Event()

    @app.view("form")
    def think(ack: Ack) -> None:
        received.set()
        closed.wait(5)
        ack(response_action="update", view=modal(callback_id="next"))

    app.shortcut("feedback")(open_plain_form)
    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        asha.shortcut("feedback")
        form = asha.modal()
        sent = workspace.workspace.gestures.submit_view(ASHA, form.id)
        received.wait(5)
        asha.close(form)
        closed.set()

        assert sent.result(5).ok
    assert workspace.state.screens.stack(ASHA) == ()


def test_a_home_is_published_when_it_is_opened_and_its_buttons_work(
    workspace: RunningWorkspace, app: App
) -> None:
    @app.event("app_home_opened")
    def show(event: Json, client: WebClient) -> None:
        if event["tab"] == HomeTab.HOME:
            client.views_publish(user_id=event["user"], view=home(actions(button("count", value="0"))))

    @app.action("count")
    def count(ack: Ack, action: Json, body: Json, client: WebClient) -> None:
        ack()
        counted = str(int(action["value"]) + 1)
        client.views_publish(
            user_id=body["user"]["id"],
            hash=body["view"]["hash"],
            view=home(actions(button("count", value=counted))),
        )

    def counted(view: Any) -> str:
        return str(view.blocks[0]["elements"][0]["value"])

    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        asha.open_home()
        asha.press(asha.home(lambda view: counted(view) == "0"), "count")
        asha.press(asha.home(lambda view: counted(view) == "1"), "count")
        last = asha.home(lambda view: counted(view) == "2")

    assert last.user == ASHA
    assert workspace.state.screens.home(BRAN) is None


def test_a_workflow_step_is_carried_out(workspace: RunningWorkspace, app: App) -> None:
    app.function("collect")(lambda inputs, complete: complete({"visit": inputs["visit"]}))
    with connected(app, workspace):
        run = workspace.workspace.gestures.run_step(ASHA, "collect", {"visit": "leeds"})
        executions = workspace.workspace.executions

        workspace.wait_for(lambda _state: (done := executions.get(run.id)) and not done.is_running)

    done = executions.get(run.id)
    assert done
    assert done.outputs == {"visit": "leeds"}


@pytest.mark.parametrize(
    ("fault", "handler"),
    [
        (FaultKind.RATE_LIMITED, RateLimitErrorRetryHandler(max_retry_count=2)),
        (FaultKind.SERVER_ERROR, ServerErrorRetryHandler(max_retry_count=2)),
    ],
)
def test_a_call_that_fails_is_made_again_by_the_sdks_own_handler(
    workspace: RunningWorkspace, app: App, fault: FaultKind, handler: Any
) -> None:
    app.client.retry_handlers.append(handler)
    app.event("message")(lambda: None)
    app.event("app_mention")(lambda say: say("Here I am"))
    workspace.workspace.faults.switch_on(Fault(fault, times=1, method="chat.postMessage", seconds=1))
    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        asha.post(GENERAL, "@peerbot hello")
        asha.latest(GENERAL, lambda message: message.text == "Here I am")

    calls = [one for one in workspace.workspace.inspector.exchanges() if one.name == "chat.postMessage"]
    assert [one.note for one in calls] == [
        {"rate_limited": "HTTP 429", "server_error": "HTTP 500"}[fault],
        "",
    ]


def test_a_slow_answer_is_slow(workspace: RunningWorkspace) -> None:
    workspace.workspace.faults.switch_on(Fault(FaultKind.SLOW_ANSWER, method="auth.test", seconds=0.2))
    client_of(workspace).auth_test()

    [call] = [one for one in workspace.workspace.inspector.exchanges() if one.name == "auth.test"]
    assert call.milliseconds is not None
    assert call.milliseconds >= 190  # The event loop's clock counts in steps.


def test_two_hundred_messages_are_each_answered_once_and_none_is_lost(
    workspace: RunningWorkspace, app: App
) -> None:
    @app.event("message")
    def answer(event: Json, say: Say) -> None:
        say(text=f"re: {event['text']}", thread_ts=event["ts"])

    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        questions = [asha.post(asha.dm.id, f"question {number}") for number in range(200)]
        conversations = workspace.state.conversations

        def answers() -> list[str]:
            return [one.text for one in conversations.messages(asha.dm.id) if one.bot_id]

        workspace.wait_for(lambda _state: len(answers()) >= 200, timeout=30)

    acks = sorted(
        one.milliseconds
        for one in workspace.workspace.inspector.exchanges()
        if one.kind is ExchangeKind.ENVELOPE and one.milliseconds is not None
    )
    assert sorted(answers()) == sorted(f"re: {question.text}" for question in questions)
    assert all(len(conversations.replies(asha.dm.id, question.ts)) == 1 for question in questions)
    assert acks[int(len(acks) * 0.99)] < 500


def three_listeners(client: WebClient, signing_secret: str = "") -> App:
    """The pattern of the official samples: an App made of three listeners."""
    app = App(client=client, signing_secret=signing_secret)

    @app.event("app_mention")
    def greet(say: Say) -> None:
        say(text="hello", blocks=[section("hello"), actions(button("go"))])

    @app.command("/ask")
    def answer(ack: Ack, respond: Respond) -> None:
        ack()
        respond("an answer")

    @app.action("go")
    def go(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="gone", replace_original=True)

    app.event("message")(lambda: None)
    return app


def walk(workspace: RunningWorkspace) -> None:
    """Use each of the three listeners once."""
    asha = workspace.as_person(ASHA)
    asha.post(GENERAL, "@peerbot hello")
    greeting = asha.latest(GENERAL, lambda message: message.text == "hello")
    assert asha.command(GENERAL, "/ask who?").ok
    assert asha.latest(GENERAL, lambda message: message.is_ephemeral).text == "an answer"
    assert asha.press(greeting, "go").ok
    assert asha.latest(GENERAL, lambda message: message.text == "gone").ts == greeting.ts


def test_the_official_samples_pattern_works_over_socket_mode(workspace: RunningWorkspace) -> None:
    with connected(three_listeners(client_of(workspace)), workspace):
        walk(workspace)


@contextmanager
def behind_http(app: App, listening: socket) -> Iterator[list[str]]:
    """``app`` served over HTTP; the signatures of the requests it was sent."""
    signatures: list[str] = []
    handler = SlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        signatures.append(request.headers["x-slack-signature"])
        return await handler.handle(request)

    routes = [Route("/slack/events", endpoint, methods=["POST"])]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield signatures
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def requested() -> Iterator[tuple[socket, str]]:
    """Where an app in HTTP mode listens, and its request URL."""
    with listen(0) as listening:
        yield listening, f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"


def test_the_official_samples_pattern_works_over_signed_requests(
    requested: tuple[socket, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a proxy in the environment that nobody listens at: this machine's own addresses need none."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")  # For the app's own client, which would ask the proxy.
    listening, url = requested
    with serving(now=system_clock, request_url=url) as workspace:  # Bolt compares signatures with the clock.
        app = three_listeners(client_of(workspace), workspace.signing_secret)
        with behind_http(app, listening) as signatures:
            walk(workspace)

    assert len(signatures) >= 4
    assert all(signature.startswith("v0=") for signature in signatures)


def test_a_request_with_another_secret_is_not_believed(requested: tuple[socket, str]) -> None:
    listening, url = requested
    with serving(now=system_clock, request_url=url, timings=QUICK) as workspace:
        app = three_listeners(client_of(workspace), "another secret")
        with behind_http(app, listening):
            outcome = workspace.as_person(ASHA).command(GENERAL, "/ask who?")

    assert outcome.error == "dispatch_failed"
