"""A visit's programme, and what an import would make of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pydantic import Field

from bot.blocks.abouts import About
from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    context,
    header,
    line,
    mrkdwn,
    plain,
    rich_text,
    section,
    words,
)
from bot.blocks.enquiries import enquiries, question
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import modal, noticing
from bot.blocks.texts import escape, on_one_line, shortened
from bot.enquiries import TakenAlong
from bot.forms import SlackFile, prompts_of
from bot.forms import modal as form
from bot.wording import enquiries as enquiry_wording
from bot.wording import programmes as wording
from bot.wording import visits as visit_wording
from knowledge.fields import Value
from knowledge.model import Theme
from knowledge.visits import Role, Session, Visit, VisitGesture, allowed

PAGE = 35
"""Sessions on a page: with a heading each, and the questions beneath, under the hundred blocks of a modal."""

_LONGEST = 150
_LONGEST_TITLE, _LONGEST_ABOUT, _LONGEST_QUESTION = 500, 800, 400  # as mrkdwn; a section takes 3,000
_MOST_QUESTIONS = 3  # beneath a session; all of them stand beneath the programme
_MOST_PROBLEMS = 30
_PREVIEWED = 60


class Upload(Value):
    """A programme in a file."""

    file: SlackFile = Field(title=wording.FILE, description=wording.FILE_HINT)


UPLOAD = prompts_of(Upload, ("file",))


@dataclass(frozen=True, slots=True)
class Programme:
    """What somebody sees of a visit's programme."""

    visit: Visit
    role: Role
    sessions: Sequence[Session]
    enquiries: Sequence[TakenAlong] = ()
    start: int = 0
    """The first session on the page, counted from 0."""
    said: str = ""


def programme(shown: Programme) -> Block:
    """The sessions day by day; for whoever may change them, with a button each."""
    visit, may_change = shown.visit, allowed(VisitGesture.CHANGE, shown.role, shown.visit.state)
    page = shown.sessions[shown.start : shown.start + PAGE]
    blocks: list[Block] = noticing(shown.said)
    blocks += _buttons(shown, may_change=may_change)
    if not page:
        blocks.append(section(plain(wording.EMPTY if may_change else wording.EMPTY_FOR_OTHERS)))
    for day, sessions in groupby(page, lambda one: visit.local(one.start).date()):
        blocks.append(header(visit_wording.weekday(day)))
        blocks += [_row(shown, each, may_change=may_change) for each in sessions]
    return modal(
        wording.TITLE,
        *blocks,
        *_pages(shown),
        context(plain(visit_wording.times_are(visit.time_zone))),
        *enquiries(visit, shown.role, shown.enquiries),
        about=str(About(visit=visit.id)),
    )


def _row(shown: Programme, session: Session, *, may_change: bool) -> Block:
    to_ask = [question(each) for each in shown.enquiries if each.session == session.id]
    more = [session.place, session.theme, session.kind, *session.speakers]
    about = " · ".join(shortened(on_one_line(each), _LONGEST) for each in more if each)
    asked = [enquiry_wording.to_ask(each) for each in to_ask[:_MOST_QUESTIONS]]
    title = _fitting(session.title, _LONGEST_TITLE)
    beneath = [_fitting(about, _LONGEST_ABOUT), *(_fitting(each, _LONGEST_QUESTION) for each in asked)]
    text = mrkdwn("\n".join((f"{visit_wording.times(shown.visit, session)}  *{title}*", *beneath)))
    change = button(wording.CHANGE, Action.CHANGE_SESSION, session.id)
    return section(text, **({"accessory": change} if may_change else {}))


def _fitting(text: str, limit: int) -> str:
    """The text as mrkdwn of at most ``limit`` characters."""
    return escape(shortened(on_one_line(text), limit, escape))


def _pages(shown: Programme) -> list[Block]:
    before, after = shown.start - PAGE, shown.start + PAGE
    turns = [
        *([button(wording.PREVIOUS, Action.TURN_PROGRAMME, str(max(before, 0)))] if shown.start else []),
        *(
            [button(wording.NEXT, Action.TURN_PROGRAMME_ON, str(after))]
            if after < len(shown.sessions)
            else []
        ),
    ]
    return [actions(*turns)] if turns else []


def _buttons(shown: Programme, *, may_change: bool) -> list[Block]:
    visit = shown.visit.id
    found = [
        *(
            [
                button(wording.ADD, Action.ADD_SESSION, visit, style="primary"),
                button(wording.IMPORT, Action.IMPORT_PROGRAMME, visit),
            ]
            if may_change
            else []
        ),
        *([button(wording.EXPORT, Action.EXPORT_PROGRAMME, visit)] if shown.sessions else []),
    ]
    return [actions(*found)] if found else []


# Files


def import_form(visit: Visit, problems: Sequence[str] = (), edition: str = "") -> Block:
    """What asks for a file; above it what was wrong with the last one, below it one to copy."""
    told = wording.problems(problems, _MOST_PROBLEMS)
    wrong = [
        section(plain(wording.PROBLEMS)),
        rich_text(bullets([line(words(shortened(each, _LONGEST * 2))) for each in told])),
    ]
    template = {
        "type": "rich_text_preformatted",
        "elements": [words(wording.template(visit.starts, Theme.LEADERSHIP))],
    }
    return form(
        Form.PROGRAMME_FILE,
        wording.IMPORT_TITLE,
        UPLOAD,
        {},
        submit=wording.READ,
        close=wording.CANCEL,
        about=str(About(visit=visit.id)),
        before=wrong if problems else [],
        after=[section(plain(wording.TEMPLATE)), rich_text(template)],
        edition=edition,
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would make of a programme."""

    visit: Visit
    file: str
    before: Sequence[Session]
    after: Sequence[Session]
    said: str = ""


def preview(shown: Preview) -> Block:
    """How many sessions stay, come and go, and which; nothing has changed yet."""
    known = {session.id for session in shown.before}
    kept = {session.id for session in shown.after}
    gone = [session for session in shown.before if session.id not in kept]
    stay = len(known & kept)
    marked = [(wording.STAYS if each.id in known else wording.NEW, each) for each in shown.after]
    marked += [(wording.GOES, each) for each in gone]
    lines = [
        line(words(f"{mark}: ", bold=True), words(_dated(shown.visit, each)))
        for mark, each in marked[:_PREVIEWED]
    ]
    return {
        **modal(
            wording.PREVIEW_TITLE,
            *noticing(shown.said),
            header(wording.counted(len(shown.after), stay, len(shown.after) - stay, len(gone))),
            rich_text(bullets(lines)),
            context(plain(wording.PREVIEW_HINT)),
            about=str(About(visit=shown.visit.id, seen=shown.visit.version, file=shown.file)),
        ),
        "callback_id": Form.PROGRAMME_PREVIEW,
        "submit": plain(wording.REPLACE),
        "close": plain(wording.CANCEL),
    }


def _dated(visit: Visit, session: Session) -> str:
    day = visit.local(session.start).date()
    return shortened(f"{visit_wording.weekday(day)}, {visit_wording.session_line(visit, session)}", _LONGEST)
