"""`.env.example` shows every setting there is, as it is when nobody sets it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
LINES = EXAMPLE.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_it_names_each_setting_once_in_their_order() -> None:
    names = [line.partition("=")[0] for line in LINES if line and not line.startswith("#")]

    assert names == [name.upper() for name in Settings.model_fields]


def test_its_values_are_the_defaults(nothing_set: None) -> None:
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_it_writes_every_default_out() -> None:
    written = {
        name: value for name, _, value in (line.partition("=") for line in LINES) if re.match("[A-Z]", name)
    }

    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        assert written[name.upper()].casefold() == default.casefold(), name


def test_each_setting_is_explained_above_it() -> None:
    for before, line in pairwise(LINES):
        assert line.startswith("#") or not line or before.startswith("# "), line
