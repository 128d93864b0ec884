"""Runs of the app's workflow steps, from ``function_executed`` to completeSuccess or completeError."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from bot.workspace.ids import Ids


class ExecutionError(Exception):
    """The run is unknown or over; the message is Slack's error."""


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of a step; ``outputs`` and ``error`` are None until the app completes it."""

    id: str
    callback_id: str
    user: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] | None = None
    error: str | None = None

    @property
    def is_running(self) -> bool:
        return self.outputs is None and self.error is None


class Executions:
    """The runs so far."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._lock = Lock()
        self._runs: dict[str, Execution] = {}

    def get(self, execution_id: str) -> Execution | None:
        return self._runs.get(execution_id)

    def begin(self, callback_id: str, user: str, inputs: Mapping[str, Any]) -> Execution:
        execution = Execution(self._ids.new("Fx"), callback_id, user, inputs)
        self._runs[execution.id] = execution
        return execution

    def complete(
        self, execution_id: str, *, outputs: Mapping[str, Any] | None = None, error: str | None = None
    ) -> None:
        with self._lock:
            execution = self._runs.get(execution_id)
            if execution is None:
                raise ExecutionError("function_execution_not_found")
            if not execution.is_running:
                raise ExecutionError("function_execution_not_in_running_state")
            self._runs[execution_id] = replace(execution, outputs=outputs, error=error)
