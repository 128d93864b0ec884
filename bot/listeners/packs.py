"""/visit pack: what is known before a visit, for its asker alone; a facilitator lets the channel have it.

Both are gathered for those who read them: a channel's pack is not its facilitator's, passed on.
"""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk.errors import SlackApiError

from bot.blocks import packs as blocks
from bot.blocks.elements import Block, plain, section
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice
from bot.blocks.texts import escape
from bot.blocks.visits import no_visit
from bot.clients import TROUBLE, may_pass, refusal
from bot.desk import Desk
from bot.forms import typed_into
from bot.listeners.gesture import Json, Names, open_modal, show_if_open, whisper
from bot.logs import reference
from bot.packing import for_person, written
from bot.uploads import Uploads
from bot.visiting import Part, nearest
from bot.wording import apology
from bot.wording import packs as wording
from knowledge.formats import format_called
from knowledge.packs import FORMATS, Pack, Readership
from knowledge.visits import Person, Role, VisitGesture

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Packing:
    """Gathers packs, and hands them over."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", "files:write")

    def register(self, app: App) -> None:
        app.action(Action.GATHER_PACK)(self.ask)
        app.view(Form.PACK)(self.gather)
        app.action(Action.POST_PACK)(self.post)

    # Asking

    def ask(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        view = self.screen(self.desk.acquaintances.of(body["user"]["id"]), visit=action["value"])
        show_if_open(self.desk.client, opened, view)

    def screen(self, person: Person, *, visit: str | None = None, channel: str | None = None) -> Block:
        """Asks for which visit: the one that is named, the channel's, or whichever is in hand."""
        parts = self.desk.visiting.parts(person)
        if not parts:
            return no_visit(wording.NO_VISIT, wording.TITLE)
        in_hand = nearest(parts, self.desk.now())
        of_channel = (part.visit.id for part in parts if part.visit.channel == channel is not None)
        preferred = visit or next(of_channel, None) or (in_hand or parts[0]).visit.id
        titles = {part.visit.id: self.desk.shown_visit(part.visit).title for part in parts}
        return blocks.form(titles, preferred)

    # Gathering

    def gather(self, ack: Ack, body: Json, view: Json) -> None:
        typed = typed_into(view["state"]["values"])
        user = body["user"]["id"]
        part = self._part(user, typed[blocks.VISIT], VisitGesture.SEE)
        title = self.desk.shown_visit(part.visit).title
        ack(response_action="update", view=notice(wording.on_its_way(title), wording.TITLE))
        said = wording.gathering(title)
        began = self.desk.client.chat_postMessage(
            channel=user, text=escape(said), blocks=[section(plain(said))]
        )
        where: Json = {"channel": str(began["channel"]), "ts": str(began["ts"])}
        try:
            self._deliver(where, part, user, typed[blocks.FORMAT])
        except Exception as error:
            sorry = apology(error, reference(body["trigger_id"]))
            self.desk.client.chat_update(**where, text=sorry, blocks=[section(plain(sorry))])
            raise

    def _deliver(self, where: Json, part: Part, user: str, format_: str) -> None:
        """Put the pack in the place of the message that says it is being gathered."""
        parts = self.desk.store.people.parts(part.participant.person)
        pack = self._pack(part, for_person(parts, self.desk.readers.person(user)))
        may_post = part.participant.role is Role.FACILITATOR and part.visit.channel is not None
        ending = [blocks.posting(part.visit.id)] if may_post else []
        first, *rest = blocks.messages(pack, ending)
        said = wording.gathered(pack.visit.title, len(pack.quotes))
        self.desk.client.chat_update(**where, text=escape(said), blocks=first)
        self._go_on(where["channel"], where["ts"], said, rest)
        self._upload(where["channel"], pack, format_)
        log.info("gathered", extra={"gesture": "pack", "quotes": len(pack.quotes), "messages": 1 + len(rest)})

    def _upload(self, channel: str, pack: Pack, format_: str) -> None:
        """Share the pack as a file; one that Slack does not take costs nobody what they have read already."""
        file = written(pack, format_called(FORMATS, format_))
        try:
            Uploads(self.desk.client).upload(channel, escape(wording.AS_FILE), [file], ())
        except TROUBLE as error:
            log.warning("not uploaded", extra={"gesture": "pack", "why": type(error).__name__})
            said = wording.not_uploaded(pack.visit.title)
            self.desk.client.chat_postMessage(channel=channel, text=escape(said))

    def _go_on(self, channel: str, thread: str, said: str, rest: list[list[Block]]) -> None:
        for message in rest:
            self.desk.client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=escape(said),
                blocks=message,
                unfurl_links=False,
                unfurl_media=False,
            )

    def _pack(self, part: Part, readers: Readership) -> Pack:
        return self.desk.packer.pack(part.visit.id, readers, made_at=self.desk.now())

    # For everybody in the channel

    def post(self, ack: Ack, action: Json, body: Json, respond: Respond) -> None:
        ack()
        part = self._part(body["user"]["id"], action["value"], VisitGesture.HAND_OVER)
        whisper(respond, body, self._post(part))

    def _post(self, part: Part) -> str:
        channel = part.visit.channel
        if channel is None:
            return wording.NO_CHANNEL
        pack = self._pack(part, Readership(self.desk.readers.channel(channel), facilitate=False))
        first, *rest = blocks.messages(pack)
        said = wording.gathered(pack.visit.title, len(pack.quotes))
        file = written(pack, FORMATS[0])
        try:
            posted = self.desk.client.chat_postMessage(
                channel=channel, text=escape(said), blocks=first, unfurl_links=False, unfurl_media=False
            )
            self._go_on(channel, str(posted["ts"]), said, rest)
            Uploads(self.desk.client).upload(channel, escape(wording.AS_FILE), [file], (), str(posted["ts"]))
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("not posted", extra={"gesture": "pack", "why": refusal(error)})
            return wording.CHANNEL_OUT_OF_REACH
        log.info("posted", extra={"gesture": "pack", "reference": reference(part.visit.id)})
        return wording.POSTED

    def _part(self, user: str, visit: str, gesture: VisitGesture) -> Part:
        return self.desk.visiting.part(visit, self.desk.acquaintances.of(user), gesture)
