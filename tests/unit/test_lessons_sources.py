"""A lesson's quotes are verbatim or refused, and say so when they no longer stand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.attribution import Names
from knowledge.errors import MisquotedError, NotAllowedError
from knowledge.lessons import (
    LessonGesture,
    LessonRole,
    LessonStatus,
    PassageEvidence,
    RecordEvidence,
    Sources,
    Stance,
    Verdict,
    agreement,
    drafted,
    forgetting,
    may,
    points,
    proposed,
    rechecked,
    revised,
    text_of,
    verdict,
    with_evidence,
)
from knowledge.lessons import (
    passage as find_passage,
)
from knowledge.model import Audience, CaseStudy, Metadata, Status, Theme
from knowledge.records import ERASED, RecordGesture, RecordStatus, Sensitivity
from knowledge.records import moved as record_moved
from knowledge.visits import Attribution
from tests.lesson_samples import (
    ANN,
    BEN,
    OFFICER,
    OWNER,
    RECORD,
    TEXT,
    VISIT,
    WESTMERE,
    draft,
    endorsed_lesson,
    lesson,
    passage,
    shared_lesson,
    sources,
    words,
)
from tests.visit_samples import AUTHOR, NOW, commitment, feedback, group_feedback, visit


def refusal(*evidence: RecordEvidence | PassageEvidence, among: Sources | None = None) -> str:
    with pytest.raises(MisquotedError) as refused:
        proposed(draft(words(), *evidence), "l1", ANN, among or sources(), at=NOW)
    return str(refused.value)


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.sampled_from(["", "x", " "]))
def test_a_quote_is_what_its_case_study_says_there_or_is_refused(start: int, end: int, more: str) -> None:
    quote = TEXT[start:end] + more or "x"
    evidence = PassageEvidence(case_study="westmere", start=start, end=max(end, 1), quote=quote)

    try:
        made = proposed(draft(evidence), "l1", ANN, sources(), at=NOW)
    except MisquotedError as refused:
        assert quote != TEXT[start : max(end, 1)]
        assert str(refused).startswith("claim 1: case study westmere does not say “")  # noqa: PT017
        return

    [kept] = made.evidence
    assert isinstance(kept, PassageEvidence)
    assert kept.quote == TEXT[kept.start : kept.end]


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (words("They met daily."), "claim 2: record r1 does not say “They met daily.” in its observation"),
        (
            words(field="discussion"),
            "claim 2: record r1 does not say “They met each week.” in its discussion",
        ),
        (
            words(field="respondent", quote="heron"),
            "claim 2: record r1 does not say “heron” in its respondent",
        ),
        (words(record="r9"), "claim 2: there is no record r9"),
        (words(visit="v9"), "claim 2: record r1 is of another visit"),
        (passage(case_study="other"), "claim 2: there is no case study other"),
    ],
)
def test_a_refusal_names_the_claim_and_what_is_wrong(
    evidence: RecordEvidence | PassageEvidence, said: str
) -> None:
    assert refusal(evidence) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "submitted"}, "record r2 is submitted: accept it before a lesson quotes it"),
        ({"sensitivity": Sensitivity.SENSITIVE}, "record r2 is sensitive, so lessons cannot quote it"),
        ({"status": "withdrawn"}, "record r2 was withdrawn by its author"),
    ],
)
def test_only_what_was_accepted_and_is_nobodys_secret_is_quoted(fields: dict[str, str], said: str) -> None:
    other = feedback("r2", **{"status": "accepted", "observation": "They met each week."} | fields)
    among = sources(records={"r1": RECORD, "r2": other})

    assert refusal(words(record="r2"), among=among) == f"claim 2: {said}"


def test_what_was_made_here_of_a_record_or_a_lesson_is_quoted_from_those() -> None:
    among = sources(replace(WESTMERE, status=Status.ACCEPTED))

    assert (
        refusal(passage(), among=among) == "claim 2: westmere is no case study: quote what it was made from"
    )


def test_only_a_facilitator_or_an_owner_proposes() -> None:
    with pytest.raises(NotAllowedError, match="only a facilitator or an owner of its theme can propose"):
        proposed(draft(), "l1", OFFICER, sources(), at=NOW)


def test_a_proposal_is_the_first_event_and_draws_on_its_sources() -> None:
    made = proposed(draft(words(), passage()), "l1", ANN, sources(), at=NOW)

    [event] = made.history
    assert (event.actor, event.role, event.gesture) == ("teal", LessonRole.FACILITATOR, LessonGesture.PROPOSE)
    assert (made.visit, made.as_of) == ("v1", "2026-03-04")
    assert made.councils == ("Eastborough", "Westmere")
    assert made.attribution is Attribution.OPEN
    assert (made.proposer, made.version) == ("teal", 1)


@pytest.mark.parametrize("rule", Attribution)
@pytest.mark.parametrize("own", Attribution)
def test_the_strictest_rule_of_its_sources_is_the_lessons_and_names_councils_only_if_it_may(
    rule: Attribution, own: Attribution
) -> None:
    among = sources(
        visits={"v1": VISIT.model_copy(update={"attribution": rule})},
        records={"r1": RECORD.model_copy(update={"attribution": own})},
    )

    made = proposed(draft(words(), passage()), "l1", ANN, among, at=NOW)

    order = [*Attribution]
    assert made.attribution is order[max(order.index(rule), order.index(own))]
    named = made.attribution in {Attribution.OPEN, Attribution.ORGANISATION}
    assert bool(made.councils) is named


def test_a_rule_of_what_is_not_quoted_does_not_count() -> None:
    strict = visit("v2", attribution=Attribution.CHATHAM_HOUSE)
    among = sources(
        records={"r1": RECORD, "r2": feedback("r2", visit="v2", status="accepted")},
        visits={"v1": VISIT, "v2": strict},
    )

    assert proposed(draft(), "l1", ANN, among, at=NOW).attribution is Attribution.OPEN


def test_a_quote_that_moved_with_its_text_is_followed() -> None:
    before = shared_lesson(passage())
    longer = replace(WESTMERE, text="In short: " + TEXT)

    after = rechecked(before, "westmere", sources(longer), at=NOW)

    [kept] = after.evidence
    assert isinstance(kept, PassageEvidence)
    assert longer.text[kept.start : kept.end] == kept.quote
    assert (after.faults, after.status, after.version) == ((), before.status, before.version + 1)


def test_a_quote_that_stands_nowhere_any_more_marks_its_lesson_until_it_is_back() -> None:
    before = shared_lesson(words(), passage())
    other = replace(WESTMERE, text="Repairs were done in a week.")

    marked = rechecked(before, "westmere", sources(other), at=NOW)

    said = "claim 2: case study westmere does not say “Repairs were done in a day.” there"
    assert marked.faults == (said,)
    event = marked.history[-1]
    assert (event.actor, event.role, event.reason) == ("peerbot", LessonRole.PEERBOT, said)
    assert marked.status is LessonStatus.SHARED
    assert rechecked(marked, "westmere", sources(other), at=NOW) is marked
    back = rechecked(marked, "westmere", sources(WESTMERE), at=NOW)
    assert (back.faults, back.evidence) == ((), before.evidence)


def test_a_lesson_whose_case_study_is_gone_says_so() -> None:
    marked = rechecked(shared_lesson(passage()), "westmere", Sources(), at=NOW)

    assert marked.faults == ("claim 1: there is no case study westmere",)


def test_a_lesson_is_not_touched_by_other_case_studies() -> None:
    found = shared_lesson(words(), passage())

    assert rechecked(found, "other", Sources(), at=NOW) is found
    assert rechecked(found, "westmere", sources(), at=NOW) is found


def test_what_its_author_withdraws_leaves_the_lesson_too() -> None:
    told = feedback(observation="SECRET told us once.", conclusion="SECRET plan it is.", status="accepted")
    among = sources(records={"r1": told})
    made = proposed(
        draft(words("SECRET told us"), lesson="It is a SECRET plan it is. Meet.", prompt="Ask."),
        "l1",
        ANN,
        among,
        at=NOW,
    )

    after = forgetting(made, told, at=NOW)

    assert "SECRET" not in after.model_dump_json()
    assert after.lesson == f"It is a {ERASED} Meet."
    assert after.prompt == "Ask."
    assert [each.quote for each in after.evidence] == [ERASED]
    assert after.faults == ("claim 1: record r1 was withdrawn by its author",)
    assert verdict(after) is Verdict.UNSUPPORTED


def test_a_single_word_of_a_withdrawn_record_is_everybodys_and_stays() -> None:
    told = feedback(observation="Meet", status="accepted")
    made = proposed(
        draft(words("Meet"), lesson="Meet often."), "l1", ANN, sources(records={"r1": told}), at=NOW
    )

    assert forgetting(made, told, at=NOW).lesson == "Meet often."


def test_evidence_that_is_added_makes_the_lesson_as_strict_as_it_is_and_is_added_once() -> None:
    strict = visit("v2", host="Northshire", attribution=Attribution.CHATHAM_HOUSE)
    other = feedback("r2", visit="v2", status="accepted", observation="They met each week.")
    among = sources(records={"r1": RECORD, "r2": other}, visits={"v1": VISIT, "v2": strict})
    more = words(record="r2", visit="v2")

    after = with_evidence(shared_lesson(), 1, more, BEN, among, at=NOW)

    assert (after.attribution, after.councils) == (Attribution.CHATHAM_HOUSE, ())
    assert [len(claim.evidence) for claim in after.claims] == [2]
    assert after.status is LessonStatus.SHARED
    assert with_evidence(after, 1, more, BEN, among, at=NOW) is after


def test_whoever_added_a_quote_cannot_check_it_either() -> None:
    added = with_evidence(lesson(), 1, passage(), BEN, sources(), at=NOW)

    assert added.writers == {"teal", "wren"}
    assert not may(added, LessonGesture.VALIDATE, BEN)
    assert may(added, LessonGesture.VALIDATE, OWNER)


def test_evidence_that_is_added_must_be_verbatim_and_under_a_claim_there_is() -> None:
    with pytest.raises(MisquotedError, match="claim 1: record r1 does not say"):
        with_evidence(shared_lesson(), 1, words("No."), BEN, sources(), at=NOW)
    with pytest.raises(NotAllowedError, match="no claim 2: it has 1"):
        with_evidence(shared_lesson(), 2, passage(), BEN, sources(), at=NOW)


def test_as_many_sources_that_disagree_as_agree_contradict_a_lesson_in_force() -> None:
    against = passage("Westmere met its tenants each month.", stance=Stance.DISAGREES)

    after = with_evidence(shared_lesson(), 1, against, BEN, sources(), at=NOW)

    assert after.status is LessonStatus.CONTRADICTED
    assert [event.gesture for event in after.history[-2:]] == ["add evidence to", "mark as contradicted"]
    early = with_evidence(lesson(), 1, against, BEN, sources(), at=NOW)
    assert (verdict(early), early.status) == (Verdict.CONTRADICTED, LessonStatus.PROPOSED)


def test_one_of_three_sources_that_disagrees_makes_a_lesson_mixed() -> None:
    second = CaseStudy("north", Metadata("North", ("Northshire",)), TEXT)
    made = proposed(
        draft(words(), passage(), passage(case_study="north", stance=Stance.DISAGREES)),
        *("l1", ANN, sources(WESTMERE, second)),
        at=NOW,
    )
    about = {
        "visit v1": ["Eastborough"],
        "case study westmere": ["Westmere"],
        "case study north": ["Northshire"],
    }

    found = agreement(made, made.attribution, about)

    assert (found.verdict, found.seen_in, found.disagree, found.organisations) == (Verdict.MIXED, 3, 1, 3)


def test_two_quotes_of_one_visit_are_one_source() -> None:
    made = lesson("l1", words(), words("They met"))

    found = agreement(made, made.attribution, {"visit v1": ["Eastborough"]})

    assert (found.verdict, found.seen_in, found.disagree, found.organisations) == (Verdict.SUPPORTED, 1, 0, 1)


def test_below_three_organisations_no_number_is_shown_under_chatham_house() -> None:
    made = lesson("l1", words(), passage(), attribution=Attribution.CHATHAM_HOUSE)
    about = {"visit v1": ["Eastborough"], "case study westmere": ["Westmere", "Westmere Council"]}

    few = agreement(made, made.attribution, about)
    enough = agreement(made, made.attribution, about | {"case study westmere": ["Westmere", "Northshire"]})

    assert (few.verdict, few.seen_in, few.disagree, few.organisations) == (
        Verdict.SUPPORTED,
        None,
        None,
        None,
    )
    assert (enough.seen_in, enough.disagree, enough.organisations) == (2, 0, 3)


def test_what_is_indexed_is_what_the_lesson_says_under_a_heading_for_each_part() -> None:
    made = endorsed_lesson().model_copy(update={"recommendation": "Meet weekly.", "not_when": "In August."})

    text = text_of(made, Names())

    assert text.text == (
        "The lesson\n\nMeeting often helps.\n\nRecommendation\n\nMeet weekly.\n\n"
        "When it does not\n\nIn August."
    )
    for heading in text.headings:
        assert text.text[heading.start : heading.end] == heading.title
    assert (text.id, text.metadata.title, text.metadata.themes) == ("l1", "Meet often", (Theme.CULTURE,))
    assert (text.metadata.councils, text.metadata.as_of) == (("Eastborough",), "2026-03-04")
    assert (text.metadata.visit, text.metadata.audience) == ("v1", Audience.VISIT_TEAM)
    assert (text.status, text_of(shared_lesson(), Names()).status) == (Status.ENDORSED, Status.SHARED)


def test_what_is_indexed_names_nobody_that_the_attribution_does_not_let_it_name() -> None:
    names = Names(("Ada Quill",), ("Eastborough",))
    told = {"title": "Ada Quill of Eastborough", "lesson": "Eastborough met Ada Quill and ada@east.example."}

    text = text_of(lesson(**told, status="shared", attribution=Attribution.CHATHAM_HOUSE, councils=()), names)

    assert text.metadata.title == "[…] of […]"
    assert text.text.endswith("[…] met […] and […]")
    assert text_of(lesson(**told, status="stale"), names).text.endswith(told["lesson"])


def test_a_draft_is_prefilled_with_the_words_of_the_records_and_can_be_proposed_as_it_is() -> None:
    one = feedback(
        "r1",
        observation="They met. Often.",
        conclusion="Meeting helps. Do it.",
        theme=Theme.CULTURE,
        status="accepted",
    )
    two = feedback("r2", observation="Nobody was left out.", recommendation="Invite all.", status="accepted")
    found = find_passage(WESTMERE, "done in a day")
    assert found is not None

    made = drafted([one, two], [found])

    assert (made.title, made.theme) == ("Meeting helps.", Theme.CULTURE)
    assert (made.lesson, made.recommendation) == ("Meeting helps. Do it.", "Invite all.")
    assert [claim.text for claim in made.claims] == [
        "Meeting helps. Do it.",
        "Nobody was left out.",
        "done in a day",
    ]
    among = sources(records={"r1": one, "r2": two})
    assert proposed(made, "l1", ANN, among, at=NOW).status is LessonStatus.PROPOSED


@pytest.mark.parametrize(
    "told",
    [
        feedback("r2", observation="x" * 3000, status="accepted"),
        commitment("r2", status="done"),
        group_feedback("r2", status="agreed", strengths=("You listen.", "You act.")),
    ],
)
def test_a_draft_of_any_record_stands(told: object) -> None:
    among = sources(records={"r2": told})

    made = proposed(drafted([told]), "l1", ANN, among, at=NOW)  # type: ignore[list-item]

    assert made.claims


def test_each_line_that_the_group_said_is_a_point_and_any_other_record_is_one() -> None:
    said = group_feedback("r2", strengths=("You listen.", "You act."), questions=("Why?",))

    assert [drafted([one]).claims[0].text for one in points(said)] == ["You listen.", "You act.", "Why?"]
    assert [one.id for one in points(said)] == ["r2"] * 3
    assert points(RECORD) == (RECORD,)


def test_a_lesson_on_a_commitment_speaks_of_its_council_and_is_prompted_by_how_it_was() -> None:
    done = commitment("r2", council="Northshire", status="done", current_state="Slow", desired_state="Fast")
    begun = drafted([done])

    made = proposed(begun, "l1", ANN, sources(records={"r2": done}), at=NOW)

    assert (begun.prompt, begun.lesson, made.councils) == ("Slow", "Fast", ("Northshire",))


def test_a_lesson_on_what_the_group_said_holds_the_rules_of_what_it_was_composed_from() -> None:
    strict = feedback("r1", attribution=Attribution.CHATHAM_HOUSE)
    said = group_feedback("r2", status="agreed", chosen=("r1", "gone"))
    among = sources(records={"r2": said}, composed_from={"r1": strict, "r3": feedback("r3")})

    made = proposed(drafted([said]), "l1", ANN, among, at=NOW)

    assert (made.attribution, made.councils) == (Attribution.CHATHAM_HOUSE, ())


def test_a_quote_that_a_case_study_does_not_hold_word_for_word_is_not_found() -> None:
    assert find_passage(WESTMERE, "done in one day") is None
    assert find_passage(WESTMERE, "") is None


def test_a_revision_is_checked_like_a_proposal_and_clears_what_was_marked() -> None:
    marked = rechecked(lesson("l1", passage()), "westmere", Sources(), at=NOW)

    with pytest.raises(MisquotedError, match="claim 1: there is no case study"):
        revised(marked, marked, BEN, Sources(), at=NOW)

    again = revised(marked, marked, BEN, sources(), at=NOW)
    assert (again.faults, again.history[-1].gesture) == ((), LessonGesture.REVISE)


def test_a_tombstone_is_quoted_by_nobody() -> None:
    gone = record_moved(RECORD, RecordGesture.WITHDRAW, AUTHOR, at=NOW + timedelta(hours=1))
    assert gone.status is RecordStatus.WITHDRAWN

    said = refusal(words("They met each week."), among=sources(records={"r1": gone}))

    assert said == "claim 1: record r1 was withdrawn by its author"
