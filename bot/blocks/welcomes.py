"""The message that tells somebody that they are on a visit. It names nobody else who is. Pure."""

from bot.blocks.elements import Block, actions, bullets, button, line, plain, rich_text, section, words
from bot.blocks.gestures import Action
from bot.blocks.texts import escape
from bot.blocks.visits import consent_text
from bot.wording import consents
from bot.wording import visits as wording
from knowledge.visits import Participant, Role, Visit


def welcome_text(visit: Visit, part: Participant) -> str:
    return escape(wording.welcome(visit, part.role))


def welcome_blocks(visit: Visit, part: Participant) -> list[Block]:
    """What the visit is, what its rule means, what one can do, and what is agreed to first."""
    open_it = button(wording.OPEN_THE_VISIT, Action.OPEN_VISIT, visit.id)
    said = [
        section(plain(wording.welcome(visit, part.role))),
        rich_text(line(words(visit.focus, italic=True))),
        section(plain(wording.rule(visit.attribution))),
        rich_text(bullets([line(words(each)) for each in wording.WHAT_NEXT[part.role]])),
    ]
    if part.consent_version or part.role is Role.HOST:
        return [*said, actions(open_it)]
    agree = button(wording.AGREE, Action.AGREE, visit.id, style="primary")
    return [
        *said,
        rich_text(line(words(wording.AGREE_FIRST, bold=True))),
        consent_text(consents.CONSENT),
        actions(agree, open_it),
    ]
