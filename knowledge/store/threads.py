"""The Slack threads the bot takes part in, so that it answers there unasked, after a restart too."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.questions import require_question
from knowledge.store.statements import upsert
from knowledge.store.tables import threads
from knowledge.store.values import Thread


@dataclass(frozen=True, slots=True)
class Threads:
    """Where the bot has answered; what was asked there is ``Questions.in_thread``."""

    database: Database

    def join(self, thread: Thread, question_id: str, *, now: datetime) -> None:
        """Takes part from now on; ``question_id`` is the thread's last question."""
        row = {
            "team": thread.team,
            "channel": thread.channel,
            "thread_ts": thread.ts,
            "last_question_id": question_id,
            "updated_at": now,
        }
        with self.database.writing() as connection:
            require_question(connection, question_id)
            upsert(connection, threads, row)

    def last_question(self, thread: Thread) -> str | None:
        """The id of the thread's last question; None when the bot takes no part in it."""
        chosen = sa.select(threads.c.last_question_id).where(
            threads.c.team == thread.team,
            threads.c.channel == thread.channel,
            threads.c.thread_ts == thread.ts,
        )
        with self.database.reading() as connection:
            return connection.scalar(chosen)
