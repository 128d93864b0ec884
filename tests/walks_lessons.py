"""What people do with lessons under review on the page of the local workspace, step by step.

Each step but the first begins and ends where a person would: with the card of the lesson open.
"""

from playwright.sync_api import Locator, Page, expect

from bot.wording import lesson_reviews as wording
from knowledge.lessons import LessonGesture
from tests.walks import say


def review_card(page: Page) -> Locator:
    return page.get_by_role("dialog", name=wording.TITLE, exact=True)


def open_review(page: Page, title: str) -> Locator:
    """From a channel to the card of a lesson that waits for whoever sits there."""
    say(page, "/lessons review")
    found = review_card(page)
    expect(found).to_contain_text(title)
    found.get_by_role("button", name=wording.OPEN, exact=True).first.click()
    expect(found).to_contain_text(f"{wording.WAITS}: ")
    return found


def begin_check(page: Page) -> Locator:
    review_card(page).get_by_role("button", name=wording.CHECK, exact=True).click()
    form = page.get_by_role("dialog", name=wording.CHECK_TITLE, exact=True)
    expect(form).to_contain_text(wording.CHECK_EXPLAINED)
    return form


def check(page: Page) -> None:
    """Tick every claim, and send."""
    form = begin_check(page)
    for box in form.get_by_role("checkbox", name=wording.TICK).all():
        box.check()
    form.get_by_role("button", name=wording.CHECK_SEND, exact=True).click()
    expect(review_card(page)).to_contain_text(wording.DONE[LessonGesture.VALIDATE])


def endorse(page: Page) -> None:
    review_card(page).get_by_role("button", name=wording.ENDORSE, exact=True).click()
    sure = page.get_by_role("dialog", name=wording.ENDORSE_TITLE, exact=True)
    sure.get_by_role("button", name=wording.ENDORSE, exact=True).click()
    expect(review_card(page)).to_contain_text(wording.DONE[LessonGesture.ENDORSE])


def share(page: Page) -> None:
    """Share it as the form proposes: with the network, for a year."""
    review_card(page).get_by_role("button", name=wording.SHARE, exact=True).click()
    form = page.get_by_role("dialog", name=wording.SHARE_TITLE, exact=True)
    form.get_by_role("button", name=wording.SHARE, exact=True).click()
    expect(review_card(page)).to_contain_text(wording.DONE[LessonGesture.SHARE])
