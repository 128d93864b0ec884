"""What people do with lessons at a command line, from proposing one to saying they used it.

As in bot.cli, a command imports what it needs, so that help is instant.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from bot import console

if TYPE_CHECKING:
    from knowledge.lessons import LessonGesture

gestures_app = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
LessonId = Annotated[str, typer.Argument(metavar="LESSON", help="Its id.")]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="Who does it: a name or an id of `peerbot lessons people`."),
]
Reason = Annotated[str, typer.Option(help="Why, for those who look at it later.")]
Title = Annotated[str | None, typer.Option(help="The lesson in one line.")]
Prompt = Annotated[str | None, typer.Option(help="What prompted it.")]
Words = Annotated[str | None, typer.Option("--lesson", help="The lesson itself.")]
Recommendation = Annotated[str | None, typer.Option(help="What others should do.")]
AppliesWhen = Annotated[str | None, typer.Option(help="When it applies.")]
NotWhen = Annotated[str | None, typer.Option(help="When it does not.")]
ThemeName = Annotated[str | None, typer.Option("--theme", help="Its theme.")]
Records = Annotated[list[str] | None, typer.Option("--record", help="A record it rests on; repeat it.")]
Studies = Annotated[
    list[str] | None, typer.Option("--case-study", help="A case study it rests on; one for each --quote.")
]
Quotes = Annotated[
    list[str] | None, typer.Option("--quote", help="What that case study says, word for word.")
]


@gestures_app.command()
def propose(
    record: Records = None,
    case_study: Studies = None,
    quote: Quotes = None,
    title: Title = None,
    prompt: Prompt = None,
    words: Words = None,
    recommendation: Recommendation = None,
    applies_when: AppliesWhen = None,
    not_when: NotWhen = None,
    theme: ThemeName = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Even if another lesson says nearly so.")] = False,
    as_: As = None,
    json: Json = False,
) -> None:
    """Propose a lesson from records and quotes; what you do not give is taken from the records."""
    from uuid import uuid4

    from bot import lesson_acting as acting
    from knowledge.lessons import drafted
    from knowledge.model import Theme

    with console.reporting(), console.store() as (settings, store):
        records, passages = acting.sources(store, record, case_study, quote)
        with console.used_well():
            draft = drafted(records, passages, console.chosen(theme, Theme))
            draft = acting.with_words(
                draft,
                title=title,
                prompt=prompt,
                lesson=words,
                recommendation=recommendation,
                applies_when=applies_when,
                not_when=not_when,
            )
        reviews = acting.reviews(store)
        actor = acting.named(reviews, as_, "proposes the lesson", draft.theme, draft.evidence)
        if not anyway:
            acting.refuse_near(settings, store, draft)
        made = reviews.propose(draft, f"lesson-{uuid4().hex[:8]}", actor)
        acting.done(store, made, json=json)


@gestures_app.command()
def revise(
    lesson: LessonId,
    title: Title = None,
    prompt: Prompt = None,
    words: Words = None,
    recommendation: Recommendation = None,
    applies_when: AppliesWhen = None,
    not_when: NotWhen = None,
    theme: ThemeName = None,
    as_: As = None,
    json: Json = False,
) -> None:
    """Put a proposed or returned lesson in other words; it is then proposed again."""
    from bot import lesson_acting as acting
    from knowledge.model import Theme

    with console.reporting(), console.store() as (_, store):
        seen = store.lessons.get(lesson)
        with console.used_well():
            draft = acting.with_words(
                seen,
                title=title,
                prompt=prompt,
                lesson=words,
                recommendation=recommendation,
                applies_when=applies_when,
                not_when=not_when,
                theme=console.chosen(theme, Theme),
            )
        reviews = acting.reviews(store)
        actor = acting.named(reviews, as_, "revises the lesson", seen.theme, seen.evidence)
        acting.done(store, reviews.revise(seen, draft, actor), json=json)


@gestures_app.command()
def add_evidence(
    lesson: LessonId,
    claim: Annotated[int, typer.Option(min=1, help="The number of the claim.")] = 1,
    record: Records = None,
    case_study: Studies = None,
    quote: Quotes = None,
    disagrees: Annotated[bool, typer.Option("--disagrees", help="It speaks against the claim.")] = False,
    as_: As = None,
    json: Json = False,
) -> None:
    """Add what else speaks for one claim of a lesson, or against it."""
    from bot import lesson_acting as acting
    from knowledge.lessons import Stance, drafted

    with console.reporting(), console.store() as (_, store):
        seen = store.lessons.get(lesson)
        records, passages = acting.sources(store, record, case_study, quote)
        reviews = acting.reviews(store)
        actor = acting.named(reviews, as_, "adds to the lesson", seen.theme, seen.evidence)
        stance = Stance.DISAGREES if disagrees else Stance.SUPPORTS
        for each in drafted(records, passages, seen.theme).evidence:
            evidence = each.model_copy(update={"stance": stance})
            seen = reviews.add_evidence(seen, claim, evidence, actor)
        acting.done(store, seen, json=json)


@gestures_app.command()
def validate(
    lesson: LessonId,
    claim: Annotated[
        list[int] | None, typer.Option(help="A claim that you checked; repeat it. Asked if left out.")
    ] = None,
    as_: As = None,
    json: Json = False,
) -> None:
    """Say that every claim of a lesson is what its quotes say; whoever wrote it cannot."""
    from bot import lesson_acting as acting
    from bot.lesson_terminal import claim_lines
    from knowledge.lessons import LessonGesture, required

    with console.reporting(), console.store() as (_, store):
        seen = store.lessons.get(lesson)
        reviews = acting.reviews(store)
        actor = acting.named(reviews, as_, "checks the lesson", seen.theme, seen.evidence)
        required(seen, LessonGesture.VALIDATE, actor)
        checked = claim or []
        if claim is None:
            for number, each in enumerate(seen.claims, start=1):
                console.show(claim_lines(number, each))
                typer.confirm("Do the quotes say so?", abort=True)
                checked.append(number)
        acting.done(store, reviews.validate(seen, checked, actor), json=json)


@gestures_app.command()
def endorse(lesson: LessonId, as_: As = None, json: Json = False) -> None:
    """Agree a validated lesson's words and attribution, as an owner of its theme or as its host."""
    from knowledge.lessons import LessonGesture

    _move(lesson, LessonGesture.ENDORSE, as_, None, json=json)


@gestures_app.command()
def share(
    lesson: LessonId,
    audience: Annotated[str, typer.Option(help="visit team, network or public.")] = "network",
    review_on: Annotated[
        str | None, typer.Option(help="When it is to be looked at again: 2027-03-04. A year from now.")
    ] = None,
    as_: As = None,
    json: Json = False,
) -> None:
    """Share an endorsed lesson: answers quote it to this audience from then on."""
    from bot import lesson_acting as acting
    from bot.services import now
    from knowledge.lessons import shared
    from knowledge.model import Audience

    with console.reporting(), console.store() as (_, store):
        with console.used_well():
            seen_by = console.chosen(audience, Audience) or Audience.NETWORK
            day = acting.day(review_on)
        seen = store.lessons.get(lesson)
        actor = acting.actor(acting.reviews(store), as_, seen.theme, seen.evidence)
        after = shared(seen, actor, seen_by, day, at=now())
        store.lessons.change(after, seen.version)
        acting.done(store, after, json=json)


@gestures_app.command(name="return")
def return_(lesson: LessonId, reason: Reason, as_: As = None, json: Json = False) -> None:
    """Send a lesson back to whoever proposed it."""
    from knowledge.lessons import LessonGesture

    _move(lesson, LessonGesture.RETURN, as_, reason, json=json)


@gestures_app.command()
def reject(lesson: LessonId, reason: Reason, as_: As = None, json: Json = False) -> None:
    """Turn a lesson down for good."""
    from knowledge.lessons import LessonGesture

    _move(lesson, LessonGesture.REJECT, as_, reason, json=json)


@gestures_app.command()
def contradict(lesson: LessonId, reason: Reason, as_: As = None, json: Json = False) -> None:
    """Mark a lesson as contradicted; answers show both sides."""
    from knowledge.lessons import LessonGesture

    _move(lesson, LessonGesture.CONTRADICT, as_, reason, json=json)


@gestures_app.command()
def retire(
    lesson: LessonId,
    reason: Reason,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    as_: As = None,
    json: Json = False,
) -> None:
    """Withdraw a lesson: answers quote it no more."""
    from knowledge.lessons import LessonGesture

    if not yes:
        typer.confirm(f"Withdraw {lesson} for good?", abort=True)
    _move(lesson, LessonGesture.RETIRE, as_, reason, json=json)


@gestures_app.command()
def renew(
    lesson: LessonId,
    review_on: Annotated[
        str | None, typer.Option(help="When it is to be looked at again. A year from now.")
    ] = None,
    as_: As = None,
    json: Json = False,
) -> None:
    """Bring a stale or contradicted lesson back; whoever wrote it cannot."""
    from bot import lesson_acting as acting
    from bot.services import now
    from knowledge.lessons import renewed

    with console.reporting(), console.store() as (_, store):
        with console.used_well():
            day = acting.day(review_on)
        seen = store.lessons.get(lesson)
        actor = acting.named(
            acting.reviews(store), as_, "looked at the lesson again", seen.theme, seen.evidence
        )
        after = renewed(seen, actor, day, at=now())
        store.lessons.change(after, seen.version)
        acting.done(store, after, json=json)


@gestures_app.command()
def merge(
    lesson: LessonId,
    into: Annotated[str, typer.Option(help="The lesson that takes over its quotes.")],
    reason: Reason = "It says the same.",
    as_: As = None,
    json: Json = False,
) -> None:
    """Let a lesson go into another, which takes over its quotes."""
    from bot import lesson_acting as acting

    with console.reporting(), console.store() as (_, store):
        seen, other = store.lessons.get(lesson), store.lessons.get(into)
        reviews = acting.reviews(store)
        actor = acting.named(reviews, as_, "adds to the other lesson", seen.theme, seen.evidence)
        acting.done(store, reviews.merge(seen, other, actor, reason), json=json)


@gestures_app.command()
def supersede(
    lesson: LessonId,
    by: Annotated[str, typer.Option(help="The lesson that is better.")],
    reason: Reason = "There is a better one.",
    as_: As = None,
    json: Json = False,
) -> None:
    """Leave a lesson for a better one."""
    from bot import lesson_acting as acting
    from bot.services import now
    from knowledge.lessons import superseded

    with console.reporting(), console.store() as (_, store):
        seen, other = store.lessons.get(lesson), store.lessons.get(by)
        actor = acting.actor(acting.reviews(store), as_, seen.theme, seen.evidence)
        after = superseded(seen, other, actor, at=now(), reason=reason)
        store.lessons.change(after, seen.version)
        acting.done(store, after, json=json)


@gestures_app.command()
def adopt(
    lesson: LessonId,
    council: Annotated[str | None, typer.Option(help="The council that used it.")] = None,
    change: Annotated[str | None, typer.Option(help="What it changed.")] = None,
    since: Annotated[str | None, typer.Option(help="Since when: 2026-03-04.")] = None,
    result: Annotated[str | None, typer.Option(help="What came of it.")] = None,
    evidence: Annotated[str | None, typer.Option(help="How you know.")] = None,
    commitment: Annotated[
        str | None, typer.Option(help="A commitment that is done; it says the rest.")
    ] = None,
    as_: As = None,
    json: Json = False,
) -> None:
    """Say that a council used a lesson; one that names a change makes it an applied one."""
    from uuid import uuid4

    from bot import lesson_acting as acting
    from bot.services import now
    from bot.showing import showing
    from knowledge.lessons import Adoption, adopted
    from knowledge.records import Commitment

    name = f"adoption-{uuid4().hex[:8]}"
    with console.reporting(), console.store() as (_, store):
        reviews = acting.reviews(store)
        seen = store.lessons.get(lesson)
        actor = acting.actor(reviews, as_, seen.theme, seen.evidence)
        if commitment is None:
            with console.used_well():
                told = Adoption.model_validate(
                    {"id": name, "lesson": lesson, "council": council or "", "change": change}
                    | {"since": since, "result": result, "evidence": evidence}
                    | {"by": actor.pseudonym, "created_at": now()}
                )
        else:
            promised = store.records.get(commitment)
            seen_in = showing(store, store.visits.get(promised.visit))
            made = (
                adopted(
                    seen_in.record(promised).record.model_copy(update={"council": promised.council}),
                    lesson,
                    name,
                    rule=seen_in.visit.attribution,
                    by=actor.pseudonym,
                    at=now(),
                )
                if isinstance(promised, Commitment)
                else None
            )
            if made is None:
                console.fail(f"{commitment} is no commitment that is done: see `peerbot commitments`")
            told = made.model_copy(update={"result": result} if result else {})
        acting.done(store, reviews.adopt(told, actor), json=json)


def _move(lesson: str, gesture: "LessonGesture", as_: str | None, reason: str | None, *, json: bool) -> None:
    from bot import lesson_acting as acting
    from bot.services import now
    from knowledge.lessons import moved

    with console.reporting(), console.store() as (_, store):
        seen = store.lessons.get(lesson)
        actor = acting.actor(acting.reviews(store), as_, seen.theme, seen.evidence)
        after = moved(seen, gesture, actor, at=now(), reason=reason)
        store.lessons.change(after, seen.version)
        acting.done(store, after, json=json)
