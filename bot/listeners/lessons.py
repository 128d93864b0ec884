"""/lessons QUESTION: an answer that only its asker sees, and may share."""

from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blocks.homes import help_for_command
from bot.blocks.texts import words_of
from bot.desk import Desk
from bot.hearing import commanded, is_greeting
from bot.listeners.browsing import Browsing
from bot.listeners.gaps import AnsweringGaps
from bot.listeners.gesture import Json, Names
from bot.listeners.lesson_reviews import ReviewingLessons
from bot.readers import SCOPES
from bot.replies import AtResponseUrl

COMMAND = "/lessons"
BROWSING = frozenset({"", "browse"})
GAPS = "gaps"
"""What shows the questions without an answer, instead of being one."""
REVIEW = "review"
"""What shows the lessons that wait for whoever types it."""


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
        if text.casefold() == GAPS:
            AnsweringGaps(self.desk).open(command, command["user_id"], context)
            return
        if text.casefold() == REVIEW:
            ReviewingLessons(self.desk).open(command, command["user_id"], context)
            return
        if text.casefold() in BROWSING:
            Browsing(self.desk).open(command, command["user_id"], context)
            return
        if is_greeting(text):
            AtResponseUrl(respond).put(help_for_command())
            return
        question = commanded(command, text, self.desk.now())
        self.desk.answering.ask(question, AtResponseUrl(respond))
