"""What a Web API method is, and how its arguments are read.

Arguments come in a form or as JSON; lists and objects inside a form are JSON in a string. A method
takes the arguments its class names and no others: a misspelt one is refused, not ignored.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.workspace import Workspace


class Token(StrEnum):
    """Which of the app's tokens a method asks for."""

    BOT = "bot"
    APP = "app"
    NONE = "none"


class Arguments(BaseModel):
    """The arguments of a method; a subclass names them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team_id: str | None = None
    """The SDK puts the team the app works for into every call."""


Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method."""

    name: str
    arguments: type[Arguments]
    answer: Callable[[Workspace, Any], Answer]
    """Does it; the answer lacks ``ok``. RefusedError when Slack would say no."""
    scopes: tuple[str, ...] = ()
    """One of these is needed; empty when the method asks for none, or for one that depends."""
    token: Token = Token.BOT


def _from_string(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value  # It stays a string, which the type behind refuses.


def _commas(value: Any) -> Any:
    return [one for one in value.split(",") if one] if isinstance(value, str) else value


JsonObject = Annotated[dict[str, Any], BeforeValidator(_from_string)]
JsonList = Annotated[list[Any], BeforeValidator(_from_string)]
Commas = Annotated[list[str], BeforeValidator(_commas)]
"""Ids in one string with commas between them, or in a list."""


def read_arguments(method: Method, given: Mapping[str, Any]) -> Arguments:
    """The arguments, checked; ``invalid_arguments`` with a message for each that is wrong."""
    present = {name: value for name, value in given.items() if value is not None}
    try:
        return method.arguments.model_validate(present)
    except ValidationError as error:
        raise invalid(*(_complaint(one) for one in error.errors())) from error


def _complaint(error: Any) -> str:
    name, kind = str(error["loc"][0]), error["type"]
    if kind == "missing":
        return f"missing required field: {name}"
    if kind == "extra_forbidden":
        return f"invalid additional property: {name}"
    return f"{error['msg'].lower()} [json-pointer:/{'/'.join(str(part) for part in error['loc'])}]"


def require(workspace: Workspace, *scopes: str) -> None:
    """Raise ``missing_scope`` unless one of ``scopes`` was granted."""
    if scopes and not workspace.app.has(*scopes):
        provided = ",".join(sorted(workspace.app.manifest.scopes))
        raise RefusedError("missing_scope", needed=scopes[0], provided=provided)
