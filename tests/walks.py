"""Peerbot as it is shipped, in a local workspace, and what people do on its page.

Nothing is made up here: the shipped model, the sample library, the store, the sockets and the
page are those of ``peerbot workspace``. The library is embedded once; workspaces come and go.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Locator, Page, expect

from bot.intake import load_sample_library
from bot.local import in_workspace
from bot.services import Services, build_services, open_the_store
from bot.serving import serve_until
from bot.settings import Settings
from bot.workspace.deliveries import EnvelopeKind
from bot.workspace.page import routes
from bot.workspace.running import RunningWorkspace
from tests.patience import PATIENT, PING_SECONDS, patient_bolt
from tests.slack_bot import MANIFEST, NOTHING_SAID

ASHA, BRAN, FARAH = "Asha (peer, Northshire)", "Bran (peer, Eastborough)", "Farah (facilitator)"


@contextmanager
def shipped_services(folder: Path) -> Iterator[Services]:
    """What a first start makes, with everything it keeps in ``folder``."""
    settings = Settings(_env_file=None, data_dir=folder)
    with open_the_store(settings) as store:
        load_sample_library(settings, store, lambda _done, _total, _name: None)
    with build_services(settings) as services:
        yield services


@contextmanager
def peerbot_at_work(services: Services) -> Iterator[RunningWorkspace]:
    """A new workspace in which Peerbot serves with these services."""
    with RunningWorkspace.start(MANIFEST, pages=routes, timings=PATIENT) as workspace, patient_bolt():
        supplies = replace(services, settings=in_workspace(services.settings, workspace))
        stopping = Event()
        serving = Thread(target=serve_until, args=(stopping, supplies), kwargs={"ping_seconds": PING_SECONDS})
        serving.start()
        try:
            workspace.wait_for_app()
            yield workspace
        finally:
            stopping.set()
            while serving.is_alive():  # The SDK's client looks up at once only when it is sent something.
                workspace.workspace.deliveries.send(EnvelopeKind.EVENT, NOTHING_SAID)
                serving.join(0.05)


# What people do


def say(page: Page, text: str) -> None:
    """Type into the channel's message box, and send."""
    box = page.get_by_role("textbox", name=re.compile("^Message "))
    box.fill(text)
    box.press("Enter")


def reply(page: Page, text: str) -> None:
    """Type into the open thread's message box, and send."""
    box = page.get_by_role("textbox", name="Reply in the thread")
    box.fill(text)
    box.press("Enter")


def ask(page: Page, question: str) -> Locator:
    """Ask in the channel, open the thread, and read on when the answer stands there in full."""
    say(page, f"@peerbot {question}")
    page.get_by_role("link", name="1 reply").click()
    return answer(page)


def become(page: Page, person: str) -> None:
    """Sit down as somebody else."""
    page.get_by_label("You are").select_option(label=person)
    page.get_by_role("button", name="Switch").click()
    expect(page.get_by_label("You are").locator("option:checked")).to_have_text(person)


# What they see


def thread(page: Page) -> Locator:
    return page.get_by_role("log", name="Messages of the thread")


def answer(page: Page, number: int = 1) -> Locator:
    """The thread's answer of this number, once it has come to its end: its buttons are there."""
    found = thread(page).get_by_role("article", name="Peerbot").nth(number - 1)
    expect(found.get_by_role("button", name="Ask a person")).to_be_visible()
    return found
