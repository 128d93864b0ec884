"""The people of a visit: added from Slack or from a list, changed, taken off; each of them is told."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot import wording as common
from bot.attending import Attending
from bot.blocks import participants as blocks
from bot.blocks.abouts import About
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice, noticed
from bot.desk import Desk
from bot.forms import Answers, RejectedFormError, made, typed_into
from bot.listeners.gesture import Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.planning import Planning, Seat
from bot.slack_files import UnfetchedFileError, fetched
from bot.visit_views import VisitViews
from bot.welcoming import Welcoming
from bot.wording import participants as wording
from bot.wording import visits as visit_wording
from knowledge.attendees import read_attendees
from knowledge.errors import ImportedFileError, VisitError
from knowledge.visits import Participant, Person, Role, Visit, VisitGesture

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Participants:
    """Lets facilitators say who is on a visit."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", "files:read", "users:read", "users:read.email")

    def register(self, app: App) -> None:
        app.action(Action.SHOW_PEOPLE)(self.show)
        app.action(Action.TURN_PEOPLE)(self.turn)
        app.action(Action.TURN_PEOPLE_ON)(self.turn)
        app.action(Action.ADD_PEOPLE)(self.ask_whom)
        app.view(Form.NEW_PEOPLE)(self.add)
        app.action(Action.CHANGE_PERSON)(self.change)
        app.action(Action.FIND_PERSON)(self.find)
        app.view(Form.SEAT)(self.seat)
        app.action(Action.REMOVE_PERSON)(self.remove)
        app.action(Action.IMPORT_PEOPLE)(self.ask_for_file)
        app.view(Form.PEOPLE_FILE)(self.read)

    # Looking

    def show(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(visit_wording.OPENING, wording.TITLE))
        self._show(view, self._may_change(action["value"], body))

    def turn(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        visit = self._may_change(str(About.of(body["view"]).visit), body)
        self._show(body["view"]["id"], visit, int(action["value"]))

    def _show(self, view: str, visit: Visit, start: int = 0) -> None:
        self._put(view, self._list(visit, start))

    def _list(self, visit: Visit, start: int = 0, said: str = "") -> Block:
        everybody = self.desk.store.people.everybody(visit.id)
        rows = sorted(((who, part) for part, who in everybody), key=_by_council)
        return blocks.people(blocks.People(visit, rows, start, said))

    def _show_changed(self, body: Json, visit: Visit, said: str = "") -> None:
        """The list beneath a form, and the card beneath that, as they are now."""
        client, view = self.desk.client, body["view"]
        card = VisitViews(self.desk.store).card_or_list(visit.id, self._person(body))
        show_if_open(client, view["previous_view_id"], self._list(visit, said=said))
        show_if_open(client, view["root_view_id"], card)

    # From Slack

    def ask_whom(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(visit_wording.OPENING, wording.ADD_TITLE))
        self._put(view, blocks.adding_form(self._may_change(action["value"], body)))

    def add(self, ack: Ack, body: Json, view: Json) -> None:
        """Stores who is added before it acknowledges: what is acknowledged is not sent again."""
        answers = typed_into(view["state"]["values"])
        try:
            visit = self._may_change(str(About.of(view).visit), body)
            seat, users = self._seat(visit, answers), self._users(answers)
            people = self.desk.acquaintances.all_of(users)
            for person in people:
                self._planning.put_on(visit.id, person, seat, self._person(body))
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
        else:
            ack()
            log.info("added", extra={"gesture": "people", "number": len(people)})
            self.desk.visit_changed(visit.id)
            self._show_changed(body, visit)
            self._welcome(visit, people)

    def _users(self, answers: Answers) -> list[str]:
        users = [user for user in answers.get("people", "").split() if user != self.desk.bot_user]
        if not users:
            raise RejectedFormError({"people": wording.NOBODY})
        return users

    def _seat(self, visit: Visit, answers: Answers) -> Seat:
        """What the form says somebody is on the visit; RejectedFormError without a council."""
        wanted = made(blocks.Seats, blocks.seat_prompts(visit), answers, people=("-",))
        council = wanted.council or (visit.host if wanted.role is Role.HOST else None)
        if council is None and wanted.role is not Role.FACILITATOR:
            raise RejectedFormError({"council": wording.COUNCIL_NEEDED})
        return Seat(wanted.role, council, wanted.post)

    # One by one

    def change(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(
            self.desk.client, body, context, notice(visit_wording.OPENING, wording.CHANGE_TITLE)
        )
        visit = self._may_change(str(About.of(body["view"]).visit), body)
        self._ask_seat(view, visit, self.desk.store.people.get(action["value"]))

    def find(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(
            self.desk.client, body, context, notice(visit_wording.OPENING, wording.CHANGE_TITLE)
        )
        visit = self._may_change(str(About.of(body["view"]).visit), body)
        self._ask_seat(view, visit, self.desk.acquaintances.of(action["selected_user"]))

    def _ask_seat(self, view: str, visit: Visit, person: Person) -> None:
        part = self.desk.store.people.part(visit.id, person.id)
        self._put(view, blocks.seat_form(visit, person, part))

    def seat(self, ack: Ack, body: Json, view: Json) -> None:
        about = About.of(view)
        try:
            visit = self._may_change(str(about.visit), body)
            seat = self._seat(visit, typed_into(view["state"]["values"]))
            person = self.desk.store.people.get(str(about.person))
            self._planning.put_on(visit.id, person, seat, self._person(body))
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
        else:
            ack()
            self.desk.visit_changed(visit.id)
            self._show_changed(body, visit)
            self._welcome(visit, [person])

    def remove(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        view, visit = body["view"], str(About.of(body["view"]).visit)
        try:
            self._planning.take_off(visit, action["value"], self._person(body))
        except VisitError as error:  # A fourth modal over this one is more than Slack has.
            self._put(view["id"], noticed(view, common.refusal(error) or str(error)))
            return
        self.desk.visit_changed(visit)
        self.desk.homes.refresh(action["value"])
        self._put(view["id"], notice(wording.REMOVED, wording.TITLE))
        self._show_changed(body, self.desk.store.visits.get(visit))
        log.info("taken off", extra={"gesture": "people", "reference": reference(visit)})

    # From a list

    def ask_for_file(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(visit_wording.OPENING, wording.TITLE))
        self._put(view, blocks.import_form(self._may_change(action["value"], body)))

    def read(self, ack: Ack, body: Json, view: Json) -> None:
        """Checks the list, then looks everybody up, which may take longer than Slack waits for a form.

        If that ends half-way the list can be sent again: it adds nobody twice.
        """
        file, person = typed_into(view["state"]["values"])["file"], self._person(body)
        try:
            visit = self._may_change(str(About.of(view).visit), body)
            attendees = read_attendees(fetched(self.desk.client, file), visit)
        except UnfetchedFileError as error:
            ack(response_action="errors", errors={"file": str(error)})
            return
        except ImportedFileError as error:
            again = blocks.import_form(visit, error.problems, edition=file)
            ack(response_action="update", view=again)
            return
        ack()
        number = visit_wording.people(len(attendees), None)
        adding = self._list(visit, said=wording.ADDING.format(number=number))
        show_if_open(self.desk.client, view["previous_view_id"], adding)
        attending = Attending(self._planning, self.desk.acquaintances.by_email)
        people = attending.take_in(visit.id, attendees, person)
        self.desk.visit_changed(visit.id)
        self._welcome(visit, people)
        in_slack = len([one for one in people if one.slack_user])
        said = wording.added(in_slack, len(people) - in_slack)
        self._show_changed(body, visit, said)
        log.info("list imported", extra={"gesture": "people", "number": len(people)})

    def _welcome(self, visit: Visit, people: Iterable[Person]) -> None:
        for person in people:
            Welcoming(self.desk).welcome(visit, person)

    def _may_change(self, visit: str, body: Json) -> Visit:
        return self.desk.visiting.part(visit, self._person(body), VisitGesture.CHANGE).visit

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])

    @property
    def _planning(self) -> Planning:
        return Planning(self.desk.store, self.desk.now)


def _by_council(row: tuple[Person, Participant]) -> tuple[str, str]:
    return row[1].council or "", row[1].pseudonym
