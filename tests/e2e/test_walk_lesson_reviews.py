"""A lesson is reviewed in a browser: checked on a telephone, endorsed, and shared.

``SCREENS=docs/screens`` in the environment keeps pictures of what is seen.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.wording import lesson_reviews as wording
from bot.workspace.page import routes
from bot.workspace.running import RunningWorkspace
from knowledge.lessons import LessonStatus
from tests.e2e import test_page_browser
from tests.e2e.test_page_browser import Opening
from tests.e2e.test_slack_lesson_reviews import now, proposed
from tests.e2e.test_walks import DESKTOP, PHONE, Screen, screen
from tests.patience import PATIENT
from tests.slack_bot import BRAN, FARAH, GENERAL, MANIFEST, Bot, running
from tests.visit_party import HELEN
from tests.walks_lessons import begin_check, check, endorse, open_review, review_card, share

pytest_plugins = ("tests.e2e.test_page_browser",)  # its fixtures: a browser, and pages that are watched
pytestmark = test_page_browser.pytestmark

CHANNEL = f"/c/{GENERAL}"

__all__ = ["screen"]


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with RunningWorkspace.start(MANIFEST, pages=routes, timings=PATIENT) as running_one:
        yield running_one


@pytest.fixture
def peerbot(workspace: RunningWorkspace, tmp_path: Path) -> Iterator[Bot]:
    with running(workspace, tmp_path) as bot:
        yield bot


def test_a_lesson_is_checked_on_a_telephone_endorsed_by_the_host_and_shared(
    peerbot: Bot, opened: Opening, screen: Screen
) -> None:
    title = proposed(peerbot).title

    phone = opened(CHANNEL, BRAN, viewport=PHONE)
    open_review(phone, title)
    form = begin_check(phone)
    screen(phone, "lesson-check-phone")
    form.get_by_role("button", name=wording.CANCEL, exact=True).click()
    check(phone)

    host = opened(CHANNEL, HELEN, viewport=DESKTOP)
    open_review(host, title)
    endorse(host)

    desk = opened(CHANNEL, FARAH, viewport={**DESKTOP, "height": 1000})
    open_review(desk, title)
    screen(desk, "lesson-review")
    share(desk)
    review_card(desk).get_by_role("button", name=wording.LIST, exact=True).click()
    expect(review_card(desk)).to_contain_text(wording.NONE)
    assert now(peerbot).status is LessonStatus.SHARED
