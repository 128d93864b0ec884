"""The last requests and envelopes that went to and fro, for a developer to look at.

Secrets are taken out before anything is kept: tokens, trigger ids, response and upload URLs.
"""

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.workspace.changes import Change, Changes

REMOVED = "(removed)"

_SECRETS = frozenset(
    {
        "token",
        "app_token",
        "bot_access_token",
        "function_bot_access_token",
        "trigger_id",
        "interactivity_pointer",
        "response_url",
        "upload_url",
        "url_private",
        "url_private_download",
    }
)


_SECRET_LOOKING = re.compile(r"xox[a-z]-|xapp-|ws://|/hooks/\w+/\w|/upload/v1/")


class ExchangeKind(StrEnum):
    """Who spoke to whom, and how."""

    REQUEST = "request"
    """The app called a Web API method."""
    ENVELOPE = "envelope"
    """We sent the app an event, an interaction or a command."""
    HOOK = "hook"
    """The app used a response_url."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, or one envelope and its acknowledgement."""

    number: int
    kind: ExchangeKind
    name: str
    """The method, or the type of what the envelope carries."""
    at: datetime
    sent: Any
    answered: Any
    """None when there was no answer."""
    note: str = ""
    """What is special about it: an HTTP status, an attempt, why it failed."""
    milliseconds: float | None = None
    """To the answer, or the acknowledgement; None when none came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged(Change):
    """The inspector has one more exchange."""

    exchange: Exchange


class Inspector:
    """A ring of the last exchanges."""

    def __init__(self, changes: Changes, now: Callable[[], datetime], size: int = 200) -> None:
        self._changes = changes
        self._now = now
        self._ring: deque[Exchange] = deque(maxlen=size)
        self._number = 0

    def exchanges(self) -> tuple[Exchange, ...]:
        """What is remembered, the oldest first."""
        with self._changes.lock:
            return tuple(self._ring)

    def record(
        self,
        kind: ExchangeKind,
        name: str,
        sent: Any,
        answered: Any,
        *,
        note: str = "",
        seconds: float | None = None,
    ) -> None:
        with self._changes.lock:
            self._number += 1
            milliseconds = None if seconds is None else round(seconds * 1000, 1)
            exchange = Exchange(
                self._number, kind, name, self._now(), clean(sent), clean(answered), note, milliseconds
            )
            self._ring.append(exchange)
            self._changes.tell(Exchanged(exchange=exchange))


def clean(value: Any) -> Any:
    """A copy of JSON with every secret replaced, however deep it stands."""
    if isinstance(value, Mapping):
        return {key: REMOVED if key in _SECRETS and one else clean(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [clean(one) for one in value]
    return REMOVED if isinstance(value, str) and _SECRET_LOOKING.search(value) else value
