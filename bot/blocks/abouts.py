"""What a modal is about, as its private metadata: ids and numbers, never text.

Slack shows it to nobody, keeps at most 3,000 characters of it, and sends it back with the modal.
"""

from collections.abc import Mapping
from typing import Any, Self

from knowledge.fields import Identifier, Value


class About(Value):
    """The visit that a modal shows or changes, and what of it."""

    visit: Identifier | None = None
    seen: int | None = None
    """The version of the visit that stands in the modal."""
    session: Identifier | None = None
    person: Identifier | None = None
    file: Identifier | None = None

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Self:
        return cls.model_validate_json(view.get("private_metadata") or "{}")

    def __str__(self) -> str:
        return self.model_dump_json(exclude_none=True)
