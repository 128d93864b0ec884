"""A reminder as it stands in a direct message, and the way out of reminders. Pure."""

from bot.blocks.elements import Block, actions, button, plain, section
from bot.blocks.gestures import Action, log_pointer
from bot.wording import nudges as wording
from knowledge.nudges import Nudge

OFF, ON = "off", "on"
"""What the buttons that turn reminders off and on carry."""


def nudge_blocks(nudge: Nudge) -> list[Block]:
    return [
        section(plain(wording.reminder(nudge))),
        actions(
            button(
                wording.LOG_FEEDBACK,
                Action.LOG_FEEDBACK,
                log_pointer(nudge.visit, nudge.session),
                style="primary",
            ),
            button(wording.NO_MORE, Action.REMIND, OFF),
        ),
    ]


def turned(*, on: bool) -> list[Block]:
    """What whoever turned reminders off or on is told, with the way back."""
    if on:
        return [section(plain(wording.TURNED_ON))]
    return [section(plain(wording.TURNED_OFF)), actions(button(wording.REMIND_ME, Action.REMIND, ON))]
