"""Walks through the product in a real browser: what a person does, and what a person sees.

``SCREENS=docs/screens`` in the environment keeps pictures of them there.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot import wording
from bot.services import Services
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.running import RunningWorkspace
from tests.e2e import test_page_browser
from tests.e2e.test_page_browser import CONTRASTS, READABLE, Opening, press_until
from tests.slack_bot import GENERAL
from tests.walks import (
    ASHA,
    BRAN,
    FARAH,
    answer,
    ask,
    become,
    peerbot_at_work,
    reply,
    say,
    shipped_services,
    thread,
)

pytest_plugins = ("tests.e2e.test_page_browser",)  # its fixtures: a browser, and pages that are watched
pytestmark = test_page_browser.pytestmark

KENT = "How did Kent work with local partners?"
SAID = "Kent worked with local partners such as schools and the fire brigade"
FOOTBALL = "Who won the 1998 world cup?"
CHANNEL = f"/c/{GENERAL}"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

Screen = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with shipped_services(tmp_path_factory.mktemp("shipped")) as made:
        yield made


@pytest.fixture
def workspace(services: Services) -> Iterator[RunningWorkspace]:
    with peerbot_at_work(services) as running:
        yield running


@pytest.fixture
def screen() -> Screen:
    """Keeps what is to be seen as a picture, where that was asked for."""
    folder = os.environ.get("SCREENS")  # noqa: TID251  # of the tests, not the bot

    def keep(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return keep


def test_a_question_in_a_channel_is_answered_with_its_sources_in_a_thread(
    opened: Opening, screen: Screen
) -> None:
    page = opened(CHANNEL, viewport=DESKTOP)

    given = ask(page, KENT)

    expect(given.locator("blockquote")).to_contain_text(SAID)
    expect(given).to_contain_text("Kent County Council · Kent: mini agreements with local partners")
    expect(given).to_contain_text("as of August 2003 · published case study")
    source = given.get_by_role("link", name="Kent: mini agreements with local partners")
    expect(source).to_have_attribute("href", re.compile(r"^http://www\.publicnet\.co\.uk/"))
    screen(page, "answer")


def test_a_follow_up_needs_no_mention_and_its_answer_is_seen_to_grow(
    opened: Opening, workspace: RunningWorkspace
) -> None:
    page = opened(CHANNEL)
    ask(page, KENT)
    workspace.workspace.faults.switch_on(Fault(FaultKind.SLOW_ANSWER, method="chat.stopStream", seconds=1))

    reply(page, "and in Middlesbrough?")

    growing = thread(page).locator("article[aria-busy=true]")
    expect(growing).to_contain_text("Middlesbrough")
    expect(growing).to_contain_text("still writing")
    expect(answer(page, 2)).to_contain_text("Middlesbrough Council")
    expect(growing).to_have_count(0)
    expect(answer(page, 2)).not_to_contain_text(wording.NOT_COVERED)


def test_the_passage_is_shown_with_the_quote_marked(opened: Opening, screen: Screen) -> None:
    page = opened(CHANNEL, viewport={**DESKTOP, "height": 700})
    button = ask(page, KENT).get_by_role("button", name="Show the passage")

    button.click()

    passage = page.get_by_role("dialog", name=wording.PASSAGE_TITLE)
    marked = passage.locator("strong")
    expect(marked).to_contain_text(SAID)
    around = passage.locator("p").filter(has=page.locator("strong")).inner_text()
    assert len(around) > 2 * len(marked.inner_text())
    expect(passage.get_by_role("link", name=wording.READ_THE_SOURCE)).to_be_visible()
    screen(page, "passage")

    page.keyboard.press("Escape")
    expect(passage).to_have_count(0)
    expect(button).to_be_focused()


def test_a_vote_against_an_answer_is_asked_for_its_reason(opened: Opening) -> None:
    page = opened(CHANNEL)
    ask(page, KENT).get_by_role("button", name=wording.NOT_HELPFUL).click()

    why = page.get_by_role("dialog", name=wording.REASON_TITLE)
    why.get_by_role("radio", name=wording.REASONS[1]).check()
    why.get_by_role("textbox", name=wording.REASON_TEXT).fill("What became of the fire brigade?")
    why.get_by_role("button", name=wording.SEND).click()

    expect(why).to_have_count(0)
    thanks = thread(page).get_by_role("article", name="Peerbot").last
    expect(thanks).to_contain_text(wording.THANKS_FOR_VOTE)
    expect(thanks).to_contain_text("Only visible to you")


def test_what_a_command_found_is_for_one_person_until_it_is_shared(opened: Opening, screen: Screen) -> None:
    asha, bran = opened(CHANNEL, viewport=DESKTOP), opened(CHANNEL)
    become(bran, BRAN)

    say(asha, f"/lessons {KENT}")
    whispered = asha.get_by_role("article", name="Peerbot")
    expect(whispered).to_contain_text("Only visible to you")
    expect(whispered).to_contain_text(SAID)
    screen(asha, "lessons-share")
    say(bran, "Has anybody been to Kent?")
    expect(asha.get_by_text("Has anybody been to Kent?")).to_be_visible()
    expect(bran.get_by_text(SAID)).to_have_count(0)

    whispered.get_by_role("button", name=wording.SHARE).click()

    expect(bran.get_by_text("Shared by @Asha")).to_be_visible()
    expect(bran.get_by_text(SAID)).to_be_visible()
    expect(asha.get_by_text("Only visible to you")).to_have_count(0)


def test_a_person_is_asked_resolves_the_question_and_the_asker_is_told(
    opened: Opening, screen: Screen
) -> None:
    page = opened(CHANNEL, viewport=DESKTOP)
    ask(page, FOOTBALL).get_by_role("button", name=wording.ASK_A_PERSON).click()
    expect(thread(page).get_by_text(wording.PERSON_ASKED)).to_be_visible()

    become(page, FARAH)
    page.get_by_role("link", name=re.compile("facilitators.*1 unread")).click()
    wanted = page.get_by_role("article", name="Peerbot")
    expect(wanted).to_contain_text(FOOTBALL)
    screen(page, "ask-a-person")
    wanted.get_by_role("button", name=wording.MARK_RESOLVED).click()
    expect(wanted).to_contain_text("Resolved by @Farah")
    expect(wanted.get_by_role("button", name=wording.MARK_RESOLVED)).to_have_count(0)

    become(page, ASHA)
    page.get_by_role("link", name="general").click()
    page.get_by_role("link", name="2 replies").click()
    expect(thread(page)).to_contain_text(re.compile("@Asha.*, @Farah.* has dealt with your question"))


def test_a_question_nothing_covers_is_not_answered(opened: Opening, screen: Screen) -> None:
    page = opened(CHANNEL, viewport=DESKTOP)

    given = ask(page, FOOTBALL)

    expect(given).to_contain_text(wording.NOT_COVERED)
    expect(given).to_contain_text(wording.NOTHING_RELATED)
    expect(given.locator("blockquote")).to_have_count(0)
    expect(given.get_by_role("button", name=wording.ASK_A_PERSON)).to_be_visible()
    screen(page, "not-covered")


def test_a_question_is_asked_and_a_button_pressed_with_the_keyboard_alone(opened: Opening) -> None:
    page = opened(CHANNEL)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("@peerb")
    page.keyboard.press("Tab")
    page.keyboard.type(KENT)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="1 reply")).to_be_visible()
    press_until(page, "Shift+Tab", ".replies a")
    page.keyboard.press("Enter")
    button = answer(page).get_by_role("button", name="Show the passage")
    press_until(page, "Tab", "#thread button[name=act]")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")

    passage = page.get_by_role("dialog", name=wording.PASSAGE_TITLE)
    expect(passage).to_contain_text(SAID)
    press_until(page, "Tab", "dialog footer button")
    page.keyboard.press("Enter")
    expect(passage).to_have_count(0)
    expect(button).to_be_focused()


def test_on_a_phone_a_thread_fills_the_page_and_nothing_is_cut_off(opened: Opening, screen: Screen) -> None:
    page = opened(CHANNEL, viewport=PHONE, color_scheme="dark")

    given = ask(page, KENT)

    expect(given.locator("blockquote")).to_be_in_viewport()
    expect(page.get_by_role("textbox", name="Message #general")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    screen(page, "phone-dark")

    given.get_by_role("button", name="Show the passage").click()
    expect(page.get_by_role("dialog").get_by_text(SAID)).to_be_in_viewport()
    page.get_by_role("button", name=wording.CLOSE, exact=True).last.click()
    page.get_by_role("link", name="Close the thread").click()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Peerbot")).to_be_in_viewport()


def test_every_word_of_an_answer_can_be_read_in_the_dark(opened: Opening) -> None:
    page = opened(CHANNEL, color_scheme="dark")
    ask(page, FOOTBALL)

    contrasts = page.evaluate(CONTRASTS)

    assert any(wording.NOT_COVERED in found["text"] for found in contrasts)
    assert [found for found in contrasts if found["contrast"] < READABLE] == []


def test_the_app_s_own_pages_say_how_to_ask_and_suggest_what(opened: Opening, screen: Screen) -> None:
    page = opened(CHANNEL, viewport=DESKTOP)

    page.get_by_role("link", name="Peerbot").click()
    expect(page.get_by_text("I have read 12 case studies")).to_be_visible()
    screen(page, "home")
    page.get_by_role("link", name="Messages", exact=True).click()
    title, question = wording.PROMPTS[0]
    page.get_by_role("button", name=title).click()

    expect(thread(page)).to_contain_text(question)
    expect(answer(page)).to_contain_text(SAID)
