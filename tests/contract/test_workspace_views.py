"""views.*: triggers, stacks, hashes, App Homes."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace.faults import Fault, FaultKind
from bot.workspace.running import RunningWorkspace
from bot.workspace.timings import Timings
from tests.workspace_samples import (
    ASHA,
    BRAN,
    Clock,
    client_of,
    field,
    home,
    manifest,
    modal,
    plain,
    refusal,
    section,
    serving,
)


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def workspace(clock: Clock) -> Iterator[RunningWorkspace]:
    with serving(now=clock, timings=Timings()) as running:
        yield running


@pytest.fixture(scope="module")
def client(workspace: RunningWorkspace) -> WebClient:
    return client_of(workspace)


def trigger(workspace: RunningWorkspace, user: str = ASHA, *, from_modal: bool = False) -> str:
    """What an interaction of ``user`` would carry."""
    return workspace.workspace.triggers.issue(user, from_modal=from_modal)


def titles(workspace: RunningWorkspace, user: str = ASHA) -> list[str]:
    return [view.content["title"]["text"] for view in workspace.state.screens.stack(user)]


def titled(title: str, **more: Any) -> dict[str, Any]:
    return modal(title=plain(title), **more)


def test_a_modal_opens_for_whoever_set_it_off(client: WebClient, workspace: RunningWorkspace) -> None:
    view = client.views_open(trigger_id=trigger(workspace, BRAN), view=titled("Bran's"))["view"]

    assert titles(workspace, BRAN) == ["Bran's"]
    assert view["root_view_id"] == view["id"]
    assert view["hash"]


def test_a_trigger_works_once(client: WebClient, workspace: RunningWorkspace) -> None:
    once = trigger(workspace)
    client.views_open(trigger_id=once, view=modal())

    answer = refusal(client, "views.open", trigger_id=once, view=modal())

    assert answer["error"] == "exchanged_trigger_id"


def test_a_trigger_lasts_three_seconds(client: WebClient, workspace: RunningWorkspace, clock: Clock) -> None:
    in_time, too_late = trigger(workspace), trigger(workspace)
    clock.advance(seconds=3)
    opened = client.views_open(trigger_id=in_time, view=modal())
    clock.advance(seconds=0.1)

    assert opened["ok"]
    assert refusal(client, "views.open", trigger_id=too_late, view=modal())["error"] == "expired_trigger_id"


def test_a_trigger_can_be_made_to_expire(client: WebClient, workspace: RunningWorkspace) -> None:
    workspace.workspace.faults.switch_on(Fault(FaultKind.EXPIRED_TRIGGER))

    answer = refusal(client, "views.open", trigger_id=trigger(workspace), view=modal())

    assert answer["error"] == "expired_trigger_id"
    assert workspace.workspace.faults.on() == ()


def test_a_trigger_nobody_gave_out_is_refused(client: WebClient) -> None:
    assert refusal(client, "views.open", trigger_id="1.2.3", view=modal())["error"] == "invalid_trigger_id"


def test_a_view_that_is_refused_says_what_is_wrong_and_where(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    answer = refusal(
        client, "views.open", trigger_id=trigger(workspace), view=modal(title=plain("x" * 25), blocks=[])
    )

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
        "[ERROR] no fewer than 1 items required [json-pointer:/view/blocks]",
    ]


def test_three_modals_are_stacked_and_no_fourth(client: WebClient, workspace: RunningWorkspace) -> None:
    client.views_open(trigger_id=trigger(workspace), view=titled("1"))
    for title in ("2", "3"):
        client.views_push(trigger_id=trigger(workspace, from_modal=True), view=titled(title))

    answer = refusal(client, "views.push", trigger_id=trigger(workspace, from_modal=True), view=titled("4"))

    assert (titles(workspace), answer["error"]) == (["1", "2", "3"], "push_limit_reached")


def test_a_pushed_view_knows_what_is_below_it(client: WebClient, workspace: RunningWorkspace) -> None:
    first = client.views_open(trigger_id=trigger(workspace), view=titled("1"))["view"]
    second = client.views_push(trigger_id=trigger(workspace, from_modal=True), view=titled("2"))["view"]

    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])


def test_only_what_was_done_in_a_modal_pushes_another(client: WebClient, workspace: RunningWorkspace) -> None:
    client.views_open(trigger_id=trigger(workspace), view=modal())

    answer = refusal(client, "views.push", trigger_id=trigger(workspace), view=modal())

    assert answer["error"] == "invalid_trigger_id"


def test_nothing_is_pushed_on_no_modal(client: WebClient, workspace: RunningWorkspace) -> None:
    workspace.state.screens.clear(ASHA)

    answer = refusal(client, "views.push", trigger_id=trigger(workspace, from_modal=True), view=modal())

    assert answer["error"] == "not_found"


def test_a_modal_is_updated_by_its_id_or_its_external_id(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    view = client.views_open(trigger_id=trigger(workspace), view=titled("1", external_id="mine"))["view"]
    client.views_update(view_id=view["id"], view=titled("2", external_id="mine"))
    client.views_update(external_id="mine", view=titled("3", external_id="mine"))

    assert titles(workspace) == ["3"]


def test_an_update_with_an_old_hash_is_refused(client: WebClient, workspace: RunningWorkspace) -> None:
    view = client.views_open(trigger_id=trigger(workspace), view=titled("1"))["view"]
    newer = client.views_update(view_id=view["id"], hash=view["hash"], view=titled("2"))["view"]

    answer = refusal(client, "views.update", view_id=view["id"], hash=view["hash"], view=titled("3"))

    assert newer["hash"] != view["hash"]
    assert (answer["error"], titles(workspace)) == ("hash_conflict", ["2"])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"view_id": "V0NOWHERE1"}, "not_found"),
        ({"external_id": "nobody's"}, "not_found"),
        ({}, "invalid_arguments"),
    ],
)
def test_an_update_of_no_view_is_refused(client: WebClient, arguments: dict[str, str], error: str) -> None:
    assert refusal(client, "views.update", view=modal(), **arguments)["error"] == error


def test_an_external_id_belongs_to_one_view(client: WebClient, workspace: RunningWorkspace) -> None:
    client.views_open(trigger_id=trigger(workspace, BRAN), view=modal(external_id="taken"))

    answer = refusal(client, "views.open", trigger_id=trigger(workspace), view=modal(external_id="taken"))

    assert answer["error"] == "duplicate_external_id"


def test_an_update_keeps_what_was_entered_in_fields_that_stay(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    stays, goes = field("stays"), field("goes")
    view = client.views_open(trigger_id=trigger(workspace), view=modal(stays, goes))["view"]
    shown = workspace.state.screens.find(view["id"])
    assert shown
    values = workspace.workspace.gestures.spots.values(
        ASHA, shown.blocks, {("stays_block", "stays"): "kept", ("goes_block", "goes"): "lost"}
    )
    from dataclasses import replace

    workspace.state.screens.put(replace(shown, values=values))

    after = client.views_update(view_id=view["id"], view=modal(stays, field("new")))["view"]

    assert after["state"]["values"] == {
        "stays_block": {"stays": {"type": "plain_text_input", "value": "kept"}},
        "new_block": {"new": {"type": "plain_text_input", "value": None}},
    }


def test_a_home_cannot_be_opened_and_a_modal_not_published(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    opened = refusal(client, "views.open", trigger_id=trigger(workspace), view=home())
    published = refusal(client, "views.publish", user_id=ASHA, view=modal())

    assert (opened["error"], published["error"]) == ("invalid_arguments", "invalid_arguments")


def test_everybody_has_a_home_of_their_own(client: WebClient, workspace: RunningWorkspace) -> None:
    for user in (ASHA, BRAN):
        client.views_publish(user_id=user, view=home(section(f"For {user}")))

    shown = [workspace.as_person(user).home().blocks[0]["text"]["text"] for user in (ASHA, BRAN)]
    assert shown == [f"For {ASHA}", f"For {BRAN}"]


def test_a_home_published_with_an_old_hash_is_refused(client: WebClient) -> None:
    first = client.views_publish(user_id=ASHA, view=home())["view"]
    second = client.views_publish(user_id=ASHA, view=home(), hash=first["hash"])["view"]

    answer = refusal(client, "views.publish", user_id=ASHA, view=home(), hash=first["hash"])

    assert (answer["error"], second["id"]) == ("hash_conflict", first["id"])


@pytest.mark.parametrize("block", [field("name", "file_input"), {"type": "markdown", "text": "x"}])
def test_what_a_home_does_not_show_is_refused(client: WebClient, block: dict[str, Any]) -> None:
    assert refusal(client, "views.publish", user_id=ASHA, view=home(block))["error"] == "invalid_arguments"


def test_nobody_is_no_one_to_publish_for(client: WebClient) -> None:
    assert refusal(client, "views.publish", user_id="U0NOBODY01", view=home())["error"] == "user_not_found"


def test_an_app_without_a_home_tab_publishes_nothing() -> None:
    described = manifest()
    described["features"]["app_home"]["home_tab_enabled"] = False
    with serving(described) as workspace:
        answer = refusal(client_of(workspace), "views.publish", user_id=ASHA, view=home())

    assert answer["error"] == "not_enabled"
