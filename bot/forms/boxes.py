"""An answer over as many text boxes as hold it, and the answer that they hold together. Pure.

A box of Slack's takes 3,000 characters, and a list of fifty councils may be longer. What does not fit
into one box stands in several, each line in one of them: an answer is shown whole or not at all, for
what is left out of a form would be gone once that is saved.
"""

from bot.blocks import limits
from bot.forms.prompts import Prompt, Shape

MOST_BOXES = 15
"""Of one answer: four lists and what stands above them are then less than a modal's 100 blocks."""
MOST_BEGUN = (MOST_BOXES - 2) * limits.BOX // 2
"""Characters of lines that always find room: two boxes that follow each other hold more than one does."""

_ONE_MORE_LINE = 300  # what an empty box is added for, while there may be one, when the last has no room
_NUMBER = "/"


def boxes(prompt: Prompt, answer: str) -> list[str] | None:
    """What stands in each box, at least one; None for more than a form can show."""
    if prompt.shape is not Shape.LINES:
        return [answer] if len(answer) <= limit_of(prompt) else None
    found = [""]
    for line in answer.splitlines():
        longer = f"{found[-1]}\n{line}" if found[-1] else line
        found[-1:] = [longer] if len(longer) <= limits.BOX else [found[-1], line]
    if len(found[-1]) > limits.BOX - _ONE_MORE_LINE and len(found) < MOST_BOXES:
        found.append("")
    fits = len(found) <= MOST_BOXES and all(len(box) <= limits.BOX for box in found)
    return found if fits else None


def limit_of(prompt: Prompt) -> int:
    """Characters that one of its boxes takes."""
    return min(prompt.limit or limits.BOX, limits.BOX)


def box_called(name: str, number: int) -> str:
    """The block of the box of this number, from 1; the first is called like its field."""
    return name if number == 1 else f"{name}{_NUMBER}{number}"


def field_of(block: str) -> str:
    return block.partition(_NUMBER)[0]


def number_of(block: str) -> int:
    return int(block.partition(_NUMBER)[2] or 1)
