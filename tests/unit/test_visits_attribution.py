"""Nobody is named who must not be, wherever their name was written."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.attribution import STRUCK, Author, Names, count_shown, shown, strictest, struck
from knowledge.fields import prose
from knowledge.records import Evidence, EvidenceKind, Record
from knowledge.visits import Attribution
from tests.visit_samples import FEEDBACK, RECORDS, commitment, feedback, session, visit

PEOPLE = ("Zoë Quartermaine", "Bartholomew O'Xzibit")
COUNCILS = ("Qwertyshire County Council", "Zed and Wyxford", "City of Vexby")
NAMES = Names(PEOPLE, COUNCILS)
PERSON_MARKS = (
    "Zoë",
    "Quartermaine",
    "quartermaine",
    "Bartholomew",
    "Xzibit",
    "U0PLANT",
    "zq@vx.gov.uk",
    "zoeq",
)
COUNCIL_MARKS = ("qwertyshire", "wyxford", "vexby")
PLANTS = st.one_of(
    st.sampled_from(
        [*PEOPLE, "ZOË  QUARTERMAINE", "zoë_quartermaine", "Zoe\u0308 Quartermaine", "Quartermaine"]
    ),
    st.sampled_from([*COUNCILS, "QWERTYSHIRE", "_Qwertyshire_", "Wyxford & Zed", "Zed\nWyxford", "Vexby"]),
    st.sampled_from(["<@U0PLANT>", "<@U0PLANT|Zoë Quartermaine>", "@zoeq", "zq@vx.gov.uk", "a@@zoeq"]),
)
GLUE = st.sampled_from(["", " ", "… ", "(", "'s ", "\n", "_", "*", "/", "-", "'"])
PLANTED = st.lists(st.tuples(GLUE, PLANTS, GLUE), min_size=1, max_size=3).map(
    lambda parts: " ".join(itertools.chain.from_iterable(parts)) + " words"
)


def planted(record: Record, text: str) -> Record:
    """The record with the text in every field that holds words."""
    text = prose(text)
    no_words = {"id", "visit", "session", "respondent", "enquiry", "chosen", "agreed_by"}
    changes: dict[str, Any] = {
        "history": tuple(e.model_copy(update={"reason": text}) for e in record.history)
    }
    for name, field in type(record).model_fields.items():
        if name not in no_words and (
            type(getattr(record, name)) is str or "Optional[str]" in str(field.annotation)
        ):
            changes[name] = text
        if name in {"strengths", "considerations", "innovations", "questions"}:
            changes[name] = (text, text)
        if name == "evidence":
            changes[name] = tuple(Evidence(kind=kind, reference=text, quote=text) for kind in EvidenceKind)
        if field.annotation == str | None and name not in no_words:
            changes[name] = text
    return type(record).model_validate(dict(record) | changes)


def words(record: Record) -> str:
    return record.model_dump_json().casefold().replace("e\u0308", "ë")


@given(RECORDS, PLANTED, st.sampled_from([*Attribution][1:]))
def test_a_name_planted_anywhere_is_struck_out(record: Record, text: str, rule: Attribution) -> None:
    author = Author(PEOPLE[0], COUNCILS[0], f"aide to {PEOPLE[1]}")

    told = shown(planted(record, text), rule, NAMES, author)

    applied = strictest(rule, record.attribution)
    left = f"{words(told.record)} {told.author.role}".casefold()
    assert not [mark for mark in PERSON_MARKS if mark.casefold() in left]
    if applied in {Attribution.ROLE, Attribution.CHATHAM_HOUSE}:
        assert not [mark for mark in COUNCIL_MARKS if mark in left]
    assert (told.author.person, told.author.organisation) == (
        None,
        COUNCILS[0] if applied is Attribution.ORGANISATION else None,
    )


@given(RECORDS, PLANTED, st.sampled_from(Attribution))
def test_what_was_struck_out_can_be_stored_and_striking_out_again_changes_nothing(
    record: Record, text: str, rule: Attribution
) -> None:
    once = shown(planted(record, text), rule, NAMES).record

    assert type(once).model_validate_json(once.model_dump_json()) == once
    assert shown(once, rule, NAMES).record == once


@given(FEEDBACK)
def test_under_the_open_rule_everything_is_shown(record: Record) -> None:
    author = Author("Ann", "Kent", "head")
    record = record.model_copy(update={"attribution": Attribution.OPEN})

    told = shown(record, Attribution.OPEN, NAMES, author)

    assert (told.record, told.author) == (record, author)


@given(st.lists(st.sampled_from(Attribution), min_size=1, max_size=5))
def test_the_strictest_rule_wins_in_whatever_order_they_come(rules: list[Attribution]) -> None:
    order = [Attribution.OPEN, Attribution.ORGANISATION, Attribution.ROLE, Attribution.CHATHAM_HOUSE]

    won = strictest(*rules)

    assert won in rules
    assert all(order.index(won) >= order.index(rule) for rule in rules)
    assert strictest(*reversed(rules)) is won


@pytest.mark.parametrize("rule", Attribution)
def test_each_rule_lets_be_shown_what_it_says(rule: Attribution) -> None:
    author = Author("Ann Smith", "Kent", "head of housing")

    told = shown(feedback(respondent_role="head of housing"), rule, Names(), author)

    assert (
        told.author
        == {
            Attribution.OPEN: author,
            Attribution.ORGANISATION: Author(organisation="Kent"),
            Attribution.ROLE: Author(role="head of housing"),
            Attribution.CHATHAM_HOUSE: Author(),
        }[rule]
    )
    may_say_role = rule in {Attribution.OPEN, Attribution.ROLE}
    assert (told.record.respondent_role is not None) == may_say_role


def test_an_author_may_ask_for_more_discretion_than_the_visit_but_not_for_less() -> None:
    author = Author("Ann Smith", "Kent", "head of housing")
    shy, bold = feedback(attribution=Attribution.CHATHAM_HOUSE), feedback(attribution=Attribution.OPEN)

    assert shown(shy, Attribution.OPEN, Names(), author).author == Author()
    assert shown(bold, Attribution.ROLE, Names(), author).author == Author(role="head of housing")


def test_a_commitments_council_is_struck_out_though_nobody_listed_it() -> None:
    told = shown(commitment(council="Medway", desired_state="Medway acts"), Attribution.ROLE, Names())

    assert (told.record.council, told.record.desired_state) == (STRUCK, f"{STRUCK} acts")
    assert shown(commitment(council="Medway"), Attribution.ORGANISATION, Names()).record.council == "Medway"


def test_a_link_to_a_message_is_withheld_for_it_leads_to_its_author() -> None:
    evidence = [
        {"kind": "message", "reference": "x/p1", "quote": "Yes"},
        {"kind": "document", "reference": "p. 3"},
    ]

    told = shown(feedback(evidence=evidence), Attribution.ORGANISATION, Names()).record

    assert [each.reference for each in told.evidence] == [None, "p. 3"]
    assert (
        shown(feedback(evidence=evidence), Attribution.OPEN, Names()).record.evidence[0].reference == "x/p1"
    )


@pytest.mark.parametrize(
    ("councils", "chatham", "other"),
    [
        ((), None, 0),
        (("Kent", "Leeds"), None, 2),
        (("Kent", "Leeds", "kent council"), None, 2),
        (("A", "B", "C"), 3, 3),
    ],
)
def test_under_chatham_house_a_count_below_three_organisations_is_withheld(
    councils: tuple[str, ...], chatham: int | None, other: int
) -> None:
    assert count_shown(councils, Attribution.CHATHAM_HOUSE) == chatham
    assert {count_shown(councils, rule) for rule in [*Attribution][:3]} == {other}


def test_words_that_only_look_like_a_name_are_left() -> None:
    names = Names(("Will May",), ("Kent", "Bath"))

    kept = struck("They will and may, in Kentish bathrooms; Will did in Kent.", Attribution.ROLE, names)

    assert kept == f"They will and may, in Kentish bathrooms; {STRUCK} did in {STRUCK}."


def test_a_long_text_stays_short_enough_for_its_field() -> None:
    record = feedback(observation="Al " * 999)

    told = shown(record, Attribution.ROLE, Names(("Al Bo",))).record

    assert len(told.observation) <= len(record.observation)
    assert "Al" not in told.observation


def test_a_visit_leaves_without_its_names_and_with_its_time_zone() -> None:
    planned = visit(title="Leeds and Kent", host="London", attribution=Attribution.CHATHAM_HOUSE)
    names = Names(councils=planned.councils)

    told = struck(planned, planned.attribution, names)

    assert (told.title, told.host, told.time_zone) == (f"Leeds and {STRUCK}", STRUCK, "Europe/London")
    assert struck(session(place="Medway Hall"), planned.attribution, names).place == f"{STRUCK} Hall"


@pytest.mark.parametrize("rule", Attribution)
def test_what_slack_calls_somebody_is_struck_out_under_every_rule(rule: Attribution) -> None:
    told = feedback(observation="Ask <@U0ASHA0001> or U0ASHA0001, not UNESCO or W3C.")

    said = shown(told, rule, Names()).record.observation

    assert said == "Ask […] or […], not UNESCO or W3C."
