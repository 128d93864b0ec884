"""Prompts as a modal. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.blocks import limits
from bot.blocks.elements import Block, line, option, plain, rich_text, words
from bot.blocks.texts import shortened
from bot.forms.boxes import box_called, boxes, limit_of
from bot.forms.prompts import Option, Prompt, Shape
from bot.wording import forms as wording

TYPED_BEFORE = "+"
"""Ends the name of an element that is shown with what was typed before, not with what is stored."""

_TYPED = frozenset({Shape.LINE, Shape.PROSE, Shape.LINES})
_FEW = 5  # options that stand open, so that one is a single tap
_MOST_PEOPLE = 50  # chosen at once
_PICKERS = {
    Shape.DAY: ("datepicker", "initial_date"),
    Shape.TIME: ("timepicker", "initial_time"),
    Shape.PERSON: ("users_select", "initial_user"),
    Shape.CHANNEL: ("conversations_select", "initial_conversation"),
}
"""The element that gives an answer of each shape, and its word for the one that is there already."""
_AS_THEY_ARE: Mapping[Shape, Block] = {
    Shape.FILE: {"type": "file_input", "max_files": 1},
    Shape.SEARCH: {"type": "external_select", "min_query_length": 0},
}
"""Elements that no answer is shown in."""
_CHANNELS = {"include": ["public", "private"]}  # no direct messages
_ON_TYPING = {"trigger_actions_on": ["on_character_entered"]}


def modal(
    form: str,
    title: str,
    prompts: Sequence[Prompt],
    answers: Mapping[str, str],
    *,
    submit: str,
    close: str,
    about: str = "",
    before: Sequence[Block] = (),
    after: Sequence[Block] = (),
    drafted: bool = False,
    edition: str = "",
    typed: Collection[str] = (),
) -> Block:
    """The form with what was answered so far.

    ``about`` is what its submission is about: ids, as private metadata. With ``drafted``, whatever is
    typed is sent as an action called "FORM.FIELD", and closing the modal is an event. Slack keeps what
    stands in an element that is called as before: another ``edition`` shows these answers instead.
    ``typed`` are the fields that are shown with what was typed into an earlier edition, and not with
    what is stored.
    """
    asked = inputs(form, prompts, answers, drafted=drafted, edition=edition, typed=typed)
    return {
        "type": "modal",
        "callback_id": form,
        "private_metadata": about,
        "title": plain(shortened(title, limits.TITLE)),
        "submit": plain(shortened(submit, limits.TITLE)),
        "close": plain(shortened(close, limits.TITLE)),
        "notify_on_close": drafted,
        "blocks": [*before, *asked, *after],
    }


def inputs(
    form: str,
    prompts: Sequence[Prompt],
    answers: Mapping[str, str],
    *,
    drafted: bool = False,
    edition: str = "",
    typed: Collection[str] = (),
) -> list[Block]:
    """What a modal asks, for one that says something between its questions."""
    suffixes = {prompt.name: TYPED_BEFORE if prompt.name in typed else "" for prompt in prompts}
    suffix = f"@{edition}" if edition else ""
    return [
        _input(f"{form}.{box.name}{suffix}{suffixes[prompt.name]}", box, answer, drafted=drafted)
        if answer is not None
        else _left_as_it_is(box)
        for prompt in prompts
        for box, answer in _boxes(prompt, answers.get(prompt.name) or prompt.initial or "")
    ]


def _boxes(prompt: Prompt, answer: str) -> Iterator[tuple[Prompt, str | None]]:
    """What is asked, with its answer: more than once where that takes several boxes, else once."""
    if prompt.shape not in _TYPED:
        yield prompt, answer
        return
    found = boxes(prompt, answer)
    yield prompt, None if found is None else found[0]
    for number, more in enumerate(found or (), 1):
        if number > 1:
            label = wording.box(prompt.label, number)
            yield replace(prompt, name=box_called(prompt.name, number), label=label, required=False), more


def _left_as_it_is(prompt: Prompt) -> Block:
    """In place of a box that would show less than there is."""
    return rich_text(line(words(prompt.label, bold=True)), line(words(wording.LEFT_AS_IT_IS)))


def _input(action: str, prompt: Prompt, answer: str, *, drafted: bool) -> Block:
    element = {**_element(prompt, answer), "action_id": action}
    if drafted and element["type"] == "plain_text_input":
        element["dispatch_action_config"] = _ON_TYPING
    block = {
        "type": "input",
        "block_id": prompt.name,
        "optional": not prompt.required,
        "label": plain(shortened(prompt.label, limits.LABEL)),
        "element": element,
    }
    hint = {"hint": plain(shortened(prompt.hint, limits.LABEL))} if prompt.hint else {}
    return block | hint | ({"dispatch_action": True} if drafted else {})


def _element(prompt: Prompt, answer: str) -> Block:
    if prompt.shape in _PICKERS:
        kind, initial = _PICKERS[prompt.shape]
        offered = {"filter": _CHANNELS} if prompt.shape is Shape.CHANNEL else {}
        return {"type": kind, **offered} | ({initial: answer} if answer else {})
    if prompt.shape is Shape.PEOPLE:
        chosen = {"initial_users": answer.split()} if answer else {}
        return {"type": "multi_users_select", "max_selected_items": _MOST_PEOPLE, **chosen}
    if prompt.shape is Shape.CHOICES:
        return _choices(prompt, answer)
    if prompt.shape in _AS_THEY_ARE:
        return dict(_AS_THEY_ARE[prompt.shape])
    if prompt.options:
        return _choice(prompt, answer)
    long = prompt.shape in {Shape.PROSE, Shape.LINES}
    text = {"type": "plain_text_input", "multiline": long, "max_length": limit_of(prompt)}
    return text | ({"initial_value": answer} if answer else {})


def _choice(prompt: Prompt, answer: str) -> Block:
    options = {each.value: option_of(each) for each in prompt.options}
    few = len(options) <= _FEW and prompt.shape is Shape.CHOICE
    chosen = {"initial_option": options[answer]} if answer in options else {}
    return {
        "type": "radio_buttons" if few else "static_select",
        "options": list(options.values()),
        **chosen,
    }


def _choices(prompt: Prompt, answer: str) -> Block:
    options = {each.value: option_of(each) for each in prompt.options}
    chosen = [options[each] for each in answer.split() if each in options]
    initial = {"initial_options": chosen} if chosen else {}
    return {"type": "multi_static_select", "options": list(options.values()), **initial}


def option_of(given: Option) -> Block:
    note = {"description": plain(shortened(given.note, limits.OPTION))} if given.note else {}
    return option(given.label, given.value) | note
