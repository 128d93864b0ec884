"""Questions put to a person: opened once, posted, resolved once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from knowledge.errors import UnknownQuestionError
from knowledge.store.engine import Database
from knowledge.store.questions import require_question
from knowledge.store.statements import insert_once
from knowledge.store.tables import help_requests
from knowledge.store.values import HelpRequest


@dataclass(frozen=True, slots=True)
class HelpRequests:
    """What facilitators were asked to answer themselves."""

    database: Database

    def open(self, request: HelpRequest) -> bool:
        """Keeps the request; False when a person was asked this question already."""
        with self.database.writing() as connection:
            require_question(connection, request.question_id)
            return insert_once(connection, help_requests, asdict(request))

    def posted(self, question_id: str, message_ts: str) -> None:
        """Keeps the message that shows the request to the facilitators."""
        if not self._update(question_id, {"message_ts": message_ts}):
            raise UnknownQuestionError(question_id)

    def resolve(self, question_id: str, *, by: str, now: datetime) -> bool:
        """Closes the request; False when there is no open one, because it was closed or never opened."""
        return self._update(
            question_id, {"resolved_by": by, "resolved_at": now}, help_requests.c.resolved_at.is_(None)
        )

    def get(self, question_id: str) -> HelpRequest | None:
        """The request that was made of this question; None when nobody was asked."""
        chosen = sa.select(help_requests).where(help_requests.c.question_id == question_id)
        with self.database.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        return None if row is None else HelpRequest(**row._asdict())

    def _update(
        self, question_id: str, changes: Mapping[str, Any], *conditions: sa.ColumnElement[bool]
    ) -> bool:
        changed = sa.update(help_requests).where(help_requests.c.question_id == question_id, *conditions)
        with self.database.writing() as connection:
            return connection.execute(changed.values(changes)).rowcount == 1
