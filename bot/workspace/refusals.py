"""How Slack says no: an error code, and sometimes what exactly is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.workspace.blocks import BlockError


class RefusedError(Exception):
    """A request Slack would refuse; it becomes ``{"ok": false, "error": …}`` with HTTP 200."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        """What is wrong, in words, each beginning with [ERROR] in the answer."""
        self.more: Mapping[str, Any] = more
        """Further keys of the answer, such as ``needed`` and ``provided``."""

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body


def invalid(*messages: str) -> RefusedError:
    return RefusedError("invalid_arguments", *messages)


def refuse_blocks(errors: Sequence[BlockError]) -> None:
    """Raise ``invalid_blocks`` when there are any; the pointers are in ``errors`` and in the messages."""
    if errors:
        messages = [str(error) for error in errors]
        raise RefusedError("invalid_blocks", *messages, errors=messages)


def refuse_view(errors: Sequence[BlockError]) -> None:
    """Raise ``invalid_arguments``, as Slack does for views, when there are any errors."""
    if errors:
        raise invalid(*(str(error) for error in errors))
