"""Feedback logged in a real browser: what a peer with a phone does, and what they see.

``SCREENS=docs/screens`` in the environment keeps pictures of it there.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.wording import feedback as wording
from bot.wording import forms as form_wording
from bot.workspace.page import routes
from bot.workspace.running import RunningWorkspace
from tests.e2e import test_page_browser
from tests.e2e.test_page_browser import Opening
from tests.e2e.test_slack_feedback import draft, kept
from tests.patience import PATIENT
from tests.slack_bot import ASHA, BRAN, GENERAL, MANIFEST, Bot, running
from tests.visit_party import gather
from tests.walks import say

pytest_plugins = ("tests.e2e.test_page_browser",)  # its fixtures: a browser, and pages that are watched
pytestmark = test_page_browser.pytestmark

CHANNEL = f"/c/{GENERAL}"
PHONE = {"width": 390, "height": 844}
SEEN = "Repairs are sorted by postcode before anybody drives out."


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with RunningWorkspace.start(MANIFEST, pages=routes, timings=PATIENT) as started:
        yield started


@pytest.fixture
def bot(workspace: RunningWorkspace, tmp_path: Path) -> Iterator[Bot]:
    with running(workspace, tmp_path) as serving:
        gather(serving.store, workspace)
        yield serving


def keep(page: Page, name: str) -> None:
    """A picture of what is to be seen, where that was asked for."""
    if folder := os.environ.get("SCREENS"):  # noqa: TID251  # of the tests, not the bot
        page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")


# Steps, which a longer walk takes too


def open_form(page: Page) -> Locator:
    say(page, "/visit-feedback")
    return the_form(page)


def the_form(page: Page) -> Locator:
    form = page.get_by_role("dialog", name=wording.TITLE)
    expect(form.get_by_label("What did you see or hear?")).to_be_visible()
    return form


def fill(form: Locator, observation: str = SEEN, kind: str = "Worked well") -> None:
    form.get_by_role("radio", name=kind).check()
    form.get_by_label("What did you see or hear?").fill(observation)


def send(page: Page, form: Locator) -> None:
    """Send the form, which turns into thanks; the first time one agrees by it."""
    form.locator("footer .primary").click()
    expect(page.get_by_role("dialog")).to_contain_text(wording.THANKS)


def choose_from_menu(page: Page, message: Locator, label: str) -> None:
    message.hover()
    message.get_by_role("button", name="Do something with the message").click()
    page.get_by_role("button", name=label).click()


def test_on_a_phone_feedback_is_logged_in_one_form(opened: Opening, bot: Bot) -> None:
    page = opened(CHANNEL, viewport=PHONE)

    form = open_form(page)
    expect(form).to_contain_text("Repairs on time")
    keep(page, "feedback-phone")
    fill(form)
    expect(form.get_by_text(wording.CONSENT)).to_be_visible()
    expect(form.get_by_role("button", name=wording.AGREE_AND_SEND)).to_be_visible()
    send(page, form)

    expect(page.get_by_role("dialog")).to_contain_text(wording.NEXT)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert [one.observation for one in kept(bot)] == [SEEN]

    page.get_by_role("button", name=wording.MINE).click()
    expect(page.get_by_role("dialog", name=wording.MINE_TITLE)).to_contain_text(SEEN)
    keep(page, "feedback-mine")


def test_an_error_stands_at_its_field_and_is_corrected(opened: Opening, bot: Bot) -> None:
    page = opened(CHANNEL, viewport=PHONE)
    form = open_form(page)
    fill(form, observation="\u200b", kind="Risk")
    form.get_by_role("button", name=wording.AGREE_AND_SEND).click()
    expect(form).to_contain_text(form_wording.MISSING)
    expect(form.get_by_role("radio", name="Risk")).to_be_checked()
    keep(page, "feedback-error")

    form.get_by_label("What did you see or hear?").fill(SEEN)
    send(page, form)

    assert [(one.kind, one.observation) for one in kept(bot)] == [("risk", SEEN)]


def test_what_was_typed_is_there_after_the_form_was_closed(opened: Opening, bot: Bot) -> None:
    page = opened(CHANNEL, viewport=PHONE)
    form = open_form(page)
    form.get_by_label("What did you see or hear?").press_sequentially("Sorted by postcode", delay=0)
    bot.person(ASHA).wait_for(lambda _state: draft(bot, ASHA, observation="Sorted by postcode"))
    form.get_by_role("button", name=wording.CLOSE, exact=True).last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    again = open_form(page)

    expect(again.get_by_label("What did you see or hear?")).to_have_value("Sorted by postcode")
    expect(again.get_by_role("button", name=wording.START_AFRESH)).to_be_visible()


def test_a_message_is_logged_from_its_menu_and_its_author_agrees_to_be_named(
    opened: Opening, bot: Bot
) -> None:
    bot.person(BRAN).post(GENERAL, SEEN)
    page = opened(CHANNEL)
    message = page.get_by_role("article").filter(has_text=SEEN)

    choose_from_menu(page, message, "Log as visit feedback")
    form = the_form(page)
    expect(form).to_contain_text(wording.QUOTES_SOMEBODY)
    keep(page, "feedback-message")
    fill(form, "They sort it.", "Innovation")
    send(page, form)

    theirs = opened("/app/messages", person=BRAN)
    expect(theirs.get_by_text(wording.MAY_WE_NAME_YOU)).to_be_visible()
    theirs.get_by_role("button", name=wording.YES_NAME_ME).click()
    expect(theirs.get_by_text(wording.NAMED)).to_be_visible()
    [record] = kept(bot)
    assert (record.evidence[0].reference or "").startswith("Bran")
