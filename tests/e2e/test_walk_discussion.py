"""A walk in a real browser from what was told to the report: reviewed, discussed, agreed, handed over.

``SCREENS=docs/screens`` in the environment keeps pictures of it there.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.services import Services
from bot.wording import boards as board_wording
from bot.wording import commitments as commitment_wording
from bot.wording import group_feedback as group_wording
from bot.wording import reports as report_wording
from bot.wording import reviews as wording
from bot.workspace.running import RunningWorkspace
from knowledge.model import Theme
from knowledge.records import FeedbackKind, RecordGesture
from knowledge.store import Deed
from knowledge.visits import VisitState
from tests.e2e import test_page_browser
from tests.e2e.test_page_browser import Opening
from tests.e2e.test_walks import PHONE, Screen
from tests.slack_bot import EXCHANGE
from tests.slack_bot import FARAH as FACILITATOR
from tests.visit_party import PEERS, VISIT, gather, told
from tests.visit_samples import NOW
from tests.walks import ASHA, BRAN, FARAH, become, peerbot_at_work, say

pytest_plugins = ("tests.e2e.test_walks",)
pytestmark = test_page_browser.pytestmark

CERYS = "Cerys (peer, Westmere)"
SEEN = (
    ("Each repair has one person who sees it through.", FeedbackKind.WORKED_WELL, Theme.CUSTOMERS),
    ("Tenants choose the hour in the same call.", FeedbackKind.WORKED_WELL, Theme.CUSTOMERS),
    ("The list of trades is kept on paper.", FeedbackKind.TO_CONSIDER, Theme.ORGANISATION),
    ("A van is stocked from what broke last month.", FeedbackKind.INNOVATION, Theme.INNOVATION),
    ("How are missed visits counted?", FeedbackKind.QUESTION, Theme.DRIVERS),
    ("Everybody was friendly.", FeedbackKind.WORKED_WELL, None),
    ("The desk answers most calls.", FeedbackKind.WORKED_WELL, Theme.CUSTOMERS),
)
"""The last two are rejected and asked about."""


@pytest.fixture
def workspace(services: Services) -> Iterator[RunningWorkspace]:
    with peerbot_at_work(services) as running:
        gather(services.store, running)
        for number, (text, kind, theme) in enumerate(SEEN):
            by = PEERS[number % len(PEERS)]
            told(services.store, f"r{number}", by=by, kind=kind, theme=theme, observation=text, usefulness=4)
        yield running


# Steps, each of which a longer walk can take


def dialog(page: Page, title: str) -> Locator:
    return page.get_by_role("dialog", name=title)


def opened_by(page: Page, typed: str, title: str) -> Locator:
    say(page, typed)
    found = dialog(page, title)
    expect(found).to_be_visible()
    return found


def accept(page: Page, text: str) -> None:
    """Accept the piece of feedback that is shown, and say yes when asked."""
    queue = dialog(page, wording.TITLE)
    expect(queue).to_contain_text(text)
    queue.get_by_role("button", name=wording.ACCEPT, exact=True).click()
    queue.get_by_role("button", name=wording.KEEP).click()
    expect(queue).to_contain_text(wording.ACCEPTED)


def undo(page: Page, text: str, look: Callable[[], None]) -> None:
    """Take back what was just decided, for the reason that is offered."""
    dialog(page, wording.TITLE).get_by_role("button", name=wording.UNDO, exact=True).click()
    form = dialog(page, wording.REOPEN_TITLE)
    expect(form.get_by_role("textbox")).to_have_value(wording.BY_MISTAKE)
    expect(form).to_contain_text(text)
    look()
    form.get_by_role("button", name=wording.REOPEN_SEND).click()
    expect(dialog(page, wording.TITLE)).to_contain_text(wording.DECIDED[RecordGesture.REOPEN])
    expect(dialog(page, wording.TITLE)).to_contain_text(text)


def give_reason(page: Page, text: str, reason: str, words: tuple[str, str, str]) -> None:
    """Decide on the piece of feedback that is shown, with a reason; ``words`` are of buttons and form."""
    press, title, send = words
    queue = dialog(page, wording.TITLE)
    expect(queue).to_contain_text(text)
    queue.get_by_role("button", name=press).click()
    form = dialog(page, title)
    form.get_by_role("textbox").fill(reason)
    form.get_by_role("button", name=send, exact=True).click()
    expect(form).to_have_count(0)


def discuss(services: Services) -> None:
    visit = services.store.visits.get(VISIT)
    after = visit.model_copy(update={"state": VisitState.DISCUSSION})
    services.store.visits.change(after, visit.version, Deed("tests", NOW, "began the discussion"))


def compose(page: Page, strength: str) -> None:
    board = opened_by(page, "/visit board", board_wording.TITLE)
    for box in board.get_by_role("checkbox").all():
        box.check()
    board.get_by_role("button", name=board_wording.COMPOSE).click()
    form = dialog(page, group_wording.FORM_TITLE)
    form.get_by_label(group_wording.LISTS["strengths"]).fill(strength)
    form.get_by_role("button", name=group_wording.SAVE).click()
    expect(dialog(page, group_wording.TITLE)).to_contain_text(group_wording.SAVED)


def agree(page: Page, person: str) -> None:
    become(page, person)
    view = opened_by(page, "/visit group", group_wording.TITLE)
    view.get_by_role("button", name=group_wording.AGREE).click()
    expect(dialog(page, group_wording.TITLE)).to_contain_text(group_wording.AGREED)
    close(page)


def commit(page: Page, today: str, shall_be: str) -> None:
    listed = opened_by(page, "/visit commitments", commitment_wording.TITLE)
    listed.get_by_role("button", name=commitment_wording.MAKE).click()
    form = dialog(page, commitment_wording.FORM_TITLE)
    form.get_by_label("How is it today?").fill(today)
    form.get_by_label("How shall it be?").fill(shall_be)
    form.get_by_role("button", name=commitment_wording.SAVE).click()
    expect(dialog(page, commitment_wording.TITLE)).to_contain_text(commitment_wording.MADE)


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_was_told_becomes_the_groups_feedback_a_commitment_and_a_report(
    opened: Opening, services: Services, screen: Screen
) -> None:
    page = opened(f"/c/{EXCHANGE}", person=FACILITATOR, viewport=PHONE)
    opened_by(page, "/visit review", wording.TITLE)
    screen(page, "review-phone")
    accept(page, SEEN[0][0])
    undo(page, SEEN[0][0], lambda: screen(page, "undo-phone"))
    for text, *_ in SEEN[:5]:
        accept(page, text)
    rejecting = (wording.REJECT, wording.REJECT_TITLE, wording.REJECT_SEND)
    give_reason(page, SEEN[5][0], "It says nothing to learn from.", rejecting)
    expect(dialog(page, wording.TITLE)).to_contain_text(wording.DECIDED[RecordGesture.REJECT])
    asking = (wording.ASK, wording.ASK_TITLE, wording.ASK_SEND)
    give_reason(page, SEEN[6][0], "How many is most?", asking)
    expect(dialog(page, wording.TITLE)).to_contain_text(re.compile("Nothing is waiting for you.*5 accepted"))
    close(page)

    discuss(services)
    page = opened(f"/c/{EXCHANGE}", person=FACILITATOR, viewport={"width": 1280, "height": 900})
    opened_by(page, "/visit board", board_wording.TITLE)
    screen(page, "board")
    close(page)
    compose(page, "You give every repair to one person.")
    close(page)
    for person in (ASHA, BRAN, CERYS):
        agree(page, person)
    commit(page, "Three people see each repair.", "One person sees each repair through.")
    screen(page, "commitments")
    close(page)

    become(page, FARAH)
    group = opened_by(page, "/visit group", group_wording.TITLE)
    expect(group).to_contain_text("All of 3 agree")
    screen(page, "group-feedback")
    group.get_by_role("button", name=group_wording.SETTLE).click()
    group.get_by_role("dialog").get_by_role("button", name=group_wording.SETTLE).click()
    expect(dialog(page, group_wording.TITLE)).to_contain_text(group_wording.SETTLED)
    close(page)

    form = opened_by(page, "/visit-report", report_wording.TITLE)
    form.get_by_role("button", name=report_wording.MAKE, exact=True).click()
    expect(form).to_contain_text("In a few seconds you have it in a direct message")
    close(page)
    page.get_by_role("link", name="Peerbot").click()
    page.get_by_role("link", name="Messages", exact=True).click()
    said = page.get_by_role("article", name="Peerbot").filter(has_text="Here is a draft of the report")
    expect(said).to_be_visible()
    expect(page.get_by_text(f"{VISIT}-report-draft.docx").first).to_be_visible()
    screen(page, "report-in-slack")
