"""A lesson is proposed in a browser: from the board on a telephone, past one that is like it.

``SCREENS=docs/screens`` in the environment keeps pictures of what is seen.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.wording import near_lessons as near_wording
from bot.wording import proposals as wording
from bot.workspace.page import routes
from bot.workspace.running import RunningWorkspace
from knowledge.model import Theme
from knowledge.records import RecordStatus
from knowledge.visits import Attribution
from tests.e2e import test_page_browser
from tests.e2e.test_page_browser import Opening
from tests.e2e.test_slack_proposals import lessons, near
from tests.e2e.test_walks import DESKTOP, PHONE, Screen, screen
from tests.patience import PATIENT
from tests.slack_bot import FARAH, GENERAL, MANIFEST, Bot, running
from tests.visit_party import gather, told
from tests.walks_lessons import begin_proposing, proposal, send_proposal

pytest_plugins = ("tests.e2e.test_page_browser",)  # its fixtures: a browser, and pages that are watched
pytestmark = test_page_browser.pytestmark

CHANNEL = f"/c/{GENERAL}"
WEEKLY = "Asha told us that tenants of Northshire meet the crew each week and agree what comes first."
ONE_PERSON = "Each repair has one person who sees it through."

__all__ = ["screen"]


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with RunningWorkspace.start(MANIFEST, pages=routes, timings=PATIENT) as running_one:
        yield running_one


@pytest.fixture
def peerbot(workspace: RunningWorkspace, tmp_path: Path) -> Iterator[Bot]:
    with running(workspace, tmp_path) as bot:
        yield bot


def test_a_lesson_is_proposed_on_a_telephone_past_one_that_is_like_it(
    peerbot: Bot, opened: Opening, screen: Screen
) -> None:
    gather(peerbot.store, peerbot.workspace, Attribution.CHATHAM_HOUSE)
    given = {"status": RecordStatus.ACCEPTED, "theme": Theme.CUSTOMERS}
    told(peerbot.store, "r1", observation=WEEKLY, conclusion="Meeting often helps.", **given)
    told(peerbot.store, "r2", observation=ONE_PERSON, recommendation="Give each repair a name.", **given)
    near(peerbot, "l1")

    desk = opened(CHANNEL, FARAH, viewport={**DESKTOP, "height": 1000})
    begin_proposing(desk, "agree what comes first", ONE_PERSON)
    found = desk.get_by_role("dialog", name=near_wording.TITLE, exact=True)
    expect(found).to_contain_text("Meet often")
    screen(desk, "near-lessons")
    found.get_by_role("button", name=near_wording.ADD, exact=True).click()
    adding = desk.get_by_role("dialog", name=near_wording.ADD_TITLE, exact=True)
    expect(adding).to_contain_text(near_wording.WHICH_CLAIM)
    screen(desk, "add-as-evidence")

    phone = opened(CHANNEL, FARAH, viewport=PHONE)
    phone.get_by_role("dialog", name=near_wording.ADD_TITLE, exact=True).get_by_role(
        "button", name=near_wording.BACK, exact=True
    ).click()
    found = phone.get_by_role("dialog", name=near_wording.TITLE, exact=True)
    expect(found).to_contain_text("Meet often")
    screen(phone, "near-lessons-phone")
    found.get_by_role("button", name=near_wording.ANEW, exact=True).click()
    form = proposal(phone)
    expect(form).to_contain_text(wording.RESTS_ON)
    screen(phone, "proposal-phone")
    quote = form.get_by_label(wording.QUOTE).first
    quote.fill("tenants of Northshire")
    form.get_by_role("button", name=wording.SEND, exact=True).click()
    expect(form).to_contain_text(wording.MISQUOTED)
    quote.scroll_into_view_if_needed()
    screen(phone, "proposal-misquoted-phone")
    quote.fill("meet the crew each week")
    send_proposal(phone, "Let tenants and crews meet")
    screen(phone, "proposed-phone")

    made = next(lesson for lesson in lessons(peerbot) if lesson.id != "l1")
    assert made.title == "Let tenants and crews meet"
    assert [one.quote for one in made.evidence] == ["meet the crew each week", ONE_PERSON]
