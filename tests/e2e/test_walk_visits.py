"""A facilitator plans a visit in a browser: its programme from a file, three peers and a host.

``SCREENS=docs/screens`` in the environment keeps pictures of what is seen.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.wording import packs as pack_wording
from bot.wording import participants as people_wording
from bot.wording import visits as wording
from bot.workspace.page import routes
from bot.workspace.running import RunningWorkspace
from knowledge.visits import VisitGesture, VisitState
from tests.e2e import test_page_browser
from tests.e2e.test_page_browser import Opening
from tests.e2e.test_walks import DESKTOP, PHONE, Screen, screen
from tests.patience import PATIENT
from tests.slack_bot import ASHA as ASHA_ID
from tests.slack_bot import FARAH as FARAH_ID
from tests.slack_bot import GENERAL, MANIFEST, Bot, running
from tests.walks import BRAN
from tests.walks_visits import (
    Plan,
    add_person,
    card,
    close,
    dialog,
    gather_pack,
    import_programme,
    open_people,
    plan_visit,
    read_programme,
    take_on,
)

pytest_plugins = ("tests.e2e.test_page_browser",)  # its fixtures: a browser, and pages that are watched
pytestmark = test_page_browser.pytestmark

ASHA, CERYS, HELEN = "Asha (peer, Northshire)", "Cerys (peer, Westmere)", "Helen (host, Eastborough)"
CHANNEL = f"/c/{GENERAL}"
PLAN = Plan()

__all__ = ["screen"]


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with RunningWorkspace.start(MANIFEST, pages=routes, timings=PATIENT) as running_one:
        yield running_one


@pytest.fixture
def peerbot(workspace: RunningWorkspace, tmp_path: Path) -> Iterator[Bot]:
    with running(workspace, tmp_path) as bot:
        yield bot


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    file = tmp_path / "programme.csv"
    file.write_text(PLAN.programme, encoding="utf-8")
    return file


def test_a_facilitator_plans_a_visit_with_six_sessions_three_peers_and_a_host(
    peerbot: Bot, opened: Opening, programme: Path, screen: Screen
) -> None:
    page = opened(CHANNEL, FARAH_ID, viewport={**DESKTOP, "height": 1000})
    plan_visit(page, PLAN)

    preview = read_programme(page, programme)
    expect(preview).to_contain_text("6 sessions: 6 are new.")
    screen(page, "visit-import")
    preview.get_by_role("button", name="Replace", exact=True).click()
    shown = dialog(page, "Programme")
    expect(shown).to_contain_text("Feedback to the host")
    screen(page, "visit-programme")
    close(page, shown)

    open_people(page)
    for person, council, role, post in (
        (ASHA, "Northshire", "Participant", "Head of housing"),
        (CERYS, "Westmere", "Participant", "Tenant adviser"),
        (BRAN, "Eastborough", "Participant", "Contracts manager"),
        (HELEN, "Eastborough", "Host", "Director of homes"),
    ):
        add_person(page, person, council, role, post)
    people = dialog(page, people_wording.TITLE)
    expect(people).to_contain_text("5 people")
    screen(page, "visit-people")
    close(page, people)

    take_on(page, VisitGesture.OPEN, wording.WHAT_STATES_MEAN[VisitState.OPEN])
    screen(page, "visit-card")
    [visit] = peerbot.store.visits.all()
    assert visit.state is VisitState.OPEN
    assert len(peerbot.store.visits.programme(visit.id)) == 6
    assert {part.council for part in peerbot.store.people.on(visit.id)} == {
        None, "Northshire", "Westmere", "Eastborough"
    }  # fmt: skip


def test_a_peer_is_told_agrees_and_looks_at_the_visit_on_a_phone(
    peerbot: Bot, opened: Opening, programme: Path, screen: Screen
) -> None:
    page = opened(CHANNEL, FARAH_ID, viewport=PHONE)
    plan_visit(page, PLAN)
    screen(page, "visit-card-phone")
    shown = import_programme(page, programme, "Feedback to the host")
    screen(page, "visit-programme-phone")
    close(page, shown)
    open_people(page)
    add_person(page, ASHA, "Northshire", post="Head of housing")
    close(page, dialog(page, people_wording.TITLE))
    close(page, card(page))

    asha = opened(CHANNEL, ASHA_ID, viewport=PHONE)
    gather_pack(asha, PLAN)
    screen(asha, "pack-phone")
    close(asha, dialog(asha, pack_wording.TITLE))
    asha.get_by_role("button", name="Menu").click()
    asha.get_by_role("link", name=re.compile("Peerbot")).click()
    asha.get_by_role("link", name="Messages", exact=True).click()
    told = asha.get_by_role("article", name="Peerbot").filter(has_text="You are on the visit")
    expect(told).to_contain_text(PLAN.title)
    expect(asha.get_by_role("link", name=re.compile(r"-pack\.docx$"))).to_be_visible()
    screen(asha, "visit-welcome-phone")
    told.get_by_role("button", name=wording.AGREE).click()

    expect(card(asha)).to_contain_text(PLAN.focus)
    expect(card(asha)).not_to_contain_text(wording.AGREE_FIRST)
    assert asha.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
