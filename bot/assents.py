"""Who has agreed to the group's words, as far as the visit's rule lets it be said. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.showing import Showing
from knowledge.records import GroupFeedback
from knowledge.visits import Attribution, Participant, Role


@dataclass(frozen=True, slots=True)
class Assent:
    """How many of the peers agree, and whom one may say it of."""

    agreed: int | None
    """None when the rule withholds so small a number."""
    of: int
    missing: int
    names: tuple[str, ...] = ()


def assent(feedback: GroupFeedback, participants: Sequence[Participant], shown: Showing) -> Assent:
    """Facilitators may agree too; it is the participants' agreement that is counted."""
    peers = [one.pseudonym for one in participants if one.role is Role.PARTICIPANT]
    agreed = [name for name in peers if name in feedback.agreed_by]
    withheld = shown.visit.attribution is Attribution.CHATHAM_HOUSE and shown.councils(agreed) is None
    return Assent(
        agreed=None if agreed and withheld else len(agreed),
        of=len(peers),
        missing=len(peers) - len(agreed),
        names=tuple(dict.fromkeys(name for one in agreed if (name := shown.named(one)))),
    )
