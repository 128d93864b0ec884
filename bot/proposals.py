"""The form that a lesson is proposed with: what it rests on, its first words, what comes of it. Pure.

An ``Errand`` travels with the form, so it holds ids and never a word; a quote is taken from the
source as it is when the form is sent. What is picked goes by its mark in fields and on buttons,
so that what was typed about it stays with it whatever is added or taken off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from bot.boards import mark
from bot.forms import Answers, RejectedFormError, answers_of, made, prompts_of
from bot.wording import forms as form_wording
from bot.wording import proposals as wording
from knowledge.errors import MisquotedError, StruckQuoteError
from knowledge.fields import PROSE_LIMIT, Identifier, Line, Value, prose
from knowledge.lessons import (
    Claim,
    LessonDraft,
    PassageEvidence,
    RecordEvidence,
    drafted,
    passage_quote,
    quotable,
    quoted_field,
    record_quote,
    told,
)
from knowledge.model import CaseStudy
from knowledge.records import Commitment, FeedbackRecord, Record

MOST_PICKED = 8
"""More is a form that nobody reads to its end on a telephone."""
MORE = "more"
"""The field that something more is picked in."""

WORDS = prompts_of(
    LessonDraft, ("title", "lesson", "recommendation", "applies_when", "not_when", "prompt", "theme")
)


class RecordPick(Value):
    """A point of a record that a lesson is to rest on."""

    record: Identifier
    point: int = Field(default=0, ge=0)
    """Its number among ``knowledge.lessons.points``."""


class PassagePick(Value):
    """A passage of a case study that it is to rest on."""

    case_study: Identifier
    start: int = Field(ge=0)
    end: int = Field(ge=1)


Pick = RecordPick | PassagePick


class Errand(Value):
    """What an open form is for."""

    picks: tuple[Pick, ...] = Field(default=(), max_length=MOST_PICKED)
    """Records first, as a draft has it."""
    gap: Line | None = None
    """What the lesson is to answer: what it was begun for, else what the feedback it rests on answers."""
    page: int | None = None
    """Of the list of gaps, if it was begun from there."""
    edition: str = ""
    """Which of the forms that were shown in the same modal this is."""
    shown: tuple[str, ...] = ()
    """Marks of the lessons that say nearly the same and were shown to whoever proposes this one."""

    def __str__(self) -> str:
        return self.model_dump_json(exclude_defaults=True)

    def having_shown(self, lessons: Iterable[str]) -> "Errand":
        """The same errand, once these lessons were shown beside it."""
        marks = dict.fromkeys([*self.shown, *(mark(lesson) for lesson in lessons)])
        return self.model_copy(update={"shown": tuple(marks)})

    @property
    def begun_for_gap(self) -> bool:
        """Whether it answers its gap whatever it rests on."""
        return self.page is not None

    def answering(self, gap: str | None) -> "Errand":
        """The same errand, of a lesson that is to answer the gap."""
        return self.model_copy(update={"gap": gap})

    def resting_on(self, picks: Iterable[Pick], edition: str) -> "Errand":
        """The same errand with these picks, shown afresh."""
        once = sorted(dict.fromkeys(picks), key=lambda pick: isinstance(pick, PassagePick))
        return self.model_copy(update={"picks": tuple(once), "edition": edition})


def mark_of(pick: Pick) -> str:
    match pick:
        case RecordPick():
            return mark(pick.record, pick.point)
        case PassagePick():
            return mark(f"{pick.case_study} {pick.start} {pick.end}")


@dataclass(frozen=True, slots=True)
class PickedRecord:
    """A point of a record, as it was told and as it may be shown."""

    record: Record
    shown: Record
    visit: str
    """Its title, as it may be shown."""
    number: int = 0
    """Of the point."""

    @property
    def pick(self) -> RecordPick:
        return RecordPick(record=self.record.id, point=self.number)

    @property
    def heading(self) -> str:
        """What it is, apart from where it was told."""
        match self.shown:
            case FeedbackRecord(kind=kind):
                return wording.feedback(kind)
            case Commitment(council=council, status=status):
                return wording.commitment(council, status)
            case _:
                return wording.group_feedback(self._field)

    @property
    def source(self) -> str:
        return wording.told_on(self.heading, self.visit)

    @property
    def text(self) -> str:
        return told(self.shown, self._field)

    @property
    def quotable(self) -> bool:
        """Whether lessons may quote it, which its author or a facilitator can have changed since."""
        return quotable(self.record)

    @property
    def struck(self) -> bool:
        """Whether words of it are not shown."""
        return self.text != told(self.record, self._field)

    @property
    def _field(self) -> str:
        return quoted_field(self.record)

    def evidence(self, typed: str) -> RecordEvidence:
        return record_quote(self.record, self.shown, self._field, typed)


@dataclass(frozen=True, slots=True)
class PickedPassage:
    """A passage, in its case study as it is now."""

    pick: PassagePick
    case_study: CaseStudy
    quotable = True
    struck = False

    @property
    def source(self) -> str:
        metadata = self.case_study.metadata
        return wording.passage(metadata.title, metadata.council, metadata.as_of)

    @property
    def text(self) -> str:
        return self.case_study.text[self.pick.start : self.pick.end]

    def evidence(self, typed: str) -> PassageEvidence:
        return passage_quote(self.case_study, typed, self.pick.start)


Picked = PickedRecord | PickedPassage


def draft_of(picked: Sequence[Picked]) -> LessonDraft | None:
    """The lesson that is begun with, in words that may be shown; None when nothing is picked."""
    if not picked:
        return None
    records = [one.shown for one in picked if isinstance(one, PickedRecord)]
    read = [one for one in picked if isinstance(one, PickedPassage)]
    has_theme = any(record.theme for record in records)
    themes = [theme for one in read for theme in one.case_study.metadata.themes]
    return drafted(
        records, [one.evidence(one.text) for one in read], None if has_theme else next(iter(themes), None)
    )


def first_answers(picked: Sequence[Picked], asked: str = "") -> dict[str, str]:
    """What the form is shown with before anybody has typed; ``asked`` is what the lesson is to answer."""
    prompt = {"prompt": asked[:PROSE_LIMIT]} if asked else {}
    draft = draft_of(picked)
    if draft is None:
        return prompt
    claims = dict(zip([mark_of(one.pick) for one in picked], draft.claims, strict=True))
    return {
        **prompt,
        **answers_of(draft, WORDS),
        **{claim_field(name): claim.text for name, claim in claims.items()},
        **{quote_field(name): claim.evidence[0].quote for name, claim in claims.items()},
    }


def claim_field(name: str) -> str:
    return f"claim-{name}"


def quote_field(name: str) -> str:
    return f"quote-{name}"


def quote_fields(typed: Answers) -> dict[str, str]:
    """Those of the answers that are quotes, for another form that asks for them."""
    return {name: answer for name, answer in typed.items() if name.startswith(quote_field(""))}


Evidence = RecordEvidence | PassageEvidence


def evidence_in(picked: Sequence[Picked], typed: Answers) -> dict[str, Evidence]:
    """The quotes that were typed, by the mark of their pick; RejectedFormError when a source has none."""
    found: dict[str, Evidence] = {}
    errors: dict[str, str] = {}
    for one in picked:
        name = mark_of(one.pick)
        field = quote_field(name)
        try:
            found[name] = _evidence(one, typed.get(field, ""))
        except StruckQuoteError:
            errors[field] = wording.STRUCK_QUOTE
        except MisquotedError:
            errors[field] = _why(one, typed.get(field, ""))
    if errors:
        raise RejectedFormError(errors)
    return found


def _why(one: Picked, typed: str) -> str:
    """Why it is refused as a quote."""
    if not one.quotable:
        return wording.NO_LONGER_QUOTABLE
    return wording.MISQUOTED if typed else form_wording.MISSING


def quoted_in(picked: Sequence[Picked], typed: Answers) -> list[Picked]:
    """What of it a quote was typed from."""
    return [one for one in picked if typed.get(quote_field(mark_of(one.pick)))]


def some_evidence_in(picked: Sequence[Picked], typed: Answers) -> list[Evidence]:
    """The quotes that were typed, at least one of them; what has none is left out."""
    return list(evidence_in(quoted_in(picked, typed) or picked, typed).values())


def _evidence(one: Picked, typed: str) -> Evidence:
    if not one.quotable:
        raise MisquotedError(f"{one.source} can no longer be quoted")
    return one.evidence(typed)


def draft_in(picked: Sequence[Picked], typed: Answers) -> LessonDraft:
    """The lesson that was typed; RejectedFormError says at which field something is amiss."""
    if not picked:
        raise RejectedFormError({MORE: wording.NOTHING_PICKED})
    claims = _claims(picked, typed, evidence_in(picked, typed))
    return made(LessonDraft, WORDS, typed, claims=claims)


def _claims(picked: Sequence[Picked], typed: Answers, evidence: Mapping[str, Evidence]) -> list[Claim]:
    """A quote without a claim of its own stands under the one above it."""
    begun: list[tuple[str, list[Evidence]]] = []
    for name in (mark_of(one.pick) for one in picked):
        if said := prose(typed.get(claim_field(name), "")):
            begun.append((said, [evidence[name]]))
        elif begun:
            begun[-1][1].append(evidence[name])
        else:
            raise RejectedFormError({claim_field(name): form_wording.MISSING})
    return [Claim(text=said, evidence=tuple(quotes)) for said, quotes in begun]
