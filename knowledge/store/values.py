"""What goes into the store and comes out of it, besides the values of knowledge.model.

Every datetime is aware; what comes out is in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from knowledge.lessons import Lesson, LessonStatus
from knowledge.model import Answer, Audience, Metadata, Passage, Scopes, Status, Theme
from knowledge.nudges import Nudge
from knowledge.records import FeedbackKind, RecordType
from knowledge.store.columns import Vector


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was given to be read, and what came of its last reading."""

    path: str
    """Absolute, with forward slashes; "library:NAME" for a case study that ships with the product."""
    source_hash: str
    """SHA-256 of all a reading depends on: file, metadata beside it, options, version of the reader."""
    file_hash: str
    """SHA-256 of the file alone, by which a moved file is known."""
    size: int
    """In bytes."""
    read_at: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    """The options of the command line that it was last read with, as JSON."""
    case_study: str | None = None
    """The case study that the last successful reading gave."""
    reason: str | None = None
    """Why the last reading failed, as a code; None when it did not."""
    sentence: str | None = None
    """The reason in words."""
    transient: bool = False
    """Whether reading the same bytes again may well succeed."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage, and the vector that stands for it whatever the model."""

    passage: Passage
    vector_key: str
    """SHA-256, in hexadecimal, of the very text that was given to the embedder."""


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage with its text and what citing it needs."""

    passage: Passage
    text: str
    metadata: Metadata
    status: Status


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """A passage's words as vectors."""

    whole: Vector
    """Shape (dimension,)."""
    stretches: tuple[tuple[int, int], ...]
    """Where its sentences stand: offsets [start, end) into the passage's own text."""
    sentences: Vector
    """Shape (number of sentences, dimension). What is stored keeps their directions, not their lengths."""


@dataclass(frozen=True, slots=True)
class SentencedPassage:
    """A passage with all that choosing a quote from it needs."""

    cited: CitedPassage
    vectors: PassageVectors


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """What an index keeps of a passage."""

    cited: CitedPassage
    vector: Vector


@dataclass(frozen=True, slots=True)
class Summary:
    """A case study as a list shows it."""

    id: str
    metadata: Metadata
    status: Status
    passages: int
    characters: int
    path: str | None
    """The first of the files it was read from."""
    added_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to case studies after a change number, and the number it brings one up to."""

    number: int
    changed: tuple[str, ...]
    """Ids in the order of their last change; new ones included."""
    removed: tuple[str, ...]


class Surface(StrEnum):
    """Where a question was asked."""

    MENTION = "mention"
    DIRECT = "dm"
    THREAD = "thread"
    SLASH = "slash"
    COMMAND_LINE = "cli"


class Progress(StrEnum):
    """How far a question has come."""

    CLAIMED = "claimed"
    ANSWERED = "answered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Thread:
    """A Slack thread, by the timestamp of its first message."""

    team: str
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked."""

    id: str
    """Made from what Slack sends, so that a repeated delivery has the same."""
    text: str
    asker: str
    asked_at: datetime
    surface: Surface
    team: str = ""
    channel: str = ""
    message_ts: str | None = None
    """The message it was asked in; None for a slash command and the command line."""
    thread_ts: str | None = None
    """The first message of the thread it is answered in; None when there is no thread."""

    @property
    def thread(self) -> Thread | None:
        return Thread(self.team, self.channel, self.thread_ts) if self.thread_ts else None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and what became of it."""

    question: Question
    progress: Progress
    claimed_by: str
    claimed_at: datetime
    standalone: str | None = None
    """The question as it was understood with its thread; None until it is answered."""
    answer: Answer | None = None
    reply_ts: str | None = None
    """The message that answers it; set when a reply begins, so that a restart can finish it in place."""
    ms: int | None = None
    """What answering took, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's thumb up or down on one answer."""

    question_id: str
    voter: str
    value: Literal[1, -1]
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """A question put to the facilitators, because its asker wanted a person to answer."""

    question_id: str
    channel: str
    """The facilitators' channel."""
    asked_by: str
    asked_at: datetime
    message_ts: str | None = None
    """The message in that channel; None until it is posted."""
    resolved_at: datetime | None = None
    resolved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does to a visit, for its audit trail."""

    by: str
    """A person's id, or where it was done from; never a name."""
    at: datetime
    what: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFilters:
    """What a list of records is narrowed to; None narrows nothing."""

    visit: str | None = None
    theme: Theme | None = None
    type: RecordType | None = None
    kind: FeedbackKind | None = None
    """Narrows to feedback of this kind."""
    withdrawn: bool = False
    """Whether the tombstones of what was withdrawn are listed too."""


@dataclass(frozen=True, slots=True)
class LessonFilters:
    """What a list of lessons is narrowed to; an empty field narrows nothing."""

    statuses: frozenset[LessonStatus] = frozenset()
    themes: frozenset[Theme] = frozenset()
    audiences: frozenset[Audience] = frozenset()
    visit: str | None = None
    councils: tuple[str, ...] = ()
    """Narrows to lessons that speak of one of them at least."""
    text: str = ""
    """Words that title, lesson or recommendation all hold, in any order."""
    title: str = ""
    """Words that the title holds, in any order."""
    faulty: bool = False
    """Whether only those are listed that quote what no longer stands."""
    scopes: Scopes | None = None
    """Narrows to what a reader of these scopes may see; None for whoever reviews lessons."""
    shared_since: date | None = None
    """Narrows to those that were shared on that day or later."""
    reviewed_since: date | None = None
    """The same of those that somebody checked, or looked at again."""


@dataclass(frozen=True, slots=True)
class LessonPage:
    """Some of the lessons of a list."""

    lessons: tuple[Lesson, ...]
    total: int
    """How many lessons the whole list has."""
    after: str | None
    """The id to ask for the next page with; None when this is the last."""


@dataclass(frozen=True, slots=True)
class LessonVector:
    """What a model made of a lesson's words."""

    lesson: str
    vector: Vector


@dataclass(frozen=True, slots=True)
class StandingNudge:
    """A reminder that Slack was asked to send, or is being asked."""

    nudge: Nudge
    channel: str
    begun_at: datetime
    scheduled_message_id: str | None = None
    """None until Slack's answer is kept."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has typed into a form and not sent."""

    person: str
    form: str
    about: str
    """What the form is about, by its id: a person may be filling in several."""
    answers: Mapping[str, str]
    """By the name of the field."""
    updated_at: datetime
    """When it was typed."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A message that somebody logs as feedback."""

    id: str
    quote: str
    link: str | None
    """To the message; None when it is where we cannot see it."""
    author: str | None
    """The id of the person who wrote it; None when an app did, whom nobody can ask."""
    made_at: datetime
    record: str | None = None
    """The record that quotes it; None until that is stored."""
    asked_at: datetime | None = None
    agreed: bool | None = None
    """Whether the author may be named; None until they say."""


@dataclass(frozen=True, slots=True)
class LessonVectors:
    """What a model made of many lessons' words."""

    lessons: tuple[str, ...]
    rows: Vector
    """Shape (number of lessons, dimension), in the same order."""
