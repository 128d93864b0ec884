"""The store as the indexes and the answers see it: passages to find, sentences to quote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.councils import council_key
from knowledge.evidence import Found
from knowledge.index import Changes, Entry
from knowledge.model import Filters, Metadata, Status
from knowledge.passages import headed
from knowledge.recent import Recent
from knowledge.scopes import scope_of
from knowledge.store import EmbeddedPassage, SentencedPassage, Store

IDENTITY = "identity"
"""The fact of the store that every database is made with, and that no two have alike."""
_OFFERED = frozenset({Status.PUBLISHED, Status.ENDORSED, Status.SHARED, Status.APPLIED})
_KEPT = 2000  # passages with their sentences' vectors, some 10 kB each


@dataclass(slots=True)
class Shelf:
    """What one model's vectors make findable in a store."""

    _store: Store
    _embedder: str
    _councils: tuple[str, ...] = ()
    _councils_at: int = -1
    _recent: Recent[Found] = field(default_factory=lambda: Recent(_KEPT))

    def identity(self) -> str:
        return self._store.facts.get(IDENTITY) or ""

    def change_number(self) -> int:
        return self._store.case_studies.change_number()

    def changed_since(self, number: int) -> Changes:
        changes = self._store.case_studies.changed_since(number)
        return Changes(changes.number, changes.changed, changes.removed)

    def entries(self, case_studies: Sequence[str]) -> Iterator[Sequence[Entry]]:
        """Raises MissingVectorsError when a passage was never embedded by this model."""
        for batch in self._store.passages.embedded(self._embedder, case_studies):
            yield [_entry(passage) for passage in batch]

    def found(self, passages: Sequence[str]) -> dict[str, Found]:
        number = self.change_number()
        known = self._recent.known(passages, number)
        unknown = [id_ for id_ in passages if id_ not in known]
        if not unknown:
            return known
        read = self._store.passages.sentenced(self._embedder, unknown)
        found = {id_: _found(passage) for id_, passage in read.items()}
        self._recent.keep(found, number)
        return known | found

    def passages(self, case_study: str) -> list[str]:
        return [stored.passage.id for stored in self._store.passages.of(case_study)]

    def held(self, filters: Filters) -> list[Metadata]:
        """What is known about the texts that the filters let through, but those that need a warning."""
        return [
            metadata
            for metadata, status in self._store.case_studies.held()
            if status in _OFFERED and _admits(filters, metadata, status)
        ]

    def councils(self) -> tuple[str, ...]:
        """The councils that case studies are about; asked of the store again when it has changed."""
        number = self.change_number()
        if number != self._councils_at:
            self._councils, self._councils_at = self._store.case_studies.councils(), number
        return self._councils


def _admits(filters: Filters, metadata: Metadata, status: Status) -> bool:
    councils = {council_key(name) for name in metadata.councils}
    return (
        (not filters.councils or bool(councils & {council_key(name) for name in filters.councils}))
        and (not filters.themes or bool({*metadata.themes} & {*filters.themes}))
        and (filters.scopes is None or scope_of(metadata, status) in filters.scopes)
    )


def _entry(passage: EmbeddedPassage) -> Entry:
    cited = passage.cited
    text = headed(cited.metadata, cited.passage.heading, cited.text)
    return Entry(cited.passage, cited.metadata, cited.status, text, passage.vector)


def _found(passage: SentencedPassage) -> Found:
    cited = passage.cited
    start = cited.passage.start
    return Found(
        passage=cited.passage,
        metadata=cited.metadata,
        status=cited.status,
        text=cited.text,
        sentences=tuple((first + start, last + start) for first, last in passage.vectors.stretches),
        vectors=passage.vectors.sentences,
    )
