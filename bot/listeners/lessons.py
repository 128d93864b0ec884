"""/lessons QUESTION: an answer that only its asker sees, and may share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blocks.homes import help_for_command
from bot.blocks.texts import words_of
from bot.desk import Desk
from bot.hearing import commanded, is_greeting
from bot.listeners.browsing import Browsing
from bot.listeners.gaps import AnsweringGaps
from bot.listeners.gesture import Json, Names
from bot.listeners.lesson_reviews import ReviewingLessons
from bot.listeners.proposals import ProposingLessons
from bot.listeners.saved import Saving
from bot.readers import SCOPES
from bot.replies import AtResponseUrl

COMMAND = "/lessons"


class Screen(Protocol):
    """What opens at a command."""

    def open(self, body: Json, user: str, context: BoltContext) -> None: ...


SCREENS: Mapping[str, Callable[[Desk], Screen]] = {
    "": Browsing,
    "browse": Browsing,
    "saved": Saving,
    "gaps": AnsweringGaps,
    "review": ReviewingLessons,
    "propose": ProposingLessons,
}
"""What may be typed instead of a question, and what it shows."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Answers a command; without a question it says how to ask one."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = (COMMAND,)
    scopes: ClassVar[Names] = ("commands", *SCOPES)

    def register(self, app: App) -> None:
        app.command(COMMAND)(self.find)

    def find(self, ack: Ack, command: Json, context: BoltContext, respond: Respond) -> None:
        ack()
        text = words_of(command.get("text") or "")
        if screen := SCREENS.get(text.casefold()):
            screen(self.desk).open(command, command["user_id"], context)
            return
        if is_greeting(text):
            AtResponseUrl(respond).put(help_for_command())
            return
        question = commanded(command, text, self.desk.now())
        self.desk.answering.ask(question, AtResponseUrl(respond))
