"""The wheel holds the three packages and what they read at run time, and nothing else."""

import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
READ_AT_RUN_TIME = (
    ("bot/manifest.json", ""),
    ("bot/workspace/static/", ""),
    ("bot/workspace/templates/", ".html"),
    ("knowledge/library/", ".md"),
    ("knowledge/register/", ".csv"),
    ("knowledge/reports/page.html", ""),
)
"""Where files other than modules may be, and what their names end in."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built without a network, as `pip` would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    [file] = folder.iterdir()
    return zipfile.ZipFile(file)


def files_of(wheel: zipfile.ZipFile) -> set[str]:
    return {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_every_module_is_in_it(wheel: zipfile.ZipFile) -> None:
    modules = {
        file.relative_to(PROJECT).as_posix()
        for package in ("bot", "knowledge", "embeddings")
        for file in (PROJECT / package).rglob("*.py")
    }

    assert {name for name in files_of(wheel) if name.endswith(".py")} == modules
    assert any(name.startswith("knowledge/migrations/versions/r") for name in modules)


def test_everything_that_is_read_at_run_time_is_in_it(wheel: zipfile.ZipFile) -> None:
    needed = {
        file.relative_to(PROJECT).as_posix()
        for start, ending in READ_AT_RUN_TIME
        for file in ([PROJECT / start] if not start.endswith("/") else (PROJECT / start).rglob(f"*{ending}"))
        if file.is_file()
    }

    assert needed <= files_of(wheel)
    assert sum(name.startswith("knowledge/library/") for name in needed) >= 8


def test_nothing_else_is_in_it(wheel: zipfile.ZipFile) -> None:
    others = [name for name in files_of(wheel) if not name.endswith(".py")]

    strange = [
        name
        for name in others
        if not any(name.startswith(start) and name.endswith(ending) for start, ending in READ_AT_RUN_TIME)
    ]
    assert strange == []


def test_it_brings_one_command_and_its_licence(wheel: zipfile.ZipFile) -> None:
    [commands] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert wheel.read(commands).decode().split() == ["[console_scripts]", "peerbot", "=", "bot.cli:main"]
    assert [name for name in wheel.namelist() if name.endswith("/licenses/LICENSE")]


def test_it_says_what_it_needs(wheel: zipfile.ZipFile) -> None:
    [metadata] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]

    said = message_from_bytes(wheel.read(metadata))

    assert (said["Name"], said["Requires-Python"], said["License-Expression"]) == (
        "peerbot",
        ">=3.11",
        "Apache-2.0",
    )
    assert "torch==2.13.0" in said.get_all("Requires-Dist", [])
