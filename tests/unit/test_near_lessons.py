"""Lessons that say nearly the same: what can be done with each, and that Slack takes what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import merging
from bot.blocks import near_lessons as blocks
from bot.blocks.gestures import Action
from bot.blocks.lesson_reviews import Errand as ReviewErrand
from bot.blocks.near_lessons import Adding, Like
from bot.boards import mark
from bot.proposals import MOST_PICKED, Errand, PassagePick, mark_of, quote_field, quote_fields
from bot.wording import near_lessons as wording
from bot.wording.turns import MERGED_FROM
from bot.workspace.blocks import Surface, validate_blocks, validate_view
from knowledge.lessons import Lesson, LessonStatus, agreement
from tests.lesson_samples import LESSONS, lesson, passage, words
from tests.unit.test_proposals import seen

ADDING = Adding(errand=Errand(), lesson="l1")


def like(one: Lesson, *into: str, takes_evidence: bool = True) -> Like:
    return Like(one, agreement(one, one.attribution, {}), takes_evidence, into)


def test_what_can_be_done_with_each_stands_beneath_it() -> None:
    both, neither = like(lesson("l1"), "l2"), like(lesson("l2"), takes_evidence=False)

    view = blocks.listed(Errand(), [both, neither])

    pressed = [
        (element["action_id"], element["value"])
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    assert pressed == [
        (Action.ADD_AS_EVIDENCE, "l1"),
        (Action.MERGE_LESSON, "l1"),
        (Action.PROPOSE_ANEW, "-"),
    ]
    assert "Proposed · Eastborough · seen in 1 place" in str(view)
    assert str(view).count(wording.BEING_REVIEWED) == 1


def test_when_none_is_left_the_list_says_so() -> None:
    assert wording.NONE_LEFT in str(blocks.listed(Errand(), [], wording.MERGED))


def test_above_a_form_that_was_sent_nothing_is_merged() -> None:
    assert Action.MERGE_LESSON not in str(blocks.beside([like(lesson("l1"), "l2")]))
    assert blocks.beside([]) == []


def test_a_quote_that_was_typed_into_one_form_stands_in_the_other() -> None:
    one = seen()
    typed = {"title": "Meet", quote_field(mark_of(one.pick)): "each week"}

    view = blocks.evidence_form(ADDING, lesson("l1", words(), passage()), [one], quote_fields(typed))

    boxes = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert boxes[quote_field(mark_of(one.pick))]["initial_value"] == "each week"
    assert [option["text"]["text"] for option in boxes["claim"]["options"]] == ["1. Claim 0", "2. Claim 1"]
    assert boxes["stance"]["initial_option"]["text"]["text"] == wording.SUPPORTS


@given(st.lists(LESSONS, min_size=1, max_size=5, unique_by=lambda one: one.id))
def test_slack_takes_any_lessons_and_the_forms_for_them(found: list[Lesson]) -> None:
    likes = [like(one, *(other.id for other in found if other is not one)) for one in found]
    first, *others = found

    assert validate_view(blocks.listed(Errand(), likes, wording.MERGED)) == []
    assert validate_view(blocks.evidence_form(ADDING, first, [seen()], {}, wording.MEANWHILE)) == []
    if others:
        assert validate_view(blocks.merging_form(ADDING, likes[0], others)) == []


def test_what_a_form_is_about_finds_room_in_it_when_all_of_it_is_long() -> None:
    picks = [PassagePick(case_study=f"{n}" * 200, start=10**6, end=10**6) for n in range(MOST_PICKED)]
    errand = Errand().resting_on(picks, "1" * 20).having_shown(str(number) for number in range(10))

    assert len(str(Adding(errand=errand, lesson="l" * 200, version=10_000))) <= 3_000


def test_a_lesson_that_was_shown_is_known_again_by_its_mark() -> None:
    assert Errand(shown=("a",)).having_shown(["l1", "l1"]).shown == ("a", mark("l1"))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (LessonStatus.PROPOSED, wording.ADDED),
        (LessonStatus.RETURNED, wording.ADDED),
        (LessonStatus.SHARED, wording.ADDED_IN_FORCE),
        (LessonStatus.CONTRADICTED, wording.ADDED_AGAINST),
    ],
)
def test_what_came_of_evidence_is_said_by_how_the_lesson_stands(status: LessonStatus, said: str) -> None:
    assert wording.added(lesson("l1", status=status)) == said


@given(LESSONS, LESSONS)
def test_slack_takes_any_two_lessons_of_which_one_goes_into_the_other(one: Lesson, into: Lesson) -> None:
    errand = ReviewErrand(lesson=one.id, into=into.id)

    assert validate_view(merging.search_form(one.title, errand)) == []
    assert validate_view(merging.union_form(like(one), like(into), errand, {}, "Look again.")) == []
    news = merging.news(MERGED_FROM, into.title, one.lesson, into.id, Action.REVIEW_LESSON)
    assert validate_blocks(news, Surface.MESSAGE) == []
