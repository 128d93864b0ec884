"""Telling those who asked that their question is answered: once, and nothing that they may not see.

They are told in the thread they asked in, else in a direct message. A lesson is named where everybody
who reads along may see it; where only the asker may, they are told alone, and where not even they may,
not before the lesson changes.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.elements import Block
from bot.blocks.gaps import news
from bot.blocks.texts import escape
from bot.clients import may_pass, refusal
from bot.logs import reference
from bot.readers import Readers
from bot.replies import NOTE, metadata
from bot.wording import gaps as wording
from knowledge.errors import UnknownCaseStudyError, UnknownLessonError
from knowledge.gaps import Remedy, RemedyKind
from knowledge.lessons import LIVING, STANDINGS, Lesson
from knowledge.model import CaseStudy
from knowledge.scopes import scope_of
from knowledge.store import About, Question, Store, document_id
from knowledge.unanswered import asked_text

log = logging.getLogger(__name__)


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
        self._say(asked.question, where, heading, news(heading, remedy.words or ""))

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
            self._say(asked.question, where, heading, blocks)

    def _standing(self, remedy: Remedy) -> Lesson | None:
        """The lesson that answers the gap; one of which nothing can become lets the gap wait again."""
        try:
            lesson = self.store.lessons.get(remedy.lesson or "")
            while lesson.merged_into:
                lesson = self.store.lessons.get(lesson.merged_into)
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

    def _say(self, question: Question, where: tuple[str, str | None], text: str, blocks: list[Block]) -> None:
        """Tell it, unless somebody has; what Slack refuses for now is told at the next round.

        Where nobody knows what Slack did, it stays told: no news is better than the same news twice.
        """
        if not self.store.gaps.claim_telling(question.id, self.now()):
            return
        channel, thread = where
        try:
            self.client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=escape(text),
                blocks=blocks,
                metadata=metadata(NOTE, question.id),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            if may_pass(error):
                self.store.gaps.give_up_telling(question.id)
            log.warning("not told", extra={"gesture": "gap", "why": refusal(error)})
        else:
            log.info("told", extra={"gesture": "gap", "reference": reference(question.id)})


def _thread(question: Question) -> tuple[str, str | None] | None:
    return (question.channel, question.thread_ts) if question.thread_ts else None
