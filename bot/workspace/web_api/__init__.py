"""The Web API: every method the workspace serves, and how a call is answered.

A method the app calls and that is not in METHODS is ``unknown_method``, as it would be in Slack.
"""

from collections.abc import Mapping
from typing import Any

from bot.workspace.refusals import RefusedError
from bot.workspace.web_api import (
    agents,
    channels,
    chat,
    conversations,
    files,
    people,
    platform,
    reactions,
    scheduling,
    screens,
    streams,
)
from bot.workspace.web_api.calls import Method, Token, read_arguments, require
from bot.workspace.workspace import Workspace

METHODS: Mapping[str, Method] = {
    method.name: method
    for family in (
        people,
        chat,
        scheduling,
        streams,
        agents,
        screens,
        conversations,
        channels,
        reactions,
        files,
        platform,
    )
    for method in family.METHODS
}


def answer_call(workspace: Workspace, name: str, token: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON that answers a call of the method ``name``: always with ``ok``, never an exception."""
    try:
        return {"ok": True, **_answer(workspace, name, token, given)}
    except RefusedError as refused:
        return refused.as_json()


def _answer(workspace: Workspace, name: str, token: str, given: Mapping[str, Any]) -> dict[str, Any]:
    method = METHODS.get(name)
    if method is None:
        raise RefusedError("unknown_method", req_method=name)
    _check_token(workspace, method, token)
    require(workspace, *method.scopes)
    arguments = read_arguments(method, given)
    with workspace.state.changes.lock:
        return method.answer(workspace, arguments)


def _check_token(workspace: Workspace, method: Method, token: str) -> None:
    if method.token is Token.NONE:
        return
    tokens = {Token.BOT: workspace.app.bot_token, Token.APP: workspace.app.app_token}
    if not token:
        raise RefusedError("not_authed")
    if token not in tokens.values():
        raise RefusedError("invalid_auth")
    if token != tokens[method.token]:
        raise RefusedError("not_allowed_token_type")
