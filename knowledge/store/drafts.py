"""What people have typed into forms and not sent yet, so that a closed form or a restart loses none of it.

Saves may overtake each other, as several of one form are on their way at once: the latest typed
stays, not the latest to arrive. A draft is one person's own and shown to nobody else.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.statements import upsert
from knowledge.store.values import Draft
from knowledge.store.visit_tables import drafts


@dataclass(frozen=True, slots=True)
class Drafts:
    """Forms that are being filled in."""

    database: Database

    def save(self, draft: Draft) -> None:
        """Keeps the draft, unless a later one of the same form is kept already."""
        row = {
            "person_id": draft.person,
            "form": draft.form,
            "about": draft.about,
            "answers": dict(draft.answers),
            "updated_at": draft.updated_at,
        }
        with self.database.writing() as connection:
            upsert(connection, drafts, row, later="updated_at")

    def get(self, person: str, form: str, about: str) -> Draft | None:
        """What the person has typed into this form; None when nothing is left unsent."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(drafts).where(*_same(person, form, about))).one_or_none()
        if row is None:
            return None
        return Draft(row.person_id, row.form, row.about, row.answers, row.updated_at)

    def drop(self, person: str, form: str, about: str) -> None:
        """Forgets what was typed, as it was sent or is not wanted any more."""
        with self.database.writing() as connection:
            connection.execute(sa.delete(drafts).where(*_same(person, form, about)))

    def drop_older(self, than: datetime) -> int:
        """Forgets what nobody came back to; how many drafts that were."""
        with self.database.writing() as connection:
            return connection.execute(sa.delete(drafts).where(drafts.c.updated_at < than)).rowcount


def _same(person: str, form: str, about: str) -> tuple[sa.ColumnElement[bool], ...]:
    return drafts.c.person_id == person, drafts.c.form == form, drafts.c.about == about
