"""response_url: an address at which the app may answer one interaction, five times in half an hour."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from bot.workspace.ids import Ids
from bot.workspace.timings import Timings


class HookError(Exception):
    """The address is of no use any more; the message is Slack's error."""


@dataclass(frozen=True, slots=True)
class HookTarget:
    """What an answer at a response_url is about."""

    user: str
    channel: str
    ts: str | None = None
    """The message it came from, which can be replaced or deleted; None when from no message."""


@dataclass(frozen=True, slots=True)
class _Hook:
    target: HookTarget
    issued: datetime
    uses: int = 0


class Hooks:
    """The response URLs given out so far."""

    def __init__(self, ids: Ids, now: Callable[[], datetime], timings: Timings, base_url: str) -> None:
        self._ids = ids
        self._now = now
        self._timings = timings
        self._base_url = base_url
        self._lock = Lock()
        self._hooks: dict[str, _Hook] = {}

    def issue(self, target: HookTarget, kind: str = "actions") -> str:
        """A new response_url; ``kind`` is actions, commands or app."""
        key = self._ids.secret(24)
        with self._lock:
            self._hooks[key] = _Hook(target, self._now())
        return f"{self._base_url}/hooks/{kind}/{key}"

    def redeem(self, key: str) -> HookTarget:
        """What the answer is about; counts as one use. HookError when there are none left."""
        with self._lock:
            hook = self._hooks.get(key)
            if hook is None or self._now() - hook.issued > timedelta(
                seconds=self._timings.response_url_seconds
            ):
                raise HookError("expired_url")
            if hook.uses >= self._timings.response_url_uses:
                raise HookError("used_url")
            self._hooks[key] = replace(hook, uses=hook.uses + 1)
            return hook.target
