"""Records keep what was told fit to keep, and go from status to status only as their type allows."""

import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.errors import NotAllowedError
from knowledge.fields import PROSE_LIMIT, choice, line, prose
from knowledge.model import Theme
from knowledge.records import (
    ERASED,
    RECORD_TYPES,
    Actor,
    Evidence,
    EvidenceKind,
    FeedbackRecord,
    GroupFeedback,
    Record,
    RecordGesture,
    RecordStatus,
    agreed,
    in_time,
    moved,
    possible,
    revised,
)
from knowledge.visits import Role, VisitState
from tests.visit_samples import (
    AUTHOR,
    FACILITATOR,
    NOW,
    PEER,
    RECORDS,
    commitment,
    feedback,
    group_feedback,
)

ACTORS = st.builds(Actor, pseudonym=st.sampled_from(["heron", "otter", "badger"]), role=st.sampled_from(Role))
ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(RecordGesture), ACTORS, st.none() | st.just("Why")), max_size=30
)
BEGINNINGS = st.sampled_from([feedback(), group_feedback(), commitment()])


def path(record: FeedbackRecord, *steps: tuple[RecordGesture, Actor]) -> FeedbackRecord:
    for gesture, actor in steps:
        record = moved(record, gesture, actor, at=NOW, reason="Why")
    return record


@given(record=BEGINNINGS, attempts=ATTEMPTS)
def test_whatever_is_tried_every_step_taken_is_one_of_the_lifecycle_and_is_written_down(
    record: Record, attempts: list[tuple[RecordGesture, Actor, str | None]]
) -> None:
    for gesture, actor, reason in attempts:
        before = record
        try:
            record = moved(before, gesture, actor, at=NOW, reason=reason)
        except NotAllowedError as refused:
            assert str(refused)[0].islower() and len(str(refused).split()) > 4  # noqa: PT017, PT018  # a sentence
            continue

        step = record.lifecycle[gesture]
        assert before.status in step.source
        assert actor.role in step.by or (step.by_author and actor.pseudonym == record.respondent)
        assert reason or not step.reasoned
        assert record.version == before.version + 1
        assert (record.history[-1].status, record.history[-1].actor) == (record.status, actor.pseudonym)
    assert type(record).model_validate_json(record.model_dump_json()) == record


@given(
    RECORDS.map(lambda record: record.model_copy(update={"respondent": "heron"})),
    ACTORS,
    st.sampled_from(VisitState),
)
def test_what_somebody_can_do_with_a_record_is_what_the_lifecycle_and_the_visit_let_them(
    record: Record, actor: Actor, state: VisitState
) -> None:
    open_ = possible(record, actor, state)

    for gesture in RecordGesture:
        if gesture in open_:
            in_time(record, gesture, actor, state)
            assert moved(record, gesture, actor, at=NOW, reason="Because.").history
        else:
            with pytest.raises(NotAllowedError):  # noqa: PT012  # one of the two is in the way
                moved(record, gesture, actor, at=NOW, reason="Because.")
                in_time(record, gesture, actor, state)


@pytest.mark.parametrize("state", VisitState)
def test_a_commitment_is_settled_while_its_visit_is_discussed_or_closed_and_followed_up_for_good(
    state: VisitState,
) -> None:
    open_ = {
        status: possible(commitment(status=status), FACILITATOR, state)
        | possible(commitment(status=status), AUTHOR, state)
        for status in (RecordStatus.SUBMITTED, RecordStatus.AGREED, RecordStatus.AT_RISK)
    }

    withdrawn = {RecordGesture.WITHDRAW}
    making = state in {VisitState.DISCUSSION, VisitState.CLOSED}
    following = making or state is VisitState.ARCHIVED
    risky, done, back = RecordGesture.FLAG, RecordGesture.FINISH, RecordGesture.RECOVER
    assert open_ == {
        RecordStatus.SUBMITTED: withdrawn
        | ({RecordGesture.REVISE, RecordGesture.SETTLE} if making else set()),
        RecordStatus.AGREED: withdrawn | ({risky, done} if following else set()),
        RecordStatus.AT_RISK: withdrawn | ({back, done} if following else set()),
    }


def test_what_comes_too_late_for_a_commitment_is_refused_in_a_sentence() -> None:
    with pytest.raises(NotAllowedError) as refused:
        in_time(commitment(), RecordGesture.SETTLE, FACILITATOR, VisitState.ARCHIVED)

    assert str(refused.value) == (
        "a facilitator can make or settle a commitment on a visit that is in discussion or closed, "
        "and this one is archived"
    )


def test_feedback_goes_from_submitted_to_distilled() -> None:
    record = path(
        feedback(),
        (RecordGesture.ASK, FACILITATOR),
        (RecordGesture.REVISE, AUTHOR),
        (RecordGesture.ACCEPT, FACILITATOR),
        (RecordGesture.DISTIL, FACILITATOR),
    )

    assert [event.status for event in record.history] == [
        "needs information",
        "submitted",
        "accepted",
        "distilled",
    ]
    assert record.status is RecordStatus.DISTILLED


@pytest.mark.parametrize(
    ("gesture", "actor", "status", "said"),
    [
        (RecordGesture.ACCEPT, AUTHOR, RecordStatus.SUBMITTED, "only a facilitator can accept this record"),
        (
            RecordGesture.WITHDRAW,
            FACILITATOR,
            RecordStatus.SUBMITTED,
            "only its author can withdraw this record",
        ),
        (RecordGesture.REVISE, PEER, RecordStatus.SUBMITTED, "only its author can revise this record"),
        (RecordGesture.REVISE, AUTHOR, RecordStatus.ACCEPTED, "nobody can revise a record that is accepted"),
        (
            RecordGesture.ACCEPT,
            FACILITATOR,
            RecordStatus.NEEDS_INFORMATION,
            "nobody can accept a record that is waiting for information",
        ),
        (
            RecordGesture.FINISH,
            FACILITATOR,
            RecordStatus.SUBMITTED,
            "nobody can mark as done a record of feedback",
        ),
    ],
)
def test_a_refusal_says_who_may_or_what_is_in_the_way(
    gesture: RecordGesture, actor: Actor, status: RecordStatus, said: str
) -> None:
    with pytest.raises(NotAllowedError) as refused:
        moved(feedback(status=status), gesture, actor, at=NOW)

    assert str(refused.value) == said


@pytest.mark.parametrize("gesture", [RecordGesture.ACCEPT, RecordGesture.REJECT])
def test_what_a_facilitator_decided_waits_again_once_they_say_why_and_all_of_it_is_written_down(
    gesture: RecordGesture,
) -> None:
    decided = path(feedback(), (gesture, FACILITATOR))

    for reason in (None, " "):
        with pytest.raises(NotAllowedError, match="give a reason"):
            moved(decided, RecordGesture.REOPEN, FACILITATOR, at=NOW, reason=reason)
    with pytest.raises(NotAllowedError, match="only a facilitator can reopen this record"):
        moved(decided, RecordGesture.REOPEN, AUTHOR, at=NOW, reason="Why")
    again = moved(decided, RecordGesture.REOPEN, FACILITATOR, at=NOW, reason="By mistake.")

    assert again.status is RecordStatus.SUBMITTED
    assert [event.gesture for event in again.history] == [gesture, RecordGesture.REOPEN]
    last = again.history[-1]
    assert (last.actor, last.at, last.reason) == (FACILITATOR.pseudonym, NOW, "By mistake.")
    assert path(again, (RecordGesture.REVISE, AUTHOR)).status is RecordStatus.SUBMITTED


def test_what_a_lesson_was_made_of_waits_again_too() -> None:
    distilled = path(feedback(status=RecordStatus.ACCEPTED), (RecordGesture.DISTIL, FACILITATOR))

    again = moved(distilled, RecordGesture.REOPEN, FACILITATOR, at=NOW, reason="The lesson is rejected.")

    assert again.status is RecordStatus.SUBMITTED


@pytest.mark.parametrize("reason", [None, "", " \n"])
@pytest.mark.parametrize("gesture", [RecordGesture.REJECT, RecordGesture.ASK])
def test_feedback_is_neither_rejected_nor_questioned_without_a_reason(
    gesture: RecordGesture, reason: str | None
) -> None:
    with pytest.raises(NotAllowedError, match="give a reason"):
        moved(feedback(), gesture, FACILITATOR, at=NOW, reason=reason)

    kept = moved(feedback(), gesture, FACILITATOR, at=NOW, reason=" Not yet clear ")
    assert kept.history[-1].reason == "Not yet clear"


@given(RECORDS)
def test_a_tombstone_holds_nothing_that_was_told(record: Record) -> None:
    marked = _with_text_everywhere(record, "PLANTED")
    open_to_it = next(iter(marked.lifecycle[RecordGesture.WITHDRAW].source))
    author = Actor(pseudonym=record.respondent, role=Role.PARTICIPANT)

    gone = moved(marked.model_copy(update={"status": open_to_it}), RecordGesture.WITHDRAW, author, at=NOW)

    assert "PLANTED" in marked.model_dump_json()
    left = gone.model_dump_json(exclude={"council"})  # who commits is no text
    assert "PLANTED" not in left
    assert (gone.id, gone.respondent, gone.created_at) == (record.id, record.respondent, record.created_at)
    assert gone.status is RecordStatus.WITHDRAWN
    assert gone.version == record.version + 1
    assert type(gone).model_validate_json(gone.model_dump_json()) == gone


def _with_text_everywhere(record: Record, text: str) -> Record:
    """The record with ``text`` in every field that holds words, its history too."""
    ids = {"id", "visit", "session", "respondent", "council", "chosen", "agreed_by"}
    changes: dict[str, Any] = {
        "history": tuple(e.model_copy(update={"reason": text}) for e in record.history)
    }
    for name, field in type(record).model_fields.items():
        if name in ids:
            continue
        value = getattr(record, name)
        if type(value) is str or (value is None and "str" in str(field.annotation)):
            changes[name] = text
        if name in {"strengths", "considerations", "innovations", "questions"}:
            changes[name] = (text,)
        if name == "evidence":
            changes[name] = (Evidence(kind=EvidenceKind.DOCUMENT, reference=text, quote=text),)
    return record.model_copy(update=changes)


def test_withdrawn_feedback_says_so_and_cannot_be_brought_back() -> None:
    gone = moved(feedback(discussion="Because", usefulness=4), RecordGesture.WITHDRAW, AUTHOR, at=NOW)

    assert (gone.observation, gone.discussion, gone.usefulness) == (ERASED, None, None)
    for gesture in RecordGesture:
        with pytest.raises(NotAllowedError):
            moved(gone, gesture, AUTHOR, at=NOW, reason="Why")


def test_an_author_revises_words_but_not_where_a_record_came_from() -> None:
    after = revised(feedback(), AUTHOR, at=NOW, observation="They meet\x00 daily. ", usefulness=5)

    assert (after.observation, after.usefulness, after.version) == ("They meet daily.", 5, 1)
    with pytest.raises(ValueError, match="cannot change history, respondent"):
        revised(feedback(), AUTHOR, at=NOW, respondent="otter", history=())
    with pytest.raises(ValidationError, match="less than or equal to 5"):
        revised(feedback(), AUTHOR, at=NOW, usefulness=6)


def test_peers_agree_to_the_groups_words_once_and_again_when_they_change() -> None:
    both = agreed(agreed(group_feedback(), AUTHOR, at=NOW), PEER, at=NOW)

    assert both.agreed_by == ("heron", "otter")
    assert agreed(both, PEER, at=NOW) is both
    assert revised(both, FACILITATOR, at=NOW, strengths=("You do.",)).agreed_by == ()
    with pytest.raises(NotAllowedError, match="only a facilitator or a participant can agree to"):
        agreed(group_feedback(), Actor(pseudonym="host", role=Role.HOST), at=NOW)


def test_a_commitment_can_be_at_risk_recover_and_be_done() -> None:
    record = commitment()
    for gesture in (RecordGesture.SETTLE, RecordGesture.FLAG, RecordGesture.RECOVER, RecordGesture.FINISH):
        record = moved(record, gesture, FACILITATOR, at=NOW, reason="Late")

    assert [event.status for event in record.history] == ["agreed", "at risk", "agreed", "done"]


@pytest.mark.parametrize(
    "fields",
    [
        {"observation": " \x00\u200b\n"},
        {"observation": "x" * (PROSE_LIMIT + 1)},
        {"usefulness": 0},
        {"usefulness": 6},
        {"created_at": "2026-03-04T09:30:00"},
        {"created_at": "0001-01-01T00:00:00+14:00"},
        {"kind": "brilliant"},
        {"id": "<@U1>"},
        {"respondent": "Ann Smith"},
        {"shoe_size": 9},
    ],
)
def test_what_is_no_feedback_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        feedback(**fields)


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaned_text_has_nothing_unseen_and_is_left_alone_by_cleaning(text: str) -> None:
    cleaned = prose(text)

    assert prose(cleaned) == cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(sign) for sign in cleaned.replace("\n", "").replace("\t", "")} & {
        "Cc",
        "Cs",
    }
    assert line(line(text)) == line(text)
    assert "\n" not in line(text)


def test_words_of_every_script_and_signs_that_join_letters_are_kept() -> None:
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}"

    assert prose(f"Cafe\u0301\r\n{family}\t1") == f"Caf\u00e9\n{family}\t1"


def test_moments_are_kept_in_utc() -> None:
    ahead = datetime(2026, 3, 4, 10, 30).astimezone(UTC) + timedelta(hours=1)

    assert feedback(created_at=ahead).created_at.tzinfo is UTC


def test_a_choice_is_found_by_its_beginning_when_there_is_only_one() -> None:
    assert choice(" Leader ", Theme) is Theme.LEADERSHIP
    for unclear in ("p", "", "moon"):
        with pytest.raises(ValueError, match="is none of: leadership, "):
            choice(unclear, Theme)


def test_every_type_of_record_has_a_lifecycle_that_starts_and_can_be_left() -> None:
    for kind in RECORD_TYPES:
        targets = {step.target for step in kind.lifecycle.values()}
        sources = frozenset[RecordStatus]().union(*(step.source for step in kind.lifecycle.values()))

        assert sources - targets <= {RecordStatus.SUBMITTED}
        assert RecordStatus.WITHDRAWN in targets - sources
    assert GroupFeedback in RECORD_TYPES
