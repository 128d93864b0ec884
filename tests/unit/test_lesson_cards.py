"""The history on a lesson's card: every step with its day, who took it and why, as far as it may be told."""

from typing import Any

import pytest

from bot.blocks.lesson_cards import history
from bot.wording import lesson_cards as wording
from bot.workspace.blocks import Surface, validate_blocks
from knowledge.lessons import LessonEvent, LessonGesture, LessonRole, LessonStatus
from knowledge.records import Source
from tests.visit_samples import NOW


def event(gesture: LessonGesture = LessonGesture.RETURN, **fields: Any) -> LessonEvent:
    given = {
        "at": NOW,
        "actor": "0123456789ab",
        "role": LessonRole.FACILITATOR,
        "source": Source.MODAL,
        "gesture": gesture,
        "status": LessonStatus.PROPOSED,
    }
    return LessonEvent.model_validate(given | fields)


def lines(*events: LessonEvent, **names: str) -> list[str]:
    block = history(events, names)
    assert validate_blocks([block], Surface.MODAL) == []
    [found] = block["elements"]
    return ["".join(part["text"] for part in line["elements"]) for line in found["elements"]]


@pytest.mark.parametrize("gesture", LessonGesture)
def test_every_step_has_its_words(gesture: LessonGesture) -> None:
    [said] = lines(event(gesture))

    assert said.endswith(", 4 March 2026 · facilitator 012345")


def test_whoever_took_a_step_goes_by_name_only_where_one_is_given() -> None:
    by_itself = event(LessonGesture.EXPIRE, actor="peerbot", role=LessonRole.PEERBOT)
    typed = event(LessonGesture.SHARE, actor="command-line")

    assert lines(event(LessonGesture.ENDORSE, actor="wren", role=LessonRole.HOST), wren="Ann Field") == [
        "Endorsed, 4 March 2026 · Ann Field, host"
    ]
    assert lines(by_itself) == ["Review date passed, 4 March 2026 · by itself"]
    assert lines(typed) == ["Shared, 4 March 2026 · facilitator, at a command line"]


def test_a_reason_is_told_unless_it_repeats_what_not_everybody_may_see() -> None:
    assert lines(event(reason="Say  which\ntenants.")) == [
        "Returned to its proposer, 4 March 2026 · facilitator 012345 “Say which tenants.”"
    ]
    for gesture in (LessonGesture.RECHECK, LessonGesture.APPLY):
        assert "secret" not in lines(event(gesture, reason="secret"))[0]


def test_of_a_long_life_the_latest_is_shown_and_the_rest_counted() -> None:
    found = lines(*[event()] * 24, event(LessonGesture.SHARE))

    assert len(found) == 21
    assert found[0] == wording.earlier(5)
    assert found[-1].startswith("Shared, ")
