"""/visit: the visit in hand, the list of one's visits, and what becomes of a visit from its card.

The card is a modal (``bot.blocks.visits`` says why): /visit puts it up, what is pressed on it
changes it in place, and what needs more room goes on top of it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from slack_bolt import Ack, App, BoltContext

from bot.blocks import visits as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action
from bot.blocks.notices import notice
from bot.blocks.planning import new_visit_form
from bot.blocks.texts import words_of
from bot.desk import Desk
from bot.hearing import is_greeting
from bot.listeners.boards import Boards
from bot.listeners.commitments import Commitments
from bot.listeners.gesture import Json, Names, modal_at_hand, open_modal, show_if_open
from bot.listeners.group_discussions import GroupDiscussions
from bot.listeners.packs import Packing
from bot.listeners.progress import Progressing
from bot.listeners.reports import Reporting
from bot.listeners.reviews import Reviewing
from bot.logs import reference
from bot.planning import Planning
from bot.visit_views import VisitViews
from bot.wording import consents
from bot.wording import visits as wording
from knowledge.visits import Person, VisitGesture

log = logging.getLogger(__name__)

COMMAND = "/visit"


class _Screen(Protocol):
    """A listener that shows a screen of one visit."""

    def __init__(self, desk: Desk) -> None: ...

    def screen(self, visit: str, user: str) -> Block: ...


_SCREENS: Mapping[str, type[_Screen]] = {
    "review": Reviewing,
    "board": Boards,
    "group": GroupDiscussions,
    "commitments": Commitments,
    "report": Reporting,
}


@dataclass(frozen=True, slots=True)
class Visits:
    """Shows people their visits."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = (COMMAND,)
    scopes: ClassVar[Names] = ("commands", "chat:write", "users:read")

    def register(self, app: App) -> None:
        app.command(COMMAND)(self.command)
        app.action(Action.OPEN_VISIT)(self.open)
        app.action(Action.LIST_VISITS)(self.list)
        app.action(Action.LIST_VISITS_ON)(self.list)
        app.action(Action.ADVANCE_VISIT)(self.advance)
        app.action(Action.AGREE)(self.agree)
        app.action(Action.SHOW_CONSENT)(self.show_consent)
        app.action(Action.LEAVE_VISIT)(self.leave)

    # Looking

    def command(self, ack: Ack, command: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, command, context, notice(wording.OPENING))
        person = self.desk.acquaintances.of(command["user_id"])
        words = words_of(command.get("text") or "")
        self._put(view, self._asked_for(words, person, command["channel_id"]))
        log.info("opened", extra={"gesture": COMMAND})

    def _asked_for(self, words: str, person: Person, channel: str) -> Block:
        called = words.casefold()
        match called:
            case "" | "list":
                part = None if called else self.desk.visiting.in_hand(person, self.desk.now())
                return self._views.card(part.visit.id, person) if part else self._views.list(person)
            case "new":
                return new_visit_form()
            case "pack" | "progress":
                return self._of_all(called, person, channel)
            case _ if called in _SCREENS:
                return self._screen(called, person)
            case _ if is_greeting(words):
                return blocks.visit_help()
            case _:
                return self._views.found(person, words)

    def _screen(self, called: str, person: Person) -> Block:
        """A screen of the visit in hand, by the word that /visit knows it by."""
        part = self.desk.visiting.in_hand(person, self.desk.now())
        user = person.slack_user
        if part is None or user is None:
            return self._views.list(person)
        return _SCREENS[called](self.desk).screen(part.visit.id, user)

    def _of_all(self, called: str, person: Person, channel: str) -> Block:
        """A screen that all of a person's visits go into."""
        if called == "progress":
            return Progressing(self.desk).screen(person)
        return Packing(self.desk).screen(person, channel=channel)

    def open(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING))
        self._put(view, self._views.card(action["value"], self._person(body)))
        log.info("opened", extra={"gesture": "visit", "reference": reference(action["value"])})

    def list(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        self._put(body["view"]["id"], self._views.list(self._person(body), int(action["value"])))

    # What becomes of it

    def advance(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        person = self._person(body)
        gesture, visit_id = blocks.advance_pointed(action["value"])
        visit = self._planning.advance(visit_id, person, gesture)
        self._put(body["view"]["id"], self._views.card(visit.id, person))
        self.desk.visit_advanced(visit)
        log.info(
            "advanced", extra={"gesture": "visit", "state": visit.state, "reference": reference(visit.id)}
        )

    # Agreeing and leaving

    def agree(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING))
        person = self._person(body)
        self._planning.agree(action["value"], person, consents.CONSENT)
        self._put(view, self._views.card(action["value"], person))
        log.info("agreed", extra={"gesture": "consent", "version": consents.CONSENT})

    def show_consent(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING))
        part = self.desk.visiting.part(action["value"], self._person(body), VisitGesture.SEE)
        self._put(view, blocks.agreed(part.participant))

    def leave(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        person = self._person(body)
        visit = self.desk.store.visits.get(action["value"])
        self._planning.leave(visit.id, person)
        self.desk.visit_changed(visit.id)
        self.desk.homes.refresh(person.id)
        said = wording.YOU_LEFT.format(title=visit.title)
        self._put(body["view"]["id"], notice(said, wording.CARD_TITLE))
        log.info("left", extra={"gesture": "visit", "reference": reference(visit.id)})

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])

    @property
    def _views(self) -> VisitViews:
        return VisitViews(self.desk.store)

    @property
    def _planning(self) -> Planning:
        return Planning(self.desk.store, self.desk.now)
