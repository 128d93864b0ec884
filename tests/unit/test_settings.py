"""Settings come from the environment and from `.env`; what is wrong with them is said in a sentence."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

TOKENS = "SLACK_BOT_TOKEN=xoxb-secret\nSLACK_APP_TOKEN=xapp-secret\n"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A working directory without `.env`, and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


def problem(env: str) -> str:
    """What is said about a `.env` of this content."""
    Path(".env").write_text(env, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    return str(raised.value)


def test_nothing_need_be_set() -> None:
    settings = load_settings()

    assert settings == Settings(_env_file=None)
    assert (settings.data_dir, settings.has_slack_tokens) == (Path("var"), False)


def test_the_file_in_the_working_directory_is_read() -> None:
    Path(".env").write_text(
        f'{TOKENS}# a comment\n\nDATA_DIR = "/srv/peerbot"  # ours\nexport ANSWER_QUEUE=7\n'
    )

    settings = load_settings()

    assert settings.has_slack_tokens
    assert (settings.data_dir, settings.answer_queue) == (Path("/srv/peerbot"), 7)


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("LOG_LEVEL=ERROR\nANSWER_QUEUE=7\n")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")

    settings = load_settings()

    assert (settings.log_level, settings.answer_queue) == ("DEBUG", 7)


def test_what_is_left_empty_keeps_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("EMBEDDING_MODEL=\nSLACK_BOT_TOKEN=\n")
    monkeypatch.setenv("DATA_DIR", "")

    assert load_settings() == Settings(_env_file=None)


def test_a_home_folder_may_be_written_short() -> None:
    Path(".env").write_text("DATA_DIR=~/peerbot\n")

    assert load_settings().data_dir == Path.home() / "peerbot"


def test_a_name_that_is_no_setting_is_refused_in_the_file() -> None:
    assert (
        problem("SLAK_BOT_TOKEN=xoxb-1\n")
        == "SLAK_BOT_TOKEN in .env is not a setting of Peerbot: see .env.example"
    )


def test_other_names_in_the_environment_are_other_programs_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLAK_BOT_TOKEN", "xoxb-1")

    assert not load_settings().has_slack_tokens


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ("ANSWER_WORKERS=0", "ANSWER_WORKERS: Input should be greater than or equal to 1"),
        ("ANSWER_WORKERS=65", "ANSWER_WORKERS: Input should be less than or equal to 64"),
        (
            "ANSWER_QUEUE=many",
            "ANSWER_QUEUE: Input should be a valid integer, unable to parse string as an integer",
        ),
        ("READ_TIME_LIMIT_SECONDS=0", "READ_TIME_LIMIT_SECONDS: Input should be greater than 0"),
        ("READ_SIZE_LIMIT_BYTES=-1", "READ_SIZE_LIMIT_BYTES: Input should be greater than 0"),
        ("LOG_LEVEL=loud", "LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("FACILITATORS_CHANNEL=#facilitators", "FACILITATORS_CHANNEL: String should match pattern"),
        ("SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN is missing: Slack needs both tokens, see README.md"),
        ("SLACK_APP_TOKEN=xapp-1", "SLACK_BOT_TOKEN is missing: Slack needs both tokens, see README.md"),
        ("SLACK_BOT_TOKEN xoxb-1", ".env, line 1 is not of the form NAME=value"),
        ("LOG_LEVEL=INFO\nSLACK_BOT_TOKEN", ".env, line 2 is not of the form NAME=value"),
        ('DATA_DIR=a\n\nLOG_LEVEL="INFO', ".env, line 3 is not of the form NAME=value"),
    ],
)
def test_what_is_wrong_is_said_with_its_name(env: str, sentence: str) -> None:
    assert problem(env).startswith(sentence)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert len(problem("ANSWER_QUEUE=0\nLOG_LEVEL=loud\nNO_SUCH=1\n").splitlines()) == 3


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / ".env").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SettingsError, match=r"^\.env is not text in UTF-8$"):
        load_settings()


def test_a_folder_of_that_name_is_no_file_of_settings(folder: Path) -> None:
    (folder / ".env").mkdir()

    assert load_settings() == Settings(_env_file=None)


def test_no_token_is_ever_shown() -> None:
    Path(".env").write_text(TOKENS)
    settings = load_settings()

    assert "secret" not in f"{settings} {settings!r} {settings.model_dump_json()}"
    assert "xoxb-secret" not in problem(f"{TOKENS}ANSWER_QUEUE=xoxb-secret\n")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().log_level = "DEBUG"  # type: ignore[misc]  # the point of the test
