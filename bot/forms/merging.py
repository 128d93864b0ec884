"""Two people at one form: what the second changed is put on what the first has made of it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.forms.answers import Answers, typed_into

_INITIAL = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_conversation": "selected_conversation",
}
"""What an element was shown with, and where the same stands when it is submitted."""


def shown_in(blocks: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The answers that a form, as Slack sends it back, had when it was shown."""
    inputs = {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}
    return typed_into(
        {
            name: {"shown": {ours: element[theirs] for theirs, ours in _INITIAL.items() if theirs in element}}
            for name, element in inputs.items()
        }
    )


def merged(before: Answers, typed: Answers, now: Answers) -> tuple[dict[str, str], tuple[str, ...]]:
    """What was typed over what is there now, and the fields that both have changed.

    ``before`` is what was there when the typing began: a field that still says so was not touched,
    and takes what is there now.
    """
    names = sorted({*before, *typed, *now})
    touched = {name for name in names if typed.get(name, "") != before.get(name, "")}
    answers = {name: (typed if name in touched else now).get(name, "") for name in names}
    clashes = tuple(
        name for name in names if name in touched and now.get(name, "") not in _known(name, before, typed)
    )
    return {name: answer for name, answer in answers.items() if answer}, clashes


def _known(name: str, *answers: Answers) -> set[str]:
    return {each.get(name, "") for each in answers}
