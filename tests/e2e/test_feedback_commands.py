"""`peerbot feedback log`, as somebody types it."""

import json
from pathlib import Path

import pytest

from knowledge.records import FeedbackRecord, RecordStatus, Source
from knowledge.store import RecordFilters, open_store, sqlite_url
from knowledge.visits import Participant, Person
from tests.e2e.test_visit_commands import Run, create, run

__all__ = ["run"]

SAID = ("--kind", "worked well", "--observation", "Repairs are sorted by postcode.")


@pytest.fixture
def open_visit(run: Run) -> None:  # the fixture, not the import of it
    create(run)
    run("visit", "open", "v1")


def kept(folder: Path) -> list[FeedbackRecord]:
    with open_store(sqlite_url(folder / "var" / "peerbot.sqlite3")) as store:
        found = store.records.find(RecordFilters(visit="v1"))
    return [one for one in found if isinstance(one, FeedbackRecord)]


@pytest.mark.usefixtures("open_visit")
def test_what_is_logged_is_kept_once_with_all_that_was_said(run: Run, tmp_path: Path) -> None:
    more = ("--usefulness", "4", "--intends-to-act", "maybe", "--theme", "leadership", "--id", "r1")
    said = run("feedback", "log", "v1", *SAID, *more).stdout
    again = json.loads(run("feedback", "log", "v1", *SAID, "--id", "r1", "--json").stdout)

    [record] = kept(tmp_path)
    assert said == "Logged r1.\n"
    assert again == {"id": "r1", "added": False}
    assert (record.source, record.status) == (Source.COMMAND_LINE, RecordStatus.SUBMITTED)
    assert (record.usefulness, record.intends_to_act, record.theme) == (4, "maybe", "leadership")


@pytest.mark.usefixtures("open_visit")
def test_somebody_on_the_visit_can_be_said_to_tell_it(run: Run, tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path / "var" / "peerbot.sqlite3")) as store:
        store.people.meet(Person(id="u1", display_name="Ann"))
        store.people.take_part(
            Participant(visit="v1", person="u1", pseudonym="heron", post="head of housing")
        )

    run("feedback", "log", "v1", *SAID, "--as", "heron")
    refused = run("feedback", "log", "v1", *SAID, "--as", "otter", code=1).stderr

    [record] = kept(tmp_path)
    assert (record.respondent, record.respondent_role) == ("heron", "head of housing")
    assert "nobody on v1 is known as 'otter'" in refused


@pytest.mark.usefixtures("open_visit")
@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        (("--kind", "gossip", "--observation", "x"), 2, "'gossip' is none of"),
        (("--kind", "risk", "--observation", " "), 2, "observation"),
        ((*SAID, "--session", "s9"), 1, "the visit's programme has no session 's9'"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    run: Run,
    tmp_path: Path,
    wrong: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    assert said in " ".join(run("feedback", "log", "v1", *wrong, code=code).stderr.replace("│", "").split())
    assert kept(tmp_path) == []


def test_on_a_visit_that_is_not_open_nothing_is_logged(run: Run, tmp_path: Path) -> None:
    create(run)

    refused = run("feedback", "log", "v1", *SAID, code=1).stderr

    assert "can log feedback on a visit that is open or in discussion, and this one is planned" in refused
    assert kept(tmp_path) == []
