"""The form that takes a question where nothing can be typed, and the question as it is shown. Pure."""

from collections.abc import Mapping
from typing import Any

from bot import wording
from bot.blocks.elements import Block, line, plain, quotation, rich_text, section, words
from bot.blocks.gestures import Field, Form
from bot.wording import homes as said

_LONGEST = 2_000


def question_form() -> Block:
    element = {"type": "plain_text_input", "multiline": True, "max_length": _LONGEST}
    return {
        **_modal(
            {
                "type": "input",
                "block_id": Field.WANTED,
                "label": plain(said.ASK_LABEL),
                "hint": plain(said.ASK_HINT),
                "element": {**element, "action_id": Field.WANTED},
            }
        ),
        "submit": plain(said.ASK),
    }


def asked() -> Block:
    """What the form turns into: where the answer is."""
    return _modal(section(plain(said.ASKED)))


def typed_question(values: Mapping[str, Any]) -> str:
    """What a submitted form asks (``view.state.values``)."""
    return (values[Field.WANTED][Field.WANTED].get("value") or "").strip()


def question_blocks(question: str) -> list[Block]:
    """The message that stands for what somebody asked elsewhere, for the answer to be in its thread."""
    return [rich_text(line(words(said.YOU_ASKED)), quotation(words(question)))]


def _modal(block: Block) -> Block:
    return {
        "type": "modal",
        "callback_id": Form.QUESTION,
        "title": plain(said.ASK_TITLE),
        "close": plain(wording.CLOSE),
        "blocks": [block],
    }
