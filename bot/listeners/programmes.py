"""A visit's programme: looked at, typed in session by session, taken from a file, sent as a calendar."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot import wording as common
from bot.blocks import programmes as blocks
from bot.blocks.abouts import About
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice, noticed
from bot.blocks.planning import both_changed
from bot.blocks.sessions import (
    ASKED,
    LABELS,
    AskWhichError,
    SessionForm,
    answers_for,
    answers_for_new,
    session_form,
    session_of,
)
from bot.blocks.texts import escape
from bot.desk import Desk
from bot.enquiries import taken_along
from bot.forms import Answers, RejectedFormError, merged, shown_in, typed_into
from bot.listeners.gesture import Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.planning import Planning
from bot.showing import showing
from bot.slack_files import UnfetchedFileError, fetched
from bot.visit_views import VisitViews
from bot.visiting import Part
from bot.wording import programmes as wording
from bot.wording import visits as visit_wording
from knowledge.errors import ImportedFileError, StaleVisitError, UnknownSessionError, VisitError
from knowledge.programmes import keeping_ids, read_programme, to_calendar
from knowledge.visits import Person, Session, Visit, VisitGesture

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Programmes:
    """Shows programmes, and lets facilitators change them."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("files:read", "files:write", "im:write", "users:read")

    def register(self, app: App) -> None:
        app.action(Action.SHOW_PROGRAMME)(self.show)
        app.action(Action.TURN_PROGRAMME)(self.turn)
        app.action(Action.TURN_PROGRAMME_ON)(self.turn)
        app.action(Action.ADD_SESSION)(self.add)
        app.action(Action.CHANGE_SESSION)(self.change)
        app.action(Action.REMOVE_SESSION)(self.remove)
        app.view(Form.SESSION)(self.keep)
        app.action(Action.IMPORT_PROGRAMME)(self.ask_for_file)
        app.view(Form.PROGRAMME_FILE)(self.read)
        app.view(Form.PROGRAMME_PREVIEW)(self.replace)
        app.action(Action.EXPORT_PROGRAMME)(self.export)

    # Looking

    def show(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(visit_wording.OPENING, wording.TITLE))
        self._show(view, action["value"], self._person(body))

    def turn(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        visit = str(About.of(body["view"]).visit)
        self._show(body["view"]["id"], visit, self._person(body), int(action["value"]))

    def _show(self, view: str, visit: str, person: Person, start: int = 0, said: str = "") -> None:
        self._put(view, self._page(visit, person, start, said))

    def _page(self, visit: str, person: Person, start: int = 0, said: str = "") -> Block:
        part = self.desk.visiting.part(visit, person, VisitGesture.SEE)
        sessions = self.desk.store.visits.programme(visit)
        enquiries = taken_along(self.desk.store, showing(self.desk.store, part.visit))
        shown = blocks.Programme(part.visit, part.participant.role, sessions, enquiries, start, said)
        return blocks.programme(shown)

    def _show_changed(self, body: Json, visit: str) -> None:
        """The programme beneath a form, and the card beneath that, as they are now."""
        client, view, person = self.desk.client, body["view"], self._person(body)
        show_if_open(client, view["previous_view_id"], self._page(visit, person))
        show_if_open(client, view["root_view_id"], VisitViews(self.desk.store).card(visit, person))

    # Session by session

    def add(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(visit_wording.OPENING, wording.NEW_TITLE))
        visit = self._may_change(action["value"], body).visit
        answers = answers_for_new(visit, self.desk.store.visits.programme(visit.id))
        self._put(view, session_form(SessionForm(visit, answers)))

    def change(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(
            self.desk.client, body, context, notice(visit_wording.OPENING, wording.CHANGE_TITLE)
        )
        visit = self._may_change(str(About.of(body["view"]).visit), body).visit
        answers = answers_for(visit, self._session(visit.id, action["value"]))
        self._put(view, session_form(SessionForm(visit, answers, action["value"], "which" in answers)))

    def keep(self, ack: Ack, body: Json, view: Json) -> None:
        """Stores the session before it acknowledges: what is acknowledged is not sent again."""
        about, typed = About.of(view), typed_into(view["state"]["values"])
        before = shown_in(view["blocks"])
        try:
            part = self._may_change(str(about.visit), body)
            session = session_of(part.visit, typed, about.session or _digest(view["id"]))
            self._keep(about, session, before, self._person(body))
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
        except AskWhichError as asked:
            said = wording.ASKED_WHICH.format(label=LABELS[asked.field])
            form = SessionForm(part.visit, before, about.session, asks_which=True, said=said)
            ack(response_action="update", view=session_form(form))
        except StaleVisitError:
            ack(response_action="update", view=self._both(about, before, typed))
        else:
            ack()
            log.info("session kept", extra={"gesture": "programme", "reference": reference(session.id)})
            self._show_changed(body, part.visit.id)

    def _keep(self, about: About, session: Session, before: Answers, person: Person) -> None:
        def put(visit: Visit, programme: Sequence[Session]) -> Sequence[Session]:
            if about.session and visit.version != about.seen:
                now = answers_for(visit, _found(programme, session.id))
                if now != before:
                    raise StaleVisitError
            return [*(one for one in programme if one.id != session.id), session]

        what = "changed a session" if about.session else "added a session"
        self._planning.alter_programme(str(about.visit), put, person, what)
        self.desk.visit_changed(str(about.visit))

    def _both(self, about: About, before: Answers, typed: Answers) -> Block:
        """The form again, with what both have changed."""
        visit = self.desk.store.visits.get(str(about.visit))
        now = answers_for(visit, self._session(visit.id, str(about.session)))
        found = merged(before, typed, now)
        said = both_changed(wording.CHANGED_MEANWHILE, found, now, ASKED)
        which = "which" in found.answers
        return session_form(SessionForm(visit, found.answers, about.session, which, said, found))

    def remove(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        view, person = body["view"], self._person(body)
        visit, session = str(About.of(view).visit), action["value"]

        def take_off(_visit: Visit, programme: Sequence[Session]) -> Sequence[Session]:
            return [one for one in programme if one.id != session]

        try:
            title = self._session(visit, session).title
            self._planning.alter_programme(visit, take_off, person, "removed a session")
        except VisitError as error:  # A fourth modal over this one is more than Slack has.
            self._put(view["id"], noticed(view, common.refusal(error) or str(error)))
            return
        self.desk.visit_changed(visit)
        self._put(view["id"], notice(wording.REMOVED.format(title=title), wording.TITLE))
        self._show_changed(body, visit)

    # Files

    def ask_for_file(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(
            self.desk.client, body, context, notice(visit_wording.OPENING, wording.IMPORT_TITLE)
        )
        self._put(view, blocks.import_form(self._may_change(action["value"], body).visit))

    def read(self, ack: Ack, body: Json, view: Json) -> None:
        """Shows what the file would make of the programme; nothing is changed yet."""
        file = typed_into(view["state"]["values"])["file"]
        try:
            visit = self._may_change(str(About.of(view).visit), body).visit
            after = self._programme_in(file, visit)
        except UnfetchedFileError as error:
            ack(response_action="errors", errors={"file": str(error)})
        except ImportedFileError as error:
            again = blocks.import_form(visit, error.problems, edition=file)
            ack(response_action="update", view=again)
        else:
            ack(response_action="update", view=self._preview(visit, file, after))

    def replace(self, ack: Ack, body: Json, view: Json) -> None:
        """Puts the programme of the file in place of the one that was seen beside it."""
        about, person = About.of(view), self._person(body)
        file = str(about.file)
        try:
            visit = self._may_change(str(about.visit), body).visit
            after = self._programme_in(file, visit)
            self._planning.change_programme(visit.id, after, person, about.seen or 0, "imported a programme")
            self.desk.visit_changed(visit.id)
        except StaleVisitError:
            now = self.desk.store.visits.get(str(about.visit))
            again = self._programme_in(file, now)
            ack(response_action="update", view=self._preview(now, file, again, wording.CHANGED_SINCE))
        except UnfetchedFileError as error:
            ack(response_action="update", view=noticed(view, str(error)))
        else:
            ack()
            log.info("imported", extra={"gesture": "programme", "sessions": len(after)})
            self._show_changed(body, visit.id)

    def export(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        person, user = self._person(body), body["user"]["id"]
        visit = self.desk.visiting.part(action["value"], person, VisitGesture.SEE).visit
        calendar = to_calendar(visit, self.desk.store.visits.programme(visit.id), now=self.desk.now())
        client = self.desk.client
        client.files_upload_v2(
            channel=client.conversations_open(users=[user])["channel"]["id"],
            content=calendar,
            filename="programme.ics",
            title=visit.title,
            initial_comment=escape(wording.CALENDAR.format(title=visit.title)),
        )
        self._show(body["view"]["id"], visit.id, person, said=wording.SENT)
        log.info("exported", extra={"gesture": "programme", "reference": reference(visit.id)})

    def _programme_in(self, file: str, visit: Visit) -> Sequence[Session]:
        read = read_programme(fetched(self.desk.client, file), visit)
        return keeping_ids(read, self.desk.store.visits.programme(visit.id))

    def _preview(self, visit: Visit, file: str, after: Sequence[Session], said: str = "") -> Block:
        before = self.desk.store.visits.programme(visit.id)
        return blocks.preview(blocks.Preview(visit, file, before, after, said))

    # Who, which, where

    def _may_change(self, visit: str, body: Json) -> Part:
        return self.desk.visiting.part(visit, self._person(body), VisitGesture.CHANGE)

    def _session(self, visit: str, session: str) -> Session:
        return _found(self.desk.store.visits.programme(visit), session)

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])

    @property
    def _planning(self) -> Planning:
        return Planning(self.desk.store, self.desk.now)


def _found(programme: Sequence[Session], session: str) -> Session:
    found = next((one for one in programme if one.id == session), None)
    if found is None:
        raise UnknownSessionError(session)
    return found


def _digest(view: str) -> str:
    """The id of the session that a form brings: the same however often the form is sent."""
    return hashlib.sha256(view.encode()).hexdigest()[:16]
