"""Show the passage: a quote where it stands in its case study; the card of a lesson that is quoted."""

import logging
import re
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot import wording
from bot.blocks import passages as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, pointed_quote, quote_pointer
from bot.desk import Desk
from bot.lesson_views import quoted_lesson
from bot.listeners.gesture import Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.proposing import pick_of
from bot.readers import SCOPES
from knowledge.errors import UnknownCaseStudyError
from knowledge.model import Quote
from knowledge.scopes import scope_of

log = logging.getLogger(__name__)

_PRESSED = re.compile(rf"{Action.SHOW_PASSAGE}:\w+")


@dataclass(frozen=True, slots=True)
class ShowingPassages:
    """Opens a modal at once, and fills it when the case study is read."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = SCOPES

    def register(self, app: App) -> None:
        app.action(_PRESSED)(self.show)

    def show(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, blocks.opening())
        pointer = action.get("value") or action["selected_option"]["value"]
        question_id, number = pointed_quote(pointer)
        view = self._view(question_id, number, reader=body["user"]["id"])
        show_if_open(self.desk.client, opened, view)
        log.info("passage shown", extra={"gesture": "passage", "reference": reference(question_id)})

    def _view(self, question_id: str, number: int, *, reader: str) -> Block:
        asked = self.desk.store.questions.get(question_id)
        if asked.answer is None:
            return blocks.notice(wording.NOT_READY)
        quote = asked.answer.shown[number - 1]
        try:
            case_study = self.desk.store.case_studies.get(quote.case_study)
        except UnknownCaseStudyError:
            return _gone(number, quote)
        views = self.desk.lesson_views(reader)
        if scope_of(case_study.metadata, case_study.status) not in views.scopes:
            return blocks.notice(wording.NOT_FOR_YOU)
        if lesson := quoted_lesson(quote):
            return views.card(lesson) or _gone(number, quote)
        if not quote.stands_in(case_study):
            return _changed(number, quote)
        found = blocks.surroundings(case_study.text, quote.start, quote.end)
        return blocks.passage(
            number, quote, found, self._uses(quote, quote_pointer(question_id, number), reader)
        )

    def _uses(self, quote: Quote, pointer: str, reader: str) -> list[Block]:
        """What the reader may make of the passage."""
        person = self.desk.acquaintances.of(reader)
        return [blocks.proposing(pointer)] if pick_of(quote) and self.desk.proposing.may(person) else []


def _gone(number: int, quote: Quote) -> Block:
    if quote.status.may_be_taken_back:
        return blocks.notice(wording.WITHDRAWN)
    return blocks.quoted_alone(number, quote, wording.GONE)


def _changed(number: int, quote: Quote) -> Block:
    if quote.status.may_be_taken_back:
        return blocks.notice(wording.REWORDED)
    return blocks.quoted_alone(number, quote, wording.CHANGED_SINCE)
