"""What a selection of lessons holds, whatever it is written as. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from knowledge.lessons import Adoption, Agreement, Lesson
from knowledge.lessons.texts import PARTS
from knowledge.model import Sightings

TITLE = "Lessons from visits between councils"
KEPT_BACK = "More of its evidence is kept back: it is not for everybody who may see the lesson."
GONE_SINCE = "A quote that it rested on no longer stands in its source."
NO_LESSON = "None of the lessons that were chosen is there to be seen any more."


@dataclass(frozen=True, slots=True)
class Ground:
    """A quote that a claim rests on, and where it stands."""

    quote: str
    source: str
    against: bool = False
    """Whether it speaks against the claim."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a lesson says is so, with those of its quotes that the reader may see."""

    text: str
    grounds: tuple[Ground, ...]
    kept_back: bool = False
    """Whether there are quotes that the reader may not see."""
    gone: bool = False
    """Whether there are quotes that no longer stand."""

    @property
    def remarks(self) -> tuple[str, ...]:
        return (*([KEPT_BACK] if self.kept_back else []), *([GONE_SINCE] if self.gone else []))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One lesson, in the words that its attribution allows."""

    lesson: Lesson
    agreed: Agreement
    claims: tuple[Claim, ...]
    uses: tuple[Adoption, ...] = ()

    @property
    def parts(self) -> Iterator[tuple[str, str]]:
        """What it says, each under its heading."""
        return ((heading, text) for heading, field in PARTS if (text := getattr(self.lesson, field)))

    @property
    def sightings(self) -> Sightings | None:
        """In how many places it was seen; None where the attribution withholds it."""
        seen, against = self.agreed.seen_in, self.agreed.disagree
        return None if seen is None or against is None else Sightings(seen, against)


@dataclass(frozen=True, slots=True)
class Selection:
    """Lessons in the order in which they were chosen."""

    sheets: tuple[Sheet, ...]
    made_at: datetime
