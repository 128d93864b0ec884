"""The form that asks which lessons are wanted as a file. Pure."""

from collections.abc import Collection, Mapping

from bot.blocks.elements import Block
from bot.blocks.gestures import Form
from bot.forms import Option, Prompt, Shape
from bot.forms import modal as form
from bot.wording import lesson_exports as wording
from knowledge.selections import FORMATS

MOST = 100  # options of a list: https://docs.slack.dev/reference/block-kit/block-elements
LESSONS, FORMAT = "lessons", "format"


def export_form(titles: Mapping[str, str], chosen: Collection[str]) -> Block:
    """By id, what can be chosen is called, and what is chosen already."""
    lessons = Prompt(
        LESSONS,
        Shape.CHOICES,
        wording.LESSONS,
        wording.LESSONS_HINT,
        required=True,
        options=tuple(Option(id_, title) for id_, title in titles.items()),
        initial=" ".join(id_ for id_ in titles if id_ in chosen),
    )
    format_ = Prompt(FORMAT, Shape.CHOICE, wording.FORMAT, required=True, initial=FORMATS[0].name)
    formats = format_.offering(Option(each.name, wording.FORMATS[each.name]) for each in FORMATS)
    return form(
        Form.LESSON_EXPORT,
        wording.TITLE,
        [lessons, formats],
        {},
        submit=wording.SEND,
        close=wording.CANCEL,
    )
