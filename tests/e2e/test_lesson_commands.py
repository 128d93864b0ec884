"""The commands on lessons, from a record to a council that used what it taught."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.model import Theme
from knowledge.records import RecordGesture, RecordStatus, moved
from knowledge.store import Deed, Store, open_store, sqlite_url
from knowledge.visits import Attribution, Participant, Person, Role
from tests.fixtures.commands import Cli, Outcome
from tests.lesson_samples import lesson, words
from tests.visit_samples import AUTHOR, FACILITATOR, NOW, commitment, feedback, visit

PLANNED = Deed("u-9", NOW, "planned the visit")
SAID = "The council opened parks with local partners and people saved trees."


@pytest.fixture
def store(cli: Cli, tmp_path: Path) -> Iterator[Store]:
    """The store that the commands use, with a visit and what was told on it."""
    with open_store(sqlite_url(tmp_path / "var" / "peerbot.sqlite3")) as store:
        store.visits.add(visit(host="Eastborough"), PLANNED)
        told = feedback(
            observation="They met each week.",
            conclusion="Meeting often helps.",
            theme=Theme.CULTURE,
            status=RecordStatus.ACCEPTED,
        )
        store.records.add(told)
        for name in ("Ann", "Ben", "Cleo"):
            store.people.meet(Person(id=name.lower(), display_name=name))
        host = Participant(
            visit="v1", person="cleo", pseudonym="p-cleo", council="Eastborough", role=Role.HOST
        )
        store.people.take_part(host)
        yield store


def refused(outcome: Outcome, code: int = 1) -> str:
    assert outcome.code == code
    return outcome.sentence


def propose(cli: Cli, *options: str) -> str:
    """The id of a lesson that Ann proposes."""
    made = cli("lessons", "propose", "--record", "r1", "--as", "Ann", "--anyway", "--json", *options)
    assert made.code == 0, made.err
    return str(made.json["id"])


def share(cli: Cli, *options: str) -> str:
    name = propose(cli, *options)
    for step in (
        ("validate", name, "--claim", "1", "--as", "Ben"),
        ("endorse", name, "--as", "Cleo"),
        ("share", name, "--audience", "public"),
    ):
        assert cli("lessons", *step).code == 0
    return name


def test_a_lesson_goes_from_a_record_to_a_council_that_used_it(cli: Cli, store: Store) -> None:
    name = propose(cli)
    assert store.records.get("r1").status is RecordStatus.DISTILLED

    checked = cli("lessons", "validate", name, "--as", "ben", typed="y\n")
    assert "“They met each week.” (record r1, observation)" in checked.out
    endorsed = cli("lessons", "endorse", name, "--as", "Cleo")
    shared = cli("lessons", "share", name)
    used = cli("lessons", "adopt", name, "--council", "Northshire", "--change", "We meet each week.")

    said = [outcome.out.splitlines()[-1] for outcome in (checked, endorsed, shared, used)]
    assert said == [
        f"{name} is {status}: Meeting often helps."
        for status in ("validated", "endorsed", "shared", "applied")
    ]
    card = cli("lessons", "show", name).out
    for part in ("supported; seen in 1 place", "Northshire. We meet each week.", "host", "network"):
        assert part in card
    shown = cli("lessons", "show", name, "--json").json
    assert [event["gesture"] for event in shown["history"]] == [
        *("propose", "validate", "endorse", "share", "say they used")
    ]
    assert {event["source"] for event in shown["history"]} == {"cli"}
    assert shown["agreement"]["organisations"] == 1


def test_whoever_proposed_a_lesson_cannot_validate_it_and_nobody_does_either_without_a_name(
    cli: Cli, store: Store
) -> None:
    name = propose(cli)

    by_proposer = cli("lessons", "validate", name, "--claim", "1", "--as", "ann")
    by_nobody = cli("lessons", "validate", name, "--claim", "1")
    anonymous = cli("lessons", "propose", "--record", "r1")
    by_stranger = cli("lessons", "validate", name, "--claim", "1", "--as", "Zoe")

    assert "cannot validate it: ask somebody else" in refused(by_proposer)
    assert "say who checks the lesson with --as NAME" in " ".join(by_nobody.err.split())
    assert "say who proposes the lesson with --as NAME" in " ".join(anonymous.err.split())
    assert (by_nobody.code, anonymous.code) == (2, 2)
    assert "nobody is known as 'Zoe': `peerbot lessons people`" in refused(by_stranger)
    assert store.lessons.get(name).status == "proposed"


def test_two_people_of_one_name_are_told_apart_by_id(cli: Cli, store: Store) -> None:
    store.people.meet(Person(id="ann-2", display_name="ann"))

    said = refused(cli("lessons", "propose", "--record", "r1", "--as", "Ann"))

    assert said == "peerbot: more than one person is called 'Ann': give one of their ids, ann, ann-2"
    assert cli("lessons", "propose", "--record", "r1", "--as", "ann-2").code == 0


def test_a_lesson_is_proposed_from_what_a_case_study_says_word_for_word(filled: Cli, store: Store) -> None:
    [kent, _] = filled("list", "--json").json
    quoting = ("lessons", "propose", "--case-study", kent["id"], "--theme", "innovation", "--as", "Ann")

    made = filled(*quoting, "--quote", SAID, "--title", "Open parks", "--json")
    other = filled(*quoting, "--quote", SAID.upper())
    alone = filled(*quoting)

    assert made.json["title"] == "Open parks"
    assert made.json["councils"] == ["Kent County Council"]
    assert "does not say “THE COUNCIL" in refused(other)
    assert "one --quote for each --case-study" in alone.err


def test_a_case_study_that_changes_marks_the_lesson_that_quotes_it(
    filled: Cli, store: Store, inbox: Path
) -> None:
    [kent, _] = filled("list", "--json").json
    quoting = ("--case-study", kent["id"], "--quote", SAID, "--as", "Ann", "--json")
    name = filled("lessons", "propose", *quoting).json["id"]
    file = inbox / "kent.md"

    file.write_text(file.read_text().replace("saved trees", "saved a town"))
    read = filled("ingest", inbox)

    assert "Lessons that quote what is no longer there: 1. `peerbot lessons list --faulty`" in " ".join(
        read.out.split()
    )
    [found] = filled("lessons", "list", "--faulty", "--json").json["lessons"]
    assert found["id"] == name
    assert "This quote no longer stands" in filled("lessons", "show", name).out
    assert "a quote no longer stands" in " ".join(filled("lessons", "list").out.split())
    assert "have its quotes put right first" in refused(
        filled("lessons", "validate", name, "--claim", "1", "--as", "Ben")
    )


def test_a_lesson_that_says_nearly_the_same_is_shown_before_another_is_proposed(
    cli: Cli, store: Store
) -> None:
    name = propose(cli)

    again = cli("lessons", "propose", "--record", "r1", "--as", "Ben")

    assert "nothing was proposed" in refused(again)
    assert name in again.err
    assert cli("lessons", "list", "--json").json["total"] == 1


def test_what_is_added_speaks_for_a_claim_or_against_it(filled: Cli, store: Store) -> None:
    [kent, _] = filled("list", "--json").json
    name = share(filled)
    quote = ("--case-study", kent["id"], "--quote", SAID)

    added = filled("lessons", "add-evidence", name, *quote, "--disagrees", "--as", "Ben", "--json")

    assert added.json["status"] == "contradicted"
    renewed = filled("lessons", "renew", name, "--as", "Ben")
    assert "cannot renew it: ask somebody else" in refused(renewed)
    assert filled("lessons", "renew", name, "--as", "Cleo", "--json").json["status"] == "shared"


def test_a_lesson_is_returned_revised_merged_and_rejected_with_reasons(cli: Cli, store: Store) -> None:
    first, second, third = propose(cli), propose(cli), propose(cli)

    returned = cli("lessons", "return", first, "--reason", "Say for whom.", "--json").json
    revised = cli("lessons", "revise", first, "--applies-when", "In winter.", "--as", "Ben", "--json").json
    merged = cli("lessons", "merge", second, "--into", first, "--as", "Ben", "--json").json
    rejected = cli("lessons", "reject", third, "--reason", "Too vague.", "--json").json

    assert returned["history"][-1]["reason"] == "Say for whom."
    assert (revised["status"], revised["applies_when"]) == ("proposed", "In winter.")
    assert (merged["status"], merged["merged_into"]) == ("merged", first)
    assert rejected["status"] == "rejected"
    assert "Missing option" in cli("lessons", "reject", first).err


def test_a_shared_lesson_is_retired_superseded_or_contradicted(cli: Cli, store: Store) -> None:
    first, second, third = share(cli), share(cli), share(cli)

    kept = cli("lessons", "retire", first, "--reason", "Out of date.", typed="n\n")
    retired = cli("lessons", "retire", first, "--reason", "Out of date.", "--yes", "--json").json
    superseded = cli("lessons", "supersede", second, "--by", third, "--json").json
    contradicted = cli("lessons", "contradict", third, "--reason", "Westmere found otherwise.", "--json").json

    assert kept.code == 1
    assert (retired["status"], superseded["superseded_by"]) == ("withdrawn", third)
    assert contradicted["status"] == "contradicted"


def test_lists_are_narrowed_cut_to_pages_and_say_when_they_are_empty(cli: Cli, store: Store) -> None:
    assert "No lessons yet. `peerbot lessons propose`" in cli("lessons", "list").out
    names = {propose(cli) for _ in range(3)}

    page = cli("lessons", "list", "--limit", "2", "--json").json
    rest = cli("lessons", "list", "--after", page["after"], "--json").json

    assert {each["id"] for each in page["lessons"] + rest["lessons"]} == names
    assert "2 of 3. The next: --after" in cli("lessons", "list", "--limit", "2").out
    assert cli("lessons", "list", "--theme", "innov").out.strip() == "No lessons like that."
    assert (
        cli("lessons", "list", "--status", "proposed", "--council", "eastborough", "--json").json["total"]
        == 3
    )
    wrong = cli("lessons", "list", "--status", "lost")
    assert (wrong.code, "is none of: proposed" in " ".join(wrong.err.split())) == (2, True)


def test_under_chatham_house_a_lesson_is_shown_without_names_and_small_numbers(
    cli: Cli, store: Store
) -> None:
    store.visits.add(visit("v2", host="Eastborough", attribution=Attribution.CHATHAM_HOUSE), PLANNED)
    quiet = feedback(
        "r2", visit="v2", observation="Eastborough met Cleo weekly.", status=RecordStatus.ACCEPTED
    )
    store.records.add(quiet)
    host = Participant(visit="v2", person="cleo", pseudonym="p-cleo-2", council="Eastborough", role=Role.HOST)
    store.people.take_part(host)
    made = cli("lessons", "propose", "--record", "r2", "--as", "Ann", "--json").json

    shown = cli("lessons", "show", made["id"])
    listed = cli("lessons", "list")

    for told in (json.dumps(made), shown.out, listed.out):
        assert "Eastborough" not in told
        assert "Cleo" not in told
    assert "[…] met […] weekly." in listed.out
    assert "too few councils to say how many" in shown.out


def test_people_own_themes_and_others_are_added_by_name(cli: Cli, store: Store) -> None:
    added = cli("lessons", "people", "--add", "Dot", "--json").json

    owned = cli("lessons", "own", "culture", "Dot")
    again = cli("lessons", "own", "culture", "dot")

    assert [each["name"] for each in added] == ["Ann", "Ben", "Cleo", "Dot"]
    assert owned.out == "Dot is an owner of culture change and motivation.\n"
    assert again.out == "Dot is an owner of culture change and motivation already.\n"
    assert "culture change and motivation" in cli("lessons", "people").out
    name = propose(cli)
    assert cli("lessons", "validate", name, "--claim", "1", "--as", "Ben").code == 0
    assert "only an owner of its theme or the host" in refused(cli("lessons", "endorse", name, "--as", "Ben"))
    assert cli("lessons", "endorse", name, "--as", "Dot", "--json").json["status"] == "endorsed"
    assert cli("lessons", "own", "culture", "Dot", "--remove").out.startswith("Dot is no owner")


def test_commitments_are_shown_by_council_and_one_that_is_done_says_what_a_lesson_changed(
    cli: Cli, store: Store
) -> None:
    assert cli("commitments").out == "No commitments agreed yet.\n"
    agreed = moved(commitment(due="2026-01-01"), RecordGesture.SETTLE, FACILITATOR, at=NOW)
    risky = moved(agreed, RecordGesture.FLAG, AUTHOR, at=NOW, reason="No money")
    store.records.add(risky)
    name = share(cli)

    at_risk = cli("commitments", "Kent County Council").out
    early = cli("lessons", "adopt", name, "--commitment", "c1")
    done = moved(risky, RecordGesture.FINISH, AUTHOR, at=NOW)
    store.records.change(done, risky.version)
    used = cli("lessons", "adopt", name, "--commitment", "c1", "--json").json

    assert "Kent County Council: 1 at risk, 1 overdue" in at_risk
    assert "No money" in at_risk
    assert "c1 is no commitment that is done" in refused(early)
    assert used["status"] == "applied"
    [adoption] = cli("lessons", "show", name, "--json").json["adoptions"]
    assert (adoption["council"], adoption["change"], adoption["commitment"]) == ("Kent", "Fast", "c1")
    [kent] = cli("commitments", "--json").json
    assert (kent["council"], kent["done"], kent["at risk"]) == ("Kent", 1, 0)


def test_the_progress_of_a_visit_is_shown_for_all_its_councils_or_for_one(cli: Cli, store: Store) -> None:
    assert cli("visit", "progress", "v1").out == "No commitments agreed yet.\n"
    agreed = moved(commitment(owner_role="head of homes"), RecordGesture.SETTLE, FACILITATOR, at=NOW)
    done = moved(agreed, RecordGesture.FINISH, AUTHOR, at=NOW, reason="A day now.")
    store.records.add(done)

    [kent] = cli("visit", "progress", "v1", "--json").json
    told = cli("visit", "progress", "v1", "--council", "Kent").out
    other = cli("visit", "progress", "v1", "--council", "Medway").out

    assert (kent["council"], kent["done"]) == ("Kent", 1)
    [stand] = kent["commitments"]
    assert (stand["owner_role"], stand["last"]["gesture"], stand["last"]["reason"]) == (
        "head of homes",
        "mark as done",
        "A day now.",
    )
    assert "Kent: 1 done" in told
    assert other == "No commitments agreed yet.\n"
    assert "there is no visit 'v9'" in refused(cli("visit", "progress", "v9"))


@pytest.mark.parametrize(("given", "kept"), [("4", 4), ("0", None)])
def test_a_visit_sets_how_often_its_commitments_are_asked_after(
    cli: Cli, store: Store, given: str, kept: int | None
) -> None:
    planned = ("--title", "Repairs", "--focus", "How?", "--host", "Westmere", "--starts", "2026-03-04")

    made = cli("visit", "create", "--id", "v7", *planned, "--progress-every-weeks", given, "--json")

    assert made.json["progress_every_weeks"] == kept
    assert store.visits.get("v7").progress_every_weeks == kept


def test_lessons_and_who_used_them_go_out_and_come_back_the_same(
    cli: Cli, store: Store, tmp_path: Path
) -> None:
    name = share(cli)
    cli("lessons", "adopt", name, "--council", "Northshire", "--change", "We meet.")
    cli("records", "export", "all.jsonl")
    store.close()
    (tmp_path / "var").rename(tmp_path / "elsewhere")

    taken = cli("records", "import", "all.jsonl")
    cli("records", "export", "again.jsonl")

    assert "1 lessons and 1 adoptions added." in taken.out
    assert (tmp_path / "again.jsonl").read_text() == (tmp_path / "all.jsonl").read_text()


def test_a_file_whose_lesson_quotes_a_record_that_is_nowhere_is_not_taken_in(
    cli: Cli, store: Store, tmp_path: Path
) -> None:
    from knowledge.attribution import Names
    from knowledge.interchange import adoption_line, lesson_line
    from tests.lesson_samples import adoption

    made = lesson("l9", words()).model_copy(update={"visit": "v9"})
    stray = made.claims[0].model_copy(update={"evidence": (words(record="r9"),)})
    lost = made.model_copy(update={"claims": (stray,)})
    lines = [lesson_line(lost, Names()), adoption_line(adoption(lesson="l8"), made, Names())]
    (tmp_path / "stray.jsonl").write_text("\n".join(lines))

    said = cli("records", "import", "stray.jsonl")

    assert said.code == 1
    for part in ("no visit 'v9'", "no record 'r9'", "no lesson 'l8'"):
        assert part in said.err
    assert cli("lessons", "list", "--json").json["total"] == 0


@pytest.mark.parametrize(
    "words_", [("show", "none"), ("endorse", "none"), ("adopt", "none", "--council", "Kent")]
)
def test_a_lesson_that_is_not_there_is_named(cli: Cli, store: Store, words_: tuple[str, ...]) -> None:
    assert "there is no lesson 'none': `peerbot lessons list`" in refused(cli("lessons", *words_))


def test_lessons_are_written_to_a_file_with_what_they_rest_on(cli: Cli, store: Store, tmp_path: Path) -> None:
    name = share(cli)
    store.lessons.add(lesson("early", words(), title="Not to be seen yet"))

    since = ("--shared-since", "2026-01-01", "--reviewed-since", "2026-01-01")
    text = cli("lessons", "export", "--theme", "culture", *since, "--format", "md", "--to", "l.md")
    word = cli("lessons", "export", name)

    assert text.out == "Wrote l.md: 1 lesson.\n"
    written = (tmp_path / "l.md").read_text(encoding="utf-8")
    assert "“They met each week.”" in written
    assert "Not to be seen yet" not in written
    [file] = tmp_path.glob("lessons-*.docx")
    assert word.out == f"Wrote {file.name}: 1 lesson.\n"


def test_where_no_lesson_is_like_that_no_file_is_written(cli: Cli, store: Store, tmp_path: Path) -> None:
    share(cli)

    nothing = cli("lessons", "export", "--theme", "innovation")
    later = cli("lessons", "list", "--shared-since", "2126-01-01")
    other = cli("lessons", "export", "--format", "pdf")

    assert "no lesson is like that" in refused(nothing)
    assert "No lessons like that." in later.out
    assert other.code == 2
    assert not [*tmp_path.glob("lessons-*")]
