"""Lessons: what visits and case studies teach, reviewed by a second person and kept citable. Pure.

``base`` is what a lesson is, ``lifecycle`` who may do what with it and when, ``sources`` whether
its quotes stand, ``points`` what of a record they are taken from, ``quoting`` where what was typed
stands in them, ``agreement`` how solid it is,
``texts`` what of it is found and quoted, ``adoptions`` who used it.
"""

from knowledge.lessons.adoptions import Adoption, adopted, applied, due, shown_adoption
from knowledge.lessons.agreement import Agreement, Verdict, agreement, verdict
from knowledge.lessons.base import (
    Claim,
    Lesson,
    LessonActor,
    LessonDraft,
    LessonEvent,
    LessonEvidence,
    LessonGesture,
    LessonRole,
    LessonStatus,
    PassageEvidence,
    RecordEvidence,
    Stance,
    numbered,
)
from knowledge.lessons.distilling import drafted, passage, quoted_field
from knowledge.lessons.lifecycle import (
    CITABLE,
    FIRST_REVIEW,
    LIFECYCLE,
    LIVING,
    PEERBOT,
    expired,
    may,
    merged,
    moved,
    renewed,
    required,
    shared,
    superseded,
    validated,
)
from knowledge.lessons.nearness import Near, compared, nearest
from knowledge.lessons.points import points
from knowledge.lessons.quoting import passage_quote, record_quote
from knowledge.lessons.sources import (
    QUOTABLE,
    Sources,
    checked,
    forgetting,
    proposed,
    quotable,
    rechecked,
    revised,
    told,
    with_evidence,
)
from knowledge.lessons.texts import STANDINGS, text_of

__all__ = [
    "CITABLE",
    "FIRST_REVIEW",
    "LIFECYCLE",
    "LIVING",
    "PEERBOT",
    "QUOTABLE",
    "STANDINGS",
    "Adoption",
    "Agreement",
    "Claim",
    "Lesson",
    "LessonActor",
    "LessonDraft",
    "LessonEvent",
    "LessonEvidence",
    "LessonGesture",
    "LessonRole",
    "LessonStatus",
    "Near",
    "PassageEvidence",
    "RecordEvidence",
    "Sources",
    "Stance",
    "Verdict",
    "adopted",
    "agreement",
    "applied",
    "checked",
    "compared",
    "drafted",
    "due",
    "expired",
    "forgetting",
    "may",
    "merged",
    "moved",
    "nearest",
    "numbered",
    "passage",
    "passage_quote",
    "points",
    "proposed",
    "quotable",
    "quoted_field",
    "rechecked",
    "record_quote",
    "renewed",
    "required",
    "revised",
    "shared",
    "shown_adoption",
    "superseded",
    "text_of",
    "told",
    "validated",
    "verdict",
    "with_evidence",
]
