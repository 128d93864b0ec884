"""Two people at one form: what the second changed is put on what the first has made of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.forms.answers import Answers, typed_into
from bot.forms.boxes import field_of
from bot.forms.modals import TYPED_BEFORE

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


_NEVER_TYPED = "\0"


@dataclass(frozen=True, slots=True)
class Merged:
    """What two people have made of one form."""

    answers: Answers
    typed: frozenset[str]
    """The fields that hold what the second has typed."""
    clashes: tuple[str, ...]
    """Those of them that the first has changed too, to something else."""


def shown_in(blocks: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The answers that a form, as Slack sends it back, had when it was shown.

    Of a field that held what had been typed before, something that nobody types, so that it counts
    as changed.
    """
    inputs = {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}
    shown = typed_into(
        {
            name: {"shown": {ours: element[theirs] for theirs, ours in _INITIAL.items() if theirs in element}}
            for name, element in inputs.items()
        }
    )
    before = [
        field_of(name) for name, element in inputs.items() if element["action_id"].endswith(TYPED_BEFORE)
    ]
    return shown | dict.fromkeys(before, _NEVER_TYPED)


def merged(before: Answers, typed: Answers, now: Answers) -> Merged:
    """What was typed over what is there now.

    ``before`` is what was there when the typing began: a field that still says so was not touched,
    and takes what is there now.
    """
    names = sorted({*before, *typed, *now})
    touched = frozenset(name for name in names if typed.get(name, "") != before.get(name, ""))
    answers = {name: (typed if name in touched else now).get(name, "") for name in names}
    clashes = [name for name in touched if now.get(name, "") not in _known(name, before, typed)]
    return Merged(
        {name: answer for name, answer in answers.items() if answer}, touched, tuple(sorted(clashes))
    )


def _known(name: str, *answers: Answers) -> set[str]:
    return {each.get(name, "") for each in answers}
