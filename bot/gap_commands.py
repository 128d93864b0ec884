"""`peerbot gaps …`: what was asked and not answered, and what is done about it.

As in bot.cli, a command imports what it needs, so that help is instant. Whoever asked is told by the
bot that is connected to Slack, not from here.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import console

if TYPE_CHECKING:
    from knowledge.gaps import Enquiry
    from knowledge.store import Store
    from knowledge.unanswered import Unanswered

gaps_app = typer.Typer(help="Show what nothing answers, and answer it.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
GapId = Annotated[str, typer.Argument(metavar="GAP", help="Its id.")]

_ACTOR = "command-line"


@gaps_app.callback(invoke_without_command=True)
def gaps(context: typer.Context, json: Json = False) -> None:
    """List what was asked and not answered, in groups of questions that ask nearly the same."""
    if context.invoked_subcommand:
        return
    from bot.gap_terminal import gap_json, gap_table

    with console.reporting(), console.store() as (settings, store):
        found = _unanswered(settings, store).gaps()
        console.show([gap_json(gap) for gap in found] if json else gap_table(found))


@gaps_app.command()
def answer(
    gap: GapId,
    note: Annotated[str | None, typer.Option(help="The answer, which whoever asked reads.")] = None,
    lesson: Annotated[str | None, typer.Option(help="The id of the lesson that answers it.")] = None,
) -> None:
    """Answer a gap; whoever asked is told in Slack, of a lesson once it is shared with them."""
    from knowledge.gaps import RemedyKind

    if (note is None) == (lesson is None):
        raise typer.BadParameter("give --note or --lesson")
    with console.reporting(), console.store() as (settings, store):
        if lesson is not None:
            store.lessons.get(lesson)
        kind = RemedyKind.NOTE if lesson is None else RemedyKind.LESSON
        _settle(settings, store, gap, kind=kind, words=note, lesson=lesson)
    typer.echo("Kept. The bot tells whoever asked.")


@gaps_app.command()
def decline(gap: GapId, reason: Annotated[str, typer.Option(help="Why it is not for us.")]) -> None:
    """Take a gap off the list."""
    from knowledge.gaps import RemedyKind

    with console.reporting(), console.store() as (settings, store):
        _settle(settings, store, gap, kind=RemedyKind.DECLINED, words=reason)
    typer.echo("Kept, and off the list.")


@gaps_app.command()
def enquire(
    gap: GapId,
    visit: Annotated[str, typer.Option(help="The id of the visit that is to ask it.")],
    session: Annotated[str | None, typer.Option(help="The id of the session.")] = None,
) -> None:
    """Put a gap on a visit as a line of enquiry."""
    from knowledge.gaps import Enquiry, RemedyKind
    from knowledge.unanswered import asked_text
    from knowledge.visits import Role, VisitGesture, next_state

    with console.reporting(), console.store() as (settings, store):
        found = store.visits.get(visit)
        next_state(VisitGesture.CHANGE, Role.FACILITATOR, found.state)
        if session and session not in {one.id for one in store.visits.programme(visit)}:
            raise typer.BadParameter(f"{visit} has no session {session!r}: `peerbot visit show` lists them")
        question = asked_text(store.questions.get(gap))
        asked = Enquiry(gap=gap, visit=visit, session=session, question=question)
        _settle(settings, store, gap, asked, kind=RemedyKind.ENQUIRY)
    typer.echo(f"{visit} asks it.")


def _settle(settings: Any, store: "Store", gap: str, enquiry: "Enquiry | None" = None, **fields: Any) -> None:
    from bot.services import now
    from knowledge.gaps import Remedy

    with console.used_well():
        remedy = Remedy.model_validate({"gap": gap, "by": _ACTOR, "at": now(), **fields})
    if not _unanswered(settings, store).settle(remedy, enquiry):
        console.fail(f"no gap {gap!r} waits for an answer: `peerbot gaps` lists those that do")


def _unanswered(settings: Any, store: "Store") -> "Unanswered":
    from embeddings import LateEmbedder
    from knowledge.unanswered import Unanswered

    return Unanswered(store, LateEmbedder(settings.embedding_model))
