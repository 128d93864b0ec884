"""What is accepted on a visit is published by the running Peerbot, by itself and soon."""

from knowledge.records import RecordGesture, moved
from knowledge.store import Deed
from tests.slack_bot import Bot
from tests.visit_samples import AUTHOR, FACILITATOR, NOW, feedback, visit


def test_accepted_feedback_is_published_while_peerbot_runs_and_taken_back_when_withdrawn(
    peerbot: Bot,
) -> None:
    peerbot.store.visits.add(visit(), Deed("u", NOW, "planned"))
    told = feedback()
    peerbot.store.records.add(told)
    accepted = moved(told, RecordGesture.ACCEPT, FACILITATOR, at=NOW)

    peerbot.store.records.change(accepted, told.version)
    peerbot.journal.wait_for("published")
    assert peerbot.store.case_studies.get("record:r1").text == "They met each week."

    withdrawn = moved(accepted, RecordGesture.WITHDRAW, AUTHOR, at=NOW)
    peerbot.store.records.change(withdrawn, accepted.version)
    peerbot.journal.wait_for_another("published", 2)
    assert peerbot.store.case_studies.standings() == {}
