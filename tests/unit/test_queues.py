"""The queue keeps its reader's place, whatever others decide meanwhile, and fits into Slack."""

from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import reviews as blocks
from bot.blocks.gestures import Action, Form
from bot.queues import STATUSES, Spot, at, queue, waiting_again
from bot.wording import reviews as wording
from bot.workspace.blocks import validate_view
from knowledge.attribution import Author, Shown
from knowledge.model import Theme
from knowledge.records import (
    Evidence,
    EvidenceKind,
    FeedbackRecord,
    RecordGesture,
    RecordStatus,
    moved,
)
from tests.visit_samples import FACILITATOR, FEEDBACK, NOW, commitment, feedback, visit

SPOT = Spot(visit="v1")
THREE = tuple(feedback(name) for name in ("r1", "r2", "r3"))
LONG = "word " * 599


def test_a_queue_holds_feedback_of_its_status_and_theme_only() -> None:
    themed = feedback("r4", theme=Theme.CULTURE)
    told = [*THREE, themed, commitment(), feedback("r5", status=RecordStatus.ACCEPTED)]

    assert queue(told, SPOT) == (*THREE, themed)
    assert queue(told, Spot(visit="v1", theme=Theme.CULTURE)) == (themed,)
    assert [one.id for one in queue(told, Spot(visit="v1", status=RecordStatus.ACCEPTED))] == ["r5"]


def test_turning_goes_round_and_what_was_decided_makes_room_for_the_next() -> None:
    second, _ = at(THREE, SPOT, 1)
    last, _ = at(THREE, second, 1)

    assert (second.record, last.record) == ("r2", "r3")
    assert at(THREE, last, 1)[0].record == "r1"
    assert at(THREE, SPOT, -1)[0].record == "r3"
    assert at((THREE[0], THREE[2]), second)[0].record == "r3"
    assert at(THREE[:2], last)[0].record == "r2"
    assert at((), second) == (SPOT, None)


@given(
    st.lists(st.sampled_from([-1, 0, 1]), max_size=20),
    st.lists(st.sets(st.sampled_from(["r1", "r2", "r3"])), max_size=20),
)
def test_wherever_somebody_turns_they_are_at_a_record_of_the_queue(
    turns: list[int], left: list[set[str]]
) -> None:
    spot = SPOT
    for turn, names in zip(turns, left, strict=False):
        records = [one for one in THREE if one.id in names]
        spot, found = at(records, spot, turn)

        assert (found in records) if records else (found is None)
        assert spot.record == (found.id if found else None)
        assert not records or records[spot.number].id == spot.record


def test_a_filter_starts_at_its_beginning() -> None:
    spot = Spot(visit="v1", record="r2", version=3, number=1)

    themed = blocks.filtered(spot, f"{Action.FILTER_QUEUE}:theme", Theme.CULTURE)
    assert themed == Spot(visit="v1", theme=Theme.CULTURE)
    assert blocks.filtered(themed, f"{Action.FILTER_QUEUE}:theme", "all") == SPOT
    assert blocks.filtered(spot, f"{Action.FILTER_QUEUE}:status", RecordStatus.REJECTED).status == "rejected"


def seen(record: FeedbackRecord) -> dict[str, object]:
    card = blocks.Card(Shown(record, Author("Ann", "Kent", "head of housing")), "09:30 Walk")
    return blocks.view(visit(), SPOT, card, {}, length=3, said=wording.ACCEPTED)


@given(FEEDBACK)
def test_whatever_was_told_its_card_is_one_that_slack_takes(record: FeedbackRecord) -> None:
    assert validate_view(seen(record)) == []


def test_the_longest_feedback_there_can_be_fits() -> None:
    evidence = Evidence(kind=EvidenceKind.MESSAGE, reference="x" * 300, quote=LONG)
    texts = ("observation", "discussion", "conclusion", "recommendation")
    longest = feedback(**dict.fromkeys(texts, LONG), evidence=(evidence,) * 20)
    asked = longest
    for gesture in (RecordGesture.ASK, RecordGesture.REJECT, RecordGesture.REOPEN):
        asked = moved(asked, gesture, FACILITATOR, at=NOW, reason=LONG)

    shown = seen(asked)

    assert validate_view(shown) == []
    assert len(str(shown)) < 15_200 + 4_000  # characters: texts, and what is around them
    assert validate_view(blocks.reason_form(Form.QUESTION_TO_AUTHOR, SPOT)) == []


def test_only_what_can_be_done_from_where_a_record_is_can_be_pressed() -> None:
    offered = {
        status: {
            action
            for action in (
                Action.ACCEPT_FEEDBACK,
                Action.ASK_FOR_INFORMATION,
                Action.REJECT_FEEDBACK,
                Action.REOPEN_FEEDBACK,
            )
            if action in str(seen(feedback(status=status)))
        }
        for status in STATUSES
    }

    assert offered == {
        RecordStatus.SUBMITTED: {
            Action.ACCEPT_FEEDBACK,
            Action.ASK_FOR_INFORMATION,
            Action.REJECT_FEEDBACK,
        },
        RecordStatus.NEEDS_INFORMATION: {Action.REJECT_FEEDBACK},
        RecordStatus.ACCEPTED: {Action.REOPEN_FEEDBACK},
        RecordStatus.DISTILLED: {Action.REOPEN_FEEDBACK},
        RecordStatus.REJECTED: {Action.REOPEN_FEEDBACK},
    }


def test_what_was_just_decided_is_undone_beside_the_sentence_that_says_so() -> None:
    read = Spot(visit="v1", theme=Theme.CULTURE, record="r2", version=3, number=1)
    undone = waiting_again(read, 1)
    shown = blocks.view(visit(), read, None, {}, length=0, said=wording.ACCEPTED, undo=undone)

    undo = shown["blocks"][0]["accessory"]
    assert validate_view(shown) == []
    assert (undo["action_id"], Spot.model_validate_json(undo["value"])) == (Action.REOPEN_FEEDBACK, undone)
    assert undone == Spot(visit="v1", theme=Theme.CULTURE, record="r2", version=4, number=1)
    again = waiting_again(read.model_copy(update={"status": RecordStatus.REJECTED}))
    assert (again.status, again.version) == (RecordStatus.SUBMITTED, 3)


def test_reasons_stand_in_the_order_in_which_they_were_given_the_last_of_each_kind() -> None:
    record = feedback()
    for gesture, reason in (
        (RecordGesture.REJECT, "Too short."),
        (RecordGesture.REOPEN, "By mistake."),
        (RecordGesture.ASK, "Which desk?"),
        (RecordGesture.REJECT, "Twice the same."),
    ):
        record = moved(record, gesture, FACILITATOR, at=NOW, reason=reason)
    shown = str(seen(record))

    assert "Too short." not in shown
    places = [shown.index(said) for said in ("By mistake.", "Which desk?", "Twice the same.")]
    assert places == sorted(places)


def test_the_form_that_puts_something_back_says_what_rests_on_it_and_has_the_usual_reason_typed() -> None:
    told = feedback(observation=LONG)
    asked = blocks.reopening_form(SPOT, told, (wording.GROUP_CHOSE_IT, wording.IN_DRAFTS))

    assert validate_view(asked) == []
    assert asked["blocks"][-1]["element"]["initial_value"] == wording.BY_MISTAKE
    assert LONG[:1_000] in str(asked["blocks"][0])
    assert [block["text"]["text"] for block in asked["blocks"][1:-1]] == [
        wording.GROUP_CHOSE_IT,
        wording.IN_DRAFTS,
    ]
