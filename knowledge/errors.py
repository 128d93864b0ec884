"""What can go wrong with what councils know; every message is a sentence that says what to do.

The message is for logs and the command line. What a person reads in Slack is ``bot.wording``'s.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path


class KnowledgeError(Exception):
    """The root of the tree: catch it to catch everything that is ours."""


class StoreError(KnowledgeError):
    """The database cannot do what was asked of it."""


class StoreUrlError(StoreError):
    """The address is not one of a database that Peerbot can use."""


class StoreUnavailableError(StoreError):
    """The database cannot be reached, opened, read or written."""


class StoreBusyError(StoreError):
    """Somebody else has been writing for longer than we wait; the same call may well succeed later."""


class StoreVersionError(StoreError):
    """A newer Peerbot has changed the database in ways this one does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database was made by a newer Peerbot (revision {revision!r}): "
            "install that version or a later one, or set DATABASE_URL to another database"
        )


class UnknownCaseStudyError(StoreError):
    """No case study has this id, or one that starts like this."""

    def __init__(self, case_study: str) -> None:
        super().__init__(f"there is no case study {case_study!r}: `peerbot list` shows those there are")


class AmbiguousCaseStudyError(StoreError):
    """More than one case study has an id that starts like this."""

    def __init__(self, prefix: str) -> None:
        super().__init__(f"more than one case study has an id that starts with {prefix!r}: give more of it")


class UnknownSourceFileError(StoreError):
    """No file was read from this path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"no file was read from {path!r}")


class MissingVectorsError(StoreError):
    """Passages have no vector of this model, so an index of it would be incomplete."""

    def __init__(self, model: str) -> None:
        super().__init__(f"some passages have no vector of {model!r}: run `peerbot rebuild`")


class UnknownQuestionError(StoreError):
    """No question was asked under this id."""

    def __init__(self, question: str) -> None:
        super().__init__(f"there is no question {question!r}")


class Reason(StrEnum):
    """Why a file could not be read."""

    UNSUPPORTED = "unsupported"
    MISSING = "missing"
    FORBIDDEN = "forbidden"
    EMPTY = "empty"
    OVERSIZED = "oversized"
    UNDECODABLE = "undecodable"
    MISLABELLED = "mislabelled"
    DAMAGED = "damaged"
    PASSWORD_PROTECTED = "password_protected"  # noqa: S105  # a reason, not a password
    NO_TEXT_LAYER = "no_text_layer"
    BAD_METADATA = "bad_metadata"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"

    @property
    def transient(self) -> bool:
        """Whether the same bytes may well be read next time."""
        return self in {Reason.TOO_SLOW, Reason.CRASHED}


class UnreadableError(KnowledgeError):
    """A file could not be read; ``sentence`` says why, and what to do about it."""

    def __init__(self, path: Path, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path
        self.reason = reason
        self.sentence = sentence


class IndexMismatchError(KnowledgeError):
    """The index was made by another embedding model; its distances would mean nothing."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(
            f"the index was made with {found}, the settings ask for {expected}: "
            "set EMBEDDING_MODEL back, or run `peerbot rebuild`"
        )


class IndexInUseError(KnowledgeError):
    """Every copy of the indexes that might be used belongs to another process."""


class RegisterError(KnowledgeError):
    """The file that extends the register of councils cannot be taken; the message says where it is wrong."""


class VisitError(KnowledgeError):
    """Something about a visit cannot be done."""


class NotAllowedError(VisitError):
    """Somebody of this role may not do this, or not now; the message says who may, or when."""


class UnfitReportError(VisitError):
    """A report cannot be handed over yet; a draft of it can be made."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(
            f"the report cannot be handed over yet: {'; '.join(problems)}. "
            "Make a draft (--draft) to see all that is missing"
        )
        self.problems = tuple(problems)


class LooserRuleError(NotAllowedError):
    """People told something, or agreed to tell it, under a stricter attribution rule than the new one."""

    def __init__(self, rule: str) -> None:
        super().__init__(
            f"people agreed to be quoted under the rule {rule!r}, so it can only be made stricter from here"
        )


class LastFacilitatorError(NotAllowedError):
    """Nobody would be left to look after the visit."""

    def __init__(self) -> None:
        super().__init__("a visit needs a facilitator: make somebody else one first")


class SessionOutsideVisitError(VisitError):
    """A session of the programme would be on no day of the visit."""

    def __init__(self, title: str, day: date) -> None:
        super().__init__(
            f"{title!r} is on {day.day} {day:%B %Y}, which would be no day of the visit: "
            "move that session first, or keep the day"
        )


class UnknownVisitError(VisitError):
    """No visit has this id."""

    def __init__(self, visit: str) -> None:
        super().__init__(f"there is no visit {visit!r}: `peerbot visit list` shows those there are")


class UnknownPersonError(VisitError):
    """Nobody has this id."""

    def __init__(self, person: str) -> None:
        super().__init__(f"there is nobody known as {person!r}")


class UnknownRecordError(VisitError):
    """No record has this id."""

    def __init__(self, record: str) -> None:
        super().__init__(f"there is no record {record!r}: `peerbot records` shows those there are")


class UnknownSessionError(VisitError):
    """The visit's programme has no session of this id."""

    def __init__(self, session: str) -> None:
        super().__init__(f"the visit's programme has no session {session!r}")


class SessionInUseError(VisitError):
    """A session that feedback was logged on is missing from a new programme."""

    def __init__(self, title: str) -> None:
        super().__init__(f"feedback was logged on {title!r}, so the programme must keep that session")


class StaleVisitError(VisitError):
    """The visit was changed by somebody else since it was read."""

    def __init__(self) -> None:
        super().__init__("somebody else changed this visit: look again")


class StaleRecordError(VisitError):
    """The record was changed by somebody else since it was read."""

    def __init__(self) -> None:
        super().__init__("somebody else changed this record: look again")


class LessonError(KnowledgeError):
    """Something about a lesson cannot be done."""


class UnknownLessonError(LessonError):
    """No lesson has this id."""

    def __init__(self, lesson: str) -> None:
        super().__init__(f"there is no lesson {lesson!r}: `peerbot lessons list` shows those there are")


class StaleLessonError(LessonError):
    """The lesson was changed by somebody else since it was read."""

    def __init__(self) -> None:
        super().__init__("somebody else changed this lesson: look again")


class MisquotedError(LessonError):
    """A claim quotes what its source does not say, or what may not be quoted."""


class StruckQuoteError(MisquotedError):
    """A quote holds words that were struck out of its source before it was shown."""

    def __init__(self) -> None:
        super().__init__("words of this quote may not be shown: quote the whole field, or a part without […]")


class UnknownAdoptionError(LessonError):
    """Nobody said under this id that they used a lesson."""

    def __init__(self, adoption: str) -> None:
        super().__init__(f"nobody said under {adoption!r} that they used a lesson")


class StaleAdoptionError(LessonError):
    """What was said of using a lesson was changed by somebody else since it was read."""

    def __init__(self) -> None:
        super().__init__("somebody else changed what was said of using this lesson: look again")


class ImportedFileError(KnowledgeError):
    """A programme or a file of records has bad lines; nothing of it was imported."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(("nothing was imported:", *problems)))
        self.problems = tuple(problems)
