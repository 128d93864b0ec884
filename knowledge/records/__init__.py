"""What people tell us about a visit, one record a telling, each with its life from submission on.

Records never hold who a person is, only a pseudonym. ``RECORD_TYPES`` is every type there is:
tables, exports and forms go by it.
"""

from knowledge.records.base import (
    ERASED,
    Actor,
    Event,
    Record,
    RecordGesture,
    RecordStatus,
    RecordType,
    Sensitivity,
    Source,
)
from knowledge.records.commitments import Commitment
from knowledge.records.feedback import Evidence, EvidenceKind, FeedbackKind, FeedbackRecord, Intent
from knowledge.records.group_feedback import GroupFeedback
from knowledge.records.lifecycles import agreed, in_time, marked, moved, possible, revised

RECORD_TYPES: tuple[type[Record], ...] = (FeedbackRecord, GroupFeedback, Commitment)

__all__ = [
    "ERASED",
    "RECORD_TYPES",
    "Actor",
    "Commitment",
    "Event",
    "Evidence",
    "EvidenceKind",
    "FeedbackKind",
    "FeedbackRecord",
    "GroupFeedback",
    "Intent",
    "Record",
    "RecordGesture",
    "RecordStatus",
    "RecordType",
    "Sensitivity",
    "Source",
    "agreed",
    "in_time",
    "marked",
    "moved",
    "possible",
    "revised",
]
