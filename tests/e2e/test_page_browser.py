import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from bot.workspace.running import RunningWorkspace
from tests.gallery_bot import ANSWER
from tests.page_walk import walking
from tests.patience import PATIENTLY
from tests.workspace_samples import ASHA, BRAN, EXCHANGE, GENERAL, LUNCH

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
READABLE = 4.5
"""The least contrast of text: WCAG 2.2, 1.4.3."""
CONTRASTS = (Path(__file__).parent.parent / "contrasts.js").read_text(encoding="utf-8")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser: apt-get install chromium"),
]

TOO_WIDE = """[document.documentElement, ...document.querySelectorAll(".scroll")]
    .filter(one => one.scrollWidth > one.clientWidth).map(one => one.outerHTML.slice(0, 80))"""
HEARD = ["static_select", "radio_buttons", "telling", "icon_button"]
"""What the app is told when these are used, each once."""

Opening = Callable[..., Page]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENTLY)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with walking() as running:
        yield running


@pytest.fixture
def opened(browser: Browser, workspace: RunningWorkspace) -> Iterator[Opening]:
    """Opens pages of the workspace; meanwhile the console stays quiet, and nothing leaves this machine."""
    said: list[str] = []
    asked: list[str] = []

    with ExitStack() as contexts:

        def open_page(path: str, person: str = ASHA, **settings: object) -> Page:
            size = {"viewport": {"width": 1200, "height": 800}} | settings
            context = browser.new_context(base_url=workspace.url, **size)  # type: ignore[arg-type]  # its own
            contexts.callback(context.close)
            context.set_default_timeout(PATIENTLY)
            context.add_cookies(
                [{"name": "person", "value": person, "url": workspace.url, "sameSite": "Strict"}]
            )
            context.on("request", lambda request: asked.append(request.url))
            page = context.new_page()
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.goto(path)
            return page

        yield open_page

    assert said == []
    assert {url for url in asked if not url.startswith(f"{workspace.url}/")} == set()


def unmoved(page: Page) -> Callable[[], bool]:
    """Whether the page is still the one it was: it was not loaded again."""
    page.evaluate("window.marked = true")
    return lambda: bool(page.evaluate("window.marked === true"))


def press_until(page: Page, key: str, selector: str) -> None:
    """Press a key until what has the focus is what is looked for."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{key} never led to {selector}")


def test_a_question_is_asked_and_its_answer_read_with_the_keyboard_alone(opened: Opening) -> None:
    page = opened(f"/c/{GENERAL}")
    still_there = unmoved(page)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("@gal")
    expect(page.get_by_role("option", name="@gallery")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("what was seen?")
    page.keyboard.press("Enter")

    timeline = page.get_by_role("log", name="Messages in #general")
    expect(timeline.get_by_text("what was seen?")).to_be_visible()
    expect(timeline.get_by_role("link", name="1 reply")).to_be_visible()
    assert still_there()

    press_until(page, "Shift+Tab", ".replies a")
    page.keyboard.press("Enter")
    thread = page.get_by_role("log", name="Messages of the thread")
    expect(thread).to_contain_text(ANSWER[-1])
    press_until(page, "Tab", "#reply")
    page.keyboard.type("thank you")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("all")
    page.keyboard.press("Enter")
    expect(thread.locator(".rich-text").last).to_have_text("thank youall")


def test_what_somebody_else_writes_appears_by_itself(opened: Opening, workspace: RunningWorkspace) -> None:
    page = opened(f"/c/{GENERAL}")
    still_there = unmoved(page)
    page.get_by_label("Message #general").fill("half a sent")

    workspace.as_person("bran").post(GENERAL, "news from Eastborough")
    workspace.as_person("bran").post(EXCHANGE, "and elsewhere")

    expect(page.get_by_text("news from Eastborough")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("knowledge-exchange.*1 unread"))).to_be_visible()
    expect(page.get_by_label("Message #general")).to_have_value("half a sent")
    expect(page.get_by_label("Message #general")).to_be_focused()
    assert still_there()


def test_messages_sent_faster_than_they_travel_arrive_in_their_order(
    opened: Opening, workspace: RunningWorkspace
) -> None:
    page = opened(f"/c/{GENERAL}")
    texts = [f"message {number}" for number in range(50)]

    page.evaluate(
        """texts => { for (const text of texts) { say.value = text; say.form.requestSubmit(); } }""", texts
    )

    expect(page.get_by_text(texts[-1])).to_be_visible()
    assert [message.text for message in workspace.state.conversations.messages(GENERAL)] == texts


def test_what_was_written_is_not_lost_when_it_cannot_be_sent(opened: Opening) -> None:
    page = opened(f"/c/{LUNCH}")
    box = page.get_by_label("Message #lunch-club")

    box.fill("/unheard of")
    box.press("Enter")

    expect(page.get_by_text("/unheard is not a command of this workspace")).to_be_visible()
    expect(box).to_have_value("/unheard of")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("/unheard is not a command")).to_have_count(0)


def test_an_ephemeral_answer_appears_for_one_person_only(opened: Opening) -> None:
    asha, bran = opened(f"/c/{GENERAL}"), opened(f"/c/{GENERAL}", person=BRAN)

    asha.get_by_label("Message #general").fill("/lessons culture")
    asha.keyboard.press("Enter")
    expect(asha.get_by_text("Only visible to you")).to_be_visible()
    bran.get_by_label("Message #general").fill("are you there?")
    bran.keyboard.press("Enter")
    expect(asha.get_by_text("are you there?")).to_be_visible()
    expect(bran.get_by_text("Two lessons on culture")).to_have_count(0)

    asha.get_by_role("button", name="Share").click()
    expect(bran.get_by_text("Shared: lessons on culture")).to_be_visible()
    expect(asha.get_by_text("Only visible to you")).to_have_count(0)


def test_a_vote_asks_why_and_escape_leads_back(opened: Opening) -> None:
    page = opened("/app/messages")
    page.get_by_role("button", name="What was seen?").click()
    vote = page.get_by_role("button", name="Bad")
    vote.click()

    dialog = page.get_by_role("dialog", name="Why?")
    expect(dialog.get_by_label("What did you see?")).to_be_focused()
    press_until(page, "Tab", "dialog .primary")
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(vote).to_be_focused()


def test_a_form_keeps_what_was_typed_while_it_is_searched_and_sent_back(opened: Opening) -> None:
    page = opened("/app/home")
    page.get_by_role("button", name="Give feedback").click()
    dialog = page.get_by_role("dialog", name="Give feedback")

    dialog.get_by_label("A plain_text_input").fill("short")
    dialog.get_by_placeholder("Find a council").press_sequentially("ee")
    dialog.get_by_role("radio", name="Leeds").check()
    dialog.get_by_label("A number_input").press("Enter")

    field = dialog.get_by_label("A plain_text_input")
    expect(field).to_have_accessible_description(re.compile("Error: A little more, please."))
    expect(field).to_be_focused()
    expect(field).to_have_value("short")
    expect(dialog.get_by_role("radio", name="Leeds")).to_be_checked()

    field.fill("enough words now")
    dialog.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog", name="Thank you")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Give feedback")).to_be_focused()


def test_what_one_is_typing_stays_when_the_form_changes_meanwhile(
    opened: Opening, workspace: RunningWorkspace
) -> None:
    page = opened(f"/c/{GENERAL}")
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("button", name="Give feedback").click()
    dialog = page.get_by_role("dialog", name="Give feedback")
    dialog.get_by_role("checkbox", name="Option two").check()
    dialog.get_by_label("A static_select").select_option("Option one")
    field = dialog.get_by_label("A plain_text_input")
    field.fill("they saw")
    field.press("ArrowLeft")

    screens = workspace.state.screens
    [view] = screens.stack(ASHA)
    screens.put(replace(view, errors={"datepicker-input": "Not in the future, please."}))
    expect(dialog.get_by_text("Not in the future, please.")).to_be_visible()
    page.keyboard.type("!")

    expect(field).to_have_value("they sa!w")
    expect(dialog.get_by_role("checkbox", name="Option two")).to_be_checked()
    expect(dialog.get_by_label("A static_select")).to_have_value("one")


def test_a_choice_in_a_message_is_told_to_the_app_at_once(
    opened: Opening, workspace: RunningWorkspace
) -> None:
    page = opened(f"/c/{GENERAL}")
    page.get_by_label("Message #general").fill("/blocks")
    page.keyboard.press("Enter")

    page.get_by_role("combobox", name="Pick a theme").select_option("Option one")
    page.get_by_role("radio", name="Option one").check()
    page.get_by_label("Tell at once").fill("now")
    page.get_by_label("Tell at once").press("Enter")
    page.get_by_role("button", name="Delete").click()
    confirmation = page.get_by_role("dialog", name="Are you sure?").locator("visible=true")
    confirmation.get_by_role("button", name="Do it").click()

    def told(_state: object) -> bool:
        exchanges = workspace.workspace.inspector.exchanges()
        actions = [one.sent["actions"][0] for one in exchanges if one.name == "block_actions"]
        return sorted(action["action_id"] for action in actions) == sorted(HEARD)

    workspace.wait_for(told)
    expect(confirmation).to_have_count(0)


def test_at_390_pixels_the_sidebar_is_a_menu_and_a_thread_fills_the_page(
    opened: Opening, workspace: RunningWorkspace
) -> None:
    workspace.as_person("bran").post(
        GENERAL, "@gallery what was seen? " + "https://example.org/" + "long" * 60
    )
    page = opened(f"/c/{GENERAL}", viewport={"width": 390, "height": 844})

    sidebar = page.get_by_role("navigation", name="Channels and messages")
    expect(sidebar).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(sidebar.get_by_role("link", name="general")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sidebar).to_be_hidden()

    assert page.evaluate(TOO_WIDE) == []
    page.get_by_role("link", name="1 reply").click()
    expect(page.get_by_label("Reply in the thread")).to_be_visible()
    expect(page.get_by_label("Message #general")).to_be_hidden()
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_in_light_and_in_dark(opened: Opening, scheme: str) -> None:
    page = opened(f"/c/{GENERAL}", color_scheme=scheme)
    page.get_by_role("button", name="Inspector").click()
    page.get_by_label("Message #general").fill("/blocks")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A container", exact=True)).to_be_visible()
    page.get_by_label("Message #general").fill("/lessons costs")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only visible to you")).to_be_visible()

    contrasts = page.evaluate(CONTRASTS)

    assert len(contrasts) > len("a page full of words")
    assert [found for found in contrasts if found["contrast"] < READABLE] == []


def test_everything_one_can_use_has_a_name(opened: Opening) -> None:
    page = opened(f"/c/{GENERAL}")
    page.get_by_label("Message #general").fill("/blocks")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A container", exact=True)).to_be_visible()
    page.get_by_label("Do something with the message").last.click()

    tree = page.locator("body").aria_snapshot()

    nameless = re.compile(
        r"^\s*- (button|link|textbox|combobox|checkbox|radio|searchbox|spinbutton)(:|$| \[)", re.MULTILINE
    )
    assert "button" in tree
    assert nameless.findall(tree) == []


def test_the_page_works_without_its_script(opened: Opening, workspace: RunningWorkspace) -> None:
    page = opened(f"/c/{GENERAL}", java_script_enabled=False)

    page.get_by_label("Message #general").fill("@gallery what was seen?")
    page.get_by_role("button", name="Send").click()
    workspace.wait_for(
        lambda state: [
            one
            for one in state.conversations.messages(GENERAL)
            if one.stream and one.stream.state == "completed"
        ]
    )
    page.get_by_role("link", name="Look for news").click()
    page.get_by_role("link", name="1 reply").click()
    page.get_by_role("button", name="Bad").click()

    expect(page.get_by_role("dialog", name="Why?")).to_be_visible()
    page.get_by_label("What did you see?").fill("too short")
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_lost_connection_is_taken_up_again(opened: Opening, workspace: RunningWorkspace) -> None:
    page = opened(f"/c/{GENERAL}")
    expect(page.get_by_text("No messages yet")).to_be_visible()

    page.context.set_offline(offline=True)
    workspace.as_person("bran").post(GENERAL, "while you were away")
    page.context.set_offline(offline=False)

    expect(page.get_by_text("while you were away")).to_be_visible()
