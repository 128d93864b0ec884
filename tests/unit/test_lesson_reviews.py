"""The lessons that wait, one of them, its forms, and what was typed into them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.gestures import Action
from bot.blocks.lesson_review_forms import (
    Revision,
    beginning,
    check_form,
    key_of,
    reason_form,
    revision_form,
    sharing_form,
    ticked,
)
from bot.blocks.lesson_reviews import OFFERED, PAGE, Card, Errand, Listed, Quoted, Shown, Waiting, card, page
from bot.blocks.lesson_reviews import claim as claim_block
from bot.blocks.turns import News, call, news, reminder
from bot.forms import RejectedFormError
from bot.lesson_revisions import answers_in, draft_in, field_of
from bot.wording import lesson_reviews as wording
from bot.wording import turns as turn_wording
from bot.workspace.blocks import Surface, validate_blocks, validate_view
from knowledge.attribution import STRUCK, Names, struck
from knowledge.fields import PROSE_LIMIT
from knowledge.lessons import Claim, Lesson, LessonGesture
from knowledge.model import Audience, Metadata, Theme
from knowledge.visits import Attribution
from tests.lesson_samples import lesson, passage, shared_lesson, words

LONG = "word " * (PROSE_LIMIT // 5)
TODAY = date(2026, 3, 4)
TWO = lesson("l1", words(), passage())


def shown(number: int, claim: Claim, quotes: int = 1) -> Shown:
    quoted = Quoted(LONG, "A source of some length", "https://westmere.example/repairs", disagrees=True)
    return Shown(key_of(number, claim), claim.text, (quoted,) * quotes, (wording.FAULTY,))


def longest() -> Lesson:
    """As much as a lesson may hold, with a long life behind it."""
    found = shared_lesson(words())
    [claim] = found.claims
    texts = dict.fromkeys(("prompt", "lesson", "recommendation", "applies_when", "not_when"), LONG)
    long = claim.model_copy(update={"text": LONG})
    event = found.history[-1].model_copy(update={"reason": LONG, "gesture": LessonGesture.RETURN})
    return found.model_copy(
        update=texts | {"title": "t" * 300, "claims": (long,) * 20, "history": (event,) * 60}
    )


def card_of(found: Lesson, gestures: frozenset[LessonGesture] = OFFERED) -> Card:
    claims = tuple(shown(number, claim, 30) for number, claim in enumerate(found.claims, 1))
    return Card(
        found, "about it", claims, (wording.following(LessonGesture.VALIDATE), wording.YOURS), gestures, {}
    )


def test_the_longest_lesson_fits_on_its_card_and_into_every_form() -> None:
    found, errand = longest(), Errand(lesson="l1", version=60, gesture=LessonGesture.RETURN)
    claims = card_of(found).claims
    answers = answers_in(found)

    for view in (
        card(card_of(found), errand, "Said."),
        check_form(claims, errand, "Said."),
        revision_form(claims, errand, Revision(answers, frozenset({"title"}), LONG, "Said.")),
        sharing_form(found, errand, beginning(TODAY), "Said."),
        reason_form(found.title, LessonGesture.RETURN, errand, {"reason": LONG}, "Said."),
    ):
        assert validate_view(view) == []


def test_of_more_quotes_than_anybody_reads_the_rest_is_counted() -> None:
    [claim] = lesson("l1", words()).claims

    said = str(claim_block(1, shown(1, claim, 25)))

    assert said.count("A source of some length") == 20
    assert wording.more_quotes(5) in said


def test_a_page_of_the_list_turns_both_ways_and_an_empty_one_says_what_to_do() -> None:
    entries = [Waiting(f"l{number}", "t" * 300, "Proposed") for number in range(PAGE)]

    middle = page(Listed(entries, 1, PAGE * 2 + 1), "Said.")
    only, empty = page(Listed(entries, 0, PAGE, entries[:5])), page(Listed([], 0, 0, entries[:1]))

    for view in (middle, only, empty):
        assert validate_view(view) == []
    assert "Page 2 of 3." in str(middle)
    for action in (Action.TURN_REVIEWS, Action.TURN_REVIEWS_ON):
        assert action in str(middle)
        assert action not in str(only)
    assert wording.NONE in str(empty)
    assert [wording.OTHERS in str(view) for view in (middle, only, empty)] == [False, True, True]


@pytest.mark.parametrize("gesture", OFFERED)
def test_a_card_offers_what_its_reader_may_do_and_nothing_else(gesture: LessonGesture) -> None:
    view = card(card_of(TWO, frozenset({gesture})), Errand(lesson="l1"))

    [row] = [block for block in view["blocks"][:-1] if block["type"] == "actions"]
    assert len(row["elements"]) == 1
    assert wording.LIST in str(view["blocks"][-1])


def test_a_card_asks_before_a_lesson_is_endorsed_and_offers_one_way_to_be_rid_of_it() -> None:
    both = frozenset({LessonGesture.REJECT, LessonGesture.RETIRE, LessonGesture.ENDORSE})

    said = str(card(card_of(TWO, both), Errand(lesson="l1")))

    assert wording.ENDORSE_WARNING in said
    assert Action.REJECT_LESSON in said
    assert Action.RETIRE_LESSON not in said


def test_a_lesson_that_comes_from_no_visit_is_offered_to_no_visits_people() -> None:
    of_visit, of_none = lesson("l1", words()), lesson("l2", passage())
    errand = Errand(lesson="l1", gesture=LessonGesture.SHARE)

    assert Audience.VISIT_TEAM.value in str(sharing_form(of_visit, errand, {}))
    assert Audience.VISIT_TEAM.value not in str(sharing_form(of_none, errand, {}))


def test_a_lesson_that_is_brought_back_is_asked_for_a_day_alone() -> None:
    view = sharing_form(TWO, Errand(lesson="l1", gesture=LessonGesture.RENEW), beginning(TODAY))

    assert [one["block_id"] for one in view["blocks"] if one["type"] == "input"] == ["review_on"]
    assert "2026-03-04" in str(view)


# Ticks


def state(*boxes: str) -> dict[str, dict[str, dict[str, list[str]]]]:
    return {box: {f"check.{box}": {"selected_options": ["holds"]}} for box in boxes}


def test_a_tick_counts_for_the_claim_as_it_was_read_and_for_no_other() -> None:
    first, second = TWO.claims
    longer = second.model_copy(update={"evidence": (*second.evidence, words())})
    keys = [key_of(1, first), key_of(2, second)]

    assert ticked(state(*keys), TWO.claims) == {1, 2}
    assert ticked(state(*keys), (first, longer)) == {1}
    assert ticked(state(*keys), (second, first)) == frozenset()
    assert ticked({keys[0]: {"check": {"selected_options": []}}}, TWO.claims) == frozenset()


# Other words


def test_what_was_not_touched_stays_as_it_is_stored_and_not_as_it_was_shown() -> None:
    found = lesson("l1", words()).model_copy(
        update={"attribution": Attribution.CHATHAM_HOUSE, "title": "Meet as Northshire does"}
    )
    seen = struck(found, found.attribution, Names(councils=("Northshire",)))
    typed = answers_in(seen) | {"lesson": "Meet each week."}
    assert STRUCK in typed["title"]

    made = draft_in(found, seen, typed)

    assert (made.title, made.lesson) == ("Meet as Northshire does", "Meet each week.")
    assert made.claims == found.claims


@given(st.sampled_from(Theme))
def test_what_nobody_typed_into_changes_nothing(theme: Theme) -> None:
    found = TWO.model_copy(update={"theme": theme})

    made = draft_in(found, found, answers_in(found))

    assert [(name, getattr(made, name)) for name in type(made).model_fields] == [
        (name, getattr(found, name)) for name in type(made).model_fields
    ]


def test_a_claim_that_is_emptied_goes_and_one_has_to_stay() -> None:
    typed = answers_in(TWO)

    kept = draft_in(TWO, TWO, typed | {field_of(1): "", field_of(2): "Another way."})
    with pytest.raises(RejectedFormError) as refused:
        draft_in(TWO, TWO, typed | {field_of(1): "", field_of(2): ""})

    assert [claim.text for claim in kept.claims] == ["Another way."]
    assert refused.value.errors == {field_of(1): wording.NO_CLAIM}


def test_a_quote_that_fell_goes_and_a_claim_without_any_has_to() -> None:
    fallen = words().model_copy(update={"fault": "it is gone"})
    [claim] = lesson("l1", words()).claims
    mixed = claim.model_copy(update={"evidence": (fallen, passage())})
    bare = claim.model_copy(update={"evidence": (fallen,)})
    found = TWO.model_copy(update={"claims": (mixed, bare)})
    typed = answers_in(found)

    with pytest.raises(RejectedFormError) as refused:
        draft_in(found, found, typed)
    made = draft_in(found, found, typed | {field_of(2): ""})

    assert refused.value.errors == {field_of(2): wording.NOTHING_STANDS}
    assert [one.evidence for one in made.claims] == [(passage(),)]


def test_a_word_that_is_missing_is_said_at_its_field() -> None:
    with pytest.raises(RejectedFormError) as refused:
        draft_in(TWO, TWO, answers_in(TWO) | {"title": ""})

    assert [*refused.value.errors] == ["title"]


# Messages


def test_messages_about_lessons_fit_however_long_and_many_they_are() -> None:
    told = News("l1", LONG, turn_wording.news([*turn_wording.HAPPENED], own=True), LONG, "Please.")

    for blocks in (
        news(told),
        reminder(turn_wording.reminder(9, TODAY), [LONG] * 9),
        call(turn_wording.NOBODY, [(LONG, LONG[:500])] * 9),
        call(turn_wording.NOBODY, [("One", "why")], "l1"),
    ):
        assert validate_blocks(blocks, Surface.MESSAGE) == []


def test_every_step_that_a_lesson_waits_for_has_its_words() -> None:
    for step in turn_wording.TURNS:
        assert wording.STEPS[step]
        assert "To go on: " in turn_wording.lacking(step, Theme.CULTURE, on_visit=True)
        assert turn_wording.lacking(step, Theme.CULTURE, on_visit=False)
    assert turn_wording.news([LessonGesture.VALIDATE, LessonGesture.ENDORSE], own=True) == (
        "Your lesson was checked by a second person, and was endorsed."
    )


def test_where_a_quote_stands_is_said_as_far_as_it_is_known() -> None:
    whole = Metadata("Repairs", ("Westmere",), as_of="2024-05")

    assert wording.stands_in(whole, "On time", 3) == "Repairs · Westmere · On time · page 3 · as of May 2024"
    assert wording.stands_in(Metadata("Repairs"), "Repairs", None) == "Repairs · undated"


def test_how_long_a_lesson_waits_is_said_in_days() -> None:
    said = [wording.lasted(TODAY, date(2026, 3, day)) for day in (4, 5, 9)]

    assert said == ["since today", "since yesterday (4 March 2026)", "for 5 days, since 4 March 2026"]
