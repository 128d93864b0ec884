"""What makes the app an agent: suggested prompts, the status under a thread, sessions."""

from datetime import datetime

from bot.workspace.changes import Changes, PromptsChanged, SessionChanged, SessionStopped, StatusChanged
from bot.workspace.values import Prompts, Session, Status


class Assistance:
    """Prompts by channel; statuses, titles and sessions by thread."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._prompts: dict[str, Prompts] = {}
        self._statuses: dict[tuple[str, str], Status] = {}
        self._sessions: dict[tuple[str, str], Session] = {}

    def prompts(self, channel: str) -> Prompts | None:
        return self._prompts.get(channel)

    def status(self, channel: str, thread_ts: str) -> Status | None:
        return self._statuses.get((channel, thread_ts))

    def statuses(self) -> tuple[Status, ...]:
        with self._changes.lock:
            return tuple(self._statuses.values())

    def session(self, channel: str, thread_ts: str) -> Session | None:
        """The agent's session in a thread; the page shows a stop button while it is "processing"."""
        return self._sessions.get((channel, thread_ts))

    def suggest(self, channel: str, prompts: Prompts) -> None:
        with self._changes.lock:
            self._prompts[channel] = prompts
            self._changes.tell(PromptsChanged(channel=channel))

    def set_status(self, status: Status) -> None:
        """Show a status in its thread; one without text takes it away."""
        with self._changes.lock:
            if not status.text:
                self.clear_status(status.channel, status.thread_ts)
                return
            self._statuses[status.channel, status.thread_ts] = status
            self._changes.tell(StatusChanged(channel=status.channel, thread_ts=status.thread_ts))

    def clear_status(self, channel: str, thread_ts: str) -> None:
        with self._changes.lock:
            if self._statuses.pop((channel, thread_ts), None):
                self._changes.tell(StatusChanged(channel=channel, thread_ts=thread_ts))

    def clear_statuses_due(self, now: datetime) -> None:
        for status in self.statuses():
            if status.until <= now:
                self.clear_status(status.channel, status.thread_ts)

    def set_session(self, session: Session) -> None:
        with self._changes.lock:
            self._sessions[session.channel, session.thread_ts] = session
            self._changes.tell(SessionChanged(channel=session.channel, thread_ts=session.thread_ts))

    def stop_session(self, channel: str, thread_ts: str, by: str) -> None:
        self._changes.tell(SessionStopped(channel=channel, thread_ts=thread_ts, by=by))
