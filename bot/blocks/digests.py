"""How a day of a visit went, for its facilitators. Pure."""

from datetime import date

from bot.blocks.elements import Block, actions, button, line, plain, rich_text, section, words
from bot.blocks.gestures import Action
from bot.blocks.homes import OnVisit, counts, silent
from bot.wording import digests as wording
from bot.wording import homes as said


def digest(on: OnVisit, day: date) -> list[Block]:
    """Counts, gaps, who is silent, and the way to the queue."""
    found = on.overview
    if found is None:
        raise AssertionError("a digest is for whoever has the overview")
    title = section(plain(wording.heading(on.visit.title, day)))
    queue = [section(plain(said.waiting(found.waiting)))] if found.total else []
    return [
        title,
        *counts(found),
        rich_text(line(words(said.SILENT, bold=True))),
        *silent(found, on),
        *queue,
        actions(button(wording.REVIEW, Action.REVIEW_FEEDBACK, on.visit.id, style="primary")),
    ]
