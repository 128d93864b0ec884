"""Files read in a process of their own, so that no file can hang, crash or outgrow this one."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Timer
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from knowledge.errors import Reason, UnreadableError
from knowledge.model import Reading
from knowledge.reading.formats import FORMATS
from knowledge.reading.messages import REPLY, REQUEST, Refusal, Request
from knowledge.reading.metadata import NOTHING, Given
from knowledge.reading.refusals import sentence

TIME_LIMIT_SECONDS = 60.0
SIZE_LIMIT_BYTES = 50_000_000

_START = "import sys; sys.path[:] = sys.argv[1:]; from knowledge.reading.worker import main; main()"


def worker_command() -> tuple[str, ...]:
    """What starts a worker: it finds the modules that this process finds, and no others."""
    return (sys.executable, "-P", "-c", _START, *sys.path)


class Reader:
    """Reads files, one after the other, in a worker that is started when it is needed.

    Not for several threads at once. Closing it, or leaving it as a context, ends the worker.
    """

    def __init__(
        self,
        *,
        time_limit_seconds: float = TIME_LIMIT_SECONDS,
        size_limit_bytes: int = SIZE_LIMIT_BYTES,
        command: Sequence[str] | None = None,
    ) -> None:
        self._time_limit_seconds = time_limit_seconds
        self._size_limit_bytes = size_limit_bytes
        self._command = command or worker_command()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, options: Given = NOTHING) -> Reading:
        """What the file at ``path`` holds; raises UnreadableError, whatever is wrong with it."""
        reply = self._ask(path, options) if path.suffix.lower() in FORMATS else Refusal(Reason.UNSUPPORTED)
        if isinstance(reply, Refusal):
            raise UnreadableError(path, reply.reason, sentence(path.name, reply.reason, reply.detail))
        return reply

    def close(self) -> None:
        """End the worker; the next file starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in filter(None, (process.stdin, process.stdout)):
            with contextlib.suppress(BrokenPipeError):  # It died with words of ours unread.
                pipe.close()
        process.wait()

    def _ask(self, path: Path, options: Given) -> Reading | Refusal:
        request = Request(
            name=os.fsencode(path.absolute()).hex(),
            options=options,
            size_limit_bytes=self._size_limit_bytes,
            time_limit_seconds=self._time_limit_seconds,
        )
        line, too_late = b"", Event()
        try:
            line = self._exchange(REQUEST.dump_json(request) + b"\n", too_late)
        finally:
            if too_late.is_set() or not line.endswith(b"\n"):
                self.close()
        try:
            return REPLY.validate_json(line)
        except ValidationError:
            seconds = f"{self._time_limit_seconds:g} seconds"
            return Refusal(Reason.TOO_SLOW, seconds) if too_late.is_set() else Refusal(Reason.CRASHED)

    def _exchange(self, message: bytes, too_late: Event) -> bytes:
        """The worker's answer; nothing, or half of it, when it died or was killed for being late."""
        process = self._running()
        assert process.stdin and process.stdout  # noqa: S101, PT018  # they are pipes

        def give_up() -> None:
            too_late.set()
            process.kill()

        timer = Timer(self._time_limit_seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(message)
                process.stdin.flush()
            return process.stdout.readline()
        finally:
            timer.cancel()
            timer.join()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603  # our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for this process, which then ends the worker.
            )
        return self._process
