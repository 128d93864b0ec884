"""Every command as a person types it, its answer and its exit code."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot import terminal, wording
from knowledge.index import PassageIndex
from knowledge.ingest import EMBEDDER
from knowledge.shelf import Shelf
from knowledge.store import open_store
from tests.fixtures.commands import KENT, Cli

QUOTE = {
    *(
        "text",
        "case_study",
        "council",
        "title",
        "heading",
        "page",
        "start",
        "end",
        "as_of",
        "status",
        "score",
        "sightings",
    ),
}


# ingest


def test_ingest_says_what_it_did(cli: Cli, inbox: Path) -> None:
    done = cli("ingest", inbox, "--json")

    assert done.code == 0
    seconds = done.json.pop("seconds")
    assert 0 < seconds < 60
    assert {name: value for name, value in done.json.items() if name != "seconds"} == {
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
        "misquoted": 0,
        "failed": [],
        "passages": 3,
        "embedded": 3,
    }
    again = cli("ingest", inbox, "--json").json
    assert (again["unchanged"], again["embedded"], again["passages"]) == (2, 0, 0)
    assert cli("ingest", inbox).out.startswith("2 unchanged: 0 passages, 0 embedded, ")


def test_ingest_lists_what_it_could_not_read_and_takes_in_the_rest(cli: Cli, inbox: Path) -> None:
    (inbox / "empty.pdf").touch()

    done = cli("ingest", inbox, "--json")

    assert (done.code, done.json["added"]) == (1, 2)
    [failure] = done.json["failed"]
    assert failure == {
        "path": str(inbox / "empty.pdf"),
        "reason": "empty.pdf has no words in it. Check that the right file was saved.",
    }
    words = cli("ingest", inbox)
    assert (words.code, "Not read:\n  empty.pdf has no words in it." in words.out) == (1, True)


def test_ingest_takes_what_is_said_of_a_file(cli: Cli, inbox: Path) -> None:
    said = ("--title", "Green", "--as-of", "2004-02", "--theme", "Leadership", "--theme", "innovation")
    more = (
        "--council",
        "Kent",
        "--council",
        "Medway",
        "--audience",
        "public",
        "--source",
        "https://kent.example/",
    )

    assert cli("ingest", inbox / "kent.md", *said, *more).code == 0

    [listed] = cli("list", "--json").json
    assert {
        name: listed[name] for name in ("title", "councils", "as_of", "themes", "audience", "source")
    } == {
        "title": "Green",
        "councils": ["Kent", "Medway"],
        "as_of": "2004-02",
        "themes": ["leadership", "innovation"],
        "audience": "public",
        "source": "https://kent.example/",
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "name at least one file or folder, or use --sample"),
        (("nowhere",), "there is no file or folder nowhere"),
        (("in", "--as-of", "May 2003"), "'May 2003' is no date such as 2024, 2024-05 or 2024-05-31."),
        (("in", "--as-of", "2003-02-30"), "'2003-02-30' is no date such as 2024, 2024-05 or 2024-05-31."),
        (("in", "--theme", "dogs"), "'dogs' is none of leadership; dialogue with partners"),
        (("in", "--audience", "everybody"), "'everybody' is none of visit team; network; public"),
        (("in", "--source", "kent.example"), "'kent.example' is no address that starts with https://"),
        (("in", "--colour", "red"), "No such option: --colour"),
    ],
)
def test_ingest_that_is_not_used_as_it_is_meant(
    cli: Cli, inbox: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = cli("ingest", *words)

    assert done.code == 2
    assert sentence in done.sentence
    assert cli("list", "--json").json == []


# ask


def test_ask_answers_with_quotes(filled: Cli) -> None:
    done = filled("ask", "What was the reward grant for the parks?", "--json")

    assert done.code == 0
    assert list(done.json) == [
        *("question", "outcome", "confidence", "quotes", "related", "unsaid", "choices", "ms"),
    ]
    assert (done.json["question"], done.json["outcome"]) == (
        "What was the reward grant for the parks?",
        "answered",
    )
    best = done.json["quotes"][0]
    assert set(best) == QUOTE
    assert best["text"] == "The reward grant was what the parks cost the council."
    assert (best["council"], best["title"], best["heading"], best["page"], best["as_of"], best["status"]) == (
        *("Kent County Council", "Parks in Kent", "Cost", None, "2003-05", "published case study"),
    )
    shown = filled("show", best["case_study"], "--json").json
    assert shown["text"][best["start"] : best["end"]] == best["text"]


def test_ask_says_when_the_case_studies_do_not(filled: Cli) -> None:
    done = filled("ask", "Who won zebra quizzes?", "--json")

    assert (done.code, done.json["outcome"], done.json["quotes"]) == (0, "not_covered", [])
    assert all(set(quote) == QUOTE for quote in done.json["related"])
    assert filled("ask", "Who won zebra quizzes?").out.startswith("The case studies do not say.")


def test_ask_asks_back_when_nothing_is_asked(filled: Cli) -> None:
    assert filled("ask", "hello?", "--json").json["outcome"] == "ask_back"
    assert filled("ask", "").out.startswith("What would you like to know?")


def test_ask_can_be_narrowed(filled: Cli) -> None:
    question = "What did the reward grant for parks and schools cost the council?"

    kent = filled(
        "ask", question, "--council", "kent", "--theme", "Innovation", "--limit", "1", "--json"
    ).json
    york = filled("ask", question, "--council", "York", "--json").json

    assert {quote["case_study"][:13] for quote in kent["quotes"] + kent["related"]} == {"parks-in-kent"}
    assert len(kent["quotes"]) <= 1
    assert (york["outcome"], york["quotes"], york["related"]) == ("not_covered", [], [])


def test_ask_takes_whatever_a_terminal_sends(filled: Cli) -> None:
    done = filled("ask", "parks \udcff in kent", "--json")

    assert (done.code, done.json["question"]) == (0, "parks ? in kent")


def test_ask_works_before_anything_was_taken_in(cli: Cli) -> None:
    done = cli("ask", "What was the reward grant?", "--json")

    assert (done.code, done.json["outcome"], done.json["related"]) == (0, "empty", [])
    said = {
        command[0]: " ".join(cli(*command).out.split())
        for command in (("ask", "And the parks?"), ("list",), ("doctor",))
    }
    assert said["ask"] == terminal.EMPTY_LIBRARY
    assert all(wording.FILLED_BY_COMMAND.rstrip(".") in sentence for sentence in said.values())
    assert cli("gaps", "--json").json == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("q", "--theme", "dogs"), "'dogs' is none of leadership; "),
        (("q", "--limit", "0"), "Invalid value for '--limit'"),
        (("q", "--limit", "many"), "Invalid value for '--limit'"),
        ((), "Missing argument"),
    ],
)
def test_ask_that_is_not_used_as_it_is_meant(cli: Cli, words: tuple[str, ...], sentence: str) -> None:
    done = cli("ask", *words)

    assert done.code == 2
    assert sentence in done.sentence


def test_what_was_asked_is_kept(filled: Cli, tmp_path: Path) -> None:
    filled("ask", "What was the reward grant?")

    with sqlite3.connect(tmp_path / "var" / "peerbot.sqlite3") as database:
        [row] = database.execute("SELECT text, surface, progress FROM questions").fetchall()
    database.close()
    assert row == ("What was the reward grant?", "cli", "answered")


# list, show, remove


def test_list_and_show(filled: Cli) -> None:
    kent, middlesbrough = filled("list", "--json").json

    assert (kent["title"], kent["passages"]) == ("Parks in Kent", 2)
    assert kent["path"].endswith("/in/kent.md")
    assert middlesbrough["councils"] == ["Middlesbrough"]
    assert "Parks in Kent" in filled("list").out
    shown = filled("show", kent["id"])
    assert shown.code == 0
    assert "The reward grant was what the parks cost the council." in shown.out
    assert filled("show", "parks", "--json").json["id"] == kent["id"]


def test_nothing_to_list(cli: Cli) -> None:
    assert (cli("list").code, cli("list", "--json").json) == (0, [])


@pytest.mark.parametrize("command", ["show", "remove"])
def test_a_case_study_must_be_known_by_what_is_typed(filled: Cli, inbox: Path, command: str) -> None:
    shutil.copy(inbox / "kent.md", inbox / "copy.md")
    filled("ingest", inbox)

    unknown, ambiguous = filled(command, "york"), filled(command, "parks-in-kent")

    assert (unknown.code, ambiguous.code) == (1, 1)
    assert unknown.sentence == "peerbot: there is no case study 'york': `peerbot list` shows those there are"
    assert ambiguous.sentence == (
        "peerbot: more than one case study has an id that starts with 'parks-in-kent': give more of it"
    )


def test_remove_asks_first(filled: Cli) -> None:
    refused = filled("remove", "parks", typed="n\n")
    assert refused.code == 1
    assert len(filled("list", "--json").json) == 2

    assert filled("remove", "parks", typed="y\n").code == 0
    assert filled("remove", "schools", "--yes").code == 0

    assert filled("list", "--json").json == []
    assert filled("ask", "What was the reward grant for the parks?", "--json").json["related"] == []


def test_what_was_removed_comes_back_with_its_file(filled: Cli, inbox: Path) -> None:
    filled("remove", "parks", "--yes")

    assert filled("ingest", inbox, "--json").json["added"] == 1


# rebuild, doctor, and what they mend


def test_another_model_is_noticed_and_rebuild_mends_it(
    filled: Cli, inbox: Path, static_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shutil.copytree(static_model, tmp_path / "other-model")
    monkeypatch.setenv("EMBEDDING_MODEL", str(other))
    (inbox / "kent.md").write_text(KENT + "\nMore.\n")

    for command in (("ask", "the reward grant"), ("ingest", str(inbox))):
        refused = filled(*command)
        assert refused.code == 1
        assert refused.sentence.endswith("set EMBEDDING_MODEL back, or run `peerbot rebuild`")
    doctor = filled("doctor")
    assert (doctor.code, "run `peerbot rebuild`" in doctor.out) == (1, True)

    assert filled("rebuild").out == "3 passages indexed, 3 embedded again.\n"

    assert filled("ask", "What was the reward grant for the parks?", "--json").json["outcome"] == "answered"
    assert filled("rebuild").out == "3 passages indexed, 0 embedded again.\n"
    assert filled("ingest", inbox, "--json").json["changed"] == 1


@pytest.mark.parametrize("name", ["chroma", "tantivy"])
def test_an_index_that_is_gone_is_made_again_without_embedding(
    filled: Cli, tmp_path: Path, name: str
) -> None:
    question = ("ask", "What was the reward grant for the parks?", "--json")
    before = filled(*question).json
    shutil.rmtree(tmp_path / "var" / name)

    after = filled(*question).json

    assert (after["quotes"], after["confidence"]) == (before["quotes"], before["confidence"])


def test_a_running_bot_keeps_its_indexes(filled: Cli, inbox: Path, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'var' / 'peerbot.sqlite3'}") as store:
        embedder = str(store.facts.get(EMBEDDER))
        running = PassageIndex.open(tmp_path / "var", Shelf(store, embedder), embedder)
        (inbox / "kent.md").unlink()

        assert filled("ingest", inbox, "--json").json["removed"] == 1
        assert filled("ask", "Had Middlesbrough a bus?").code == 0
        refused = filled("rebuild")
        assert refused.code == 1
        assert "stop every Peerbot" in refused.sentence
        assert "the indexes are in use by the running bot" in filled("doctor").out

        running.catch_up()
        assert running.counts() == (1, 1)
        running.close()


def test_the_doctor_finds_everything_well(filled: Cli) -> None:
    done = filled("doctor", "--json")

    assert done.code == 0
    assert all(finding["well"] for finding in done.json)
    assert [finding["sentence"] for finding in done.json][-1] == "the indexes hold every passage"
    assert "has 2 case studies, 3 passages" in filled("doctor").out


def test_the_doctor_says_what_is_wrong(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "nobody/nothing")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")

    done = filled("doctor", "--json")

    wrong = [finding["sentence"] for finding in done.json if not finding["well"]]
    assert done.code == 1
    assert wrong[0].startswith("FACILITATORS_CHANNEL is not set")
    assert wrong[1].startswith("EMBEDDING_MODEL is 'nobody/nothing'")


# eval


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    labelled = tmp_path / "small"
    labelled.mkdir()
    documents = [
        {"id": "d1", "title": "Parks", "text": "The council opened parks with local partners in kent."},
        {
            "id": "d2",
            "title": "Schools",
            "text": "Middlesbrough had a bus for the schools and their libraries.",
        },
    ]
    queries = [
        {"id": "q1", "text": "What was opened with partners?", "answerable": True},
        {"id": "q2", "text": "Had schools a bus?"},
        {"id": "q3", "text": "Who won zebra quizzes?", "answerable": False},
    ]
    (labelled / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (labelled / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (labelled / "qrels.tsv").write_text("query_id\tdoc_id\tgrade\nq1\td1\t1\nq2\td2\t1\n")
    return labelled


@pytest.mark.parametrize("ranking", ["fused", "dense", "terms"])
def test_eval_scores_a_labelled_folder(cli: Cli, labelled: Path, ranking: str, tmp_path: Path) -> None:
    done = cli("eval", labelled, "--ranking", ranking, "--json")

    assert done.code == 0
    assert list(done.json) == [
        *("set", "documents", "passages", "questions", "ranking", "ndcg@10", "recall@5", "mrr@10"),
        *("span_recall@5", "answerable", "unanswerable", "refusal_auroc", "answered_of_answerable"),
        *("answered_of_unanswerable", "ms_p50", "ms_p95", "passages_per_second"),
    ]
    assert [done.json[name] for name in ("set", "documents", "passages", "questions", "ranking")] == [
        *("small", 2, 2, 3, ranking),
    ]
    assert [done.json[name] for name in ("ndcg@10", "recall@5", "mrr@10", "span_recall@5")] == [
        1.0,
        1.0,
        1.0,
        None,
    ]
    assert not (tmp_path / "var").exists()


def test_eval_shows_a_table(cli: Cli, labelled: Path) -> None:
    assert "recall@5" in cli("eval", labelled, "--whole").out


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        (
            "qrels.tsv",
            "query_id\tdoc_id\tgrade\nq1 d1 1\n",
            "qrels.tsv, line 2: not a question, a document and",
        ),
        ("corpus.jsonl", '{"id": "d1"}\n', "corpus.jsonl, line 1: text: Field required"),
        ("queries.jsonl", "{\n", "queries.jsonl, line 1: Invalid JSON"),
        ("queries.jsonl", None, "queries.jsonl cannot be read: No such file or directory"),
    ],
)
def test_eval_of_a_broken_folder_names_the_line(
    cli: Cli, labelled: Path, file: str, content: str | None, sentence: str
) -> None:
    (labelled / file).unlink() if content is None else (labelled / file).write_text(content)

    done = cli("eval", labelled)

    assert done.code == 1
    assert sentence in done.sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere",), "there is no folder nowhere"),
        (("small", "--ranking", "best"), "--ranking is fused, dense or terms, not best"),
    ],
)
def test_eval_that_is_not_used_as_it_is_meant(
    cli: Cli, labelled: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = cli("eval", *words)

    assert done.code == 2
    assert sentence in done.sentence


# A conversation in the terminal


def test_a_chat_understands_follow_ups(filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLE_LIBRARY", "false")

    done = filled("chat", typed="What was the reward grant for the parks in Kent?\nand in Middlesbrough?\n\n")

    assert done.code == 0
    assert "The reward grant was what the parks cost the council." in done.out
    with sqlite3.connect(tmp_path / "var" / "peerbot.sqlite3") as database:
        rows = database.execute("SELECT text, standalone FROM questions ORDER BY asked_at").fetchall()
    database.close()
    assert rows[1] == ("and in Middlesbrough?", "What was the reward grant for the parks in Middlesbrough?")


# The real model, and the installed program


def test_the_sample_library_answers_with_the_shipped_model(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMBEDDING_MODEL")

    taken_in = cli("ingest", "--sample", "--json")
    answered = cli("ask", "How did Kent work with local partners?", "--json").json
    not_covered = cli("ask", "Who won the 1998 world cup?", "--json").json

    assert (taken_in.code, taken_in.json["added"]) == (0, 12)
    assert answered["outcome"] == "answered"
    assert all("Kent" in quote["council"] for quote in answered["quotes"] if quote["council"])
    assert answered["quotes"][0]["case_study"].startswith("kent-")
    assert (not_covered["outcome"], not_covered["quotes"], not_covered["related"]) == ("not_covered", [], [])
