from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from random import Random
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from bot.workspace import page
from bot.workspace.manifest import Manifest
from bot.workspace.server import build_server
from bot.workspace.values import Message
from bot.workspace.workspace import Workspace, build_workspace
from tests import block_gallery as gallery
from tests.gallery_bot import MANIFEST
from tests.html_reading import Parsed
from tests.workspace_samples import ASHA, BRAN, GENERAL

ORIGIN = "http://127.0.0.1:3000"
BAD, FORBIDDEN = 400, 403
HOSTILE = '"><script src=//evil.example/x.js></script><img src=x onerror=alert(1)>'


@pytest.fixture
def workspace() -> Workspace:
    return build_workspace(
        Manifest.read(MANIFEST),
        base_url=ORIGIN,
        now=lambda: datetime(2026, 3, 3, 9, 30, tzinfo=UTC),
        random=Random(7),  # noqa: S311  # ids, no cipher
    )


@pytest.fixture
def browser(workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(build_server(workspace, page.routes(workspace)), base_url=ORIGIN) as client:
        yield client


def react(browser: TestClient, message: Message, headers: Mapping[str, str]) -> int:
    """Send a form that would change something; the status of the answer."""
    form = {"channel": message.channel, "ts": message.ts, "name": "tada"}
    answer = browser.post("/ui/react", data=form, headers={**headers}, follow_redirects=False)
    return answer.status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:3001"},
        {"Origin": "null"},
        {"Host": "evil.example:3000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_nothing_changes_for_a_form_of_another_site(
    workspace: Workspace, browser: TestClient, headers: dict[str, str]
) -> None:
    message = workspace.talk.post_message(ASHA, GENERAL, "hello")
    browser.get("/app/about")

    assert react(browser, message, headers) == FORBIDDEN
    assert workspace.state.conversations.timeline(GENERAL, ASHA)[0].reactions == ()


def test_nothing_changes_for_a_browser_that_never_opened_the_page(
    workspace: Workspace, browser: TestClient
) -> None:
    message = workspace.talk.post_message(ASHA, GENERAL, "hello")

    assert react(browser, message, {"Origin": ORIGIN}) == FORBIDDEN
    browser.get("/app/about")
    assert react(browser, message, {"Origin": ORIGIN}) != FORBIDDEN


def test_the_cookie_that_says_who_one_is_stays_on_this_site(browser: TestClient) -> None:
    cookie = browser.get("/app/about").headers["set-cookie"].lower()

    assert cookie.startswith(f"person={ASHA.lower()}")
    assert "samesite=strict" in cookie
    assert "httponly" in cookie


def test_the_page_does_not_answer_to_another_name(browser: TestClient) -> None:
    assert browser.get("/app/about", headers={"Host": "rebound.example"}).status_code == FORBIDDEN


@pytest.mark.parametrize("path", ["/", f"/c/{GENERAL}", "/app/home", "/app/about", "/ui/files/F404"])
def test_every_answer_forbids_to_run_or_load_anything_that_is_not_ours(
    browser: TestClient, path: str
) -> None:
    headers = browser.get(path, follow_redirects=False).headers

    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_form_leads_back_to_this_site_only(workspace: Workspace, browser: TestClient) -> None:
    browser.get("/app/about")

    for referer in ("https://evil.example/x", "https://evil.example//evil.example/x", "javascript:alert(1)"):
        answer = browser.post("/ui/notices", headers={"Referer": referer}, follow_redirects=False)
        assert urljoin(ORIGIN, answer.headers["location"]).startswith(f"{ORIGIN}/")


@pytest.mark.parametrize("person", ["U404", "", "bot"])
def test_nobody_becomes_somebody_who_is_not_there(
    workspace: Workspace, browser: TestClient, person: str
) -> None:
    chosen = workspace.app.bot_user if person == "bot" else person
    browser.get("/app/about")

    assert browser.post("/ui/person", data={"person": chosen}).status_code == BAD
    browser.cookies.set("person", chosen)
    assert "Asha" in browser.get("/app/about").text.partition(" selected>")[2][:20]


def test_another_person_s_modal_cannot_be_submitted_closed_or_used(
    workspace: Workspace, browser: TestClient
) -> None:
    content = {"type": "modal", "title": gallery.plain("Form"), "blocks": [gallery.block("section")]}
    view = workspace.views.open(BRAN, content)
    browser.get("/app/about")

    for path, form in (
        ("/ui/submit", {}),
        ("/ui/close", {"close": "1"}),
        ("/ui/act", {"act": '["section-block", "more"]'}),
    ):
        answer = browser.post(path, data={"view": view.id, **form}, headers={"x-live": "1"})
        assert answer.json() == {"done": False, "go": None}
    assert workspace.state.screens.modal(BRAN) == view


def test_whatever_is_said_the_page_runs_its_own_script_and_loads_its_own_files(
    workspace: Workspace, browser: TestClient
) -> None:
    conversations = workspace.state.conversations
    blocks = ({"type": "section", "block_id": HOSTILE, "text": gallery.mrkdwn(HOSTILE)}, {"type": HOSTILE})
    posted = Message(GENERAL, "", ASHA, HOSTILE, blocks=blocks, username=HOSTILE, icon=HOSTILE, bot_id="B1")
    conversations.post(posted)
    workspace.talk.post_message(ASHA, GENERAL, HOSTILE)
    workspace.talk.keep_file(ASHA, HOSTILE, b"x")

    shown = browser.get(f"/c/{GENERAL}?thread={HOSTILE}&last={HOSTILE}").text

    parsed = Parsed(shown)
    assert [found for tag, found in parsed.elements if tag == "script"] == [
        {"src": "/static/workspace.js", "defer": None}
    ]
    assert not [tag for tag, _ in parsed.elements if tag in {"img", "iframe", "object", "style", "base"}]
    attributes = {name for _, found in parsed.elements for name in found}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
