"""Thumbs up and down on answers: one a person and question, the last one counts."""

from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.questions import require_question
from knowledge.store.statements import upsert
from knowledge.store.tables import votes
from knowledge.store.values import Vote


@dataclass(frozen=True, slots=True)
class Votes:
    """What people thought of answers, and why."""

    database: Database

    def cast(self, vote: Vote) -> None:
        """Keeps the vote in place of the person's last one on that question.

        The same thumb once more without a reason, as a repeated delivery sends it, keeps the reason
        that was given.
        """
        with self.database.writing() as connection:
            require_question(connection, vote.question_id)
            reason = vote.reason or connection.scalar(_reason_given(vote))
            upsert(connection, votes, asdict(replace(vote, reason=reason)))

    def on(self, question_id: str) -> tuple[Vote, ...]:
        """All votes on a question's answer, the earliest first."""
        chosen = (
            sa.select(votes).where(votes.c.question_id == question_id).order_by(votes.c.at, votes.c.voter)
        )
        with self.database.reading() as connection:
            return tuple(Vote(**row._asdict()) for row in connection.execute(chosen))


def _reason_given(vote: Vote) -> sa.Select[str | None]:
    """The reason the person gave for the same thumb."""
    return sa.select(votes.c.reason).where(
        votes.c.question_id == vote.question_id, votes.c.voter == vote.voter, votes.c.value == vote.value
    )
