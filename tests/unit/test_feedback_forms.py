"""The form that feedback is logged with: which questions it asks, and in which order."""

from typing import Any

from bot.blocks.gestures import log_pointer, pointed_log
from bot.enquiries import TakenAlong
from bot.feedback_forms import NO_ENQUIRY, Errand, Filling, given, prompts
from knowledge.records import FeedbackRecord
from tests.visit_samples import visit

BINS = TakenAlong("bins", "How are missed bins avoided?", "s1", "Estate walk")


def filling(*enquiries: TakenAlong, **errand: Any) -> Filling:
    return Filling(Errand(visit="v1", **errand), visit(), (), {}, enquiries)


def names(form: Filling) -> list[str]:
    return [prompt.name for prompt in prompts(form)]


def test_a_visit_that_takes_no_question_along_asks_for_none() -> None:
    assert names(filling()) == list(FeedbackRecord.asked)
    assert "enquiry" not in names(filling(detailed=True))


def test_where_questions_were_taken_along_the_form_still_asks_six_things_first() -> None:
    asked = names(filling(BINS))

    assert asked == ["kind", "observation", "enquiry", "session", "theme", "usefulness"]
    assert sorted(names(filling(BINS, detailed=True))) == sorted(
        (*FeedbackRecord.asked, *FeedbackRecord.details)
    )


def test_the_question_that_the_form_was_opened_for_is_chosen_and_can_be_taken_back() -> None:
    [asked] = [one for one in prompts(filling(BINS, enquiry="bins")) if one.name == "enquiry"]

    assert asked.initial == "bins"
    assert [(one.value, one.note) for one in asked.options] == [("bins", "Estate walk"), (NO_ENQUIRY, "")]


def test_none_of_them_is_no_answer() -> None:
    form = Filling(Errand(visit="v1"), visit(), (), {"enquiry": NO_ENQUIRY, "kind": "risk"}, (BINS,))

    assert given(form) == {"kind": "risk"}


def test_each_question_has_a_draft_of_its_own() -> None:
    about = [Errand(visit="v1", enquiry=one).about for one in (None, "bins", "trees")]

    assert len(set(about)) == 3


def test_a_pointer_gives_back_what_it_was_made_of() -> None:
    for parts in [("v1", "s1", "bins"), ("v1", None, "bins"), ("v1", None, None), (None, None, None)]:
        assert pointed_log(log_pointer(*parts)) == parts


def test_a_pointer_in_an_older_message_is_still_understood() -> None:
    assert pointed_log("-") == (None, None, None)
    assert pointed_log("v1") == ("v1", None, None)
    assert pointed_log("v1 s1") == ("v1", "s1", None)
