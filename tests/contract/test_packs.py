"""Packs from a real store and real indexes: each reader's own, and every word where it says it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import pytest

from bot.packing import for_person, for_team
from knowledge.answers import Answerer, Asked
from knowledge.errors import UnknownVisitError
from knowledge.gaps import Enquiry, Remedy, RemedyKind
from knowledge.lessons import PassageEvidence
from knowledge.model import (
    Answer,
    Audience,
    CaseStudy,
    Filters,
    Metadata,
    Outcome,
    Part,
    Quote,
    Status,
    Theme,
)
from knowledge.packs import Enquiry as ToAsk
from knowledge.packs import Excerpt, Pack, Packer, Readership
from knowledge.packs.composing import ABOUT_HOST, NEAR_QUESTION
from knowledge.publication import Publisher, scopes_for
from knowledge.records import RecordStatus
from knowledge.scopes import STRANGERS, team
from knowledge.store import Deed, Question, Surface
from knowledge.unanswered import Unanswered
from knowledge.visits import Attribution, Participant, Person, Role
from tests.contract.test_answers import Desk, open_desk
from tests.embedders import WatchedEmbedder
from tests.lesson_samples import lesson
from tests.visit_samples import NOW, feedback, session, visit

FOCUS = "How are repairs done on time?"
HOST = CaseStudy(
    "host",
    Metadata("Eastborough at work", ("Eastborough Council",), "2025", (Theme.CULTURE, Theme.LEADERSHIP)),
    "Eastborough lets its staff choose their own chairs and their own lamps.\n\nNobody is asked why.",
)
ON_TIME = CaseStudy(
    "on-time",
    Metadata("Repairs", ("Westmere",), "2024", (Theme.CUSTOMERS,), Audience.PUBLIC),
    "Repairs are done on time where tenants choose the hour. It is kept.",
)
OF_TEAM = CaseStudy(
    "of-team",
    Metadata("Notes", ("Saltby",), "2024", (Theme.CUSTOMERS,), Audience.VISIT_TEAM, visit="v2"),
    "Repairs are done on time in Saltby by two vans.",
)
PEOPLE = {
    "nobody": {},
    "peer": {"v1": Role.PARTICIPANT},
    "facilitator": {"v1": Role.FACILITATOR},
    "old hand": {"v1": Role.PARTICIPANT, "v2": Role.FACILITATOR},
}


@dataclass(frozen=True, slots=True)
class Packing:
    """A store in which two visits are, and packs of the first of them."""

    desk: Desk

    @property
    def packer(self) -> Packer:
        store, answerer = self.desk.store, self.desk.answerer
        return Packer(store, answerer, Unanswered(store, answerer.embedder))

    def for_(self, name: str) -> Pack:
        person = f"person-{name.replace(' ', '-')}"
        parts = self.desk.store.people.parts(person)
        return self.pack(for_person(parts, scopes_for(self.desk.store, parts)))

    def pack(self, readers: Readership) -> Pack:
        return self.packer.pack("v1", readers, made_at=NOW)

    def publish(self) -> None:
        answerer = self.desk.answerer
        Publisher(self.desk.store, answerer.embedder, lambda: NOW, answerer.index.catch_up).level()

    def ask(self, name: str, text: str) -> None:
        """Somebody asks what nothing answers."""
        questions = self.desk.store.questions
        questions.claim(Question(name, text, "U1", NOW, Surface.SLASH), by="here", now=NOW)
        questions.answered(name, Answer(text, Outcome.NOT_COVERED, 0.1), standalone=text, ms=1)


def packing_in(folder: Path) -> Iterator[Packing]:
    desk = open_desk(folder)
    made = Packing(next(desk))
    fill(made.desk)
    made.publish()
    yield made
    next(desk, None)


@pytest.fixture(scope="module")
def packing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packing]:
    """One that no test changes: making it takes a second."""
    yield from packing_in(tmp_path_factory.mktemp("packs"))


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Packing]:
    yield from packing_in(tmp_path)


def fill(desk: Desk) -> None:
    store = desk.store
    first = visit("v1", focus=FOCUS, host="Eastborough", visitors=("Northshire",))
    store.visits.add(first, Deed("u", NOW, "planned"), [session("s1", title="At the depot")])
    store.visits.add(visit("v2", host="Saltby"), Deed("u", NOW, "planned"))
    for name, parts in PEOPLE.items():
        person = Person(id=f"person-{name.replace(' ', '-')}", display_name=name)
        store.people.meet(person)
        for number, (where, role) in enumerate(parts.items()):
            pseudonym = f"{person.id}-{number}"
            part = Participant(visit=where, person=person.id, pseudonym=pseudonym, role=role)
            store.people.take_part(part)
    desk.put(HOST, ON_TIME, OF_TEAM)
    told = {"status": RecordStatus.ACCEPTED, "theme": Theme.CUSTOMERS}
    store.records.add(feedback("r1", visit="v1", observation="Repairs done on time here, told now.", **told))
    store.records.add(
        feedback("r2", visit="v2", observation="Repairs done on time there, told then.", **told)
    )
    shared = {"status": "shared", "audience": Audience.NETWORK, "theme": Theme.CUSTOMERS}
    store.lessons.add(lesson("l1", lesson="Repairs are done on time by one team.", **shared))


def quoted(made: Pack) -> set[str]:
    return {quote.case_study for quote in made.quotes}


def test_each_reader_has_a_pack_of_what_they_may_see(packing: Packing) -> None:
    found = {name: quoted(packing.for_(name)) for name in PEOPLE}

    assert found == {
        "nobody": {"on-time"},
        "peer": {"on-time", "host", "lesson:l1"},
        "facilitator": {"on-time", "host", "lesson:l1"},
        "old hand": {"on-time", "host", "lesson:l1", "of-team", "record:r2"},
    }


def test_the_pack_of_a_visit_s_people_may_hold_what_it_taught_together_with_another() -> None:
    assert for_team("v1", {"v1 v2"}).scopes == for_team("v1").scopes | {team("v1 v2")}


def test_the_pack_of_a_visit_s_people_holds_nothing_of_another_visit_s(packing: Packing) -> None:
    assert quoted(packing.pack(for_team("v1"))) == {"on-time", "host", "lesson:l1"}
    assert quoted(packing.pack(Readership(STRANGERS, facilitate=False))) == {"on-time"}


def test_every_quote_is_what_stands_where_it_says(packing: Packing) -> None:
    made = packing.for_("old hand")

    for quote in made.quotes:
        assert quote.stands_in(packing.desk.store.case_studies.get(quote.case_study))
    [told] = [quote for quote in made.quotes if quote.case_study == "on-time"]
    assert told.text == ON_TIME.text  # all of the passage, not one sentence of it


def test_the_host_is_looked_at_theme_by_theme_whatever_the_question(packing: Packing) -> None:
    made = packing.for_("peer")

    [about] = [
        block
        for theme in made.sections
        for part in theme.parts
        for block in part.blocks
        if isinstance(block, Excerpt) and block.bearing == ABOUT_HOST
    ]
    assert about.quote.case_study == "host"
    assert about.quote.council == "Eastborough Council"


def test_of_a_contradicted_lesson_about_the_host_both_sides_are_quoted(changing: Packing) -> None:
    doubt = "Nobody came to the meetings in Saltby."
    study = CaseStudy("doubt", Metadata("Doubts", ("Saltby",), "2025", audience=Audience.PUBLIC), doubt)
    changing.desk.put(study)
    against = {"case_study": "doubt", "start": 0, "end": len(doubt), "quote": doubt, "stance": "disagrees"}
    claims = [{"text": "Meet.", "evidence": [PassageEvidence.model_validate(against)]}]
    told = {"status": "contradicted", "audience": Audience.NETWORK, "councils": ("Eastborough",)}
    words = {"title": "Meetings", "lesson": "Lamps and chairs are for those who meet each Monday."}
    changing.desk.store.lessons.add(lesson("l2", **told, **words, claims=claims))
    changing.publish()

    made = changing.for_("peer")

    sides = [quote.text for quote in made.quotes if quote.case_study == "lesson:l2"]
    assert any("each Monday" in side for side in sides)
    assert any(doubt in side for side in sides)


def test_under_a_rule_that_names_no_council_the_host_is_not_looked_for(changing: Packing) -> None:
    store = changing.desk.store
    before = store.visits.get("v1")
    after = before.model_copy(update={"attribution": Attribution.CHATHAM_HOUSE})
    store.visits.change(after, before.version, Deed("u", NOW, "changed"))

    answers = Watched(changing.desk.answerer)
    packer = replace(changing.packer, answers=answers)

    made = packer.pack("v1", for_team("v1"), made_at=NOW)

    assert answers.councils == []
    assert quoted(made) == {"on-time"}  # the lesson speaks of the host
    assert "Eastborough" not in str(made)


@dataclass(frozen=True, slots=True)
class Watched:
    """Answers, and the councils that were looked for."""

    of: Answerer
    councils: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answer:
        return self.of.answer(asked)

    def for_one_task(self) -> Self:
        return self

    def nearest(self, text: str, among: Sequence[Filters], limit: int) -> tuple[tuple[Quote, ...], ...]:
        self.councils.extend(council for filters in among for council in filters.councils)
        return self.of.nearest(text, among, limit)


def test_the_question_of_a_visit_is_embedded_once_for_a_whole_pack(packing: Packing) -> None:
    watched = WatchedEmbedder(packing.desk.answerer.embedder)
    answers = replace(packing.desk.answerer, embedder=watched)

    made = replace(packing.packer, answers=answers).pack("v1", for_team("v1"), made_at=NOW)

    assert quoted(made) == quoted(packing.pack(for_team("v1")))
    assert watched.asked == [FOCUS]


def test_facilitators_see_what_was_asked_near_the_question_and_nobody_else_does(changing: Packing) -> None:
    changing.ask("q1", "Are repairs done on time?")
    changing.ask("q2", "Where is the moon tonight?")

    asked = {name: str(changing.for_(name)) for name in ("peer", "facilitator", "old hand")}

    assert ["Are repairs done" in asked[name] for name in asked] == [False, True, True]
    assert not any("moon" in text for text in asked.values())


def test_what_is_on_the_programme_already_is_there_for_everybody(changing: Packing) -> None:
    changing.ask("q1", "Are repairs done on time?")
    enquiry = Enquiry(gap="q1", visit="v1", session="s1", question="Are repairs done on time?")
    remedy = Remedy(gap="q1", kind=RemedyKind.ENQUIRY, by="u", at=NOW)
    changing.desk.store.gaps.settle(remedy, ["q1"], enquiry)

    made = changing.for_("peer")

    assert made.sections[-1].blocks == (ToAsk("Are repairs done on time?", "At the depot"),)


@dataclass(frozen=True, slots=True)
class Behind:
    """Answers that quote what has other words by now."""

    of: Answerer

    def answer(self, asked: Asked) -> Answer:
        answer = self.of.answer(asked)
        others = [replace(quote, text=f"{quote.text[:-1]}!") for quote in (*answer.quotes, *answer.related)]
        return replace(answer, quotes=tuple(others), related=())

    def for_one_task(self) -> Self:
        return self

    def nearest(self, text: str, among: Sequence[Filters], limit: int) -> tuple[tuple[Quote, ...], ...]:
        return self.of.nearest(text, among, limit)


@dataclass(frozen=True, slots=True)
class Halting:
    """Answers of a kind each, and the same passage near to whatever is asked."""

    given: Mapping[Status, Answer]
    near: tuple[Quote, ...]

    def answer(self, asked: Asked) -> Answer:
        return self.given.get(asked.filters.statuses[0], Answer(asked.text, Outcome.NOT_COVERED, 0.1))

    def for_one_task(self) -> Self:
        return self

    def nearest(self, text: str, among: Sequence[Filters], limit: int) -> tuple[tuple[Quote, ...], ...]:
        assert text == FOCUS
        return tuple(self.near[:limit] if filters.statuses else () for filters in among)


def quote_of(packing: Packing) -> Quote:
    published = Filters(statuses=(Status.PUBLISHED,), scopes=STRANGERS)
    [[found]] = packing.desk.answerer.nearest(FOCUS, [published], 1)
    return found


def halting(packing: Packing, **given: Answer) -> str:
    """All that the pack says of itself."""
    answers = Halting({Status[name]: answer for name, answer in given.items()}, (quote_of(packing),))
    packer = replace(packing.packer, answers=answers)
    return str(packer.pack("v1", for_team("v1"), made_at=NOW).sections)


def test_a_part_of_the_question_is_unsaid_only_if_no_kind_of_text_says_it(packing: Packing) -> None:
    quotes = (quote_of(packing),)
    whole = Answer(FOCUS, Outcome.ANSWERED, 0.9, quotes=quotes)
    partly = Answer(FOCUS, Outcome.PARTLY, 0.9, quotes=quotes, unsaid=(Part("who pays"), Part("since when")))
    other = Answer(FOCUS, Outcome.PARTLY, 0.9, quotes=quotes, unsaid=(Part("who pays"),))

    for said, given, unsaid in (
        ("partly", halting(packing, PUBLISHED=partly), ["who pays", "since when"]),
        ("each another part", halting(packing, PUBLISHED=partly, SHARED=other), ["who pays"]),
        ("one all of it", halting(packing, PUBLISHED=partly, SHARED=whole), []),
    ):
        assert [part for part in ("who pays", "since when") if f"“{part}”" in given] == unsaid, said


def test_a_question_too_wide_to_answer_has_what_comes_near_it(packing: Packing) -> None:
    said = halting(packing, PUBLISHED=Answer(FOCUS, Outcome.ASK_BACK, 0.0))

    assert NEAR_QUESTION in said
    assert "Repairs are done on time where tenants choose" in said


def test_what_has_other_words_by_now_is_not_quoted(packing: Packing) -> None:
    packer = replace(packing.packer, answers=Behind(packing.desk.answerer))

    made = packer.pack("v1", for_team("v1"), made_at=NOW)

    assert quoted(made) == {"host", "lesson:l1"}  # found as passages about the host, which are as they are


def test_a_visit_that_is_not_there_has_none(packing: Packing) -> None:
    with pytest.raises(UnknownVisitError):
        packing.packer.pack("v9", for_team("v9"), made_at=NOW)
