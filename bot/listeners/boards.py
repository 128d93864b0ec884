"""The board: what was accepted, for facilitators meanwhile and for everybody once the group discusses it."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import boards as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action
from bot.blocks.notices import notice
from bot.boards import Look, accepted, chosen_so_far
from bot.desk import Desk
from bot.listeners.gesture import OPENED_VIEW, Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.showing import showing
from bot.visiting import Part
from bot.wording import boards as wording
from knowledge.store import RecordFilters
from knowledge.visits import VisitGesture, allowed

log = logging.getLogger(__name__)

_TURNED = re.compile(rf"{Action.TURN_BOARD}:\d+")


@dataclass(frozen=True, slots=True)
class Boards:
    """Shows the board of a visit, a page at a time."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ()

    def register(self, app: App) -> None:
        app.action(Action.SHOW_BOARD)(self.open)
        app.action(_TURNED)(self.turn)
        app.action(Action.FILTER_BOARD)(self.filter)
        app.action(Action.CHOOSE_FEEDBACK)(self.choose)

    def open(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        # Slack piles up three modals, and the form that composes the group's feedback is one of them.
        if (body.get("view") or {}).get("previous_view_id"):
            opened = context[OPENED_VIEW] = body["view"]["id"]
        else:
            opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        self._update(opened, Look(visit=action["value"]), body["user"]["id"])
        log.info("board opened", extra={"gesture": "board", "reference": reference(action["value"])})

    def choose(self, ack: Ack) -> None:
        ack()
        # Ticks come along with whatever is pressed next: nothing is to be done at each.

    def turn(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        look = _look(body, context)
        page = int(action["action_id"].rpartition(":")[2])
        self._update(body["view"]["id"], look.model_copy(update={"page": page}), body["user"]["id"])

    def filter(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        look = blocks.filtered(_look(body, context), action["selected_option"]["value"])
        self._update(body["view"]["id"], look, body["user"]["id"])

    def screen(self, visit: str, user: str) -> Block:
        """The board of a visit, for whoever may see it."""
        return self._view(Look(visit=visit), user)

    def _update(self, modal: str, look: Look, user: str) -> None:
        show_if_open(self.desk.client, modal, self._view(look, user))

    def _view(self, look: Look, user: str) -> Block:
        person = self.desk.acquaintances.of(user)
        part = self.desk.visiting.part(look.visit, person, VisitGesture.BOARD)
        told = self.desk.store.records.find(RecordFilters(look.visit))
        shown = showing(self.desk.store, part.visit)
        board = [shown.record(one) for one in accepted(told)]
        proposing = allowed(VisitGesture.DISTIL, part.participant.role, part.visit.state)
        settled = self.desk.proposing.settled(told, shown) if proposing else ()
        return blocks.view(shown.text(part.visit), look, board, list(_uses(part)), settled=settled)


def _uses(part: Part) -> Iterator[Block]:
    """What somebody may make of what they choose on the board."""
    role, visit = part.participant.role, part.visit
    if allowed(VisitGesture.COMPOSE, role, visit.state):
        yield blocks.composing(visit.id)
    if allowed(VisitGesture.DISTIL, role, visit.state):
        yield blocks.proposing(visit.id)


def _look(body: Json, context: BoltContext) -> Look:
    """Where somebody looked when they pressed something on the board, with all they have chosen."""
    context[OPENED_VIEW] = body["view"]["id"]
    look = Look.model_validate_json(body["view"]["private_metadata"])
    return chosen_so_far(look, body["view"]["state"]["values"])
