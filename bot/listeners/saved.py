"""Save: a lesson or what an answer quotes is kept on a list of one's own, looked at and taken off."""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext, Respond

from bot import wording as common
from bot.blocks.answers import MOST_QUOTES
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, quote_pointer
from bot.blocks.notices import notice
from bot.desk import Desk
from bot.lesson_views import quoted_lesson
from bot.listeners.gesture import Json, Names, modal_at_hand, show_if_open, whisper
from bot.logs import reference
from bot.readers import SCOPES
from bot.saved_views import SavedViews
from bot.wording import browsing
from bot.wording import saved as wording
from knowledge.model import Quote
from knowledge.saved import SavedItem, SavedKind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saving:
    """Keeps what people save, and shows each of them their own."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = SCOPES

    def register(self, app: App) -> None:
        app.action(Action.SAVE)(self.save)
        app.action(Action.UNSAVE)(self.unsave)
        app.action(Action.SAVE_ANSWER)(self.save_answer)
        app.action(Action.SHOW_SAVED)(self.show)
        app.action(Action.TURN_SAVED)(self.turn)
        app.action(Action.TURN_SAVED_ON)(self.turn)
        app.action(Action.REMOVE_SAVED)(self.remove)
        app.action(Action.PUT_BACK_SAVED)(self.put_back)

    # On a lesson's card, and beneath an answer

    def save(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        item = SavedItem.of(action["value"])
        views = self.desk.lesson_views(body["user"]["id"])
        if views.published(item.item) is not None:
            self._keep(body, item)
        self._show_card(body, item, wording.SAVED)

    def unsave(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        item = SavedItem.of(action["value"])
        self._drop(body, item)
        self._show_card(body, item, wording.REMOVED)

    def _show_card(self, body: Json, item: SavedItem, said: str) -> None:
        card = self.desk.lesson_views(body["user"]["id"]).card(item.item, said)
        self._put(body["view"]["id"], card or notice(browsing.GONE, browsing.TITLE))

    def save_answer(self, ack: Ack, action: Json, body: Json, respond: Respond) -> None:
        ack()
        question = action["value"]
        answer = self.desk.store.questions.get(question).answer
        if answer is None:
            whisper(respond, body, common.NOT_READY)
            return
        items = [_item(question, number, quote) for number, quote in enumerate(answer.quotes, start=1)]
        new = self._keep(body, *items[:MOST_QUOTES])
        whisper(respond, body, wording.SAVED if new else wording.SAVED_ALREADY)
        log.info("saved", extra={"gesture": "answer", "reference": reference(question)})

    # The list

    def show(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        self.open(body, body["user"]["id"], context)

    def open(self, body: Json, user: str, context: BoltContext) -> None:
        """The list, for whoever gave a command or pressed a button."""
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        self._put(view, self._views(user).list())
        log.info("opened", extra={"gesture": "saved"})

    def turn(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        self._put(body["view"]["id"], self._views(body["user"]["id"]).list(int(action["value"])))

    def remove(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        item = SavedItem.of(action["value"])
        self._drop(body, item)
        page = int(body["view"]["private_metadata"])
        shown = self._views(body["user"]["id"]).list(page, wording.REMOVED, item)
        self._put(body["view"]["id"], shown)

    def put_back(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        self._keep(body, SavedItem.of(action["value"]))
        self._put(body["view"]["id"], self._views(body["user"]["id"]).list(said=wording.RESTORED))

    def _keep(self, body: Json, *items: SavedItem) -> bool:
        """Whether any of them is new on the list."""
        person, now = self._person(body), self.desk.now()
        new = [item for item in items if self.desk.store.saved.add(person, item, now)]
        self.desk.homes.refresh(person)
        return bool(new)

    def _drop(self, body: Json, item: SavedItem) -> None:
        person = self._person(body)
        self.desk.store.saved.remove(person, item)
        self.desk.homes.refresh(person)

    def _views(self, user: str) -> SavedViews:
        return SavedViews(self.desk.lesson_views(user), self.desk.acquaintances.of(user).id)

    def _person(self, body: Json) -> str:
        return self.desk.acquaintances.of(body["user"]["id"]).id

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)


def _item(question: str, number: int, quote: Quote) -> SavedItem:
    """The lesson that is quoted, else the quote."""
    if lesson := quoted_lesson(quote):
        return SavedItem(kind=SavedKind.LESSON, item=lesson)
    return SavedItem(kind=SavedKind.PASSAGE, item=quote_pointer(question, number))
