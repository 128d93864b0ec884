"""What was typed into a form, as text by field, and as the value it was asked for. Pure.

An error of the class becomes a sentence at the field it is about. One about a field that the form
does not ask for is our own mistake, and is raised as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.forms.boxes import field_of, number_of
from bot.forms.prompts import Prompt, Shape
from bot.wording import forms as wording

Answers = Mapping[str, str]
"""By the name of the field; what was not answered is not there."""

_SINGLE = ("value", "selected_date", "selected_time", "selected_user", "selected_conversation")
_Value = TypeVar("_Value", bound=BaseModel)


class RejectedFormError(Exception):
    """A form cannot be taken as it was filled in; ``errors`` has a sentence by the field it stands at."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {sentence}" for field, sentence in errors.items()))
        self.errors = dict(errors)


def typed_into(state: Mapping[str, Any]) -> dict[str, str]:
    """The answers in ``view.state.values``, whatever elements gave them."""
    found: dict[str, list[str]] = {}
    for block, [element] in sorted(_single(state), key=lambda each: number_of(each[0])):
        if answer := _typed(element):
            found.setdefault(field_of(block), []).append(answer)
    return {field: "\n".join(answers) for field, answers in found.items()}


def asked_in(state: Mapping[str, Any], prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """Those of the prompts that a form asked, as ``view.state.values`` has it.

    What it could not show whole it has not asked.
    """
    fields = {field_of(block) for block in state}
    return tuple(prompt for prompt in prompts if prompt.name in fields)


def answers_of(value: BaseModel, prompts: Iterable[Prompt]) -> dict[str, str]:
    """What somebody would have typed to get this value."""
    found = {prompt.name: _written(getattr(value, prompt.name)) for prompt in prompts}
    return {name: answer for name, answer in found.items() if answer}


def values_of(prompts: Iterable[Prompt], answers: Answers) -> dict[str, Any]:
    """The answers as values of their fields; None, or an empty list, for what was not answered."""
    return {prompt.name: _value(prompt.shape, answers.get(prompt.name, "")) for prompt in prompts}


def made(
    cls: type[_Value], prompts: Sequence[Prompt], answers: Answers, *, whole: str | None = None, **ours: Any
) -> _Value:
    """The value that was asked for, with what is ``ours`` to say of it.

    RejectedFormError when the answers are not fit; ``whole`` is the field at which stands what is
    wrong with the value as a whole.
    """
    given = {name: value for name, value in values_of(prompts, answers).items() if value is not None}
    try:
        return cls.model_validate(given | ours)
    except ValidationError as error:
        raise _rejected(error, prompts, whole) from error


def _single(state: Mapping[str, Any]) -> Iterable[tuple[str, list[Mapping[str, Any]]]]:
    return ((block, list(elements.values())) for block, elements in state.items())


def _typed(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option") or {}
    single = chosen.get("value") or next((element[key] for key in _SINGLE if element.get(key)), "")
    options = [each["value"] for each in element.get("selected_options") or ()]
    files = [file["id"] for file in element.get("files") or ()]
    several = element.get("selected_users") or options or files
    return str(single).strip() or "\n".join(several)


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return "\n".join(" ".join(str(each).split()) for each in value)
        case _:
            return str(value)


def _value(shape: Shape, answer: str) -> Any:
    if shape in {Shape.PEOPLE, Shape.CHOICES}:
        return tuple(answer.split())
    if shape is Shape.LINES:
        lines = (line.strip().removeprefix("•").removeprefix("- ").strip() for line in answer.splitlines())
        return tuple(line for line in lines if line)
    if shape is Shape.SCALE:
        return int(answer) if answer else None
    return answer or None


def _rejected(error: ValidationError, prompts: Sequence[Prompt], whole: str | None) -> Exception:
    asked = {prompt.name for prompt in prompts}
    errors: dict[str, str] = {}
    for detail in error.errors(include_url=False, include_input=False):
        field = str(detail["loc"][0]) if detail["loc"] else whole
        if field not in asked:
            return error
        errors.setdefault(field, _sentence(detail))
    return RejectedFormError(errors)


def _sentence(detail: ErrorDetails) -> str:
    match detail["type"]:
        case "missing" | "string_too_short":
            return wording.MISSING
        case "string_too_long":
            return wording.too_long(detail["ctx"]["max_length"])
        case "too_long":
            return wording.too_many(detail["ctx"]["max_length"])
        case "value_error":
            return wording.sentence(detail["msg"].removeprefix("Value error, "))
        case _:
            return wording.UNFIT
