"""A visit's card, the list of somebody's visits, and what stands there when there is none.

They are modals, for a modal can be changed in place while a message that only one person sees
cannot be found again, fills a telephone, and goes back to where it came from by itself. All of them
are about one person, and show no more than that person may see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.blocks.abouts import About
from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    confirm,
    header,
    line,
    mrkdwn,
    plain,
    rich_text,
    section,
    words,
)
from bot.blocks.enquiries import enquiries
from bot.blocks.gestures import Action, log_pointer
from bot.blocks.notices import modal, noticing
from bot.blocks.progress import ANYBODY
from bot.blocks.texts import escape, on_one_line, shortened
from bot.enquiries import TakenAlong
from bot.wording import consents
from bot.wording import feedback as feedback_wording
from bot.wording import packs as pack_wording
from bot.wording import progress as progress_wording
from bot.wording import reviews as review_wording
from bot.wording import visits as wording
from knowledge.attendance import Attendance, Delegation
from knowledge.visits import Participant, Role, Session, Visit, VisitGesture, VisitState, allowed

PAGE = 20
"""Visits on a page of the list."""

_LONGEST_TITLE = 100
_SESSIONS = 8
_LONGEST_LIST = 600  # characters of the names of a council's people

_ONCE_DISCUSSED = frozenset({VisitState.DISCUSSION, VisitState.CLOSED, VisitState.ARCHIVED})
_ADVANCES = tuple(wording.ADVANCE)


@dataclass(frozen=True, slots=True)
class Card:
    """What one person sees of one visit."""

    visit: Visit
    part: Participant
    attendance: Attendance
    programme: Sequence[Session] = ()
    feedback: Sequence[tuple[str, int]] = ()
    """How many of what was told has come to what."""
    enquiries: Sequence[TakenAlong] = ()
    said: str = ""
    """What has just become of it."""


def card(shown: Card) -> Block:
    visit, looks_after = shown.visit, shown.part.role is Role.FACILITATOR
    return modal(
        wording.CARD_TITLE,
        *noticing(shown.said),
        header(on_one_line(visit.title)),
        rich_text(line(words(visit.focus, italic=True))),
        _doors(shown),
        *_work(shown),
        *([] if looks_after else _consent(shown)),
        *_advance(shown),
        rich_text(bullets([_fact(name, *said) for name, said in _facts(shown)])),
        *_people(shown.attendance),
        *_programme(shown),
        *enquiries(shown.visit, shown.part.role, shown.enquiries),
        *(_consent(shown) if looks_after else []),
        {"type": "divider"},
        _own(shown),
        about=str(About(visit=visit.id, seen=visit.version)),
    )


def _fact(name: str, *said: Block) -> Block:
    return line(words(f"{name}: ", bold=True), *said)


def _facts(shown: Card) -> Iterable[tuple[str, Sequence[Block]]]:
    visit = shown.visit
    yield wording.STATE, [words(wording.WHAT_STATES_MEAN[visit.state])]
    yield (
        wording.DATES,
        [words(f"{wording.dates(visit.starts, visit.ends)}. {wording.times_are(visit.time_zone)}")],
    )
    yield wording.HOST, [words(visit.host)]
    yield wording.VISITORS, [words(", ".join(visit.visitors) or wording.NOBODY_YET)]
    yield wording.RULE, [words(wording.rule(visit.attribution))]
    yield wording.AUDIENCE, [words(wording.AUDIENCES[visit.audience])]
    if visit.selection:
        yield wording.SELECTION, [words(shortened(on_one_line(visit.selection), _LONGEST_LIST))]
    if visit.channel:
        yield wording.CHANNEL, [{"type": "channel", "channel_id": visit.channel}]
    yield wording.FEEDBACK, [words(wording.feedback(shown.feedback))]


def _people(attendance: Attendance) -> list[Block]:
    """Who is there, as far as the visit's rule lets it be said."""
    number = section(plain(wording.people(attendance.people, attendance.councils)))
    lines = [line(*_delegation(each)) for each in attendance.delegations if each.council or each.named]
    return [header(wording.PEOPLE), number, *([rich_text(bullets(lines))] if lines else [])]


def _delegation(each: Delegation) -> list[Block]:
    named = shortened(", ".join(each.named), _LONGEST_LIST) or str(each.people)
    return [words(f"{each.council}: ", bold=True), words(named)] if each.council else [words(named)]


def _consent(shown: Card) -> list[Block]:
    """The text that whoever may log agrees to first."""
    if shown.part.consent_version or shown.part.role is Role.HOST:
        return []
    agree = button(wording.AGREE, Action.AGREE, shown.visit.id, style="primary")
    return [header(wording.AGREE_FIRST), consent_text(consents.CONSENT), actions(agree)]


def consent_text(version: str) -> Block:
    return rich_text(bullets([line(words(paragraph)) for paragraph in consents.text(version)]))


def _programme(shown: Card) -> list[Block]:
    """The first sessions, day by day."""
    programme = shown.programme
    if not programme:
        empty = wording.NO_PROGRAMME_FACILITATOR if _may_change(shown) else wording.NO_PROGRAMME
        return [header(wording.PROGRAMME), section(plain(empty))]
    parts: list[Block] = []
    for day, sessions in groupby(programme[:_SESSIONS], lambda one: shown.visit.local(one.start).date()):
        listed = [line(words(wording.session_line(shown.visit, one))) for one in sessions]
        parts += [line(words(wording.weekday(day), bold=True)), bullets(listed)]
    left = len(programme) - _SESSIONS
    if left > 0:
        parts.append(line(words(wording.MORE_SESSIONS.format(number=left))))
    return [header(wording.PROGRAMME), rich_text(*parts)]


def _may_change(shown: Card) -> bool:
    return allowed(VisitGesture.CHANGE, shown.part.role, shown.visit.state)


def _doors(shown: Card) -> Block:
    """Where one goes from the card."""
    visit = shown.visit
    doors = [
        button(wording.PROGRAMME, Action.SHOW_PROGRAMME, visit.id),
        button(pack_wording.TITLE, Action.GATHER_PACK, visit.id),
    ]
    if allowed(VisitGesture.LOG, shown.part.role, visit.state):
        style = {} if shown.part.role is Role.FACILITATOR else {"style": "primary"}
        pointer = log_pointer(visit.id)
        doors.insert(0, button(feedback_wording.LOG_FEEDBACK, Action.LOG_FEEDBACK, pointer, **style))
    if _may_change(shown):
        doors += [
            button(wording.PEOPLE, Action.SHOW_PEOPLE, visit.id),
            button(wording.CHANGE, Action.CHANGE_VISIT, visit.id),
        ]
    return actions(*doors)


def _own(shown: Card) -> Block:
    """What the person may do for themselves."""
    visit = shown.visit.id
    leave = button(
        wording.LEAVE,
        Action.LEAVE_VISIT,
        visit,
        confirm=confirm(wording.LEAVE, wording.BEFORE_LEAVING, no=wording.STAY, danger=True),
    )
    agreed_to = button(wording.WHAT_I_AGREED, Action.SHOW_CONSENT, visit)
    every = button(wording.ALL_VISITS, Action.LIST_VISITS, "0")
    return actions(every, *([agreed_to] if shown.part.consent_version else []), leave)


def _work(shown: Card) -> list[Block]:
    """What can be done with what was told on the visit."""
    visit, role = shown.visit, shown.part.role
    ways = {
        Action.REVIEW_FEEDBACK: (review_wording.REVIEW, allowed(VisitGesture.REVIEW, role, visit.state)),
        Action.SHOW_BOARD: (wording.BOARD, allowed(VisitGesture.BOARD, role, visit.state)),
        Action.SHOW_GROUP_FEEDBACK: (wording.GROUP_FEEDBACK, visit.state in _ONCE_DISCUSSED),
        Action.SHOW_COMMITMENTS: (wording.COMMITMENTS, visit.state in _ONCE_DISCUSSED),
        Action.MAKE_REPORT: (
            wording.REPORT,
            allowed(VisitGesture.HAND_OVER, role, visit.state)
            or allowed(VisitGesture.REPORT, role, visit.state),
        ),
    }
    next_ = Action.MAKE_REPORT if visit.state is VisitState.CLOSED else None
    open_ = [
        button(label, action, visit.id, **({"style": "primary"} if action is next_ else {}))
        for action, (label, may) in ways.items()
        if may
    ]
    if visit.state in _ONCE_DISCUSSED:
        open_.append(button(progress_wording.TITLE, Action.SHOW_PROGRESS, ANYBODY))
    return [actions(*open_)] if open_ else []


def _advance(shown: Card) -> list[Block]:
    """The one step that the visit can take from here, for whoever may take it."""
    visit = shown.visit
    steps = [step for step in _ADVANCES if allowed(step, shown.part.role, visit.state)]
    return [
        actions(
            button(
                wording.ADVANCE[step],
                Action.ADVANCE_VISIT,
                f"{step.name} {visit.id}",
                **({} if step is VisitGesture.ARCHIVE else {"style": "primary"}),  # The report comes first.
                confirm=confirm(wording.ADVANCE[step], wording.BEFORE_ADVANCING[step], no=wording.NOT_YET),
            )
        )
        for step in steps
    ]


def advance_pointed(value: str) -> tuple[VisitGesture, str]:
    """The step and the visit of the button that takes it."""
    step, _, visit = value.partition(" ")
    return VisitGesture[step], visit


# The list


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of a person's visits, from the first on the page."""

    visits: Sequence[tuple[Visit, Role]]
    start: int = 0
    number: int = 0
    """Of all there are."""
    said: str = ""
    """Why these are shown."""


def visit_list(listed: Listed) -> Block:
    """The visits, each with a button that opens it; how to get one for whoever has none."""
    if not listed.visits:
        return no_visit(listed.said or wording.NONE_YET, wording.LIST_TITLE)
    return modal(
        wording.LIST_TITLE,
        *noticing(listed.said),
        *(_row(visit, role) for visit, role in listed.visits),
        *_pages(listed),
        _plan(),
    )


def no_visit(said: str, title: str) -> Block:
    """Why there is no visit to do something with, and the way to one of one's own."""
    return modal(title, section(plain(said)), _plan())


def _plan() -> Block:
    return actions(button(wording.PLAN_VISIT, Action.PLAN_VISIT, "new", style="primary"))


def _row(visit: Visit, role: Role) -> Block:
    title = escape(shortened(on_one_line(visit.title), _LONGEST_TITLE))
    said = f"*{title}*\n{escape(wording.visit_in_short(visit, role))}"
    return section(mrkdwn(said), accessory=button(wording.OPEN_VISIT, Action.OPEN_VISIT, visit.id))


def _pages(listed: Listed) -> list[Block]:
    before, after = listed.start - PAGE, listed.start + PAGE
    turns = [
        *([button(wording.NEWER, Action.LIST_VISITS, str(max(before, 0)))] if listed.start > 0 else []),
        *([button(wording.OLDER, Action.LIST_VISITS_ON, str(after))] if after < listed.number else []),
    ]
    return [actions(*turns)] if turns else []


def visit_help() -> Block:
    lines = [line(words(typed, bold=True), words(f" {does}")) for typed, does in wording.HELP]
    return modal(wording.HELP_TITLE, rich_text(bullets(lines)))


def agreed(part: Participant) -> Block:
    """What a person agreed to, and when."""
    if part.consent_version is None or part.consented_at is None:
        return modal(wording.AGREED_TITLE, section(plain(wording.NOT_AGREED)))
    when = wording.agreed_on(part.consented_at.date(), part.consent_version)
    return modal(wording.AGREED_TITLE, section(plain(when)), consent_text(part.consent_version))
