"""Lessons, who used them, and commitments, as a terminal shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.visit_terminal import add_row_to, table_of
from knowledge.lessons import Adoption, Agreement, Claim, Lesson, RecordEvidence, Stance
from knowledge.progress import Progress, Stand, Standing
from knowledge.store import LessonPage
from knowledge.visits import Person


@dataclass(frozen=True, slots=True)
class Card:
    """All there is to see of a lesson, as it may be shown."""

    lesson: Lesson
    agreement: Agreement
    adoptions: tuple[Adoption, ...]


def lesson_json(lesson: Lesson) -> dict[str, Any]:
    """A lesson in the forms of `peerbot lessons … --json`."""
    return {**lesson.model_dump(mode="json"), "version": lesson.version, "faults": list(lesson.faults)}


def card_json(card: Card) -> dict[str, Any]:
    """The form of `peerbot lessons show --json`."""
    return {
        **lesson_json(card.lesson),
        "agreement": asdict(card.agreement),
        "adoptions": [adoption.model_dump(mode="json") for adoption in card.adoptions],
    }


def lesson_table(lessons: Sequence[Lesson], page: LessonPage, *, narrowed: bool) -> RenderableType:
    if not lessons:
        nothing = (
            "No lessons like that." if narrowed else "No lessons yet. `peerbot lessons propose` makes one."
        )
        return Text(nothing)
    made = table_of("id", "status", "theme", "as of", "lesson")
    for lesson in lessons:
        mark = " (a quote no longer stands)" if lesson.faults else ""
        add_row_to(made, lesson.id, lesson.status, lesson.theme, lesson.as_of or "", lesson.title + mark)
    if page.after is None:
        return made
    more = f"\n{len(lessons)} of {page.total}. The next: --after {page.after}"
    return Group(made, Text(more))


def near_table(found: Sequence[tuple[Lesson, float]]) -> RenderableType:
    made = table_of("id", "status", "how near", "lesson")
    for lesson, score in found:
        add_row_to(made, lesson.id, lesson.status, f"{score:.2f}", lesson.title)
    return made


def card_lines(card: Card) -> RenderableType:
    lesson = card.lesson
    facts = table_of("", "")
    facts.show_header = False
    for name, value in (
        ("id", lesson.id),
        ("status", lesson.status),
        ("theme", lesson.theme),
        ("councils", ", ".join(lesson.councils)),
        ("as of", lesson.as_of or ""),
        ("audience", lesson.audience),
        ("attribution", lesson.attribution),
        ("review on", str(lesson.review_on or "")),
        ("endorsed by", lesson.endorsed_by or ""),
        ("merged into", lesson.merged_into or ""),
        ("superseded by", lesson.superseded_by or ""),
        ("sources", _agreement(card.agreement)),
    ):
        if value:
            add_row_to(facts, name, value)
    claims = [claim_lines(number, claim) for number, claim in enumerate(lesson.claims, start=1)]
    used = [Text("\nUsed", style="bold"), *map(_adoption, card.adoptions)] if card.adoptions else []
    return Group(Text(lesson.title, style="bold"), facts, *_words(lesson), *claims, *used, *_history(lesson))


def claim_lines(number: int, claim: Claim) -> RenderableType:
    """A claim and what it rests on."""
    lines: list[RenderableType] = [Text(f"\nClaim {number}: {claim.text}")]
    for each in claim.evidence:
        place = (
            f"record {each.record}, {each.field.replace('_', ' ')}"
            if isinstance(each, RecordEvidence)
            else f"case study {each.case_study}, {each.start}–{each.end}"
        )
        against = "disagrees: " if each.stance is Stance.DISAGREES else ""
        lines.append(Padding(Text(f"{against}“{each.quote}” ({place})"), (0, 0, 0, 2)))
        if each.fault:
            lines.append(
                Padding(Text(f"This quote no longer stands: {each.fault}.", style="bold"), (0, 0, 0, 2))
            )
    return Group(*lines)


def people_table(found: Sequence[tuple[Person, Sequence[str]]]) -> RenderableType:
    if not found:
        return Text("Nobody yet. Slack's people are met when they use Peerbot; --add NAME adds others.")
    made = table_of("id", "name", "themes they own")
    for person, themes in found:
        add_row_to(made, person.id, person.display_name, ", ".join(themes))
    return made


def progress_json(progress: Progress) -> dict[str, Any]:
    """One council in the form of `peerbot commitments --json`."""
    return {
        "council": progress.council,
        **{standing.value: progress.count(standing) for standing in Standing},
        "overdue": progress.overdue,
        "commitments": [
            {
                **stand.commitment.model_dump(mode="json", include=_TOLD),
                "standing": stand.standing,
                "since": stand.since.isoformat(),
                "overdue": stand.overdue,
                "reason": stand.reason,
                "last": stand.last
                and stand.last.model_dump(mode="json", include={"at", "gesture", "reason"}),
            }
            for stand in progress.stands
        ],
    }


_TOLD = {"id", "visit", "current_state", "desired_state", "measure", "due", "owner_role"}


def progress_lines(found: Sequence[Progress]) -> RenderableType:
    agreed = [progress for progress in found if progress.stands]
    if not agreed:
        return Text("No commitments agreed yet.")
    return Group(*(part for progress in agreed for part in _council(progress)))


def _council(progress: Progress) -> Iterator[RenderableType]:
    counts = [f"{progress.count(standing)} {standing}" for standing in Standing if progress.count(standing)]
    late = [f"{progress.overdue} overdue"] if progress.overdue else []
    yield Text(f"{progress.council}: {', '.join(counts + late)}", style="bold")
    for stand in progress.stands:
        told = stand.commitment
        late = [", overdue" if stand.overdue else "", f", by {told.due}" if told.due else ""]
        yield Text(f"\n{told.id}: {stand.standing}{''.join(late)}")
        facts = table_of("", "")
        facts.show_header = False
        for name, said in (
            ("from", told.current_state),
            ("to", told.desired_state),
            ("measure", told.measure),
            ("owner", told.owner_role),
            ("last change", _last(stand)),
        ):
            if said:
                add_row_to(facts, name, said)
        yield Padding(facts, (0, 0, 0, 2))
    yield Text()


def _last(stand: Stand) -> str:
    if stand.last is None:
        return ""
    why = f": {stand.last.reason}" if stand.last.reason else ""
    return f"{stand.last.gesture}, {stand.last.at.date()}{why}"


def _words(lesson: Lesson) -> Iterator[RenderableType]:
    for heading, text in (
        ("What prompted it", lesson.prompt),
        ("The lesson", lesson.lesson),
        ("Recommendation", lesson.recommendation),
        ("When it applies", lesson.applies_when),
        ("When it does not", lesson.not_when),
    ):
        if text:
            yield Text(f"\n{heading}", style="bold")
            yield Text(text)


def _agreement(agreement: Agreement) -> str:
    if agreement.seen_in is None:
        return f"{agreement.verdict}; too few councils to say how many"
    places = "place" if agreement.seen_in == 1 else "places"
    disagree = f", {agreement.disagree} disagree" if agreement.disagree else ""
    return f"{agreement.verdict}; seen in {agreement.seen_in} {places}{disagree}"


def _adoption(adoption: Adoption) -> RenderableType:
    since = f" since {adoption.since}" if adoption.since else ""
    told = [f"{adoption.council}{since}", adoption.change, adoption.result, adoption.evidence]
    return Text(". ".join(part.rstrip(".") for part in told if part) + ".")


def _history(lesson: Lesson) -> Iterator[RenderableType]:
    yield Text("\nHistory", style="bold")
    made = table_of("when", "gesture", "by", "status", "reason")
    for event in lesson.history:
        by = f"{event.role} {event.actor}"
        add_row_to(made, f"{event.at:%Y-%m-%d %H:%M}", event.gesture, by, event.status, event.reason or "")
    yield made
