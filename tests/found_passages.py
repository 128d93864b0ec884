"""Passages as a search finds them, made of plain words and the hashed embedder."""

import re
from collections.abc import Sequence

from knowledge.evidence import Found, Question
from knowledge.model import Metadata, Passage, Status
from knowledge.sentences import sentences
from tests.embedders import HashedEmbedder

EMBEDDER = HashedEmbedder()


def stems(text: str) -> list[str]:
    """Words stand for their stems here."""
    return list(dict.fromkeys(re.findall(r"\w+", text.casefold())))


def question(text: str, **weights: float) -> Question:
    """A question; each of its words is as telling as is said, or 1."""
    [vector] = EMBEDDER.encode_query([text])
    return Question(text, vector, {stem: weights.get(stem, 1.0) for stem in stems(text)})


def found(text: str, *councils: str, case_study: str = "", start: int = 0, heading: str = "") -> Found:
    """A passage of this text; the case study is named after its councils unless it is said."""
    spans = sentences(text)
    [embedded] = EMBEDDER.encode_document([text], [spans])
    id_ = case_study or "-".join(councils).lower() or "nobody"
    return Found(
        passage=Passage(id_, start, start + len(text), heading, page=None),
        metadata=Metadata(f"About {id_}", councils, as_of="2003"),
        status=Status.PUBLISHED,
        text=text,
        sentences=tuple((first + start, last + start) for first, last in spans),
        vectors=embedded.stretches,
    )


def passages(case_study: str, texts: Sequence[str], *councils: str) -> list[Found]:
    """The passages of a case study whose text is these, each after the other with a blank line between."""
    places = [sum(len(text) + 2 for text in texts[:number]) for number in range(len(texts))]
    return [
        found(text, *councils, case_study=case_study, start=place)
        for text, place in zip(texts, places, strict=True)
    ]
