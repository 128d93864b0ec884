"""The board's order, its marks and the first words of the group's feedback; all of it fits into Slack."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assents import Assent
from bot.blocks import boards as board_blocks
from bot.blocks import group_feedback as blocks
from bot.blocks import homes
from bot.blocks.gestures import Action
from bot.boards import MOST_CHOSEN, PAGE, Look, accepted, added, chosen_so_far, mark, picked, settled
from bot.forms import shown_in
from bot.proposals import PickedRecord
from bot.wording import group_feedback as wording
from bot.wording.forms import LEFT_AS_IT_IS
from bot.wording.themes import named
from bot.workspace.blocks import Surface, validate_blocks, validate_view
from knowledge.attribution import Author, Shown
from knowledge.lessons import points
from knowledge.model import Theme
from knowledge.overviews import overview
from knowledge.records import FeedbackKind, FeedbackRecord, GroupFeedback, Record, RecordStatus, Sensitivity
from tests.visit_samples import (
    COMMITMENTS,
    FEEDBACK,
    GROUP_FEEDBACK,
    NOW,
    commitment,
    feedback,
    group_feedback,
    visit,
)

ACCEPTED = RecordStatus.ACCEPTED
AGREED = Assent(agreed=2, of=3, missing=1, names=("Ann", "Bo"))


def test_what_is_accepted_stands_by_theme_then_kind_and_what_is_sensitive_nowhere() -> None:
    given_ = [
        feedback("none", status=ACCEPTED),
        feedback("innovation", status=ACCEPTED, theme=Theme.LEADERSHIP, kind=FeedbackKind.INNOVATION),
        feedback("culture", status=RecordStatus.DISTILLED, theme=Theme.CULTURE),
        feedback("well", status=ACCEPTED, theme=Theme.LEADERSHIP),
        feedback("secret", status=ACCEPTED, sensitivity=Sensitivity.SENSITIVE),
        feedback("waiting"),
        commitment(),
    ]

    assert [one.id for one in accepted(given_)] == ["well", "innovation", "culture", "none"]


@given(st.lists(st.sampled_from([None, *Theme]), min_size=1))
def test_the_board_and_app_home_count_the_same_on_every_theme_and_what_has_none_last(
    themes: list[Theme | None],
) -> None:
    told = [feedback(f"r{number}", status=ACCEPTED, theme=theme) for number, theme in enumerate(themes)]
    found = overview(visit(), (), told, (), NOW)
    board = board_blocks.view(
        visit(), Look(visit="v1"), [Shown(one, Author(None, None, None)) for one in told], []
    )

    assert dict(found.by_theme) == Counter(themes)
    assert [theme for theme, _ in found.by_theme] == [one for one in (*Theme, None) if one in themes]
    for theme, count in found.by_theme:
        assert f"'text': '{named(theme)}: '" in str(homes.counts(found))
        assert theme is None or f"{named(theme)} ({count})" in str(board)


def test_what_stands_together_is_called_by_theme_and_kind_and_innovation_once() -> None:
    told = [
        feedback("one", status=ACCEPTED, theme=Theme.INNOVATION, kind=FeedbackKind.RISK),
        feedback("two", status=ACCEPTED, theme=Theme.INNOVATION, kind=FeedbackKind.INNOVATION),
    ]

    shown = [Shown(one, Author(None, None, None)) for one in told]
    board = str(board_blocks.view(visit(), Look(visit="v1"), shown, []))

    assert "'Innovation · risk (1)'" in board
    assert "'Innovation (1)'" in board
    assert "· innovation" not in board


def test_what_is_settled_stands_by_itself_and_what_is_done_before_what_is_not() -> None:
    given_ = [
        commitment("on-track", status=RecordStatus.AGREED),
        commitment("done", status=RecordStatus.DONE),
        commitment("proposed"),
        group_feedback("ours", status=RecordStatus.AGREED),
        group_feedback("draft"),
        feedback(status=ACCEPTED),
    ]

    assert [one.id for one in settled(given_)] == ["ours", "done", "on-track"]


def points_of(record: Record) -> list[PickedRecord]:
    return [PickedRecord(one, one, "Repairs", number) for number, one in enumerate(points(record))]


def test_the_board_goes_on_with_what_is_settled_page_after_page() -> None:
    said = points_of(group_feedback(strengths=tuple(f"Line {n}." for n in range(PAGE))))
    board = [Shown(feedback("r1", status=ACCEPTED, theme=Theme.CULTURE), Author())]
    chosen = mark("g1", PAGE - 1)

    def page(look: Look) -> str:
        return str(board_blocks.view(visit(), look, board, [board_blocks.proposing("v1")], settled=said))

    first, second = (page(Look(visit="v1", page=number, chosen=(chosen,))) for number in (0, 1))
    assert ["They met" in first, "Line 0." in first, "Line 6." in first, "Line 7." in first] == [True] * 3 + [
        False
    ]
    assert ("Line 7." in second, "Line 6." in second, "initial_options" in second) == (True, False, True)
    assert "Line 0." not in page(Look(visit="v1", theme=Theme.CULTURE))


@given(st.lists(GROUP_FEEDBACK | COMMITMENTS, max_size=4, unique_by=lambda one: one.id), st.integers(0, 2))
def test_slack_takes_any_board_with_what_is_settled(records: list[Record], page: int) -> None:
    said = [point for record in records for point in points_of(record)]
    look = Look(visit="v1", page=page)

    view = board_blocks.view(visit(), look, [], [board_blocks.proposing("v1")], settled=said)

    assert validate_view(view) == []


def ticks(**boxes: bool) -> dict[str, dict[str, dict[str, object]]]:
    return {
        name: {"choose": {"type": "checkboxes", "selected_options": [{}] if on else []}}
        for name, on in boxes.items()
    }


def test_ticks_of_this_page_count_and_those_of_others_stay() -> None:
    look = Look(visit="v1", chosen=("a", "b"))

    assert chosen_so_far(look, ticks(b=False, c=True, d=False)).chosen == ("a", "c")
    assert chosen_so_far(look, {}).chosen == ("a", "b")
    assert chosen_so_far(look, ticks(a=True)).chosen == ("a", "b")


def test_marks_of_all_that_may_be_chosen_find_room_in_a_modal() -> None:
    look = Look(
        visit="v" * 200, theme=Theme.ENGAGEMENT, chosen=tuple(mark(str(n)) for n in range(MOST_CHOSEN))
    )

    assert len(look.model_dump_json()) <= 3_000
    draft = blocks.Draft(visit="v" * 200, record="g" * 200, version=1000, chosen=look.chosen)
    assert len(draft.model_dump_json()) <= 3_000


def test_the_group_begins_with_what_was_seen_and_keeps_its_own_words() -> None:
    kinds = [feedback(kind.name, kind=kind, observation=f"{kind}.", status=ACCEPTED) for kind in FeedbackKind]
    draft = group_feedback(strengths=("Ours.",), chosen=("WORKED_WELL",))

    assert added(None, kinds) == {
        "strengths": ("worked well.",),
        "considerations": ("to consider.", "risk."),
        "innovations": ("innovation.",),
        "questions": ("question.",),
    }
    assert "strengths" not in added(draft, kinds)
    assert blocks.answers(draft, added(draft, kinds))["strengths"] == "Ours."
    assert blocks.answers(draft, added(None, kinds))["strengths"] == "Ours.\nworked well."
    assert picked(kinds, Look(visit="v1", chosen=(mark("RISK"),))) == (kinds[-1],)


@given(st.lists(FEEDBACK, max_size=12, unique_by=lambda one: one.id), st.integers(0, 3), st.booleans())
def test_slack_takes_any_board(records: list[FeedbackRecord], page: int, choosing: bool) -> None:  # noqa: FBT001  # given
    shown = [Shown(one.model_copy(update={"status": ACCEPTED}), Author("Ann", "Kent")) for one in records]

    view = board_blocks.view(
        visit(), Look(visit="v1", page=page), shown, [board_blocks.composing("v1")] * choosing
    )

    assert validate_view(view) == []


@pytest.mark.parametrize(
    ("missing", "settle", "next_step"),
    [(1, True, Action.AGREE_TO_WORDS), (0, True, Action.SETTLE), (0, False, Action.AGREE_TO_WORDS)],
)
def test_the_next_step_of_a_draft_stands_out(missing: int, settle: bool, next_step: Action) -> None:  # noqa: FBT001  # given
    agreed = Assent(agreed=3 - missing, of=3, missing=missing)
    may = blocks.May(agree=True, revise=True, settle=settle)

    view = blocks.view("Repairs", group_feedback(strengths=("Ours.",)), agreed, may, said="")

    [buttons] = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    assert [each["action_id"] for each in buttons if each.get("style") == "primary"] == [next_step]


@given(GROUP_FEEDBACK)
def test_slack_takes_any_group_feedback_as_a_modal_a_message_and_a_form(record: GroupFeedback) -> None:
    may = blocks.May(agree=True, revise=True, settle=True, withdraw=True)

    assert validate_view(blocks.view("Repairs", record, AGREED, may, said="Saved.")) == []
    assert validate_blocks(blocks.message("Read this.", record, AGREED), Surface.MESSAGE) == []
    draft = blocks.Draft(visit="v1", record=record.id)
    assert validate_view(blocks.form(draft, blocks.answers(record, {}))) == []


def test_the_longest_group_feedback_fits_into_a_message_and_its_form() -> None:
    full = ("word " * 599,) * 50
    longest = group_feedback(strengths=full, considerations=full, innovations=full, questions=full)

    assert validate_blocks(blocks.message("Read this.", longest, AGREED), Surface.MESSAGE) == []
    form = blocks.form(blocks.Draft(visit="v1", record="g1"), blocks.answers(longest, {}))
    assert validate_view(form) == []
    assert not shown_in(form["blocks"])  # 150,000 characters a list: each is left as it is
    assert str(form).count(LEFT_AS_IT_IS) == len(longest.asked)


@given(st.integers(1, 50), st.integers(1, 3_000), st.integers(0, 3_000))
def test_whatever_is_chosen_finds_room_beside_the_groups_own_words(
    number: int, length: int, own: int
) -> None:
    draft = group_feedback(strengths=("o" * own,)) if own else None
    observed = {"strengths": ["x" * length] * number}

    form = blocks.form(blocks.Draft(visit="v1", record="g1"), blocks.answers(draft, observed))

    shown = shown_in(form["blocks"])["strengths"].splitlines()
    assert len(shown) == number + bool(own)
    assert not own or shown[0] == "o" * own
    assert validate_view(form) == []


def test_who_has_agreed_is_said_as_far_as_it_may_be() -> None:
    assert wording.agreed(0, 3, ()) == "Nobody of 3 has agreed yet."
    assert wording.agreed(1, 3, ("Ann",)) == "1 of 3 agrees: Ann."
    assert wording.agreed(3, 3, ()) == "All of 3 agree."
    assert wording.agreed(None, 3, ()).startswith("Some have agreed")
    assert wording.settle_warning(1).startswith("1 participant has not")
    assert wording.settle_warning(0).startswith("Everybody agrees.")
