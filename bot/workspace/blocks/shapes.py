"""Small pieces to say what a JSON value must look like, and where it does not.

A ``Check`` takes a value and the JSON pointer it stands at, and yields an error for everything
that is wrong in it. The wording of the messages is what Slack answers, so that a failure seen here
can be looked up there.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class BlockError:
    """One thing Slack would refuse."""

    pointer: str
    """JSON pointer to the value: /blocks/0/text/text."""
    code: str
    """failed_constraint, missing_field, unknown_field, unsupported_type or wrong_type."""
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Check = Callable[[Any, str], Iterator[BlockError]]


def failed(pointer: str, message: str) -> BlockError:
    return BlockError(pointer, "failed_constraint", message)


def _wrong_type(pointer: str, kind: str) -> BlockError:
    return BlockError(pointer, "wrong_type", f"must provide {kind}")


def anything(_value: Any, _pointer: str) -> Iterator[BlockError]:
    yield from ()


def string(at_most: int | None = None, at_least: int = 1) -> Check:
    """A string with so many characters."""

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if not isinstance(value, str):
            yield _wrong_type(pointer, "a string")
        elif len(value) < at_least:
            yield failed(pointer, f"must be more than {at_least - 1} characters")
        elif at_most is not None and len(value) > at_most:
            yield failed(pointer, f"must be less than {at_most + 1} characters")

    return check


def matching(pattern: str, wanted: str) -> Check:
    compiled = re.compile(pattern)

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield failed(pointer, f"must be {wanted}")

    return check


def boolean(value: Any, pointer: str) -> Iterator[BlockError]:
    if not isinstance(value, bool):
        yield _wrong_type(pointer, "a boolean")


def number(lowest: float | None = None, highest: float | None = None) -> Check:
    """An integer or a fraction, the bounds included."""

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield _wrong_type(pointer, "a number")
        elif lowest is not None and value < lowest:
            yield failed(pointer, f"must be greater than or equal to {lowest}")
        elif highest is not None and value > highest:
            yield failed(pointer, f"must be less than or equal to {highest}")

    return check


def integer(lowest: int | None = None, highest: int | None = None) -> Check:
    bounded = number(lowest, highest)

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if isinstance(value, float):
            yield _wrong_type(pointer, "an integer")
        else:
            yield from bounded(value, pointer)

    return check


def choice(*values: Any) -> Check:
    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if value not in values:
            expected = ", ".join(str(one) for one in values)
            yield failed(pointer, f"must be a valid enum value: {expected}")

    return check


def address(at_most: int = 3000) -> Check:
    """An http, https or other absolute URL with so many characters."""
    length = string(at_most)

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        errors = tuple(length(value, pointer))
        yield from errors
        if not errors and not _is_absolute(value):
            yield failed(pointer, "must be a valid URL")

    return check


def _is_absolute(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:  # Such as a bracket that is not an IPv6 address.
        return False
    return bool(parts.scheme) and bool(parts.netloc or parts.path) and not re.search(r"\s", value)


def listing(item: Check, at_most: int | None = None, at_least: int = 1) -> Check:
    """A list with so many items, each of them passing ``item``."""

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            yield _wrong_type(pointer, "an array")
            return
        if len(value) < at_least:
            yield failed(pointer, f"no fewer than {at_least} items required")
        if at_most is not None and len(value) > at_most:
            yield failed(pointer, f"no more than {at_most} items allowed")
        for position, one in enumerate(value):
            yield from item(one, f"{pointer}/{position}")

    return check


def record(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    *rules: Check,
) -> Check:
    """An object with these fields and no others; ``rules`` see it whole, once its fields are sound."""
    needed = required or {}
    known = {"type": anything, **needed, **(optional or {})}

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if not isinstance(value, Mapping):
            yield _wrong_type(pointer, "an object")
            return
        errors = (*_missing(value, needed, pointer), *_fields(value, known, pointer))
        yield from errors
        if not errors:
            yield from all_of(*rules)(value, pointer)

    return check


def _missing(value: Mapping[str, Any], needed: Mapping[str, Check], pointer: str) -> Iterator[BlockError]:
    for name in needed:
        if value.get(name) is None:
            yield BlockError(pointer, "missing_field", f"missing required field: {name}")


def _fields(value: Mapping[str, Any], known: Mapping[str, Check], pointer: str) -> Iterator[BlockError]:
    for name, one in value.items():
        if name not in known:
            yield BlockError(pointer, "unknown_field", f"invalid additional property: {name}")
        elif one is not None:
            yield from known[name](one, f"{pointer}/{name}")


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object that ``type`` decides about; types that are not in ``kinds`` are errors."""

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if not isinstance(value, Mapping):
            yield _wrong_type(pointer, "an object")
        elif "type" not in value:
            yield BlockError(pointer, "missing_field", "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            yield BlockError(f"{pointer}/type", "unsupported_type", f"unsupported type: {value['type']}")
        else:
            yield from kinds[value["type"]](value, pointer)

    return check


def either(*names: str) -> Check:
    """At least one of these fields is there."""

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if all(value.get(name) is None for name in names):
            yield BlockError(pointer, "missing_field", f"missing required field: {' or '.join(names)}")

    return check


def not_both(first: str, second: str) -> Check:
    """At most one of the two fields is there."""

    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        if value.get(first) is not None and value.get(second) is not None:
            yield failed(pointer, f"cannot provide both {first} and {second}")

    return check


def all_of(*checks: Check) -> Check:
    def check(value: Any, pointer: str) -> Iterator[BlockError]:
        for one in checks:
            yield from one(value, pointer)

    return check
