"""A report is asked for, made and handed over: to its asker and to the host, never to a channel."""

import io
import zipfile
from typing import Any

import pytest

from bot.blocks.gestures import Action, Form
from bot.wording import reports as wording
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.values import File, Message, View
from knowledge.records import RecordStatus
from knowledge.visits import Attribution, VisitState
from tests.slack_bot import ASHA, BRAN, CERYS, EXCHANGE, FARAH, GENERAL, Bot
from tests.visit_party import HELEN, VISIT, gather, handed, told
from tests.visit_samples import NOW, group_feedback

ACCEPTED = RecordStatus.ACCEPTED


def text(shown: View | Message) -> str:
    return str(shown.blocks)


def visited(bot: Bot, state: VisitState = VisitState.CLOSED, **fields: Any) -> None:
    """A visit with feedback that is accepted and a group that has agreed."""
    gather(bot.store, bot.workspace, state=state, **fields)
    for number, user in enumerate((ASHA, BRAN), start=1):
        told(bot.store, f"r{number}", by=user, status=ACCEPTED, usefulness=4)
    bot.store.records.add(
        group_feedback("g1", visit=VISIT, respondent="p-0004", status=RecordStatus.AGREED, created_at=NOW)
    )


def asked(bot: Bot, user: str, typed: str = "/visit-report") -> View:
    assert bot.person(user).command(GENERAL, typed).ok
    return bot.person(user).modal(lambda view: wording.OPENING not in text(view))


def made(bot: Bot, user: str, format_: str = "docx", kind: str | None = None) -> Message:
    """What stands in the asker's direct message in the end."""
    form = asked(bot, user)
    given = {f"{Form.REPORT}.format": format_} | ({f"{Form.REPORT}.kind": kind} if kind else {})
    assert bot.person(user).submit(form, **given).ok
    bot.person(user).close(bot.person(user).modal(lambda view: "I am making the report" in text(view)))
    return latest(bot, user, lambda said: not said.startswith("Making"))


def latest(bot: Bot, user: str, wanted: Any) -> Message:
    person = bot.person(user)
    return person.latest(person.dm.id, lambda one: not one.files and wanted(one.text))


def files_of(bot: Bot, user: str, channel: str | None = None) -> list[File]:
    person = bot.person(user)
    message = person.latest(channel or person.dm.id, lambda one: one.files)
    found = [bot.workspace.state.files.get(name) for name in message.files]
    return [file for file in found if file]


def test_the_report_comes_to_its_asker_alone_with_charts_in_words(peerbot: Bot) -> None:
    visited(peerbot)

    said = made(peerbot, FARAH)

    [report, *charts] = files_of(peerbot, FARAH)
    assert said.text == "Here is the report of “Repairs on time”."
    assert report.name == f"{VISIT}-report.docx"
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(report.content)).namelist()
    assert charts
    assert all(chart.alt_text and chart.content.startswith(b"\x89PNG") for chart in charts)
    assert {channel for file in (report, *charts) for channel in file.channels} == {
        peerbot.person(FARAH).dm.id
    }


@pytest.mark.parametrize("format_", ["html", "xlsx", "csv", "md", "json"])
def test_it_comes_in_the_format_that_was_chosen(peerbot: Bot, format_: str) -> None:
    visited(peerbot)

    made(peerbot, FARAH, format_)

    assert files_of(peerbot, FARAH)[0].name.endswith(f".{format_}")


def test_a_draft_says_what_is_missing(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")

    said = made(peerbot, FARAH, kind=wording.DRAFT)

    assert said.text.startswith("Here is a draft of the report of “Repairs on time”. Still missing:")
    assert "There is no group feedback." in said.text
    assert files_of(peerbot, FARAH)[0].name == f"{VISIT}-report-draft.docx"


def test_a_report_that_cannot_be_handed_over_yet_says_why_and_offers_a_draft(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)

    said = made(peerbot, FARAH, kind=wording.FINAL)

    assert said.text.startswith("The report cannot be handed over yet: nothing that was told is accepted")
    assert peerbot.person(FARAH).press(said, Action.MAKE_REPORT).ok
    peerbot.person(FARAH).modal(lambda view: wording.WHICH_FORMAT in text(view))


def test_a_final_report_of_an_open_visit_is_refused_in_a_sentence(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)

    said = made(peerbot, FARAH, kind=wording.FINAL)

    assert said.text.startswith("A facilitator can make the report of a visit that is in discussion")


@pytest.mark.parametrize("user", [ASHA, HELEN, "U0OWEN0005"])
def test_whoever_can_have_no_report_is_told_who_can(peerbot: Bot, user: str) -> None:
    visited(peerbot, VisitState.DISCUSSION)

    assert wording.NO_VISIT in text(asked(peerbot, user))


def test_the_host_asks_for_it_once_the_visit_is_closed(peerbot: Bot) -> None:
    visited(peerbot)
    form = asked(peerbot, HELEN, "/visit-report md")

    assert wording.WHICH_KIND not in text(form)
    peerbot.person(HELEN).submit(form)
    assert latest(peerbot, HELEN, lambda said: said.startswith("Here is")).text.endswith("“Repairs on time”.")
    assert files_of(peerbot, HELEN)[0].name.endswith(".md")


def test_a_facilitator_sends_it_to_the_host(peerbot: Bot) -> None:
    visited(peerbot)
    said = made(peerbot, FARAH)

    assert peerbot.person(FARAH).press(said, Action.SEND_TO_HOST).ok
    peerbot.wait_for_whisper(FARAH, said.channel, "The report is with 1 person of the host.")

    assert files_of(peerbot, HELEN)[0].name == f"{VISIT}-report.docx"
    latest(peerbot, HELEN, lambda one: one.startswith("Thank you for hosting."))


def test_charts_are_posted_in_the_visits_channel_with_the_same_in_words_and_no_report(peerbot: Bot) -> None:
    visited(peerbot, channel=EXCHANGE)
    said = made(peerbot, FARAH)

    assert peerbot.person(FARAH).press(said, Action.POST_CHARTS).ok
    peerbot.wait_for_whisper(FARAH, said.channel, wording.CHARTS_POSTED)

    posted = files_of(peerbot, ASHA, EXCHANGE)
    assert posted
    assert all(file.name.endswith(".png") and "2" in file.alt_text for file in posted)


def test_nobody_but_a_facilitator_posts_charts_or_sends_reports(peerbot: Bot) -> None:
    visited(peerbot, channel=EXCHANGE)
    for action in (Action.POST_CHARTS, Action.SEND_TO_HOST):
        button = handed(peerbot.workspace, ASHA, action)
        peerbot.person(ASHA).press(button, action)
        peerbot.wait_for_whisper(ASHA, button.channel, "Only a facilitator can hand over the report")

    assert not [one for one in peerbot.workspace.state.conversations.timeline(EXCHANGE, ASHA) if one.files]


def test_when_slack_does_not_take_the_file_its_asker_reads_an_apology(peerbot: Bot) -> None:
    visited(peerbot)
    broken = Fault(FaultKind.SERVER_ERROR, method="files.completeUploadExternal", times=9)
    peerbot.workspace.workspace.faults.switch_on(broken)

    assert made(peerbot, FARAH).text.startswith("Something went wrong on my side.")


PLANTED = ("Asha", "Bran", "Cerys", "Farah", "Helen", "Northshire", "Eastborough", "Westmere", "@asha", ASHA)


@pytest.mark.parametrize("format_", ["md", "html", "json", "csv"])
def test_under_chatham_house_nothing_that_is_handed_over_names_anybody(peerbot: Bot, format_: str) -> None:
    names = " and ".join(PLANTED).replace(ASHA, f"<@{ASHA}>")
    rule: dict[str, Any] = {"rule": Attribution.CHATHAM_HOUSE}
    visited(peerbot, title="Repairs at Eastborough with Helen", focus=names, channel=EXCHANGE, **rule)
    told(peerbot.store, "r4", by=CERYS, status=ACCEPTED, usefulness=5)
    told(peerbot.store, "r3", status=ACCEPTED, observation=names, discussion=names, recommendation=names)
    form = asked(peerbot, FARAH)
    said = made(peerbot, FARAH, format_)
    peerbot.person(FARAH).press(said, Action.POST_CHARTS)
    peerbot.wait_for_whisper(FARAH, said.channel, wording.CHARTS_POSTED)
    peerbot.person(FARAH).press(said, Action.SEND_TO_HOST)
    peerbot.wait_for_whisper(FARAH, said.channel, "The report is with")

    [report, *charts] = files_of(peerbot, FARAH)
    posted = files_of(peerbot, BRAN, EXCHANGE)
    words = [said.text, text(said), text(form), report.content.decode(), report.name]
    words += [f"{chart.title} {chart.alt_text} {chart.name}" for chart in (*charts, *posted)]
    words += [latest(peerbot, HELEN, lambda one: one.startswith("Thank you")).text]
    assert {name for name in PLANTED for each in words if name in each} == set()
