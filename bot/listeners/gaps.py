"""Unanswered questions: a facilitator looks through them, and answers, places or declines one.

The list is a modal; what is done about a gap is a form on top of it. The gap is gathered anew when the
form is sent, so whoever asked meanwhile is told as well.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import gaps as blocks
from bot.blocks.elements import Block
from bot.blocks.gaps import About, Listed, Placed
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice
from bot.blocks.visits import no_visit
from bot.desk import Desk
from bot.enquiries import taken_along
from bot.forms import Option, typed_into
from bot.gap_news import GapNews
from bot.lesson_searches import LessonSearch
from bot.listeners.gesture import Json, Names, modal_at_hand, open_modal, show_if_open
from bot.logs import reference
from bot.showing import showing
from bot.wording import gaps as wording
from knowledge.errors import NotAllowedError
from knowledge.gaps import Enquiry, Remedy, RemedyKind
from knowledge.unanswered import asked_text
from knowledge.visits import Person, Role, VisitGesture, VisitState

log = logging.getLogger(__name__)

_TO_COME = frozenset({VisitState.PLANNED, VisitState.OPEN})
_MOST_PLACES = 100
_SETTLED = 200


@dataclass(frozen=True, slots=True)
class AnsweringGaps:
    """Shows facilitators what nobody could answer, and keeps what they do about it."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write",)

    def register(self, app: App) -> None:
        app.action(Action.SHOW_GAPS)(self.show)
        app.action(Action.TURN_GAPS)(self.turn)
        app.action(Action.TURN_GAPS_ON)(self.turn)
        app.action(Action.ANSWER_GAP)(self.begin_answer)
        app.action(Action.PLACE_GAP)(self.begin_place)
        app.action(Action.DECLINE_GAP)(self.begin_decline)
        app.options(blocks.LESSON_SEARCH)(self.search)
        app.view(Form.GAP_ANSWER)(self.answer)
        app.view(Form.GAP_PLACE)(self.place)
        app.view(Form.GAP_REASON)(self.decline)

    # Looking

    def show(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        self.open(body, body["user"]["id"], context)

    def open(self, body: Json, user: str, context: BoltContext) -> None:
        """The list for whoever gave a command or pressed a button."""
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING))
        facilitator = self._facilitates(self.desk.acquaintances.of(user))
        self._put(view, self._list() if facilitator else notice(wording.FOR_FACILITATORS, wording.TITLE))
        log.info("opened", extra={"gesture": "gaps"})

    def turn(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        self._facilitator(body)
        self._put(body["view"]["id"], self._list(int(action["value"])))

    def show_again(self, view: str, page: int, said: str) -> None:
        """The list in the modal that it was in, with what has become of one of them."""
        self._put(view, self._list(page, said))

    def _list(self, page: int = 0, said: str = "") -> Block:
        gaps = self.desk.unanswered.gaps()
        last = max(0, (len(gaps) - 1) // blocks.PAGE)
        placed = islice(self._placed(), blocks.MOST_ON_VISITS)
        return blocks.gap_list(Listed(gaps, tuple(placed), min(page, last), said))

    def _placed(self) -> Iterator[Placed]:
        """The gaps that visits are to ask about, with those visits."""
        where = self._places_of_enquiries()
        for remedy in self.desk.store.gaps.settled(_SETTLED):
            if remedy.kind is RemedyKind.ENQUIRY:
                asked = self.desk.store.questions.get(remedy.gap)
                yield Placed(remedy.gap, asked_text(asked), "; ".join(where.get(remedy.gap, ())))

    def _places_of_enquiries(self) -> dict[str, list[str]]:
        """By the gap, on which visits it is asked, and whether somebody has logged what answers it."""
        where: dict[str, list[str]] = {}
        by_visit = sorted(self.desk.store.gaps.enquiries(), key=_visit_of)
        for visit, enquiries in groupby(by_visit, _visit_of):
            seen = showing(self.desk.store, self.desk.store.visits.get(visit))
            taken = {each.id: each for each in taken_along(self.desk.store, seen)}
            title = seen.text(seen.visit).title
            for enquiry in enquiries:
                said = taken[enquiry.id]
                place = wording.on_visit(title, said.where, answered=said.answered)
                where.setdefault(enquiry.gap, []).append(place)
        return where

    # Beginning

    def begin_answer(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING))
        self._facilitator(body)
        about = _about(action, body)
        self._put(view, blocks.answer_form(about, self._question(about.gap)))

    def begin_place(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING))
        places = list(self._places(self._facilitator(body)))[:_MOST_PLACES]
        about = _about(action, body)
        form = blocks.place_form(about, self._question(about.gap), places) if places else None
        self._put(view, form or no_visit(wording.NO_VISIT, wording.PLACE))

    def begin_decline(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING))
        self._facilitator(body)
        about = _about(action, body)
        self._put(view, blocks.reason_form(about, self._question(about.gap)))

    def _question(self, gap: str) -> str:
        return asked_text(self.desk.store.questions.get(gap))

    def search(self, ack: Ack, body: Json) -> None:
        """What is found is the acknowledgement: Slack waits for it while somebody types."""
        user = body["user"]["id"]
        search = LessonSearch(self.desk.store, self._facilitator(body), self.desk.readers.person(user))
        ack(options=blocks.lessons_found(search.options(body.get("value") or "")))

    def _places(self, person: Person) -> Iterator[Option]:
        """The visits that the person facilitates and that are still to come, and their sessions."""
        for part in self.desk.visiting.parts(person):
            if part.participant.role is Role.FACILITATOR and part.visit.state in _TO_COME:
                yield Option(part.visit.id, part.visit.title)
                for session in self.desk.store.visits.programme(part.visit.id):
                    label = wording.on_visit(part.visit.title, session.title)
                    yield Option(f"{part.visit.id} {session.id}", label)

    # Settling

    def answer(self, ack: Ack, body: Json, view: Json) -> None:
        """Stores before it acknowledges: what is acknowledged is not sent again."""
        typed = typed_into(view["state"]["values"])
        words = typed.get("words")
        lesson = None if typed.get("lesson") == blocks.NO_LESSON else typed.get("lesson")
        if bool(words) == bool(lesson):
            ack(response_action="errors", errors={"words": wording.SAY_ONE})
            return
        kind = RemedyKind.NOTE if words else RemedyKind.LESSON
        said = wording.ANSWERED if words else wording.LINKED
        if self._settle(ack, body, view, said, kind=kind, words=words, lesson=lesson):
            GapNews(self.desk.client, self.desk.store, self.desk.readers, self.desk.now).tell()

    def place(self, ack: Ack, body: Json, view: Json) -> None:
        visit, _, session = typed_into(view["state"]["values"])["where"].partition(" ")
        gap = _about_form(view).gap
        self.desk.visiting.part(visit, self._facilitator(body), VisitGesture.CHANGE)
        enquiry = Enquiry(gap=gap, visit=visit, session=session or None, question=self._question(gap))
        self._settle(ack, body, view, wording.PLACED, enquiry, kind=RemedyKind.ENQUIRY)
        self.desk.visit_changed(visit)

    def decline(self, ack: Ack, body: Json, view: Json) -> None:
        words = typed_into(view["state"]["values"])["words"]
        self._settle(ack, body, view, wording.DECLINED, kind=RemedyKind.DECLINED, words=words)

    def _settle(
        self, ack: Ack, body: Json, view: Json, said: str, enquiry: Enquiry | None = None, **remedy: Any
    ) -> bool:
        """Keep what became of the gap, and show the list with what was ``said``; whether it was the first."""
        about = _about_form(view)
        made = Remedy(gap=about.gap, by=self._facilitator(body).id, at=self.desk.now(), **remedy)
        done = self.desk.unanswered.settle(made, enquiry)
        ack()
        self.show_again(view["previous_view_id"], about.page, said if done else wording.GONE)
        log.info("settled", extra={"gesture": "gap", "kind": made.kind, "reference": reference(about.gap)})
        return done

    # Who may

    def _facilitator(self, body: Json) -> Person:
        person = self.desk.acquaintances.of(body["user"]["id"])
        if not self._facilitates(person):
            raise NotAllowedError(wording.FOR_FACILITATORS)
        return person

    def _facilitates(self, person: Person) -> bool:
        return any(part.role is Role.FACILITATOR for part in self.desk.store.people.parts(person.id))

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)


def _about(action: Json, body: Json) -> About:
    return About(gap=action["value"], page=int(body["view"].get("private_metadata") or 0))


def _visit_of(enquiry: Enquiry) -> str:
    return enquiry.visit


def _about_form(view: Json) -> About:
    return About.model_validate_json(view["private_metadata"])
