"""Whose turn it is with a lesson, for people who stand to it in every way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import NotAllowedError
from knowledge.lessons import (
    PEERBOT,
    Lesson,
    LessonGesture,
    LessonRole,
    LessonStatus,
    expired,
    forgetting,
    moved,
    with_evidence,
)
from knowledge.lessons.lifecycle import taken
from knowledge.model import Scope, Theme
from knowledge.records import Source
from knowledge.scopes import NETWORK, PUBLIC, scopes_of, team
from knowledge.turns import Matter, Reviewer, menders, next_reviewers, reminders_due, waiting_for
from knowledge.visits import Participant, Person, Role
from tests.lesson_samples import (
    ANN,
    OWNER,
    RECORD,
    endorsed_lesson,
    lesson,
    passage,
    shared_lesson,
    sources,
    validated_lesson,
    words,
)
from tests.visit_samples import NOW

TEAM = frozenset({team("v1"), PUBLIC})


def person(name: str, *, slack: bool = True) -> Person:
    return Person(id=name, display_name=name, slack_team="T1", slack_user=name.upper() if slack else None)


def reviewer(
    name: str,
    role: Role | None = None,
    visit: str = "v1",
    *themes: Theme,
    byline: str | None = None,
    slack: bool = True,
) -> Reviewer:
    part = Participant(visit=visit, person=name, pseudonym=f"p-{name}", role=role) if role else None
    who = person(name, slack=slack)
    return Reviewer(who, byline, (part,) if part else (), frozenset(themes))


ANN_ = reviewer("ann", Role.FACILITATOR, byline=ANN.pseudonym)
BEN = reviewer("ben", Role.FACILITATOR)
HOST = reviewer("host", Role.HOST)
OWNER_ = reviewer("cleo", None, "v1", Theme.CULTURE)
FAR = reviewer("far", Role.FACILITATOR, "v2")
PEER = reviewer("peer", Role.PARTICIPANT)
EVERYBODY = (ANN_, BEN, HOST, OWNER_, FAR, PEER)


def matter(found: Lesson, scopes: frozenset[Scope | None] = TEAM) -> Matter:
    return Matter(found, scopes)


def returned() -> Lesson:
    return moved(lesson("l1", words()), LessonGesture.RETURN, ANN, at=NOW, reason="Shorter.")


def stale() -> Lesson:
    found = expired(shared_lesson(words()), date(2027, 3, 4), at=NOW)
    assert found is not None
    return found


def fallen() -> Lesson:
    return forgetting(lesson("l1", words(), passage()), RECORD, at=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("found", "step", "whose"),
    [
        (lesson("l1", words()), LessonGesture.VALIDATE, (BEN, OWNER_)),
        (returned(), LessonGesture.REVISE, (ANN_,)),
        (fallen(), LessonGesture.REVISE, (ANN_,)),
        (validated_lesson(words()), LessonGesture.ENDORSE, (HOST, OWNER_)),
        (endorsed_lesson(words()), LessonGesture.SHARE, (ANN_, BEN, OWNER_)),
        (stale(), LessonGesture.RENEW, (BEN, OWNER_)),
        (shared_lesson(words()), None, ()),
    ],
    ids=["proposed", "returned", "fallen", "validated", "endorsed", "stale", "shared"],
)
def test_each_status_waits_for_its_step_by_those_who_may_take_it(
    found: Lesson, step: LessonGesture | None, whose: tuple[Reviewer, ...]
) -> None:
    about = matter(found)

    assert about.step is step
    assert next_reviewers(about, EVERYBODY) == whose
    assert [one for one in EVERYBODY if waiting_for(one, [about])] == [*whose]


def test_a_lesson_is_read_by_those_whose_business_it_is_and_by_reviewers_who_see_all_of_it() -> None:
    hidden, open_ = matter(lesson("l1", words())), matter(lesson("l2", words()), frozenset({PUBLIC}))
    writer = reviewer("ann", byline=ANN.pseudonym)

    def readers(about: Matter) -> list[str]:
        return [one.person.id for one in (BEN, HOST, OWNER_, writer, FAR, PEER) if one.may_read(about)]

    assert readers(hidden) == ["ben", "host", "cleo", "ann"]
    assert readers(open_) == ["ben", "host", "cleo", "ann", "far"]
    assert waiting_for(FAR, [hidden, open_]) == (open_,)


def test_nobody_sees_or_checks_what_was_told_on_a_visit_that_is_not_theirs_but_its_themes_owners() -> None:
    of_two = frozenset({team("v1"), team("v2")})
    about, checked_ = matter(lesson("l1", words()), of_two), matter(validated_lesson(words()), of_two)
    writer = reviewer("ann", Role.FACILITATOR, "v3", byline=ANN.pseudonym)

    assert [one.may_see(about, team("v2")) for one in (BEN, HOST, writer, OWNER_)] == [False] * 3 + [True]
    assert [one.may_see(about, None) for one in (BEN, OWNER_)] == [False, True]
    assert next_reviewers(about, EVERYBODY) == (OWNER_,)
    assert BEN.may(about, LessonGesture.RETURN)
    assert HOST.may(checked_, LessonGesture.ENDORSE)
    with pytest.raises(NotAllowedError, match="may not see all that this lesson rests on cannot validate it"):
        BEN.require(about, LessonGesture.VALIDATE)


def test_what_the_lifecycle_forbids_is_forbidden_in_its_own_words() -> None:
    with pytest.raises(NotAllowedError, match="whoever proposed, revised or added to this lesson"):
        ANN_.require(matter(lesson("l1", words())), LessonGesture.VALIDATE)
    BEN.require(matter(lesson("l1", words())), LessonGesture.VALIDATE)


def test_nobody_further_off_is_troubled_where_somebody_near_can_take_the_step() -> None:
    about = matter(lesson("l1", words()), frozenset({PUBLIC}))

    assert next_reviewers(about, [ANN_, BEN, FAR]) == (BEN,)
    assert next_reviewers(about, [ANN_, FAR]) == (FAR,)


def test_somebody_who_is_not_in_slack_cannot_be_told() -> None:
    about = matter(validated_lesson(words()))
    away = reviewer("host", Role.HOST, slack=False)

    assert next_reviewers(about, [away, ANN_]) == ()
    assert waiting_for(away, [about]) == (about,)
    assert menders(about, [away, *EVERYBODY]) == (ANN_, BEN)


def test_the_lesson_that_waits_longest_comes_first() -> None:
    late = lesson("l1", words())
    [proposal] = late.history
    early = late.model_copy(
        update={"id": "l9", "history": (proposal.model_copy(update={"at": NOW - timedelta(days=3)}),)}
    )

    assert [one.lesson.id for one in waiting_for(BEN, [matter(late), matter(early)])] == ["l9", "l1"]


def test_what_is_no_step_of_a_review_begins_no_new_wait() -> None:
    later = NOW + timedelta(days=4)
    more = with_evidence(lesson("l1", words()), 1, passage(), ANN, sources(), at=later)

    assert (matter(more).version, matter(more).since) == (1, NOW)


def test_a_quote_that_falls_begins_another_wait() -> None:
    about = matter(fallen())

    assert (about.version, about.since) == (2, NOW + timedelta(days=1))
    assert about.steps == (1, 2)


def test_a_quote_that_is_looked_at_and_stands_begins_none() -> None:
    looked = taken(lesson("l1", words()), LessonGesture.RECHECK, PEERBOT, at=NOW, reason="It moved.")

    assert matter(looked).steps == (1,)


def test_somebody_is_all_that_their_parts_and_themes_make_of_them() -> None:
    found = matter(lesson("l1", words()))

    assert HOST.actor(found).roles == {LessonRole.OFFICER, LessonRole.HOST}
    assert FAR.actor(found).roles == {LessonRole.OFFICER, LessonRole.FACILITATOR}
    assert OWNER_.actor(found).roles == {LessonRole.OFFICER, LessonRole.OWNER}
    assert (ANN_.actor(found).pseudonym, ANN_.actor(found).source) == (ANN.pseudonym, Source.MODAL)
    assert OWNER.pseudonym != OWNER_.actor(found).pseudonym


@pytest.mark.parametrize(
    ("since", "today", "due"),
    [
        (date(2026, 3, 2), date(2026, 3, 4), 0),  # Monday to Wednesday
        (date(2026, 3, 2), date(2026, 3, 5), 1),
        (date(2026, 3, 2), date(2026, 3, 8), 1),
        (date(2026, 3, 2), date(2026, 3, 9), 2),
        (date(2026, 3, 2), date(2026, 3, 16), 3),
        (date(2026, 3, 6), date(2026, 3, 10), 0),  # a week-end is in between
        (date(2026, 3, 6), date(2026, 3, 11), 1),
        (date(2026, 3, 4), date(2026, 3, 9), 1),  # the first one falls on a Monday
    ],
)
def test_a_reminder_comes_after_three_working_days_and_then_on_mondays(
    since: date, today: date, due: int
) -> None:
    assert reminders_due(since, today) == due


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 100))
def test_reminders_never_come_twice_in_a_day_and_never_on_a_week_end(since: date, days: int) -> None:
    today = since + timedelta(days=days)
    more = reminders_due(since, today + timedelta(days=1)) - reminders_due(since, today)

    assert more in ({0, 1} if (today + timedelta(days=1)).weekday() < 5 else {0})


def test_every_status_of_a_lesson_either_waits_or_does_not() -> None:
    waiting = {
        status
        for status in LessonStatus
        if matter(lesson("l1", words()).model_copy(update={"status": status})).step
    }

    assert waiting == {
        LessonStatus.PROPOSED,
        LessonStatus.RETURNED,
        LessonStatus.VALIDATED,
        LessonStatus.ENDORSED,
        LessonStatus.STALE,
        LessonStatus.CONTRADICTED,
    }


VISITS = ("v1", "v2")
SCOPES: list[Scope | None] = [PUBLIC, NETWORK, team("v1"), team("v2"), None]
REVIEWERS = st.builds(
    lambda roles, themes, byline: Reviewer(
        person("ann"),
        byline,
        tuple(
            Participant(visit=visit, person="ann", pseudonym=f"p-{visit}", role=role)
            for visit, role in zip(VISITS, roles, strict=True)
            if role
        ),
        themes,
    ),
    st.tuples(*[st.none() | st.sampled_from([Role.FACILITATOR, Role.HOST, Role.PARTICIPANT])] * 2),
    st.frozensets(st.sampled_from([Theme.CULTURE, Theme.INNOVATION]), max_size=2),
    st.none() | st.sampled_from([ANN.pseudonym, "lark"]),
)
MATTERS = st.builds(
    lambda status, scopes: Matter(lesson("l1", words()).model_copy(update={"status": status}), scopes),
    st.sampled_from(LessonStatus),
    st.frozensets(st.sampled_from(SCOPES), min_size=1, max_size=3),
)


@given(REVIEWERS, MATTERS)
def test_nobody_does_with_a_lesson_what_takes_reading_more_than_they_may(
    somebody: Reviewer, about: Matter
) -> None:
    seen = {scope for scope in about.scopes if somebody.may_see(about, scope)}
    can = {gesture for gesture in LessonGesture if somebody.may(about, gesture)}

    owns = about.lesson.theme in somebody.themes
    assert seen == (
        about.scopes if owns else {one for one in about.scopes if one in scopes_of(somebody.parts)}
    )
    assert somebody.may_read(about) or not can
    assert seen == about.scopes or not can & {LessonGesture.VALIDATE, LessonGesture.RENEW}
    assert not (somebody.wrote(about) and can & {LessonGesture.VALIDATE, LessonGesture.RENEW})
    assert waiting_for(somebody, [about]) == () or about.step in can
    assert next_reviewers(about, [somebody]) == ((somebody,) if waiting_for(somebody, [about]) else ())
