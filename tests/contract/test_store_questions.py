"""A question is claimed by one, answered once, and what follows from it is kept."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import UnknownQuestionError
from knowledge.model import Answer, Choice, Outcome, Part, Quote, Status, Theme
from knowledge.store import AskedQuestion, HelpRequest, Progress, Store, Surface, Thread, Vote
from tests.contract.store_samples import LATER, NOW, question

THREAD = Thread("T1", "C1", "1.0")

QUOTES = st.builds(
    Quote,
    text=st.text(),
    page=st.none() | st.integers(1, 10**6),
    as_of=st.none() | st.just("2006-03"),
    status=st.sampled_from(Status),
    score=st.floats(allow_nan=False, allow_infinity=False),
)
ANSWERS = st.builds(
    Answer,
    outcome=st.sampled_from(Outcome),
    confidence=st.floats(0, 1),
    quotes=st.lists(QUOTES, max_size=2).map(tuple),
    related=st.lists(QUOTES, max_size=2).map(tuple),
    unsaid=st.lists(st.builds(Part, asked=st.text(), council=st.text()), max_size=2).map(tuple),
    choices=st.lists(
        st.builds(Choice, asked=st.text(), title=st.text(), theme=st.none() | st.sampled_from(Theme)),
        max_size=2,
    ).map(tuple),
)
NOT_COVERED = Answer("Who won?", Outcome.NOT_COVERED, 0.1)
ANSWERED = Answer("How did Kent?", Outcome.ANSWERED, 0.9)


def claim(store: Store, name: str = "q", **fields: object) -> bool:
    return store.questions.claim(question(name, **fields), by="worker 1", now=NOW)


def vote(
    store: Store,
    name: str,
    voter: str,
    value: Literal[1, -1],
    at: datetime = NOW,
    *,
    reason: str | None = None,
) -> None:
    store.votes.cast(Vote(name, voter, value, at, reason))


def answer(store: Store, name: str, given: Answer = ANSWERED) -> bool:
    return store.questions.answered(name, given, standalone=given.question, ms=12)


@pytest.fixture
def names() -> Iterator[str]:
    """Ids no example has used before."""
    return map(str, itertools.count())


def test_a_claimed_question_is_kept_as_it_was_asked(store: Store) -> None:
    assert claim(store)

    assert store.questions.get("q") == AskedQuestion(question("q"), Progress.CLAIMED, "worker 1", NOW)


def test_of_many_who_claim_a_question_at_once_one_gets_it(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: claim(store), range(24)))

    assert sorted(claims) == [False] * 23 + [True]


def test_one_message_is_one_question_whatever_the_event_is_called(store: Store) -> None:
    assert claim(store, "mention", message_ts="7.0")

    assert not claim(store, "message", message_ts="7.0")
    assert claim(store, "elsewhere", message_ts="7.0", channel="C2")
    assert claim(store, "other workspace", message_ts="7.0", team="T2")


def test_questions_without_a_message_are_told_apart_by_id(store: Store) -> None:
    slash = {"surface": Surface.SLASH, "message_ts": None, "thread_ts": None}

    assert claim(store, "slash 1", **slash)
    assert claim(store, "slash 2", **slash)
    assert not claim(store, "slash 1", **slash)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(given=ANSWERS)
def test_an_answer_comes_back_as_it_was_given(store: Store, names: Iterator[str], given: Answer) -> None:
    name = next(names)
    claim(store, name)

    assert store.questions.answered(name, given, standalone="And in Kent?", reply_ts="9.1", ms=142)

    asked = store.questions.get(name)
    assert (asked.answer, asked.progress, asked.standalone) == (given, Progress.ANSWERED, "And in Kent?")
    assert (asked.reply_ts, asked.ms) == ("9.1", 142)


def test_the_first_answer_stays(store: Store) -> None:
    claim(store)
    assert answer(store, "q", ANSWERED)

    assert not answer(store, "q", NOT_COVERED)
    assert not store.questions.failed("q", ms=3)

    assert store.questions.get("q").answer == ANSWERED


def test_the_message_of_a_reply_is_kept_from_its_beginning(store: Store) -> None:
    claim(store)

    store.questions.replying("q", "9.1")
    assert store.questions.get("q").reply_ts == "9.1"

    answer(store, "q")
    assert store.questions.get("q").reply_ts == "9.1"


def test_what_a_crash_left_unanswered_is_found_the_longest_waiting_first(store: Store) -> None:
    for name, minutes in (("b", 2), ("a", 1), ("done", 0), ("failed", 0)):
        claim(store, name, asked_at=NOW + timedelta(minutes=minutes))
    answer(store, "done")
    store.questions.failed("failed", ms=5)

    assert [asked.question.id for asked in store.questions.unanswered(LATER)] == ["a", "b"]
    assert store.questions.unanswered(NOW) == ()


def test_of_many_who_take_over_a_question_at_once_one_gets_it(store: Store) -> None:
    claim(store)

    def reclaim(number: int) -> bool:
        return store.questions.reclaim("q", by=f"worker {number}", now=LATER, before=LATER)

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(reclaim, range(8)))

    assert sorted(taken) == [False] * 7 + [True]
    asked = store.questions.get("q")
    assert (asked.claimed_by, asked.claimed_at) == (f"worker {taken.index(True)}", LATER)


def test_a_question_that_is_finished_or_still_worked_on_is_not_taken_over(store: Store) -> None:
    claim(store, "done")
    answer(store, "done")
    claim(store, "fresh")

    assert not store.questions.reclaim("done", by="worker 2", now=LATER, before=LATER)
    assert not store.questions.reclaim("fresh", by="worker 2", now=LATER, before=NOW)


def test_the_bot_takes_part_in_the_threads_it_joined(store: Store) -> None:
    claim(store, "first")
    claim(store, "second")
    store.threads.join(THREAD, "first", now=NOW)
    store.threads.join(THREAD, "second", now=LATER)

    assert store.threads.last_question(THREAD) == "second"
    for other in (replace(THREAD, team="T2"), replace(THREAD, channel="C2"), replace(THREAD, ts="2.0")):
        assert store.threads.last_question(other) is None


def test_the_last_questions_of_a_thread_come_in_the_order_they_were_asked(store: Store) -> None:
    for minutes, name in enumerate("abc"):
        claim(store, name, asked_at=NOW + timedelta(minutes=minutes))
    claim(store, "elsewhere", thread_ts="2.0", asked_at=LATER)

    assert [asked.question.id for asked in store.questions.in_thread(THREAD, 2)] == ["b", "c"]
    assert store.questions.get("a").question.thread == THREAD
    assert question("slash", thread_ts=None).thread is None


def test_gaps_are_the_questions_not_covered_or_voted_down_latest_first(store: Store) -> None:
    fates = {"covered": ANSWERED, "down": ANSWERED, "up": ANSWERED, "uncovered": NOT_COVERED}
    for minutes, (name, fate) in enumerate(fates.items()):
        claim(store, name, asked_at=NOW + timedelta(minutes=minutes))
        answer(store, name, fate)
    claim(store, "open")
    vote(store, "down", "U1", -1)
    vote(store, "down", "U2", -1)
    vote(store, "up", "U1", 1)

    assert [asked.question.id for asked in store.questions.gaps(10)] == ["uncovered", "down"]
    assert [asked.question.id for asked in store.questions.gaps(1)] == ["uncovered"]


def test_a_changed_vote_replaces_the_old_one_and_its_reason(store: Store) -> None:
    claim(store)
    vote(store, "q", "U2", 1, LATER)
    vote(store, "q", "U1", -1, reason="Out of date")

    vote(store, "q", "U1", 1)

    assert store.votes.on("q") == (Vote("q", "U1", 1, NOW), Vote("q", "U2", 1, LATER))


def test_the_same_thumb_again_keeps_the_reason_until_there_is_a_new_one(store: Store) -> None:
    claim(store)
    vote(store, "q", "U1", -1, reason="Out of date")

    vote(store, "q", "U1", -1)
    assert [kept.reason for kept in store.votes.on("q")] == ["Out of date"]

    vote(store, "q", "U1", -1, reason="Another council")
    assert [kept.reason for kept in store.votes.on("q")] == ["Another council"]


def test_a_vote_is_up_or_down(store: Store) -> None:
    claim(store)

    with pytest.raises(sa.exc.IntegrityError):
        vote(store, "q", "U1", 2)  # type: ignore[arg-type]

    assert store.votes.on("q") == ()


def test_a_request_for_help_is_opened_posted_and_resolved_once(store: Store) -> None:
    claim(store)
    request = HelpRequest("q", "C-facilitators", "U1", NOW)

    assert store.help_requests.open(request)
    assert not store.help_requests.open(replace(request, asked_by="U2"))
    store.help_requests.posted("q", "8.0")
    assert store.help_requests.get("q") == replace(request, message_ts="8.0")

    assert store.help_requests.resolve("q", by="U9", now=LATER)
    assert not store.help_requests.resolve("q", by="U8", now=NOW)
    assert store.help_requests.get("q") == replace(
        request, message_ts="8.0", resolved_at=LATER, resolved_by="U9"
    )


def test_of_many_who_resolve_a_request_at_once_one_does(store: Store) -> None:
    claim(store)
    store.help_requests.open(HelpRequest("q", "C-facilitators", "U1", NOW))

    with ThreadPoolExecutor(8) as pool:
        resolved = list(pool.map(lambda _: store.help_requests.resolve("q", by="U9", now=LATER), range(8)))

    assert sorted(resolved) == [False] * 7 + [True]


def test_nobody_was_asked_for_help_with_a_question_that_was_not_put_to_a_person(store: Store) -> None:
    assert store.help_requests.get("q") is None
    assert not store.help_requests.resolve("q", by="U9", now=LATER)


USES: dict[str, Callable[[Store], object]] = {
    "get": lambda store: store.questions.get("none"),
    "answered": lambda store: answer(store, "none"),
    "failed": lambda store: store.questions.failed("none", ms=1),
    "reclaim": lambda store: store.questions.reclaim("none", by="w", now=NOW, before=NOW),
    "replying": lambda store: store.questions.replying("none", "9.1"),
    "vote": lambda store: vote(store, "none", "U1", 1),
    "join": lambda store: store.threads.join(THREAD, "none", now=NOW),
    "open": lambda store: store.help_requests.open(HelpRequest("none", "C1", "U1", NOW)),
    "posted": lambda store: store.help_requests.posted("none", "8.0"),
}


@pytest.mark.parametrize("use", USES)
def test_an_unknown_question_is_named_in_the_error(store: Store, use: str) -> None:
    with pytest.raises(UnknownQuestionError, match="'none'"):
        USES[use](store)
