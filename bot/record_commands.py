"""`peerbot records …`: what was told about visits. See bot.visit_commands.

Lists and exports go through each visit's attribution rule; only what is taken in is as it was written.
"""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot import console
from bot.visit_commands import Destination

records_app = typer.Typer(help="List what was told about visits; export, import and revise it.")

_ACTOR = "command-line"


@records_app.callback(invoke_without_command=True)
def records(
    context: typer.Context,
    visit: Annotated[str | None, typer.Option(help="The visit's id.")] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help="feedback, group feedback or commitment.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="worked well, to consider, innovation, question or risk.")
    ] = None,
    theme: Annotated[str | None, typer.Option(help="A theme.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text, json, jsonl or csv.")] = "text",
) -> None:
    """List what was told about visits, as each visit's attribution rule lets it be shown."""
    if context.invoked_subcommand:
        return
    from bot.recorded import shown_records
    from knowledge.model import Theme
    from knowledge.records import FeedbackKind, RecordType
    from knowledge.store import RecordFilters

    with console.reporting():
        if format_ not in {"text", "json", "jsonl", "csv"}:
            raise typer.BadParameter(f"--format is text, json, jsonl or csv, not {format_}")
        with console.used_well():
            filters = RecordFilters(
                visit=visit,
                theme=console.chosen(theme, Theme),
                type=console.chosen(type_, RecordType),
                kind=console.chosen(kind, FeedbackKind),
            )
        with console.store() as (_, store):
            if visit:
                store.visits.get(visit)
            _print_records(shown_records(store, filters), format_)


@records_app.command(name="export")
def export_(
    file: Destination = None,
    visit: Annotated[str | None, typer.Option(help="The visit's id; all visits when left out.")] = None,
) -> None:
    """Write visits, records and lessons as JSON Lines, as their attribution rules let them be shown."""
    from bot.recorded import export

    with console.reporting(), console.store() as (_, store):
        lines = list(export(store, visit))
        console.write("".join(f"{line}\n" for line in lines).encode(), file)


@records_app.command(name="import")
def import_(file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="As export writes it.")]) -> None:
    """Take in visits, records and lessons from JSON Lines; those stored already stay as they are."""
    from bot.recorded import take_in
    from knowledge import interchange

    with console.reporting(), console.store() as (_, store):
        contents = interchange.read(file.read_bytes())
        taken = take_in(store, contents, _deed("imported the visit"))
    typer.echo(f"{taken.visits} visits and {taken.records} records added, {taken.known} stored already.")
    if taken.lessons or taken.adoptions:
        typer.echo(f"{taken.lessons} lessons and {taken.adoptions} adoptions added.")


@records_app.command()
def revise(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The id of group feedback.")],
    list_: Annotated[
        str, typer.Argument(metavar="LIST", help="strengths, considerations, innovations or questions.")
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE.txt", help="What the list is to say, each on a line.")
    ],
) -> None:
    """Put other words in a list of group feedback, even where it is too long for a form of Slack."""
    from bot.record_changes import RecordChanges
    from bot.services import now
    from bot.visiting import Part
    from bot.wording import group_feedback as wording
    from knowledge.records import GroupFeedback
    from knowledge.visits import Participant, Role

    with console.reporting(), console.store() as (_, store):
        if list_ not in GroupFeedback.asked:
            raise typer.BadParameter(f"LIST is one of {', '.join(GroupFeedback.asked)}, not {list_}")
        visit = store.visits.get(store.records.get(record).visit)
        actor = Participant(visit=visit.id, person=_ACTOR, pseudonym=_ACTOR, role=Role.FACILITATOR)
        part, changes = Part(visit, actor), RecordChanges(store)
        words = changes.get(part, GroupFeedback, record)
        lines = tuple(line for each in file.read_text("utf-8").splitlines() if (line := each.strip()))
        if lines == getattr(words, list_):
            typer.echo(wording.UNCHANGED)
            return
        with console.used_well():
            changes.revise(part, words, words.version, at=now(), **{list_: lines})
    in_channel, had_agreed = bool(visit.channel), bool(words.agreed_by)
    typer.echo(wording.revised_by_command(record, visit.id, in_channel=in_channel, had_agreed=had_agreed))


def _deed(what: str) -> Any:
    from bot.services import now
    from knowledge.store import Deed

    return Deed(by=_ACTOR, at=now(), what=what)


def _print_records(shown: Any, format_: str) -> None:
    from bot.visit_terminal import record_json, record_table
    from knowledge.exports import records_csv
    from knowledge.interchange import record_line

    if format_ == "csv":
        console.write(records_csv(shown).encode("utf-8-sig"), None)  # Excel reads UTF-8 only when told
    elif format_ == "jsonl":
        console.write("".join(f"{record_line(each.record)}\n" for each in shown).encode(), None)
    else:
        console.show([record_json(each) for each in shown] if format_ == "json" else record_table(shown))
