"""What each visiting council will do: made, changed and withdrawn by its people, settled, followed up."""

import logging
from dataclasses import dataclass
from typing import Any, ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import commitments as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Field, Form
from bot.blocks.notices import notice
from bot.desk import Desk
from bot.forms import Prompt, RejectedFormError, answers_of, made, typed_into, values_of
from bot.listeners.gesture import OPENED_VIEW, Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.progress_views import ProgressViews
from bot.showing import showing
from bot.visiting import Part
from bot.wording import commitments as wording
from knowledge.errors import StaleRecordError
from knowledge.lessons import quotable
from knowledge.records import Commitment, RecordGesture, RecordStatus, RecordType, Source, possible
from knowledge.store import RecordFilters
from knowledge.visits import Role, Visit, VisitGesture, VisitState, allowed, next_state

log = logging.getLogger(__name__)

_ORDER = tuple(wording.STEPS)
_AT_ONCE = frozenset({RecordGesture.SETTLE})


@dataclass(frozen=True, slots=True)
class Commitments:
    """Shows the commitments of a visit, and takes each from one step to the next."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ()

    def register(self, app: App) -> None:
        app.action(Action.SHOW_COMMITMENTS)(self.open)
        app.action(Action.MAKE_COMMITMENT)(self.make)
        app.action(Action.STEP_COMMITMENT)(self.step)
        app.action(Action.STEP_IN_PROGRESS)(self.step_in_progress)
        app.view(Form.COMMITMENT)(self.save)
        app.view(Form.STEP_OF_COMMITMENT)(self.give)

    # Reading

    def open(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        view = self.screen(action["value"], body["user"]["id"])
        show_if_open(self.desk.client, opened, view)
        log.info("commitments opened", extra={"gesture": "commitment"})

    def screen(self, visit: str, user: str) -> Block:
        """The commitments of a visit, for whoever is on it."""
        return self._view(self._part(visit, user, VisitGesture.SEE))

    def _view(self, part: Part, said: str = "") -> Block:
        shown = showing(self.desk.store, part.visit)
        found = self.desk.store.records.find(RecordFilters(part.visit.id, type=RecordType.COMMITMENT))
        hosting = part.participant.role is Role.HOST
        entries = [
            blocks.Entry(shown.record(one).record, _steps(part, one), teaches=_teaches(part, one))
            for one in found
            if isinstance(one, Commitment) and not (hosting and one.status is RecordStatus.SUBMITTED)
        ]
        entries.sort(key=lambda entry: entry.record.council)
        making = allowed(VisitGesture.COMMIT, part.participant.role, part.visit.state)
        nothing = wording.NOTHING_FOR_HOSTS if hosting else wording.NOTHING if making else _none(part.visit)
        return blocks.view(shown.text(part.visit), entries, nothing, making=making, said=said)

    # Making and changing

    def make(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        part = self._part(action["value"], body["user"]["id"], VisitGesture.COMMIT)
        asked = _prompts(part, whole=False)
        own = part.participant.council or ""
        view = blocks.form(blocks.Errand(visit=part.visit.id), asked, {"council": own})
        show_if_open(self.desk.client, opened, view)

    def save(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        errand = blocks.Errand.model_validate_json(view["private_metadata"])
        typed = typed_into(view["state"]["values"])
        try:
            part = self._part(errand.visit, body["user"]["id"], VisitGesture.SEE)
            said = self._keep(part, errand, view["id"], typed)
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        ack()
        self._show_beneath(view, part, said, context)

    def _keep(self, part: Part, errand: blocks.Errand, view: str, typed: dict[str, str]) -> str:
        asked, now = _prompts(part, whole=errand.record is not None), self.desk.now()
        commitment = made(
            Commitment,
            asked,
            typed,
            id=errand.record or view,  # One per opened form, so a second delivery is the same commitment.
            visit=part.visit.id,
            respondent=part.actor.pseudonym,
            respondent_role=part.participant.post,
            created_at=now,
            source=Source.MODAL,
        )
        if errand.record is None:
            next_state(VisitGesture.COMMIT, part.participant.role, part.visit.state)
            self.desk.store.records.add(commitment)
            log.info("committed", extra={"gesture": "commitment", "reference": reference(view)})
            return wording.MADE
        before = self.desk.record_changes.get(part, Commitment, errand.record)
        changes: dict[str, Any] = dict(values_of(asked, typed))
        self.desk.record_changes.revise(part, before, errand.version, at=now, **changes)
        return wording.TAKEN[RecordGesture.REVISE]

    # Following up

    def step(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        visit = blocks.Errand.model_validate_json(body["view"]["private_metadata"]).visit
        self._begin(action, body, context, blocks.Errand(visit=visit, record=action["block_id"]))

    def step_in_progress(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        context[OPENED_VIEW] = body["view"]["id"]
        record = self.desk.store.records.get(action["block_id"])
        looked_at = body["view"]["private_metadata"]
        errand = blocks.Errand(visit=record.visit, record=record.id, progress=looked_at)
        self._begin(action, body, context, errand)

    def _begin(self, action: Json, body: Json, context: BoltContext, errand: blocks.Errand) -> None:
        """Take the step that was chosen, or ask what there is to ask about it."""
        context[OPENED_VIEW] = body["view"]["id"]
        gesture, version = blocks.stepped(action["selected_option"]["value"])
        errand = errand.model_copy(update={"version": version, "gesture": gesture})
        if gesture in _AT_ONCE:
            part = self._part(errand.visit, body["user"]["id"], VisitGesture.SEE)
            said = self._take(part, errand, None)
            show_if_open(self.desk.client, body["view"]["id"], self._view(part, said))
        elif gesture is RecordGesture.REVISE:
            self._change(body, context, errand)
        else:
            open_modal(self.desk.client, body, context, blocks.step_form(errand, gesture))

    def _change(self, body: Json, context: BoltContext, errand: blocks.Errand) -> None:
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        part = self._part(errand.visit, body["user"]["id"], VisitGesture.SEE)
        record = self.desk.record_changes.get(part, Commitment, str(errand.record))
        asked = _prompts(part, whole=True)
        # What was typed as it was typed is for whoever typed it.
        own = record.respondent == part.actor.pseudonym
        answers = answers_of(record, asked) if own else {}
        show_if_open(self.desk.client, opened, blocks.form(errand, asked, answers))

    def give(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        errand = blocks.Errand.model_validate_json(view["private_metadata"])
        reason = typed_into(view["state"]["values"]).get(Field.REASON)
        part = self._part(errand.visit, body["user"]["id"], VisitGesture.SEE)
        said = self._take(part, errand, reason)
        ack()
        self._show_beneath(view, part, said, context, errand.progress)

    def _take(self, part: Part, errand: blocks.Errand, reason: str | None) -> str:
        """Take the step; what is said of it."""
        changes, gesture = self.desk.record_changes, errand.gesture
        record = changes.get(part, Commitment, str(errand.record))
        if gesture is None:
            raise AssertionError("the form of a step says which")
        try:
            changes.move(part, record, gesture, errand.version, at=self.desk.now(), reason=reason)
        except StaleRecordError:
            return wording.CHANGED_MEANWHILE
        log.info("stepped", extra={"gesture": gesture, "reference": reference(record.id)})
        return wording.TAKEN[gesture]

    def _show_beneath(
        self, view: Json, part: Part, said: str, context: BoltContext, progress: str | None = None
    ) -> None:
        """The list under a form that is gone, or what was looked at of the progress."""
        if beneath := view.get("previous_view_id"):
            context[OPENED_VIEW] = beneath
            shown = self._view(part, said) if progress is None else self._progress(part, progress, said)
            show_if_open(self.desk.client, beneath, shown)

    def _progress(self, part: Part, chosen: str, said: str) -> Block:
        views = ProgressViews(self.desk.store, self.desk.readers, self.desk.now)
        return views.screen(self.desk.store.people.get(part.participant.person), chosen, said)

    def _part(self, visit: str, user: str, gesture: VisitGesture) -> Part:
        return self.desk.visiting.part(visit, self.desk.acquaintances.of(user), gesture)


def _prompts(part: Part, *, whole: bool) -> tuple[Prompt, ...]:
    """Participants commit their own council; facilitators any that visits."""
    own = part.participant.council
    councils = [own] if part.participant.role is Role.PARTICIPANT and own else list(part.visit.visitors)
    return blocks.prompts(councils, whole=whole)


def _none(visit: Visit) -> str:
    """Why there is none where none can be made."""
    return wording.TOO_LATE if visit.state is VisitState.ARCHIVED else wording.NOT_YET


def _teaches(part: Part, record: Commitment) -> bool:
    """What is done is what others can learn from; what is not can be chosen on the board."""
    done = record.status is RecordStatus.DONE and quotable(record)
    return done and allowed(VisitGesture.DISTIL, part.participant.role, part.visit.state)


def _steps(part: Part, record: Commitment) -> tuple[RecordGesture, ...]:
    """What somebody can do with a commitment, from where it is."""
    open_ = possible(record, part.actor, part.visit.state)
    return tuple(gesture for gesture in _ORDER if gesture in open_)
