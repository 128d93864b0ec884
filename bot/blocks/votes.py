"""The form that asks what was wrong with an answer, and what was put into it."""

from collections.abc import Mapping
from typing import Any

from bot import wording
from bot.blocks.elements import Block, option, plain
from bot.blocks.gestures import Field, Form

_LONGEST_REASON = 500  # one thought, typed on a telephone


def reason_form(question_id: str) -> Block:
    """Why the thumb is down: a choice and words of one's own, both optional."""
    return {
        "type": "modal",
        "callback_id": Form.VOTE_REASON,
        "private_metadata": question_id,
        "title": plain(wording.REASON_TITLE),
        "submit": plain(wording.SEND),
        "close": plain(wording.CLOSE),
        "blocks": [
            _field(Field.CHOICE, wording.REASON_CHOICE, _choices()),
            _field(Field.REASON, wording.REASON_TEXT, _own_words(), hint=plain(wording.REASON_HINT)),
        ],
    }


def reason_given(values: Mapping[str, Any]) -> str | None:
    """What a submitted form says (``view.state.values``), as one text; None when it says nothing."""
    chosen = values[Field.CHOICE][Field.CHOICE].get("selected_option")
    choice = wording.REASONS[int(chosen["value"])] if chosen else ""
    own_words = (values[Field.REASON][Field.REASON].get("value") or "").strip()
    return ": ".join(part for part in (choice, own_words) if part) or None


def _choices() -> Block:
    options = [option(reason, str(place)) for place, reason in enumerate(wording.REASONS)]
    return {"type": "radio_buttons", "options": options}


def _own_words() -> Block:
    return {"type": "plain_text_input", "multiline": True, "max_length": _LONGEST_REASON}


def _field(name: Field, label: str, element: Block, **more: Block) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": plain(label),
        "element": {**element, "action_id": name},
        **more,
    }
