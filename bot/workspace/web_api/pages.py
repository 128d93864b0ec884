"""Answers in pages: a limit, and a cursor to the next page."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any, TypeVar

from bot.workspace.refusals import RefusedError
from bot.workspace.web_api.calls import Arguments

T = TypeVar("T")


class Paged(Arguments):
    """The arguments of a method that answers in pages."""

    cursor: str = ""
    limit: int | None = None


def page_of(items: Sequence[T], given: Paged, usual: int = 100, most: int = 1000) -> tuple[Sequence[T], str]:
    """One page of ``items``, and the cursor of the next, empty after the last."""
    limit = usual if given.limit is None else given.limit
    if not 0 < limit <= most:
        raise RefusedError("invalid_limit")
    start = _offset(given.cursor)
    end = start + limit
    return items[start:end], _cursor(end) if end < len(items) else ""


def with_cursor(answer: dict[str, Any], cursor: str) -> dict[str, Any]:
    return {**answer, "response_metadata": {"next_cursor": cursor}}


def _cursor(offset: int) -> str:
    return b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError as error:
        raise RefusedError("invalid_cursor") from error
