"""The loop in a real browser: asked and not covered, taken on a visit, learned there, and answered from it.

One question goes the whole way, through six people of three councils, until a council that had no part
in it has used what was learned. ``SCREENS=docs/screens`` in the environment keeps pictures of it.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.services import Services
from bot.wording import NOT_COVERED
from bot.wording import browsing as browsing_wording
from bot.wording import gaps as gap_wording
from bot.wording import lesson_cards as card_wording
from bot.wording import lesson_reviews as lesson_wording
from bot.wording import proposals as proposal_wording
from bot.wording import reviews as review_wording
from bot.wording import visits as visit_wording
from bot.workspace.running import RunningWorkspace
from knowledge.lessons import LessonStatus
from knowledge.store import LessonFilters
from knowledge.visits import VisitGesture, VisitState
from tests.e2e import test_page_browser
from tests.e2e.test_page_browser import Opening
from tests.e2e.test_visit_walk import CHANNEL, Told, begin, choose, fill, send
from tests.e2e.test_walks import DESKTOP, PHONE, Screen, screen
from tests.slack_bot import ASHA, BRAN, CERYS, FARAH, GENERAL, clock
from tests.visit_party import HELEN
from tests.walks import answer, ask, peerbot_at_work, reply, say, shipped_services, thread
from tests.walks_lessons import check, endorse, open_review, review_card, share
from tests.walks_visits import (
    Plan,
    add_person,
    card,
    close,
    dialog,
    open_people,
    open_visit,
    plan_visit,
    take_on,
)

pytest_plugins = ("tests.e2e.test_page_browser",)  # its fixtures: a browser, and pages that are watched
pytestmark = test_page_browser.pytestmark

OWEN = "U0OWEN0005"

__all__ = ["screen"]

ASKED = "How can rough sleepers be kept out of hospital in winter?"
LEARNED = Told(
    "A nurse sees rough sleepers in the shelter every winter evening, and most stay out of hospital.",
    theme="partnership",
    session="",
)
TAKEN_ALONG = "Does it answer a question you took along?"


TITLE = "A nurse in the winter shelter keeps rough sleepers out of hospital"
RECOMMENDED = "Ask the health service for a nurse in the shelter each evening."
CHANGED = "Our shelter has had a nurse on four evenings a week."
CAREFUL = {**DESKTOP, "height": 1000}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with shipped_services(tmp_path_factory.mktemp("looped")) as made:
        yield made


@pytest.fixture
def workspace(services: Services) -> Iterator[RunningWorkspace]:
    with peerbot_at_work(services) as running:
        yield running


@pytest.fixture
def plan() -> Plan:
    """A visit that is on today."""
    today = clock().date()
    return Plan(
        title="Winter shelters",
        focus="How does Eastborough look after rough sleepers in winter?",
        starts=today.isoformat(),
        ends=(today + timedelta(days=1)).isoformat(),
    )


def place(page: Page, plan: Plan) -> None:
    """Put the question that nothing answers on the visit."""
    say(page, "/lessons gaps")
    listed = dialog(page, gap_wording.TITLE)
    expect(listed).to_contain_text(ASKED)
    listed.get_by_role("button", name=gap_wording.PLACE, exact=True).click()
    form = dialog(page, gap_wording.PLACE)
    choose(form, gap_wording.WHERE, plan.title)
    form.get_by_role("button", name=gap_wording.KEEP, exact=True).click()
    expect(listed).to_contain_text(gap_wording.PLACED)
    close(page, listed)


def prepare(page: Page, plan: Plan, screen: Screen) -> None:
    """Plan the visit with its people, take the question along, and open it."""
    plan_visit(page, plan)
    people = open_people(page)
    add_person(page, "Bran (peer, Eastborough)", "Eastborough", "Facilitator")
    add_person(page, "Cerys (peer, Westmere)", "Westmere")
    add_person(page, "Helen (host, Eastborough)", "Eastborough", "Host")
    close(page, people)
    close(page, card(page))
    place(page, plan)
    open_visit(page, plan)
    take_on(page, VisitGesture.OPEN, visit_wording.WHAT_STATES_MEAN[VisitState.OPEN])
    expect(card(page)).to_contain_text(ASKED)
    screen(page, "loop-on-the-visit")
    close(page, card(page))


def log_an_answer(page: Page) -> None:
    """Log what was seen, as an answer to the question that the visit took along."""
    form = begin(page)
    fill(form, LEARNED)
    choose(form, TAKEN_ALONG, ASKED)
    send(page, form)
    close(page, page.get_by_role("dialog"))


def accept(page: Page) -> None:
    """Accept what was told, and stay with it."""
    say(page, "/visit review")
    queue = dialog(page, review_wording.TITLE)
    expect(queue).to_contain_text(LEARNED.text)
    queue.get_by_role("button", name=review_wording.ACCEPT, exact=True).click()
    queue.get_by_role("button", name=review_wording.KEEP, exact=True).click()
    expect(queue).to_contain_text("1 accepted")
    queue.get_by_role("combobox").first.select_option(label="Accepted (1)")
    expect(queue).to_contain_text(LEARNED.text)


def propose(page: Page, screen: Screen) -> None:
    """From the accepted feedback to a lesson that waits to be checked."""
    queue = dialog(page, review_wording.TITLE)
    queue.get_by_role("button", name=proposal_wording.PROPOSE, exact=True).click()
    form = dialog(page, proposal_wording.TITLE)
    expect(form.get_by_label(proposal_wording.QUOTE).first).to_have_value(LEARNED.text)
    expect(form).to_contain_text(proposal_wording.ANSWERS.format(question=ASKED))
    form.get_by_label("The lesson in one line").fill(TITLE)
    form.get_by_label("What should others do?").fill(RECOMMENDED)
    screen(page, "loop-proposing")
    form.get_by_role("button", name=proposal_wording.SEND, exact=True).click()
    told = dialog(page, proposal_wording.TITLE)
    expect(told).to_contain_text(proposal_wording.PROPOSED)
    expect(told).to_contain_text(TITLE)
    expect(told).to_contain_text(proposal_wording.GAP_LINKED)
    close(page, told)
    close(page, queue)


def use(page: Page, screen: Screen) -> None:
    """Find the lesson by looking through them, and say what one's council did with it."""
    say(page, "/lessons browse")
    shown = dialog(page, browsing_wording.TITLE)
    shown.get_by_role("button", name=browsing_wording.SHOW, exact=True).last.click()
    expect(shown).to_contain_text(TITLE)
    shown.get_by_role("button", name=browsing_wording.OPEN, exact=True).click()
    expect(shown).to_contain_text(browsing_wording.NOBODY_USED)
    shown.get_by_role("button", name=card_wording.USED_THIS, exact=True).click()
    form = dialog(page, card_wording.FORM_TITLE)
    form.get_by_label("Which council?").fill("Northshire")
    form.get_by_label("What did you change?").fill(CHANGED)
    form.get_by_role("button", name=card_wording.SEND, exact=True).click()
    expect(shown).to_contain_text(card_wording.THANKS)
    expect(shown).to_contain_text(f"Northshire: {CHANGED}")
    screen(page, "loop-used")


def try_to_check_ones_own(page: Page, screen: Screen) -> None:
    """Whoever proposed it can look at it, and is told that somebody else has to check it."""
    say(page, "/lessons review")
    shown = review_card(page)
    expect(shown).to_contain_text(lesson_wording.OTHERS)
    shown.get_by_role("button", name=lesson_wording.OPEN, exact=True).click()
    expect(shown).to_contain_text(lesson_wording.YOURS)
    expect(shown.get_by_role("button", name=lesson_wording.CHECK, exact=True)).to_have_count(0)
    screen(page, "loop-refused")
    close(page, shown)


def test_a_question_nobody_could_answer_is_answered_by_what_a_visit_taught(
    opened: Opening, services: Services, plan: Plan, screen: Screen
) -> None:
    asha = opened(f"/c/{GENERAL}", ASHA, viewport=DESKTOP)
    expect(ask(asha, ASKED)).to_contain_text(NOT_COVERED)
    screen(asha, "loop-not-covered")

    farah = opened(CHANNEL, FARAH, viewport=CAREFUL)
    prepare(farah, plan, screen)
    cerys = opened(CHANNEL, CERYS, viewport=PHONE)
    log_an_answer(cerys)
    accept(farah)
    propose(farah, screen)
    try_to_check_ones_own(farah, screen)

    bran = opened(CHANNEL, BRAN, viewport=PHONE)
    open_review(bran, TITLE)
    check(bran)
    helen = opened(CHANNEL, HELEN, viewport=DESKTOP)
    open_review(helen, TITLE)
    endorse(helen)
    open_review(farah, TITLE)
    share(farah)
    screen(farah, "loop-shared")
    close(farah, review_card(farah))

    expect(thread(asha)).to_contain_text(gap_wording.LESSON_CAME.format(question=ASKED))
    reply(asha, ASKED)
    again = answer(asha, 3)
    expect(again.locator("blockquote").first).to_contain_text(LEARNED.text)
    expect(again).to_contain_text(TITLE)
    expect(again).to_contain_text("seen in one place")
    screen(asha, "loop-answered")

    owen = opened(f"/c/{GENERAL}", OWEN, viewport=CAREFUL)
    use(owen, screen)
    [lesson] = services.store.lessons.find(LessonFilters()).lessons
    assert lesson.status is LessonStatus.APPLIED
