"""Questions: claimed once however often they arrive, answered once however often the process dies.

Claiming and answering are two transactions with the work between them. What was claimed and not
answered when a process died is found by ``unanswered`` and taken over, by one, with ``reclaim``.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from knowledge.errors import UnknownQuestionError
from knowledge.gaps import Week
from knowledge.model import Answer, Outcome
from knowledge.store.engine import Database
from knowledge.store.gap_tables import gap_questions
from knowledge.store.rows import Row, answer_json, answer_of
from knowledge.store.statements import insert_once
from knowledge.store.tables import questions, votes
from knowledge.store.values import AskedQuestion, Progress, Question, Thread


@dataclass(frozen=True, slots=True)
class Questions:
    """What people asked, and what became of it."""

    database: Database

    def claim(self, question: Question, *, by: str, now: datetime) -> bool:
        """True for exactly one of all who claim this question, or another id for the same message."""
        row = {**asdict(question), "progress": Progress.CLAIMED, "claimed_by": by, "claimed_at": now}
        with self.database.writing() as connection:
            return insert_once(connection, questions, row)

    def reclaim(self, question_id: str, *, by: str, now: datetime, before: datetime) -> bool:
        """Takes over a question that was claimed before then and not finished; True for one of all."""
        return self._update(question_id, {"claimed_by": by, "claimed_at": now}, *_abandoned(before))

    def replying(self, question_id: str, reply_ts: str) -> None:
        """Keeps the message that the answer goes into, before the answer is complete."""
        self._update(question_id, {"reply_ts": reply_ts})

    def answered(
        self, question_id: str, answer: Answer, *, standalone: str, ms: int, reply_ts: str | None = None
    ) -> bool:
        """Keeps the answer; False when the question had one, which stays as it is."""
        changes = {
            "progress": Progress.ANSWERED,
            "standalone": standalone,
            "outcome": answer.outcome,
            "confidence": answer.confidence,
            "answer": answer_json(answer),
            "ms": ms,
        } | ({"reply_ts": reply_ts} if reply_ts else {})
        return self._update(question_id, changes, questions.c.progress != Progress.ANSWERED)

    def failed(self, question_id: str, *, ms: int) -> bool:
        """Keeps that answering went wrong and was told; False when the question was answered."""
        changes = {"progress": Progress.FAILED, "ms": ms}
        return self._update(question_id, changes, questions.c.progress != Progress.ANSWERED)

    def get(self, question_id: str) -> AskedQuestion:
        """The question of this id; UnknownQuestionError when there is none."""
        found = self._asked(sa.select(questions).where(questions.c.id == question_id))
        if not found:
            raise UnknownQuestionError(question_id)
        return found[0]

    def unanswered(self, before: datetime) -> tuple[AskedQuestion, ...]:
        """Those claimed before then and not finished, the longest waiting first."""
        chosen = sa.select(questions).where(*_abandoned(before))
        return self._asked(chosen.order_by(questions.c.asked_at, questions.c.id))

    def in_thread(self, thread: Thread, limit: int) -> tuple[AskedQuestion, ...]:
        """The last ``limit`` questions of a thread in the order they were asked."""
        chosen = _LATEST_FIRST.where(
            questions.c.team == thread.team,
            questions.c.channel == thread.channel,
            questions.c.thread_ts == thread.ts,
        )
        return self._asked(chosen.limit(limit))[::-1]

    def gaps(self, limit: int) -> tuple[AskedQuestion, ...]:
        """The last questions not covered in every part or whose answer somebody voted down, latest first.

        What a facilitator has done something about is no gap any more.
        """
        voted_down = sa.exists().where(votes.c.question_id == questions.c.id, votes.c.value < 0)
        is_gap = questions.c.outcome.in_((Outcome.NOT_COVERED, Outcome.PARTLY)) | voted_down
        settled = sa.exists().where(gap_questions.c.question_id == questions.c.id)
        return self._asked(_LATEST_FIRST.where(is_gap, ~settled).limit(limit))

    def counted(self, since: datetime, until: datetime) -> Week:
        """How many questions came in between, and how many of them were answered."""
        within = (questions.c.asked_at >= since, questions.c.asked_at < until)
        chosen = sa.select(questions.c.outcome, sa.func.count()).where(*within)
        with self.database.reading() as connection:
            rows = connection.execute(chosen.group_by(questions.c.outcome)).all()
        numbers = {outcome: number for outcome, number in rows}  # noqa: C416  # dict() takes no rows
        return Week(
            asked=sum(numbers.values()),
            answered=numbers.get(Outcome.ANSWERED, 0) + numbers.get(Outcome.PARTLY, 0),
            uncovered=numbers.get(Outcome.NOT_COVERED, 0),
        )

    def _asked(self, chosen: sa.Select[*tuple[Any, ...]]) -> tuple[AskedQuestion, ...]:
        with self.database.reading() as connection:
            return tuple(_asked_question_of(row) for row in connection.execute(chosen))

    def _update(
        self, question_id: str, changes: Mapping[str, Any], *conditions: sa.ColumnElement[bool]
    ) -> bool:
        """Whether the conditions held and the changes were made; UnknownQuestionError when there is none."""
        changed = sa.update(questions).where(questions.c.id == question_id, *conditions)
        with self.database.writing() as connection:
            if connection.execute(changed.values(changes)).rowcount:
                return True
            require_question(connection, question_id)
            return False


_LATEST_FIRST = sa.select(questions).order_by(questions.c.asked_at.desc(), questions.c.id.desc())


def require_question(connection: sa.Connection, question_id: str) -> None:
    """UnknownQuestionError when nobody asked it, instead of a broken foreign key that names none."""
    if connection.scalar(sa.select(questions.c.id).where(questions.c.id == question_id)) is None:
        raise UnknownQuestionError(question_id)


def _abandoned(before: datetime) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return questions.c.progress == Progress.CLAIMED, questions.c.claimed_at < before


def _asked_question_of(row: Row) -> AskedQuestion:
    return AskedQuestion(
        question=Question(
            id=row.id,
            text=row.text,
            asker=row.asker,
            asked_at=row.asked_at,
            surface=row.surface,
            team=row.team,
            channel=row.channel,
            message_ts=row.message_ts,
            thread_ts=row.thread_ts,
        ),
        progress=row.progress,
        claimed_by=row.claimed_by,
        claimed_at=row.claimed_at,
        standalone=row.standalone,
        answer=answer_of(row),
        reply_ts=row.reply_ts,
        ms=row.ms,
    )
