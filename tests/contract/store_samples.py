"""Small case studies for the store's tests; equal words have equal vectors, as with a real embedder."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from knowledge.model import CaseStudy, Metadata, Passage
from knowledge.store import PassageVectors, Question, SourceFile, Store, StoredPassage, Surface
from knowledge.store.columns import Vector

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MODEL = "letters@1"


def digest(content: str) -> str:
    return hashlib.sha256(content.encode(errors="replace")).hexdigest()


def case_study(name: str, text: str, **metadata: object) -> CaseStudy:
    return CaseStudy(name, replace(Metadata(title=f"About {name}"), **metadata), text)  # type: ignore[arg-type]


def passages_of(study: CaseStudy) -> list[StoredPassage]:
    """One passage for each word."""
    return [
        StoredPassage(Passage(study.id, *word.span(), heading="", page=None), digest(word.group()))
        for word in re.finditer(r"\S+", study.text)
    ]


def vectors_of(text: str) -> dict[str, PassageVectors]:
    """Each word is a passage of one sentence."""
    return {digest(word): passage_vectors(word) for word in text.split()}


def passage_vectors(word: str) -> PassageVectors:
    return PassageVectors(vector(word), ((0, len(word)),), vector(word)[None, :])


def vector(word: str) -> Vector:
    return np.frombuffer(hashlib.sha256(word.encode(errors="replace")).digest()[:16], dtype=np.uint8).astype(
        np.float32
    )


def source(path: str, content: str, *, reason: str | None = None) -> SourceFile:
    return SourceFile(
        path=path,
        source_hash=digest(f"reader 1 {content}"),
        file_hash=digest(content),
        size=len(content),
        read_at=NOW,
        given={"council": ["Kent"], "as_of": None},
        reason=reason,
        sentence=reason and "It could not be read.",
    )


def put(
    store: Store,
    study: CaseStudy,
    path: str | None = None,
    *,
    vectors: Mapping[str, PassageVectors] | None = None,
    model: str = MODEL,
    now: datetime = NOW,
) -> None:
    """Stores a case study as if read from ``path``, whose content is its text."""
    store.case_studies.put(
        study,
        passages_of(study),
        vectors_of(study.text) if vectors is None else vectors,
        model=model,
        source=source(path or f"/in/{study.id}.md", study.text),
        original=study.text.encode(errors="replace"),
        now=now,
    )


def question(name: str, **fields: object) -> Question:
    asked = Question(
        id=name,
        text="How did Kent work with partners?",
        asker="U1",
        asked_at=NOW,
        surface=Surface.MENTION,
        team="T1",
        channel="C1",
        message_ts=f"ts-{name}",
        thread_ts="1.0",
    )
    return replace(asked, **fields)  # type: ignore[arg-type]
