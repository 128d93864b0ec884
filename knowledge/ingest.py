"""Files become case studies that can be found: read, cut, embed, store.

Each case study is stored in one transaction, so a process that is killed leaves whole ones behind
and the next run does the rest. What was read before and has not changed costs a hash; one bad file
never stops the others. The indexes are not written here: they catch up from the store.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

from embeddings import Embedder
from knowledge.errors import IndexMismatchError, Reason, UnknownVisitError, UnreadableError
from knowledge.model import CaseStudy
from knowledge.preparing import FORM, Prepared, Text, case_study_id, embed, in_groups, prepare
from knowledge.reading import VERSION, Given, Reader, content_files, given, sidecar
from knowledge.reading.refusals import sentence
from knowledge.reviews import Reviews
from knowledge.store import PassageVectors, SourceFile, Store

EMBEDDER = "embedder"
"""The fact of the store that names the model of its vectors."""

Progress = Callable[[int, int, str], None]
"""Called with the files done, the files in all, and the name of the one at hand."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, in a sentence."""

    path: str
    reason: str


@dataclass(slots=True)
class IngestReport:
    """What an ingest did; the first four count files."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Failure] = field(default_factory=list)
    passages: int = 0
    """Passages of the case studies that were added or changed."""
    embedded: int = 0
    """Passages that had to go through the model."""
    misquoted: int = 0
    """Lessons that quote what their case study no longer says."""


@dataclass(frozen=True, slots=True)
class Ingester:
    """Fills the store from files."""

    store: Store
    embedder: Embedder
    reader: Reader
    now: Callable[[], datetime]
    size_limit_bytes: int

    def ingest(
        self,
        paths: Sequence[Path],
        options: Given,
        progress: Progress = lambda _done, _total, _name: None,
    ) -> IngestReport:
        """Take in files and folders; what is gone from a folder is forgotten.

        Raises IndexMismatchError when the store holds another model's vectors.
        """
        report = IngestReport()
        paths = [path.resolve() for path in paths]  # One file, one name, from wherever it is called.
        files = {_name(file): file for path in paths for file in content_files(path)}
        known = self._known(paths, files)
        prepared = self._prepared(files, known, options, report, progress)
        keep(prepared, self.store, self.embedder, self.now, report)
        for name in sorted(known.keys() - files.keys()):
            report.removed += self.store.source_files.forget(name)
        report.misquoted = sum(bool(lesson.faults) for lesson in Reviews(self.store, self.now).recheck())
        return report

    def _known(self, paths: Sequence[Path], files: Mapping[str, Path]) -> dict[str, SourceFile]:
        """What the store knows of these files, and of files that used to be in these folders."""
        prefixes = [f"{_name(path)}/" if path.is_dir() else _name(path) for path in paths]
        known = {
            source.path: source for prefix in prefixes for source in self.store.source_files.under(prefix)
        }
        folders = tuple(prefix for prefix in prefixes if prefix.endswith("/"))
        return {name: source for name, source in known.items() if name in files or name.startswith(folders)}

    def _prepared(
        self,
        files: Mapping[str, Path],
        known: dict[str, SourceFile],
        options: Given,
        report: IngestReport,
        progress: Progress,
    ) -> Iterator[Prepared]:
        for done, (name, path) in enumerate(sorted(files.items())):
            progress(done, len(files), path.name)
            try:
                prepared = self._prepare(name, path, known, options)
            except UnreadableError as error:
                report.failed.append(Failure(str(path), error.sentence))
                continue
            if prepared is None:
                report.unchanged += 1
            else:
                yield prepared
        progress(len(files), len(files), "")

    def _prepare(
        self, name: str, path: Path, known: dict[str, SourceFile], options: Given
    ) -> Prepared | None:
        """The case study in a file; None when it is stored as it is. Raises UnreadableError."""
        original = self._content(path)
        file_hash = hashlib.sha256(original).hexdigest()
        before = known.get(name) or self._moved(name, file_hash, known)
        if before:
            options = options.over(given(before.given, "what was said of it before"))
        source = SourceFile(
            path=name,
            source_hash=_source_hash(file_hash, path, options),
            file_hash=file_hash,
            size=len(original),
            read_at=self.now(),
            given=_said(options),
        )
        if before and before.source_hash == source.source_hash and not before.transient:
            if before.reason and before.sentence:
                raise UnreadableError(path, Reason(before.reason), before.sentence)
            return None
        try:
            reading = self.reader.read(path, options)
        except UnreadableError as error:
            self._remember(source, error)
            raise
        self._require_visit(path, reading.metadata.visit)
        earlier = before.case_study if before else None
        id_ = earlier or self._new_id(reading.metadata.title, name)
        case_study = CaseStudy(id_, reading.metadata, reading.text, reading.headings, reading.pages)
        return prepare(case_study, source, original, new=earlier is None)

    def _new_id(self, title: str, name: str) -> str:
        """One that no case study has: the one that came from here before lives on if its file was moved."""
        origins = (f"{name}#{number}" if number else name for number in count())
        ids = (case_study_id(title, origin) for origin in origins)
        return next(id_ for id_ in ids if not self.store.case_studies.known({id_}))

    def _require_visit(self, path: Path, visit: str | None) -> None:
        """UnreadableError when the file is said to come from a visit that there is not."""
        try:
            if visit is not None:
                self.store.visits.get(visit)
        except UnknownVisitError as error:
            reason = Reason.BAD_METADATA
            raise UnreadableError(path, reason, sentence(path.name, reason, f"{error}.")) from error

    def _content(self, path: Path) -> bytes:
        """The file's bytes; none when the reader is going to refuse it anyway."""
        try:
            return (
                path.read_bytes() if path.is_file() and path.stat().st_size <= self.size_limit_bytes else b""
            )
        except OSError:
            return b""

    def _moved(self, name: str, file_hash: str, known: dict[str, SourceFile]) -> SourceFile | None:
        """What was known of the same content at a path where nothing is any more."""
        for source in self.store.source_files.with_content(file_hash):
            if source.case_study and not Path(source.path).exists():
                self.store.source_files.moved(source.path, name)
                known.pop(source.path, None)
                known[name] = source
                return source
        return None

    def _remember(self, source: SourceFile, error: UnreadableError) -> None:
        self.store.source_files.failed(
            replace(source, reason=error.reason, sentence=error.sentence, transient=error.reason.transient)
        )


def keep(
    prepared: Iterable[Prepared],
    store: Store,
    embedder: Embedder,
    now: Callable[[], datetime],
    report: IngestReport,
) -> None:
    """Embed case studies together, store each in a transaction of its own, and count them.

    While one group is embedded, the next is read and the last is stored. When something fails, or somebody
    stops it, the file at hand is read and the group at hand stored to its end, and nothing after them.
    """
    stopped = Event()

    def put(group: Sequence[Prepared], vectors: Mapping[str, PassageVectors]) -> None:
        for one in group:
            store.case_studies.put(
                one.case_study,
                one.passages,
                vectors,
                model=embedder.name,
                source=one.source,
                original=one.original,
                now=now(),
            )
            report.passages += len(one.passages)
            report.added += one.new
            report.changed += not one.new

    with (
        ThreadPoolExecutor(1, thread_name_prefix="reading") as reading,
        ThreadPoolExecutor(1, thread_name_prefix="storing") as storing,
    ):
        groups = in_groups(_until(stopped, prepared))
        read, stored = reading.submit(next, groups, ()), storing.submit(put, (), {})
        try:
            while group := read.result():
                read = reading.submit(next, groups, ())
                check_embedder(store, embedder.name)
                texts = {key: text for one in group for key, text in one.texts.items()}
                vectors, made = vectors_of(texts, store, embedder)
                report.embedded += made
                stored.result()
                stored = storing.submit(put, group, vectors)
            stored.result()
        finally:
            stopped.set()


def _until(stopped: Event, prepared: Iterable[Prepared]) -> Iterator[Prepared]:
    for one in prepared:
        if stopped.is_set():
            return
        yield one


def vectors_of(
    texts: Mapping[str, Text], store: Store, embedder: Embedder
) -> tuple[dict[str, PassageVectors], int]:
    """The vectors of the texts, by the same keys, and how many of them had to be made."""
    vectors = store.vectors.known(embedder.name, texts.keys())
    missing = {key: text for key, text in texts.items() if key not in vectors}
    return vectors | embed(embedder, missing), len(missing)


def check_embedder(store: Store, name: str) -> None:
    """Refuse to mix the vectors of two models; an empty store takes any."""
    stored = store.facts.get(EMBEDDER)
    if stored is None:
        store.facts.put(EMBEDDER, name)
    elif stored != name:
        raise IndexMismatchError(stored, name)


def _name(path: Path) -> str:
    """The path as text, which the name of a file need not be."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _said(options: Given) -> dict[str, Any]:
    return {key: value for key, value in asdict(options).items() if value is not None}


def _source_hash(file_hash: str, path: Path, options: Given) -> str:
    """A hash of all that a reading depends on."""
    try:
        beside = sidecar(path).read_bytes()
    except OSError:
        beside = b""
    parts = (file_hash, hashlib.sha256(beside).hexdigest(), json.dumps(_said(options)), VERSION, FORM)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
