"""The fields that visits and records are made of: what people type, made fit to keep. Pure.

Cleaning comes before counting, so a text of nothing but signs that cannot be seen is an empty one.
What has been cleaned is left alone by cleaning, which is why a record survives any number of
exports and imports unchanged.
"""

import re
import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

LINE_LIMIT = 300
PROSE_LIMIT = 3000  # what a text input of a Slack modal holds
_OPTION_LIMIT = 150  # what an option of a Slack menu carries

# Control characters, marks that turn the direction of writing, breaks of no width, halves of pairs,
# and the two that no XML may hold.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)


def prose(text: str) -> str:
    """The text without what cannot be seen, in composed form, its line ends all newlines."""
    text = _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


def line(text: str) -> str:
    """The text on one line, with one space where there was any."""
    return " ".join(prose(text).split())


def _prose(given: Any) -> Any:
    return prose(given) if isinstance(given, str) else given


def _line(given: Any) -> Any:
    return line(given) if isinstance(given, str) else given


def _in_utc(moment: datetime) -> datetime:
    if not 1900 <= moment.year <= 2200:  # noqa: PLR2004  # far from where a change of zone leaves the calendar
        raise ValueError("is not between 1900 and 2200")
    return moment.astimezone(UTC)


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone: write one such as Europe/London") from error
    return name


Line = Annotated[str, StringConstraints(min_length=1, max_length=LINE_LIMIT), BeforeValidator(_line)]
CouncilName = Annotated[
    str, StringConstraints(min_length=1, max_length=_OPTION_LIMIT), BeforeValidator(_line)
]
"""A council that can be chosen from a list."""
Prose = Annotated[str, StringConstraints(min_length=1, max_length=PROSE_LIMIT), BeforeValidator(_prose)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$")]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
TimeZone = Annotated[str, StringConstraints(max_length=100), AfterValidator(_known_zone)]


class Value(BaseModel):
    """What is received or stored: frozen, and nothing in it that it does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def complaint(error: ValidationError) -> str:
    """What is wrong with a value, field by field, in a line."""
    return "; ".join(_complaint(detail) for detail in error.errors(include_url=False, include_input=False))


def _complaint(detail: ErrorDetails) -> str:
    field = ".".join(str(part) for part in detail["loc"])
    message = detail["msg"].removeprefix("Value error, ")
    return f"{field}: {message}" if field else message


_Member = TypeVar("_Member", bound=StrEnum)


def choice(text: str, choices: type[_Member]) -> _Member:
    """The member of this value, or the only one that begins like this; ValueError lists those there are."""
    wanted = line(text).casefold()
    found = [member for member in choices if member.value.casefold() == wanted]
    found = found or [member for member in choices if member.value.casefold().startswith(wanted)]
    if len(found) != 1 or not wanted:
        raise ValueError(f"{text!r} is none of: {', '.join(choices)}")
    return found[0]
