"""Telling those who asked that their question is answered: once, and nothing that they may not see.

They are told in the thread they asked in, else in a direct message. A lesson is named where everybody
who reads along may see it; where only the asker may, they are told alone, and where not even they may,
not before the lesson changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient

from bot.blocks.elements import Block
from bot.blocks.gaps import news
from bot.direct_messages import DirectMessages
from bot.readers import Readers
from bot.wording import gaps as wording
from knowledge.errors import UnknownCaseStudyError, UnknownLessonError
from knowledge.gaps import Remedy, RemedyKind
from knowledge.lessons import LIVING, STANDINGS, Lesson
from knowledge.model import CaseStudy
from knowledge.scopes import scope_of
from knowledge.store import About, Question, Store, document_id
from knowledge.unanswered import asked_text


@dataclass(frozen=True, slots=True)
class GapNews:
    """Tells what has not been told."""

    client: WebClient
    store: Store
    readers: Readers
    now: Callable[[], datetime]

    def tell(self) -> None:
        """Tell everybody whose question was answered since."""
        for remedy, question in self.store.gaps.untold():
            if remedy.kind is RemedyKind.NOTE:
                self._note(remedy, question)
            else:
                self._lesson(remedy, question)

    def _note(self, remedy: Remedy, question: str) -> None:
        asked = self.store.questions.get(question)
        heading = wording.NOTE_CAME.format(question=asked_text(asked))
        where = _thread(asked.question) or (asked.question.asker, None)
        self._say(remedy, asked.question, where, heading, news(heading, remedy.words or ""))

    def _lesson(self, remedy: Remedy, question: str) -> None:
        lesson = self._standing(remedy)
        published = self._published(lesson) if lesson else None
        if lesson is None or published is None:
            return
        asked = self.store.questions.get(question)
        where = self._where(asked.question, published, lesson)
        if where is not None:
            heading = wording.LESSON_CAME.format(question=asked_text(asked))
            blocks = news(heading, published.metadata.title, wording.ASK_AGAIN)
            self._say(remedy, asked.question, where, heading, blocks)

    def _standing(self, remedy: Remedy) -> Lesson | None:
        """The lesson that answers the gap; one of which nothing can become lets the gap wait again."""
        try:
            lesson = self.store.lessons.get(self.store.lessons.latest(remedy.lesson or ""))
        except UnknownLessonError:
            lesson = None
        if lesson is None or lesson.status not in LIVING | STANDINGS.keys():
            self.store.gaps.reopen(remedy.gap)
            return None
        return lesson

    def _published(self, lesson: Lesson) -> CaseStudy | None:
        """The lesson as those it is for find it; None before it is for anybody."""
        try:
            return self.store.case_studies.get(document_id(About.LESSON, lesson.id))
        except UnknownCaseStudyError:
            return None

    def _where(
        self, question: Question, published: CaseStudy, lesson: Lesson
    ) -> tuple[str, str | None] | None:
        """Where the lesson may be named; None where nobody may be told of it.

        That stays so until the lesson changes, for looking again takes calls to Slack.
        """
        key = f"gap {question.id} lesson {lesson.id} {lesson.version} {published.metadata.audience}"
        if not self.store.chores.claim(key, self.now()):
            return None
        scope = scope_of(published.metadata, published.status)
        thread, found = _thread(question), None
        if thread and scope in self.readers.of(question):
            found = thread
        elif scope in self.readers.person(question.asker):
            found = (question.asker, None)
        if found:  # should Slack refuse it, the next round looks again
            self.store.chores.give_up(key)
        return found

    def _say(
        self,
        remedy: Remedy,
        question: Question,
        where: tuple[str, str | None],
        text: str,
        blocks: Sequence[Block],
    ) -> None:
        """Tell it, unless it was told: once, however often the connection breaks."""
        channel, thread = where
        key = f"gap {question.id} told {remedy.at.isoformat()}"
        messages = DirectMessages(self.client, self.store)
        messages.once((key,), channel, text, blocks, self.now(), thread=thread)
        if self.store.chores.claimed([key]):
            self.store.gaps.told(question.id, self.now())


def _thread(question: Question) -> tuple[str, str | None] | None:
    return (question.channel, question.thread_ts) if question.thread_ts else None
