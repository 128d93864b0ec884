"""Things that are kept until somebody asks: files, and messages to be posted later."""

from bot.workspace.changes import Changes, FileShared, ScheduleChanged
from bot.workspace.values import File, ScheduledMessage


class Files:
    """Uploaded files, in memory."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._files: dict[str, File] = {}

    def get(self, file_id: str) -> File | None:
        return self._files.get(file_id)

    def all(self) -> tuple[File, ...]:
        with self._changes.lock:
            return tuple(self._files.values())

    def keep(self, file: File, channel: str | None = None) -> None:
        """Keep a file, or another state of it; ``channel`` is where it is shown from now on."""
        with self._changes.lock:
            self._files[file.id] = file
            self._changes.tell(FileShared(file=file, channel=channel))


class Schedule:
    """Messages that wait for their time."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._waiting: dict[str, ScheduledMessage] = {}

    def all(self) -> tuple[ScheduledMessage, ...]:
        """What waits, the earliest first."""
        with self._changes.lock:
            return tuple(sorted(self._waiting.values(), key=lambda one: one.post_at))

    def get(self, scheduled_id: str) -> ScheduledMessage | None:
        return self._waiting.get(scheduled_id)

    def add(self, scheduled: ScheduledMessage) -> None:
        with self._changes.lock:
            self._waiting[scheduled.id] = scheduled
            self._changes.tell(ScheduleChanged(channel=scheduled.message.channel))

    def remove(self, scheduled_id: str) -> None:
        with self._changes.lock:
            scheduled = self._waiting.pop(scheduled_id)
            self._changes.tell(ScheduleChanged(channel=scheduled.message.channel))

    def take_due(self, seconds: float) -> tuple[ScheduledMessage, ...]:
        """Remove and return what is due at ``seconds`` since 1970."""
        with self._changes.lock:
            due = tuple(one for one in self.all() if one.post_at <= seconds)
            for one in due:
                self.remove(one.id)
            return due
