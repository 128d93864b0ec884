"""What a facilitator does with a visit on the page of the local workspace, step by step.

Each step begins and ends where a person would: the first with the channel open, the others with the
visit's card. They make up the walk of a whole visit, whoever takes the rest of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bot import wording as common
from bot.wording import packs as pack_wording
from bot.wording import participants as people_wording
from bot.wording import programmes as programme_wording
from bot.wording import visits as wording
from knowledge.visits import VisitGesture
from tests.walks import say

PROGRAMME = """\
start,end,title,theme,place,speakers,kind
{first} 09:30,10:15,Welcome,leadership,Town hall,Leader of the council,talk
{first} 10:30,12:00,Estate walk,customer,Mill Lane estate,Head of housing; Tenant,walk
{first} 13:00,14:30,How repairs are ordered,organisation,Depot,Head of repairs,workshop
{first} 15:00,16:00,Working with contractors,partnership,Depot,Contractor,discussion
{last} 09:00,10:30,What we saw,culture,Town hall,Facilitator,discussion
{last} 11:00,12:00,Feedback to the host,leadership,Town hall,Facilitator,discussion
"""
"""Six sessions on the first and the last day of a visit."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A visit to be planned, in the words of its form."""

    title: str = "Repairs on time"
    focus: str = "How does Eastborough mend homes within ten days?"
    host: str = "Eastborough"
    visitors: Sequence[str] = ("Northshire", "Westmere", "Eastborough")
    starts: str = "2026-03-28"
    ends: str = "2026-03-29"

    @property
    def programme(self) -> str:
        return PROGRAMME.format(first=self.starts, last=self.ends)


def dialog(page: Page, title: str) -> Locator:
    return page.get_by_role("dialog", name=title, exact=True)


def card(page: Page) -> Locator:
    return dialog(page, wording.CARD_TITLE)


def plan_visit(page: Page, plan: Plan) -> Locator:
    """Plan a visit from any channel; its card, which is open then."""
    say(page, "/visit new")
    form = dialog(page, wording.PLAN_TITLE)
    form.get_by_label("What is the visit called?").fill(plan.title)
    form.get_by_label("Which question is it to answer?").fill(plan.focus)
    form.get_by_label("Which council is visited?").fill(plan.host)
    form.get_by_label("Which councils visit it?").fill("\n".join(plan.visitors))
    form.get_by_label("First day").fill(plan.starts)
    form.get_by_label("Last day").fill(plan.ends)
    form.get_by_role("button", name=wording.SAVE, exact=True).click()
    expect(card(page)).to_contain_text(plan.focus)
    return card(page)


def open_visit(page: Page, plan: Plan) -> Locator:
    """Open the card of the visit in hand, from any channel."""
    say(page, "/visit")
    expect(card(page)).to_contain_text(plan.focus)
    return card(page)


def read_programme(page: Page, file: Path) -> Locator:
    """From the card to what an import would make of the programme."""
    card(page).get_by_role("button", name=wording.PROGRAMME, exact=True).click()
    shown = dialog(page, programme_wording.TITLE)
    shown.get_by_role("button", name=programme_wording.IMPORT).click()
    form = dialog(page, programme_wording.IMPORT_TITLE)
    form.get_by_label(programme_wording.FILE).set_input_files(file)
    form.get_by_role("button", name=programme_wording.READ).click()
    preview = dialog(page, programme_wording.PREVIEW_TITLE)
    expect(preview).to_contain_text(programme_wording.PREVIEW_HINT)
    return preview


def import_programme(page: Page, file: Path, last_title: str) -> Locator:
    """From the card to the programme of the file; it is left open, to be looked at and closed."""
    read_programme(page, file).get_by_role("button", name=programme_wording.REPLACE, exact=True).click()
    shown = dialog(page, programme_wording.TITLE)
    expect(shown).to_contain_text(last_title)
    return shown


def open_people(page: Page) -> Locator:
    card(page).get_by_role("button", name=wording.PEOPLE, exact=True).click()
    shown = dialog(page, people_wording.TITLE)
    expect(shown.get_by_role("button", name=people_wording.ADD)).to_be_visible()
    return shown


def add_person(page: Page, person: str, council: str, role: str = "Participant", post: str = "") -> None:
    """From the list of people and back to it, with one more."""
    dialog(page, people_wording.TITLE).get_by_role("button", name=people_wording.ADD).click()
    form = dialog(page, people_wording.ADD_TITLE)
    form.get_by_label(person).check()
    form.get_by_role("radio", name=re.compile(f"^{re.escape(council)}")).check()
    form.get_by_role("radio", name=re.compile(f"^{role}")).check()
    form.get_by_label(people_wording.POST).fill(post)
    form.get_by_role("button", name=people_wording.SAVE, exact=True).click()
    expect(form).to_have_count(0)
    expect(dialog(page, people_wording.TITLE)).to_contain_text(person.partition(" (")[0])


def close(page: Page, shown: Locator) -> None:
    """Close the modal on top; what is under it is there again."""
    shown.get_by_role("button", name=common.CLOSE, exact=True).last.click()
    expect(shown).to_have_count(0)


def take_on(page: Page, gesture: VisitGesture, now: str) -> None:
    """Take the visit a step on from its card, and say yes when asked."""
    card(page).get_by_role("button", name=wording.ADVANCE[gesture], exact=True).first.click()
    card(page).locator(".confirmation:popover-open").get_by_role(
        "button", name=wording.ADVANCE[gesture]
    ).click()
    expect(card(page)).to_contain_text(now)


def gather_pack(page: Page, plan: Plan) -> None:
    """Ask for what is known before the visit; where it was asked for, it is said where it comes."""
    say(page, "/visit pack")
    form = dialog(page, pack_wording.TITLE)
    form.get_by_role("button", name=pack_wording.GATHER, exact=True).click()
    expect(form).to_contain_text(pack_wording.on_its_way(plan.title))
