"""What visits taught, published beside the case studies: found and quoted like them, by fewer people.

What is published follows from the truth, never from a gesture: a note says that something changed
(``knowledge.store.publication``), and what is to be found of it now is made anew, put in place of
what was found before, or taken back. Only struck texts are published: no name that a rule withholds
gets as far as an index.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from embeddings import Embedder
from knowledge.attribution import Author, Names, names_organisations, shown, strictest, struck
from knowledge.errors import UnknownCaseStudyError, UnknownLessonError, UnknownRecordError
from knowledge.ingest import check_embedder, vectors_of
from knowledge.lessons import (
    STANDINGS,
    Agreement,
    Lesson,
    LessonStatus,
    PassageEvidence,
    RecordEvidence,
    Stance,
    agreement,
    text_of,
)
from knowledge.model import Audience, CaseStudy, Heading, Metadata, Scope, Scopes, Sightings, Status
from knowledge.preparing import GROUP, cut
from knowledge.quotes import OTHER_SIDE
from knowledge.records import FeedbackRecord, Record, RecordStatus, RecordType
from knowledge.scopes import covers, scope_of, scopes_of, together
from knowledge.store import About, Note, RecordFilters, Store, document_id
from knowledge.visits import Participant, Visit


def of_record(record: Record, visit: Visit, names: Names, author: Author | None) -> CaseStudy | None:
    """Accepted feedback as its visit's facilitators find it; None for any other record. Pure."""
    if not isinstance(record, FeedbackRecord) or record.status is not RecordStatus.ACCEPTED:
        return None
    rule = strictest(visit.attribution, record.attribution)
    told = shown(record, visit.attribution, names, author).record
    parts = (told.observation, told.discussion, told.conclusion, told.recommendation)
    return CaseStudy(
        document_id(About.RECORD, record.id),
        Metadata(
            title=struck(visit.title, rule, names),
            councils=(visit.host,) if names_organisations(rule) else (),
            as_of=visit.local(record.created_at).date().isoformat(),
            themes=(record.theme,) if record.theme else (),
            audience=Audience.VISIT_TEAM,
            visit=visit.id,
        ),
        "\n\n".join(part for part in parts if part),
        status=Status.ACCEPTED,
    )


def of_lesson(
    lesson: Lesson, names: Names, agreed: Agreement, against: Sequence[str] = ()
) -> CaseStudy | None:
    """A lesson as those it is for find it, with what speaks against it; None when it is for nobody. Pure.

    ``against`` are words that may be shown to everybody who may see the lesson.
    """
    if lesson.status not in STANDINGS:
        return None
    found = text_of(lesson, names)
    known = replace(found.metadata, sightings=_sightings(agreed))
    found = replace(found, id=document_id(About.LESSON, lesson.id), metadata=known)
    told = [struck(words, lesson.attribution, names) for words in against]
    return _with_other_side(found, told) if told else found


def _sightings(agreed: Agreement) -> Sightings | None:
    if agreed.seen_in is None or agreed.disagree is None:
        return None
    return Sightings(agreed.seen_in, agreed.disagree)


def _with_other_side(document: CaseStudy, told: Sequence[str]) -> CaseStudy:
    start = len(document.text) + len("\n\n")
    heading = Heading(start, start + len(OTHER_SIDE), 1, OTHER_SIDE)
    text = "\n\n".join((document.text, OTHER_SIDE, *told))
    return replace(document, text=text, headings=(*document.headings, heading))


def scopes_of_evidence(
    store: Store, evidence: Iterable[RecordEvidence | PassageEvidence]
) -> dict[str, Scope | None]:
    """Who may see what is quoted, by its origin: what was told on a visit, those its report is for.

    What a quote is taken from may be gone: then it is for nobody, which is None.
    """
    quoted = [*evidence]
    visits = store.visits.several({each.visit for each in quoted if isinstance(each, RecordEvidence)})
    studies = {each.case_study for each in quoted if isinstance(each, PassageEvidence)}
    of_visits = {
        visit.id: scope_of(Metadata("", audience=visit.audience, visit=visit.id), Status.PUBLISHED)
        for visit in visits
    }
    of_studies = {name: scope_of(*known) for name, known in store.case_studies.known(studies).items()}
    return {
        each.origin: of_visits.get(each.visit)
        if isinstance(each, RecordEvidence)
        else of_studies.get(each.case_study)
        for each in quoted
    }


def scopes_for(store: Store, parts: Sequence[Participant]) -> Scopes:
    """What these parts in visits let somebody see of all there is."""
    return scopes_of(parts, store.lessons.joint([part.visit for part in parts]))


@dataclass(frozen=True, slots=True)
class Publisher:
    """Keeps what is published level with what was told."""

    store: Store
    embedder: Embedder
    now: Callable[[], datetime]
    tell: Callable[[], object]
    """Called when something was published or taken back, so that no question has to wait for it."""

    def level(self) -> int:
        """Deal with every note there is; how many documents were published or taken back."""
        if not self.store.publication.pending(1):
            return 0
        before = self.store.case_studies.change_number()
        self._deal_with_notes()
        changed = self.store.case_studies.change_number() - before
        if changed:
            self.tell()
        return changed

    def _deal_with_notes(self) -> None:
        while notes := self.store.publication.pending(GROUP):
            check_embedder(self.store, self.embedder.name)
            for note in notes:
                if note.about is About.VISIT:
                    self.store.publication.spread(note)
            self._settle({note: self._document(note) for note in notes if note.about is not About.VISIT})

    def look_again(self) -> None:
        """Leave notes about whatever is not published, or still is, against what was told."""
        there = self.store.case_studies.standings()
        wanted = self._wanted()
        astray = {
            document
            for document in wanted.keys() | there.keys()
            if wanted.get(document) != there.get(document)
        }
        for about in (About.RECORD, About.LESSON):
            beginning = document_id(about, "")
            ids = [document.removeprefix(beginning) for document in astray if document.startswith(beginning)]
            self.store.publication.leave(about, sorted(ids))

    def _wanted(self) -> dict[str, Status]:
        """The documents there should be, and their standing."""
        records = self.store.records.find(RecordFilters(type=RecordType.FEEDBACK))
        lessons = self.store.lessons.statuses()
        return {
            document_id(About.RECORD, record.id): Status.ACCEPTED
            for record in records
            if record.status is RecordStatus.ACCEPTED
        } | {
            document_id(About.LESSON, id_): STANDINGS[status]
            for id_, status in lessons.items()
            if status in STANDINGS
        }

    def _document(self, note: Note) -> CaseStudy | None:
        """What is to be found of the thing now; None when nothing is."""
        return self._of_lesson(note.id) if note.about is About.LESSON else self._of_record(note.id)

    def _of_lesson(self, id_: str) -> CaseStudy | None:
        try:
            lesson = self.store.lessons.get(id_)
        except UnknownLessonError:
            return None
        organisations = self.store.lessons.organisations([lesson])
        agreed = agreement(lesson, lesson.attribution, organisations)
        against = [*self._against(lesson)] if lesson.status is LessonStatus.CONTRADICTED else []
        return of_lesson(lesson, self.store.lessons.names(lesson), agreed, against)

    def _against(self, lesson: Lesson) -> Iterator[str]:
        """What disagrees with a lesson, as far as everybody may see it who may see the lesson."""
        for_whom = scope_of(
            Metadata("", audience=lesson.audience, visit=together(lesson.visits)), Status.CONTRADICTED
        )
        scopes = scopes_of_evidence(self.store, lesson.evidence)
        for each in lesson.evidence:
            scope = scopes[each.origin]
            if each.stance is Stance.DISAGREES and each.fault is None and scope and covers(scope, for_whom):
                yield each.quote

    def _of_record(self, id_: str) -> CaseStudy | None:
        try:
            record = self.store.records.get(id_)
        except UnknownRecordError:
            return None
        visit, people = self.store.visits.get(record.visit), self.store.people
        author = people.authors(visit.id).get(record.respondent)
        return of_record(record, visit, people.names(visit.id), author)

    def _settle(self, documents: dict[Note, CaseStudy | None]) -> None:
        """Embed what is new together, then publish or take back one after the other."""
        publishing = {
            note: (document, *cut(document))
            for note, document in documents.items()
            if document is not None and document != self._published(document.id)
        }
        texts = {key: text for _, _, own in publishing.values() for key, text in own.items()}
        vectors, _ = vectors_of(texts, self.store, self.embedder)
        for note, (document, passages, _) in publishing.items():
            model = self.embedder.name
            self.store.case_studies.publish(
                document, passages, vectors, model=model, note=note, now=self.now()
            )
        for note, wanted in documents.items():
            if wanted is None:
                self.store.case_studies.retract(note)
            elif note not in publishing:
                self.store.publication.dismiss(note)

    def _published(self, document: str) -> CaseStudy | None:
        try:
            return self.store.case_studies.get(document)
        except UnknownCaseStudyError:
            return None
