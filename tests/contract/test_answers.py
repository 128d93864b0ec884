"""Answers from a real store and real indexes: verbatim, of the councils that were asked about, or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers import ANYTHING, Answerer, Asked
from knowledge.coverage import Decision, Signals
from knowledge.index import PassageIndex
from knowledge.ingest import IngestReport, keep
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
from knowledge.preparing import prepare
from knowledge.scopes import NETWORK, PUBLIC, team
from knowledge.shelf import Shelf
from knowledge.store import SourceFile, Store, open_store
from tests.embedders import HashedEmbedder

NOW = datetime(2026, 3, 4, tzinfo=UTC)
NO_WEIGHT = Signals(*[0.0] * len(fields(Signals)))
NAMED = Decision(replace(NO_WEIGHT, named=10.0), intercept=-6.0, answer_from=0.5, related_from=0.0)
"""Covered is what the best passage names more than half of."""
ALWAYS = Decision(NO_WEIGHT, intercept=0.0, answer_from=0.0, related_from=0.0)
NEVER = Decision(NO_WEIGHT, intercept=0.0, answer_from=1.0, related_from=0.0)

KENT = CaseStudy(
    "kent",
    Metadata("Kent's partners", ("Kent County Council",), "2003-05", (Theme.PARTNERSHIP,)),
    "Kent worked with schools and the fire brigade as partners. They met every month in the county hall.\n\n"
    "Its libraries stayed open on Sundays after partners paid a third of the cost. Lunch was cold.\n\n"
    "Partners of Kent shared one budget for schools and another for roads.",
)
MIDDLESBROUGH = CaseStudy(
    "middlesbrough",
    Metadata(
        "Middlesbrough's streets", ("Middlesbrough Council",), "2004", (Theme.CUSTOMERS,), Audience.PUBLIC
    ),
    "Middlesbrough worked with residents as partners on cleaner streets. "
    "Wardens walked every street each week.\n\n"
    "Middlesbrough asked its partners in the police to share their maps of crime.",
)
VISITS = CaseStudy(
    "visits",
    Metadata("Knowledge Exchange", (), None, (Theme.DRIVERS,)),
    "Knowledge Exchange visits are intensive 24-hour programmes for a small group of peers.",
    status=Status.SHARED,
)
STUDIES = {study.id: study for study in (KENT, MIDDLESBROUGH, VISITS)}


@dataclass(slots=True)
class Desk:
    """A store, its index, and somebody who answers from them."""

    store: Store
    answerer: Answerer

    def put(self, *studies: CaseStudy) -> None:
        prepared = [
            prepare(
                study, SourceFile(f"/{study.id}.md", study.id, study.id, 1, NOW), study.id.encode(), new=True
            )
            for study in studies
        ]
        keep(prepared, self.store, self.answerer.embedder, lambda: NOW, IngestReport())

    def ask(
        self,
        text: str,
        *earlier: str,
        filters: Filters = ANYTHING,
        limit: int = 5,
        decision: Decision = ALWAYS,
    ) -> Answer:
        return replace(self.answerer, decision=decision).answer(Asked(text, earlier, filters, limit))


def open_desk(folder: Path) -> Iterator[Desk]:
    embedder = HashedEmbedder()
    with open_store(f"sqlite:///{folder / 'store.sqlite3'}") as store:
        shelf = Shelf(store, embedder.name)
        index = PassageIndex.open(folder / "var", shelf, embedder.name)
        yield Desk(store, Answerer(embedder, index, shelf))
        index.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """With three case studies that no test changes."""
    for desk in open_desk(tmp_path_factory.mktemp("desk")):
        desk.put(*STUDIES.values())
        desk.answerer.index.catch_up()
        yield desk


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[Desk]:
    """With nothing on it yet."""
    yield from open_desk(tmp_path)


def is_verbatim(quote: Quote) -> bool:
    study = STUDIES[quote.case_study]
    return (quote.text, quote.title) == (study.text[quote.start : quote.end], study.metadata.title)


def test_an_answer_quotes_the_sentence_that_says_it_with_where_it_stands(desk: Desk) -> None:
    answer = desk.ask("How long are Knowledge Exchange visits?")

    assert answer.outcome is Outcome.ANSWERED
    best = answer.quotes[0]
    assert "intensive 24-hour programmes" in best.text
    assert (best.case_study, best.council, best.title) == ("visits", "", "Knowledge Exchange")
    assert (best.as_of, best.status, best.page) == (None, Status.SHARED, None)
    assert answer.related == ()


WORDS = sorted({word.strip(".") for study in STUDIES.values() for word in study.text.split()})
QUESTIONS = st.lists(st.sampled_from([*WORDS, "why", "and", "compare", "zebra"]), max_size=8).map(" ".join)


def test_whatever_is_asked_is_answered_in_the_words_of_the_case_studies(desk: Desk) -> None:
    @settings(max_examples=60)
    @given(QUESTIONS, st.lists(QUESTIONS, max_size=2), st.integers(1, 6), st.sampled_from([ALWAYS, NEVER]))
    def hold(question: str, earlier: list[str], limit: int, decision: Decision) -> None:
        answer = desk.ask(question, *earlier, limit=limit, decision=decision)

        assert all(map(is_verbatim, (*answer.quotes, *answer.related)))
        assert len({(one.case_study, one.start) for one in answer.quotes}) == len(answer.quotes) <= limit
        assert len({one.case_study for one in answer.related}) == len(answer.related) <= 3
        assert bool(answer.quotes) == (answer.outcome in {Outcome.ANSWERED, Outcome.PARTLY})
        assert bool(answer.unsaid) == (answer.outcome is Outcome.PARTLY)
        assert not answer.related or answer.outcome is Outcome.NOT_COVERED
        assert 0 <= answer.confidence <= 1

    hold()


def test_a_question_that_is_not_covered_has_the_nearest_of_each_case_study(desk: Desk) -> None:
    answer = desk.ask("How do partners of Middlesbrough and Kent share roads?", decision=NEVER)

    assert (answer.outcome, answer.quotes) == (Outcome.NOT_COVERED, ())
    assert sorted(one.case_study for one in answer.related) == ["kent", "middlesbrough", "visits"]
    scores = [one.score for one in answer.related]
    assert scores == sorted(scores, reverse=True)


def test_of_a_question_that_is_not_covered_only_what_comes_near_is_related(desk: Desk) -> None:
    question = "How do partners of Middlesbrough and Kent share roads?"
    weights = [one.score for one in desk.ask(question, decision=NEVER).related]

    def related(least: float) -> list[float]:
        answer = desk.ask(question, decision=replace(NEVER, related_from=least))
        assert answer.outcome is Outcome.NOT_COVERED
        return [one.score for one in answer.related]

    assert related(between(weights[0], weights[1])) == weights[:1]
    assert related(between(weights[1], weights[2])) == weights[:2]
    assert related(1.0) == []


def between(one: float, other: float) -> float:
    assert one > other
    return (one + other) / 2


@pytest.mark.parametrize("question", ["", "?", "hello", "Can you help me?", "why?"])
def test_a_question_about_nothing_is_asked_back(desk: Desk, question: str) -> None:
    answer = desk.ask(question, decision=NEVER)

    assert (answer.outcome, answer.quotes, answer.related, answer.confidence) == (
        Outcome.ASK_BACK,
        (),
        (),
        0.0,
    )


def test_of_two_things_asked_what_is_covered_is_answered_and_the_other_named(desk: Desk) -> None:
    question = "Which streets did wardens walk, and who invented the telephone?"

    answer = desk.ask(question, decision=NAMED)

    assert (answer.outcome, answer.question) == (Outcome.PARTLY, question)
    assert "Wardens walked every street" in " ".join(one.text for one in answer.quotes)
    assert answer.unsaid == (Part("who invented the telephone?"),)
    assert answer.confidence < NAMED.answer_from


def test_of_two_things_asked_that_are_covered_each_is_quoted(desk: Desk) -> None:
    answer = desk.ask("Which streets did wardens walk? What are Knowledge Exchange visits?", decision=NAMED)

    assert (answer.outcome, answer.unsaid) == (Outcome.ANSWERED, ())
    assert {one.case_study for one in answer.quotes} >= {"middlesbrough", "visits"}


def test_a_question_none_of_whose_parts_is_covered_is_decided_on_as_a_whole(desk: Desk) -> None:
    question = "Who invented telephones, and what are zebras?"

    assert desk.ask(question, decision=NAMED).outcome is Outcome.NOT_COVERED
    assert desk.ask(question, decision=NEVER).unsaid == ()


def test_a_council_that_is_compared_and_of_which_nothing_is_said_is_named(desk: Desk) -> None:
    answer = desk.ask("Which wardens walked the streets of Middlesbrough and Kent?", decision=NAMED)

    assert [(part.council, part.asked) for part in answer.unsaid] == [
        ("Kent County Council", "Which wardens walked the streets of Kent?")
    ]
    assert {one.council for one in answer.quotes} == {"Middlesbrough Council"}


def test_what_is_asked_twice_is_quoted_once(desk: Desk) -> None:
    twice = "Which streets did wardens walk, and which streets did wardens walk?"

    quotes = desk.ask(twice, decision=NAMED).quotes

    assert quotes
    assert len({(one.case_study, one.start) for one in quotes}) == len(quotes)


def test_quotes_are_shared_out_among_the_parts(desk: Desk) -> None:
    question = "Which streets did wardens walk? How did Kent work with partners?"

    for limit in range(1, 6):
        answer = desk.ask(question, limit=limit)

        assert len(answer.quotes) <= limit
    assert {one.case_study for one in desk.ask(question, limit=2).quotes} == {"kent", "middlesbrough"}


@pytest.mark.parametrize("question", ["What works?", "Any good examples?", "", "why?"])
def test_a_question_that_is_too_wide_is_asked_back_with_what_the_library_answers(
    desk: Desk, question: str
) -> None:
    answer = desk.ask(question)

    offered = {choice.title for choice in answer.choices}
    assert answer.outcome is Outcome.ASK_BACK
    assert len(offered) == 3
    assert offered <= {study.metadata.title for study in STUDIES.values()}
    assert all(desk.ask(choice.asked).outcome is Outcome.ANSWERED for choice in answer.choices)


def test_only_what_the_reader_may_see_and_the_library_answers_is_offered(own_desk: Desk) -> None:
    both = frozenset({PUBLIC, NETWORK})
    secret = replace(
        KENT, id="secret", metadata=replace(KENT.metadata, audience=Audience.VISIT_TEAM, title="X")
    )
    stale = replace(KENT, id="stale", metadata=replace(KENT.metadata, title="Old"), status=Status.STALE)
    own_desk.put(KENT, MIDDLESBROUGH, secret, stale)

    seen = own_desk.ask("What works?", filters=Filters(scopes=both))
    public = own_desk.ask("What works?", filters=Filters(scopes=frozenset({PUBLIC})))
    unsure = own_desk.ask("What works?", filters=Filters(scopes=both), decision=NEVER)

    assert {choice.title for choice in seen.choices} == {"Kent's partners", "Middlesbrough's streets"}
    streets = own_desk.ask("What works?", filters=Filters(themes=(Theme.CUSTOMERS,)))

    assert streets.outcome is Outcome.ANSWERED
    assert (public.outcome, public.choices) == (Outcome.ANSWERED, ())
    assert (unsure.outcome, unsure.choices) == (Outcome.NOT_COVERED, ())


def test_a_wide_question_about_a_council_is_asked_back_with_its_texts(own_desk: Desk) -> None:
    parks = replace(KENT, id="parks", metadata=replace(KENT.metadata, title="Kent's parks"))
    own_desk.put(KENT, MIDDLESBROUGH, parks)

    answer = own_desk.ask("What did Kent do?")

    assert {choice.title for choice in answer.choices} == {"Kent's partners", "Kent's parks"}
    assert own_desk.ask("What did Middlesbrough do?").outcome is Outcome.ANSWERED


class Preferring:
    """A reranker for which the texts that hold this word come first."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[str] = []

    def scores(self, _question: str, texts: Sequence[str]) -> list[float]:
        self.read += texts
        return [float(self.word in text) for text in texts]


def test_a_reranker_orders_what_was_read_and_nothing_else(desk: Desk) -> None:
    question, named = "How did Kent work with partners?", ("Kent County Council",)
    reranker = Preferring("Wardens")

    before = desk.answerer.evidence(question, named, ANYTHING).hits
    after = replace(desk.answerer, reranker=reranker).evidence(question, named, ANYTHING).hits

    assert {hit.passage for hit in after} == {hit.passage for hit in before}
    assert [hit.passage.partition(":")[0] for hit in (before[0], after[0])] == ["kent", "middlesbrough"]
    assert after[1:] == [hit for hit in before if hit != after[0]]
    assert any(text.startswith("Middlesbrough's streets\nMiddlesbrough worked") for text in reranker.read)


def test_a_follow_up_is_about_the_council_it_names(desk: Desk) -> None:
    answer = desk.ask("and in Middlesbrough?", "How did Kent work with partners?")

    assert answer.question == "How did Middlesbrough work with partners?"
    assert {one.council for one in answer.quotes} <= {"Middlesbrough Council", ""}
    assert answer.quotes[0].council == "Middlesbrough Council"


def test_a_council_that_is_named_is_not_answered_for_by_another(desk: Desk) -> None:
    answer = desk.ask("Did Kent have wardens who walked every street each week?")

    assert "middlesbrough" not in {one.case_study for one in answer.quotes}


def test_councils_that_are_compared_are_quoted_one_after_the_other(desk: Desk) -> None:
    answer = desk.ask("How did Middlesbrough and Kent work with partners?")

    councils = [one.council for one in answer.quotes if one.council]
    assert set(councils) == {"Kent County Council", "Middlesbrough Council"}
    assert sum(before != after for before, after in pairwise(councils)) == 1


@pytest.mark.parametrize(
    ("filters", "case_studies"),
    [
        (Filters(councils=("kent",)), {"kent"}),
        (Filters(themes=(Theme.CUSTOMERS,)), {"middlesbrough"}),
        (Filters(scopes=frozenset({PUBLIC})), {"middlesbrough"}),
        (Filters(scopes=frozenset({PUBLIC, team("v1")})), {"middlesbrough"}),
        (Filters(councils=("Kent", "Middlesbrough"), scopes=frozenset({NETWORK})), {"kent"}),
        (Filters(scopes=frozenset()), set()),
        (Filters(statuses=(Status.SHARED,)), {"visits"}),
        (Filters(since="2004"), {"middlesbrough"}),
        (Filters(until="2003"), {"kent"}),
        (Filters(councils=("York",)), set()),
        (Filters(councils=("Kent",), themes=(Theme.CUSTOMERS,)), set()),
    ],
)
@pytest.mark.parametrize("decision", [ALWAYS, NEVER], ids=["answered", "not covered"])
def test_only_what_the_filters_let_through_is_shown(
    desk: Desk, filters: Filters, case_studies: set[str], decision: Decision
) -> None:
    question = "How did Kent and Middlesbrough councils work with partners?"

    answer = desk.ask(question, filters=filters, decision=decision)

    assert {one.case_study for one in (*answer.quotes, *answer.related)} == case_studies
    assert bool(answer.quotes) is bool(case_studies and decision is ALWAYS)


def test_an_empty_library_covers_nothing(own_desk: Desk) -> None:
    answer = own_desk.ask("How did Kent work with partners?")

    assert (answer.outcome, answer.quotes, answer.related) == (Outcome.NOT_COVERED, (), ())


def test_the_next_answer_knows_what_was_taken_in_and_forgets_what_was_removed(own_desk: Desk) -> None:
    question = "How did Kent work with partners?"

    own_desk.put(KENT)
    assert {one.case_study for one in own_desk.ask(question).quotes} == {"kent"}

    own_desk.put(
        replace(KENT, text="Kent worked with nobody as partners in that year.", metadata=Metadata("Alone"))
    )
    assert [one.text for one in own_desk.ask(question).quotes] == [
        "Kent worked with nobody as partners in that year."
    ]

    own_desk.store.case_studies.remove("kent")
    assert own_desk.ask(question).outcome is Outcome.NOT_COVERED


def test_a_text_of_labels_only_is_never_quoted(own_desk: Desk) -> None:
    own_desk.put(replace(KENT, text="Kent. Partners."))

    assert own_desk.ask("How did Kent work with partners?").outcome is Outcome.NOT_COVERED


def test_what_a_question_needs_may_stand_in_the_header_alone(desk: Desk) -> None:
    answer = desk.ask("What is a Knowledge Exchange?")

    assert answer.quotes[0].case_study == "visits"
