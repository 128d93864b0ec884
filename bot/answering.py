"""A question that was heard becomes one answer, however often it is heard and whatever dies meanwhile.

A question is claimed in the store before anything is done about it, worked on in a bounded queue,
and marked answered only when its reply stands in Slack. What was claimed and not answered when a
process died is taken up by the next one, which finishes the reply where it was left. One process
at a time serves a Slack app: a second one would take up what the first is still at.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Protocol

from bot import wording
from bot.blocks import answers as blocks
from bot.blocks.answers import Reply
from bot.blocks.homes import help_for_message
from bot.clients import TROUBLE, may_pass
from bot.hearing import is_courtesy, is_greeting
from bot.logs import reference
from bot.replies import Delivery
from bot.workers import Workers
from knowledge.answers import Asked
from knowledge.emptiness import unless_empty
from knowledge.errors import StoreError
from knowledge.model import Answer, Filters, Outcome, Scopes
from knowledge.store import AskedQuestion, Progress, Question, Store, Surface

log = logging.getLogger(__name__)

_EARLIER = 10  # questions of a thread that are looked at for what a follow-up leans on


class Answers(Protocol):
    """What finds the answers; knowledge.answers.Answerer is one."""

    def answer(self, asked: Asked) -> Answer:
        """The answer; ``Answer.question`` is the question as it was understood."""
        ...


class Readership(Protocol):
    """What knows whom an answer is for; bot.readers.Readers is one."""

    def of(self, question: Question) -> Scopes:
        """What may be said in answer to a question, where it was asked."""
        ...


@dataclass(frozen=True, slots=True)
class Answering:
    """Claims questions, answers them and sees to it that the answers arrive."""

    store: Store
    answers: Answers
    readers: Readership
    workers: Workers
    owner: str
    """This process, as the store knows who claimed what."""
    now: Callable[[], datetime]

    def ask(self, question: Question, delivery: Delivery) -> None:
        """Have the question answered, unless it was heard before; says "busy" when too many wait."""
        if not self.store.questions.claim(question, by=self.owner, now=self.now()):
            log.debug("heard before", extra=_traces(question))
            return
        before = self._join_thread(question)
        delivery.show_progress()
        if not self._begin(question, delivery, before):
            delivery.settle(blocks.sentence(wording.BUSY))
            self.store.questions.failed(question.id, ms=0)
            log.warning("busy", extra=_traces(question))

    def take_up(self, since: datetime, deliver: Callable[[Question], Delivery], stopping: Event) -> None:
        """Answer what was claimed before ``since`` and never answered, until ``stopping`` is set."""
        try:
            left = self.store.questions.unanswered(since)
            for asked in left:
                if stopping.is_set():
                    return
                self._take_up(asked, since, deliver)
            log.info("looked for what was left undone", extra={"found": len(left)})
        except StoreError:
            log.exception("what was left undone stays so until the next start")

    def drain(self, seconds: float) -> int:
        """Finish what there is to do; how many questions are left for the next start."""
        return self.workers.drain(seconds)

    def _join_thread(self, question: Question) -> str | None:
        """Take part in the question's thread; the id of the thread's last question before this one."""
        if question.thread is None:
            return None
        before = self.store.threads.last_question(question.thread)
        self.store.threads.join(question.thread, question.id, now=self.now())
        return before

    def _take_up(
        self, asked: AskedQuestion, since: datetime, deliver: Callable[[Question], Delivery]
    ) -> None:
        question = asked.question
        if question.surface is Surface.COMMAND_LINE:
            return
        if not self.store.questions.reclaim(question.id, by=self.owner, now=self.now(), before=since):
            return
        if question.thread is None:  # Its response_url is not kept, and lasts half an hour.
            self.store.questions.failed(question.id, ms=0)
            log.warning("gave up after a restart", extra=_traces(question))
            return
        before = self._join_thread(question)
        log.info("taken up after a restart", extra=_traces(question))
        self._begin(question, deliver(question), before, patiently=True)

    def _begin(
        self, question: Question, delivery: Delivery, before: str | None, *, patiently: bool = False
    ) -> bool:
        return self.workers.offer(lambda: self._work(question, delivery, before), patiently=patiently)

    def _work(self, question: Question, delivery: Delivery, before: str | None) -> None:
        try:
            self._answer(question, delivery, before)
        except Exception as error:  # noqa: BLE001  # The end of a thread: nobody else would hear of it.
            self._apologise(error, question, delivery)

    def _answer(self, question: Question, delivery: Delivery, before: str | None) -> None:
        began = self.now()
        answer, reply = self._found(question, before)
        ts = delivery.put(reply)
        ms = (self.now() - began) // timedelta(milliseconds=1)
        self.store.questions.answered(question.id, answer, standalone=answer.question, ms=ms, reply_ts=ts)
        found = {"outcome": answer.outcome, "quotes": len(answer.quotes), "ms": ms}
        log.info("answered", extra=_traces(question) | found)

    def _found(self, question: Question, before: str | None) -> tuple[Answer, Reply]:
        nothing_asked = Answer(question.text, Outcome.ASK_BACK, confidence=0.0)
        if is_greeting(question.text):
            return nothing_asked, help_for_message()
        if is_courtesy(question.text):
            return nothing_asked, blocks.sentence(wording.WELCOME)
        scopes = self.readers.of(question)
        asked = Asked(question.text, self._earlier(question, before), Filters(scopes=scopes))
        answer = unless_empty(self.answers.answer(asked), self.store, scopes)
        return answer, blocks.reply(answer, question.id, shareable=question.surface is Surface.SLASH)

    def _earlier(self, question: Question, before: str | None) -> tuple[str, ...]:
        """What was asked before in the thread, oldest first, as far as possible self-contained."""
        if question.thread is None:
            return ()
        asked = self.store.questions.in_thread(question.thread, _EARLIER)
        earlier = [one for one in asked if one.question.asked_at < question.asked_at]
        if not earlier and before not in {None, question.id}:  # The thread of an answer that was shared.
            earlier = [self.store.questions.get(before)]
        return tuple(one.standalone or one.question.text for one in earlier if _asks_something(one))

    def _apologise(self, error: Exception, question: Question, delivery: Delivery) -> None:
        """Tell the person that something went wrong; while Slack cannot be told, a restart may mend it."""
        log.error("failed", exc_info=error, extra=_traces(question))
        try:
            delivery.settle(blocks.sentence(wording.apology(error, reference(question.id))))
        except TROUBLE as trouble:
            log.warning("nobody told", exc_info=trouble, extra=_traces(question))
            if may_pass(trouble):
                return
        self.store.questions.failed(question.id, ms=0)


def _asks_something(asked: AskedQuestion) -> bool:
    """Whether a later question can lean on it: not on a greeting, nor on what was not understood."""
    if asked.progress is Progress.ANSWERED:
        return asked.answer is not None and asked.answer.outcome is not Outcome.ASK_BACK
    return not is_greeting(asked.question.text) and not is_courtesy(asked.question.text)


def _traces(question: Question) -> dict[str, object]:
    """What the log says of a question: never its words, never who asked."""
    return {"gesture": question.surface, "reference": reference(question.id)}
