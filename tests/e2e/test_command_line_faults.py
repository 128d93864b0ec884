"""What goes wrong around a command is said in a sentence, and nothing of it reaches another machine."""

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.commands import KENT, PROGRAM, Cli, environment

COMMANDS = (
    ("list",),
    ("show", "x"),
    ("ingest", "in"),
    ("ask", "reward grant"),
    ("remove", "x", "-y"),
    ("rebuild",),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        (b"SLAK_TOKEN=1\n", "peerbot: SLAK_TOKEN in .env is not a setting of Peerbot: see .env.example"),
        (b"LOG_LEVEL INFO\n", "peerbot: .env, line 1 is not of the form NAME=value"),
        (b"\xff\xfe\x00", "peerbot: .env is not text in UTF-8"),
    ],
    ids=["unknown", "broken", "no text"],
)
def test_a_wrong_file_of_settings_stops_every_command(
    cli: Cli, inbox: Path, words: tuple[str, ...], env: bytes, sentence: str
) -> None:
    (inbox.parent / ".env").write_bytes(env)

    done = cli(*words)

    assert (done.code, done.sentence) == (2, sentence)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_folder_that_cannot_be_made_is_named(
    cli: Cli, inbox: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox.parent / "file").touch()
    monkeypatch.setenv("DATA_DIR", "file/var")

    done = cli(*words)

    assert (done.code, done.sentence) == (1, "peerbot: file/var: Not a directory")
    assert "Not a directory" in cli("doctor").out


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_database_of_a_newer_version_is_left_alone(
    filled: Cli, tmp_path: Path, words: tuple[str, ...]
) -> None:
    with sqlite3.connect(tmp_path / "var" / "peerbot.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = 'r9999'")
    database.close()

    done = filled(*words)

    assert done.code == 1
    assert done.sentence.startswith("peerbot: the database was made by a newer Peerbot (revision 'r9999'): ")
    assert "a newer Peerbot" in filled("doctor").out


def test_a_file_that_is_no_database_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "peerbot.sqlite3").write_bytes(b"no database at all" * 500)

    done = cli("list")

    assert done.code == 1
    assert done.sentence.startswith("peerbot: the database cannot be used (file is not a database)")


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://"])
def test_an_address_of_no_database_is_refused(cli: Cli, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    done = cli("list")

    assert done.code == 1
    assert done.sentence.startswith("peerbot: DATABASE_URL ")


def test_a_model_that_is_not_there_is_named(cli: Cli, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "nobody/nothing")

    for words in (("ingest", str(inbox)), ("ask", "reward grant"), ("rebuild",)):
        done = cli(*words)
        assert done.code == 1
        assert done.sentence.startswith("peerbot: EMBEDDING_MODEL is 'nobody/nothing', which is neither")


@pytest.mark.parametrize(
    "words", [(), ("--help",), ("-h",), *((*one[:1], "--help") for one in COMMANDS)], ids=str
)
def test_help_is_there(cli: Cli, words: tuple[str, ...]) -> None:
    done = cli(*words)

    assert "Usage: " in done.out + done.err
    assert done.code == (0 if words else 2)


def test_the_installed_program_works_without_a_network(
    inbox: Path, tmp_path: Path, static_model: Path
) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, *words],
            cwd=tmp_path,
            env=environment(tmp_path, static_model),
            capture_output=True,
            text=True,
            check=False,
        )

    taken_in = run("ingest", "in", "--json")
    listed = run("list", "--json")

    assert (taken_in.returncode, taken_in.stderr) == (0, "")
    assert json.loads(taken_in.stdout)["added"] == 2
    assert (listed.returncode, listed.stderr) == (0, "")
    assert len(json.loads(listed.stdout)) == 2


def test_a_program_that_calls_another_machine_is_ended(tmp_path: Path, static_model: Path) -> None:
    call = "import socket; socket.create_connection(('192.0.2.1', 80))"

    done = subprocess.run(
        [sys.executable, "-c", call],
        env=environment(tmp_path, static_model),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (
        97,
        "the tests allow no network: socket.getaddrinfo 192.0.2.1\n",
    )


def heeding_the_keyboard() -> None:
    """As in the foreground: what a shell runs in the background, and what that runs, ignores the signal."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_ingest_can_be_stopped_from_the_keyboard(tmp_path: Path, static_model: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"{number}.md").write_text(f"# Number {number}\n\n{KENT}")
    terminal, theirs = pty.openpty()
    with subprocess.Popen(
        [PROGRAM, "ingest", many],
        cwd=tmp_path,
        env=environment(tmp_path, static_model),
        stderr=theirs,
        stdout=theirs,
        preexec_fn=heeding_the_keyboard,  # noqa: PLW1509  # it takes no lock
    ) as program:
        os.close(theirs)
        seen = b""
        while b"/400" not in seen:  # the progress bar has begun
            seen += os.read(terminal, 1000)
        program.send_signal(signal.SIGINT)
        while b"kept" not in seen:
            seen += os.read(terminal, 1000)
        code = program.wait()
    os.close(terminal)

    assert code == 130
    assert "peerbot: Stopped. What was finished is kept." in seen.decode()
    assert "Traceback" not in seen.decode()
