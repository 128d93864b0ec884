"""The command line. A command imports the heavy libraries it needs, so that help is instant.

Every failure a person can meet ends in one sentence on standard error and an exit code: 1 when the
work could not be done, 2 when the command was not used as it is meant.
"""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import console
from bot.feedback_commands import feedback_app
from bot.gap_commands import gaps_app
from bot.lesson_commands import commitments, lessons_app, progress
from bot.pack_commands import pack
from bot.record_commands import records_app
from bot.visit_commands import report, visit_app

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
app.add_typer(feedback_app, name="feedback")
app.add_typer(lessons_app, name="lessons")
app.add_typer(gaps_app, name="gaps")
visit_app.command()(pack)
visit_app.command()(progress)
app.command()(commitments)
app.command()(report)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
CaseStudyId = Annotated[str, typer.Argument(metavar="CASE_STUDY", help="Its id, or the beginning of it.")]
Councils = Annotated[list[str] | None, typer.Option("--council", help="A council; repeat it for several.")]
Themes = Annotated[list[str] | None, typer.Option("--theme", help="A theme; repeat it for several.")]

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
    visit: Annotated[str | None, typer.Option(help="The id of the visit it comes from.")] = None,
    source: Annotated[str | None, typer.Option(help="The address it was published at.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="The sample case studies.")] = False,
    json: Json = False,
) -> None:
    """Take in case studies; forget those that are gone from a folder."""
    from bot import intake, terminal

    with console.reporting():
        wanted = [*(paths or ()), *([intake.SAMPLE_LIBRARY] if sample else [])]
        if not wanted:
            raise typer.BadParameter("name at least one file or folder, or use --sample")
        absent = [path for path in wanted if not path.exists()]
        if absent:
            raise typer.BadParameter(f"there is no file or folder {absent[0]}")
        options = intake.options_given(
            {"councils": council, "title": title, "as_of": as_of, "themes": theme, "audience": audience}
            | {"source": source, "visit": visit}
        )
        start = time.perf_counter()
        console.give_way()
        with console.store() as (settings, store), console.progress(quiet=json) as advance:
            report = intake.take_in(settings, store, wanted, options, advance)
        seconds = time.perf_counter() - start
        console.show(
            terminal.report_json(report, seconds) if json else terminal.report_lines(report, seconds)
        )
    raise typer.Exit(console.FAILED if report.failed else 0)


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

    with console.reporting(), console.waiting("Reading up…", quiet=json):
        from bot.prompt import ask as put
        from bot.prompt import filters
        from knowledge.answers import Asked

        readable = question.encode(errors="replace").decode()  # a terminal may send bytes that are no text
        asked = Asked(readable, filters=filters(council or (), theme or ()), limit=limit)
        with build_services(console.settings()) as services:
            result = put(services, asked)
    with console.reporting():
        console.show(terminal.answer_json(result) if json else terminal.answer_lines(result.answer))


@app.command(name="list")
def list_(json: Json = False) -> None:
    """List the case studies."""
    from bot import terminal

    with console.reporting(), console.store() as (_, store):
        summaries = store.case_studies.summaries()
        console.show(terminal.summary_json(summaries) if json else terminal.summary_table(summaries))


@app.command()
def show(case_study: CaseStudyId, json: Json = False) -> None:
    """Show a case study: what is known about it, and its text."""
    from bot import terminal

    with console.reporting(), console.store() as (_, store):
        found = store.case_studies.find(case_study)
        console.show(terminal.case_study_json(found) if json else terminal.case_study_lines(found))


@app.command()
def remove(
    case_study: CaseStudyId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Remove a case study from the store and the indexes; its file stays where it is."""
    from bot.intake import level_index
    from bot.services import now
    from knowledge.reviews import Reviews

    with console.reporting(), console.store() as (settings, store):
        found = store.case_studies.find(case_study)
        if found.status.may_be_taken_back:
            raise typer.BadParameter(f"{found.id} comes from a visit: whoever told it can withdraw it")
        if not yes:
            typer.confirm(f"Remove “{found.metadata.title}” ({found.id})?", abort=True)
        store.case_studies.remove(found.id)
        Reviews(store, now).recheck()
        level_index(settings, store)
        typer.echo(f"Removed {found.id}.")


@app.command()
def rebuild() -> None:
    """Make the indexes again; embed again what the present model has not embedded."""
    from bot.intake import rebuild as make_again

    with console.reporting(), console.store() as (settings, store), console.progress(quiet=False) as advance:
        passages, embedded = make_again(settings, store, advance)
    typer.echo(f"{passages} passages indexed, {embedded} embedded again.")


@app.command()
def serve() -> None:
    """Serve Slack; without tokens in .env, serve a workspace on this machine."""
    with console.reporting():
        settings = console.settings()
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
            console.fail(str(error), error.exit_code)


@app.command()
def workspace(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of 127.0.0.1; 0 for a free one.")] = _PORT,
) -> None:
    """Serve a workspace on this machine with Peerbot in it: to try it, without Slack."""
    with console.reporting():
        _serve_locally(console.settings(), port)


@app.command()
def chat() -> None:
    """Ask question after question, here in the terminal."""
    from rich.console import Console

    with console.reporting():
        from bot.prompt import converse
        from bot.services import build_services

        settings = console.settings()
        _ready(settings)
        with build_services(settings) as services:
            converse(services, Console())


@app.command()
def doctor(json: Json = False) -> None:
    """Check the installation and say how to mend what is wrong."""
    from bot import terminal
    from bot.checkup import examine

    with console.reporting():
        findings = examine(console.settings)
        console.show(terminal.findings_json(findings) if json else terminal.findings_table(findings))
    raise typer.Exit(0 if all(finding.well for finding in findings) else console.FAILED)


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

    with console.reporting():
        if ranking not in {"fused", "dense", "terms"}:
            raise typer.BadParameter(f"--ranking is fused, dense or terms, not {ranking}")
        if not folder.is_dir():
            raise typer.BadParameter(f"there is no folder {folder}")
        with console.progress(quiet=json) as advance:
            scores = evaluate_folder(console.settings(), folder, ranking, whole=whole, progress=advance)
        console.show(scores if json else terminal.scores_table(scores))


def main() -> None:
    """The console script."""
    app()


def _serve_locally(settings: Any, port: int) -> None:
    from bot.local import PortInUseError, serve_locally

    try:
        serve_locally(settings, port, lambda: _ready(settings), typer.echo)
    except PortInUseError as error:
        console.fail(str(error))


def _ready(settings: Any) -> None:
    """What a first start needs: logs, and something to answer from."""
    from bot import intake, logs
    from bot.services import open_the_store

    logs.configure(settings.log_level)
    with open_the_store(settings) as store, console.progress(quiet=False) as advance:
        if intake.load_sample_library(settings, store, advance):
            typer.echo("The sample case studies are loaded.")
