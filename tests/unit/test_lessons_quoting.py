"""What was typed as a quote is found in its source sign by sign, or refused; a guess finds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.attribution import STRUCK, Names, shown
from knowledge.errors import MisquotedError, StruckQuoteError
from knowledge.lessons import checked, passage_quote, record_quote
from knowledge.model import CaseStudy, Metadata
from knowledge.records import FeedbackRecord, RecordStatus
from knowledge.visits import Attribution
from tests.lesson_samples import draft, sources
from tests.visit_samples import TEXTS, feedback

NAMES = Names(people=("Ann Field",), councils=("Westmere",))
TOLD = feedback(
    observation="Ann Field of Westmere meets tenants each week. They decide together.",
    conclusion="Meeting often helps.",
    status=RecordStatus.ACCEPTED,
)
UNDER_CHATHAM_HOUSE = shown(TOLD, Attribution.CHATHAM_HOUSE, NAMES).record


def quote(typed: str, record: FeedbackRecord = TOLD, seen: FeedbackRecord = UNDER_CHATHAM_HOUSE) -> str:
    return record_quote(record, seen, "observation", typed).quote


def test_a_quote_left_whole_is_the_whole_field_with_what_was_struck_out_of_it() -> None:
    assert STRUCK in UNDER_CHATHAM_HOUSE.observation

    found = record_quote(TOLD, UNDER_CHATHAM_HOUSE, "observation", UNDER_CHATHAM_HOUSE.observation)

    assert (found.quote, found.field, found.record, found.visit) == (
        TOLD.observation,
        "observation",
        "r1",
        "v1",
    )
    assert checked(draft(found), sources(records={"r1": TOLD})).evidence == (found,)


def test_a_part_without_struck_words_is_that_part() -> None:
    assert quote("meets tenants\n each  week.") == "meets tenants each week."


def test_a_part_with_struck_words_is_refused_as_such() -> None:
    with pytest.raises(StruckQuoteError):
        quote(f"{STRUCK} meets tenants")


@pytest.mark.parametrize("guess", ["Ann Field", "Westmere", "Field of Westmere meets", "of Westmere"])
def test_a_guess_at_what_was_struck_out_is_refused_like_any_wrong_quote(guess: str) -> None:
    with pytest.raises(MisquotedError) as refused:
        quote(guess)

    assert not isinstance(refused.value, StruckQuoteError)


def test_the_words_of_another_field_are_quoted_from_there() -> None:
    found = record_quote(TOLD, UNDER_CHATHAM_HOUSE, "observation", "Meeting often")

    assert (found.field, found.quote) == ("conclusion", "Meeting often")


def test_other_words_are_refused() -> None:
    with pytest.raises(MisquotedError, match="word for word"):
        quote("They decided together.")


def test_a_passage_is_followed_to_the_place_it_was_picked_from_first() -> None:
    study = CaseStudy("parks", Metadata("Parks"), "They met.\nThey asked.\n\nThey\nmet.")

    assert passage_quote(study, "They met.").start == 0
    later = passage_quote(study, "They met.", near=10)
    assert (later.quote, study.text[later.start : later.end]) == ("They\nmet.", "They\nmet.")
    assert passage_quote(study, "They asked.", near=20).quote == "They asked."
    with pytest.raises(MisquotedError):
        passage_quote(study, "They meet.")


@given(TEXTS, st.data())
def test_whatever_is_found_stands_in_its_source(text: str, data: st.DataObject) -> None:
    record = feedback(observation=text, status=RecordStatus.ACCEPTED)
    start = data.draw(st.integers(0, len(record.observation) - 1))
    end = data.draw(st.integers(start + 1, len(record.observation)))
    typed = record.observation[start:end]
    if not typed.strip():
        return

    found = quote(typed, record, record)

    assert found in record.observation
    assert found.split() == typed.split()
