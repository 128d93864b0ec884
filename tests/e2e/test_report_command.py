"""The report of a visit, as a facilitator types the command."""

import json
from pathlib import Path

import pytest

from knowledge.reports import FORMATS
from knowledge.store import Deed, open_store, sqlite_url
from knowledge.visits import Person, VisitState
from tests.fixtures.commands import Cli
from tests.sample_visit import AUTHORS, PARTICIPANTS, PROGRAMME, RECORDS, VISIT
from tests.visit_samples import NOW


@pytest.fixture
def visited(cli: Cli, tmp_path: Path) -> Cli:
    """Runs a command where the sample visit is in the store."""
    store_visit(tmp_path, VisitState.CLOSED)
    return cli


def store_visit(folder: Path, state: VisitState) -> None:
    (folder / "var").mkdir()
    with open_store(sqlite_url(folder / "var" / "peerbot.sqlite3")) as store:
        visit = VISIT.model_copy(update={"state": state})
        store.visits.add(visit, Deed("u", NOW, "planned the visit"), PROGRAMME)
        for part in PARTICIPANTS:
            person = AUTHORS[part.pseudonym].person
            assert person
            store.people.meet(Person(id=part.person, display_name=person))
            store.people.take_part(part)
        for record in RECORDS:
            store.records.add(record)


@pytest.mark.parametrize("format_", [each.name for each in FORMATS])
def test_a_report_is_written_beside_where_the_command_runs(
    visited: Cli, tmp_path: Path, format_: str
) -> None:
    done = visited("report", VISIT.id, "--format", format_)

    assert (done.code, done.out) == (0, f"Wrote visit-2026-06-10-report.{format_}.\n")
    assert (tmp_path / f"visit-2026-06-10-report.{format_}").stat().st_size > 1000


def test_a_draft_is_called_one_and_says_how_much_is_missing(visited: Cli, tmp_path: Path) -> None:
    done = visited("report", VISIT.id, "--format", "json", "--draft")

    assert (
        done.out
        == "Wrote visit-2026-06-10-report-draft.json.\nStill missing: 2 things; they are listed in it.\n"
    )
    content = json.loads((tmp_path / "visit-2026-06-10-report-draft.json").read_text(encoding="utf-8"))
    assert (content["draft"], len(content["missing"])) == (True, 2)


def test_a_report_is_written_where_it_is_wanted(visited: Cli, tmp_path: Path) -> None:
    done = visited("report", VISIT.id, "--format", "md", "--output", "handed-over.md")

    assert done.out == "Wrote handed-over.md.\n"
    assert (tmp_path / "handed-over.md").read_text(encoding="utf-8").startswith("# Repairs on time")


def test_what_cannot_be_reported_is_said_in_a_sentence(visited: Cli, tmp_path: Path) -> None:
    refused = [
        visited("report", "none", "--format", "md"),
        visited("report", VISIT.id, "--format", "pdf"),
        visited("report", VISIT.id, "--format", "md", "--output", "nowhere/report.md"),
    ]

    assert [each.code for each in refused] == [1, 2, 1]
    assert "there is no visit 'none'" in refused[0].err
    assert "'pdf' is none of:" in refused[1].err
    assert "nowhere/report.md: No such file or directory" in refused[2].err
    assert list(tmp_path.iterdir()) == [tmp_path / "var"]


def test_a_report_that_comes_too_early_is_refused_and_a_draft_is_not(cli: Cli, tmp_path: Path) -> None:
    store_visit(tmp_path, VisitState.OPEN)

    early, draft = (
        cli("report", VISIT.id, "--format", "md"),
        cli("report", VISIT.id, "--format", "md", "--draft"),
    )

    assert (early.code, draft.code) == (1, 0)
    assert "and this one is open" in early.sentence
