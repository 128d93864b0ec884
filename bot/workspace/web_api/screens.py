"""views.*: modals and App Homes."""

from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.triggers import Trigger, TriggerError
from bot.workspace.values import View, ViewType
from bot.workspace.web_api.calls import Answer, Arguments, JsonObject, Method
from bot.workspace.wire import view_json
from bot.workspace.workspace import Workspace


class Open(Arguments):
    """views.open and views.push."""

    view: JsonObject
    trigger_id: str | None = None
    interactivity_pointer: str | None = None


class Update(Arguments):
    """views.update."""

    view: JsonObject
    view_id: str | None = None
    external_id: str | None = None
    hash: str | None = None


class Publish(Arguments):
    """views.publish."""

    user_id: str
    view: JsonObject
    hash: str | None = None


def _redeem(workspace: Workspace, given: Open) -> Trigger:
    pointer = given.trigger_id or given.interactivity_pointer
    if not pointer:
        raise invalid("missing required field: trigger_id")
    try:
        return workspace.triggers.redeem(pointer)
    except TriggerError as error:
        raise RefusedError(str(error)) from error


def _answer(workspace: Workspace, view: View) -> Answer:
    return {"view": view_json(view, workspace.app)}


def open_view(workspace: Workspace, given: Open) -> Answer:
    trigger = _redeem(workspace, given)
    return _answer(workspace, workspace.views.open(trigger.user, given.view))


def push_view(workspace: Workspace, given: Open) -> Answer:
    trigger = _redeem(workspace, given)
    if not trigger.from_modal:
        raise RefusedError("invalid_trigger_id")
    return _answer(workspace, workspace.views.push(trigger.user, given.view))


def update_view(workspace: Workspace, given: Update) -> Answer:
    if not (given.view_id or given.external_id):
        raise invalid("missing required field: view_id or external_id")
    screens = workspace.state.screens
    view = screens.find(given.view_id) if given.view_id else screens.find_external(given.external_id or "")
    if view is None:
        raise RefusedError("not_found")
    _refuse_stale(view, given.hash)
    return _answer(workspace, workspace.views.update(view, given.view))


def publish_view(workspace: Workspace, given: Publish) -> Answer:
    if not workspace.app.manifest.features.app_home.home_tab_enabled:
        raise RefusedError("not_enabled")
    person = workspace.state.conversations.person(given.user_id)
    if person is None or person.is_bot:
        raise RefusedError("user_not_found")
    before = workspace.state.screens.home(person.id)
    if before:
        _refuse_stale(before, given.hash)
    if given.view.get("type") != ViewType.HOME:
        raise invalid("must be of type home [json-pointer:/view/type]")
    return _answer(workspace, workspace.views.publish(person.id, given.view))


def _refuse_stale(view: View, known: str | None) -> None:
    if known and known != view.hash:
        raise RefusedError("hash_conflict")


METHODS = (
    Method("views.open", Open, open_view),
    Method("views.push", Open, push_view),
    Method("views.update", Update, update_view),
    Method("views.publish", Publish, publish_view),
)
