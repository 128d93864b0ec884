"""The form that feedback is logged with: what it is about, what it asks, and what comes of the answers. Pure.

The one thing to remember: an ``Errand`` travels with the form, so it holds ids and never a word that
somebody typed. What it says was true when the form was made, and is looked at again when it is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from bot.blocks import limits
from bot.enquiries import TakenAlong
from bot.forms import Answers, Option, Prompt, answers_of, prompts_of
from bot.wording import feedback as wording
from knowledge.attribution import strictest
from knowledge.fields import Identifier, Line, Value
from knowledge.records import FeedbackRecord
from knowledge.store import Quotation
from knowledge.visits import Attribution, Session, Visit

NO_SESSION = NO_ENQUIRY = "-"
"""The answer that none is meant: a choice once made cannot be taken back otherwise."""

_LEFT_OPEN = {"session": NO_SESSION, "enquiry": NO_ENQUIRY}
_MOST_SESSIONS = _MOST_ENQUIRIES = limits.OPTIONS - 1  # and one for none of them


class Errand(Value):
    """What an open form is for."""

    visit: Identifier
    session: Identifier | None = None
    """The one it was opened for; None for the one that is on."""
    enquiry: Identifier | None = None
    """The question it was opened for."""
    quotation: Identifier | None = None
    """The message that is logged."""
    record: Identifier | None = None
    """The feedback that is changed; None for new feedback."""
    version: int = 0
    """Of that feedback, as its author saw it."""
    edition: str = ""
    """Which of the forms that were shown in the same modal this is."""
    detailed: bool = False
    consent: Line | None = None
    """The text on keeping what people say that is shown with the form."""

    @property
    def about(self) -> str:
        """What a draft of it goes by."""
        return self.record or self.quotation or " ".join(filter(None, (self.visit, self.enquiry)))


@dataclass(frozen=True, slots=True)
class Filling:
    """A form, and all that is shown with it; texts are as the visit's rule lets them be shown."""

    errand: Errand
    visit: Visit
    programme: tuple[Session, ...]
    answers: Answers
    enquiries: tuple[TakenAlong, ...] = ()
    running: str | None = None
    """The session that is on, or just over."""
    typed_at: datetime | None = None
    """When a draft that was restored was typed."""
    quotation: Quotation | None = None
    others: tuple[Visit, ...] = ()
    """Other visits that feedback can be logged on."""


def record_id(errand: Errand, view: str) -> str:
    """The id of what is sent with the form in this modal: the same however often it is sent."""
    return errand.record or uuid5(NAMESPACE_URL, f"feedback {view} {errand.edition}").hex[:16]


def prompts(filling: Filling) -> tuple[Prompt, ...]:
    """What the form asks; the rest only when more detail is wanted."""
    first, more = _in_order(filling)
    asked = prompts_of(FeedbackRecord, (*first, *more) if filling.errand.detailed else first)
    return tuple(_fitted(prompt, filling) for prompt in asked if _can_be_asked(prompt, filling.visit))


def _in_order(filling: Filling) -> tuple[Sequence[str], Sequence[str]]:
    """What is asked first and what as detail; a question taken along goes before what is asked last."""
    first, more = FeedbackRecord.asked, tuple(one for one in FeedbackRecord.details if one != "enquiry")
    if not filling.enquiries:
        return first, more
    what, seen, *others, last = first
    return (what, seen, "enquiry", *others), (last, *more)


def given(filling: Filling) -> dict[str, str]:
    """The answers that say something."""
    return {name: answer for name, answer in filling.answers.items() if _LEFT_OPEN.get(name) != answer}


def answers_to_change(record: FeedbackRecord) -> dict[str, str]:
    """What somebody would have typed to tell this."""
    asked = prompts_of(FeedbackRecord, (*FeedbackRecord.asked, *FeedbackRecord.details))
    answers = {**_LEFT_OPEN, **answers_of(record, asked)}
    if record.attribution is Attribution.OPEN:  # the wish of whoever has not said any
        del answers["attribution"]
    return answers


def has_details(answers: Answers) -> bool:
    return any(answers.get(name) for name in FeedbackRecord.details)


def _can_be_asked(prompt: Prompt, visit: Visit) -> bool:
    return prompt.name != "attribution" or len(_wishes(visit)) > 1


def _fitted(prompt: Prompt, filling: Filling) -> Prompt:
    if prompt.name == "session":
        return replace(prompt.offering(_sessions(filling)), initial=filling.errand.session or filling.running)
    if prompt.name == "enquiry":
        return replace(prompt.offering(_enquiries(filling)), initial=filling.errand.enquiry)
    if prompt.name == "attribution":
        wishes = _wishes(filling.visit)
        offered = prompt.offering(Option(wish, wording.WISHES[wish]) for wish in wishes)
        return replace(offered, initial=wishes[0])
    return prompt


def _wishes(visit: Visit) -> Sequence[Attribution]:
    """The visit's rule, and those that are stricter."""
    return [wish for wish in Attribution if strictest(visit.attribution, wish) is wish]


def _sessions(filling: Filling) -> list[Option]:
    visit, programme = filling.visit, _nearest(filling.programme, _session_at_hand(filling))
    dated = len({visit.local(session.start).date() for session in filling.programme}) > 1
    options = [
        Option(
            session.id,
            wording.session(visit.local(session.start), visit.local(session.end), session.title, dated=dated),
        )
        for session in programme
    ]
    return [*options, Option(NO_SESSION, wording.NO_SESSION)]


def _enquiries(filling: Filling) -> list[Option]:
    options = [Option(each.id, each.question, each.where or "") for each in filling.enquiries]
    return [*options[:_MOST_ENQUIRIES], Option(NO_ENQUIRY, wording.NO_ENQUIRY)]


def _session_at_hand(filling: Filling) -> str | None:
    """The one that was told of, else the one that is on."""
    told = (filling.answers.get("session"), filling.errand.session)
    known = {session.id for session in filling.programme}
    return next((one for one in told if one in known), filling.running)


def _nearest(programme: Sequence[Session], at_hand: str | None) -> Sequence[Session]:
    """As many sessions around the one at hand as there is room for."""
    here = next((number for number, one in enumerate(programme) if one.id == at_hand), 0)
    last = len(programme) - _MOST_SESSIONS
    start = max(0, min(here - _MOST_SESSIONS // 2, last))
    return programme[start : start + _MOST_SESSIONS]
