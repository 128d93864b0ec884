"""What the author of a message sees that somebody logged: the question, then what they answered."""

from bot.blocks.elements import Block, actions, button, plain, quotation, rich_text, section, words
from bot.blocks.gestures import Action
from bot.blocks.texts import shortened
from bot.wording import feedback as wording
from knowledge.store import Quotation

_LONGEST_QUOTE = 1_000


def question(quoted: Quotation, visit: str) -> list[Block]:
    return [
        section(plain(wording.logged_your_message(visit))),
        _words(quoted),
        section(plain(wording.MAY_WE_NAME_YOU)),
        actions(_yes(quoted), _no(quoted)),
    ]


def answered(quoted: Quotation | None, said: str) -> list[Block]:
    """What was answered, and the way to answer otherwise."""
    if quoted is None:
        return [section(plain(said))]
    return [_words(quoted), section(plain(said)), actions(_no(quoted) if quoted.agreed else _yes(quoted))]


def _words(quoted: Quotation) -> Block:
    return rich_text(quotation(words(shortened(quoted.quote, _LONGEST_QUOTE))))


def _yes(quoted: Quotation) -> Block:
    return button(wording.YES_NAME_ME, Action.AGREE_TO_QUOTE, quoted.id)


def _no(quoted: Quotation) -> Block:
    return button(wording.NO_NAME, Action.REFUSE_QUOTE, quoted.id)
