"""Export: lessons that somebody chose from a list, as a file in a direct message to them alone."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext
from slack_sdk.errors import SlackApiError

from bot.blocks import lesson_exports as blocks
from bot.blocks.browsing import PAGE, Chosen
from bot.blocks.elements import Block, plain, section
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice
from bot.blocks.texts import escape
from bot.clients import may_pass, refusal
from bot.desk import Desk
from bot.forms import typed_into
from bot.listeners.gesture import Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.saved_views import SavedViews
from bot.uploads import Uploads
from bot.wording import apology
from bot.wording import lesson_exports as wording
from knowledge.formats import WrittenFile, format_called
from knowledge.selections import FORMATS, Selection, file_name

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExportingLessons:
    """Asks which lessons, and hands them over."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", "files:write")

    def register(self, app: App) -> None:
        app.action(Action.EXPORT_LESSONS)(self.ask)
        app.action(Action.EXPORT_SAVED)(self.ask_for_saved)
        app.view(Form.LESSON_EXPORT)(self.make)

    # Asking

    def ask(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        # From the page that somebody looks at on; what is on it is chosen.
        looked_at = Chosen.model_validate_json(body["view"].get("private_metadata") or "{}")
        titles = self.desk.lesson_views(body["user"]["id"]).titles(looked_at, blocks.MOST)
        self._put(view, self._form(titles, [*titles][:PAGE]))

    def ask_for_saved(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        user = body["user"]["id"]
        saved = SavedViews(self.desk.lesson_views(user), self.desk.acquaintances.of(user).id)
        titles = saved.titles(blocks.MOST)
        self._put(view, self._form(titles, titles))

    def _form(self, titles: Mapping[str, str], chosen: Collection[str]) -> Block:
        return blocks.export_form(titles, chosen) if titles else notice(wording.NOTHING, wording.TITLE)

    # Making

    def make(self, ack: Ack, body: Json, view: Json) -> None:
        ack(response_action="update", view=notice(wording.UNDER_WAY, wording.TITLE))
        typed, user = typed_into(view["state"]["values"]), body["user"]["id"]
        began = self.desk.client.chat_postMessage(
            channel=user, text=wording.MAKING, blocks=[section(plain(wording.MAKING))]
        )
        where: Json = {"channel": str(began["channel"]), "ts": str(began["ts"])}
        try:
            said = self._deliver(where["channel"], user, typed[blocks.LESSONS].split(), typed[blocks.FORMAT])
        except Exception as error:
            self._say(where, apology(error, reference(view["id"])))
            raise
        self._say(where, said)

    def _deliver(self, channel: str, user: str, lessons: list[str], format_: str) -> str:
        """Share the file, and what is to be said with it."""
        selection = self.desk.lesson_views(user).selection(lessons, self.desk.now())
        if not selection.sheets:
            return wording.GONE
        file = _written(selection, format_)
        try:
            Uploads(self.desk.client).upload(channel, escape(file.name), [file], ())
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("not uploaded", extra={"gesture": "lessons", "why": refusal(error)})
            return wording.NOT_UPLOADED
        number = len(selection.sheets)
        log.info("exported", extra={"gesture": "lessons", "lessons": number, "as": format_})
        return wording.made(number, len(lessons) - number)

    def _say(self, where: Json, said: str) -> None:
        self.desk.client.chat_update(**where, text=said, blocks=[section(plain(said))])

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)


def _written(selection: Selection, format_: str) -> WrittenFile:
    chosen = format_called(FORMATS, format_)
    return chosen.written(selection, file_name(selection, chosen))
