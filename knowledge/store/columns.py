"""Types of columns that mean the same on SQLite and on PostgreSQL.

Text is the one to remember: PostgreSQL refuses NUL and neither database can encode half of a
surrogate pair, yet people's messages hold both. ``Words`` writes U+FFFD for each, one character
for one, so that offsets into a text stay true.
"""

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

Vector = npt.NDArray[np.float32]
"""One row of embeddings.Vectors, of shape (dimension,)."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_Member = TypeVar("_Member", bound=StrEnum)


class Words(sa.TypeDecorator[str]):
    """Text of any length, compared and ordered by code point on both databases."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[str]:
        return _by_code_point(dialect)

    def process_bind_param(self, value: str | None, _dialect: sa.Dialect) -> str | None:
        return None if value is None else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


class Choice(sa.TypeDecorator[_Member]):
    """A member of a closed choice, kept as its value; what is no member is an error both ways."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, choices: type[_Member]) -> None:
        super().__init__()
        self.choices = choices

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[str]:
        return _by_code_point(dialect)

    def process_bind_param(self, value: _Member | None, _dialect: sa.Dialect) -> str | None:
        return None if value is None else self.choices(value).value

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> _Member | None:
        return None if value is None else self.choices(value)


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware datetime, kept and given back in UTC; SQLite alone would hand back a naive one."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a naive datetime, {value}, names no moment")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Floats(sa.TypeDecorator[Vector]):
    """A vector as its float32 numbers, little-endian, four bytes each; read-only when it comes back."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Vector | None, _dialect: sa.Dialect) -> bytes | None:
        return None if value is None else np.asarray(value, dtype="<f4").tobytes()

    def process_result_value(self, value: bytes | None, _dialect: sa.Dialect) -> Vector | None:
        return None if value is None else np.frombuffer(value, dtype="<f4").astype(np.float32, copy=False)


def _by_code_point(dialect: sa.Dialect) -> sa.Text:
    """Text as SQLite orders it anyway; PostgreSQL would follow the language it was installed in."""
    return sa.Text(collation="C" if dialect.name == "postgresql" else None)
