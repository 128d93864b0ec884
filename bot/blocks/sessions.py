"""The form of a session: its times as clocks at the host show them. Pure.

Two nights a year clocks show a time twice, or never: the first is asked about, the second is an
error at its field. Neither is guessed at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.blocks.abouts import About
from bot.blocks.elements import Block, actions, button, confirm
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice_block
from bot.forms import Answers, Merged, RejectedFormError, answers_of, made, modal, prompts_of
from bot.wording import forms as form_wording
from bot.wording import programmes as wording
from bot.wording import visits as visit_wording
from knowledge.fields import Value
from knowledge.programmes import RepeatedTimeError, at_host
from knowledge.visits import Session, Visit


class Which(StrEnum):
    """Of the two times that clocks show alike."""

    FIRST = wording.FIRST_TIME
    SECOND = wording.SECOND_TIME


class Times(Value):
    """When a session is, as clocks at the host show it."""

    day: date = Field(title=wording.DAY)
    begins: time = Field(title=wording.BEGINS)
    ends: time = Field(title=wording.ENDS)
    which: Which | None = Field(default=None, title=wording.WHICH)
    ends_on: date | None = Field(default=None, title=wording.ENDS_ON)


class AskWhichError(Exception):
    """Clocks show the time of this field twice, and nobody has said which is meant."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


_WHEN = prompts_of(Times, ("day", "begins", "ends"))
_WHICH = prompts_of(Times, ("which",))
_WHAT = prompts_of(Session, Session.asked)
_LATE = prompts_of(Times, ("ends_on",))
_TIMES = (*_WHEN, *_WHICH, *_LATE)
ASKED = (*_WHAT, *_TIMES)
LABELS = {prompt.name: prompt.label for prompt in _TIMES}


@dataclass(frozen=True, slots=True)
class SessionForm:
    """A session in a form."""

    visit: Visit
    answers: Answers
    session: str | None = None
    """The one that is changed; None for a new one."""
    asks_which: bool = False
    said: str = ""
    merged: Merged | None = None
    """What two people have made of it, when they did at once; the answers are its."""


def session_form(form: SessionForm) -> Block:
    which = _WHICH if form.asks_which else ()
    remove = button(
        wording.REMOVE,
        Action.REMOVE_SESSION,
        form.session or "",
        style="danger",
        confirm=confirm(wording.REMOVE, wording.BEFORE_REMOVING, no=wording.KEEP, danger=True),
    )
    return modal(
        Form.SESSION,
        wording.CHANGE_TITLE if form.session else wording.NEW_TITLE,
        (_WHAT[0], *_WHEN, *which, *_WHAT[1:], *_LATE),
        form.answers,
        submit=wording.SAVE,
        close=wording.CANCEL,
        about=str(About(visit=form.visit.id, seen=form.visit.version, session=form.session)),
        before=[notice_block(form.said)] if form.said else [],
        after=[actions(remove)] if form.session else [],
        edition=str(form.visit.version) if form.merged else "",
        typed=form.merged.typed if form.merged else (),
    )


def answers_for_new(visit: Visit, programme: Sequence[Session]) -> Answers:
    """A new session begins when the last one ends, else on the visit's first day."""
    if not programme:
        return {"day": visit.starts.isoformat()}
    last = visit.local(max(session.end for session in programme))
    return {"day": last.date().isoformat(), "begins": f"{last:%H:%M}"}


def answers_for(visit: Visit, session: Session) -> dict[str, str]:
    """What somebody would have typed to get this session."""
    start, end = visit.local(session.start), visit.local(session.end)
    times = Times(
        day=start.date(),
        begins=start.time(),
        ends=end.time(),
        which=_which(start, end),
        ends_on=None if end.date() == start.date() else end.date(),
    )
    return {**answers_of(session, _WHAT), **answers_of(times, _TIMES)}


def _which(*moments: datetime) -> Which | None:
    """Which of two times is meant, where one of the moments is shown twice."""
    twice = [one for one in moments if one.replace(fold=0).utcoffset() != one.replace(fold=1).utcoffset()]
    return (Which.SECOND if any(one.fold for one in twice) else Which.FIRST) if twice else None


def session_of(visit: Visit, answers: Answers, session_id: str) -> Session:
    """The session that was typed in.

    RejectedFormError with a sentence at each field that is not fit; AskWhichError when clocks show a
    time twice and nobody has said which is meant.
    """
    times = made(Times, _TIMES, answers)
    days = visit_wording.dates(visit.starts, visit.ends)
    if not visit.starts <= times.day <= visit.ends:
        raise RejectedFormError({"day": wording.outside(times.day, days)})
    start = _moment("begins", times.day, times.begins, visit, times.which)
    end = _moment("ends", times.ends_on or times.day, times.ends, visit, times.which)
    if end <= start:
        raise RejectedFormError({"ends": wording.ENDS_AFTER})
    return made(Session, _WHAT, answers, id=session_id, start=start, end=end)


def _moment(field: str, day: date, clock: time, visit: Visit, which: Which | None) -> datetime:
    second = None if which is None else which is Which.SECOND
    try:
        return at_host(datetime.combine(day, clock), ZoneInfo(visit.time_zone), second=second)
    except RepeatedTimeError as error:
        raise AskWhichError(field) from error
    except ValueError as error:
        raise RejectedFormError({field: form_wording.sentence(str(error))}) from error
