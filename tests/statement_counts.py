"""How many statements something sends to its database: what must not grow with what is stored."""

from collections.abc import Callable
from threading import get_ident
from typing import Any

import sqlalchemy as sa


def statements(do: Callable[[], object]) -> int:
    """How many statements ``do`` sends, to whichever database; those of other threads do not count."""
    mine, sent = get_ident(), 0

    def count(*_: Any) -> None:
        nonlocal sent
        sent += get_ident() == mine

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        do()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    return sent
