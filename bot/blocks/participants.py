"""The people of a visit, for its facilitators. Pure.

Facilitators made the list, and see all of it; but under Chatham House nobody does, and they choose
somebody to see whether they are on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from bot.blocks import limits
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
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import modal, noticing
from bot.blocks.texts import escape, on_one_line, shortened
from bot.forms import Answers, Option, Prompt, SlackFile, SlackUsers, prompts_of
from bot.forms import modal as form
from bot.wording import participants as wording
from bot.wording import programmes as file_wording
from bot.wording import visits as visit_wording
from knowledge.fields import Line, Value
from knowledge.visits import Attribution, Participant, Person, Role, Visit

PAGE = 40
_LONGEST = 150
_LONGEST_NAME, _LONGEST_ABOUT = 500, 2_000  # as mrkdwn; a section takes 3,000
_MOST_PROBLEMS = 30


class Seats(Value):
    """Several people who are there for one council, as one thing."""

    people: SlackUsers = Field(title=wording.WHO, description=wording.WHO_HINT, min_length=1)
    council: Line | None = Field(default=None, title=wording.COUNCIL, description=wording.COUNCIL_HINT)
    role: Role = Field(default=Role.PARTICIPANT, title=wording.ROLE)
    post: Line | None = Field(default=None, title=wording.POST, description=wording.POST_HINT)


class Upload(Value):
    """A list of people in a file."""

    file: SlackFile = Field(title=wording.FILE, description=wording.FILE_HINT)


UPLOAD = prompts_of(Upload, ("file",))
WHO = prompts_of(Seats, ("people",))
_SEAT = prompts_of(Seats, ("council", "role", "post"))


def seat_prompts(visit: Visit, council_now: str | None = None) -> tuple[Prompt, ...]:
    """What somebody is on the visit: for one of its councils, in one of three roles.

    Whoever is there for a council that has left the visit can stay so.
    """
    council, role, post = _SEAT
    roles = [Option(one.value, one.value.capitalize(), note) for one, note in wording.ROLES.items()]
    more = [council_now] if council_now and len(council_now) <= limits.OPTION_VALUE else []
    councils = dict.fromkeys([*visit.councils, *more])
    return (
        council.offering(Option(name, name) for name in councils),
        role.offering(roles),
        post,
    )


@dataclass(frozen=True, slots=True)
class People:
    """Who is on a visit; the people and their parts are in the same order."""

    visit: Visit
    rows: Sequence[tuple[Person, Participant]]
    start: int = 0
    said: str = ""


def people(shown: People) -> Block:
    visit = shown.visit.id
    return modal(
        wording.TITLE,
        *noticing(shown.said),
        actions(
            button(wording.ADD, Action.ADD_PEOPLE, visit, style="primary"),
            button(wording.IMPORT, Action.IMPORT_PEOPLE, visit),
        ),
        *_list(shown),
        about=str(About(visit=visit)),
    )


def _list(shown: People) -> list[Block]:
    number = visit_wording.people(len(shown.rows), None)
    if shown.visit.attribution is Attribution.CHATHAM_HOUSE:
        find = {
            "type": "users_select",
            "action_id": Action.FIND_PERSON,
            "placeholder": plain(wording.FIND),
        }
        return [header(number), section(plain(wording.HIDDEN)), actions(find)]
    if len(shown.rows) <= 1:
        return [section(plain(wording.EMPTY)), *(_row(*row) for row in shown.rows)]
    page = shown.rows[shown.start : shown.start + PAGE]
    return [header(number), *(_row(*row) for row in page), *_pages(shown)]


def _row(person: Person, part: Participant) -> Block:
    name = escape(shortened(on_one_line(person.display_name), _LONGEST_NAME, escape))
    agreed = wording.AGREED if part.consent_version else wording.NOT_AGREED
    said = (
        part.council,
        part.post,
        visit_wording.ROLES[part.role],
        None if part.role is Role.HOST else agreed,
        None if person.slack_user else wording.NOT_IN_SLACK,
    )
    more = escape(shortened(" · ".join(each for each in said if each), _LONGEST_ABOUT, escape))
    change = button(wording.CHANGE, Action.CHANGE_PERSON, person.id)
    return section(mrkdwn(f"*{name}*\n{more}"), accessory=change)


def _pages(shown: People) -> list[Block]:
    before, after = shown.start - PAGE, shown.start + PAGE
    turns = [
        *([button(wording.PREVIOUS, Action.TURN_PEOPLE, str(max(before, 0)))] if shown.start else []),
        *([button(wording.NEXT, Action.TURN_PEOPLE_ON, str(after))] if after < len(shown.rows) else []),
    ]
    return [actions(*turns)] if turns else []


def adding_form(visit: Visit) -> Block:
    return form(
        Form.NEW_PEOPLE,
        wording.ADD_TITLE,
        (*WHO, *seat_prompts(visit)),
        {},
        submit=wording.SAVE,
        close=wording.CANCEL,
        about=str(About(visit=visit.id)),
    )


def seat_form(visit: Visit, person: Person, part: Participant | None) -> Block:
    """What one person is on the visit, to be changed; or to be put on it."""
    name = shortened(on_one_line(person.display_name), _LONGEST)
    remove = button(
        wording.REMOVE,
        Action.REMOVE_PERSON,
        person.id,
        style="danger",
        confirm=confirm(wording.REMOVE, wording.BEFORE_REMOVING, no=wording.KEEP, danger=True),
    )
    return form(
        Form.SEAT,
        wording.CHANGE_TITLE,
        seat_prompts(visit, part.council if part else None),
        _answers(part) if part else {},
        submit=wording.SAVE,
        close=wording.CANCEL,
        about=str(About(visit=visit.id, person=person.id)),
        before=[section(plain(name if part else wording.NOT_ON_IT.format(name=name)))],
        after=[actions(remove)] if part else [],
    )


def _answers(part: Participant) -> Answers:
    given = {"council": part.council, "role": part.role.value, "post": part.post}
    return {name: answer for name, answer in given.items() if answer}


def import_form(visit: Visit, problems: Sequence[str] = (), edition: str = "") -> Block:
    """What asks for a file; above it what was wrong with the last one, below it one to copy."""
    told = file_wording.problems(problems, _MOST_PROBLEMS)
    wrong = [
        section(plain(wording.PROBLEMS)),
        rich_text(bullets([line(words(shortened(each, _LONGEST * 2))) for each in told])),
    ]
    copy = wording.template(visit.host, visit.visitors)
    return form(
        Form.PEOPLE_FILE,
        wording.IMPORT_TITLE,
        UPLOAD,
        {},
        submit=wording.READ,
        close=wording.CANCEL,
        about=str(About(visit=visit.id)),
        before=wrong if problems else [],
        after=[
            section(plain(wording.TEMPLATE)),
            rich_text({"type": "rich_text_preformatted", "elements": [words(copy)]}),
        ],
        edition=edition,
    )
