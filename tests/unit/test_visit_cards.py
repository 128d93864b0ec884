"""The card of a visit: what stands out on it is what comes next."""

import pytest

from bot.blocks.gestures import Action
from bot.blocks.visits import Card, card
from bot.wording.consents import CONSENT
from knowledge.attendance import Attendance
from knowledge.visits import Participant, Role, VisitState
from tests.visit_samples import visit


@pytest.mark.parametrize(
    ("state", "next_step"),
    [
        (VisitState.PLANNED, [Action.ADVANCE_VISIT]),
        (VisitState.DISCUSSION, [Action.ADVANCE_VISIT]),
        (VisitState.CLOSED, [Action.MAKE_REPORT]),
        (VisitState.ARCHIVED, []),
    ],
)
def test_what_comes_next_for_the_facilitator_stands_out(state: VisitState, next_step: list[Action]) -> None:
    held = visit(state=state)
    farah = Participant(
        visit=held.id, person="farah", pseudonym="owl", role=Role.FACILITATOR, consent_version=CONSENT
    )

    shown = card(Card(held, farah, Attendance(1, None)))

    buttons = [one for block in shown["blocks"] if block["type"] == "actions" for one in block["elements"]]
    assert [one["action_id"] for one in buttons if one.get("style") == "primary"] == next_step
