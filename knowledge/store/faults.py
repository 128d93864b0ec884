"""Which of a database driver's errors are the world's fault, and what we call them.

Everything else, a broken constraint or a statement that is wrong, is ours and passes unchanged.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from knowledge.errors import StoreBusyError, StoreError, StoreUnavailableError

_SQLITE_BUSY = frozenset({5, 6})  # BUSY, LOCKED: https://sqlite.org/rescode.html
_SQLITE_UNAVAILABLE = frozenset({8, 10, 11, 13, 14, 26})  # READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB
_SQLSTATE_BUSY = frozenset({"40001", "40P01", "55P03"})  # serialisation, deadlock, lock timeout
_SQLSTATE_UNAVAILABLE = ("08", "53", "57P", "58")  # connection, resources (a full disk), shutdown, system


@contextmanager
def named_faults() -> Iterator[None]:
    """Raises our own error for a database that is busy or out of reach."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise StoreBusyError("every connection to the database is in use; try again in a moment") from error
    except sa.exc.DBAPIError as error:
        if (ours := _named(error)) is None:
            raise
        raise ours from error


def _named(error: sa.exc.DBAPIError) -> StoreError | None:
    primary = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    state = getattr(error.orig, "sqlstate", None) or ""
    if primary in _SQLITE_BUSY or state in _SQLSTATE_BUSY:
        return StoreBusyError("another process is writing to the database; try again in a moment")
    unreachable = isinstance(error, sa.exc.OperationalError) and not (primary or state)
    if unreachable or primary in _SQLITE_UNAVAILABLE or state.startswith(_SQLSTATE_UNAVAILABLE):
        reason = str(error.orig).strip().partition("\n")[0]
        return StoreUnavailableError(
            f"the database cannot be used ({reason}): check DATABASE_URL and its disk"
        )
    return None
