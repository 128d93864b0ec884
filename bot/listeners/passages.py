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
from bot.lesson_views import LessonViews
from bot.listeners.gesture import OPENED_VIEW, Json, Names
from bot.logs import reference
from bot.proposing import pick_of
from bot.readers import SCOPES
from knowledge.errors import UnknownCaseStudyError
from knowledge.model import Answer, Quote
from knowledge.scopes import scope_of
from knowledge.store import About, document_id

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
        opened = self.desk.client.views_open(trigger_id=body["trigger_id"], view=blocks.opening())
        context[OPENED_VIEW] = opened["view"]["id"]
        pointer = action.get("value") or action["selected_option"]["value"]
        question_id, number = pointed_quote(pointer)
        view = self._view(question_id, number, reader=body["user"]["id"])
        self.desk.client.views_update(view_id=opened["view"]["id"], view=view)
        log.info("passage shown", extra={"gesture": "passage", "reference": reference(question_id)})

    def _view(self, question_id: str, number: int, *, reader: str) -> Block:
        asked = self.desk.store.questions.get(question_id)
        if asked.answer is None:
            return blocks.notice(wording.NOT_READY)
        quote = quotes_of(asked.answer)[number - 1]
        try:
            case_study = self.desk.store.case_studies.get(quote.case_study)
        except UnknownCaseStudyError:
            return _gone(number, quote)
        scopes = self.desk.readers.person(reader)
        if scope_of(case_study.metadata, case_study.status) not in scopes:
            return blocks.notice(wording.NOT_FOR_YOU)
        if lesson := _lesson(quote):
            card = LessonViews(self.desk.store, self.desk.register, scopes).card(lesson)
            return card or _gone(number, quote)
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


def _lesson(quote: Quote) -> str | None:
    """The lesson that is quoted; None when it is a case study, or feedback."""
    beginning = document_id(About.LESSON, "")
    return quote.case_study.removeprefix(beginning) if quote.case_study.startswith(beginning) else None


def _gone(number: int, quote: Quote) -> Block:
    if quote.status.may_be_taken_back:
        return blocks.notice(wording.WITHDRAWN)
    return blocks.quoted_alone(number, quote, wording.GONE)


def _changed(number: int, quote: Quote) -> Block:
    if quote.status.may_be_taken_back:
        return blocks.notice(wording.REWORDED)
    return blocks.quoted_alone(number, quote, wording.CHANGED_SINCE)


def quotes_of(answer: Answer) -> tuple[Quote, ...]:
    """The quotes that were shown: an answer has the one kind or the other."""
    return answer.quotes or answer.related
