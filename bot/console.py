"""What every command does alike: errors as sentences, the store, progress, and what is printed.

A command imports what it needs when it runs, and so does this: help is instant. Use it as a module,
``console.store()``, for its names are common words.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.store import Store

FAILED, MISUSED = 1, 2
"""Exit codes: the work could not be done; the command was not used as it is meant."""

_Member = TypeVar("_Member", bound=StrEnum)


_NICENESS = 10


def give_way() -> None:
    """Let whatever else runs on this machine go first, the bot's answers above all (docs/profile.md)."""
    os.setpriority(os.PRIO_PROCESS, 0, max(_NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))


@contextmanager
def reporting() -> Iterator[None]:
    """Errors that a person can act on, in one sentence each."""
    from bot.settings import SettingsError
    from embeddings import EmbeddingError
    from knowledge.errors import KnowledgeError

    try:
        yield
    except SettingsError as error:
        fail(str(error), MISUSED)
    except (KnowledgeError, EmbeddingError) as error:
        fail(str(error))
    except OSError as error:
        if error.filename is None:  # Nothing of a file's: a pipe that nobody reads any more, for one.
            raise
        fail(f"{error.filename}: {error.strerror}")
    except KeyboardInterrupt:
        fail("Stopped. What was finished is kept.", 130)


def fail(sentence: str, code: int = FAILED) -> NoReturn:
    typer.echo(f"peerbot: {sentence}", err=True)
    raise typer.Exit(code)


def settings() -> "Settings":
    from bot.settings import load_settings

    return load_settings()


@contextmanager
def store() -> "Iterator[tuple[Settings, Store]]":
    """The settings and the store: all that a quick command needs."""
    from bot.services import open_the_store

    found = settings()
    with open_the_store(found) as opened:
        yield found, opened


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on standard error; nothing where nobody is looking."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total, _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=name)


@contextmanager
def waiting(words: str, *, quiet: bool) -> Iterator[None]:
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield


def show(content: Any) -> None:
    """A dictionary or list as JSON; anything else as rich lays it out."""
    if isinstance(content, dict | list):
        from json import dumps

        typer.echo(dumps(content, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    Console(highlight=False).print(content)


def show_error(content: Any) -> None:
    """What a command shows before it fails."""
    from rich.console import Console

    Console(highlight=False, stderr=True).print(content)


def write(content: bytes, file: Path | None) -> None:
    """Bytes as they are: a terminal's encoding would change them."""
    if file is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        file.write_bytes(content)


@contextmanager
def used_well() -> Iterator[None]:
    """Wrong values of options, as misuse of the command."""
    from pydantic import ValidationError

    from knowledge.fields import complaint

    try:
        yield
    except ValidationError as error:
        raise typer.BadParameter(complaint(error)) from error
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def chosen(text: str | None, choices: type[_Member]) -> _Member | None:
    from knowledge.fields import choice

    return None if text is None else choice(text, choices)
