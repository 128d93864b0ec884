"""The process that reads: a hostile or damaged file can hang or kill it, and nothing else.

It answers each line of its standard input with one line, until there is none or its parent is
gone. It has limits of its own, since a parent that was killed cannot stop it any more.
"""

import contextlib
import math
import os
import resource
import signal
import sys
from pathlib import Path

from knowledge.errors import Reason
from knowledge.model import Reading
from knowledge.reading.files import content_of
from knowledge.reading.formats import FORMATS
from knowledge.reading.messages import REPLY, REQUEST, Refusal, Request
from knowledge.reading.metadata import Given, describe
from knowledge.reading.refusals import RefusalError
from knowledge.reading.sniffing import check

_MEMORY_LIMIT_BYTES = 3_000_000_000
"""Of addresses; a worker that has read nothing yet has taken a fifth of them."""
_ORPHANS_GRACE_SECONDS = 1


def main() -> None:
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # What a native library prints is no reply.
    _limit(resource.RLIMIT_AS, _MEMORY_LIMIT_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    for line in sys.stdin.buffer:
        request = REQUEST.validate_json(line)
        signal.alarm(math.ceil(request.time_limit_seconds) + _ORPHANS_GRACE_SECONDS)
        reply = _reply(request)
        signal.alarm(0)
        replies.write(REPLY.dump_json(reply) + b"\n")
        replies.flush()


def _reply(request: Request) -> Reading | Refusal:
    try:
        return read(request.path, request.options, request.size_limit_bytes)
    except RefusalError as refusal:
        return Refusal(refusal.reason, refusal.detail)


def read(path: Path, options: Given, size_limit_bytes: int) -> Reading:
    """What the file at ``path`` holds, in this process; raises RefusalError."""
    format_ = FORMATS[path.suffix.lower()]
    content = content_of(path, size_limit_bytes)
    check(content, format_.kinds)
    extract = format_.read(content)
    if not any(map(str.isalnum, extract.text)):
        raise RefusalError(Reason.EMPTY)
    return Reading(extract.text, extract.headings, extract.pages, describe(path, extract, options))


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    with contextlib.suppress(ValueError, OSError):  # Some systems know the limit but not how to set it.
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    main()
