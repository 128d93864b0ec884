"""Which visit somebody means who logs feedback, and what is said to those for whom there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.showing import showing
from bot.visiting import Part, Visiting, nearest
from bot.wording import feedback as wording
from knowledge.store import Store
from knowledge.visits import OVER, Person, Role, Visit, VisitGesture, allowed


class NowhereToLogError(Exception):
    """There is no visit that somebody can log feedback on; the message says what to do."""

    def __init__(self, said: str, to_open: str | None = None, *, may_plan: bool = False) -> None:
        super().__init__(said)
        self.to_open = to_open
        """The visit that they can open, and then log on."""
        self.may_plan = may_plan
        """Whether a visit of their own is what they lack."""


@dataclass(frozen=True, slots=True)
class OpenVisits:
    """The visits that people can log feedback on."""

    store: Store

    def chosen(self, person: Person, at: datetime, visit: str | None = None) -> Part:
        """The person's part in the visit, or in the one they have most to do with just now."""
        parts = self._parts(person)
        if visit:
            parts = [part for part in parts if part.visit.id == visit]
        found = nearest([part for part in parts if _is_open_to(part)], at)
        if found is None:
            raise self._nowhere(parts, at, visit)
        return found

    def others(self, person: Person, chosen: Visit) -> tuple[Visit, ...]:
        """The person's other open visits, as their rules let them be shown."""
        parts = [part for part in self._parts(person) if part.visit.id != chosen.id]
        return tuple(self._shown(part.visit) for part in parts if _is_open_to(part))

    def _parts(self, person: Person) -> Sequence[Part]:
        return Visiting(self.store).parts(person)

    def _nowhere(self, parts: Sequence[Part], at: datetime, visit: str | None) -> NowhereToLogError:
        if not parts and visit:
            return NowhereToLogError(wording.NOT_ON_IT)
        if not parts:
            return NowhereToLogError(wording.NO_VISIT, may_plan=True)
        part = nearest(parts, at) or parts[0]
        title, role = self._shown(part.visit).title, part.participant.role
        if part.visit.state in OVER:
            return NowhereToLogError(wording.over(title))
        if role is Role.FACILITATOR:
            return NowhereToLogError(wording.yours_to_open(title), to_open=part.visit.id)
        return NowhereToLogError((wording.host if role is Role.HOST else wording.not_open)(title))

    def _shown(self, visit: Visit) -> Visit:
        return showing(self.store, visit).text(visit)


def _is_open_to(part: Part) -> bool:
    return allowed(VisitGesture.LOG, part.participant.role, part.visit.state)
