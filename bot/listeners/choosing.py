"""Choose a narrower question: what is offered for a question that is too wide, asked in the same place.

Nobody can post in a person's name, so in a thread we say who chose what before it is answered. Each
choice is answered once, however often and by whomever it is pressed.
"""

import logging
import re
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, Respond

from bot import wording
from bot.blocks.answers import Reply
from bot.blocks.gestures import Action, choice_pointer, pointed_choice
from bot.blocks.texts import escape, mention
from bot.desk import Desk
from bot.listeners.gesture import Json, Names, whisper
from bot.logs import reference
from bot.readers import SCOPES
from bot.replies import AtResponseUrl, Delivery, InThread
from knowledge.model import Choice
from knowledge.store import AskedQuestion, Question, Surface

log = logging.getLogger(__name__)

_PRESSED = re.compile(rf"{Action.CHOOSE}:\d+")


@dataclass(frozen=True, slots=True)
class Choosing:
    """Asks what was chosen in the name of whoever chose it."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", *SCOPES)

    def register(self, app: App) -> None:
        app.action(_PRESSED)(self.choose)

    def choose(self, ack: Ack, action: Json, body: Json, respond: Respond) -> None:
        ack()
        question_id, number = pointed_choice(action["value"])
        wide = self.desk.store.questions.get(question_id)
        if wide.answer is None:
            whisper(respond, body, wording.NOT_READY)
            return
        choice = wide.answer.choices[number - 1]
        question = self._question(wide, number, choice, chooser=body["user"]["id"])
        self.desk.answering.ask(question, self._delivery(question, choice, body, respond))
        log.info("chosen", extra={"gesture": "choose", "reference": reference(question_id)})

    def _question(self, wide: AskedQuestion, number: int, choice: Choice, *, chooser: str) -> Question:
        asked = wide.question
        alone = asked.surface in {Surface.SLASH, Surface.DIRECT}
        return Question(
            id=choice_pointer(asked.id, number),
            text=choice.asked,
            asker=chooser,
            asked_at=self.desk.now(),
            surface=asked.surface if alone else Surface.THREAD,
            team=asked.team,
            channel=asked.channel,
            thread_ts=asked.thread_ts,
        )

    def _delivery(self, question: Question, choice: Choice, body: Json, respond: Respond) -> Delivery:
        if question.thread is None:
            return AtResponseUrl(respond)
        in_thread = self.desk.delivery(question, body["user"].get("team_id") or question.team)
        return _Announced(in_thread, wording.chosen(mention(question.asker), escape(choice.title)))


@dataclass(frozen=True, slots=True)
class _Announced:
    """The way to whoever chose: that they did is said as soon as it is certain that they are answered."""

    delivery: InThread
    said: str

    def show_progress(self) -> None:
        self.delivery.announce(self.said)
        self.delivery.show_progress()

    def put(self, reply: Reply) -> str:
        return self.delivery.put(reply)

    def settle(self, reply: Reply) -> str:
        return self.delivery.settle(reply)
