"""/visit-report: the report of a visit, made while its asker waits in their direct messages.

Whatever comes of it is said there: the file, what a draft lacks, or why there can be none yet.
"""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk.errors import SlackApiError

from bot.blocks import reports as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice
from bot.blocks.texts import escape, shortened, words_of
from bot.blocks.visits import visit_help
from bot.clients import may_pass, refusal
from bot.desk import Desk
from bot.forms import typed_into
from bot.hearing import is_greeting
from bot.listeners.gesture import Json, Names, open_modal, show_if_open, whisper
from bot.logs import reference
from bot.reporting import report_of, written
from bot.showing import showing
from bot.uploads import Uploads
from bot.visiting import Part
from bot.wording import apology
from bot.wording import refusal as sentence
from bot.wording import reports as wording
from knowledge.errors import UnfitReportError, VisitError
from knowledge.formats import format_called
from knowledge.reports import FORMATS, Report, charts
from knowledge.visits import OVER, Role, VisitGesture, allowed

log = logging.getLogger(__name__)

COMMAND = "/visit-report"
_LONGEST_TEXT = 3_900  # of a message that is changed: chat.update takes 4,000


@dataclass(frozen=True, slots=True)
class Reporting:
    """Makes reports, and hands them over."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = (COMMAND,)
    scopes: ClassVar[Names] = ("chat:write", "commands", "files:write")

    def register(self, app: App) -> None:
        app.command(COMMAND)(self.ask)
        app.action(Action.MAKE_REPORT)(self.ask_again)
        app.view(Form.REPORT)(self.make)
        app.action(Action.POST_CHARTS)(self.post_charts)
        app.action(Action.SEND_TO_HOST)(self.send)

    # Asking

    def ask(self, ack: Ack, command: Json, context: BoltContext) -> None:
        ack()
        typed = words_of(command.get("text") or "")
        if typed and is_greeting(typed):
            open_modal(self.desk.client, command, context, visit_help())
            return
        opened = open_modal(self.desk.client, command, context, notice(wording.OPENING, wording.TITLE))
        view = self.screen(None, command["user_id"], typed)
        show_if_open(self.desk.client, opened, view)

    def ask_again(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        view = self.screen(action["value"], body["user"]["id"])
        show_if_open(self.desk.client, opened, view)

    def screen(self, visit: str | None, user: str, text: str = "") -> Block:
        """Asks which report; None is whatever visit the asker has in hand."""
        person = self.desk.acquaintances.of(user)
        parts = [part for part in self.desk.visiting.parts(person) if _may_have(part)]
        if not parts:
            return notice(wording.NO_VISIT, wording.TITLE)
        visits = {part.visit.id: self._title(part) for part in parts}
        in_hand = self.desk.visiting.in_hand(person, self.desk.now())
        preferred = visit or (in_hand.visit.id if in_hand else "")
        preferred = preferred if preferred in visits else next(iter(visits))
        over = any(part.visit.id == preferred and part.visit.state in OVER for part in parts)
        named = [each.name for each in FORMATS if each.name == text.strip().lower()]
        return blocks.form(
            visits,
            preferred,
            named[0] if named else FORMATS[0].name,
            wording.FINAL if over else wording.DRAFT,
            drafts=any(part.participant.role is Role.FACILITATOR for part in parts),
        )

    # Making

    def make(self, ack: Ack, body: Json, view: Json) -> None:
        typed = typed_into(view["state"]["values"])
        user, visit = body["user"]["id"], typed[blocks.VISIT]
        part = self._part(user, visit)
        title = self._title(part)
        ack(response_action="update", view=notice(wording.on_its_way(title), wording.TITLE))
        progress = self._say(user, wording.making(title))
        draft = typed.get(blocks.KIND) == wording.DRAFT
        try:
            said, shown = self._deliver(progress["channel"], part, title, typed[blocks.FORMAT], draft=draft)
        except UnfitReportError as error:
            said = wording.unfit(error.problems)
            shown = blocks.unfit(said, visit)
        except VisitError as error:
            said = sentence(error) or str(error)
            shown = blocks.sentence(said)
        except Exception as error:
            said = apology(error, reference(body["trigger_id"]))
            self._put(progress, said, blocks.sentence(said))
            raise
        self._put(progress, said, shown)

    def _deliver(
        self, channel: str, part: Part, title: str, format_: str, *, draft: bool
    ) -> tuple[str, list[Block]]:
        """Make the report and share it in a direct message; what is said with it."""
        report = self._report(part, draft=draft)
        drawn = charts(report)
        file = written(report, format_called(FORMATS, format_))
        try:
            Uploads(self.desk.client).upload(channel, escape(file.name), [file], drawn)
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("not uploaded", extra={"gesture": "report", "why": refusal(error)})
            said = wording.not_uploaded(title)
            return said, blocks.sentence(said)
        log.info("reported", extra={"gesture": "report", "as": format_, "draft": draft})
        said = wording.made(title, report.missing, draft=report.draft)
        facilitating = part.participant.role is Role.FACILITATOR
        shown = blocks.handed_over(
            said,
            part.visit.id,
            charts=facilitating and bool(drawn) and part.visit.channel is not None,
            host=facilitating and part.visit.state in OVER,
        )
        return said, shown

    def _report(self, part: Part, *, draft: bool, role: Role | None = None) -> Report:
        return report_of(
            self.desk.store,
            part.visit.id,
            made_at=self.desk.now(),
            role=role or part.participant.role,
            draft=draft,
        )

    # Handing over

    def post_charts(self, ack: Ack, action: Json, body: Json, respond: Respond) -> None:
        ack()
        part = self._facilitating(body["user"]["id"], action["value"])
        whisper(respond, body, self._post_charts(part))

    def _post_charts(self, part: Part) -> str:
        drawn = charts(self._report(part, draft=True))
        if not drawn:
            return wording.NO_CHARTS
        title = self._title(part)
        try:
            comment = escape(wording.charts_of(title))
            Uploads(self.desk.client).upload(str(part.visit.channel), comment, [], drawn)
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("charts not posted", extra={"gesture": "report", "why": refusal(error)})
            return wording.CHANNEL_OUT_OF_REACH
        log.info("charts posted", extra={"gesture": "report", "reference": reference(part.visit.id)})
        return wording.CHARTS_POSTED

    def send(self, ack: Ack, action: Json, body: Json, respond: Respond) -> None:
        ack()
        part = self._facilitating(body["user"]["id"], action["value"])
        try:
            said = self._send(part)
        except UnfitReportError as error:
            said = escape(wording.unfit(error.problems))
        whisper(respond, body, said)

    def _send(self, part: Part) -> str:
        """Hand the final report to everybody who hosts the visit."""
        everybody = self.desk.store.people.everybody(part.visit.id)
        users = [who.slack_user for one, who in everybody if one.role is Role.HOST and who.slack_user]
        if not users:
            return wording.NO_HOST
        report = self._report(part, draft=False, role=Role.HOST)
        file = written(report, FORMATS[0])
        title = self._title(part)
        for user in users:
            channel = self._say(user, wording.for_host(title))["channel"]
            Uploads(self.desk.client).upload(channel, escape(file.name), [file], charts(report))
        log.info("sent to host", extra={"gesture": "report", "reference": reference(part.visit.id)})
        return wording.sent(len(users))

    # Saying

    def _say(self, user: str, said: str) -> Json:
        """Say something in a direct message; where it stands."""
        posted = self.desk.client.chat_postMessage(
            channel=user, text=escape(said), blocks=blocks.sentence(said)
        )
        return {"channel": str(posted["channel"]), "ts": str(posted["ts"])}

    def _put(self, where: Json, said: str, shown: list[Block]) -> None:
        text = escape(shortened(said, _LONGEST_TEXT, escape))
        self.desk.client.chat_update(**where, text=text, blocks=shown)

    def _title(self, part: Part) -> str:
        return showing(self.desk.store, part.visit).text(part.visit).title

    def _part(self, user: str, visit: str) -> Part:
        return self.desk.visiting.part(visit, self.desk.acquaintances.of(user), VisitGesture.SEE)

    def _facilitating(self, user: str, visit: str) -> Part:
        """For what only a facilitator does with a report."""
        person = self.desk.acquaintances.of(user)
        return self.desk.visiting.part(visit, person, VisitGesture.HAND_OVER)


def _may_have(part: Part) -> bool:
    role = part.participant.role
    return role is Role.FACILITATOR or allowed(VisitGesture.REPORT, role, part.visit.state)
