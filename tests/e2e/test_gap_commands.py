"""The commands on what nothing answers, and on lessons by kind of place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.gaps import Enquiry, RemedyKind
from knowledge.lessons import LessonStatus
from knowledge.model import Answer, Outcome
from knowledge.records import FeedbackRecord
from knowledge.store import Deed, RecordFilters, Store, open_store, sqlite_url
from knowledge.visits import VisitState
from tests.contract.store_samples import question
from tests.fixtures.commands import Cli
from tests.lesson_samples import lesson, passage
from tests.visit_samples import NOW, session, visit

BINS = "How are missed bins avoided?"


@pytest.fixture
def store(cli: Cli, tmp_path: Path) -> Iterator[Store]:
    """The store that the commands use, with a question that two people asked."""
    with open_store(sqlite_url(tmp_path / "var" / "peerbot.sqlite3")) as store:
        for name, asker in (("q1", "U0ASHA"), ("q2", "U0BRAN")):
            store.questions.claim(question(name, text=BINS, asker=asker), by="w", now=NOW)
            store.questions.answered(name, Answer(BINS, Outcome.NOT_COVERED, 0.1), standalone=BINS, ms=1)
        yield store


def test_gaps_are_listed_with_how_many_asked_and_never_who(cli: Cli, store: Store) -> None:
    told, listed = cli("gaps", "--json"), cli("gaps")

    [gap] = told.json
    assert (gap["id"], gap["question"], gap["askers"]) == ("q1", BINS, 2)
    assert "q1" in listed.out
    assert "U0" not in told.out + listed.out


def test_a_gap_is_answered_once_and_then_is_none(cli: Cli, store: Store) -> None:
    assert cli("gaps", "answer", "q1", "--note", "Ring first.").code == 0
    again = cli("gaps", "decline", "q1", "--reason", "Not ours.")

    assert (again.code, "no gap 'q1' waits" in again.sentence) == (1, True)
    assert "No question waits" in cli("gaps").out
    assert [(remedy.words, asked) for remedy, asked in store.gaps.untold()] == [
        ("Ring first.", "q1"),
        ("Ring first.", "q2"),
    ]


def test_an_answer_is_a_note_or_a_lesson_that_there_is(cli: Cli, store: Store) -> None:
    assert cli("gaps", "answer", "q1").code == 2
    assert cli("gaps", "answer", "q1", "--note", "Ring.", "--lesson", "l1").code == 2
    assert cli("gaps", "answer", "q1", "--lesson", "none").code == 1
    assert store.gaps.get("q1") is None


def test_a_gap_is_put_on_a_visit_and_can_be_declined_after_all(cli: Cli, store: Store) -> None:
    store.visits.add(visit(), Deed("u", NOW, "planned the visit"), (session("s1"),))

    assert cli("gaps", "enquire", "q1", "--visit", "v1", "--session", "none").code == 2
    assert cli("gaps", "enquire", "q1", "--visit", "v1", "--session", "s1").code == 0
    assert store.gaps.enquiries("v1") == (Enquiry(gap="q1", visit="v1", session="s1", question=BINS),)

    assert cli("gaps", "decline", "q1", "--reason", "Not ours.").code == 0
    [kept] = store.gaps.settled(5)
    assert (kept.kind, kept.words) == (RemedyKind.DECLINED, "Not ours.")


def test_lessons_are_listed_by_kind_of_place_with_a_register_of_ones_own(
    cli: Cli, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.csv").write_text("name,tier\nNorthshire,county\n", encoding="utf-8")
    for name, council in (("north", "Northshire"), ("leeds", "Leeds")):
        store.lessons.add(lesson(name, passage(), status=LessonStatus.SHARED, councils=(council,)))

    def listed(*options: str) -> list[str]:
        return [each["id"] for each in cli("lessons", "list", "--json", *options).json["lessons"]]

    assert listed("--like", "Leeds", "--tier", "metropolitan borough") == []
    assert listed("--tier", "county") == []
    monkeypatch.setenv("COUNCIL_REGISTER", str(tmp_path / "mine.csv"))
    assert listed("--tier", "county") == listed("--like", "Kent") == ["north"]
    assert cli("lessons", "list", "--tier", "castle").code == 1


def test_what_is_logged_says_which_gap_of_its_visit_it_answers(cli: Cli, store: Store) -> None:
    store.visits.add(visit(state=VisitState.OPEN), Deed("u", NOW, "planned the visit"))
    log = ("feedback", "log", "v1", "--kind", "worked well", "--observation", "They ring.", "--id", "r1")

    early = cli(*log, "--answers", "q1")
    cli("gaps", "enquire", "q1", "--visit", "v1")
    logged = cli(*log, "--answers", "q1")

    assert (early.code, "v1 does not ask 'q1'" in early.sentence) == (1, True)
    assert logged.code == 0
    [asked] = store.gaps.enquiries("v1")
    [told] = store.records.find(RecordFilters(visit="v1"))
    assert isinstance(told, FeedbackRecord)
    assert told.enquiry == asked.id
