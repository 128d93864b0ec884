"""Files and folders on the disk: which to read, and what is in them."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import Reason
from knowledge.reading.formats import FORMATS
from knowledge.reading.refusals import RefusalError


def content_files(path: Path) -> list[Path]:
    """The files that adding ``path`` would read, in order.

    A folder gives the files in it, and in its folders, that are of a kind that is read and neither
    hidden nor an Office program's lock. Anything else gives itself, so that a file which was named
    but cannot be read, or is not there, is refused by name.
    """
    return sorted(_within(path)) if path.is_dir() else [path]


def _within(folder: Path) -> Iterator[Path]:
    seen = set[tuple[int, int]]()
    for root, folders, names in os.walk(folder, followlinks=True):
        status = Path(root).stat()
        if (status.st_dev, status.st_ino) in seen:  # A link back to where we have been.
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(root, name) for name in names if not name.startswith((".", "~$")))
        yield from (path for path in paths if path.suffix.lower() in FORMATS and path.is_file())


def content_of(path: Path, limit_bytes: int) -> bytes:
    """The bytes of a file; raises RefusalError when it cannot be opened, or is empty or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise RefusalError(Reason.UNSUPPORTED, ", a folder or a device")
        if status.st_size > limit_bytes:
            raise RefusalError(Reason.OVERSIZED, _too_large(status.st_size, limit_bytes))
        content = path.read_bytes()
    except PermissionError as error:
        raise RefusalError(Reason.FORBIDDEN) from error
    except OSError as error:  # Gone, or on a disk that is.
        raise RefusalError(Reason.MISSING) from error
    if not content:
        raise RefusalError(Reason.EMPTY)
    return content


def _too_large(size_bytes: int, limit_bytes: int) -> str:
    megabyte = 1_000_000
    return f": it has {size_bytes / megabyte:.1f} MB, and {limit_bytes / megabyte:.0f} MB are read at most"
