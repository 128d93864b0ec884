"""`peerbot lessons …`: what there is to see of lessons, of who answers for them, and of commitments.

What people do with a lesson is in bot.lesson_review_commands. As in bot.cli, a command imports what it
needs, so that help is instant.
"""

from pathlib import Path
from typing import Annotated

import typer

from bot import console
from bot.lesson_options import (
    AudienceName,
    Councils,
    Like,
    Region,
    ReviewedSince,
    Rurality,
    SharedSince,
    Size,
    Statuses,
    Text,
    ThemeName,
    Tier,
    VisitName,
)
from bot.lesson_review_commands import gestures_app

lessons_app = typer.Typer(help="Propose, review, share and use lessons.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
LessonId = Annotated[str, typer.Argument(metavar="LESSON", help="Its id.")]


@lessons_app.command(name="list")
def list_(
    status: Statuses = None,
    theme: ThemeName = None,
    council: Councils = None,
    like: Like = None,
    tier: Tier = "",
    region: Region = "",
    size: Size = "",
    rurality: Rurality = "",
    visit: VisitName = None,
    audience: AudienceName = None,
    text: Text = "",
    shared_since: SharedSince = None,
    reviewed_since: ReviewedSince = None,
    faulty: Annotated[bool, typer.Option("--faulty", help="Those that quote what is gone.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many, at most.")] = 50,
    after: Annotated[str | None, typer.Option(help="The last lesson of the page before.")] = None,
    json: Json = False,
) -> None:
    """List the lessons, the latest change first."""
    from bot import lesson_acting as acting
    from bot.lesson_terminal import lesson_json, lesson_table
    from knowledge.register import Kind
    from knowledge.store import LessonFilters

    with console.reporting():
        filters = acting.narrowed(
            status=status,
            theme=theme,
            council=council,
            kind=Kind(like=like, tier=tier, region=region, size=size, rurality=rurality),
            visit=visit,
            audience=audience,
            text=text,
            shared_since=shared_since,
            reviewed_since=reviewed_since,
            faulty=faulty,
        )
        with console.store() as (_, store):
            page = store.lessons.find(filters, limit=limit, after=after)
            shown = [acting.as_shown(store, lesson) for lesson in page.lessons]
        if json:
            found = [lesson_json(lesson) for lesson in shown]
            console.show({"lessons": found, "total": page.total, "after": page.after})
        else:
            console.show(lesson_table(shown, page, narrowed=filters != LessonFilters()))


@lessons_app.command()
def show(lesson: LessonId, json: Json = False) -> None:
    """Show a lesson: what it says, what each claim rests on, who used it and what happened to it."""
    from bot import lesson_acting as acting
    from bot.lesson_terminal import card_json, card_lines

    with console.reporting(), console.store() as (_, store):
        card = acting.card(store, store.lessons.get(lesson))
        console.show((card_json if json else card_lines)(card))


@lessons_app.command()
def export(
    lessons: Annotated[
        list[str] | None, typer.Argument(metavar="[LESSON]…", help="Their ids; all that pass when left out.")
    ] = None,
    status: Statuses = None,
    theme: ThemeName = None,
    council: Councils = None,
    like: Like = None,
    tier: Tier = "",
    region: Region = "",
    size: Size = "",
    rurality: Rurality = "",
    visit: VisitName = None,
    audience: AudienceName = None,
    text: Text = "",
    shared_since: SharedSince = None,
    reviewed_since: ReviewedSince = None,
    format_: Annotated[str, typer.Option("--format", help="docx or md.")] = "docx",
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; beside where the command runs if left out.")
    ] = None,
) -> None:
    """Write lessons to a file, with what each rests on; without --status, those that answers may quote."""
    from bot import lesson_acting as acting
    from bot.services import now
    from knowledge.formats import format_called
    from knowledge.lessons import STANDINGS
    from knowledge.register import Kind
    from knowledge.selections import FORMATS, file_name, gather

    with console.reporting():
        with console.used_well():
            chosen = format_called(FORMATS, format_)
        filters = acting.narrowed(
            status=status or [each.value for each in STANDINGS],
            theme=theme,
            council=council,
            kind=Kind(like=like, tier=tier, region=region, size=size, rurality=rurality),
            visit=visit,
            audience=audience,
            text=text,
            shared_since=shared_since,
            reviewed_since=reviewed_since,
        )
        with console.store() as (_, store):
            found = [store.lessons.get(each) for each in lessons or ()] or store.lessons.every(filters)
            selection = gather(store, found, made_at=now(), scopes=None)
        if not selection.sheets:
            console.fail("no lesson is like that, so nothing was written: `peerbot lessons list` shows some")
        file = to or Path(file_name(selection, chosen))
        file.write_bytes(chosen.write(selection))
    typer.echo(
        f"Wrote {file}: {len(selection.sheets)} {'lesson' if len(selection.sheets) == 1 else 'lessons'}."
    )


@lessons_app.command()
def own(
    theme: Annotated[str, typer.Argument(metavar="THEME", help="A theme.")],
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A name or an id.")],
    remove: Annotated[bool, typer.Option("--remove", help="They no longer are.")] = False,
) -> None:
    """Make somebody an owner of a theme: they endorse the lessons on it."""
    from bot import lesson_acting as acting
    from knowledge.model import Theme

    with console.reporting(), console.store() as (_, store):
        with console.used_well():
            found = console.chosen(theme, Theme) or Theme.DRIVERS
        someone = acting.person(store, person)
        changed = (store.theme_owners.remove if remove else store.theme_owners.add)(found, someone.id)
        now_ = "is no owner" if remove else "is an owner"
        typer.echo(f"{someone.display_name} {now_} of {found}{'' if changed else ' already'}.")


@lessons_app.command()
def people(
    add: Annotated[
        list[str] | None, typer.Option(help="The name of somebody whom Slack does not know; repeat it.")
    ] = None,
    json: Json = False,
) -> None:
    """List the people that --as can name, and the themes they own."""
    from uuid import uuid4

    from bot.lesson_terminal import people_table
    from knowledge.visits import Person

    with console.reporting(), console.store() as (_, store):
        for name in add or ():
            with console.used_well():
                store.people.meet(Person(id=f"p-{uuid4().hex[:8]}", display_name=name))
        found = [(person, sorted(store.theme_owners.themes(person.id))) for person in store.people.all()]
    told = [{"id": person.id, "name": person.display_name, "themes": themes} for person, themes in found]
    console.show(told if json else people_table(found))


def commitments(
    council: Annotated[str | None, typer.Argument(metavar="[COUNCIL]", help="All when left out.")] = None,
    json: Json = False,
) -> None:
    """Show what councils agreed to do, and how it stands: at risk, on track or done."""
    from bot.lesson_terminal import progress_json, progress_lines
    from bot.recorded import shown_commitments
    from bot.services import now
    from knowledge.progress import by_council, progress

    with console.reporting(), console.store() as (_, store):
        told, today = shown_commitments(store), now().date()
        found = [progress(council, told, today)] if council else by_council(told, today)
        console.show([progress_json(each) for each in found] if json else progress_lines(found))


def progress(
    visit: Annotated[str, typer.Argument(metavar="VISIT", help="Its id.")],
    council: Annotated[str | None, typer.Option(help="One council; all of them when left out.")] = None,
    json: Json = False,
) -> None:
    """Show how what councils agreed to do after a visit stands: at risk, on track or done."""
    from bot.lesson_terminal import progress_json, progress_lines
    from bot.recorded import shown_commitments
    from bot.services import now
    from knowledge import progress as stands

    with console.reporting(), console.store() as (_, store):
        today = store.visits.get(visit).local(now()).date()
        told = shown_commitments(store, visit)
        found = [stands.progress(council, told, today)] if council else stands.by_council(told, today)
        console.show([progress_json(each) for each in found] if json else progress_lines(found))


lessons_app.add_typer(gestures_app)  # without a name: its commands stand beside those above
