"""The commands on visits and records, as a facilitator types them."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.interchange import record_line
from knowledge.store import open_store, sqlite_url
from knowledge.visits import Participant, Person
from tests.visit_samples import NOW, commitment, feedback, group_feedback

PEERBOT = Path(sys.executable).with_name("peerbot")
PROGRAMME = """\
Start,End,Title,Theme,Place,Speakers,Kind
2026-03-28 09:30,10:30,Welcome,leadership,Town hall,Leader of the council,talk
29/03/2026 09:30,10:30,Estate walk,customer,Harehills,Head of housing,walk
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in a folder of its own; ``code`` is the exit code it must have."""

    def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        environment = {"DATA_DIR": str(tmp_path / "var"), "TERMINAL_WIDTH": "200", "COLUMNS": "200"}
        done = subprocess.run(
            [PEERBOT, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def create(run: Run, *options: str, attribution: str = "open") -> None:
    run(
        *("visit", "create", "--id", "v1", "--title", "Repairs", "--focus", "How are repairs done?"),
        *("--host", "Leeds City Council", "--visitor", "Kent", "--visitor", "Medway"),
        *("--starts", "2026-03-28", "--ends", "2026-03-29", "--attribution", attribution, *options),
    )


def import_records(run: Run, folder: Path, *lines: str) -> str:
    (folder / "records.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return run("records", "import", "records.jsonl").stdout


def test_a_visit_is_planned_given_a_programme_and_taken_to_its_end(run: Run, tmp_path: Path) -> None:
    create(run)
    (tmp_path / "programme.csv").write_text(PROGRAMME, encoding="utf-8")

    assert run("visit", "import-programme", "v1", "programme.csv").stdout == "2 sessions imported.\n"
    told = [run("visit", step, "v1").stdout for step in ("open", "discuss", "close", "archive")]

    assert told == ["v1 is open.\n", "v1 is in discussion.\n", "v1 is closed.\n", "v1 is archived.\n"]
    shown = run("visit", "show", "v1").stdout
    assert "2026-03-29 09:30" in shown  # in British Summer Time from that night on
    as_json = json.loads(run("visit", "show", "v1", "--json").stdout)
    assert [each["start"] for each in as_json["programme"]] == [
        "2026-03-28T09:30:00Z",
        "2026-03-29T08:30:00Z",
    ]
    assert as_json["state"] == "archived"
    [listed] = json.loads(run("visit", "list", "--json").stdout)
    assert (listed["id"], listed["version"]) == ("v1", 6)
    assert "Repairs" in run("visit", "list").stdout


def test_a_programme_goes_out_as_a_calendar_and_comes_back_the_same(run: Run, tmp_path: Path) -> None:
    create(run)
    (tmp_path / "programme.csv").write_text(PROGRAMME, encoding="utf-8")
    run("visit", "import-programme", "v1", "programme.csv")
    before = json.loads(run("visit", "show", "v1", "--json").stdout)["programme"]

    run("visit", "export-programme", "v1", "programme.ics")
    run("visit", "import-programme", "v1", "programme.ics")

    assert json.loads(run("visit", "show", "v1", "--json").stdout)["programme"] == before
    assert run("visit", "export-programme", "v1").stdout.startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("visit", "show", "none"), 1, "there is no visit 'none': `peerbot visit list` shows"),
        (("visit", "close", "v1"), 1, "that is in discussion, and this one is planned"),
        (("visit", "import-programme", "v1", "none.csv"), 1, "none.csv: No such file"),
        (("visit", "import-programme", "v1", "bad.csv"), 1, "line 2: 'soon' is no time"),
        (("records", "--visit", "none"), 1, "there is no visit 'none'"),
        (("records", "--theme", "moon"), 2, "'moon' is none of: leadership"),
        (("records", "--format", "pdf"), 2, "--format is text, json, jsonl or csv"),
        (("records", "import", "bad.csv"), 1, "line 1: it is no JSON"),
        (("visit", "create", "--title", "x", "--focus", "x", "--host", "x", "--starts", "soon"), 2, "starts"),
        (("visit", "create", "--title", "x"), 2, "--focus"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    create(run)
    (tmp_path / "bad.csv").write_text("start,end,title\nsoon,later,Walk\n", encoding="utf-8")

    failed = run(*arguments, code=code)

    assert said in " ".join(failed.stderr.split())
    assert json.loads(run("visit", "show", "v1", "--json").stdout)["version"] == 1


def test_a_visit_is_not_planned_twice_and_its_id_gives_no_council_away(run: Run) -> None:
    create(run)
    options = ("visit", "create", "--title", "x", "--focus", "x", "--host", "Leeds", "--starts", "2026-03-28")

    again = run(*options, "--id", "v1", code=1)
    telling = run(*options, "--id", "leeds-1", "--attribution", "Chatham House", code=2)

    assert "there is a visit 'v1' already" in again.stderr
    assert "cannot name a council" in " ".join(telling.stderr.split())


def test_records_come_in_once_are_listed_and_go_out_the_same(run: Run, tmp_path: Path) -> None:
    create(run)
    lines = [record_line(feedback("a", theme="innovation")), record_line(commitment("b"))]

    assert import_records(run, tmp_path, *lines) == "0 visits and 2 records added, 0 stored already.\n"
    assert import_records(run, tmp_path, *lines) == "0 visits and 0 records added, 2 stored already.\n"

    assert run("records", "--visit", "v1", "--format", "jsonl").stdout.splitlines() == lines
    assert run("records", "--kind", "worked well", "--format", "jsonl").stdout.splitlines() == lines[:1]
    assert run("records", "--type", "commitment", "--format", "jsonl").stdout.splitlines() == lines[1:]
    assert "They met each week." in run("records", "--theme", "innovation").stdout
    assert [each["id"] for each in json.loads(run("records", "--format", "json").stdout)] == ["a", "b"]


def test_a_list_too_long_for_a_form_of_slack_is_put_in_other_words(run: Run, tmp_path: Path) -> None:
    create(run)
    agreed = group_feedback(strengths=("x" * 3_000,) * 20, questions=("Who pays?",), agreed_by=("ann",))
    import_records(run, tmp_path, record_line(agreed), record_line(commitment()))
    (tmp_path / "words.txt").write_text("You listen.\n\n  At every counter. \n", encoding="utf-8")
    (tmp_path / "many.txt").write_text("x\n" * 51, encoding="utf-8")

    done = run("records", "revise", "g1", "strengths", "words.txt")
    again = run("records", "revise", "g1", "strengths", "words.txt")
    refused = [
        run("records", "revise", *arguments, code=code).stderr
        for code, *arguments in (
            (2, "g1", "status", "words.txt"),
            (2, "g1", "questions", "many.txt"),
            (1, "c1", "questions", "words.txt"),
            (1, "g1", "questions", "none.txt"),
        )
    ]

    assert "tell everybody on v1 but its host. Whoever had agreed has yet to agree" in done.stdout
    assert again.stdout == "Nothing was changed, so what was agreed stands.\n"
    wrong = ("LIST is one of strengths, ", "50", "there is no record 'c1'", "none.txt: No such file")
    assert [
        said for said, found in zip(wrong, refused, strict=True) if said not in " ".join(found.split())
    ] == []
    [kept] = json.loads(run("records", "--type", "group feedback", "--format", "json").stdout)
    assert kept["strengths"] == ["You listen.", "At every counter."]
    assert (kept["questions"], kept["agreed_by"]) == (["Who pays?"], [])


def test_an_export_makes_the_same_visits_and_records_elsewhere(run: Run, tmp_path: Path) -> None:
    create(run)
    (tmp_path / "programme.csv").write_text(PROGRAMME, encoding="utf-8")
    run("visit", "import-programme", "v1", "programme.csv")
    [session, _] = json.loads(run("visit", "show", "v1", "--json").stdout)["programme"]
    import_records(run, tmp_path, record_line(feedback(session=session["id"])), record_line(commitment()))

    run("records", "export", "all.jsonl")
    (tmp_path / "var").rename(tmp_path / "elsewhere")
    taken = run("records", "import", "all.jsonl").stdout

    assert taken == "1 visits and 2 records added, 0 stored already.\n"
    exported = (tmp_path / "all.jsonl").read_text(encoding="utf-8")
    assert run("records", "export", "--visit", "v1").stdout == exported


def test_nothing_is_taken_in_when_a_record_has_no_visit_or_no_session(run: Run, tmp_path: Path) -> None:
    create(run)
    lines = [record_line(feedback("good")), record_line(feedback("a", visit="v9"))]
    lines.append(record_line(feedback("b", session="s9")))
    (tmp_path / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")

    failed = run("records", "import", "records.jsonl", code=1)

    assert "record a: there is no visit 'v9'" in failed.stderr
    assert "record b: its visit has no session 's9'" in failed.stderr
    assert run("records", "--format", "jsonl").stdout == ""


def test_no_list_and_no_export_names_anybody_under_chatham_house(run: Run, tmp_path: Path) -> None:
    create(run, attribution="chatham")
    text = "=Zoë Quartermaine (<@U0PLANT>) of Kent, and Leeds too"
    import_records(
        run,
        tmp_path,
        record_line(feedback("a", observation=text, discussion=text, respondent="p-1", respondent_role=text)),
        record_line(commitment("b", current_state=text, council="Medway")),
    )
    with open_store(sqlite_url(tmp_path / "var" / "peerbot.sqlite3")) as store:
        store.people.meet(
            Person(id="u-1", display_name="Zoë Quartermaine", slack_team="T1", slack_user="U0PLANT")
        )
        part = Participant(
            visit="v1", person="u-1", pseudonym="p-1", council="Kent", consent_version="1", consented_at=NOW
        )
        store.people.take_part(part)

    outputs = [run("records", "export").stdout]
    outputs += [run("records", "--format", format_).stdout for format_ in ("text", "json", "jsonl", "csv")]

    for output in outputs:
        assert "[…]" in output
        assert not [
            mark for mark in ("Zo", "Quartermaine", "U0PLANT", "Kent", "Leeds", "Medway") if mark in output
        ]


def test_a_spreadsheet_of_records_runs_no_formula(run: Run, tmp_path: Path) -> None:
    create(run)
    import_records(run, tmp_path, record_line(feedback(observation='=HYPERLINK("http://127.0.0.1")')))

    written = run("records", "--format", "csv").stdout

    header, row = csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""))
    assert dict(zip(header, row, strict=True))["observation"] == '\'=HYPERLINK("http://127.0.0.1")'


@pytest.mark.parametrize("group", ["visit", "records"])
def test_help_says_what_there_is(run: Run, group: str) -> None:
    assert "import" in run(group, "--help").stdout


PEOPLE = """\
name,council,role,post
Ann Carter,Kent,participant,Head of housing
Hal Host,,host,Director of homes
"""


def test_people_come_in_from_a_list_once_and_are_shown_as_the_rule_allows(run: Run, tmp_path: Path) -> None:
    create(run)
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")

    for _ in range(2):
        said = run("visit", "import-participants", "v1", "people.csv").stdout
    shown = json.loads(run("visit", "participants", "v1", "--json").stdout)
    run("visit", "edit", "v1", "--attribution", "chatham")
    hidden = run("visit", "participants", "v1").stdout

    assert said == "2 people are on v1 by this list.\n"
    assert [(one["council"], one["named"]) for one in shown["delegations"]] == [
        ("Leeds City Council", ["Hal Host (Director of homes)"]),
        ("Kent", ["Ann Carter (Head of housing)"]),
    ]
    assert hidden == "2 people\n"


def test_a_bad_line_of_a_list_adds_nobody(run: Run, tmp_path: Path) -> None:
    create(run)
    (tmp_path / "people.csv").write_text(PEOPLE + "Bob,Atlantis,,\n", encoding="utf-8")

    refused = run("visit", "import-participants", "v1", "people.csv", code=1).stderr

    assert "line 4: 'Atlantis' is none of the visit’s councils" in refused
    assert "Nobody yet" in run("visit", "participants", "v1").stdout


def test_a_visit_is_edited_and_what_is_left_out_stays(run: Run) -> None:
    create(run)

    run("visit", "edit", "v1", "--title", "Repairs, again", "--visitor", "Dover", "--ends", "2026-03-30")
    run("visit", "edit", "v1", "--progress-every-weeks", "0")
    shown = json.loads(run("visit", "show", "v1", "--json").stdout)
    run("visit", "edit", "v1", code=2)
    refused = run("visit", "edit", "v1", "--ends", "2026-01-01", code=2).stderr

    assert (shown["title"], shown["visitors"], shown["ends"]) == ("Repairs, again", ["Dover"], "2026-03-30")
    assert (shown["focus"], shown["version"]) == ("How are repairs done?", 3)
    assert shown["progress_every_weeks"] is None
    assert "a visit ends no earlier than it starts" in refused
