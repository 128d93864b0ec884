"""The SQL truth: case studies, questions, visits, records, lessons, and all that belongs to them.

Everything else that holds any of it, Chroma and Tantivy first, is an index that can be made again
from here. Values go in and values come out; a call is one transaction; SQLite and PostgreSQL behave
alike, and the contract tests run on both. The one thing to remember: a Store holds connections, so
it is closed, best by a ``with``.
"""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from knowledge.store.adoptions import Adoptions
from knowledge.store.audits import AuditTrail
from knowledge.store.case_studies import CaseStudies
from knowledge.store.chores import Chores
from knowledge.store.drafts import Drafts
from knowledge.store.engine import LOCK_WAIT_SECONDS, Database, connect, sqlite_url
from knowledge.store.facts import Facts
from knowledge.store.gaps import Gaps
from knowledge.store.help_requests import HelpRequests
from knowledge.store.homes import Homes
from knowledge.store.lessons import Lessons
from knowledge.store.nudges import Nudges
from knowledge.store.passages import Passages
from knowledge.store.people import People
from knowledge.store.publication import About, Note, Publication, document_id
from knowledge.store.questions import Questions
from knowledge.store.quotations import Quotations
from knowledge.store.records import Records
from knowledge.store.saved import SavedItems
from knowledge.store.schema import bring_up_to_date
from knowledge.store.source_files import SourceFiles
from knowledge.store.theme_owners import ThemeOwners
from knowledge.store.threads import Threads
from knowledge.store.values import (
    AskedQuestion,
    Changes,
    CitedPassage,
    Deed,
    Draft,
    EmbeddedPassage,
    HelpRequest,
    LessonFilters,
    LessonPage,
    LessonVector,
    LessonVectors,
    PassageVectors,
    Progress,
    Question,
    Quotation,
    RecordFilters,
    SentencedPassage,
    SourceFile,
    StandingNudge,
    StoredPassage,
    Summary,
    Surface,
    Thread,
    Vote,
)
from knowledge.store.vectors import StoredVectors
from knowledge.store.visits import Visits
from knowledge.store.votes import Votes

__all__ = [
    "About",
    "AskedQuestion",
    "Changes",
    "CitedPassage",
    "Deed",
    "Draft",
    "EmbeddedPassage",
    "HelpRequest",
    "LessonFilters",
    "LessonPage",
    "LessonVector",
    "LessonVectors",
    "Note",
    "PassageVectors",
    "Progress",
    "Question",
    "Quotation",
    "RecordFilters",
    "SentencedPassage",
    "SourceFile",
    "StandingNudge",
    "Store",
    "StoredPassage",
    "Summary",
    "Surface",
    "Thread",
    "Vote",
    "document_id",
    "open_store",
    "sqlite_url",
]


@dataclass(frozen=True, slots=True)
class Store:
    """One database, part by part."""

    database: Database
    case_studies: CaseStudies
    source_files: SourceFiles
    passages: Passages
    vectors: StoredVectors
    questions: Questions
    votes: Votes
    threads: Threads
    help_requests: HelpRequests
    facts: Facts
    visits: Visits
    people: People
    records: Records
    lessons: Lessons
    adoptions: Adoptions
    theme_owners: ThemeOwners
    publication: Publication
    audit_trail: AuditTrail
    chores: Chores
    nudges: Nudges
    homes: Homes
    drafts: Drafts
    quotations: Quotations
    gaps: Gaps
    saved: SavedItems

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(url: str, *, lock_wait_seconds: float = LOCK_WAIT_SECONDS) -> Store:
    """The store at ``url`` (sqlite:///FILE or postgresql://…), made or brought up to date first.

    StoreUrlError, StoreUnavailableError, StoreBusyError and StoreVersionError say why it cannot be.
    """
    database = connect(url, lock_wait_seconds=lock_wait_seconds)
    bring_up_to_date(database)
    return Store(
        database=database,
        case_studies=CaseStudies(database),
        source_files=SourceFiles(database),
        passages=Passages(database),
        vectors=StoredVectors(database),
        questions=Questions(database),
        votes=Votes(database),
        threads=Threads(database),
        help_requests=HelpRequests(database),
        facts=Facts(database),
        visits=Visits(database),
        people=People(database),
        records=Records(database),
        lessons=Lessons(database),
        adoptions=Adoptions(database),
        theme_owners=ThemeOwners(database),
        publication=Publication(database),
        audit_trail=AuditTrail(database),
        chores=Chores(database),
        nudges=Nudges(database),
        homes=Homes(database),
        drafts=Drafts(database),
        quotations=Quotations(database),
        gaps=Gaps(database),
        saved=SavedItems(database),
    )
