"""The form of a lesson: its first words, what is typed into it, and that Slack takes it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import proposals as blocks
from bot.blocks import reviews
from bot.blocks.elements import Block
from bot.blocks.gestures import Action
from bot.blocks.proposals import Offered
from bot.forms import RejectedFormError
from bot.proposals import (
    MORE,
    MOST_PICKED,
    Errand,
    PassagePick,
    Picked,
    PickedPassage,
    PickedRecord,
    RecordPick,
    claim_field,
    draft_in,
    first_answers,
    mark_of,
    quote_field,
    some_evidence_in,
)
from bot.queues import Spot
from bot.wording import forms as form_wording
from bot.wording import proposals as wording
from bot.workspace.blocks import validate_view
from knowledge.attribution import Author, Names, Shown, shown
from knowledge.lessons import points
from knowledge.model import Theme
from knowledge.records import FeedbackRecord, RecordStatus, Sensitivity
from knowledge.visits import Attribution
from tests.lesson_samples import TEXT, WESTMERE
from tests.visit_samples import FEEDBACK, commitment, feedback, group_feedback, visit

NAMES = Names(people=("Ann Field",), councils=("Westmere",))


def seen(name: str = "r1", rule: Attribution = Attribution.OPEN, **fields: Any) -> PickedRecord:
    given_ = {"observation": "They met each week.", "conclusion": "Meeting often helps."}
    record = feedback(name, **({"status": RecordStatus.ACCEPTED} | given_ | fields))
    return PickedRecord(record, shown(record, rule, NAMES).record, "Repairs on time")


def passage(quote: str = "Repairs were done in a day.") -> PickedPassage:
    start = TEXT.index(quote)
    pick = PassagePick(case_study=WESTMERE.id, start=start, end=start + len(quote))
    return PickedPassage(pick, WESTMERE)


def claim_of(one: Picked) -> str:
    return claim_field(mark_of(one.pick))


def quote_of(one: Picked) -> str:
    return quote_field(mark_of(one.pick))


def refused(picked: list[Picked], **changes: str) -> dict[str, str]:
    with pytest.raises(RejectedFormError) as rejected:
        draft_in(picked, first_answers(picked) | changes)
    return rejected.value.errors


def test_a_form_sent_as_it_was_begun_is_the_draft_of_what_was_picked() -> None:
    told, read = seen(theme=Theme.CULTURE, recommendation="Meet weekly."), passage()

    draft = draft_in([told, read], first_answers([told, read]))

    assert (draft.title, draft.lesson) == ("Meeting often helps.", "Meeting often helps.")
    assert (draft.recommendation, draft.theme) == ("Meet weekly.", Theme.CULTURE)
    assert [claim.text for claim in draft.claims] == ["Meeting often helps.", "Repairs were done in a day."]
    assert [one.quote for one in draft.evidence] == ["They met each week.", "Repairs were done in a day."]


def test_a_passage_lends_its_theme_where_no_feedback_has_one() -> None:
    metadata = replace(WESTMERE.metadata, themes=(Theme.INNOVATION,))
    read = replace(passage(), case_study=replace(WESTMERE, metadata=metadata))

    assert first_answers([read])["theme"] == Theme.INNOVATION
    assert first_answers([seen(theme=Theme.CULTURE), read])["theme"] == Theme.CULTURE


def test_what_is_typed_takes_the_place_of_the_first_words() -> None:
    one = seen()
    typed = {
        "title": "Meet!",
        "not_when": "In a flood.",
        claim_of(one): "They meet.",
        quote_of(one): "each week",
    }

    draft = draft_in([one], first_answers([one]) | typed)

    assert (draft.title, draft.not_when) == ("Meet!", "In a flood.")
    [claim] = draft.claims
    assert (claim.text, claim.evidence[0].quote) == ("They meet.", "each week")


def test_a_quote_without_a_claim_stands_under_the_one_above() -> None:
    first, second = seen(), seen("r2", observation="They meet on Mondays.")

    draft = draft_in([first, second], first_answers([first, second]) | {claim_of(second): " "})

    [claim] = draft.claims
    assert [one.quote for one in claim.evidence] == ["They met each week.", "They meet on Mondays."]


def test_the_first_claim_cannot_be_left_out() -> None:
    one = seen()

    assert refused([one], **{claim_of(one): ""}) == {claim_of(one): form_wording.MISSING}


def test_each_quote_that_is_not_word_for_word_is_refused_at_its_field() -> None:
    told, hidden, read = seen(), seen("r2", Attribution.ROLE, observation="Ann Field met us."), passage()

    errors = refused(
        [told, hidden, read],
        **{quote_of(told): "They meet.", quote_of(hidden): "[…] met", quote_of(read): "Repairs took a day."},
    )

    assert errors == {
        quote_of(told): wording.MISQUOTED,
        quote_of(hidden): wording.STRUCK_QUOTE,
        quote_of(read): wording.MISQUOTED,
    }


def test_a_quote_left_as_it_was_shown_is_kept_with_what_was_struck_out() -> None:
    hidden = seen(rule=Attribution.ROLE, observation="Ann Field met us.", conclusion="Ann Field listens.")
    answers = first_answers([hidden])
    assert "Ann" not in str(answers)

    draft = draft_in([hidden], answers)

    assert draft.evidence[0].quote == "Ann Field met us."
    assert draft.lesson == "[…] listens."


@pytest.mark.parametrize(
    "meanwhile", [{"status": RecordStatus.WITHDRAWN}, {"sensitivity": Sensitivity.SENSITIVE}]
)
def test_feedback_that_may_no_longer_be_quoted_is_refused_at_its_quote(meanwhile: dict[str, Any]) -> None:
    one = seen(**meanwhile)

    assert refused([one]) == {quote_of(one): wording.NO_LONGER_QUOTABLE}


def test_of_several_quotes_for_one_claim_some_can_be_left_out_but_not_all() -> None:
    told, read = seen(), passage()
    typed = {quote_of(told): "", quote_of(read): "Repairs were done"}

    assert [one.quote for one in some_evidence_in([told, read], typed)] == ["Repairs were done"]
    with pytest.raises(RejectedFormError) as rejected:
        some_evidence_in([told, read], {})
    assert rejected.value.errors == dict.fromkeys([quote_of(told), quote_of(read)], form_wording.MISSING)


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"status": RecordStatus.ACCEPTED}, True),
        ({"status": RecordStatus.SUBMITTED}, False),
        ({"status": RecordStatus.ACCEPTED, "sensitivity": Sensitivity.SENSITIVE}, False),
    ],
)
def test_the_queue_offers_it_for_what_lessons_may_quote(fields: dict[str, Any], offered: bool) -> None:  # noqa: FBT001  # given
    card = reviews.Card(Shown(feedback(**fields), Author()), None)
    spot = Spot(visit="v1", status=fields["status"])

    view = reviews.view(visit(), spot, card, {}, length=1)

    assert (Action.PROPOSE_FROM_RECORD in str(view)) is offered


def said_by_group(rule: Attribution = Attribution.OPEN, **fields: Any) -> list[PickedRecord]:
    """Each line that the group told its host."""
    record = group_feedback(**({"status": RecordStatus.AGREED} | fields))
    pairs = zip(points(record), points(shown(record, rule, NAMES).record), strict=True)
    return [PickedRecord(one, seen_, "Repairs", number) for number, (one, seen_) in enumerate(pairs)]


def test_of_what_the_group_said_each_line_is_quoted_by_itself_and_word_for_word() -> None:
    listens, names, asks = said_by_group(
        Attribution.CHATHAM_HOUSE,
        strengths=("You listen to tenants.", "Westmere acts."),
        questions=("Who pays?",),
    )

    draft = draft_in([names, asks], first_answers([names, asks]))

    assert [one.source for one in (names, asks)] == [
        "Group feedback, strengths · Repairs",
        "Group feedback, questions for the host · Repairs",
    ]
    assert [(one.field, one.quote) for one in draft.evidence] == [  # type: ignore[union-attr]  # all records
        ("strengths", "Westmere acts."),
        ("questions", "Who pays?"),
    ]
    assert [claim.text for claim in draft.claims] == ["[…] acts.", "Who pays?"]
    assert len({mark_of(one.pick) for one in (listens, names, asks)}) == 3
    assert refused([asks], **{quote_of(asks): "You listen"}) == {quote_of(asks): wording.MISQUOTED}


def test_a_commitment_is_quoted_with_what_shall_be_or_with_any_other_of_its_words() -> None:
    record = commitment(status=RecordStatus.DONE, council="Westmere", measure="Days to a repair.")
    open_, hidden = (
        PickedRecord(record, shown(record, rule, NAMES).record, "Repairs")
        for rule in (Attribution.OPEN, Attribution.CHATHAM_HOUSE)
    )

    draft = draft_in([open_], first_answers([open_]) | {quote_of(open_): "Days to a repair."})

    assert (open_.source, open_.text) == ("Commitment of Westmere, done · Repairs", "Fast")
    assert hidden.source == "Commitment, done · Repairs"
    [quote] = draft.evidence
    assert (quote.field, quote.quote) == ("measure", "Days to a repair.")  # type: ignore[union-attr]  # a record


@pytest.mark.parametrize("status", [RecordStatus.SUBMITTED, RecordStatus.WITHDRAWN])
def test_what_is_not_settled_cannot_be_quoted(status: RecordStatus) -> None:
    draft, proposed = said_by_group(status=status)[0], commitment(status=status)
    unsettled = PickedRecord(proposed, proposed, "Repairs")

    assert refused([draft, unsettled]) == {
        quote_of(draft): wording.NO_LONGER_QUOTABLE,
        quote_of(unsettled): wording.NO_LONGER_QUOTABLE,
    }


def test_a_lesson_rests_on_something() -> None:
    assert refused([]) == {MORE: wording.NOTHING_PICKED}


def test_records_come_before_passages_and_each_once() -> None:
    read, first, second = passage().pick, RecordPick(record="r1"), RecordPick(record="r2")

    assert Errand().resting_on([read, first, read, second, first], "7").picks == (first, second, read)


def test_what_a_form_is_about_finds_room_in_it() -> None:
    picks = [PassagePick(case_study=f"{n}" * 200, start=10**6, end=10**6) for n in range(MOST_PICKED)]

    assert len(str(Errand().resting_on(picks, "1" * 20))) <= 3_000


def labels(view: Block) -> list[str]:
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


def test_the_form_without_anything_to_rest_on_begins_with_the_question_for_it() -> None:
    offered = [Offered("Accepted feedback: Repairs", [seen()])]

    assert labels(blocks.form(Errand(), [], {}, offered))[:2] == [wording.FIRST, "The lesson in one line"]


def test_a_full_form_offers_nothing_more() -> None:
    picked = [seen(f"r{number}") for number in range(MOST_PICKED)]
    errand = Errand(picks=tuple(one.pick for one in picked))

    view = blocks.form(errand, picked, first_answers(picked), [Offered("Accepted", [seen("r99")])])

    assert wording.MORE not in labels(view)
    assert wording.enough(MOST_PICKED) in str(view)


@given(st.lists(FEEDBACK, max_size=MOST_PICKED, unique_by=lambda one: one.id), st.lists(FEEDBACK, max_size=3))
def test_slack_takes_any_form(records: list[FeedbackRecord], more: list[FeedbackRecord]) -> None:
    picked = [PickedRecord(one, one, "Repairs") for one in records]
    offered = [Offered("Accepted feedback: Repairs", [PickedRecord(one, one, "Repairs") for one in more])]
    errand = Errand(picks=tuple(one.pick for one in picked))

    assert validate_view(blocks.form(errand, picked, first_answers(picked), offered)) == []


def test_a_menu_holds_no_more_than_slack_takes() -> None:
    many = [seen(f"r{number}") for number in range(70)]

    view = blocks.form(Errand(), [], {}, [Offered("One", many), Offered("Two", many), Offered("Three", many)])

    assert validate_view(view) == []
    [menu] = [block["element"] for block in view["blocks"] if block.get("block_id") == MORE]
    assert [len(group["options"]) for group in menu["option_groups"]] == [70, 30]


def test_whoever_proposed_a_lesson_reads_what_happens_next() -> None:
    view = blocks.proposed("Meet often")

    assert validate_view(view) == []
    assert "Meet often" in str(view)
    assert wording.NEXT in str(view)
