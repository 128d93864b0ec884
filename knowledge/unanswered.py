"""The gaps that wait: what was asked, not answered and not dealt with, gathered by meaning.

Only the latest questions are looked at, and each is embedded once: so the list of a year is as quick
as that of a week.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from embeddings import Embedder, Vectors
from knowledge.gaps import Enquiry, Remedy, groups, largest_first
from knowledge.model import Outcome
from knowledge.store import AskedQuestion, Store

MOST = 500
"""Questions that are looked at."""
NEAR = 0.4
"""The cosine from which a gap touches another question. By all-MiniLM-L6-v2, of five questions that visits
could have and 32 that belong to one of them, 20 are as near to theirs, and of 128 pairs that do not belong
together 13."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask nearly the same, the first first."""

    questions: tuple[AskedQuestion, ...]

    @property
    def id(self) -> str:
        return self.questions[0].question.id

    @property
    def text(self) -> str:
        """The question as it was asked first."""
        return asked_text(self.questions[0])

    @property
    def askers(self) -> int:
        return len({each.question.asker for each in self.questions})

    @property
    def voted_down(self) -> int:
        """Of how many questions the answer was voted down; nothing covers the others, or a part of them."""
        return sum(
            each.answer is not None and each.answer.outcome not in {Outcome.NOT_COVERED, Outcome.PARTLY}
            for each in self.questions
        )

    @property
    def latest(self) -> datetime:
        return max(each.question.asked_at for each in self.questions)


def asked_text(asked: AskedQuestion) -> str:
    """A question as it was understood with its thread."""
    return " ".join((asked.standalone or asked.question.text).split())


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Gathers the gaps of one store."""

    store: Store
    embedder: Embedder

    def gaps(self) -> tuple[Gap, ...]:
        """Those that most people asked about first."""
        asked = sorted(self.store.questions.gaps(MOST), key=_order)
        found = [Gap(tuple(asked[row] for row in rows)) for rows in groups(self._vectors(asked))]
        order = largest_first([(gap.askers, gap.latest) for gap in found])
        return tuple(found[place] for place in order)

    def gap(self, gap: str) -> Gap | None:
        """The one of this id; None when it was dealt with meanwhile."""
        return next((each for each in self.gaps() if each.id == gap), None)

    def settle(self, remedy: Remedy, enquiry: Enquiry | None = None) -> bool:
        """Keeps what became of a gap, for all who have asked it by now; False when something had before."""
        waiting = self.gap(remedy.gap)
        asked = [each.question.id for each in waiting.questions] if waiting else []
        return self.store.gaps.settle(remedy, asked, enquiry)

    def near(self, question: str) -> tuple[Gap, ...]:
        """Those that touch a question, the nearest first."""
        gaps = self.gaps()
        if not gaps:
            return ()
        [vector] = self.embedder.encode_query([question])
        nearness = self._vectors([gap.questions[0] for gap in gaps]) @ vector
        order = [int(place) for place in np.argsort(-nearness, kind="stable")]
        return tuple(gaps[place] for place in order if nearness[place] >= NEAR)

    def _vectors(self, asked: Sequence[AskedQuestion]) -> Vectors:
        names = [each.question.id for each in asked]
        known = self.store.gaps.vectors(self.embedder.name, names)
        new = [each for each in asked if each.question.id not in known]
        if new:
            made = self.embedder.encode_query([asked_text(each) for each in new])
            fresh = {each.question.id: vector for each, vector in zip(new, made, strict=True)}
            self.store.gaps.put_vectors(self.embedder.name, fresh)
            known |= fresh
        if not asked:
            return np.empty((0, 0), dtype=np.float32)
        return np.stack([known[name] for name in names])


def _order(asked: AskedQuestion) -> tuple[datetime, str]:
    """The same whatever the database says first of those asked at once, so that a gap keeps its name."""
    return asked.question.asked_at, asked.question.id
