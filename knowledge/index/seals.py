"""Knowing that a folder is still what was written there.

A seal lists every file of the folder with its checksum, and says which changes it holds. It is taken
away before the first write and put back after the last, so a folder without its seal, or with a
file that differs from it, was interrupted or damaged and is made again from the database. Nothing
unsealed is ever opened: a damaged index can answer wrongly, or take the process down.
Checksums are CRC-32: they are to notice what a disk or a kill did, not what a forger would do, and
take two fifths of the time of SHA-256 (docs/measurements.md).
"""

import hashlib
import shutil
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

_SEAL = "peerbot-seal"
_AT_ONCE = 1 << 20  # bytes of a file read at once


class SealedFile(BaseModel):
    """A file as it was when it was sealed."""

    model_config = ConfigDict(frozen=True)

    bytes: int
    changed_ns: int
    crc32: int


class Seal(BaseModel):
    """What a folder holds."""

    model_config = ConfigDict(frozen=True)

    database: str
    """The identity of the database it was made from."""
    embedder: str
    form: str = "1"
    """What is kept of a passage; seals of the first form did not say."""
    change_number: int
    files: dict[str, SealedFile]


@dataclass(slots=True)
class SealedFolder:
    """A folder of an index, and whether it can be trusted."""

    path: Path
    _known: dict[str, SealedFile] = field(default_factory=dict)
    """Checksums made so far; a file with the same size and time of change is not read again."""

    def read(self) -> Seal | None:
        """The seal, when every file is as it says; None when the folder is not to be trusted."""
        try:
            digest, _, content = (self.path / _SEAL).read_bytes().partition(b"\n")
            seal = Seal.model_validate_json(content)
        except (OSError, ValidationError):
            return None
        if digest != _digest(content):
            return None
        if self._check_files() != {name: file.crc32 for name, file in seal.files.items()}:
            return None
        return seal

    def clear(self) -> None:
        """Empty the folder; what was in it can be made again."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True, exist_ok=True)
        self._known = {}

    def unseal(self) -> None:
        """To be called before anything is written."""
        (self.path / _SEAL).unlink(missing_ok=True)

    def seal(self, database: str, embedder: str, form: str, change_number: int) -> None:
        """To be called when everything is written."""
        self._check_files()
        seal = Seal(
            database=database, embedder=embedder, form=form, change_number=change_number, files=self._known
        )
        content = seal.model_dump_json().encode()
        draft = self.path / f"{_SEAL}.new"
        draft.write_bytes(_digest(content) + b"\n" + content)
        draft.replace(self.path / _SEAL)

    def _check_files(self) -> dict[str, int]:
        found = {}
        for file in sorted(self.path.rglob("*")):
            name = file.relative_to(self.path).as_posix()
            if file.is_file() and not name.startswith(_SEAL) and not file.name.endswith(".lock"):
                found[name] = self._check(name, file)
        self._known = found
        return {name: file.crc32 for name, file in found.items()}

    def _check(self, name: str, file: Path) -> SealedFile:
        facts = file.stat()
        known = self._known.get(name)
        if known and (known.bytes, known.changed_ns) == (facts.st_size, facts.st_mtime_ns):
            return known
        return SealedFile(bytes=facts.st_size, changed_ns=facts.st_mtime_ns, crc32=_checksum(file))


def _checksum(file: Path) -> int:
    checksum, part = 0, memoryview(bytearray(_AT_ONCE))
    with file.open("rb", buffering=0) as stream:
        while length := stream.readinto(part):
            checksum = zlib.crc32(part[:length], checksum)
    return checksum


def _digest(content: bytes) -> bytes:
    """A seal is damaged as easily as what it seals."""
    return hashlib.sha256(content).hexdigest().encode()
