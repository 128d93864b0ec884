"""Prompts as a modal. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from bot.blocks.elements import Block, option, plain
from bot.blocks.texts import shortened
from bot.forms.prompts import Prompt, Shape

_TITLE, _LABEL, _OPTION = 24, 2_000, 75  # characters
_LONGEST_TEXT = 3_000
_FEW = 5  # options that stand open, so that one is a single tap
_ON_TYPING = {"trigger_actions_on": ["on_character_entered"]}


def modal(
    form: str,
    title: str,
    prompts: Iterable[Prompt],
    answers: Mapping[str, str],
    *,
    submit: str,
    close: str,
    about: str = "",
    before: Sequence[Block] = (),
    after: Sequence[Block] = (),
    drafted: bool = False,
) -> Block:
    """The form with what was answered so far.

    ``about`` is what its submission is about: ids, as private metadata. With ``drafted``, whatever is
    typed is sent as an action called "FORM.FIELD", and closing the modal is an event.
    """
    return {
        "type": "modal",
        "callback_id": form,
        "private_metadata": about,
        "title": plain(shortened(title, _TITLE)),
        "submit": plain(shortened(submit, _TITLE)),
        "close": plain(shortened(close, _TITLE)),
        "notify_on_close": drafted,
        "blocks": [*before, *(_input(form, prompt, answers, drafted=drafted) for prompt in prompts), *after],
    }


def _input(form: str, prompt: Prompt, answers: Mapping[str, str], *, drafted: bool) -> Block:
    answer = answers.get(prompt.name) or prompt.initial or ""
    element = {**_element(prompt, answer), "action_id": f"{form}.{prompt.name}"}
    if drafted and element["type"] == "plain_text_input":
        element["dispatch_action_config"] = _ON_TYPING
    block = {
        "type": "input",
        "block_id": prompt.name,
        "optional": not prompt.required,
        "label": plain(shortened(prompt.label, _LABEL)),
        "element": element,
    }
    hint = {"hint": plain(shortened(prompt.hint, _LABEL))} if prompt.hint else {}
    return block | hint | ({"dispatch_action": True} if drafted else {})


def _element(prompt: Prompt, answer: str) -> Block:
    if prompt.shape is Shape.DAY:
        return {"type": "datepicker"} | ({"initial_date": answer} if answer else {})
    if prompt.options:
        return _choice(prompt, answer)
    long = prompt.shape in {Shape.PROSE, Shape.LINES}
    limit = min(prompt.limit or _LONGEST_TEXT, _LONGEST_TEXT)
    text = {"type": "plain_text_input", "multiline": long, "max_length": limit}
    return text | ({"initial_value": answer[:limit]} if answer else {})


def _choice(prompt: Prompt, answer: str) -> Block:
    options = {each.value: option(shortened(each.label, _OPTION), each.value) for each in prompt.options}
    few = len(options) <= _FEW and prompt.shape is Shape.CHOICE
    chosen = {"initial_option": options[answer]} if answer in options else {}
    return {
        "type": "radio_buttons" if few else "static_select",
        "options": list(options.values()),
        **chosen,
    }
