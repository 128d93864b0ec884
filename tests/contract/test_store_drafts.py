"""Drafts and quotations: what is typed and not sent, and whom a quoted message leads to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from knowledge.store import Deed, Draft, Quotation, Store
from knowledge.visits import Participant, Person
from tests.contract.store_samples import LATER, NOW
from tests.visit_samples import feedback, visit

DRAFT = Draft("u-1", "feedback", "v1", {"observation": "They met"}, NOW)
QUOTED = Quotation("q1", "We met each week.", "https://slack.example/p1", "u-2", NOW)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    for name in ("u-1", "u-2"):
        store.people.meet(Person(id=name, display_name=name))
    store.visits.add(visit(), Deed("u-1", NOW, "planned the visit"))
    store.records.add(feedback())


def drafted(store: Store, about: str = "v1") -> Draft | None:
    return store.drafts.get("u-1", "feedback", about)


def test_a_draft_is_kept_as_it_was_last_typed(store: Store) -> None:
    store.drafts.save(DRAFT)
    later = replace(DRAFT, answers={"observation": "They met often"}, updated_at=LATER)
    store.drafts.save(later)

    assert drafted(store) == later


def test_a_draft_that_arrives_late_does_not_undo_what_was_typed_after_it(store: Store) -> None:
    later = replace(DRAFT, answers={"observation": "They met often"}, updated_at=LATER)
    store.drafts.save(later)

    store.drafts.save(DRAFT)

    assert drafted(store) == later


@pytest.mark.parametrize("other", [{"person": "u-2"}, {"form": "visit"}, {"about": "v2"}])
def test_drafts_of_other_people_forms_and_visits_are_others(store: Store, other: dict[str, Any]) -> None:
    store.drafts.save(DRAFT)
    store.drafts.save(replace(DRAFT, answers={}, updated_at=LATER, **other))

    assert drafted(store) == DRAFT


def test_what_is_dropped_is_gone_and_the_rest_stays(store: Store) -> None:
    store.drafts.save(DRAFT)
    store.drafts.save(replace(DRAFT, about="v2"))

    store.drafts.drop("u-1", "feedback", "v1")

    assert drafted(store) is None
    assert drafted(store, "v2") is not None


def test_drafts_nobody_came_back_to_are_dropped(store: Store) -> None:
    store.drafts.save(DRAFT)
    store.drafts.save(replace(DRAFT, about="v2", updated_at=LATER))

    assert store.drafts.drop_older(LATER) == 1

    assert drafted(store) is None
    assert drafted(store, "v2") is not None


def test_a_draft_and_a_quotation_go_with_the_person(store: Store) -> None:
    store.drafts.save(DRAFT)
    store.quotations.keep(QUOTED)

    store.people.forget("u-1")
    store.people.forget("u-2")

    assert drafted(store) is None
    assert store.quotations.get("q1") is None


def test_a_message_is_quoted_as_it_was_the_first_time(store: Store) -> None:
    assert store.quotations.keep(QUOTED) == QUOTED
    assert store.quotations.keep(replace(QUOTED, quote="Edited", agreed=True)) == QUOTED
    assert store.quotations.get("q1") == QUOTED


def test_an_author_is_to_be_asked_once_the_message_stands_in_a_record(store: Store) -> None:
    store.quotations.keep(QUOTED)
    assert store.quotations.unasked() == ()

    store.quotations.attach("q1", "r1")

    assert store.quotations.unasked() == (replace(QUOTED, record="r1"),)


@pytest.mark.parametrize("unaskable", [{"author": None}, {"agreed": True}])
def test_nobody_is_asked_about_an_app_or_about_what_they_quote_themselves(
    store: Store, unaskable: dict[str, Any]
) -> None:
    store.quotations.keep(replace(QUOTED, **unaskable))
    store.quotations.attach("q1", "r1")

    assert store.quotations.unasked() == ()


def test_an_author_is_asked_once_and_again_only_when_they_could_not_be_reached(store: Store) -> None:
    store.quotations.keep(QUOTED)
    store.quotations.attach("q1", "r1")

    assert store.quotations.claim("q1", NOW)
    assert not store.quotations.claim("q1", LATER)
    assert store.quotations.unasked() == ()

    store.quotations.give_up("q1")
    assert store.quotations.claim("q1", LATER)


def test_the_latest_answer_of_an_author_holds(store: Store) -> None:
    store.quotations.keep(QUOTED)

    for agreed in (True, False):
        store.quotations.answer("q1", agreed=agreed)
        assert store.quotations.get("q1") == replace(QUOTED, agreed=agreed)


def test_what_a_record_quoted_is_forgotten_with_it(store: Store) -> None:
    store.quotations.keep(QUOTED)
    store.quotations.keep(replace(QUOTED, id="q2"))
    store.quotations.attach("q1", "r1")

    store.quotations.forget("r1")

    assert store.quotations.get("q1") is None
    assert store.quotations.get("q2") is not None


def test_messages_that_were_looked_at_and_not_logged_are_dropped(store: Store) -> None:
    store.quotations.keep(replace(QUOTED, id="logged"))
    store.quotations.keep(replace(QUOTED, id="unused"))
    store.quotations.keep(replace(QUOTED, id="new", made_at=LATER + timedelta(1)))
    store.quotations.attach("logged", "r1")

    assert store.quotations.drop_unused(LATER) == 1

    assert store.quotations.get("unused") is None
    assert store.quotations.get("logged") is not None
    assert store.quotations.get("new") is not None


def test_what_somebody_agreed_to_is_kept_with_the_moment(store: Store) -> None:
    store.people.take_part(Participant(visit="v1", person="u-1", pseudonym="heron"))

    assert store.people.agree("v1", "u-1", "2026-11", NOW)

    part = store.people.part("v1", "u-1")
    assert part is not None
    assert (part.consent_version, part.consented_at) == ("2026-11", NOW)
    assert not store.people.agree("v1", "u-2", "2026-11", NOW)
