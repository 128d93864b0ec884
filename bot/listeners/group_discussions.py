"""The group's feedback: composed from the board, read by everybody, agreed with one press, settled.

Whoever agrees or settles says which edition of the words they read. Other words make what was agreed
to the old ones void, and those who had agreed are told.
"""

import logging
from dataclasses import dataclass
from typing import Any, ClassVar

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blocks import group_feedback as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form, pointed_words
from bot.blocks.notices import notice
from bot.blocks.texts import escape
from bot.boards import MOST_CHOSEN, Look, accepted, added, chosen_so_far, mark, picked
from bot.desk import Desk
from bot.forms import Answers, RejectedFormError, made, shown_in, typed_into, values_of
from bot.group_feedback import Announcements, Table, table
from bot.listeners.gesture import OPENED_VIEW, Json, Names, open_modal, show_if_open, whisper
from bot.logs import reference
from bot.visiting import Part
from bot.wording import boards as board_wording
from bot.wording import group_feedback as wording
from bot.wording import refusal
from knowledge.errors import StaleRecordError, VisitError
from knowledge.records import GroupFeedback, RecordGesture, RecordStatus, Source
from knowledge.visits import Role, VisitGesture, VisitState, allowed

log = logging.getLogger(__name__)

_FIRST = GroupFeedback.asked[0]
_DIRECT = "D"
"""How Slack's ids of conversations between one person and us begin."""


@dataclass(frozen=True, slots=True)
class GroupDiscussions:
    """Takes the group's feedback from the first draft to what its host is told."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write",)

    def register(self, app: App) -> None:
        app.action(Action.SHOW_GROUP_FEEDBACK)(self.open)
        app.action(Action.COMPOSE)(self.compose)
        app.action(Action.REVISE_GROUP_FEEDBACK)(self.revise)
        app.action(Action.AGREE_TO_WORDS)(self.agree)
        app.action(Action.SETTLE)(self.settle)
        app.action(Action.WITHDRAW_GROUP_FEEDBACK)(self.withdraw)
        app.view(Form.GROUP_FEEDBACK)(self.save)

    # Reading

    def open(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        view = self.screen(action["value"], body["user"]["id"])
        show_if_open(self.desk.client, opened, view)
        log.info("group feedback opened", extra={"gesture": "group feedback"})

    def screen(self, visit: str, user: str) -> Block:
        """The group's feedback, or why there is none, for whoever is on the visit."""
        return self._view(self._part(visit, user, VisitGesture.SEE))

    def _update(self, modal: str, part: Part, said: str = "") -> None:
        show_if_open(self.desk.client, modal, self._view(part, said))

    def _view(self, part: Part, said: str = "") -> Block:
        laid = table(self.desk.store, part.visit)
        feedback = laid.feedback
        if feedback is None or _is_kept_from(part, feedback):
            return _empty(laid, part)
        return blocks.view(
            laid.visit.title,
            laid.words(feedback),
            laid.assent(feedback),
            _may(part, feedback),
            said=said or (wording.agreed_already(laid.visit.title) if _has_agreed(part, feedback) else ""),
        )

    # Composing

    def compose(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        board = body["view"]["id"]
        look = Look.model_validate_json(body["view"]["private_metadata"])
        look = chosen_so_far(look, body["view"]["state"]["values"])
        if not look.chosen or len(look.chosen) > MOST_CHOSEN:
            few = board_wording.NOTHING_CHOSEN
            said = board_wording.too_many(MOST_CHOSEN) if look.chosen else few
            open_modal(self.desk.client, body, context, notice(said, board_wording.TITLE))
            return
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        part = self._part(look.visit, body["user"]["id"], VisitGesture.COMPOSE)
        laid = table(self.desk.store, part.visit)
        chosen = [laid.shown.record(one).record for one in picked(accepted(laid.told), look)]
        feedback = laid.feedback
        if feedback is not None and feedback.status is RecordStatus.AGREED:
            show_if_open(self.desk.client, opened, self._view(part))
            return
        draft = blocks.Draft(
            visit=part.visit.id,
            record=feedback.id if feedback else laid.next_id,
            version=feedback.version if feedback else None,
            chosen=look.chosen,
        )
        words = laid.words(feedback) if feedback else None
        more = added(words, chosen)
        view = blocks.form(draft, blocks.answers(words, more), typed=more)
        show_if_open(self.desk.client, opened, view)
        log.info("composing", extra={"gesture": "group feedback", "board": reference(board)})

    def revise(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        record, _ = pointed_words(action["value"])
        part = self._part(self.desk.store.records.get(record).visit, body["user"]["id"], VisitGesture.COMPOSE)
        feedback = self.desk.record_changes.get(part, GroupFeedback, record)
        words = table(self.desk.store, part.visit).words(feedback)
        draft = blocks.Draft(visit=part.visit.id, record=feedback.id, version=feedback.version)
        view = blocks.form(draft, blocks.answers(words, {}))
        show_if_open(self.desk.client, opened, view)

    def save(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        draft = blocks.Draft.model_validate_json(view["private_metadata"])
        typed = typed_into(view["state"]["values"])
        if not typed:
            ack(response_action="errors", errors={_FIRST: wording.WRITE_SOMETHING})
            return
        try:
            part = self._part(draft.visit, body["user"]["id"], VisitGesture.COMPOSE)
            laid = table(self.desk.store, part.visit)
            before, after = self._keep(part, laid, draft, typed, shown_in(view["blocks"]))
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        except StaleRecordError:
            ack(response_action="update", view=self._again(draft, typed))
            return
        except VisitError as error:
            ack(response_action="errors", errors={_FIRST: refusal(error) or str(error)})
            return
        ack()
        said = wording.UNCHANGED if after == before else wording.SAVED
        if beneath := view.get("previous_view_id"):
            context[OPENED_VIEW] = beneath
            self._update(beneath, part, said)
        if after != before:
            self._announce(part, before, after)

    def _keep(
        self, part: Part, laid: Table, draft: blocks.Draft, typed: Answers, shown: Answers
    ) -> tuple[GroupFeedback | None, GroupFeedback]:
        """Store the draft; what there was before, and what there is now.

        A list that says what it was ``shown`` with stays as it is stored: boxes show each line on one,
        and without what a rule strikes out.
        """
        now = self.desk.now()
        chosen = tuple(one.id for one in accepted(laid.told) if mark(one.id) in draft.chosen)
        begun_now = made(
            GroupFeedback,
            blocks.PROMPTS,
            typed,
            whole=_FIRST,
            id=draft.record,
            visit=part.visit.id,
            respondent=part.actor.pseudonym,
            created_at=now,
            source=Source.MODAL,
            chosen=chosen,
        )
        if draft.version is None:
            if not self.desk.store.records.add(begun_now):
                return self._begun_already(part, begun_now)
            return None, begun_now
        before = self.desk.record_changes.get(part, GroupFeedback, draft.record)
        touched = [one for one in blocks.PROMPTS if typed.get(one.name) != shown.get(one.name)]
        changes: dict[str, Any] = dict(values_of(touched, typed))
        changes["chosen"] = tuple(dict.fromkeys([*before.chosen, *chosen]))
        if all(getattr(before, name) == value for name, value in changes.items()):
            return before, before
        return before, self.desk.record_changes.revise(part, before, draft.version, at=now, **changes)

    def _begun_already(self, part: Part, mine: GroupFeedback) -> tuple[GroupFeedback, GroupFeedback]:
        """What is there already, if these are its words: a form may be sent twice."""
        there = self.desk.record_changes.get(part, GroupFeedback, mine.id)
        if any(getattr(there, name) != getattr(mine, name) for name in there.asked):
            raise StaleRecordError
        return there, there

    def _again(self, draft: blocks.Draft, typed: Answers) -> Block:
        """The form with what was typed, above it what somebody else has saved meanwhile."""
        visit = self.desk.store.visits.get(draft.visit)
        laid = table(self.desk.store, visit)
        there = laid.feedback
        if there is None:
            fresh = draft.model_copy(update={"record": laid.next_id, "version": None})
            return blocks.form(fresh, typed, edition=laid.next_id)
        mine = draft.model_copy(update={"record": there.id, "version": there.version})
        before = blocks.changed_meanwhile(laid.words(there))
        edition = str(there.version)
        return blocks.form(mine, typed, before=before, edition=edition, typed=GroupFeedback.asked)

    def _announce(self, part: Part, before: GroupFeedback | None, after: GroupFeedback) -> None:
        laid = table(self.desk.store, part.visit)
        tell = Announcements(self.desk.direct_messages)
        title = laid.visit.title
        tell.announce(laid, after, _heading(title, after))
        if before and before.agreed_by:
            tell.tell(laid, after, wording.agreement_void(title), before.agreed_by)
        log.info("composed", extra={"gesture": "group feedback", "reference": reference(after.id)})

    # Agreeing

    def agree(self, ack: Ack, action: Json, body: Json, context: BoltContext, respond: Respond) -> None:
        ack()
        part, said = self._agreed(action, body, context)
        if body.get("view"):
            self._update(body["view"]["id"], part, said)
            return
        whisper(respond, body, said)
        self._show_again(body["channel"]["id"], body["message"]["ts"], part)

    def _show_again(self, channel: str, ts: str, part: Part) -> None:
        """The message as it is now; others who read it may have yet to agree."""
        laid = table(self.desk.store, part.visit)
        if (feedback := laid.feedback) is None:
            return
        title = laid.visit.title
        agrees = channel.startswith(_DIRECT) and _has_agreed(part, feedback)
        said = wording.agreed_already(title) if agrees else _heading(title, feedback)
        self.desk.client.chat_update(
            channel=channel,
            ts=ts,
            text=escape(said),
            blocks=blocks.message(said, laid.words(feedback), laid.assent(feedback), to_agree=not agrees),
        )

    def _agreed(self, action: Json, body: Json, context: BoltContext) -> tuple[Part, str]:
        part, record, edition = self._pointed(action, body, context, VisitGesture.AGREE)
        try:
            self.desk.record_changes.agree(part, record, edition, at=self.desk.now())
        except StaleRecordError:
            return part, wording.WORDS_CHANGED
        log.info("agreed", extra={"gesture": "group feedback", "reference": reference(record)})
        return part, wording.AGREED

    def settle(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        part, record, edition = self._pointed(action, body, context, VisitGesture.COMPOSE)
        try:
            settled = self.desk.record_changes.settle(part, record, edition, at=self.desk.now())
        except StaleRecordError:
            self._update(body["view"]["id"], part, wording.WORDS_CHANGED)
            return
        self._update(body["view"]["id"], part)
        laid = table(self.desk.store, part.visit)
        said = _heading(laid.visit.title, settled)
        Announcements(self.desk.direct_messages).announce(laid, settled, said)
        log.info("settled", extra={"gesture": "group feedback", "reference": reference(record)})

    def withdraw(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        part, record, _ = self._pointed(action, body, context, VisitGesture.SEE)
        feedback = self.desk.record_changes.get(part, GroupFeedback, record)
        self.desk.record_changes.move(
            part, feedback, RecordGesture.WITHDRAW, feedback.version, at=self.desk.now()
        )
        self._update(body["view"]["id"], part, wording.WITHDRAWN)
        log.info("withdrawn", extra={"gesture": "group feedback", "reference": reference(record)})

    def _pointed(
        self, action: Json, body: Json, context: BoltContext, gesture: VisitGesture
    ) -> tuple[Part, str, int]:
        """What a button is about, for somebody who may do so with its visit."""
        if view := body.get("view"):
            context[OPENED_VIEW] = view["id"]
        record, edition = pointed_words(action["value"])
        return (
            self._part(self.desk.store.records.get(record).visit, body["user"]["id"], gesture),
            record,
            edition,
        )

    def _part(self, visit: str, user: str, gesture: VisitGesture) -> Part:
        person = self.desk.acquaintances.of(user)
        return self.desk.visiting.part(visit, person, gesture)


def _heading(visit: str, feedback: GroupFeedback) -> str:
    if feedback.status is RecordStatus.AGREED:
        return wording.settled(visit)
    return wording.revised(visit) if feedback.edition else wording.drafted(visit)


def _has_agreed(part: Part, feedback: GroupFeedback) -> bool:
    """Whether they have agreed to these words, which are yet to be settled."""
    return feedback.status is RecordStatus.SUBMITTED and part.actor.pseudonym in feedback.agreed_by


def _is_kept_from(part: Part, feedback: GroupFeedback) -> bool:
    """The host reads what the group has settled, and no drafts."""
    return part.participant.role is Role.HOST and feedback.status is not RecordStatus.AGREED


def _may(part: Part, feedback: GroupFeedback) -> blocks.May:
    def can(gesture: VisitGesture) -> bool:
        return allowed(gesture, part.participant.role, part.visit.state)

    draft = feedback.status is RecordStatus.SUBMITTED
    mine = part.actor.pseudonym == feedback.respondent
    return blocks.May(
        agree=draft and can(VisitGesture.AGREE) and not _has_agreed(part, feedback),
        revise=draft and can(VisitGesture.COMPOSE),
        settle=draft and can(VisitGesture.COMPOSE) and bool(feedback.agreed_by),
        withdraw=mine and can(VisitGesture.COMPOSE),
    )


def _empty(laid: Table, part: Part) -> Block:
    role, visit = part.participant.role, part.visit
    label = wording.READ_BOARD if allowed(VisitGesture.BOARD, role, visit.state) else None
    if role is Role.HOST:
        return blocks.empty(laid.visit.title, visit.id, wording.NOT_FOR_HOSTS_YET, board=None)
    if allowed(VisitGesture.COMPOSE, role, visit.state):
        said = wording.NOTHING_YET_TO_COMPOSE
        return blocks.empty(laid.visit.title, visit.id, said, board=wording.BOARD)
    before = visit.state in {VisitState.PLANNED, VisitState.OPEN}
    said = wording.NOT_BEFORE_DISCUSSION if before else wording.NOTHING_YET
    return blocks.empty(laid.visit.title, visit.id, said, board=label)
