"""A case study made ready to be stored: cut into passages, each with the text the embedder reads."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from embeddings import Embedder
from knowledge.model import CaseStudy, Metadata
from knowledge.passages import LIMIT, OVERLAP, headed, passages_of
from knowledge.sentences import sentences
from knowledge.store import PassageVectors, SourceFile, StoredPassage

GROUP = 128
"""Texts embedded together: small files fill batches, and little is lost to a kill."""
FORM = f"1:{LIMIT}:{OVERLAP}"
"""Changes when the same text would be cut or embedded differently; every file is then taken in again."""

_LONGEST_SLUG = 48
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as the embedder reads it: header, then text."""

    text: str
    offset: int
    """Where the passage starts in ``text``."""
    sentences: tuple[tuple[int, int], ...]
    """Offsets into the passage's own text."""

    @property
    def key(self) -> str:
        """The same for the same words cut into the same sentences, whatever the file."""
        return hashlib.sha256(f"{self.text}\0{self.sentences}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case study and all that is stored with it but the vectors."""

    case_study: CaseStudy
    passages: tuple[StoredPassage, ...]
    texts: Mapping[str, Text]
    """By vector key."""
    source: SourceFile
    original: bytes
    new: bool
    """Whether the store has no earlier version of it."""


def prepare(
    case_study: CaseStudy, source: SourceFile, original: bytes, *, new: bool, limit: int = LIMIT
) -> Prepared:
    """Cut a case study into passages."""
    passages, texts = cut(case_study, limit)
    return Prepared(
        case_study=case_study,
        passages=passages,
        texts=texts,
        source=source,
        original=original,
        new=new,
    )


def cut(case_study: CaseStudy, limit: int = LIMIT) -> tuple[tuple[StoredPassage, ...], dict[str, Text]]:
    """Its passages, and their texts by vector key."""
    texts = [
        (passage, text_of(case_study.metadata, passage.heading, case_study.text[passage.start : passage.end]))
        for passage in passages_of(case_study, limit)
    ]
    passages = tuple(StoredPassage(passage, text.key) for passage, text in texts)
    return passages, {text.key: text for _, text in texts}


def embed(embedder: Embedder, texts: Mapping[str, Text]) -> dict[str, PassageVectors]:
    """The vectors of the texts, by the same keys."""
    stretches = [
        [(start + text.offset, end + text.offset) for start, end in text.sentences] for text in texts.values()
    ]
    embedded = embedder.encode_document([text.text for text in texts.values()], stretches)
    return {
        key: PassageVectors(one.vector, text.sentences, one.stretches)
        for (key, text), one in zip(texts.items(), embedded, strict=True)
    }


def in_groups(prepared: Iterable[Prepared], size: int = GROUP) -> Iterator[Sequence[Prepared]]:
    """Case studies together until they have ``size`` texts; a large one is a group of its own."""
    group: list[Prepared] = []
    for one in prepared:
        group.append(one)
        if sum(len(each.texts) for each in group) >= size:
            yield group
            group = []
    if group:
        yield group


def case_study_id(title: str, origin: str) -> str:
    """A readable id that stays the same however often, and in whatever order, files are taken in."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = _NOT_SLUG.sub("-", plain)[:_LONGEST_SLUG].strip("-") or "case-study"
    return f"{slug}-{hashlib.sha256(origin.encode(errors='surrogateescape')).hexdigest()[:6]}"


def text_of(metadata: Metadata, heading: str, own: str) -> Text:
    """A passage's own words as the embedder reads them, behind their header."""
    text = headed(metadata, heading, own)
    return Text(text, len(text) - len(own), tuple(sentences(own)))
