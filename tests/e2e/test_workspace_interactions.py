"""What the app is sent when a person presses, chooses, submits and closes, in Slack's shapes."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.workspace.running import RunningWorkspace
from bot.workspace.talk import GestureError
from bot.workspace.values import Message, Place
from tests.workspace_samples import (
    ASHA,
    BRAN,
    GENERAL,
    Ear,
    actions,
    button,
    client_of,
    field,
    home,
    listening,
    manifest,
    modal,
    plain,
    section,
    serving,
)

Json = dict[str, Any]

OPTIONS = [{"text": plain(name), "value": name} for name in ("leeds", "york")]
GROUPED = {"label": plain("Yorkshire"), "options": OPTIONS}


def answer(request: SocketModeRequest) -> Json:
    """Suggestions get options; everything else is acknowledged."""
    if request.payload.get("type") == "block_suggestion":
        asked_for_groups = request.payload["action_id"] == "grouped"
        return {"option_groups": [GROUPED]} if asked_for_groups else {"options": OPTIONS}
    return {}


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with serving() as running:
        yield running


@pytest.fixture
def ear(workspace: RunningWorkspace) -> Iterator[Ear]:
    with listening(workspace, answer) as listener:
        yield listener


def posted(workspace: RunningWorkspace, *blocks: Json) -> Message:
    ts = client_of(workspace).chat_postMessage(channel=GENERAL, text="x", blocks=blocks)["ts"]
    return workspace.as_person(ASHA).latest(GENERAL, lambda message: message.ts == ts)


def opened(workspace: RunningWorkspace, *blocks: Json, **more: Any) -> str:
    """The id of a modal on Asha's screen."""
    trigger_id = workspace.workspace.triggers.issue(ASHA)
    view = modal(*blocks, **more)
    return str(client_of(workspace).views_open(trigger_id=trigger_id, view=view)["view"]["id"])


def test_a_press_in_a_message_tells_who_where_and_what(workspace: RunningWorkspace, ear: Ear) -> None:
    message = posted(workspace, actions(button("go", value="7", style="primary")))
    workspace.as_person(ASHA).press(message, "go")
    payload, app = ear.payload("block_actions"), workspace.workspace.app

    assert payload["user"] == {"id": ASHA, "username": "asha", "name": "asha", "team_id": "T0NETWORK1"}
    assert payload["team"] == {"id": "T0NETWORK1", "domain": "knowledge-exchange"}
    assert payload["api_app_id"] == app.app_id
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": GENERAL,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": GENERAL, "name": "general"}
    assert payload["message"]["bot_id"] == app.bot_id
    assert payload["trigger_id"]
    assert payload["response_url"].startswith(f"{workspace.url}/hooks/actions/")
    [action] = payload["actions"]
    assert {**action, "action_ts": "x"} == {
        "type": "button",
        "action_id": "go",
        "block_id": "actions",
        "value": "7",
        "style": "primary",
        "text": plain("go"),
        "action_ts": "x",
    }


def test_a_press_in_an_ephemeral_message_does_not_send_the_message(
    workspace: RunningWorkspace, ear: Ear
) -> None:
    client_of(workspace).chat_postEphemeral(
        channel=GENERAL, user=ASHA, text="x", blocks=[actions(button("go"))]
    )
    asha = workspace.as_person(ASHA)
    asha.press(asha.latest(GENERAL), "go")

    payload = ear.payload("block_actions")
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


CHOICES: dict[str, tuple[Json, Any, Json]] = {
    "static_select": ({"options": OPTIONS}, "york", {"selected_option": OPTIONS[1]}),
    "radio_buttons": ({"options": OPTIONS}, "leeds", {"selected_option": OPTIONS[0]}),
    "checkboxes": ({"options": OPTIONS}, ["leeds", "york"], {"selected_options": OPTIONS}),
    "overflow": ({"options": OPTIONS}, "york", {"selected_option": OPTIONS[1]}),
    "datepicker": ({}, "2026-11-23", {"selected_date": "2026-11-23"}),
    "timepicker": (
        {"timezone": "Europe/London"},
        "09:30",
        {"selected_time": "09:30", "timezone": "Europe/London"},
    ),
    "users_select": ({}, BRAN, {"selected_user": BRAN}),
    "conversations_select": ({}, GENERAL, {"selected_conversation": GENERAL}),
    "channels_select": ({}, GENERAL, {"selected_channel": GENERAL}),
    "multi_static_select": ({"options": OPTIONS}, ["york"], {"selected_options": OPTIONS[1:]}),
    "multi_users_select": ({}, [ASHA, BRAN], {"selected_users": [ASHA, BRAN]}),
}


def test_every_choice_is_told_in_its_own_words(workspace: RunningWorkspace, ear: Ear) -> None:
    asha = workspace.as_person(ASHA)
    for kind, (fields, given, _) in CHOICES.items():
        element = {"type": kind, "action_id": kind, **fields}
        asha.press(posted(workspace, {**section(), "accessory": element}), kind, given)

    told = {
        request.payload["actions"][0]["type"]: request.payload["actions"][0]
        for request in ear.hear("block_actions", len(CHOICES))
    }
    for kind, (_, _, expected) in CHOICES.items():
        assert {key: told[kind][key] for key in expected} == expected


def test_a_date_and_time_is_told_in_seconds(workspace: RunningWorkspace, ear: Ear) -> None:
    message = posted(workspace, actions({"type": "datetimepicker", "action_id": "when"}))
    workspace.as_person(ASHA).press(message, "when", "1795426200")

    assert ear.payload("block_actions")["actions"][0]["selected_date_time"] == 1795426200


def test_a_vote_is_told_with_its_value(workspace: RunningWorkspace, ear: Ear) -> None:
    vote = {
        "type": "feedback_buttons",
        "action_id": "vote",
        "positive_button": {"text": plain("Good"), "value": "up"},
        "negative_button": {"text": plain("Bad"), "value": "down"},
    }
    message = posted(workspace, {"type": "context_actions", "block_id": "v", "elements": [vote]})
    workspace.as_person(ASHA).press(message, "vote", "down")

    [action] = ear.payload("block_actions")["actions"]
    assert (action["type"], action["value"], action["text"]) == ("feedback_buttons", "down", plain("Bad"))


def test_the_other_fields_of_a_message_come_along(workspace: RunningWorkspace, ear: Ear) -> None:
    select = {"type": "static_select", "action_id": "place", "options": OPTIONS, "initial_option": OPTIONS[0]}
    message = posted(workspace, actions(select, button("go")))
    workspace.as_person(ASHA).press(message, "go", entered={("actions", "place"): "york"})
    workspace.as_person(ASHA).press(message, "go")

    chosen, untouched = (request.payload["state"]["values"] for request in ear.hear("block_actions", 2))
    assert chosen == {"actions": {"place": {"type": "static_select", "selected_option": OPTIONS[1]}}}
    assert untouched["actions"]["place"]["selected_option"] == OPTIONS[0]


def test_a_press_in_a_modal_sends_the_view_as_it_is_filled_in(workspace: RunningWorkspace, ear: Ear) -> None:
    view_id = opened(
        workspace, field("name"), actions(button("look")), private_metadata="v7", external_id="x1"
    )
    asha = workspace.as_person(ASHA)
    asha.press(asha.modal(), "look", entered={("name_block", "name"): "Leeds"})

    payload = ear.payload("block_actions")
    assert payload["container"] == {"type": "view", "view_id": view_id}
    assert (payload["view"]["private_metadata"], payload["view"]["external_id"]) == ("v7", "x1")
    assert payload["view"]["state"]["values"]["name_block"]["name"]["value"] == "Leeds"
    assert "channel" not in payload
    pushed = client_of(workspace).views_push(trigger_id=payload["trigger_id"], view=modal())
    assert pushed["view"]["previous_view_id"] == view_id


def test_a_press_in_a_home_sends_the_home(workspace: RunningWorkspace, ear: Ear) -> None:
    client_of(workspace).views_publish(user_id=ASHA, view=home(actions(button("go"))))
    asha = workspace.as_person(ASHA)
    asha.press(asha.home(), "go")

    payload = ear.payload("block_actions")
    assert (payload["view"]["type"], payload["container"]["type"]) == ("home", "view")


def test_a_submission_sends_every_field(workspace: RunningWorkspace, ear: Ear) -> None:
    opened(
        workspace,
        field("text"),
        field("number", "number_input", is_decimal_allowed=False),
        field("notes", "rich_text_input", optional=True),
        field("place", "static_select", options=OPTIONS),
        field("places", "multi_static_select", options=OPTIONS, optional=True),
        field("papers", "file_input", optional=True),
        field("when", "datetimepicker", optional=True),
    )
    asha = workspace.as_person(ASHA)
    paper = workspace.workspace.talk.keep_file(ASHA, "plan.pdf", b"%PDF")
    outcome = asha.submit(
        asha.modal(), text="Good", number="4", notes="Well run", place="leeds", papers=[paper.id]
    )

    payload = ear.payload("view_submission")
    values = {
        name: held for block in payload["view"]["state"]["values"].values() for name, held in block.items()
    }
    assert outcome.ok
    assert values["text"] == {"type": "plain_text_input", "value": "Good"}
    assert values["number"] == {"type": "number_input", "value": "4"}
    assert values["notes"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "Well run"
    assert values["place"] == {"type": "static_select", "selected_option": OPTIONS[0]}
    assert values["places"] == {"type": "multi_static_select", "selected_options": []}
    assert values["when"] == {"type": "datetimepicker", "selected_date_time": None}
    assert values["papers"]["files"][0]["name"] == "plan.pdf"
    assert payload["response_urls"] == []
    assert payload["trigger_id"]


def test_a_submission_brings_addresses_for_conversations_that_asked_for_one(
    workspace: RunningWorkspace, ear: Ear
) -> None:
    opened(workspace, field("where", "conversations_select", response_url_enabled=True))
    asha = workspace.as_person(ASHA)
    asha.submit(asha.modal(), where=GENERAL)

    [given] = ear.payload("view_submission")["response_urls"]
    assert (given["channel_id"], given["block_id"], given["action_id"]) == (GENERAL, "where_block", "where")
    httpx.post(given["response_url"], json={"text": "Noted", "response_type": "in_channel"}, trust_env=False)
    assert workspace.as_person(BRAN).latest(GENERAL).text == "Noted"


@pytest.mark.parametrize("all_of_them", [False, True])
def test_closing_is_told_only_when_asked_for(
    workspace: RunningWorkspace,
    ear: Ear,
    all_of_them: bool,  # noqa: FBT001  # pytest passes parameters by name
) -> None:
    opened(workspace, notify_on_close=True, private_metadata="below")
    trigger_id = workspace.workspace.triggers.issue(ASHA, from_modal=True)
    client_of(workspace).views_push(trigger_id=trigger_id, view=modal(private_metadata="above"))
    asha = workspace.as_person(ASHA)

    asha.close(asha.modal(), all_of_them=all_of_them)
    if not all_of_them:
        asha.close(asha.modal())

    [closed] = [request.payload for request in ear.hear("view_closed")]
    assert (closed["view"]["private_metadata"], closed["is_cleared"]) == ("below", all_of_them)
    assert workspace.state.screens.stack(ASHA) == ()


@pytest.mark.parametrize(("action_id", "expected"), [("plain", OPTIONS), ("grouped", [])])
def test_an_external_select_offers_what_the_app_answers(
    workspace: RunningWorkspace, ear: Ear, action_id: str, expected: list[Json]
) -> None:
    opened(workspace, field(action_id, "external_select"))
    asha = workspace.as_person(ASHA)
    offered = asha.suggest(asha.modal(), action_id, "yor")
    asha.submit(asha.modal(), **{action_id: "york"})

    asked, sent = ear.payload("block_suggestion"), ear.payload("view_submission")
    assert (asked["value"], asked["action_id"], asked["block_id"]) == ("yor", action_id, f"{action_id}_block")
    assert asked["container"]["type"] == "view"
    assert list(offered.options) == expected
    assert list(offered.option_groups) == ([] if expected else [GROUPED])
    assert sent["view"]["state"]["values"][f"{action_id}_block"][action_id]["selected_option"] == OPTIONS[1]


def test_options_slack_would_not_show_are_an_error_for_the_person(workspace: RunningWorkspace) -> None:
    too_long = {"options": [{"text": plain("x" * 76), "value": "x"}]}
    with listening(workspace, lambda _request: too_long):
        opened(workspace, field("place", "external_select"))
        asha = workspace.as_person(ASHA)

        assert asha.suggest(asha.modal(), "place", "yor").error


def test_an_input_dispatches_only_when_its_block_says_so(workspace: RunningWorkspace, ear: Ear) -> None:
    opened(
        workspace,
        field("quiet", "static_select", options=OPTIONS),
        {**field("loud", "static_select", options=OPTIONS), "dispatch_action": True},
    )
    asha = workspace.as_person(ASHA)
    with pytest.raises(GestureError):
        asha.press(asha.modal(), "quiet", "york")
    asha.press(asha.modal(), "loud", "york")

    assert ear.payload("block_actions")["actions"][0]["action_id"] == "loud"


def test_shortcuts_are_told_with_a_trigger(workspace: RunningWorkspace, ear: Ear) -> None:
    asha = workspace.as_person(ASHA)
    message = workspace.as_person(BRAN).post(GENERAL, "Ask early")
    asha.shortcut("feedback")
    asha.shortcut("save", message)

    everywhere, on_message = ear.payload("shortcut"), ear.payload("message_action")
    assert (everywhere["callback_id"], bool(everywhere["trigger_id"])) == ("feedback", True)
    assert (on_message["callback_id"], on_message["message_ts"]) == ("save", message.ts)
    assert on_message["message"]["text"] == "Ask early"
    assert on_message["channel"] == {"id": GENERAL, "name": "general"}
    assert on_message["response_url"]


def test_a_command_is_a_flat_form(workspace: RunningWorkspace, ear: Ear) -> None:
    workspace.as_person(ASHA).command(GENERAL, "/ask  who did it?  ")

    payload = ear.payload("/ask")
    assert (payload["command"], payload["text"]) == ("/ask", "who did it?")
    assert (payload["user_id"], payload["user_name"]) == (ASHA, "asha")
    assert (payload["channel_id"], payload["channel_name"]) == (GENERAL, "general")
    assert all(isinstance(value, str) for value in payload.values())


def impossible(workspace: RunningWorkspace) -> dict[str, Any]:
    """Things nobody could do in Slack."""
    asha, gestures, talk = workspace.as_person(ASHA), workspace.workspace.gestures, workspace.workspace.talk
    message = posted(workspace, actions(button("go"), button("theirs", visible_to_user_ids=[BRAN])))
    hidden_ts = client_of(workspace).chat_postEphemeral(
        channel=GENERAL, user=BRAN, text="x", blocks=[actions(button("go"))]
    )["message_ts"]
    view_id = opened(workspace, field("place", "static_select", options=OPTIONS))
    homely = client_of(workspace).views_publish(user_id=BRAN, view=home(actions(button("go"))))["view"]["id"]
    return {
        "submit another's modal": lambda: gestures.submit_view(BRAN, view_id),
        "choose what is not offered": lambda: asha.submit(asha.modal(), place="hull"),
        "press in another's home": lambda: gestures.act(ASHA, Place(view_id=homely), "actions", "go"),
        "press what is not there": lambda: gestures.act(
            ASHA, Place(channel=GENERAL, ts=message.ts), "actions", "stop"
        ),
        "press what only another sees": lambda: asha.press(message, "theirs"),
        "press in another's message": lambda: gestures.act(
            ASHA, Place(channel=GENERAL, ts=hidden_ts), "actions", "go"
        ),
        "use an unknown command": lambda: asha.command(GENERAL, "/sing"),
        "use an unknown shortcut": lambda: asha.shortcut("sing"),
        "use a message shortcut on nothing": lambda: asha.shortcut("feedback", message),
        "post where one is not": lambda: workspace.as_person("cerys").post(GENERAL, "x"),
        "post nothing": lambda: asha.post(GENERAL, "  "),
        "edit another's message": lambda: talk.edit_message(ASHA, GENERAL, message.ts, "x"),
        "reply to nothing": lambda: asha.post(GENERAL, "x", "1.000001"),
        "stop what does not run": lambda: gestures.stop(ASHA, GENERAL, message.ts),
        "choose a prompt that is not there": lambda: gestures.choose_prompt(ASHA, 9),
        "join a private channel": lambda: talk.join(ASHA, "C0FACILIT8"),
    }


def test_nobody_can_do_what_slack_does_not_let_them(workspace: RunningWorkspace) -> None:
    for name, gesture in impossible(workspace).items():
        with pytest.raises(GestureError):
            assert not gesture(), name


def test_without_interactivity_a_press_goes_nowhere() -> None:
    described = manifest()
    described["settings"]["interactivity"]["is_enabled"] = False
    with serving(described) as workspace:
        message = posted(workspace, actions(button("go")))

        assert workspace.as_person(ASHA).press(message, "go").error


def test_a_suggested_prompt_is_sent_as_a_message(workspace: RunningWorkspace, ear: Ear) -> None:
    workspace.workspace.gestures.choose_prompt(ASHA, 0)

    assert ear.event("message")["text"] == "Who turned a leisure centre round?"
