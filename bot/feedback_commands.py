"""`peerbot feedback log`: the same as the form in Slack, for those who type. See bot.visit_commands."""

from typing import Annotated

import typer

from bot import console
from bot.visit_commands import Json, VisitId

feedback_app = typer.Typer(help="Log what was seen on a visit.", no_args_is_help=True)

_AUTHOR = "command-line"
"""The pseudonym of who says none; it leads to nobody."""


@feedback_app.callback()
def feedback() -> None:
    """Log what was seen on a visit."""


@feedback_app.command(name="log")
def log_(
    visit: VisitId,
    kind: Annotated[str, typer.Option(help="worked well, to consider, innovation, question or risk.")],
    observation: Annotated[str, typer.Option(help="What was seen or heard. Please name nobody.")],
    as_: Annotated[
        str | None, typer.Option("--as", metavar="PSEUDONYM", help="Who tells it, as records call them.")
    ] = None,
    session: Annotated[str | None, typer.Option(help="The session's id, as `visit show` says.")] = None,
    theme: Annotated[str | None, typer.Option(help="A theme.")] = None,
    usefulness: Annotated[int | None, typer.Option(help="From 1, hardly, to 5, very.")] = None,
    intends_to_act: Annotated[str | None, typer.Option(help="yes, maybe or no.")] = None,
    discussion: Annotated[str | None, typer.Option(help="Why it works like that, and where.")] = None,
    conclusion: Annotated[str | None, typer.Option(help="What follows from it.")] = None,
    recommendation: Annotated[str | None, typer.Option(help="What others should do.")] = None,
    answers: Annotated[
        str | None, typer.Option(metavar="GAP", help="The gap that it answers, of those on the visit.")
    ] = None,
    attribution: Annotated[
        str, typer.Option(help="open, organisation only, role only or Chatham House.")
    ] = "open",
    record_id: Annotated[
        str | None,
        typer.Option("--id", help="So that logging it again changes nothing; made up if left out."),
    ] = None,
    json: Json = False,
) -> None:
    """Log feedback on an open visit."""
    from uuid import uuid4

    from bot.services import now
    from knowledge.fields import choice
    from knowledge.model import Theme
    from knowledge.records import FeedbackKind, FeedbackRecord, Intent, Source
    from knowledge.visits import Attribution, Role, VisitGesture, next_state

    with console.reporting(), console.store() as (_, store):
        found = store.visits.get(visit)
        part = next((one for one in store.people.on(visit) if one.pseudonym == as_), None)
        if as_ and part is None:
            console.fail(f"nobody on {visit} is known as {as_!r}")
        next_state(VisitGesture.LOG, part.role if part else Role.FACILITATOR, found.state)
        asked = next((one for one in store.gaps.enquiries(visit) if one.gap == answers), None)
        if answers and asked is None:
            console.fail(f"{visit} does not ask {answers!r}: `peerbot gaps enquire` puts a gap on it")
        with console.used_well():
            record = FeedbackRecord(
                id=record_id or uuid4().hex[:16],
                visit=visit,
                session=session,
                kind=choice(kind, FeedbackKind),
                observation=observation,
                theme=console.chosen(theme, Theme),
                usefulness=usefulness,
                intends_to_act=console.chosen(intends_to_act, Intent),
                discussion=discussion,
                conclusion=conclusion,
                recommendation=recommendation,
                enquiry=asked.id if asked else None,
                attribution=choice(attribution, Attribution),
                respondent=as_ or _AUTHOR,
                respondent_role=part.post if part else None,
                created_at=now(),
                source=Source.COMMAND_LINE,
            )
        added = store.records.add(record)
    if json:
        console.show({"id": record.id, "added": added})
    else:
        typer.echo(f"Logged {record.id}." if added else f"{record.id} was logged before and stays as it is.")
