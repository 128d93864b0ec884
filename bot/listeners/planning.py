"""Planning a visit, and changing what was planned, in modals."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from slack_bolt import Ack, App, BoltContext

from bot import wording as common
from bot.blocks.abouts import About
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice
from bot.blocks.planning import (
    ASKED,
    CHANNEL,
    DETAILS,
    IN_SLACK,
    Meanwhile,
    SlackSide,
    new_visit_form,
    visit_change_form,
    weeks_chosen,
)
from bot.desk import Desk
from bot.forms import RejectedFormError, asked_in, made, shown_in, typed_into
from bot.listeners.gesture import Json, Names, modal_at_hand, open_modal, show_if_open
from bot.logs import reference
from bot.planning import Planning
from bot.visit_channels import UnfitChannelError, VisitChannels
from bot.visit_views import VisitViews
from bot.welcoming import Welcoming
from bot.wording import visits as wording
from knowledge.errors import LooserRuleError, SessionOutsideVisitError, StaleVisitError, VisitError
from knowledge.visits import Person, Role, Visit, VisitGesture

log = logging.getLogger(__name__)

_AT: Mapping[type[VisitError], str] = {LooserRuleError: "attribution", SessionOutsideVisitError: "ends"}
"""The field at which a refusal stands that is about one."""


@dataclass(frozen=True, slots=True)
class PlanningVisits:
    """Asks what a visit is to be, and keeps it."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("channels:read", "chat:write", "groups:read", "groups:write", "users:read")

    def register(self, app: App) -> None:
        app.action(Action.PLAN_VISIT)(self.begin)
        app.action(Action.PLAN_MORE)(self.ask_more)
        app.action(Action.CHANGE_VISIT)(self.begin_change)
        app.view(Form.NEW_VISIT)(self.plan)
        app.view(Form.VISIT_CHANGE)(self.change)

    # A new visit

    def begin(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING))
        self._put(view, new_visit_form())

    def ask_more(self, ack: Ack, body: Json) -> None:
        ack()
        self._put(body["view"]["id"], new_visit_form(typed_into(body["view"]["state"]["values"]), more=True))

    def plan(self, ack: Ack, body: Json, view: Json) -> None:
        """Stores the visit before it acknowledges: what is acknowledged is not sent again."""
        try:
            visit, others = self._planned(view)
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        person = self._person(body)
        facilitators = [self.desk.acquaintances.of(user) for user in others]
        Planning(self.desk.store, self.desk.now).plan(visit, person, facilitators)
        ack(response_action="update", view=VisitViews(self.desk.store).card(visit.id, person))
        log.info("planned", extra={"gesture": "visit", "reference": reference(visit.id)})
        self.desk.visit_changed(visit.id)
        self._move_in(visit, self._facilitators_in_slack(visit))
        for each in facilitators:
            Welcoming(self.desk).welcome(visit, each)

    def _planned(self, view: Json) -> tuple[Visit, list[str]]:
        answers = typed_into(view["state"]["values"])
        prompts = asked_in(view["state"]["values"], (*ASKED, *DETAILS))
        digest = hashlib.sha256(view["id"].encode()).hexdigest()[:6]
        name = f"visit-{answers.get('starts', 'undated')}-{digest}"
        visit = made(Visit, prompts, answers, whole="ends", id=name, **weeks_chosen(answers))
        in_slack = made(SlackSide, IN_SLACK, answers)
        others = [user for user in in_slack.facilitators if user != self.desk.bot_user]
        return visit.model_copy(update={"channel": self._channel(in_slack, None)}), others

    # Another version of one

    def begin_change(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING))
        part = self.desk.visiting.part(action["value"], self._person(body), VisitGesture.CHANGE)
        self._put(view, visit_change_form(part.visit))

    def change(self, ack: Ack, body: Json, view: Json) -> None:
        """Of two who change a visit at once, the second gets both their changes to look through."""
        about, person = About.of(view), self._person(body)
        try:
            before = self.desk.visiting.part(str(about.visit), person, VisitGesture.CHANGE).visit
            if before.version != about.seen:
                raise StaleVisitError  # noqa: TRY301  # as the store would, before a channel is made
            visit = self._changed(before, view["state"]["values"])
            after = Planning(self.desk.store, self.desk.now).revise(visit, person, before.version)
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
        except StaleVisitError:
            ack(response_action="update", view=self._both(str(about.visit), view))
        except (LooserRuleError, SessionOutsideVisitError) as error:
            ack(response_action="errors", errors={_AT[type(error)]: common.refusal(error) or str(error)})
        else:
            ack()
            log.info("changed", extra={"gesture": "visit", "reference": reference(after.id)})
            self.desk.visit_changed(after.id)
            self._put(view["previous_view_id"], VisitViews(self.desk.store).card(after.id, person))
            if after.channel != before.channel:
                self._move_in(after, self._facilitators_in_slack(after))

    def _changed(self, before: Visit, state: Mapping[str, Any]) -> Visit:
        """The visit with what the form asked; all else of it stays."""
        asked, answers = asked_in(state, (*ASKED, *DETAILS)), typed_into(state)
        kept = {name: value for name, value in before if name not in {prompt.name for prompt in asked}}
        visit = made(Visit, asked, answers, whole="ends", **kept | weeks_chosen(answers))
        in_slack = made(SlackSide, CHANNEL, answers)
        return visit.model_copy(update={"channel": self._channel(in_slack, before.channel)})

    def _both(self, visit: str, view: Json) -> Block:
        meanwhile = Meanwhile(shown_in(view["blocks"]), typed_into(view["state"]["values"]))
        return visit_change_form(self.desk.store.visits.get(visit), meanwhile)

    # The channel

    def _channel(self, wanted: SlackSide, before: str | None) -> str | None:
        """The channel that was chosen, or made; RejectedFormError when it cannot be the visit's."""
        if wanted.new_channel and wanted.channel not in {None, before}:
            raise RejectedFormError({"new_channel": wording.ONE_CHANNEL})
        channels = VisitChannels(self.desk.client)
        field = "new_channel" if wanted.new_channel else "channel"
        try:
            if wanted.new_channel:
                return channels.made(wanted.new_channel)
            if wanted.channel and wanted.channel != before:
                return channels.chosen(wanted.channel)
        except UnfitChannelError as error:
            raise RejectedFormError({field: str(error)}) from error
        return wanted.channel

    def _move_in(self, visit: Visit, users: list[str]) -> None:
        """Say whose the channel is, and bring its people in."""
        if visit.channel is None:
            return
        channels = VisitChannels(self.desk.client)
        channels.bring_in(visit.channel, users)
        channels.tell(visit, wording.channel_is(self.desk.shown_visit(visit)))

    def _facilitators_in_slack(self, visit: Visit) -> list[str]:
        """Whom to bring into the visit's channel: others see its members, so nobody who did not ask."""
        everybody = self.desk.store.people.everybody(visit.id)
        return [who.slack_user for part, who in everybody if part.role is Role.FACILITATOR and who.slack_user]

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])
