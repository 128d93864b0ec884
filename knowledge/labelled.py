"""A labelled folder: documents, questions, and which answer which. Read here, scored in evaluation.

It holds `corpus.jsonl` {id, title, text}, `queries.jsonl` {id, text, answerable}, `qrels.tsv`
(query_id, doc_id, grade) and, where the truth is finer, `spans.jsonl` {query_id, doc_id, start, end}.
Whatever else a line says is left aside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import KnowledgeError

Span = tuple[str, int, int]
"""(document, start, end): a stretch of a document's text."""


class LabelledFolderError(KnowledgeError):
    """The folder is not of the form that can be scored."""


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


class Document(_Line):
    """A line of `corpus.jsonl`."""

    id: str
    title: str | None = None
    text: str


class _Query(_Line):
    """A line of `queries.jsonl`."""

    id: str
    text: str
    answerable: bool = True


class _Span(_Line):
    """A line of `spans.jsonl`."""

    query_id: str
    doc_id: str
    start: int
    end: int


Line = TypeVar("Line", bound=_Line)


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and the truth about it."""

    id: str
    text: str
    answerable: bool
    grades: Mapping[str, int]
    """By document; empty when no document answers it."""
    spans: tuple[Span, ...]
    """The texts that answer it."""


def documents(folder: Path) -> list[Document]:
    """Those of the folder's documents that have a text; raises LabelledFolderError."""
    found = [document for document in _lines(folder / "corpus.jsonl", Document) if document.text.strip()]
    if not found:
        raise LabelledFolderError(f"{folder} has no documents in corpus.jsonl")
    return found


def questions(folder: Path) -> list[LabelledQuestion]:
    """The folder's questions; raises LabelledFolderError."""
    grades: dict[str, dict[str, int]] = {}
    for query, document, grade in _table(folder / "qrels.tsv"):
        if grade > 0:
            grades.setdefault(query, {})[document] = grade
    spans: dict[str, list[Span]] = {}
    for span in _lines(folder / "spans.jsonl", _Span) if (folder / "spans.jsonl").exists() else ():
        if span.start < span.end:
            spans.setdefault(span.query_id, []).append((span.doc_id, span.start, span.end))
    found = [
        LabelledQuestion(
            id=query.id,
            text=query.text,
            answerable=query.answerable,
            grades=grades.get(query.id, {}) if query.answerable else {},
            spans=tuple(spans.get(query.id, ())),
        )
        for query in _lines(folder / "queries.jsonl", _Query)
    ]
    if not found:
        raise LabelledFolderError(f"{folder} has no questions in queries.jsonl")
    return found


def _lines(file: Path, kind: type[Line]) -> Iterator[Line]:
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if line.strip():
            try:
                yield kind.model_validate_json(line)
            except ValidationError as error:
                [problem, *_] = error.errors()
                where = "".join(f"{part}: " for part in problem["loc"])
                raise _broken(file, number, where + problem["msg"]) from error


def _table(file: Path) -> Iterator[tuple[str, str, int]]:
    """The rows of a tab-separated file of three columns, without its header."""
    for number, row in enumerate(_text(file).split("\n"), start=1):
        if number > 1 and row.strip():
            try:
                query, document, grade = row.strip().split("\t")
                yield query, document, int(grade)
            except ValueError as error:
                problem = "not a question, a document and a whole number with tabs between them"
                raise _broken(file, number, problem) from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise LabelledFolderError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LabelledFolderError(f"{file} is not text in UTF-8") from error


def _broken(file: Path, number: int, problem: str) -> LabelledFolderError:
    return LabelledFolderError(f"{file}, line {number}: {problem}")
