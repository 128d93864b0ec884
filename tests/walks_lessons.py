"""What people do with lessons on the page of the local workspace, step by step: propose, check, share.

Each step of a review but the first begins and ends where a person would: with the card of the lesson open.
"""

from playwright.sync_api import Locator, Page, expect

from bot.wording import boards as board_wording
from bot.wording import lesson_reviews as wording
from bot.wording import proposals as proposal_wording
from knowledge.lessons import LessonGesture
from tests.walks import say


def begin_proposing(page: Page, *texts: str) -> Locator:
    """From a channel to what comes of ticking these pieces of accepted feedback; see ``send_proposal``."""
    say(page, "/visit board")
    board = page.get_by_role("dialog", name=board_wording.TITLE, exact=True)
    for text in texts:
        piece = board.locator(".block").filter(has_text=text)
        piece.get_by_role("checkbox").check()
    board.get_by_role("button", name=proposal_wording.PROPOSE, exact=True).click()
    return proposal(page)


def proposal(page: Page) -> Locator:
    return page.get_by_role("dialog", name=proposal_wording.TITLE, exact=True)


def send_proposal(page: Page, title: str) -> None:
    """Give the lesson this title, and leave the rest as it was begun."""
    form = proposal(page)
    form.get_by_label("The lesson in one line").fill(title)
    form.get_by_role("button", name=proposal_wording.SEND, exact=True).click()
    expect(form).to_contain_text(proposal_wording.PROPOSED)


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
