"""What was told on visits is found by those it is for, soon after it may be and never longer."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from embeddings import Embedder
from knowledge.answers import Answerer, Asked
from knowledge.attribution import STRUCK
from knowledge.coverage import Decision
from knowledge.index import PassageIndex
from knowledge.ingest import IngestReport, keep
from knowledge.lessons import (
    STANDINGS,
    Lesson,
    LessonEvidence,
    LessonStatus,
    Stance,
)
from knowledge.model import Answer, Audience, CaseStudy, Filters, Quote, Scopes, Sightings, Status
from knowledge.preparing import prepare
from knowledge.publication import Publisher
from knowledge.quotes import OTHER_SIDE
from knowledge.records import FeedbackRecord, RecordGesture, RecordStatus, moved, revised
from knowledge.scopes import NETWORK, PUBLIC, facilitators, team
from knowledge.shelf import Shelf
from knowledge.store import About, Deed, SourceFile, Store
from knowledge.visits import Attribution, Participant, Person, Role
from tests.contract.test_answers import ALWAYS
from tests.embedders import HashedEmbedder, WatchedEmbedder
from tests.lesson_samples import WESTMERE, lesson, passage, words
from tests.visit_samples import AUTHOR, FACILITATOR, NOW, feedback, group_feedback, visit

FACILITATES: Scopes = frozenset({PUBLIC, NETWORK, team("v1"), facilitators("v1")})
ON_THE_TEAM: Scopes = FACILITATES - {facilitators("v1")}
OF_ANOTHER: Scopes = frozenset({PUBLIC, NETWORK, team("v2"), facilitators("v2")})
QUESTION = "How did Leeds mend boilers?"
TOLD = "Ann Smith of Leeds City Council mends every boiler within a day."


@dataclass(slots=True)
class Press:
    """A store, what publishes from it, and somebody who answers from what is published."""

    store: Store
    index: PassageIndex
    embedder: WatchedEmbedder = field(default_factory=WatchedEmbedder)
    decision: Decision = ALWAYS
    told: int = 0

    def tell(self) -> None:
        self.told += 1

    @property
    def publisher(self) -> Publisher:
        return Publisher(self.store, self.embedder, lambda: NOW, self.tell)

    @property
    def answerer(self) -> Answerer:
        shelf = Shelf(self.store, self.embedder.name)
        return Answerer(self.embedder, self.index, shelf, self.decision)

    def ask(self, scopes: Scopes | None, question: str = QUESTION) -> Answer:
        return self.answerer.answer(Asked(question, filters=Filters(scopes=scopes)))

    def quotes(self, scopes: Scopes | None, question: str = QUESTION) -> list[Quote]:
        answer = self.ask(scopes, question)
        return [*answer.quotes, *answer.related]

    def plan(self, **fields: Any) -> None:
        self.store.visits.add(visit(**fields), Deed("u", NOW, "planned"))
        ann = Person(id="ann", display_name="Ann Smith")
        self.store.people.meet(ann)
        self.store.people.take_part(
            Participant(visit="v1", person="ann", pseudonym="otter", council="Kent", role=Role.PARTICIPANT)
        )

    def accept(self, name: str = "r1", **fields: Any) -> FeedbackRecord:
        record = feedback(name, observation=TOLD, **fields)
        self.store.records.add(record)
        return self.move(record, RecordGesture.ACCEPT)

    def move(self, record: FeedbackRecord, gesture: RecordGesture) -> FeedbackRecord:
        actor = AUTHOR if gesture is RecordGesture.WITHDRAW else FACILITATOR
        after = moved(record, gesture, actor, at=NOW, reason="Because.")
        self.store.records.change(after, record.version)
        return after

    def documents(self) -> dict[str, Status]:
        return self.store.case_studies.standings()


@pytest.fixture
def press(store: Store, tmp_path: Path) -> Iterator[Press]:
    embedder: Embedder = HashedEmbedder()
    index = PassageIndex.open(tmp_path / "var", Shelf(store, embedder.name), embedder.name)
    yield Press(store, index)
    index.close()


@pytest.fixture
def accepted(press: Press) -> FeedbackRecord:
    press.plan()
    record = press.accept()
    press.publisher.level()
    return record


def test_accepted_feedback_is_found_by_the_facilitators_of_its_visit_alone(
    press: Press, accepted: FeedbackRecord
) -> None:
    [quote] = press.quotes(FACILITATES)

    assert (quote.text, quote.status) == (TOLD, Status.ACCEPTED)
    assert (quote.case_study, quote.title) == (f"record:{accepted.id}", "Repairs")
    assert (quote.council, quote.as_of) == ("Leeds City Council", "2026-03-04")
    assert press.quotes(ON_THE_TEAM) == press.quotes(OF_ANOTHER) == press.quotes(frozenset({PUBLIC})) == []


@pytest.mark.parametrize("gesture", [RecordGesture.WITHDRAW, RecordGesture.DISTIL])
def test_what_is_no_longer_accepted_is_no_longer_found(
    press: Press, accepted: FeedbackRecord, gesture: RecordGesture
) -> None:
    press.move(accepted, gesture)
    press.publisher.level()

    assert press.quotes(None) == []
    assert press.documents() == {}
    assert press.store.vectors.missing(press.embedder.name) == press.store.passages.count() == 0


def test_before_it_is_accepted_feedback_is_nobodys(press: Press) -> None:
    press.plan()
    told = feedback(observation=TOLD)
    press.store.records.add(told)
    press.publisher.level()
    assert press.documents() == {}

    press.store.records.change(revised(told, AUTHOR, at=NOW, observation=f"{TOLD} Twice."), 0)
    press.publisher.level()

    assert press.documents() == {}
    assert press.store.publication.pending(10) == ()


def test_rejected_feedback_and_other_records_are_never_published(press: Press) -> None:
    press.plan()
    rejected = feedback("r2", observation=TOLD)
    press.store.records.add(rejected)
    press.move(rejected, RecordGesture.REJECT)
    press.store.records.add(group_feedback(strengths=(TOLD,)))

    press.publisher.level()

    assert press.documents() == {}


def test_the_strictest_rule_strikes_out_before_anything_is_indexed(press: Press) -> None:
    press.plan(title="Repairs at Leeds", attribution=Attribution.ORGANISATION)
    press.accept("r1")
    press.accept("r2", attribution=Attribution.CHATHAM_HOUSE)

    press.publisher.level()

    told = {quote.case_study: quote for quote in press.quotes(FACILITATES, "boiler mends within a day")}
    assert told["record:r1"].text == TOLD.replace("Ann Smith", STRUCK)
    assert told["record:r1"].title == "Repairs at Leeds"
    assert told["record:r2"].text == f"{STRUCK} of {STRUCK} mends every boiler within a day."
    assert (told["record:r2"].title, told["record:r2"].council) == (f"Repairs at {STRUCK}", "")
    assert not any("Ann" in text for text in press.embedder.embedded)
    assert not any("Leeds" in press.store.case_studies.get("record:r2").text for _ in told)


def test_a_stricter_rule_strikes_out_what_was_published_before(
    press: Press, accepted: FeedbackRecord
) -> None:
    planned = press.store.visits.get("v1")
    stricter = planned.model_copy(update={"attribution": Attribution.CHATHAM_HOUSE})
    press.store.visits.change(stricter, planned.version, Deed("u", NOW, "made it stricter"))

    press.publisher.level()

    [quote] = press.quotes(FACILITATES)
    assert quote.text == f"{STRUCK} of {STRUCK} mends every boiler within a day."


def test_a_name_that_becomes_known_is_struck_out_of_what_was_published_before(press: Press) -> None:
    press.store.visits.add(visit(attribution=Attribution.ROLE), Deed("u", NOW, "planned"))
    press.accept()
    press.publisher.level()
    assert "Ann Smith" in press.quotes(FACILITATES)[0].text

    press.store.people.meet(Person(id="ann", display_name="A. S.", slack_team="T1", slack_user="U1"))
    press.store.people.take_part(Participant(visit="v1", person="ann", pseudonym="otter"))
    press.store.people.meet(Person(id="ann", display_name="Ann Smith", slack_team="T1", slack_user="U1"))
    press.publisher.level()

    assert "Ann Smith" not in press.quotes(FACILITATES)[0].text


def test_what_did_not_change_is_left_alone(press: Press, accepted: FeedbackRecord) -> None:
    number, press.embedder.embedded = press.store.case_studies.change_number(), []
    press.told = 0
    press.store.publication.leave(About.RECORD, [accepted.id])

    press.publisher.level()

    assert press.store.publication.pending(10) == ()
    assert press.store.case_studies.change_number() == number
    assert (press.embedder.embedded, press.told) == ([], 0)


def test_whoever_waits_for_it_is_told_once_something_was_published(press: Press) -> None:
    press.plan()
    press.publisher.level()
    assert press.told == 0

    press.accept()
    press.accept("r2")

    assert press.publisher.level() == 2
    assert press.told == 1
    assert press.publisher.level() == 0


class DyingEmbedder(HashedEmbedder):
    """Is gone when it is needed."""

    def encode_document(self, *_: Any) -> Any:
        raise OSError("died")


def test_what_died_on_the_way_is_published_by_the_next_round(press: Press) -> None:
    press.plan()
    press.accept()
    with pytest.raises(OSError, match="died"):
        Publisher(press.store, DyingEmbedder(), lambda: NOW, press.tell).level()
    assert press.documents() == {}

    press.publisher.level()

    assert press.documents() == {"record:r1": Status.ACCEPTED}


def test_what_changed_while_it_was_being_published_is_published_as_it_is_then(press: Press) -> None:
    press.plan()
    record = press.accept()

    class Withdrawing(HashedEmbedder):
        """While it embeds, the author takes back what they told."""

        def encode_document(self, texts: Any, stretches: Any) -> Any:
            if texts:
                press.move(record, RecordGesture.WITHDRAW)
            return super().encode_document(texts, stretches)

    Publisher(press.store, Withdrawing(), lambda: NOW, press.tell).level()

    assert press.documents() == {}
    assert press.store.publication.pending(10) == ()


def test_two_that_publish_at_once_publish_the_latest(press: Press, accepted: FeedbackRecord) -> None:
    press.store.publication.leave(About.RECORD, [accepted.id])
    [seen] = press.store.publication.pending(10)
    old = press.store.case_studies.get(seen.document)
    press.move(accepted, RecordGesture.WITHDRAW)
    press.publisher.level()

    stored = press.store.case_studies.publish(
        CaseStudy(old.id, old.metadata, "Something old."), [], {}, model="m", note=seen, now=NOW
    )

    assert not stored
    assert not press.store.case_studies.retract(seen)
    assert press.documents() == {}


def test_what_was_missed_is_found_out_when_looked_for(press: Press, accepted: FeedbackRecord) -> None:
    press.accept("r2")
    [note] = press.store.publication.pending(10)
    press.store.publication.dismiss(note)
    gone = press.accept("r3")
    press.publisher.level()
    press.move(gone, RecordGesture.WITHDRAW)
    press.store.publication.dismiss(press.store.publication.pending(10)[0])
    assert press.documents().keys() == {"record:r1", "record:r3"}

    press.publisher.look_again()
    press.publisher.level()

    assert press.documents().keys() == {"record:r1", "record:r2"}


def test_notes_are_dealt_with_in_the_order_they_were_left(store: Store) -> None:
    store.publication.leave(About.RECORD, ["a", "b", "a"])

    assert [note.id for note in store.publication.pending(10)] == ["b", "a"]
    assert [note.id for note in store.publication.pending(1)] == ["b"]


def test_published_documents_are_no_case_studies_to_list(press: Press, accepted: FeedbackRecord) -> None:
    assert press.store.case_studies.summaries() == ()
    assert accepted.status is RecordStatus.ACCEPTED


# Lessons

SEEN = "Meeting tenants each month keeps repairs short, as Westmere found."
STUDY_SAYS = "Repairs were done in a day."
EVERYBODY: Scopes = frozenset({PUBLIC})
IN_NETWORK: Scopes = frozenset({PUBLIC, NETWORK})
REPAIRS = "How are repairs kept short by meeting tenants?"


def teach(press: Press, status: LessonStatus, *evidence: LessonEvidence, **fields: Any) -> Lesson:
    """A lesson of this status that rests on the evidence, and is published."""
    claims = [{"text": "It is so.", "evidence": [each]} for each in evidence or (passage(),)]
    given = {"lesson": SEEN, "visit": "v1", "audience": Audience.NETWORK, "status": status, "claims": claims}
    taught = Lesson.model_validate(dict(lesson("l1", passage())) | given | fields)
    press.store.lessons.add(taught)
    press.publisher.level()
    return taught


def change(press: Press, before: Lesson, **fields: Any) -> Lesson:
    """The lesson with these fields, published; which gestures lead there is no matter of publication."""
    happened = {"history": (*before.history, before.history[-1])}
    after = Lesson.model_validate(dict(before) | happened | fields)
    press.store.lessons.change(after, before.version)
    press.publisher.level()
    return after


@pytest.mark.parametrize(
    ("status", "said", "found_by"),
    [
        (LessonStatus.ENDORSED, Status.ENDORSED, [FACILITATES, ON_THE_TEAM]),
        (LessonStatus.SHARED, Status.SHARED, [FACILITATES, ON_THE_TEAM, OF_ANOTHER, IN_NETWORK]),
        (LessonStatus.APPLIED, Status.APPLIED, [FACILITATES, ON_THE_TEAM, OF_ANOTHER, IN_NETWORK]),
        (LessonStatus.STALE, Status.STALE, [FACILITATES, ON_THE_TEAM, OF_ANOTHER, IN_NETWORK]),
        (LessonStatus.CONTRADICTED, Status.CONTRADICTED, [FACILITATES, ON_THE_TEAM, OF_ANOTHER, IN_NETWORK]),
    ],
)
def test_a_lesson_is_found_with_its_standing_by_those_it_is_for(
    press: Press, status: LessonStatus, said: Status, found_by: list[Scopes]
) -> None:
    press.plan()
    teach(press, status)

    for reader in (FACILITATES, ON_THE_TEAM, OF_ANOTHER, IN_NETWORK, EVERYBODY):
        told = [(quote.text, quote.status) for quote in press.quotes(reader, REPAIRS)]
        assert told == ([(SEEN, said)] if reader in found_by else [])


GONE = {"merged": "merged_into", "superseded": "superseded_by"}


@pytest.mark.parametrize("status", [status for status in LessonStatus if status not in STANDINGS])
def test_a_lesson_of_any_other_status_is_nobodys(press: Press, status: LessonStatus) -> None:
    press.plan()
    taught = teach(press, LessonStatus.SHARED)
    assert press.quotes(IN_NETWORK, REPAIRS)

    change(press, taught, status=status, **({GONE[status]: "l2"} if status in GONE else {}))

    assert press.quotes(None, REPAIRS) == []
    assert press.documents() == {}


def test_a_lesson_that_is_shared_with_more_people_is_found_by_them_without_being_embedded_again(
    press: Press,
) -> None:
    press.plan()
    taught = teach(press, LessonStatus.ENDORSED)
    press.embedder.embedded = []

    change(press, taught, status=LessonStatus.SHARED, audience=Audience.PUBLIC)

    [quote] = press.quotes(EVERYBODY, REPAIRS)
    assert (quote.case_study, quote.status) == ("lesson:l1", Status.SHARED)
    assert press.embedder.embedded == []


def study(press: Press, **metadata: Any) -> None:
    put_for(press, replace(WESTMERE, metadata=replace(WESTMERE.metadata, **metadata)))


def put_for(press: Press, case_study: CaseStudy) -> None:
    source = SourceFile(f"/{case_study.id}", case_study.id, case_study.id, 1, NOW)
    prepared = [prepare(case_study, source, case_study.id.encode(), new=True)]
    keep(prepared, press.store, press.embedder, lambda: NOW, IngestReport())


def test_a_lesson_says_how_many_places_agree_unless_that_is_withheld(press: Press) -> None:
    press.plan()
    study(press)
    press.accept()
    evidence = (passage(), words("Ann Smith", stance=Stance.DISAGREES))
    taught = teach(press, LessonStatus.SHARED, *evidence)
    [quote, *_] = [one for one in press.quotes(IN_NETWORK, REPAIRS) if one.status is Status.SHARED]
    assert quote.sightings == Sightings(places=2, disagree=1)

    change(press, taught, attribution=Attribution.CHATHAM_HOUSE)

    [quote, *_] = [one for one in press.quotes(IN_NETWORK, REPAIRS) if one.status is Status.SHARED]
    assert quote.sightings is None


def test_both_sides_of_a_contradicted_lesson_are_shown(press: Press) -> None:
    press.plan()
    study(press, audience=Audience.NETWORK)
    teach(press, LessonStatus.CONTRADICTED, passage(stance=Stance.DISAGREES))

    answer = press.ask(IN_NETWORK, "Who found that meeting tenants each month keeps repairs short?")
    quotes = [quote for quote in answer.quotes if quote.status is Status.CONTRADICTED]

    assert [(quote.text, quote.heading) for quote in quotes] == [
        (SEEN, "The lesson"),
        (STUDY_SAYS, OTHER_SIDE),
    ]
    assert all(quote.stands_in(press.store.case_studies.get("lesson:l1")) for quote in quotes)
    contradicted = Filters(scopes=IN_NETWORK, statuses=(Status.CONTRADICTED,))
    [near] = press.answerer.nearest(REPAIRS, [contradicted], 1)
    assert {quote.heading for quote in near} == {"The lesson", OTHER_SIDE}


@pytest.mark.parametrize("audience", [Audience.VISIT_TEAM, Audience.NETWORK])
def test_the_other_side_is_shown_to_none_who_may_not_see_where_it_stands(
    press: Press, audience: Audience
) -> None:
    press.plan()
    study(press, audience=audience, visit="v2")
    teach(press, LessonStatus.CONTRADICTED, passage(stance=Stance.DISAGREES), audience=Audience.PUBLIC)

    assert [quote.text for quote in press.quotes(EVERYBODY, REPAIRS)] == [SEEN]


def test_a_case_study_that_is_for_fewer_from_now_on_takes_its_words_out_of_lessons(press: Press) -> None:
    press.plan()
    study(press, audience=Audience.PUBLIC)
    teach(press, LessonStatus.CONTRADICTED, passage(stance=Stance.DISAGREES), audience=Audience.PUBLIC)
    assert STUDY_SAYS in press.store.case_studies.get("lesson:l1").text

    study(press, audience=Audience.NETWORK)
    press.publisher.level()

    assert STUDY_SAYS not in press.store.case_studies.get("lesson:l1").text


def test_what_a_visit_told_against_a_lesson_is_shown_to_those_its_report_is_for_and_struck(
    press: Press,
) -> None:
    press.plan(audience=Audience.NETWORK, attribution=Attribution.ORGANISATION)
    press.accept()
    disagrees = words(TOLD, stance=Stance.DISAGREES)

    teach(press, LessonStatus.CONTRADICTED, disagrees, attribution=Attribution.ORGANISATION)

    text = press.store.case_studies.get("lesson:l1").text
    assert text.endswith(f"{OTHER_SIDE}\n\n{TOLD.replace('Ann Smith', STRUCK)}")


def test_a_lesson_that_quotes_a_visit_is_struck_anew_when_its_people_change(press: Press) -> None:
    press.store.visits.add(visit(attribution=Attribution.ROLE), Deed("u", NOW, "planned"))
    press.accept()
    teach(press, LessonStatus.SHARED, words("boiler"), lesson=TOLD, visit=None, attribution=Attribution.ROLE)
    assert "Ann Smith" in press.store.case_studies.get("lesson:l1").text

    press.store.people.meet(Person(id="ann", display_name="Ann Smith"))
    press.store.people.take_part(Participant(visit="v1", person="ann", pseudonym="otter"))
    press.publisher.level()

    assert "Ann" not in press.store.case_studies.get("lesson:l1").text


def test_a_lesson_that_was_published_for_one_of_its_teams_is_published_for_all_once_that_is_noted(
    press: Press,
) -> None:
    press.plan()
    press.accept()
    press.store.visits.add(visit("v2"), Deed("u", NOW, "planned"))
    press.store.records.add(feedback("r2", visit="v2"))
    elsewhere = words().model_copy(update={"record": "r2", "visit": "v2"})
    teach(press, LessonStatus.ENDORSED, words(), elsewhere)
    with press.store.publication.database.writing() as connection:
        connection.execute(sa.text("UPDATE case_studies SET visit_id = 'v1'"))
    before = press.store.case_studies.change_number()

    press.store.publication.leave(About.LESSON, ["l1"])
    press.publisher.level()

    assert press.store.case_studies.get("lesson:l1").metadata.visit == "v1 v2"
    assert press.store.case_studies.change_number() > before  # so that indexes take it in


def test_lessons_that_were_missed_are_found_out_when_looked_for(press: Press) -> None:
    press.plan()
    taught = lesson("l1", passage(), visit="v1", lesson=SEEN, status=LessonStatus.SHARED)
    press.store.lessons.add(taught)
    press.store.publication.dismiss(press.store.publication.pending(10)[-1])
    press.publisher.level()
    assert press.documents() == {}

    press.publisher.look_again()
    press.publisher.level()
    assert press.documents() == {"lesson:l1": Status.SHARED}
    press.publisher.look_again()
    assert press.store.publication.pending(10) == ()
