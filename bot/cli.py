"""The command line. A command imports the heavy libraries it needs, so that help is instant.

Every failure a person can meet ends in one sentence on standard error and an exit code: 1 when the
work could not be done, 2 when the command was not used as it is meant.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.visit_commands import records_app, visit_app

app = typer.Typer(
    name="peerbot",
    help="Answers questions about council case studies, quoted and cited: in Slack, and here.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(visit_app, name="visit")
app.add_typer(records_app, name="records")

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
CaseStudyId = Annotated[str, typer.Argument(metavar="CASE_STUDY", help="Its id, or the beginning of it.")]
Councils = Annotated[list[str] | None, typer.Option("--council", help="A council; repeat it for several.")]
Themes = Annotated[list[str] | None, typer.Option("--theme", help="A theme; repeat it for several.")]

_FAILED, _MISUSED = 1, 2
_PORT = 3000


@app.command()
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders.")] = None,
    council: Councils = None,
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="The date it speaks of: 2003, 2003-08 or 2003-08-01.")
    ] = None,
    theme: Themes = None,
    audience: Annotated[str | None, typer.Option(help="visit team, network or public.")] = None,
    source: Annotated[str | None, typer.Option(help="The address it was published at.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="The sample case studies.")] = False,
    json: Json = False,
) -> None:
    """Take in case studies; forget those that are gone from a folder."""
    from bot import intake, terminal

    with _reporting():
        wanted = [*(paths or ()), *([intake.SAMPLE_LIBRARY] if sample else [])]
        if not wanted:
            raise typer.BadParameter("name at least one file or folder, or use --sample")
        absent = [path for path in wanted if not path.exists()]
        if absent:
            raise typer.BadParameter(f"there is no file or folder {absent[0]}")
        options = intake.options_given(
            {"councils": council, "title": title, "as_of": as_of, "themes": theme, "audience": audience}
            | {"source": source}
        )
        start = time.perf_counter()
        with _store() as (settings, store), _progress(quiet=json) as advance:
            report = intake.take_in(settings, store, wanted, options, advance)
        seconds = time.perf_counter() - start
        _print(terminal.report_json(report, seconds) if json else terminal.report_lines(report, seconds))
    raise typer.Exit(_FAILED if report.failed else 0)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="In your own words.")],
    council: Councils = None,
    theme: Themes = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="Quotes, at most.")] = 5,
    json: Json = False,
) -> None:
    """Answer a question with quotes from the case studies, or say that they do not cover it."""
    from bot import terminal
    from bot.services import build_services

    with _reporting(), _waiting("Reading up…", quiet=json):
        from bot.prompt import ask as put
        from bot.prompt import filters
        from knowledge.answers import Asked

        readable = question.encode(errors="replace").decode()  # a terminal may send bytes that are no text
        asked = Asked(readable, filters=filters(council or (), theme or ()), limit=limit)
        with build_services(_settings()) as services:
            result = put(services, asked)
    with _reporting():
        _print(terminal.answer_json(result) if json else terminal.answer_lines(result.answer))


@app.command(name="list")
def list_(json: Json = False) -> None:
    """List the case studies."""
    from bot import terminal

    with _reporting(), _store() as (_, store):
        summaries = store.case_studies.summaries()
        _print(terminal.summary_json(summaries) if json else terminal.summary_table(summaries))


@app.command()
def show(case_study: CaseStudyId, json: Json = False) -> None:
    """Show a case study: what is known about it, and its text."""
    from bot import terminal

    with _reporting(), _store() as (_, store):
        found = store.case_studies.find(case_study)
        _print(terminal.case_study_json(found) if json else terminal.case_study_lines(found))


@app.command()
def remove(
    case_study: CaseStudyId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Remove a case study from the store and the indexes; its file stays where it is."""
    from bot.intake import level_index

    with _reporting(), _store() as (settings, store):
        found = store.case_studies.find(case_study)
        if not yes:
            typer.confirm(f"Remove “{found.metadata.title}” ({found.id})?", abort=True)
        store.case_studies.remove(found.id)
        level_index(settings, store)
        typer.echo(f"Removed {found.id}.")


@app.command()
def rebuild() -> None:
    """Make the indexes again; embed again what the present model has not embedded."""
    from bot.intake import rebuild as make_again

    with _reporting(), _store() as (settings, store), _progress(quiet=False) as advance:
        passages, embedded = make_again(settings, store, advance)
    typer.echo(f"{passages} passages indexed, {embedded} embedded again.")


@app.command()
def serve() -> None:
    """Serve Slack; without tokens in .env, serve a workspace on this machine."""
    with _reporting():
        settings = _settings()
        if not settings.has_slack_tokens:
            _serve_locally(settings, _PORT)
            return
        typer.echo("Slack tokens found in .env: Peerbot serves Slack.")
        from bot.services import build_services
        from bot.serving import SlackUnusableError
        from bot.serving import serve as serve_slack

        _ready(settings)
        try:
            with build_services(settings) as services:
                serve_slack(services)
        except SlackUnusableError as error:
            _fail(str(error), error.exit_code)


@app.command()
def workspace(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of 127.0.0.1; 0 for a free one.")] = _PORT,
) -> None:
    """Serve a workspace on this machine with Peerbot in it: to try it, without Slack."""
    with _reporting():
        _serve_locally(_settings(), port)


@app.command()
def chat() -> None:
    """Ask question after question, here in the terminal."""
    from rich.console import Console

    with _reporting():
        from bot.prompt import converse
        from bot.services import build_services

        settings = _settings()
        _ready(settings)
        with build_services(settings) as services:
            converse(services, Console())


@app.command()
def doctor(json: Json = False) -> None:
    """Check the installation and say how to mend what is wrong."""
    from bot import terminal
    from bot.checkup import examine

    with _reporting():
        findings = examine(_settings)
        _print(terminal.findings_json(findings) if json else terminal.findings_table(findings))
    raise typer.Exit(0 if all(finding.well for finding in findings) else _FAILED)


@app.command(name="eval")
def eval_(
    folder: Annotated[Path, typer.Argument(help="A labelled folder; its form is in docs/measurements.md.")],
    ranking: Annotated[str, typer.Option(help="fused, dense or terms.")] = "fused",
    whole: Annotated[
        bool, typer.Option("--whole", help="One passage a document, as figures are published.")
    ] = False,
    json: Json = False,
) -> None:
    """Score ranking and refusal on a labelled folder."""
    from bot import terminal
    from bot.intake import evaluate_folder

    with _reporting():
        if ranking not in {"fused", "dense", "terms"}:
            raise typer.BadParameter(f"--ranking is fused, dense or terms, not {ranking}")
        if not folder.is_dir():
            raise typer.BadParameter(f"there is no folder {folder}")
        with _progress(quiet=json) as advance:
            scores = evaluate_folder(_settings(), folder, ranking, whole=whole, progress=advance)
        _print(scores if json else terminal.scores_table(scores))


def main() -> None:
    """The console script."""
    app()


def _serve_locally(settings: Any, port: int) -> None:
    from bot.local import PortInUseError, serve_locally

    try:
        serve_locally(settings, port, lambda: _ready(settings), typer.echo)
    except PortInUseError as error:
        _fail(str(error), _FAILED)


def _ready(settings: Any) -> None:
    """What a first start needs: logs, and something to answer from."""
    from bot import intake, logs
    from bot.services import open_the_store

    logs.configure(settings.log_level)
    with open_the_store(settings) as store, _progress(quiet=False) as advance:
        if intake.load_sample_library(settings, store, advance):
            typer.echo("The sample case studies are loaded.")


@contextmanager
def _reporting() -> Iterator[None]:
    """Errors that a person can act on, in one sentence each."""
    from bot.settings import SettingsError
    from embeddings import EmbeddingError
    from knowledge.errors import KnowledgeError

    try:
        yield
    except SettingsError as error:
        _fail(str(error), _MISUSED)
    except (KnowledgeError, EmbeddingError) as error:
        _fail(str(error), _FAILED)
    except OSError as error:
        if error.filename is None:  # Nothing of a file's: a pipe that nobody reads any more, for one.
            raise
        _fail(f"{error.filename}: {error.strerror}", _FAILED)
    except KeyboardInterrupt:
        _fail("Stopped. What was finished is kept.", 130)


def _fail(sentence: str, code: int) -> None:
    typer.echo(f"peerbot: {sentence}", err=True)
    raise typer.Exit(code)


def _settings() -> Any:
    from bot.settings import load_settings

    return load_settings()


@contextmanager
def _store() -> Iterator[tuple[Any, Any]]:
    """The settings and the store: all that a quick command needs."""
    from bot.services import open_the_store

    settings = _settings()
    with open_the_store(settings) as store:
        yield settings, store


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
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
def _waiting(words: str, *, quiet: bool) -> Iterator[None]:
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield


def _print(content: Any) -> None:
    """A dictionary or list as JSON; anything else as rich lays it out."""
    if isinstance(content, dict | list):
        from json import dumps

        typer.echo(dumps(content, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    Console(highlight=False).print(content)
