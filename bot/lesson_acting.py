"""Who acts on a lesson at a command line, and on what.

Whoever runs a command acts as a facilitator, and with ``--as`` as the person they name, with all
that person is. Nobody can be told apart at a command line, so whatever makes somebody a writer of a
lesson, and whatever a writer may not do, takes a name: a lesson is never written and checked by
"the command line" on both sides. Its history says that a step was taken here.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from uuid import uuid4

import typer

from bot import console
from bot.lesson_terminal import Card, lesson_json, near_table
from bot.services import now
from bot.settings import Settings
from embeddings import LateEmbedder
from knowledge.attribution import struck
from knowledge.lessons import (
    FIRST_REVIEW,
    Lesson,
    LessonActor,
    LessonDraft,
    LessonEvidence,
    LessonRole,
    LessonStatus,
    PassageEvidence,
    agreement,
    passage,
)
from knowledge.model import Audience, Theme
from knowledge.records import Record, Source
from knowledge.register import Kind, councils_among, load_register
from knowledge.reviews import Reviews, near, shown_use
from knowledge.store import LessonFilters, Store
from knowledge.visits import Attribution, Person

_ACTOR = "command-line"
_Member = TypeVar("_Member", bound=StrEnum)


def reviews(store: Store) -> Reviews:
    return Reviews(store, now)


def actor(desk: Reviews, name: str | None, theme: Theme, evidence: Sequence[LessonEvidence]) -> LessonActor:
    """Whoever ``--as`` names; without it, nobody in particular."""
    if name is None:
        roles = frozenset({LessonRole.FACILITATOR, LessonRole.OFFICER})
        return LessonActor(pseudonym=_ACTOR, roles=roles, source=Source.COMMAND_LINE)
    someone = person(desk.store, name)
    offered = uuid4().hex[:12]
    known = desk.actor(
        someone.id, offered=offered, source=Source.COMMAND_LINE, theme=theme, evidence=evidence
    )
    return known.model_copy(update={"roles": known.roles | {LessonRole.FACILITATOR}})


def named(
    desk: Reviews, name: str | None, what: str, theme: Theme, evidence: Sequence[LessonEvidence]
) -> LessonActor:
    """Whoever ``--as`` names, for what is not done by nobody in particular."""
    if name is None:
        raise typer.BadParameter(
            f"say who {what} with --as NAME, so that nobody checks their own words: "
            "`peerbot lessons people` shows whom it can name, and --add adds somebody"
        )
    return actor(desk, name, theme, evidence)


def person(store: Store, name: str) -> Person:
    """The only person of this name or id."""
    found = store.people.called(name)
    if not found:
        console.fail(
            f"nobody is known as {name!r}: `peerbot lessons people` shows who is, --add adds somebody"
        )
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        console.fail(f"more than one person is called {name!r}: give one of their ids, {ids}")
    return found[0]


def sources(
    store: Store, records: list[str] | None, case_studies: list[str] | None, quotes: list[str] | None
) -> tuple[list[Record], list[PassageEvidence]]:
    """The records and the passages that the options name; one of either at least."""
    quoted = passages(store, case_studies, quotes)
    told = [store.records.get(name) for name in dict.fromkeys(records or ())]
    if not told and not quoted:
        raise typer.BadParameter("give at least one --record, or a --case-study and its --quote")
    return told, quoted


def passages(store: Store, case_studies: list[str] | None, quotes: list[str] | None) -> list[PassageEvidence]:
    """What the options quote; an error names the first case study that does not say so."""
    studies, words = case_studies or [], quotes or []
    if len(studies) != len(words):
        raise typer.BadParameter("give one --quote for each --case-study")
    return [_passage(store, name, quote) for name, quote in zip(studies, words, strict=True)]


def _passage(store: Store, name: str, quote: str) -> PassageEvidence:
    study = store.case_studies.find(name)
    found = passage(study, quote)
    if found is None:
        console.fail(
            f"case study {study.id} does not say “{quote}”, sign for sign: "
            f"copy it from `peerbot show {study.id}`"
        )
    return found


def with_words(draft: LessonDraft, **given: Any) -> LessonDraft:
    """The draft with those of its words that were given."""
    words = {name: getattr(draft, name) for name in LessonDraft.model_fields}
    return LessonDraft.model_validate(
        words | {name: text for name, text in given.items() if text is not None}
    )


def refuse_near(settings: Settings, store: Store, draft: LessonDraft) -> None:
    """Shows the lessons that say nearly what the draft says, and ends there, if there are any."""
    if not store.lessons.any_living():  # the model takes seconds to load
        return
    with console.waiting("Looking for lessons that say the same…", quiet=False):
        found = near(draft, store, LateEmbedder(settings.embedding_model))
    if found:
        shown = [(as_shown(store, each.lesson), each.score) for each in found]
        typer.echo("These lessons say nearly the same:", err=True)
        console.show_error(near_table(shown))
        console.fail(
            "nothing was proposed: `peerbot lessons add-evidence LESSON` adds yours to one of them, "
            "--anyway proposes it all the same"
        )


def as_shown(store: Store, lesson: Lesson) -> Lesson:
    """The lesson without what its attribution does not let it name."""
    if lesson.attribution is Attribution.OPEN:
        return lesson
    return struck(lesson, lesson.attribution, store.lessons.names(lesson))


def card(store: Store, lesson: Lesson) -> Card:
    """All there is to see of a lesson."""
    names = store.lessons.names(lesson)
    return Card(
        lesson=struck(lesson, lesson.attribution, names),
        agreement=agreement(lesson, lesson.attribution, store.lessons.organisations([lesson])),
        adoptions=tuple(shown_use(store, lesson, each) for each in store.adoptions.of(lesson.id)),
    )


def done(store: Store, lesson: Lesson, *, json: bool) -> None:
    """Says what became of the lesson."""
    shown = as_shown(store, lesson)
    console.show(lesson_json(shown)) if json else typer.echo(f"{lesson.id} is {lesson.status}: {shown.title}")


def day(text: str | None) -> date:
    """The day of an option; in a year when it was left out."""
    return (now() + FIRST_REVIEW).date() if text is None else date.fromisoformat(text)


def each(texts: Iterable[str] | None, choices: type[_Member]) -> list[_Member]:
    found = (console.chosen(text, choices) for text in texts or ())
    return [member for member in found if member is not None]


def narrowed(
    *,
    status: Sequence[str] | None,
    theme: str | None,
    council: Sequence[str] | None,
    kind: Kind,
    visit: str | None,
    audience: str | None,
    text: str,
    shared_since: str | None,
    reviewed_since: str | None,
    faulty: bool = False,
) -> LessonFilters:
    """What the options say; the command fails where the register knows no such council."""
    with console.used_well():
        register = load_register(console.settings().council_register)
        named = councils_among(register, kind, tuple(council or ()))
        filters = LessonFilters(
            statuses=frozenset(each(status, LessonStatus)),
            themes=frozenset(each([theme] if theme else None, Theme)),
            audiences=frozenset(each([audience] if audience else None, Audience)),
            visit=visit,
            councils=named or (),
            text=text,
            faulty=faulty,
            shared_since=date.fromisoformat(shared_since) if shared_since else None,
            reviewed_since=date.fromisoformat(reviewed_since) if reviewed_since else None,
        )
    if named == ():
        console.fail("the register knows no such council: see COUNCIL_REGISTER in the README")
    return filters
