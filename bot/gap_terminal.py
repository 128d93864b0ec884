"""Gaps, as a terminal shows them: how many asked, never who."""

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from bot.visit_terminal import add_row_to, table_of
from knowledge.unanswered import Gap


def gap_json(gap: Gap) -> dict[str, Any]:
    """One gap in the form of `peerbot gaps --json`."""
    return {
        "id": gap.id,
        "question": gap.text,
        "questions": len(gap.questions),
        "askers": gap.askers,
        "voted_down": gap.voted_down,
        "latest": gap.latest.isoformat(),
    }


def gap_table(gaps: Sequence[Gap]) -> RenderableType:
    if not gaps:
        return Text("No question waits for an answer.")
    made = table_of("id", "people", "last", "voted down", "question")
    for gap in gaps:
        add_row_to(made, gap.id, str(gap.askers), f"{gap.latest:%Y-%m-%d}", str(gap.voted_down), gap.text)
    return made
