"""Whatever people try, a lesson goes only where its lifecycle lets it, and nobody validates their own."""

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import NotAllowedError
from knowledge.lessons import (
    CITABLE,
    LIFECYCLE,
    PEERBOT,
    Lesson,
    LessonActor,
    LessonGesture,
    LessonRole,
    LessonStatus,
    applied,
    expired,
    may,
    merged,
    moved,
    renewed,
    revised,
    shared,
    superseded,
    validated,
)
from knowledge.lessons.lifecycle import taken
from knowledge.model import Audience
from tests.lesson_samples import (
    ANN,
    BEN,
    HOST,
    OFFICER,
    OWNER,
    REVIEW_ON,
    adoption,
    draft,
    endorsed_lesson,
    lesson,
    passage,
    shared_lesson,
    sources,
    validated_lesson,
    words,
)
from tests.visit_samples import NOW

ACTORS = st.builds(
    LessonActor,
    pseudonym=st.sampled_from(["teal", "wren", "kite"]),
    roles=st.frozensets(st.sampled_from(LessonRole), max_size=3),
)
ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(LessonGesture), ACTORS, st.none() | st.just("Why"), st.booleans()), max_size=30
)
OTHER = lesson("l2")


def attempt(
    found: Lesson, gesture: LessonGesture, actor: LessonActor, reason: str | None, *, whole: bool
) -> Lesson:
    """The gesture by the function that is for it; half-hearted when not ``whole``."""
    by_gesture = {
        LessonGesture.VALIDATE: lambda: validated(found, actor, range(1, len(found.claims) + whole), at=NOW),
        LessonGesture.REVISE: lambda: revised(found, draft(passage()), actor, sources(), at=NOW),
        LessonGesture.SHARE: lambda: shared(
            found, actor, Audience.PUBLIC, REVIEW_ON if whole else NOW.date(), at=NOW
        ),
        LessonGesture.RENEW: lambda: renewed(found, actor, REVIEW_ON, at=NOW),
        LessonGesture.MERGE: lambda: merged(
            found, OTHER if whole else found, actor, at=NOW, reason=reason or ""
        ),
        LessonGesture.SUPERSEDE: lambda: superseded(
            found, OTHER if whole else found, actor, at=NOW, reason=reason or ""
        ),
    }
    otherwise = partial(taken, found, gesture, actor, at=NOW, reason=reason)
    return by_gesture.get(gesture, otherwise)()


@given(
    st.sampled_from([lesson(), validated_lesson(), endorsed_lesson(), shared_lesson()]),
    ATTEMPTS,
)
def test_every_step_taken_is_one_of_the_lifecycle_and_is_written_down(
    found: Lesson, attempts: list[tuple[LessonGesture, LessonActor, str | None, bool]]
) -> None:
    for gesture, actor, reason, whole in attempts:
        before = found
        try:
            found = attempt(before, gesture, actor, reason, whole=whole)
        except NotAllowedError as refused:
            assert len(str(refused).split()) > 4  # noqa: PT017  # a sentence
            continue

        step, event = LIFECYCLE[gesture], found.history[-1]
        assert before.status in step.source
        assert found.status in {step.target or before.status, LessonStatus.APPLIED}
        assert event.role in actor.roles & {*step.by}
        assert step.by_writer or actor.pseudonym not in before.writers
        assert event.reason or not step.reasoned
        assert found.version == before.version + 1
        assert found.history[:-1] == before.history
        assert (event.status, event.actor, event.gesture) == (found.status, actor.pseudonym, gesture)


@given(
    st.sampled_from([lesson(), validated_lesson(), endorsed_lesson(), shared_lesson()]),
    ATTEMPTS,
)
def test_what_is_citable_was_validated_by_somebody_who_wrote_none_of_it_and_then_endorsed(
    found: Lesson, attempts: list[tuple[LessonGesture, LessonActor, str | None, bool]]
) -> None:
    for gesture, actor, reason, whole in attempts:
        try:
            found = attempt(found, gesture, actor, reason, whole=whole)
        except NotAllowedError:
            continue

    gestures = [event.gesture for event in found.history]
    if found.status in CITABLE:
        last_words = max(n for n, gesture in enumerate(gestures) if gesture in {"propose", "revise"})
        checked = [n for n, gesture in enumerate(gestures) if gesture == "validate" and n > last_words]
        assert checked
        assert found.history[checked[-1]].actor not in {
            event.actor for event in found.history[: checked[-1]] if event.gesture in {"propose", "revise"}
        }
        assert found.endorsed_by in {LessonRole.OWNER, LessonRole.HOST}
        assert found.review_on is not None


@pytest.mark.parametrize("roles", [ANN.roles, OWNER.roles, ANN.roles | OWNER.roles | HOST.roles])
def test_whoever_proposed_a_lesson_cannot_validate_it_in_any_role(roles: frozenset[LessonRole]) -> None:
    proposer = ANN.model_copy(update={"roles": roles})

    with pytest.raises(NotAllowedError, match="cannot validate it: ask somebody else"):
        validated(lesson(), proposer, [1], at=NOW)

    assert not may(lesson(), LessonGesture.VALIDATE, proposer)
    assert may(lesson(), LessonGesture.VALIDATE, BEN)


def test_whoever_revised_a_lesson_cannot_validate_it_either() -> None:
    other_words = revised(lesson(), draft(words()), BEN, sources(), at=NOW)

    assert not may(other_words, LessonGesture.VALIDATE, BEN)
    assert not may(other_words, LessonGesture.VALIDATE, ANN)
    assert may(other_words, LessonGesture.VALIDATE, OWNER)


def test_a_lesson_is_validated_claim_by_claim() -> None:
    with pytest.raises(NotAllowedError, match="claim 2 is left"):
        validated(lesson("l1", words(), passage()), BEN, [1], at=NOW)

    assert validated_lesson(words(), passage()).status is LessonStatus.VALIDATED


def test_a_lesson_with_a_quote_that_no_longer_stands_is_not_validated() -> None:
    with pytest.raises(NotAllowedError, match="have its quotes put right first: claim 1: gone"):
        validated(_with_fault(lesson()), BEN, [1], at=NOW)


def _with_fault(found: Lesson) -> Lesson:
    claim = found.claims[0]
    evidence = (claim.evidence[0].model_copy(update={"fault": "gone"}),)
    return found.model_copy(update={"claims": (claim.model_copy(update={"evidence": evidence}),)})


@pytest.mark.parametrize(("actor", "role"), [(OWNER, LessonRole.OWNER), (HOST, LessonRole.HOST)])
def test_the_owner_of_its_theme_or_the_host_endorses_a_lesson(actor: LessonActor, role: LessonRole) -> None:
    endorsed = moved(validated_lesson(), LessonGesture.ENDORSE, actor, at=NOW)

    assert (endorsed.status, endorsed.endorsed_by) == (LessonStatus.ENDORSED, role)
    returned = moved(endorsed, LessonGesture.RETURN, BEN, at=NOW, reason="Say for whom.")
    assert returned.endorsed_by is None
    with pytest.raises(
        NotAllowedError, match="only an owner of its theme or the host of its visit can endorse"
    ):
        moved(validated_lesson(), LessonGesture.ENDORSE, BEN, at=NOW)


def test_what_is_returned_comes_back_as_a_proposal_that_is_to_be_validated_again() -> None:
    returned = moved(validated_lesson(), LessonGesture.RETURN, OWNER, at=NOW, reason="Say for whom.")

    again = revised(returned, draft(words(), applies_when="In winter."), ANN, sources(), at=NOW)

    assert (again.status, again.applies_when) == (LessonStatus.PROPOSED, "In winter.")
    assert not may(again, LessonGesture.ENDORSE, OWNER)


def test_a_lesson_goes_stale_on_its_review_date_and_comes_back_when_it_is_renewed() -> None:
    found = shared_lesson()
    assert expired(found, REVIEW_ON - timedelta(days=1), at=NOW) is None
    assert expired(lesson(), REVIEW_ON, at=NOW) is None

    stale = expired(found, REVIEW_ON, at=NOW)

    assert stale is not None
    assert (stale.status, stale.history[-1].actor) == (LessonStatus.STALE, PEERBOT.pseudonym)
    assert expired(stale, REVIEW_ON, at=NOW) is None
    later = REVIEW_ON.replace(year=2028)
    back = renewed(stale, BEN, later, at=NOW)
    assert (back.status, back.review_on, back.history[-1].status) == (LessonStatus.SHARED, later, back.status)
    with pytest.raises(NotAllowedError, match="ask somebody else"):
        renewed(stale, ANN, later, at=NOW)


def test_a_lesson_that_was_used_is_an_applied_one_again_once_it_is_renewed() -> None:
    used = applied(shared_lesson(), adoption(), OFFICER, at=NOW)
    stale = expired(used, REVIEW_ON, at=NOW)
    assert stale is not None

    back = renewed(stale, BEN, REVIEW_ON, at=NOW)

    assert back.status is back.history[-1].status is LessonStatus.APPLIED


def test_a_lesson_is_not_shared_until_a_day_that_is_over() -> None:
    with pytest.raises(NotAllowedError, match="give a day to come"):
        shared(endorsed_lesson(), ANN, Audience.PUBLIC, NOW.date(), at=NOW)


def test_a_lesson_goes_into_another_that_is_in_use_and_never_into_itself() -> None:
    into = lesson("l2")

    gone = merged(lesson(), into, BEN, at=NOW, reason="The same.")

    assert (gone.status, gone.merged_into) == (LessonStatus.MERGED, "l2")
    with pytest.raises(NotAllowedError, match="cannot go into itself"):
        merged(into, into, BEN, at=NOW, reason="The same.")
    with pytest.raises(NotAllowedError, match="the other lesson is merged"):
        merged(into, gone, BEN, at=NOW, reason="The same.")


def test_a_better_lesson_supersedes_one_that_is_in_force() -> None:
    gone = superseded(shared_lesson(), lesson("l2"), OWNER, at=NOW, reason="It is newer.")

    assert (gone.status, gone.superseded_by) == (LessonStatus.SUPERSEDED, "l2")


@pytest.mark.parametrize("gesture", [LessonGesture.RETURN, LessonGesture.REJECT, LessonGesture.MERGE])
@pytest.mark.parametrize("reason", [None, " \n"])
def test_what_ends_or_turns_back_a_lesson_needs_a_reason(gesture: LessonGesture, reason: str | None) -> None:
    with pytest.raises(NotAllowedError, match=f"to {gesture} this lesson, give a reason"):
        taken(lesson(), gesture, BEN, at=NOW, reason=reason)


def test_a_refusal_reads_as_a_person_would_say_it() -> None:
    with pytest.raises(NotAllowedError) as by_role:
        moved(lesson(), LessonGesture.RETURN, OFFICER, at=NOW, reason="Why")
    with pytest.raises(NotAllowedError) as by_status:
        shared(lesson(), ANN, Audience.PUBLIC, REVIEW_ON, at=NOW)

    assert str(by_role.value) == (
        "only a facilitator, an owner of its theme or the host of its visit can return this lesson"
    )
    assert str(by_status.value) == "nobody can share a lesson that is proposed"


@pytest.mark.parametrize(
    "gesture", [LessonGesture.VALIDATE, LessonGesture.SHARE, LessonGesture.APPLY, LessonGesture.MERGE]
)
def test_no_gesture_is_made_without_what_it_asks_for(gesture: LessonGesture) -> None:
    with pytest.raises(ValueError, match="has a function of its own"):
        moved(lesson(), gesture, BEN, at=NOW, reason="Why")
