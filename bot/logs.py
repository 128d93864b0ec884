"""Logging: one handler on the root, a line a gesture, and nothing secret in it.

Callers put what they know into ``extra``; it comes out as ``key=value`` after the message. The one
thing to get wrong: never log what a person asked or who they are. Slack's own loggers write whole
messages at DEBUG, so they are kept at INFO whatever the level.
"""

import hashlib
import logging
import re
import sys
from typing import Any, TextIO

REMOVED = "(removed)"

_SECRET = re.compile(
    r"\bx(?:ox[a-z]|app)-[\w-]+"  # tokens
    r"|https?://[^\s'\"]*/(?:hooks|services|commands|actions)/[^\s'\"]+"  # response_url, webhooks
    r"|wss?://[^\s'\"]+"  # Socket Mode's address, which holds its ticket
)
_PAYLOAD = re.compile(r"(?<=payload: ).*", re.DOTALL)  # the SDK's words for a frame it cannot read
_OWN_FIELDS = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_WORDY = (
    "alembic", "chromadb", "httpcore", "httpx", "sentence_transformers", "slack_bolt", "slack_sdk", "urllib3",
    "uvicorn",
)  # fmt: skip
_REFERENCE_LETTERS = 6


class _Line(logging.Formatter):
    """Time, level, logger, message, then the fields in the order they were given."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the standard library's name
        return " ".join((super().formatMessage(record), *_fields(record)))

    def format(self, record: logging.LogRecord) -> str:
        line = _SECRET.sub(REMOVED, super().format(record))
        return _PAYLOAD.sub(REMOVED, line) if record.name.startswith(_WORDY) else line


def _fields(record: logging.LogRecord) -> list[str]:
    given = {name: value for name, value in record.__dict__.items() if name not in _OWN_FIELDS}
    return [f"{name}={_written(value)}" for name, value in given.items()]


def _written(value: Any) -> str:
    text = str(value)
    return repr(text) if re.search(r"\s", text) or not text else text


def configure(level: str, stream: TextIO | None = None) -> None:
    """Log to ``stream``, else standard error, from ``level`` up; called once, by the command that serves."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Line())
    handler.addFilter(_quiet)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def _quiet(record: logging.LogRecord) -> bool:
    """Whether a record may be written: libraries speak up when something is wrong, and only then.

    Bolt gives its loggers the root's level, so theirs says nothing.
    """
    return record.levelno >= logging.WARNING or not record.name.startswith(_WORDY)


def reference(of: str) -> str:
    """A few letters for what Slack sent under this id: people quote them, the log is searched for them."""
    return hashlib.sha256(of.encode()).hexdigest()[:_REFERENCE_LETTERS].upper()
