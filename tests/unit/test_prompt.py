"""At the prompt a number chooses what was offered, and a follow-up leans on what was understood."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.prompt import converse
from knowledge.answers import Asked
from knowledge.model import Answer, Choice, Outcome


@dataclass
class Typing:
    """A console at which somebody types these lines, and then no more."""

    lines: Iterator[str]

    def input(self, _prompt: str) -> str:
        return next(self.lines, "")

    def print(self, *_shown: object, **_how: object) -> None:
        return


@dataclass
class Services:
    """Answers everything, but what is too wide; keeps nothing."""

    asked: list[Asked] = field(default_factory=list)

    @property
    def answerer(self) -> "Services":
        return self

    @property
    def store(self) -> "Services":
        return self

    @property
    def questions(self) -> "Services":
        return self

    def now(self) -> datetime:
        return datetime(2026, 3, 4, tzinfo=UTC)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if asked.text == "what works?":
            offered = (Choice("What of parks?", "Parks"), Choice("What of roads?", "Roads"))
            return Answer(asked.text, Outcome.ASK_BACK, 0.0, choices=offered)
        return Answer(asked.text, Outcome.ANSWERED, 0.9)

    def claim(self, *_args: object, **_more: object) -> None:
        return

    def answered(self, *_args: object, **_more: object) -> None:
        return


def typed(*lines: str) -> list[tuple[str, tuple[str, ...]]]:
    services: Any = Services()
    console: Any = Typing(iter(lines))
    converse(services, console)
    return [(asked.text, asked.earlier) for asked in services.asked]


def test_a_number_asks_what_was_offered() -> None:
    assert typed("Who paid?", "what works?", "2", "and when?") == [
        ("Who paid?", ()),
        ("what works?", ("Who paid?",)),
        ("What of roads?", ()),
        ("and when?", ("Who paid?", "What of roads?")),
    ]


def test_a_number_that_chooses_nothing_is_a_question() -> None:
    assert [text for text, _ in typed("1", "what works?", "0", "what works?", "3", "1")] == [
        "1",
        "what works?",
        "0",
        "what works?",
        "3",
        "1",
    ]
