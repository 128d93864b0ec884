"""apps.connections.open, functions.*, entity.presentDetails, blocks.validate."""

from typing import Any

from bot.workspace.blocks import BlockError, Surface, validate_blocks, validate_view
from bot.workspace.executions import ExecutionError
from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.triggers import TriggerError
from bot.workspace.web_api.calls import Answer, Arguments, JsonList, JsonObject, Method, Token
from bot.workspace.workspace import Workspace


class OpenConnection(Arguments):
    """apps.connections.open."""


class CompleteSuccess(Arguments):
    """functions.completeSuccess."""

    function_execution_id: str
    outputs: JsonObject


class CompleteError(Arguments):
    """functions.completeError."""

    function_execution_id: str
    error: str


class PresentDetails(Arguments):
    """entity.presentDetails."""

    trigger_id: str
    metadata: JsonObject | None = None
    user_auth_required: bool = False
    user_auth_url: str | None = None
    error: JsonObject | None = None


class Validate(Arguments):
    """blocks.validate."""

    blocks: JsonList | None = None
    message: JsonObject | None = None
    view: JsonObject | None = None


def open_connection(workspace: Workspace, _given: OpenConnection) -> Answer:
    if not workspace.app.manifest.settings.socket_mode_enabled:
        raise RefusedError("socket_mode_not_enabled")
    address = workspace.base_url.replace("http://", "ws://", 1)
    return {
        "url": f"{address}/link?ticket={workspace.socket_mode.issue_ticket()}&app_id={workspace.app.app_id}"
    }


def complete_success(workspace: Workspace, given: CompleteSuccess) -> Answer:
    return _complete(workspace, given.function_execution_id, outputs=given.outputs)


def complete_error(workspace: Workspace, given: CompleteError) -> Answer:
    return _complete(workspace, given.function_execution_id, error=given.error)


def _complete(workspace: Workspace, execution_id: str, **outcome: Any) -> Answer:
    try:
        workspace.executions.complete(execution_id, **outcome)
    except ExecutionError as error:
        raise RefusedError(str(error)) from error
    return {}


def present_details(workspace: Workspace, given: PresentDetails) -> Answer:
    try:
        workspace.triggers.redeem(given.trigger_id)
    except TriggerError as error:
        raise RefusedError(str(error)) from error
    if given.metadata is None and given.error is None and not given.user_auth_required:
        raise invalid("missing required field: metadata or error")
    return {}


def validate(_workspace: Workspace, given: Validate) -> Answer:
    named = {"blocks": given.blocks, "message": given.message, "view": given.view}
    provided = [name for name, value in named.items() if value is not None]
    if len(provided) != 1:
        raise invalid("must provide exactly one of blocks, message or view")
    errors = _errors(given)
    if errors:
        raise RefusedError(f"invalid_{provided[0]}", errors=[_as_json(error) for error in errors])
    return {}


def _errors(given: Validate) -> list[BlockError]:
    if given.blocks is not None:
        return validate_blocks(given.blocks, Surface.MESSAGE, "")
    if given.message is not None:
        return validate_blocks(given.message.get("blocks") or [], Surface.MESSAGE, "/blocks")
    return validate_view(given.view or {}, "")


def _as_json(error: BlockError) -> dict[str, str]:
    return {"pointer": error.pointer, "code": error.code, "message": error.message}


METHODS = (
    Method("apps.connections.open", OpenConnection, open_connection, token=Token.APP),
    Method("functions.completeSuccess", CompleteSuccess, complete_success),
    Method("functions.completeError", CompleteError, complete_error),
    Method("entity.presentDetails", PresentDetails, present_details),
    Method("blocks.validate", Validate, validate, token=Token.NONE),
)
