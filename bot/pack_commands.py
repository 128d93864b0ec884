"""`peerbot visit pack`: what is known before a visit, for whoever is to read it. See bot.visit_commands."""

from pathlib import Path
from typing import Annotated

import typer

from bot import console
from bot.visit_commands import VisitId


def pack(
    visit: VisitId,
    format_: Annotated[str, typer.Option("--format", help="docx or md.")] = "docx",
    output: Annotated[
        Path | None,
        typer.Option("--output", "--to", metavar="FILE", help="Named after the visit if left out."),
    ] = None,
    as_: Annotated[
        str | None,
        typer.Option("--as", metavar="PERSON", help="Whose eyes it is for; the visit's people if left out."),
    ] = None,
) -> None:
    """Write what is known before a visit: about its host and its question, quoted word for word."""
    from bot.packing import for_person, for_team, written
    from bot.services import build_services

    with console.reporting(), console.waiting("Gathering what is known…", quiet=False):
        from bot.lesson_acting import person
        from knowledge.formats import format_called
        from knowledge.packs import FORMATS, Packer
        from knowledge.publication import scopes_for
        from knowledge.unanswered import Unanswered

        with console.used_well():
            wanted = format_called(FORMATS, format_)
        with build_services(console.settings()) as services:
            store = services.store
            if as_:
                parts = store.people.parts(person(store, as_).id)
                readers = for_person(parts, scopes_for(store, parts))
            else:
                readers = for_team(visit, store.lessons.joint([visit]))
            packer = Packer(store, services.answerer, Unanswered(store, services.embedder))
            made = packer.pack(visit, readers, made_at=services.now())
        file = written(made, wanted)
        destination = output or Path(file.name)
        destination.write_bytes(file.content)
    typer.echo(f"Wrote {destination}: {len(made.quotes)} quotes.")
