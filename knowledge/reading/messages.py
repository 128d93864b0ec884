"""What passes between the process that wants a file read and the one that reads it: lines of JSON."""

import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from knowledge.errors import Reason
from knowledge.model import Reading
from knowledge.reading.metadata import Given


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read."""

    name: str
    """The path's bytes in hexadecimal: names of files need not be text in any encoding."""
    options: Given
    size_limit_bytes: int
    time_limit_seconds: float

    @property
    def path(self) -> Path:
        return Path(os.fsdecode(bytes.fromhex(self.name)))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not read."""

    reason: Reason
    detail: str = ""


REQUEST = TypeAdapter(Request)
REPLY: TypeAdapter[Reading | Refusal] = TypeAdapter(Reading | Refusal)
