"""The questions that a visit takes along, each with the way to log what answers it. Pure."""

from collections.abc import Sequence

from bot.blocks.elements import Block, button, context, header, plain, section
from bot.blocks.gestures import Action, log_pointer
from bot.blocks.texts import on_one_line, shortened
from bot.enquiries import TakenAlong
from bot.wording import enquiries as wording
from knowledge.visits import Role, Visit, VisitGesture, allowed

_MOST = 10
_LONGEST_QUESTION, _LONGEST_TITLE = 300, 100


def enquiries(visit: Visit, role: Role, taken: Sequence[TakenAlong]) -> list[Block]:
    """For whoever may log, with a button each; nothing where the visit takes none along."""
    if not taken:
        return []
    may_log = allowed(VisitGesture.LOG, role, visit.state)
    listed = [block for each in taken[:_MOST] for block in _enquiry(visit, each, may_log=may_log)]
    left = len(taken) - _MOST
    more = [context(plain(wording.more(left)))] if left > 0 else []
    return [header(wording.TAKE_ALONG), *listed, *more]


def _enquiry(visit: Visit, taken: TakenAlong, *, may_log: bool) -> list[Block]:
    log = button(wording.LOG, Action.LOG_FEEDBACK, log_pointer(visit.id, taken.session, taken.id))
    where = shortened(on_one_line(taken.where), _LONGEST_TITLE) if taken.where else None
    return [
        section(plain(question(taken)), **({"accessory": log} if may_log else {})),
        context(plain(wording.standing(where, answered=taken.answered))),
    ]


def question(taken: TakenAlong) -> str:
    return shortened(on_one_line(taken.question), _LONGEST_QUESTION)
