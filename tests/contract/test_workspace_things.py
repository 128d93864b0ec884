"""reactions.*, files.*, functions.*, entity.presentDetails, blocks.validate, apps.connections.open."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Reaction
from tests.workspace_samples import (
    ASHA,
    GENERAL,
    LUNCH,
    client_of,
    home,
    manifest,
    modal,
    refusal,
    section,
    serving,
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def client(workspace: RunningWorkspace) -> WebClient:
    return client_of(workspace)


def test_the_app_reacts_once_and_takes_it_back_once(client: WebClient, workspace: RunningWorkspace) -> None:
    ts, bot = workspace.as_person(ASHA).post(GENERAL, "Look").ts, workspace.workspace.app.bot_user

    def reactions() -> tuple[Reaction, ...]:
        message = workspace.state.conversations.message(GENERAL, ts)
        assert message
        return message.reactions

    client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
    with_it = reactions()
    again = refusal(client, "reactions.add", channel=GENERAL, timestamp=ts, name="eyes")
    client.reactions_remove(channel=GENERAL, timestamp=ts, name="eyes")
    without = refusal(client, "reactions.remove", channel=GENERAL, timestamp=ts, name="eyes")

    assert (with_it, reactions()) == ((Reaction("eyes", (bot,)),), ())
    assert (again["error"], without["error"]) == ("already_reacted", "no_reaction")


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("reactions.add", {"channel": GENERAL, "timestamp": "1.000001", "name": "eyes"}, "message_not_found"),
        ("reactions.add", {"channel": LUNCH, "timestamp": "1.000001", "name": "eyes"}, "not_in_channel"),
        ("reactions.add", {"channel": GENERAL, "timestamp": "1.000001", "name": ":eyes:"}, "invalid_name"),
        ("reactions.remove", {"name": "eyes"}, "no_item_specified"),
    ],
)
def test_a_reaction_slack_would_not_take_is_refused(
    client: WebClient, method: str, arguments: dict[str, str], error: str
) -> None:
    assert refusal(client, method, **arguments)["error"] == error


def test_a_file_is_uploaded_to_a_thread_and_read_back(client: WebClient, workspace: RunningWorkspace) -> None:
    thread = workspace.as_person(ASHA).post(GENERAL, "The list, please").ts

    [file] = client.files_upload_v2(
        channel=GENERAL,
        thread_ts=thread,
        filename="lessons.csv",
        title="Lessons",
        content="lesson\nAsk early\n",
        initial_comment="Here",
        alt_txt="A table of lessons",
    )["files"]

    *_, said = client.conversations_replies(channel=GENERAL, ts=thread)["messages"]
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    read = httpx.get(file["url_private"], headers=headers, trust_env=False)
    assert (said["text"], said["subtype"], said["files"][0]["id"]) == ("Here", "file_share", file["id"])
    assert read.text == "lesson\nAsk early\n"
    assert client.files_info(file=file["id"])["file"]["alt_txt"] == "A table of lessons"


def test_a_private_file_asks_for_the_token(client: WebClient) -> None:
    [file] = client.files_upload_v2(channel=GENERAL, filename="a.txt", content="secret")["files"]
    refused = [
        httpx.get(file["url_private"], headers=headers, trust_env=False).status_code
        for headers in ({}, {"Authorization": "Bearer xoxb-of-somebody-else"})
    ]

    assert refused == [403, 403]


def test_a_private_file_asks_for_the_scope_too() -> None:
    with serving(manifest(scopes=("files:write", "chat:write"))) as workspace:
        client = client_of(workspace)
        announced = client.files_getUploadURLExternal(filename="a.txt", length=3)
        httpx.post(announced["upload_url"], content=b"abc", trust_env=False)
        [file] = client.files_completeUploadExternal(files=[{"id": announced["file_id"]}])["files"]
        headers = {"Authorization": f"Bearer {workspace.bot_token}"}

        assert httpx.get(file["url_private"], headers=headers, trust_env=False).status_code == 403


def test_bytes_that_were_not_announced_are_not_taken(client: WebClient, workspace: RunningWorkspace) -> None:
    announced = client.files_getUploadURLExternal(filename="a.txt", length=3)
    longer = httpx.post(announced["upload_url"], content=b"four", trust_env=False)
    unknown = httpx.post(f"{workspace.url}/upload/v1/guessed", content=b"abc", trust_env=False)

    assert (longer.status_code, unknown.status_code) == (400, 400)
    answer = refusal(client, "files.completeUploadExternal", files=[{"id": announced["file_id"]}])
    assert answer["error"] == "file_not_found"


def test_bytes_may_come_in_a_multipart_form(client: WebClient) -> None:
    announced = client.files_getUploadURLExternal(filename="a.txt", length=3)
    sent = httpx.post(announced["upload_url"], files={"file": ("a.txt", b"abc")}, trust_env=False)

    [file] = client.files_completeUploadExternal(files=[{"id": announced["file_id"]}])["files"]
    assert (sent.status_code, file["size"], file["title"]) == (200, 3, "a.txt")


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("files.getUploadURLExternal", {"filename": "a", "length": 0}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": []}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": [{}]}, "invalid_arguments"),
        ("files.info", {"file": "F0NOWHERE1"}, "file_not_found"),
    ],
)
def test_a_file_slack_would_not_take_is_refused(
    client: WebClient, method: str, arguments: dict[str, Any], error: str
) -> None:
    assert refusal(client, method, **arguments)["error"] == error


def test_a_file_does_not_go_where_the_app_is_not(client: WebClient) -> None:
    announced = client.files_getUploadURLExternal(filename="a.txt", length=3)
    httpx.post(announced["upload_url"], content=b"abc", trust_env=False)

    answer = refusal(
        client, "files.completeUploadExternal", files=[{"id": announced["file_id"]}], channel_id=LUNCH
    )

    assert answer["error"] == "not_in_channel"


def test_a_workflow_step_is_completed_once(client: WebClient, workspace: RunningWorkspace) -> None:
    run = workspace.workspace.gestures.run_step(ASHA, "collect", {"visit": "leeds"})
    client.functions_completeSuccess(function_execution_id=run.id, outputs={"records": 3})

    again = refusal(client, "functions.completeError", function_execution_id=run.id, error="late")

    done = workspace.workspace.executions.get(run.id)
    assert done
    assert (done.outputs, again["error"]) == ({"records": 3}, "function_execution_not_in_running_state")


def test_a_workflow_step_may_fail(client: WebClient, workspace: RunningWorkspace) -> None:
    run = workspace.workspace.gestures.run_step(ASHA, "collect", {})
    client.functions_completeError(function_execution_id=run.id, error="no visit")

    done = workspace.workspace.executions.get(run.id)
    assert done
    assert done.error == "no visit"


def test_a_workflow_step_that_never_ran_cannot_be_completed(client: WebClient) -> None:
    answer = refusal(client, "functions.completeSuccess", function_execution_id="Fx1", outputs={})

    assert answer["error"] == "function_execution_not_found"


def test_details_of_a_work_object_need_a_trigger(client: WebClient, workspace: RunningWorkspace) -> None:
    once = workspace.workspace.triggers.issue(ASHA)
    entity = {"entity_type": "slack#/entities/content_item", "entity_payload": {}}

    shown = client.api_call("entity.presentDetails", json={"trigger_id": once, "metadata": entity})
    again = refusal(client, "entity.presentDetails", trigger_id=once, metadata=entity)
    empty = refusal(client, "entity.presentDetails", trigger_id=workspace.workspace.triggers.issue(ASHA))

    assert (shown["ok"], again["error"], empty["error"]) == (
        True,
        "exchanged_trigger_id",
        "invalid_arguments",
    )


def test_blocks_are_validated_without_a_token(workspace: RunningWorkspace) -> None:
    nobody = client_of(workspace, "")
    blocks = nobody.blocks_validate(blocks=[section()])
    message = nobody.blocks_validate(message={"blocks": [section()]})
    views = [nobody.blocks_validate(view=view) for view in (modal(), home())]

    assert all(answer["ok"] for answer in (blocks, message, *views))


def test_what_is_wrong_with_blocks_is_told_with_a_pointer(client: WebClient) -> None:
    wrong = [{"type": "poem"}]
    given: dict[str, Any] = {
        "blocks": wrong,
        "message": {"blocks": wrong},
        "view": modal(blocks=wrong),
    }
    answers = {key: refusal(client, "blocks.validate", **{key: value}) for key, value in given.items()}

    told = {key: (answer["error"], answer["errors"][0]["pointer"]) for key, answer in answers.items()}
    assert told == {
        "blocks": ("invalid_blocks", "/0/type"),
        "message": ("invalid_message", "/blocks/0/type"),
        "view": ("invalid_view", "/blocks/0/type"),
    }
    assert answers["blocks"]["errors"][0]["code"] == "unsupported_type"


def test_one_thing_is_validated_at_a_time(client: WebClient) -> None:
    both = refusal(client, "blocks.validate", blocks=[section()], view=modal())
    neither = refusal(client, "blocks.validate")

    assert (both["error"], neither["error"]) == ("invalid_arguments", "invalid_arguments")


def test_a_connection_is_a_socket_on_this_machine(workspace: RunningWorkspace) -> None:
    address = client_of(workspace, workspace.app_token).apps_connections_open(app_token=workspace.app_token)

    assert address["url"].startswith(f"ws://127.0.0.1:{workspace.port}/link?ticket=")


def test_an_app_without_socket_mode_gets_no_connection() -> None:
    described = manifest()
    described["settings"]["socket_mode_enabled"] = False
    with serving(described) as workspace:
        answer = refusal(client_of(workspace, workspace.app_token), "apps.connections.open")

    assert answer["error"] == "socket_mode_not_enabled"
