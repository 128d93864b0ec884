"""`peerbot visit …`, `peerbot report`. Whoever runs one acts as a facilitator.

As in bot.cli, a command imports what it needs, so that help is instant.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import console

if TYPE_CHECKING:
    from bot.planning import Planning
    from knowledge.store import Store
    from knowledge.visits import VisitGesture

visit_app = typer.Typer(help="Plan visits, and take them from open to closed.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
VisitId = Annotated[str, typer.Argument(metavar="VISIT", help="Its id.")]
Destination = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Standard output when left out.")]


@visit_app.command()
def create(
    title: Annotated[str, typer.Option(help="The title.")],
    focus: Annotated[str, typer.Option(help="The question that the visit is to answer.")],
    host: Annotated[str, typer.Option(help="The council that is visited.")],
    starts: Annotated[str, typer.Option(help="The first day: 2026-03-04.")],
    ends: Annotated[str | None, typer.Option(help="The last day; the first when left out.")] = None,
    visitor: Annotated[list[str] | None, typer.Option(help="A visiting council; repeat it.")] = None,
    selection: Annotated[str | None, typer.Option(help="How the councils were chosen.")] = None,
    time_zone: Annotated[str, typer.Option(help="Where the host is.")] = "Europe/London",
    attribution: Annotated[
        str, typer.Option(help="open, organisation only, role only or Chatham House.")
    ] = "open",
    progress_every_weeks: Annotated[
        int, typer.Option(help="How often its commitments are asked after; 0 for never.")
    ] = 12,
    audience: Annotated[str, typer.Option(help="visit team, network or public.")] = "visit team",
    visit_id: Annotated[str | None, typer.Option("--id", help="Made from the first day if left out.")] = None,
    json: Json = False,
) -> None:
    """Plan a visit."""
    from bot.visit_terminal import visit_json
    from knowledge.attribution import Names, struck
    from knowledge.model import Audience
    from knowledge.visits import Attribution, Visit

    with console.reporting():
        with console.used_well():
            visit = Visit.model_validate(
                {"id": visit_id or f"visit-{starts}", "title": title, "focus": focus, "host": host}
                | {"visitors": visitor or [], "selection": selection}
                | {"starts": starts, "ends": ends or starts}
                | {"time_zone": time_zone, "attribution": console.chosen(attribution, Attribution)}
                | {"audience": console.chosen(audience, Audience)}
                | {"progress_every_weeks": progress_every_weeks or None}
            )
        if struck(visit.id, visit.attribution, Names(councils=visit.councils)) != visit.id:
            raise typer.BadParameter("exports carry the id, so under this rule it cannot name a council")
        with console.store() as (_, store):
            if not _planning(store).plan(visit, None):
                console.fail(f"there is a visit {visit.id!r} already: give this one another --id")
        console.show(visit_json(visit, (), ()) if json else f"Planned {visit.id}.")


@visit_app.command()
def edit(
    visit: VisitId,
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    focus: Annotated[str | None, typer.Option(help="The question that the visit is to answer.")] = None,
    host: Annotated[str | None, typer.Option(help="The council that is visited.")] = None,
    visitor: Annotated[list[str] | None, typer.Option(help="A visiting council; repeat it for all.")] = None,
    selection: Annotated[str | None, typer.Option(help="How the councils were chosen.")] = None,
    starts: Annotated[str | None, typer.Option(help="The first day.")] = None,
    ends: Annotated[str | None, typer.Option(help="The last day.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Where the host is.")] = None,
    attribution: Annotated[
        str | None, typer.Option(help="A rule; once people agreed to be quoted, only a stricter one.")
    ] = None,
    progress_every_weeks: Annotated[
        int | None, typer.Option(help="How often its commitments are asked after; 0 for never.")
    ] = None,
    audience: Annotated[str | None, typer.Option(help="visit team, network or public.")] = None,
) -> None:
    """Change a visit: what is left out stays."""
    from knowledge.model import Audience
    from knowledge.visits import Attribution, Visit

    with console.reporting():
        with console.used_well():
            given = {
                "title": title,
                "focus": focus,
                "host": host,
                "visitors": visitor or None,
                "selection": selection,
                "starts": starts,
                "ends": ends,
                "time_zone": time_zone,
                "attribution": console.chosen(attribution, Attribution),
                "audience": console.chosen(audience, Audience),
            }
            changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
            if progress_every_weeks is not None:
                changes["progress_every_weeks"] = progress_every_weeks or None
            if not changes:
                raise typer.BadParameter("name at least one thing to change, such as --title")
        with console.store() as (_, store):
            before = store.visits.get(visit)
            with console.used_well():
                after = Visit.model_validate(before.model_dump() | changes)
            _planning(store).revise(after, None, before.version)
    typer.echo(f"Changed {visit}: {', '.join(changes).replace('_', ' ')}.")


@visit_app.command()
def participants(visit: VisitId, json: Json = False) -> None:
    """Show who is on a visit, as its attribution rule lets it be shown."""
    from bot.visit_terminal import attendance_json, attendance_lines
    from knowledge.attendance import attendance

    with console.reporting(), console.store() as (_, store):
        found, people = store.visits.get(visit), store.people
        shown = attendance(found, people.on(visit), people.authors(visit), people.names(visit))
        console.show((attendance_json if json else attendance_lines)(shown))


@visit_app.command()
def import_participants(
    visit: VisitId,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="Columns: name, council, role, post, email.")
    ],
) -> None:
    """Put the people of a CSV file on a visit; importing it again adds nobody twice."""
    from bot.attending import Attending
    from knowledge.attendees import read_attendees

    with console.reporting(), console.store() as (_, store):
        attendees = read_attendees(file.read_bytes(), store.visits.get(visit))
        Attending(_planning(store), lambda _address: None).take_in(visit, attendees, None)
    typer.echo(f"{len(attendees)} people are on {visit} by this list.")


@visit_app.command(name="list")
def list_(json: Json = False) -> None:
    """List the visits, the latest first."""
    from bot.visit_terminal import visit_table

    with console.reporting(), console.store() as (_, store):
        visits = store.visits.all()
        console.show([visit.model_dump(mode="json") for visit in visits] if json else visit_table(visits))


@visit_app.command()
def show(visit: VisitId, json: Json = False) -> None:
    """Show a visit: what is known of it, its programme, and how many records it has."""
    from bot.visit_terminal import visit_json, visit_lines
    from knowledge.store import RecordFilters

    with console.reporting(), console.store() as (_, store):
        found = store.visits.get(visit)
        programme = store.visits.programme(visit)
        records = store.records.find(RecordFilters(visit=visit))
        console.show((visit_json if json else visit_lines)(found, programme, records))


@visit_app.command()
def import_programme(
    visit: VisitId, file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or iCalendar.")]
) -> None:
    """Replace a visit's programme with that of a CSV or iCalendar file."""
    from knowledge.programmes import keeping_ids, read_programme

    with console.reporting(), console.store() as (_, store):
        found = store.visits.get(visit)
        programme = keeping_ids(read_programme(file.read_bytes(), found), store.visits.programme(visit))
        planning = _planning(store)
        planning.change_programme(visit, programme, None, found.version, "imported a programme")
    typer.echo(f"{len(programme)} sessions imported.")


@visit_app.command()
def export_programme(visit: VisitId, file: Destination = None) -> None:
    """Write a visit's programme as iCalendar."""
    from bot.services import now
    from knowledge.programmes import to_calendar

    with console.reporting(), console.store() as (_, store):
        calendar = to_calendar(store.visits.get(visit), store.visits.programme(visit), now=now())
        console.write(calendar, file)


@visit_app.command(name="open")
def open_(visit: VisitId) -> None:
    """Open a planned visit: feedback can be logged."""
    from knowledge.visits import VisitGesture

    _advance(visit, VisitGesture.OPEN)


@visit_app.command()
def discuss(visit: VisitId) -> None:
    """Start the group discussion of an open visit."""
    from knowledge.visits import VisitGesture

    _advance(visit, VisitGesture.DISCUSS)


@visit_app.command()
def close(visit: VisitId) -> None:
    """Close a visit whose group discussion is over."""
    from knowledge.visits import VisitGesture

    _advance(visit, VisitGesture.CLOSE)


@visit_app.command()
def archive(visit: VisitId) -> None:
    """Put a closed visit away."""
    from knowledge.visits import VisitGesture

    _advance(visit, VisitGesture.ARCHIVE)


def report(
    visit: VisitId,
    format_: Annotated[str, typer.Option("--format", help="docx, html, md, xlsx, csv or json.")] = "docx",
    draft: Annotated[
        bool, typer.Option("--draft", help="Make it at any time, marked, with what is missing.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Named after the visit if left out.")
    ] = None,
) -> None:
    """Write the report of a visit: what the host and the network receive."""
    from bot.reporting import report_of, written
    from bot.services import now
    from knowledge.formats import format_called
    from knowledge.reports import FORMATS
    from knowledge.visits import Role

    with console.reporting():
        with console.used_well():
            wanted = format_called(FORMATS, format_)
        with console.store() as (_, store):
            made = report_of(store, visit, made_at=now(), role=Role.FACILITATOR, draft=draft)
        file = written(made, wanted)
        destination = output or Path(file.name)
        destination.write_bytes(file.content)
    typer.echo(f"Wrote {destination}.")
    if made.missing:
        typer.echo(f"Still missing: {len(made.missing)} things; they are listed in it.")


def _advance(visit: str, gesture: "VisitGesture") -> None:
    with console.reporting(), console.store() as (_, store):
        after = _planning(store).advance(visit, None, gesture)
    typer.echo(f"{visit} is {after.state.said}.")


def _planning(store: "Store") -> "Planning":
    from bot.planning import Planning
    from bot.services import now

    return Planning(store, now)
