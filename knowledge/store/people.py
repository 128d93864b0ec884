"""Who people are, and under which pseudonym and for which council they are on a visit.

The only part of the store that knows names and Slack users. Forgetting a person leaves what they
told under a pseudonym that leads to nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

import sqlalchemy as sa

from knowledge.attribution import Author, Names
from knowledge.errors import LastFacilitatorError, UnknownPersonError
from knowledge.store.engine import Database
from knowledge.store.former_names import names_of, remembering, visits_of
from knowledge.store.lesson_tables import bylines
from knowledge.store.publication import About, note, note_person
from knowledge.store.rows import Row
from knowledge.store.statements import insert_once, upsert
from knowledge.store.visit_tables import participants, people, visits
from knowledge.store.visits import require_visit
from knowledge.visits import Participant, Person, Role

_THEIR_OWN = frozenset({"pseudonym", "consent_version", "consented_at"})
"""What nobody else changes of a person's part."""


@dataclass(frozen=True, slots=True)
class People:
    """People and their parts in visits."""

    database: Database

    def meet(self, person: Person) -> Person:
        """The person as we know them: of one Slack user the id that was given first, the latest name."""
        with self.database.writing() as connection:
            if not insert_once(connection, people, person.model_dump()):
                _rename(connection, person)
            row = connection.execute(sa.select(people).where(_same(person))).one()
            note_person(connection, row.id)
        return Person.model_validate(row._asdict())

    def get(self, person: str) -> Person:
        """The person of this id; UnknownPersonError when there is none."""
        return self._one(people.c.id == person) or _nobody(person)

    def known(self, team: str, user: str) -> Person | None:
        """Whom we know as this Slack user; None for somebody we have not met."""
        return self._one((people.c.slack_team == team) & (people.c.slack_user == user))

    def nudge(self, person: str, *, wanted: bool) -> None:
        """Keeps whether the person wants to be reminded to log what they saw."""
        with self.database.writing() as connection:
            changed = sa.update(people).where(people.c.id == person).values(nudged=wanted)
            if connection.execute(changed).rowcount == 0:
                _nobody(person)

    def forget(self, person: str) -> bool:
        """Forgets who somebody is; False when nobody has this id."""
        with self.database.writing() as connection, remembering(connection, visits_of(connection, person)):
            return connection.execute(sa.delete(people).where(people.c.id == person)).rowcount == 1

    def take_part(self, participant: Participant) -> Participant:
        """Puts a person on a visit, or changes their part; pseudonym and consent stay as they are.

        LastFacilitatorError when that leaves the visit without a facilitator.
        """
        row = participant.model_dump(exclude={"visit", "person"})
        row |= {"visit_id": participant.visit, "person_id": participant.person}
        with self.database.writing() as connection:
            require_visit(connection, participant.visit)
            with (
                _keeping_a_facilitator(connection, participant.visit),
                remembering(connection, [participant.visit]),
            ):
                upsert(connection, participants, row, keep=_THEIR_OWN)
            same = _part_on(participant.visit, participant.person)
            kept = connection.execute(sa.select(participants).where(*same)).one()
            note(connection, About.VISIT, participant.visit)
        return _participant_of(kept)

    def agree(self, visit: str, person: str, version: str, at: datetime) -> bool:
        """Keeps which text somebody agreed to before telling anything; False if they are not on the visit."""
        agreed = sa.update(participants).where(*_part_on(visit, person))
        with self.database.writing() as connection:
            changed = connection.execute(agreed.values(consent_version=version, consented_at=at))
            return changed.rowcount == 1

    def leave(self, visit: str, person: str) -> bool:
        """Takes a person off a visit; what they told stays under their pseudonym. False if not on it.

        LastFacilitatorError when that leaves the visit without a facilitator.
        """
        with (
            self.database.writing() as connection,
            _keeping_a_facilitator(connection, visit),
            remembering(connection, [visit]),
        ):
            part = sa.delete(participants).where(*_part_on(visit, person))
            return connection.execute(part).rowcount == 1

    def part(self, visit: str, person: str) -> Participant | None:
        """A person's part in a visit; None when they have none."""
        found = self._parts(*_part_on(visit, person))
        return found[0] if found else None

    def parts(self, person: str) -> tuple[Participant, ...]:
        """Every part the person has or had in a visit, by the visit's id."""
        return self._parts(participants.c.person_id == person)

    def all_parts(self) -> tuple[Participant, ...]:
        """Every part that anybody has in a visit, by the visit's id."""
        return self._parts()

    def byline(self, person: str, offered: str) -> str:
        """The pseudonym that lessons know the person by; the one offered if they have none yet.

        It is one for all lessons, unlike those of visits: who proposed a lesson must be known again.
        """
        with self.database.writing() as connection:
            if connection.scalar(sa.select(people.c.id).where(people.c.id == person)) is None:
                _nobody(person)
            insert_once(connection, bylines, {"person_id": person, "pseudonym": offered})
            of_person = sa.select(bylines.c.pseudonym).where(bylines.c.person_id == person)
            return connection.execute(of_person).scalar_one()

    def bylines(self) -> dict[str, str]:
        """The pseudonyms that lessons know people by, by the person's id."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(bylines.c.person_id, bylines.c.pseudonym)).all()
        return {row.person_id: row.pseudonym for row in rows}

    def byline_of(self, person: str) -> str | None:
        """The same for one of them; None for somebody who never did anything with a lesson."""
        chosen = sa.select(bylines.c.pseudonym).where(bylines.c.person_id == person)
        with self.database.reading() as connection:
            return connection.execute(chosen).scalar_one_or_none()

    def behind(self, byline: str) -> Person | None:
        """Who is behind a pseudonym of lessons; None for somebody forgotten."""
        chosen = sa.select(people).join(bylines).where(bylines.c.pseudonym == byline)
        with self.database.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        return None if row is None else Person.model_validate(row._asdict())

    def all(self) -> tuple[Person, ...]:
        """Everybody we have met, by name."""
        chosen = sa.select(people).order_by(people.c.display_name, people.c.id)
        with self.database.reading() as connection:
            return tuple(Person.model_validate(row._asdict()) for row in connection.execute(chosen))

    def called(self, name: str) -> tuple[Person, ...]:
        """The people of this id or this name, whatever its capitals."""
        same = (people.c.id == name) | (sa.func.lower(people.c.display_name) == name.lower())
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(people).where(same).order_by(people.c.id))
            return tuple(Person.model_validate(row._asdict()) for row in rows)

    def known_as(self, visit: str, pseudonym: str) -> Person | None:
        """Whom the records of a visit call so; None when the person has left it, or was forgotten."""
        part = sa.select(participants.c.person_id).where(
            participants.c.visit_id == visit, participants.c.pseudonym == pseudonym
        )
        return self._one(people.c.id == part.scalar_subquery())

    def on(self, visit: str) -> tuple[Participant, ...]:
        """The participants of a visit, by council and then by pseudonym."""
        found = self._parts(participants.c.visit_id == visit)
        return tuple(sorted(found, key=lambda one: (one.council or "", one.pseudonym)))

    def everybody(self, visit: str) -> tuple[tuple[Participant, Person], ...]:
        """The participants of a visit and who they are, by pseudonym."""
        chosen = (
            sa.select(participants, *people.c)
            .join(people, people.c.id == participants.c.person_id)
            .where(participants.c.visit_id == visit)
            .order_by(participants.c.pseudonym)
        )
        with self.database.reading() as connection:
            rows = connection.execute(chosen).mappings().all()
        return tuple(
            (
                _participant_of_fields({column.name: row[column] for column in participants.c}),
                Person.model_validate({column.name: row[column] for column in people.c}),
            )
            for row in rows
        )

    def authors(self, visit: str) -> dict[str, Author]:
        """Who is behind each pseudonym of the visit, to be shown through ``attribution.shown`` only."""
        chosen = (
            sa.select(
                participants.c.pseudonym, people.c.display_name, participants.c.council, participants.c.post
            )
            .join(people)
            .where(participants.c.visit_id == visit)
        )
        with self.database.reading() as connection:
            rows = connection.execute(chosen).all()
        return {row.pseudonym: Author(row.display_name, row.council, row.post) for row in rows}

    def names(self, visit: str) -> Names:
        """Everybody and every council that has or had to do with the visit."""
        with self.database.reading() as connection:
            return names_of(connection, visit)

    def _one(self, condition: sa.ColumnElement[bool]) -> Person | None:
        with self.database.reading() as connection:
            row = connection.execute(sa.select(people).where(condition)).one_or_none()
        return None if row is None else Person.model_validate(row._asdict())

    def _parts(self, *conditions: sa.ColumnElement[bool]) -> tuple[Participant, ...]:
        chosen = sa.select(participants).where(*conditions).order_by(participants.c.visit_id)
        with self.database.reading() as connection:
            return tuple(_participant_of(row) for row in connection.execute(chosen))


@contextmanager
def _keeping_a_facilitator(connection: sa.Connection, visit: str) -> Iterator[None]:
    """Of two facilitators who go at once the second is refused: each waits for the other at the visit's row.

    On SQLite they have waited already, since a write begins with BEGIN IMMEDIATE. What is told on the
    visit meanwhile does not wait.
    """
    same = sa.select(visits.c.id).where(visits.c.id == visit)
    connection.execute(same.with_for_update(key_share=True))
    had_one = _has_facilitator(connection, visit)
    yield
    if had_one and not _has_facilitator(connection, visit):
        raise LastFacilitatorError


def _has_facilitator(connection: sa.Connection, visit: str) -> bool:
    facilitates = (participants.c.visit_id == visit) & (participants.c.role == Role.FACILITATOR)
    return connection.scalar(sa.select(sa.exists().where(facilitates))) is True


def _rename(connection: sa.Connection, person: Person) -> None:
    known = connection.execute(sa.select(people.c.id).where(_same(person))).scalar_one()
    with remembering(connection, visits_of(connection, known)):
        renamed = sa.update(people).where(people.c.id == known).values(display_name=person.display_name)
        connection.execute(renamed)


def _nobody(person: str) -> NoReturn:
    raise UnknownPersonError(person)


def _part_on(visit: str, person: str) -> tuple[sa.ColumnElement[bool], ...]:
    return participants.c.visit_id == visit, participants.c.person_id == person


def _same(person: Person) -> sa.ColumnElement[bool]:
    if person.slack_user is None:
        return people.c.id == person.id
    return (people.c.slack_team == person.slack_team) & (people.c.slack_user == person.slack_user)


def _participant_of(row: Row) -> Participant:
    return _participant_of_fields(row._asdict())


def _participant_of_fields(fields: dict[str, Any]) -> Participant:
    visit, person = fields.pop("visit_id"), fields.pop("person_id")
    return Participant.model_validate({**fields, "visit": visit, "person": person})
