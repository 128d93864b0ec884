"""Lessons from the first word to the first council that used them, on either database."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.chores.lessons import LessonChecks, LessonVectors
from knowledge.errors import MisquotedError, NotAllowedError
from knowledge.lessons import LessonGesture, LessonRole, LessonStatus, PassageEvidence, moved, shared
from knowledge.model import Audience, Theme
from knowledge.records import RecordGesture, RecordStatus, Source
from knowledge.records import moved as record_moved
from knowledge.reviews import Reviews, near
from knowledge.store import Deed, LessonFilters, Store
from knowledge.visits import Participant, Person, Role
from tests.contract.store_samples import put
from tests.embedders import HashedEmbedder, WatchedEmbedder
from tests.lesson_samples import (
    ANN,
    BEN,
    OFFICER,
    OWNER,
    RECORD,
    REVIEW_ON,
    TEXT,
    VISIT,
    WESTMERE,
    adoption,
    draft,
    lesson,
    passage,
    words,
)
from tests.visit_samples import FACILITATOR, NOW


@pytest.fixture
def reviews(store: Store) -> Reviews:
    store.visits.add(VISIT, Deed("u-9", NOW, "planned the visit"))
    store.records.add(RECORD)
    put(store, WESTMERE)
    return Reviews(store, lambda: NOW)


def share(reviews: Reviews, name: str = "l1", *, lesson: str = "Meeting often helps.") -> None:
    proposed = reviews.propose(draft(words(), passage(), lesson=lesson), name, ANN)
    validated = reviews.validate(proposed, [1, 2], BEN)
    endorsed = moved(validated, LessonGesture.ENDORSE, OWNER, at=NOW)
    reviews.store.lessons.change(
        shared(endorsed, ANN, Audience.NETWORK, REVIEW_ON, at=NOW), validated.version
    )


def status(reviews: Reviews, name: str = "l1") -> LessonStatus:
    return reviews.store.lessons.get(name).status


def test_a_lesson_goes_all_the_way_and_its_records_are_distilled(reviews: Reviews) -> None:
    share(reviews)

    told = reviews.store.records.get("r1")
    assert (told.status, told.history[-1].actor) == (RecordStatus.DISTILLED, "teal")
    used = reviews.adopt(adoption(), OFFICER)

    assert used == reviews.store.lessons.get("l1")
    assert (used.status, reviews.store.adoptions.of("l1")) == (LessonStatus.APPLIED, (adoption(),))


def test_what_a_lesson_quotes_is_not_reopened_even_before_it_is_marked_as_distilled(
    reviews: Reviews,
) -> None:
    reviews.store.lessons.add(lesson())
    reopened = record_moved(RECORD, RecordGesture.REOPEN, FACILITATOR, at=NOW, reason="By mistake.")

    with pytest.raises(NotAllowedError, match="nobody can reopen a record that a lesson quotes"):
        reviews.store.records.change(reopened, RECORD.version)

    assert reviews.store.records.get("r1") == RECORD


@pytest.mark.parametrize(
    "fate", [{"status": LessonStatus.REJECTED}, {"status": LessonStatus.MERGED, "merged_into": "l9"}]
)
def test_what_only_lessons_quote_that_are_over_is_reopened_and_they_lose_its_words(
    reviews: Reviews, fate: dict[str, str]
) -> None:
    lessons = reviews.store.lessons
    quote = words()
    over = lesson("l1", quote, passage(), lesson=f"We saw: {quote.quote}", **fate)
    lessons.add(over)
    lessons.add(lesson("l2", quote))
    reopened = record_moved(RECORD, RecordGesture.REOPEN, FACILITATOR, at=NOW, reason="By mistake.")
    assert [one.id for one in lessons.holding("r1")] == ["l2"]
    with pytest.raises(NotAllowedError, match="before the lesson is rejected or withdrawn"):
        reviews.store.records.change(reopened, RECORD.version)
    assert lessons.get("l1") == over

    rejected = moved(lessons.get("l2"), LessonGesture.REJECT, BEN, at=NOW, reason="Too thin.")
    lessons.change(rejected, 1)
    reviews.store.records.change(reopened, RECORD.version)

    assert reviews.store.records.get("r1").status is RecordStatus.SUBMITTED
    for kept in (lessons.get("l1"), lessons.get("l2")):
        assert quote.quote not in kept.model_dump_json()
        assert kept.faults[0].endswith("record r1 is to be decided on again")
        assert kept.history[-1].reason == "Feedback that it quotes is to be decided on again."
    assert lessons.get("l1").evidence[1].fault is None
    assert lessons.holding("r1") == ()


def test_what_no_lesson_quotes_is_reopened(reviews: Reviews) -> None:
    reviews.store.lessons.add(lesson("l1", passage()))
    reopened = record_moved(RECORD, RecordGesture.REOPEN, FACILITATOR, at=NOW, reason="By mistake.")

    reviews.store.records.change(reopened, RECORD.version)

    assert reviews.store.records.get("r1") == reopened


def test_a_proposal_that_is_delivered_twice_is_one_lesson(reviews: Reviews) -> None:
    first = reviews.propose(draft(words()), "l1", ANN)

    again = reviews.propose(draft(words(), title="Another"), "l1", ANN)

    assert again == first
    assert reviews.store.records.get("r1").version == 1


def test_a_proposal_with_a_wrong_quote_is_not_stored(reviews: Reviews) -> None:
    with pytest.raises(MisquotedError, match="claim 2: case study westmere does not say"):
        reviews.propose(draft(words(), passage("Repairs", start=0)), "l1", ANN)

    assert reviews.store.lessons.find(LessonFilters()).total == 0
    assert reviews.store.records.get("r1").status is RecordStatus.ACCEPTED


def test_an_adoption_told_twice_is_one_and_one_without_a_change_applies_nothing(reviews: Reviews) -> None:
    share(reviews)

    for _ in range(2):
        unchanged = reviews.adopt(adoption(change=None), OFFICER)

    assert unchanged.status is LessonStatus.SHARED
    assert reviews.adopt(adoption("a2"), OFFICER).status is LessonStatus.APPLIED
    assert reviews.store.adoptions.count(["l1"]) == {"l1": 2}


def test_a_case_study_that_is_read_again_with_another_text_marks_the_lessons_that_quote_it(
    reviews: Reviews,
) -> None:
    share(reviews)
    reviews.recheck()
    put(reviews.store, replace(WESTMERE, text="Westmere met nobody."))

    [marked] = reviews.recheck()

    assert marked.faults == ("claim 2: case study westmere does not say “Repairs were done in a day.” there",)
    assert reviews.store.lessons.find(LessonFilters(faulty=True)).lessons == (marked,)
    assert reviews.recheck() == ()
    put(reviews.store, replace(WESTMERE, text=f"Again: {TEXT}"))
    [back] = reviews.recheck()
    [_, kept] = back.evidence
    assert isinstance(kept, PassageEvidence)
    assert (back.faults, kept.start) == ((), len("Again: ") + TEXT.index(kept.quote))


def test_a_case_study_that_is_removed_marks_the_lessons_that_quote_it(reviews: Reviews) -> None:
    share(reviews)
    reviews.store.case_studies.remove("westmere")

    [marked] = reviews.recheck()

    assert marked.faults == ("claim 2: there is no case study westmere",)


def test_nobody_validates_a_quote_that_fell_since_the_last_check(reviews: Reviews) -> None:
    proposed = reviews.propose(draft(passage()), "l1", ANN)
    put(reviews.store, replace(WESTMERE, text="Westmere met nobody."))

    with pytest.raises(NotAllowedError, match="have its quotes put right first"):
        reviews.validate(proposed, [1], BEN)

    assert status(reviews) is LessonStatus.PROPOSED


def test_a_lesson_that_goes_into_another_leaves_it_its_quotes(reviews: Reviews) -> None:
    into = reviews.propose(draft(words()), "l1", ANN)
    seen = reviews.propose(draft(passage(), words()), "l2", ANN)

    gone = reviews.merge(seen, into, BEN, "It says the same.")

    assert (gone.status, gone.merged_into) == (LessonStatus.MERGED, "l1")
    kept = reviews.store.lessons.get("l1")
    assert [each.origin for each in kept.evidence] == ["visit v1", "case study westmere"]
    assert reviews.store.lessons.get("l2") == gone
    assert kept.history[-1].reason == "From lesson l2, which went into this one: It says the same."


def test_a_lesson_is_followed_into_all_that_it_went_into(reviews: Reviews) -> None:
    first, second, third = (reviews.propose(draft(words()), name, ANN) for name in ("l1", "l2", "l3"))
    reviews.merge(first, second, BEN, "It says the same.")
    reviews.merge(reviews.store.lessons.get("l2"), third, BEN, "It says the same.")

    assert [reviews.store.lessons.latest(name) for name in ("l1", "l2", "l3", "none")] == [
        "l3",
        "l3",
        "l3",
        "none",
    ]


def test_what_somebody_is_to_a_lesson_follows_from_their_visits_and_themes(reviews: Reviews) -> None:
    store = reviews.store
    for name, role in (("host", Role.HOST), ("guide", Role.FACILITATOR), ("peer", Role.PARTICIPANT)):
        store.people.meet(Person(id=name, display_name=name))
        part = Participant(visit="v1", person=name, pseudonym=f"p-{name}", council="Eastborough", role=role)
        store.people.take_part(part)
    store.theme_owners.add(Theme.CULTURE, "peer")

    def roles(person: str, *evidence: object, theme: Theme = Theme.LEADERSHIP) -> set[LessonRole]:
        made = reviews.actor(
            person,
            offered=f"b-{person}",
            source=Source.MODAL,
            theme=theme,
            evidence=evidence,  # type: ignore[arg-type]
        )
        assert made.pseudonym == f"b-{person}"
        return {*made.roles} - {LessonRole.OFFICER}

    assert roles("host", words()) == {LessonRole.HOST}
    assert roles("host", passage()) == set()
    assert roles("guide") == {LessonRole.FACILITATOR}
    assert roles("peer", words(), theme=Theme.CULTURE) == {LessonRole.OWNER}
    assert roles("peer", words()) == set()


def test_what_is_due_goes_stale_at_the_next_round_and_what_fell_is_marked(reviews: Reviews) -> None:
    share(reviews)
    put(reviews.store, replace(WESTMERE, text="Westmere met nobody."))
    checks = LessonChecks(reviews.store)

    def after(moment: datetime) -> tuple[LessonStatus, int]:
        checks.do(moment)
        found = reviews.store.lessons.get("l1")
        return found.status, len(found.faults)

    due = datetime.combine(REVIEW_ON, NOW.timetz())
    assert after(due - timedelta(days=1)) == (LessonStatus.SHARED, 1)
    assert after(due) == (LessonStatus.STALE, 1)
    assert after(due) == (LessonStatus.STALE, 1)


def test_lessons_that_say_nearly_the_same_are_found_and_embedded_once(reviews: Reviews) -> None:
    share(reviews, lesson="Repairs are done in a day where tenants are met.")
    reviews.propose(draft(words(), title="Libraries", lesson="Open them on Sundays."), "l2", ANN)
    embedder = WatchedEmbedder(HashedEmbedder())
    same = draft(words(), lesson="Repairs are done in a day where tenants were met.")

    [first] = near(same, reviews.store, embedder)
    near(same, reviews.store, embedder)

    assert first.lesson.id == "l1"
    assert len(embedder.embedded) == 2 + 2
    assert near(draft(words(), title="Roads", lesson="Grit them."), reviews.store, embedder) == ()


def test_lessons_are_embedded_before_somebody_waits_for_it(reviews: Reviews) -> None:
    share(reviews)
    embedder = WatchedEmbedder(HashedEmbedder())
    chore = LessonVectors(reviews.store, embedder)

    chore.do(NOW)
    chore.do(NOW)
    near(draft(words()), reviews.store, embedder)

    assert len(embedder.embedded) == 1 + 1


def test_where_there_is_no_lesson_none_is_near(reviews: Reviews) -> None:
    assert near(draft(words()), reviews.store, HashedEmbedder()) == ()
