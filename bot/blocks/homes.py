"""What a person sees before asking anything: App Home, suggested prompts, the help of the command. Pure.

App Home is made of sections; which of them somebody sees, and in which order, stands in ``_ON_VISIT``
by what they are on the visit in hand. What is given here may be shown as it is: it has been through
the visit's attribution rule.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot import wording
from bot.blocks.answers import Reply
from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    header,
    line,
    person,
    plain,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, log_pointer
from bot.blocks.nudges import OFF, ON
from bot.blocks.progress import ANYBODY
from bot.blocks.texts import on_one_line, shortened
from bot.wording import homes as said
from bot.wording import lesson_reviews as reviews
from bot.wording import progress
from bot.wording.themes import named
from knowledge.model import Theme
from knowledge.overviews import Overview
from knowledge.records import FeedbackRecord, RecordStatus
from knowledge.visits import UNDER_WAY, Role, Session, Visit, VisitState

NEW = "new"
"""What the button that plans a visit carries: there is no visit yet."""
_MOST_LINES = 20  # of a list; a screen that goes on for ever hides what comes after it
_MOST_OWN = 8
_TITLE = 120
_OBSERVATION = 100


@dataclass(frozen=True, slots=True)
class OnVisit:
    """The visit somebody has most to do with, and what they may see of it."""

    visit: Visit
    role: Role
    programme: tuple[Session, ...]
    now: datetime
    own: tuple[FeedbackRecord, ...] = ()
    """The latest first."""
    overview: Overview | None = None
    """For facilitators."""
    silent: tuple[tuple[str | None, str], ...] = ()
    """Slack users and names of those who have told nothing, where the rule names people."""

    @property
    def may_log(self) -> bool:
        return self.visit.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class Page:
    """All that one person's App Home shows."""

    case_studies: int
    councils: int
    by_theme: tuple[tuple[Theme, int], ...] = ()
    """How many case studies there are for this person to read on each theme."""
    lessons: tuple[tuple[Theme, int], ...] = ()
    reviews: int | None = None
    """How many lessons wait for this person; None for somebody who reviews none."""
    on: OnVisit | None = None
    saved: int = 0
    """How much this person has saved."""
    reminded: bool | None = None
    """None for somebody who has never been on a visit."""


def home(page: Page) -> Block:
    """The Home tab."""
    if page.on is None:
        blocks = [*_greeting(page), *_nothing_in_hand(page), *_reviews(page), *_library(page), *_asking(page)]
    else:
        sections = [block for part in _ON_VISIT[page.on.role] for block in part(page.on)]
        blocks = [*_visit(page.on), *sections, *_reviews(page), *_library(page), *_asking(page)]
    return {"type": "home", "blocks": [*blocks, *_reminders(page)]}


# On a visit


def _visit(on: OnVisit) -> list[Block]:
    about = (said.when(on.visit), said.ROLES[on.role])
    return [
        header(on.visit.title),
        section(plain(on.visit.focus)),
        {"type": "context", "elements": [plain(text) for text in about]},
    ]


def _today(on: OnVisit) -> list[Block]:
    today = on.visit.local(on.now).date()
    days = sorted({_day(on, session) for session in on.programme if _day(on, session) >= today})
    if not on.programme:
        empty = said.NO_PROGRAMME_FACILITATOR if on.role is Role.FACILITATOR else said.NO_PROGRAMME
        return [header(said.TODAY), section(plain(empty))]
    if not days:
        return []
    if days[0] > today:
        shown = said.TO_COME.format(day=said.day(days[0]))
        before = [section(plain(said.NO_PROGRAMME_TODAY))] if on.visit.starts <= today else []
        return [*before, header(shown), _sessions(on, days[0])]
    over = all(one.end <= on.now for one in on.programme if _day(on, one) == today)
    after = [section(plain(said.DAY_OVER))] if over else []
    return [header(said.TODAY), _sessions(on, today), *after]


def _sessions(on: OnVisit, day: date) -> Block:
    of_day = [session for session in on.programme if _day(on, session) == day]
    following = next((session for session in of_day if session.start > on.now), None)
    return _listed([_session(on, session, following) for session in of_day])


def _session(on: OnVisit, session: Session, following: Session | None) -> Block:
    begins, ends = (said.clock(on.visit.local(moment)) for moment in (session.start, session.end))
    is_on = session.start <= on.now < session.end
    mark = said.NOW if is_on else said.NEXT if session == following else ""
    title = shortened(session.title, _TITLE) + (
        f" · {shortened(session.place, _TITLE)}" if session.place else ""
    )
    marked = [words(f"{mark} ", bold=True)] if mark else []
    return line(words(f"{begins}–{ends}  "), *marked, words(title, bold=is_on))


def _day(on: OnVisit, session: Session) -> date:
    return on.visit.local(session.start).date()


def _logging(on: OnVisit) -> list[Block]:
    log = (Action.LOG_FEEDBACK, log_pointer(on.visit.id))
    ours = [button(said.LOG_FEEDBACK, *log, style="primary")] if on.may_log else []
    return [actions(*ours, _ask(), button(said.OPEN_VISIT, Action.OPEN_VISIT, on.visit.id))]


def _own(on: OnVisit) -> list[Block]:
    if not on.own:
        expected = on.may_log and on.role is Role.PARTICIPANT
        return [header(said.MY_FEEDBACK), section(plain(said.NOTHING_LOGGED))] if expected else []
    lines = [_told(record) for record in on.own]
    change = button(said.CHANGE_MINE, Action.MY_FEEDBACK, on.visit.id)
    return [header(said.MY_FEEDBACK), _listed(lines, _MOST_OWN), actions(change)]


def _told(record: FeedbackRecord) -> Block:
    status = said.STATUSES[record.status]
    if record.status is RecordStatus.WITHDRAWN:
        return line(words(f"{said.KINDS[record.kind]} · "), words(status, italic=True))
    text = shortened(on_one_line(record.observation), _OBSERVATION)
    return line(words(f"{said.KINDS[record.kind]}: {text} · "), words(status, italic=True))


def _facilitating(on: OnVisit) -> list[Block]:
    found = on.overview
    waiting = [section(plain(said.waiting(found.waiting)))] if found and found.total else []
    style = {"style": "primary"} if found and found.waiting else {}
    buttons = [
        button(said.LOG_FEEDBACK, Action.LOG_FEEDBACK, log_pointer(on.visit.id)),
        button(said.REVIEW, Action.REVIEW_FEEDBACK, on.visit.id, **style),
    ]
    plan = button(said.PLAN_VISIT, Action.PLAN_VISIT, NEW)
    show = button(said.OPEN_VISIT, Action.OPEN_VISIT, on.visit.id)
    gaps = button(said.GAPS_DOOR, Action.SHOW_GAPS, "0")
    ways = (_ask(), show, plan, gaps)
    return [*waiting, actions(*(buttons[::-1] if on.may_log else []), *ways)]


def _counts(on: OnVisit) -> list[Block]:
    found = on.overview
    if found is None or on.visit.state is VisitState.PLANNED:
        return []
    return [header(said.COUNTS), *counts(found), *_silent(on, found)]


def counts(found: Overview) -> list[Block]:
    """How much there is by session and by theme, and the themes without any."""
    if not found.total:
        blocks = [section(plain(said.NO_FEEDBACK))]
    else:
        rows = [(shortened(session.title, _TITLE), count) for session, count in found.by_session]
        rows += [(said.NO_SESSION, found.without_session)] if found.without_session else []
        by_theme = [(named(theme), count) for theme, count in found.by_theme]
        blocks = [_counted(rows), rich_text(line(words(said.BY_THEME, bold=True))), _counted(by_theme)]
    if found.gaps:
        names = [line(words(named(theme))) for theme in found.gaps]
        blocks += [rich_text(line(words(said.GAPS, bold=True))), rich_text(bullets(names))]
    return blocks


def _silent(on: OnVisit, found: Overview) -> list[Block]:
    return [header(said.SILENT), *silent(found, on)] if on.may_log else []


def silent(found: Overview, on: OnVisit) -> list[Block]:
    """Who has told nothing yet, by name where the rule names people."""
    if not on.silent:
        return [section(plain(said.silent(found.silent, on.visit.attribution)))]
    return [_listed([line(person(user) if user else words(name)) for user, name in on.silent])]


def _report(on: OnVisit) -> list[Block]:
    over = on.visit.state in {VisitState.CLOSED, VisitState.ARCHIVED}
    if not over and on.role is not Role.FACILITATOR:
        return [header(said.REPORT), section(plain(said.REPORT_LATER))]
    means = said.REPORT_READY if over else said.REPORT_DRAFT
    make = button(said.MAKE_REPORT, Action.MAKE_REPORT, on.visit.id)
    return [header(said.REPORT), section(plain(means)), actions(make)]


def _opening(on: OnVisit) -> list[Block]:
    return [actions(_ask(), button(said.OPEN_VISIT, Action.OPEN_VISIT, on.visit.id))]


_ON_VISIT: Mapping[Role, tuple[Callable[[OnVisit], list[Block]], ...]] = {
    Role.PARTICIPANT: (_today, _logging, _own),
    Role.FACILITATOR: (_facilitating, _today, _counts, _report, _own),
    Role.HOST: (_today, _opening, _report),
}
"""What somebody sees of the visit in hand, in this order."""


# For everybody


def _greeting(page: Page) -> list[Block]:
    return [
        header(wording.HOME_TITLE),
        section(plain(wording.HOME_GREETING)),
        section(plain(wording.holdings(page.case_studies, page.councils))),
    ]


def _nothing_in_hand(page: Page) -> list[Block]:
    """The way to plan a visit, and back to what came of those there were."""
    plan = button(said.PLAN_VISIT, Action.PLAN_VISIT, NEW)
    if page.reminded is None:
        return [section(plain(said.NO_VISIT)), actions(_ask(), plan)]
    back = button(progress.TITLE, Action.SHOW_PROGRESS, ANYBODY)
    return [section(plain(said.BEEN_ON_VISITS)), actions(_ask(), back, plan)]


def _reviews(page: Page) -> list[Block]:
    if page.reviews is None:
        return []
    style = {"style": "primary"} if page.reviews else {}
    door = button(reviews.door(page.reviews), Action.REVIEW_LESSONS, "0", **style)
    return [header(reviews.TO_REVIEW), section(plain(reviews.waiting(page.reviews))), actions(door)]


def _ask() -> Block:
    return button(said.ASK, Action.ASK, NEW)


def _library(page: Page) -> list[Block]:
    parts = [(said.LESSONS, page.lessons), (said.CASE_STUDIES, page.by_theme)]
    shown = [(title, rows) for title, rows in parts if rows]
    blocks = [
        block
        for title, rows in shown
        for block in (
            header(title),
            _counted([(named(theme), count) for theme, count in rows]),
        )
    ]
    ask = [section(plain(said.ASK_ABOUT))] if shown else []
    doors = actions(
        button(said.BROWSE, Action.BROWSE, NEW), button(said.saved(page.saved), Action.SHOW_SAVED, "0")
    )
    return [*blocks, *ask, doors]


def _asking(page: Page) -> list[Block]:
    """How to ask, and what for example, where there is anything to answer it from."""
    ways = [header(wording.HOW_TO_ASK), _list(*wording.WAYS_TO_ASK)]
    examples = [header(wording.EXAMPLES), _list(*(message for _, message in wording.PROMPTS))]
    return [*ways, *(examples if page.case_studies else [])]


def _reminders(page: Page) -> list[Block]:
    if page.reminded is None or (page.on and page.on.role is Role.HOST):  # A host is never reminded.
        return []
    facilitates = page.on is not None and page.on.role is Role.FACILITATOR
    kept = said.DIGESTED if facilitates else said.REMINDED
    label, value = (said.TURN_OFF, OFF) if page.reminded else (said.TURN_ON, ON)
    return [
        header(said.REMINDERS),
        section(plain(kept if page.reminded else said.NOT_REMINDED)),
        actions(button(label, Action.REMIND, value)),
    ]


def _counted(rows: Sequence[tuple[str, int]]) -> Block:
    return _listed([line(words(f"{name}: "), words(str(count), bold=True)) for name, count in rows])


def _listed(lines: Sequence[Block], most: int = _MOST_LINES) -> Block:
    shown = list(lines[:most])
    left = len(lines) - len(shown)
    return rich_text(bullets([*shown, line(words(said.more(left), italic=True))] if left else shown))


def prompts() -> list[dict[str, str]]:
    return [{"title": title, "message": message} for title, message in wording.PROMPTS]


def help_for_message() -> Reply:
    """What a greeting is answered with."""
    found = _help(*(message for _, message in wording.PROMPTS))
    more = section(plain(wording.BESIDES_ASKING))
    return replace(
        found,
        text=f"{found.text}\n{wording.BESIDES_ASKING}",
        body=(*found.body, more),
        pieces=(*found.pieces, f"\n\n{wording.BESIDES_ASKING}"),
    )


def help_for_command() -> Reply:
    found = _help(*wording.COMMAND_EXAMPLES)
    lines = [line(words(typed, bold=True), words(f" {does}")) for typed, does in wording.COMMAND_HELP]
    said = "\n".join(f"{typed} {does}" for typed, does in wording.COMMAND_HELP)
    return replace(found, text=f"{found.text}\n{said}", body=(*found.body, rich_text(bullets(lines))))


def _help(*examples: str) -> Reply:
    lines = "\n".join(f"• {example}" for example in examples)
    return Reply(
        text=f"{wording.HELP}\n{lines}",
        body=(section(plain(wording.HELP)), _list(*examples)),
        pieces=(f"{wording.HELP}\n\n" + "\n".join(f"- {example}" for example in examples),),
    )


def _list(*lines: str) -> Block:
    return rich_text(bullets([line(words(one)) for one in lines]))
