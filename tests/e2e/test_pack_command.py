"""What is known before a visit, as a facilitator types the command."""

from pathlib import Path

import pytest

from tests.fixtures.commands import KENT, Cli

PLAN = (
    *("visit", "create", "--id", "kent", "--title", "Parks in Kent", "--starts", "2026-03-28"),
    *("--focus", "How did the council open parks with partners?", "--host", "Kent County Council"),
)


@pytest.fixture
def planned(cli: Cli, tmp_path: Path) -> Cli:
    """Runs a command where a visit to Kent is planned, and one case study is about Kent."""
    (tmp_path / "kent.md").write_text(KENT, encoding="utf-8")
    cli("ingest", "kent.md")
    cli(*PLAN)
    return cli


def test_a_pack_is_written_beside_where_the_command_runs_or_where_it_is_wanted(
    planned: Cli, tmp_path: Path
) -> None:
    word, text = (
        planned("visit", "pack", "kent"),
        planned("visit", "pack", "kent", "--format", "md", "--to", "p.md"),
    )

    assert (word.code, word.out) == (0, "Wrote kent-pack.docx: 2 quotes.\n")
    assert (text.code, text.out) == (0, "Wrote p.md: 2 quotes.\n")
    assert (tmp_path / "kent-pack.docx").stat().st_size > 1000
    told = (tmp_path / "p.md").read_text(encoding="utf-8")
    assert "> The council opened parks with local partners and people saved trees." in told
    assert "Kent County Council · Parks in Kent · as of May 2003 · published case study" in told
    assert "## Innovation" in told


def test_a_pack_for_somebody_holds_what_they_may_see(planned: Cli, tmp_path: Path) -> None:
    planned("lessons", "people", "--add", "Ann Field")

    made = planned("visit", "pack", "kent", "--format", "md", "--as", "Ann Field")

    assert (
        made.out == "Wrote kent-pack.md: 0 quotes.\n"
    )  # the case study is for the network, which she is not of
    assert "Facilitators see here" in (tmp_path / "kent-pack.md").read_text(encoding="utf-8")


def test_what_cannot_be_packed_is_said_in_a_sentence(planned: Cli) -> None:
    refused = [
        planned("visit", "pack", "none"),
        planned("visit", "pack", "kent", "--format", "pdf"),
        planned("visit", "pack", "kent", "--as", "Nobody"),
    ]

    assert [each.code for each in refused] == [1, 2, 1]
    assert "there is no visit 'none'" in refused[0].err
    assert "'pdf' is none of: docx, md" in refused[1].err
    assert "nobody is known as 'Nobody'" in refused[2].err
