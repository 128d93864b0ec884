"""The values everything else is made of: case studies, passages, quotes, answers.

They are frozen and know no database, no index and no Slack. The one thing to remember:
``start`` and ``end`` are character offsets into the case study's ``text``, and a quote is always
``text[start:end]`` — never the header that the indexes see before a passage.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, TypeAlias


class Theme(StrEnum):
    """The closed list of subjects: the threads of the improvement model, and two more."""

    LEADERSHIP = "leadership"
    DIALOGUE = "dialogue with partners"
    ENGAGEMENT = "political and democratic engagement"
    PARTNERSHIP = "partnership and procurement"
    ORGANISATION = "organisation and people"
    CULTURE = "culture change and motivation"
    CUSTOMERS = "customer and community focus"
    DRIVERS = "improvement drivers"
    INNOVATION = "innovation"


class Audience(StrEnum):
    """Who may see a text, from the fewest people to the most."""

    VISIT_TEAM = "visit team"
    NETWORK = "network"
    PUBLIC = "public"


Scope = NewType("Scope", str)
"""Whom one text is for, down to the visit: see knowledge.scopes."""
Scopes: TypeAlias = frozenset[Scope]
"""Those that a reader has."""


class Status(StrEnum):
    """The standing of what is quoted."""

    PUBLISHED = "published case study"
    ACCEPTED = "feedback not yet reviewed into a lesson"
    ENDORSED = "endorsed lesson"
    SHARED = "shared lesson"
    APPLIED = "applied lesson"
    STALE = "lesson past its review date"
    CONTRADICTED = "contradicted lesson"

    @property
    def may_be_taken_back(self) -> bool:
        """Whether those who told it may withdraw it or strike words out: then its old words are not shown."""
        return self is not Status.PUBLISHED


class Outcome(StrEnum):
    """What came of a question."""

    ANSWERED = "answered"
    PARTLY = "partly"
    """A part of the question is answered; the case studies do not say the rest."""
    NOT_COVERED = "not_covered"
    EMPTY = "empty"
    """There was nothing to answer from that the reader may read."""
    ASK_BACK = "ask_back"


AS_OF = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
"""A date as precise as it is known: a year, a month or a day, in ISO 8601."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: where its line starts and ends, its depth (1 is the topmost), its words."""

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """The offset at which a page's text starts, and the number a reader of the file sees."""

    start: int
    number: int


@dataclass(frozen=True, slots=True)
class Sightings:
    """How many places a lesson was seen in, and how many of them have something to say against it."""

    places: int
    disagree: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a case study besides its text."""

    title: str
    councils: tuple[str, ...] = ()
    as_of: str | None = None
    """The date it speaks of, in the form of AS_OF; None when nobody said."""
    themes: tuple[Theme, ...] = ()
    audience: Audience = Audience.NETWORK
    source: str | None = None
    """The address it was published at."""
    visit: str | None = None
    """The visit it comes from, whose team is meant by that audience; several ``scopes.together``."""
    sightings: Sightings | None = None
    """Of a lesson, unless its attribution withholds them."""

    @property
    def council(self) -> str:
        """The councils as a person writes them: "Kent", "Kent and Middlesbrough"; empty when none."""
        *first, last = self.councils or ("",)
        return f"{', '.join(first)} and {last}" if first else last


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gives: its text, and where its headings and pages start in that text."""

    text: str
    headings: tuple[Heading, ...]
    pages: tuple[Page, ...]
    """Empty when the file's format has no pages."""
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A document about what a council did."""

    id: str
    metadata: Metadata
    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[Page, ...] = ()
    status: Status = Status.PUBLISHED


def passage_id(case_study: str, start: int, end: int) -> str:
    return f"{case_study}:{start}-{end}"


@dataclass(frozen=True, slots=True)
class Passage:
    """The stretch [start, end) of a case study's text that is embedded and found."""

    case_study: str
    start: int
    end: int
    heading: str
    """The titles of the headings above it, outermost first, joined by " > "; empty when none."""
    page: int | None

    @property
    def id(self) -> str:
        return passage_id(self.case_study, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; an empty field but ``scopes`` narrows nothing."""

    councils: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    scopes: Scopes | None = None
    """Those of whom the answer is for; a reader of none finds nothing, and None is whoever may see all."""
    statuses: tuple[Status, ...] = ()
    since: str | None = None
    """Case studies that speak of this date (form of AS_OF) or later; undated ones are left out."""
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim text of a case study and its citation: ``text == case_study.text[start:end]``."""

    text: str
    case_study: str
    council: str
    title: str
    heading: str
    page: int | None
    start: int
    end: int
    as_of: str | None
    status: Status
    source: str | None
    score: float
    """How well it answers the question, comparable within one answer only."""
    sightings: Sightings | None = None

    def stands_in(self, case_study: CaseStudy) -> bool:
        """Whether these words still stand where they were quoted from."""
        return case_study.text[self.start : self.end] == self.text


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a question asks."""

    asked: str
    """In the words of the question."""
    council: str = ""
    """Of whom it is asked, when the question asks the same of several councils."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A narrower question, offered in place of one that is too wide."""

    asked: str
    title: str
    """Of the text it is about."""
    theme: Theme | None = None
    """The theme it stands for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Peerbot says to a question; every word a person reads of it is in its quotes."""

    question: str
    outcome: Outcome
    confidence: float
    """Estimated probability, 0 to 1, that the case studies answer the question."""
    quotes: tuple[Quote, ...] = ()
    """Best first; empty unless the outcome is ANSWERED or PARTLY."""
    related: tuple[Quote, ...] = ()
    """The passages that come near a question not covered: related, may not answer."""
    unsaid: tuple[Part, ...] = ()
    """What the case studies do not say, when the outcome is PARTLY."""
    choices: tuple[Choice, ...] = ()
    """What to ask instead, when the outcome is ASK_BACK and the library answers anything narrower."""

    @property
    def shown(self) -> tuple[Quote, ...]:
        """What people see of it: an answer has the one kind of quotes or the other."""
        return self.quotes or self.related

    @property
    def says_nothing(self) -> bool:
        """Whether nothing covers the question, and nothing even comes near it."""
        return self.outcome is Outcome.NOT_COVERED and not self.related
