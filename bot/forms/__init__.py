"""Forms made from the classes of what they ask for, and what was typed into them made such values again.

A class says what its form asks: the ``title`` of a field is the question, its ``description`` the
hint, its type the element. What a person typed is ``Answers``, text by the field's name, in drafts,
in modals and in submissions alike. A block is called like its field, so that an error stands there
and a modal that is updated keeps what was typed.
"""

from bot.forms.answers import (
    Answers,
    RejectedFormError,
    answers_of,
    asked_in,
    made,
    typed_into,
    values_of,
)
from bot.forms.boxes import MOST_BEGUN
from bot.forms.merging import Merged, merged, shown_in
from bot.forms.modals import inputs, modal, option_of
from bot.forms.prompts import (
    Option,
    Prompt,
    Shape,
    SlackChannel,
    SlackFile,
    SlackUser,
    SlackUsers,
    prompts_of,
)

__all__ = [
    "MOST_BEGUN",
    "Answers",
    "Merged",
    "Option",
    "Prompt",
    "RejectedFormError",
    "Shape",
    "SlackChannel",
    "SlackFile",
    "SlackUser",
    "SlackUsers",
    "answers_of",
    "asked_in",
    "inputs",
    "made",
    "merged",
    "modal",
    "option_of",
    "prompts_of",
    "shown_in",
    "typed_into",
    "values_of",
]
