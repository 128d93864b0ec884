"""Peerbot in Slack as it is shipped: the real model, the real indexes, the sample library."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import wording
from bot.intake import load_sample_library
from bot.local import in_workspace
from bot.services import Services, build_services, open_the_store
from bot.settings import Settings
from bot.workspace.people import PersonActing
from bot.workspace.running import RunningWorkspace
from tests.slack_bot import ASHA, GENERAL, serving

IDEA_TEAMS = "Who sat on the teams the IDeA sent out in the early 2000s?"
"""A question whose answer is in the library, and is withheld."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("shipped")
    settings = Settings(_env_file=None, data_dir=folder)
    with open_the_store(settings) as store:
        load_sample_library(settings, store)
    with build_services(settings) as made:
        yield made


@pytest.fixture
def asha(services: Services, slack: RunningWorkspace) -> Iterator[PersonActing]:
    """Somebody in a workspace that Peerbot serves with these services."""
    with serving(slack, replace(services, settings=in_workspace(services.settings, slack))):
        yield slack.as_person(ASHA)


def test_a_question_its_follow_up_its_passage_and_one_that_nothing_covers(asha: PersonActing) -> None:
    question = asha.post(GENERAL, "@peerbot How did Kent work with local partners?")
    answer = asha.reply_to(question)
    follow_up = asha.reply_to(asha.post(GENERAL, "and in Middlesbrough?", question.ts))
    football = asha.reply_to(asha.post(GENERAL, "@peerbot Who won the 1998 world cup?"))
    withheld = asha.reply_to(asha.post(GENERAL, f"@peerbot {IDEA_TEAMS}"))
    asha.press(answer, "show_passage:1")
    shown = asha.modal(lambda view: len(view.blocks) > 1)

    assert withheld.text.startswith(f"{wording.NOT_COVERED}\n\n{wording.RELATED}")
    assert "An IDeA review team in 2002" in withheld.text
    assert "schools and the fire brigade" in answer.text
    assert "Kent: mini agreements with local partners" in answer.text
    assert "Middlesbrough" in follow_up.text
    assert football.text.rstrip() == f"{wording.NOT_COVERED}\n\n{wording.NOTHING_RELATED}"
    [marked] = [
        part["text"]
        for section in shown.blocks[2]["elements"]
        for part in section["elements"]
        if "style" in part
    ]
    assert " ".join(marked.split()) in answer.text
