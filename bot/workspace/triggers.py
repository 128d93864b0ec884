"""Trigger ids: what allows the app to open a modal, for three seconds and once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.workspace.faults import FaultKind, Faults
from bot.workspace.ids import Ids


class TriggerError(Exception):
    """The trigger id cannot be used; the message is Slack's error."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Who may be shown a modal, and since when."""

    user: str
    issued: datetime
    from_modal: bool
    """Whether what set it off was done in a modal, on which another one can be pushed."""


class Triggers:
    """The trigger ids given out so far."""

    def __init__(self, ids: Ids, now: Callable[[], datetime], seconds: float, faults: Faults) -> None:
        self._ids = ids
        self._now = now
        self._life = timedelta(seconds=seconds)
        self._faults = faults
        self._issued: dict[str, Trigger] = {}
        self._used: set[str] = set()

    def issue(self, user: str, *, from_modal: bool = False) -> str:
        trigger_id = f"{self._ids.new('', 13)}.{self._ids.new('', 13)}.{self._ids.secret(32)}".lower()
        self._issued[trigger_id] = Trigger(user, self._now(), from_modal)
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """The trigger, which is used up then; TriggerError when it is unknown, used or too old."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise TriggerError("invalid_trigger_id")
        if trigger_id in self._used:
            raise TriggerError("exchanged_trigger_id")
        if self._now() - trigger.issued > self._life or self._faults.take(FaultKind.EXPIRED_TRIGGER):
            raise TriggerError("expired_trigger_id")
        self._used.add(trigger_id)
        return trigger
