"""Gaps: gathered from what nothing answered, settled once, told once, and put on visits."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge.emptiness import unless_empty
from knowledge.gaps import Enquiry, Remedy, RemedyKind, Week
from knowledge.model import Answer, Audience, Outcome
from knowledge.scopes import NETWORK, STRANGERS
from knowledge.store import Deed, Question, Store, Vote
from knowledge.unanswered import Unanswered
from tests.contract.store_samples import LATER, NOW, case_study, put, question
from tests.embedders import HashedEmbedder
from tests.visit_samples import visit

BINS = "How are missed bins avoided?"
ENQUIRY = Enquiry(gap="q1", visit="v1", session="s1", question=BINS)


def asked(
    store: Store, name: str, text: str = BINS, outcome: Outcome = Outcome.NOT_COVERED, **more: Any
) -> Question:
    made = question(name, text=text, **more)
    store.questions.claim(made, by="w", now=NOW)
    store.questions.answered(name, Answer(text, outcome, 0.5), standalone=text, ms=1)
    return made


def remedy(kind: RemedyKind = RemedyKind.NOTE, **fields: Any) -> Remedy:
    given = {"gap": "q1", "kind": kind, "words": "Ring first.", "by": "u-ann", "at": NOW}
    return Remedy.model_validate(given | fields)


def waiting(store: Store) -> list[tuple[str, int]]:
    return [(gap.id, gap.askers) for gap in Unanswered(store, HashedEmbedder()).gaps()]


def test_what_nothing_covers_and_what_was_voted_down_is_gathered_by_meaning(store: Store) -> None:
    asked(store, "q1", asker="U1")
    asked(store, "q2", asker="U2", asked_at=LATER)
    asked(store, "q3", asker="U2", asked_at=LATER)
    asked(store, "q4", "Who trains members?", Outcome.ANSWERED, asker="U3")
    asked(store, "q5", "Which council shares its planners?", Outcome.ANSWERED)
    store.votes.cast(Vote("q4", "U3", -1, NOW))

    found = Unanswered(store, HashedEmbedder()).gaps()

    assert [(gap.id, gap.askers, gap.voted_down) for gap in found] == [("q1", 2, 0), ("q4", 1, 1)]
    assert (found[0].text, found[0].latest) == (BINS, LATER)
    assert Unanswered(store, HashedEmbedder()).gap("q2") is None


def test_what_was_asked_where_there_was_nothing_to_answer_from_is_no_gap(store: Store) -> None:
    not_covered = Answer(BINS, Outcome.NOT_COVERED, 0.1)
    empty = unless_empty(not_covered, store, None)
    put(store, case_study("kent", "one", audience=Audience.NETWORK))
    kept_from_strangers = unless_empty(not_covered, store, STRANGERS)
    left_out = unless_empty(not_covered, store, STRANGERS | {NETWORK})
    for name, answer in {"q1": empty, "q2": kept_from_strangers, "q3": left_out}.items():
        asked(store, name, outcome=answer.outcome)

    assert (empty.outcome, kept_from_strangers.outcome) == (Outcome.EMPTY, Outcome.EMPTY)
    assert waiting(store) == [("q3", 1)]
    assert store.questions.counted(NOW, LATER) == Week(asked=3, answered=0, uncovered=1)


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.NOT_COVERED])
def test_whatever_was_said_stays_though_the_library_is_empty(store: Store, outcome: Outcome) -> None:
    said = Answer(BINS, outcome, 0.5)

    assert unless_empty(said, store, None) == said


def test_a_question_is_embedded_once(store: Store) -> None:
    asked(store, "q1")
    embedder = HashedEmbedder()
    Unanswered(store, embedder).gaps()

    known = store.gaps.vectors(embedder.name, ["q1", "none"])

    assert list(known) == ["q1"]
    assert known["q1"] @ embedder.encode_query([BINS])[0] == pytest.approx(1)
    assert store.gaps.vectors("another", ["q1"]) == {}


def test_a_gap_is_settled_once_and_then_waits_no_more(store: Store) -> None:
    asked(store, "q1")

    assert store.gaps.settle(remedy(), ["q1"])
    assert not store.gaps.settle(remedy(RemedyKind.DECLINED), ["q1"])

    assert waiting(store) == []
    assert store.gaps.get("q1") == remedy()
    assert store.gaps.settled(5) == (remedy(),)
    assert store.gaps.get("none") is None


def test_a_gap_without_questions_cannot_be_settled(store: Store) -> None:
    assert not store.gaps.settle(remedy(), [])
    assert store.gaps.get("q1") is None


def test_what_is_asked_again_after_a_gap_was_settled_waits_again(store: Store) -> None:
    asked(store, "q1")
    store.gaps.settle(remedy(), ["q1"])
    asked(store, "q2", asked_at=LATER)

    assert waiting(store) == [("q2", 1)]


def test_a_gap_on_a_visit_can_still_be_answered(store: Store) -> None:
    store.visits.add(visit("v1"), Deed("u", NOW, "planned the visit"))
    asked(store, "q1")

    assert store.gaps.settle(remedy(RemedyKind.ENQUIRY, words=None), ["q1"], ENQUIRY)
    assert store.gaps.untold() == ()
    assert store.gaps.settle(remedy(), [])

    assert store.gaps.enquiries("v1") == store.gaps.enquiries() == (ENQUIRY,)
    assert store.gaps.enquiries("v2") == ()
    assert store.gaps.untold() == ((remedy(), "q1"),)


def test_an_enquiry_that_comes_too_late_is_put_on_no_visit(store: Store) -> None:
    store.visits.add(visit("v1"), Deed("u", NOW, "planned the visit"))
    asked(store, "q1")
    store.gaps.settle(remedy(), ["q1"])

    assert not store.gaps.settle(remedy(RemedyKind.ENQUIRY), ["q1"], ENQUIRY)
    assert store.gaps.enquiries("v1") == ()


def test_whoever_has_heard_is_told_no_more(store: Store) -> None:
    asked(store, "q1")
    asked(store, "q2")
    store.gaps.settle(remedy(), ["q1", "q2"])

    store.gaps.told("q1", LATER)

    assert [question for _, question in store.gaps.untold()] == ["q2"]


def test_what_is_not_for_us_is_told_to_nobody(store: Store) -> None:
    asked(store, "q1")
    store.gaps.settle(remedy(RemedyKind.DECLINED), ["q1"])

    assert store.gaps.untold() == ()


def test_a_gap_that_is_reopened_waits_again(store: Store) -> None:
    asked(store, "q1")
    store.gaps.settle(remedy(RemedyKind.LESSON, words=None, lesson="l1"), ["q1"])

    store.gaps.reopen("q1")

    assert waiting(store) == [("q1", 1)]
    assert store.gaps.untold() == ()


def test_what_a_week_asked_is_counted(store: Store) -> None:
    asked(store, "q1")
    asked(store, "q2", outcome=Outcome.ANSWERED)
    asked(store, "q3", asked_at=LATER)
    store.questions.claim(question("q4"), by="w", now=NOW)

    assert store.questions.counted(NOW, LATER) == Week(asked=3, answered=1, uncovered=1)
    assert store.questions.counted(LATER, LATER + timedelta(days=7)) == Week(asked=1, answered=0, uncovered=1)
