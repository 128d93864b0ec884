"""Questions put in a terminal, one at a time or at a prompt."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from rich.console import Console

from bot import terminal
from bot.intake import options_given
from bot.services import Services
from knowledge.answers import Asked
from knowledge.emptiness import unless_empty
from knowledge.model import Answer, Choice, Filters, Outcome
from knowledge.quotes import LIMIT
from knowledge.store import Question, Surface

_ASKER = "command line"
_REMEMBERED = 3  # earlier questions that a follow-up may lean on


@dataclass(frozen=True, slots=True)
class Result:
    """A question put on the command line, and what came of it."""

    question: str
    answer: Answer
    ms: int


def filters(councils: Sequence[str], themes: Sequence[str]) -> Filters:
    """The filters of the options; raises BadParameter with the themes there are."""
    return Filters(councils=tuple(councils), themes=options_given({"themes": list(themes)}).themes or ())


def ask(services: Services, asked: Asked) -> Result:
    """Answer a question, and keep it among those that were asked."""
    at = services.now()
    start = time.perf_counter()
    answer = unless_empty(services.answerer.answer(asked), services.store, asked.filters.scopes)
    ms = round((time.perf_counter() - start) * 1000)
    question = Question(f"cli:{uuid4()}", asked.text, _ASKER, at, Surface.COMMAND_LINE)
    services.store.questions.claim(question, by=_ASKER, now=at)
    services.store.questions.answered(question.id, answer, standalone=answer.question, ms=ms)
    return Result(asked.text, answer, ms)


def converse(services: Services, console: Console) -> None:
    """Answer questions until the person has no more; follow-ups lean on what was asked before."""
    console.print("Ask a question about the case studies; an empty line ends it.\n", highlight=False)
    earlier: tuple[str, ...] = ()
    offered: tuple[Choice, ...] = ()
    while line := _line(console):
        chosen = _chosen(line, offered)
        result = ask(services, Asked(chosen or line, () if chosen else earlier, limit=LIMIT))
        offered = result.answer.choices
        console.print(terminal.answer_lines(result.answer), "", highlight=False)
        if result.answer.outcome is not Outcome.ASK_BACK:  # nothing can lean on what was not understood
            earlier = (*earlier, result.answer.question)[-_REMEMBERED:]


def _chosen(line: str, offered: Sequence[Choice]) -> str | None:
    """The narrower question whose number was typed; None when it is a question of its own."""
    number = int(line) if line.isascii() and line.isdigit() else 0
    return offered[number - 1].asked if 0 < number <= len(offered) else None


def _line(console: Console) -> str:
    try:
        return console.input("[bold]> [/bold]").strip()
    except (EOFError, KeyboardInterrupt):
        return ""
