"""A whole visit in a real browser: planned, logged on, reviewed, agreed, closed, and reported to its host.

``SCREENS=docs/screens`` in the environment keeps pictures of what is seen.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from bot.services import Services
from bot.wording import boards as board_wording
from bot.wording import commitments as commitment_wording
from bot.wording import feedback as feedback_wording
from bot.wording import forms as form_wording
from bot.wording import group_feedback as group_wording
from bot.wording import reports as report_wording
from bot.wording import reviews as review_wording
from bot.wording import visits as wording
from bot.workspace.running import RunningWorkspace
from knowledge.records import FeedbackRecord, GroupFeedback, RecordGesture, RecordStatus, Source
from knowledge.store import RecordFilters
from knowledge.visits import Visit, VisitGesture, VisitState
from tests.e2e import test_page_browser
from tests.e2e.test_feedback_walks import choose_from_menu, the_form
from tests.e2e.test_page_browser import Opening
from tests.e2e.test_walks import DESKTOP, PHONE, Screen, screen
from tests.slack_bot import ASHA, BRAN, CERYS, EXCHANGE, FARAH, clock
from tests.visit_party import HELEN
from tests.walks import peerbot_at_work, say, shipped_services
from tests.walks_visits import (
    Plan,
    add_person,
    close,
    dialog,
    import_programme,
    open_people,
    open_visit,
    plan_visit,
    take_on,
)

pytest_plugins = ("tests.e2e.test_page_browser",)  # its fixtures: a browser, and pages that are watched
pytestmark = test_page_browser.pytestmark

__all__ = ["screen"]

CHANNEL = f"/c/{EXCHANGE}"
MESSAGES = "/app/messages"
SOFFICE = shutil.which("soffice")
HOLDS = (
    "Introduction",
    "What was learned from Eastborough",
    "Drivers for improvement",
    "Partnering, by theme",
    "Innovation",
    "Commitments",
    "Programme",
    "Attendance",
    "Feedback of the group discussion",
)
"""What a report is made of: six parts and three appendices."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a peer tells, in the words of the form."""

    text: str
    kind: str = "Worked well"
    theme: str = "customer and community focus"
    session: str = "Estate walk"
    useful: str = "4"


OF_ASHA = (
    Told("Each repair has one person who sees it through."),
    Told(
        "The list of trades is kept on paper.",
        "To consider",
        "organisation and people",
        "How repairs are ordered",
    ),
)
QUOTED = "Our vans are stocked from what broke last month, so most jobs need one trip."
OF_BRAN = (
    Told("A van is stocked from what broke last month.", "Innovation", "innovation", useful="5"),
    Told("Tenants choose the hour in the same call.", useful="5"),
)
OF_CERYS = (
    Told("How are missed visits counted?", "Question", "improvement drivers", "How repairs are ordered", "3"),
    Told("Everybody was friendly."),
)
PROMISED = "One person sees each repair through."
STRENGTH = "You give every repair to one person."


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with shipped_services(tmp_path_factory.mktemp("walked")) as made:
        yield made


@pytest.fixture
def workspace(services: Services) -> Iterator[RunningWorkspace]:
    with peerbot_at_work(services) as running:
        yield running


@pytest.fixture
def plan() -> Plan:
    """A visit that is on today."""
    today = clock().date()
    return Plan(starts=today.isoformat(), ends=(today + timedelta(days=1)).isoformat())


# What a facilitator does


def prepare(page: Page, plan: Plan, folder: Path, screen: Screen) -> None:
    """Plan the visit, give it its programme and its people, and open it."""
    plan_visit(page, plan)
    file = folder / "programme.csv"
    file.write_text(plan.programme, encoding="utf-8")
    close(page, import_programme(page, file, "Feedback to the host"))
    people = open_people(page)
    add_person(page, "Asha (peer, Northshire)", "Northshire", post="Head of housing")
    add_person(page, "Bran (peer, Eastborough)", "Eastborough", post="Contracts manager")
    add_person(page, "Cerys (peer, Westmere)", "Westmere", post="Tenant adviser")
    add_person(page, "Helen (host, Eastborough)", "Eastborough", "Host", "Director of homes")
    close(page, people)
    take_on(page, VisitGesture.OPEN, wording.WHAT_STATES_MEAN[VisitState.OPEN])
    screen(page, "walk-visit")
    close(page, dialog(page, wording.CARD_TITLE))


def review(page: Page, screen: Screen) -> None:
    """Accept all that was told but what says nothing to learn."""
    say(page, "/visit review")
    queue = dialog(page, review_wording.TITLE)
    expect(queue).to_contain_text("1 of 6 waiting")
    screen(page, "walk-review")
    for left in range(6, 0, -1):
        expect(queue).to_contain_text(f"1 of {left} waiting")
        if OF_CERYS[1].text in queue.inner_text():
            reject(page, queue, "It says nothing that others could learn from.")
        else:
            queue.get_by_role("button", name=review_wording.ACCEPT, exact=True).click()
            queue.get_by_role("button", name=review_wording.KEEP, exact=True).click()
    expect(queue).to_contain_text("5 accepted, 1 rejected")
    close(page, queue)


def reject(page: Page, queue: Locator, reason: str) -> None:
    queue.get_by_role("button", name=review_wording.REJECT, exact=True).click()
    form = dialog(page, review_wording.REJECT_TITLE)
    form.get_by_role("textbox").fill(reason)
    form.get_by_role("button", name=review_wording.REJECT_SEND, exact=True).click()
    expect(form).to_have_count(0)


def compose(page: Page, screen: Screen) -> None:
    """The group's feedback, from all that stands on the board."""
    say(page, "/visit board")
    board = dialog(page, board_wording.TITLE)
    expect(board.get_by_role("checkbox")).to_have_count(5)
    for box in board.get_by_role("checkbox").all():
        box.check()
    screen(page, "walk-board")
    board.get_by_role("button", name=board_wording.COMPOSE).click()
    form = page.get_by_role("dialog").filter(has=page.get_by_label(group_wording.LISTS["strengths"]))
    form.get_by_label(group_wording.LISTS["strengths"]).fill(STRENGTH)
    form.get_by_role("button", name=group_wording.SAVE, exact=True).click()
    saved = dialog(page, group_wording.TITLE).filter(has_text=group_wording.SAVED)
    expect(saved).to_contain_text(STRENGTH)
    close(page, saved)


def commit(page: Page) -> None:
    """Say what one's council will do."""
    say(page, "/visit commitments")
    dialog(page, commitment_wording.TITLE).get_by_role("button", name=commitment_wording.MAKE).click()
    form = dialog(page, commitment_wording.FORM_TITLE)
    form.get_by_label("How is it today?").fill("Three people see each repair.")
    form.get_by_label("How shall it be?").fill(PROMISED)
    form.get_by_role("button", name=commitment_wording.SAVE, exact=True).click()
    made = dialog(page, commitment_wording.TITLE)
    expect(made).to_contain_text(commitment_wording.MADE)
    close(page, made)


def settle_commitment(page: Page, screen: Screen) -> None:
    say(page, "/visit commitments")
    shown = dialog(page, commitment_wording.TITLE)
    expect(shown).to_contain_text(PROMISED)
    shown.get_by_text("⋯").click()
    shown.get_by_role("button", name=commitment_wording.STEPS[RecordGesture.SETTLE], exact=True).click()
    expect(shown).to_contain_text("On track")
    screen(page, "walk-commitments")
    close(page, shown)


def settle(page: Page, screen: Screen) -> None:
    say(page, "/visit group")
    shown = dialog(page, group_wording.TITLE)
    expect(shown).to_contain_text("All of 3 agree")
    screen(page, "walk-group-feedback")
    confirmed(shown, group_wording.SETTLE)
    expect(shown).to_contain_text(group_wording.SETTLED)
    close(page, shown)


def confirmed(shown: Locator, name: str, sure: str | None = None) -> None:
    """Press a button, and say yes when asked."""
    shown.get_by_role("button", name=name, exact=True).first.click()
    shown.locator(".confirmation:popover-open").get_by_role("button", name=sure or name).click()


def hand_over(page: Page, screen: Screen) -> None:
    """Make the report, and send it to the host."""
    say(page, "/visit-report")
    form = dialog(page, report_wording.TITLE)
    form.get_by_role("button", name=report_wording.MAKE, exact=True).click()
    expect(form).to_contain_text("In a few seconds you have it in a direct message")
    close(page, form)
    page.goto(MESSAGES)
    made = message(page, "Here is the report of")
    expect(made).to_be_visible()
    screen(page, "walk-report")
    confirmed(made, report_wording.SEND_TO_HOST, report_wording.SEND)
    expect(page.get_by_text("The report is with 1 person of the host.")).to_be_visible()


# What a peer does


def consent(page: Page, plan: Plan, screen: Screen) -> None:
    """Read what one is told, and agree."""
    told = message(page, plan.title)
    screen(page, "walk-welcome-phone")
    told.get_by_role("button", name=wording.AGREE).click()
    shown = dialog(page, wording.CARD_TITLE)
    expect(shown).to_contain_text(plan.focus)
    close(page, shown)


def begin(page: Page) -> Locator:
    say(page, "/visit-feedback")
    return the_form(page)


def fill(form: Locator, told: Told) -> None:
    form.get_by_role("radio", name=told.kind).check()
    form.get_by_label("What did you see or hear?").fill(told.text)
    if told.session:
        choose(form, "Which session", told.session)
    choose(form, "Which theme", told.theme)
    choose(form, "How useful is it to you?", told.useful)


def choose(form: Locator, question: str, answer: str) -> None:
    """Choose from a list, or from what stands there in full."""
    field = form.get_by_label(question).first
    option = field.locator("option").filter(has_text=answer)
    if option.count():
        field.select_option(value=option.first.get_attribute("value"))
    else:
        form.get_by_role("radio", name=answer).check()


def send(page: Page, form: Locator) -> None:
    form.locator("footer .primary").click()
    thanks = page.get_by_role("dialog")
    expect(thanks).to_contain_text(feedback_wording.THANKS)


def log(page: Page, told: Told) -> None:
    form = begin(page)
    fill(form, told)
    send(page, form)
    close(page, page.get_by_role("dialog"))


def log_with_an_error_and_mend_it(page: Page, told: Told, screen: Screen) -> None:
    form = begin(page)
    fill(form, told)
    form.get_by_label("What did you see or hear?").fill("\u200b")
    form.locator("footer .primary").click()
    expect(form).to_contain_text(form_wording.MISSING)
    screen(page, "walk-error-phone")
    form.get_by_label("What did you see or hear?").fill(told.text)
    send(page, form)
    close(page, page.get_by_role("dialog"))


def log_message(page: Page, quoted: str, told: Told) -> None:
    choose_from_menu(page, page.get_by_role("article").filter(has_text=quoted), "Log as visit feedback")
    form = the_form(page)
    expect(form).to_contain_text(quoted)
    fill(form, told)
    send(page, form)
    close(page, page.get_by_role("dialog"))


def agree(page: Page) -> None:
    """With one click, where one is told of it."""
    page.goto(MESSAGES)
    message(page, "is drafted").get_by_role("button", name=group_wording.AGREE).click()
    expect(page.get_by_text(group_wording.AGREED)).to_be_visible()


def all_log(opened: Opening, plan: Plan, screen: Screen) -> tuple[Page, Page, Page]:
    """Three peers of three councils log two things each; the pages they have open."""
    asha = opened(MESSAGES, ASHA, viewport=PHONE)
    consent(asha, plan, screen)
    asha.goto(CHANNEL)
    log_with_an_error_and_mend_it(asha, OF_ASHA[0], screen)
    log(asha, OF_ASHA[1])
    say(asha, QUOTED)
    asha.goto("/app/home")
    expect(asha.get_by_text(OF_ASHA[1].text)).to_be_visible()
    screen(asha, "walk-home-phone")
    bran = opened(CHANNEL, BRAN)
    log_message(bran, QUOTED, OF_BRAN[0])
    log(bran, OF_BRAN[1])
    cerys = opened(CHANNEL, CERYS)
    for told in OF_CERYS:
        log(cerys, told)
    return asha, bran, cerys


def agree_on_it(farah: Page, peers: tuple[Page, Page, Page], plan: Plan, screen: Screen) -> None:
    """The group discusses, agrees and commits itself; the facilitator settles both."""
    open_visit(farah, plan)
    take_on(farah, VisitGesture.DISCUSS, wording.WHAT_STATES_MEAN[VisitState.DISCUSSION])
    close(farah, dialog(farah, wording.CARD_TITLE))
    compose(farah, screen)
    for peer in peers:
        agree(peer)
    screen(peers[0], "walk-agree-phone")
    peers[0].goto(CHANNEL)
    commit(peers[0])
    settle_commitment(farah, screen)
    settle(farah, screen)


# What is there to see


def message(page: Page, said: str) -> Locator:
    return page.get_by_role("article", name="Peerbot").filter(has_text=said).last


def feedback(services: Services, visit: Visit) -> list[FeedbackRecord]:
    found = services.store.records.find(RecordFilters(visit.id))
    return [one for one in found if isinstance(one, FeedbackRecord)]


def words_of(file: Path) -> str:
    """A Word document as LibreOffice reads it, where it is installed."""
    if SOFFICE is None:
        return "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    order = [SOFFICE, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*order, "--outdir", file.parent, file], check=True, capture_output=True, timeout=180)
    return file.with_suffix(".txt").read_text(encoding="utf-8-sig")


def test_a_visit_goes_from_a_plan_to_a_report_that_its_host_can_open(
    opened: Opening, services: Services, plan: Plan, tmp_path: Path, screen: Screen
) -> None:
    farah = opened(CHANNEL, FARAH, viewport={**DESKTOP, "height": 1000})
    prepare(farah, plan, tmp_path, screen)
    [visit] = services.store.visits.all()
    assert len(services.store.visits.programme(visit.id)) == 6

    peers = all_log(opened, plan, screen)
    told_by_all = feedback(services, visit)
    assert {one.observation for one in told_by_all} == {told.text for told in (*OF_ASHA, *OF_BRAN, *OF_CERYS)}
    assert [one.observation for one in told_by_all if one.source is Source.MESSAGE] == [OF_BRAN[0].text]

    farah.goto("/app/home")
    expect(farah.get_by_text("6 pieces of feedback wait to be reviewed.")).to_be_visible()
    screen(farah, "walk-home-facilitator")
    farah.goto(CHANNEL)
    review(farah, screen)
    statuses = {one.observation: one.status for one in feedback(services, visit)}
    assert statuses.pop(OF_CERYS[1].text) is RecordStatus.REJECTED
    assert set(statuses.values()) == {RecordStatus.ACCEPTED}

    agree_on_it(farah, peers, plan, screen)
    [settled] = [
        one for one in services.store.records.find(RecordFilters(visit.id)) if isinstance(one, GroupFeedback)
    ]
    assert (settled.status, len(settled.agreed_by)) == (RecordStatus.AGREED, 3)

    open_visit(farah, plan)
    take_on(farah, VisitGesture.CLOSE, wording.WHAT_STATES_MEAN[VisitState.CLOSED])
    close(farah, dialog(farah, wording.CARD_TITLE))
    hand_over(farah, screen)

    helen = opened(MESSAGES, HELEN)
    with helen.expect_download() as download:
        helen.get_by_role("link", name=".docx").last.click()
    report = tmp_path / "report.docx"
    download.value.save_as(report)
    words = words_of(report)
    assert [part for part in HOLDS if part not in words] == []
    assert STRENGTH in words
    assert PROMISED in words
    assert OF_ASHA[0].text in words
    assert OF_CERYS[1].text not in words
