"""A visit's programme in Slack: looked at, typed in, imported and sent as a calendar."""

import pytest

from bot.wording import programmes as wording
from bot.workspace.people import place_of
from bot.workspace.values import View
from knowledge.store import Deed
from knowledge.visits import Role, Session, SessionKind, Visit
from tests.e2e.test_slack_visits import commanded, planned, put_on, said, shown, submit
from tests.slack_bot import ASHA, BRAN, FARAH, Bot
from tests.visit_samples import NOW, feedback, session

SIX = """start,end,title,theme,place,speakers,kind
2026-03-28 09:30,10:15,Welcome,leadership,Town hall,Leader of the council,talk
2026-03-28 10:30,12:00,Estate walk,customer,Harehills,Head of housing; Tenant,walk
2026-03-28 13:00,14:30,How repairs are ordered,organisation,Depot,Head of repairs,workshop
2026-03-28 15:00,16:00,Partners,partnership,Depot,Contractor,discussion
2026-03-29 09:00,10:30,What we saw,culture,Town hall,,discussion
2026-03-29 11:00,12:00,Feedback to the host,leadership,Town hall,,discussion
"""
WELCOME = {"title": "Welcome", "day": "2026-03-28", "begins": "09:30", "ends": "10:15"}


def programme(bot: Bot, user: str, visit: Visit) -> View:
    card = commanded(bot, user, "", visit.focus)
    assert bot.person(user).press(card, "show_programme").ok
    return bot.person(user).modal(
        lambda view: view.content["title"]["text"] == wording.TITLE and len(view.blocks) > 1
    )


def adding(bot: Bot, visit: Visit) -> View:
    bot.person(FARAH).press(programme(bot, FARAH, visit), "add_session")
    return shown(bot, FARAH, wording.DAY)


def changing(bot: Bot, user: str, visit: Visit) -> View:
    bot.person(user).press(programme(bot, user, visit), "change_session")
    return shown(bot, user, wording.REMOVE)


def sessions(bot: Bot, visit: Visit) -> list[Session]:
    return list(bot.store.visits.programme(visit.id))


def uploaded(bot: Bot, content: str, name: str = "programme.csv") -> str:
    return bot.workspace.workspace.talk.keep_file(FARAH, name, content.encode()).id


def importing(bot: Bot, visit: Visit) -> View:
    bot.person(FARAH).press(programme(bot, FARAH, visit), "import_programme")
    return shown(bot, FARAH, wording.TEMPLATE)


def imported(bot: Bot, visit: Visit, content: str = SIX) -> None:
    assert submit(bot, FARAH, importing(bot, visit), {"file": [uploaded(bot, content)]}).ok
    bot.person(FARAH).submit(shown(bot, FARAH, wording.PREVIEW_HINT))
    shown(bot, FARAH, wording.EXPORT)


# Session by session


def test_a_session_is_added_and_stands_on_the_programme(peerbot: Bot) -> None:
    visit = planned(peerbot)
    form = adding(peerbot, visit)

    answers = WELCOME | {"kind": "walk", "place": "Town hall", "speakers": "Leader\nTenant"}
    assert submit(peerbot, FARAH, form, answers).ok

    page = shown(peerbot, FARAH, "09:30–10:15")
    assert page.id == form.previous_view_id
    assert "Saturday 28 March" in said(page)
    peerbot.person(FARAH).close(page)
    assert visit.focus in said(shown(peerbot, FARAH, "09:30–10:15 Welcome, Town hall"))
    [added] = sessions(peerbot, visit)
    assert (added.title, added.kind, added.speakers) == (
        "Welcome",
        SessionKind.WALK,
        ("Leader", "Tenant"),
    )


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"ends": "09:00"}, {"ends": "A session ends after it starts."}),
        (
            {"day": "2026-04-01"},
            {"day": "1 April 2026 is no day of the visit, which is on 28–29 March 2026."},
        ),
        (
            {"day": "2026-03-29", "begins": "01:30"},
            {"begins": "There is no 01:30 on 29 March 2026 in Europe/London: clocks go forward over it."},
        ),
    ],
)
def test_a_session_that_cannot_be_is_told_at_its_field(
    peerbot: Bot, answers: dict[str, str], errors: dict[str, str]
) -> None:
    visit = planned(peerbot)

    assert submit(peerbot, FARAH, adding(peerbot, visit), WELCOME | answers).errors == errors
    assert sessions(peerbot, visit) == []


@pytest.mark.parametrize(("which", "hour"), [(wording.FIRST_TIME, 0), (wording.SECOND_TIME, 1)])
def test_a_time_that_clocks_show_twice_is_asked_about(peerbot: Bot, which: str, hour: int) -> None:
    visit = planned(peerbot, starts="2026-10-24", ends="2026-10-25")
    form = adding(peerbot, visit)
    night = {"title": "Night shift", "day": "2026-10-25", "begins": "01:30", "ends": "03:00"}

    assert submit(peerbot, FARAH, form, night).ok
    asked = shown(peerbot, FARAH, wording.WHICH)
    assert submit(peerbot, FARAH, asked, night | {"which": which}).ok

    page = shown(peerbot, FARAH, "Night shift")
    [added] = sessions(peerbot, visit)
    assert (added.start.hour, added.end.hour) == (hour, 3)
    assert "01:30–03:00" in said(page)
    peerbot.person(FARAH).press(page, "change_session")
    again = shown(peerbot, FARAH, wording.REMOVE)
    assert submit(peerbot, FARAH, again, {"title": "Night shift, again"}).ok
    shown(peerbot, FARAH, "again")
    assert sessions(peerbot, visit)[0].start == added.start


def test_a_session_is_changed_and_keeps_its_identity(peerbot: Bot) -> None:
    visit = planned(peerbot)
    imported(peerbot, visit)
    [before, *_] = sessions(peerbot, visit)

    assert submit(peerbot, FARAH, changing(peerbot, FARAH, visit), {"begins": "09:00"}).ok

    shown(peerbot, FARAH, "09:00–10:15")
    after = sessions(peerbot, visit)[0]
    assert (after.id, after.place) == (before.id, before.place)


def test_of_two_who_change_a_session_at_once_the_second_is_told_and_nothing_is_lost(peerbot: Bot) -> None:
    visit = planned(peerbot)
    imported(peerbot, visit)
    put_on(peerbot, visit, ASHA, Role.FACILITATOR)
    first, second = changing(peerbot, FARAH, visit), changing(peerbot, ASHA, visit)

    assert submit(peerbot, FARAH, first, {"place": "Library"}).ok
    shown(peerbot, FARAH, "Library")
    assert submit(peerbot, ASHA, second, {"title": "Hello"}).ok
    both = shown(peerbot, ASHA, wording.CHANGED_MEANWHILE)
    assert sessions(peerbot, visit)[0].title == "Welcome"
    assert submit(peerbot, ASHA, both, {}).ok

    shown(peerbot, ASHA, "Hello")
    after = sessions(peerbot, visit)[0]
    assert (after.title, after.place) == ("Hello", "Library")


def test_two_sessions_added_at_once_are_both_on_the_programme(peerbot: Bot) -> None:
    visit = planned(peerbot)
    put_on(peerbot, visit, ASHA, Role.FACILITATOR)
    first = adding(peerbot, visit)
    peerbot.person(ASHA).press(programme(peerbot, ASHA, visit), "add_session")
    second = shown(peerbot, ASHA, wording.DAY)

    assert submit(peerbot, FARAH, first, WELCOME).ok
    assert submit(peerbot, ASHA, second, WELCOME | {"title": "Tea"}).ok

    shown(peerbot, ASHA, "Tea")
    assert {one.title for one in sessions(peerbot, visit)} == {"Welcome", "Tea"}


def test_a_session_is_removed_unless_feedback_was_logged_on_it(peerbot: Bot) -> None:
    visit = planned(peerbot)
    imported(peerbot, visit)
    [welcome, *_] = sessions(peerbot, visit)
    peerbot.store.records.add(feedback(visit=visit.id, session=welcome.id))

    form = changing(peerbot, FARAH, visit)
    peerbot.person(FARAH).press(form, "remove_session")
    shown(peerbot, FARAH, "Feedback was logged on 'Welcome'")
    assert len(sessions(peerbot, visit)) == 6

    view = programme(peerbot, FARAH, visit)
    [walk] = [block["block_id"] for block in view.blocks if "Estate walk" in str(block)]
    gestures = peerbot.workspace.workspace.gestures
    assert gestures.act(FARAH, place_of(view), walk, "change_session").result(10).ok
    peerbot.person(FARAH).press(shown(peerbot, FARAH, wording.REMOVE), "remove_session")

    shown(peerbot, FARAH, wording.REMOVED.format(title="Estate walk"))
    assert len(sessions(peerbot, visit)) == 5


# Files


def test_a_programme_is_imported_after_a_look_at_what_becomes_of_it(peerbot: Bot) -> None:
    visit = planned(peerbot)
    peerbot.store.visits.change_programme(visit.id, _two(), 1, Deed("u", NOW, "wrote the programme"))

    form = importing(peerbot, visit)
    assert wording.template(visit.starts, "leadership").splitlines()[1] in said(form)
    assert submit(peerbot, FARAH, form, {"file": [uploaded(peerbot, SIX)]}).ok
    preview = shown(peerbot, FARAH, wording.PREVIEW_HINT)
    assert "6 sessions: 1 stays, 5 are new, 1 goes." in said(preview)
    assert len(sessions(peerbot, visit)) == 2

    assert peerbot.person(FARAH).submit(preview).ok
    page = shown(peerbot, FARAH, "Feedback to the host")
    assert page.id == preview.previous_view_id
    assert len(sessions(peerbot, visit)) == 6
    assert sessions(peerbot, visit)[0].id == "s-welcome"


def _two() -> list[Session]:
    return [
        session("s-welcome", title="Welcome", start="2026-03-28T08:00:00Z", end="2026-03-28T09:00:00Z"),
        session("s-lunch", title="Lunch", start="2026-03-28T12:00:00Z", end="2026-03-28T13:00:00Z"),
    ]


def test_every_bad_line_is_named_and_the_programme_stays(peerbot: Bot) -> None:
    visit = planned(peerbot)
    bad = SIX.replace("2026-03-28 10:30", "soon").replace(",walk", ",stroll")

    submit(peerbot, FARAH, importing(peerbot, visit), {"file": [uploaded(peerbot, bad)]})
    again = shown(peerbot, FARAH, wording.PROBLEMS)

    assert "line 3: 'soon' is no time" in said(again)
    assert sessions(peerbot, visit) == []
    submit(peerbot, FARAH, again, {"file": [uploaded(peerbot, SIX)]})
    assert "6 sessions: 6 are new." in said(shown(peerbot, FARAH, wording.PREVIEW_HINT))


def test_a_file_that_is_too_large_is_said_at_its_field(peerbot: Bot) -> None:
    visit = planned(peerbot)

    outcome = submit(
        peerbot, FARAH, importing(peerbot, visit), {"file": [uploaded(peerbot, "x" * 1_000_001)]}
    )

    assert outcome.errors == {"file": wording.TOO_LARGE}


def test_a_programme_that_changed_since_the_look_is_looked_at_again(peerbot: Bot) -> None:
    visit = planned(peerbot)
    submit(peerbot, FARAH, importing(peerbot, visit), {"file": [uploaded(peerbot, SIX)]})
    preview = shown(peerbot, FARAH, wording.PREVIEW_HINT)
    peerbot.store.visits.change_programme(visit.id, _two(), 1, Deed("u", NOW, "wrote the programme"))

    peerbot.person(FARAH).submit(preview)

    again = shown(peerbot, FARAH, wording.CHANGED_SINCE)
    assert "1 stays" in said(again)
    assert len(sessions(peerbot, visit)) == 2
    peerbot.person(FARAH).submit(again)
    shown(peerbot, FARAH, "Feedback to the host")


def test_anybody_on_the_visit_is_sent_the_calendar_and_may_change_nothing(peerbot: Bot) -> None:
    visit = planned(peerbot)
    imported(peerbot, visit)
    put_on(peerbot, visit, BRAN, council="Eastborough")
    view = programme(peerbot, BRAN, visit)

    peerbot.person(BRAN).press(view, "export_programme")
    page = shown(peerbot, BRAN, wording.SENT)

    message = peerbot.person(BRAN).latest(peerbot.person(BRAN).dm.id, lambda one: one.files)
    file = peerbot.workspace.state.files.get(message.files[0])
    assert file is not None
    assert file.content.startswith(b"BEGIN:VCALENDAR")
    assert b"Estate walk" in file.content
    assert wording.CHANGE not in said(page)
    assert "add_session" not in said(page)


def test_what_the_calendar_was_sent_as_can_be_imported_again(peerbot: Bot) -> None:
    visit = planned(peerbot)
    imported(peerbot, visit)
    before = sessions(peerbot, visit)
    peerbot.person(FARAH).press(programme(peerbot, FARAH, visit), "export_programme")
    message = peerbot.person(FARAH).latest(peerbot.person(FARAH).dm.id, lambda one: one.files)
    shown(peerbot, FARAH, wording.SENT)

    submit(peerbot, FARAH, importing(peerbot, visit), {"file": [message.files[0]]})
    preview = shown(peerbot, FARAH, wording.PREVIEW_HINT)

    assert "6 sessions: 6 stay." in said(preview)
    peerbot.person(FARAH).submit(preview)
    shown(peerbot, FARAH, "Estate walk")
    assert sessions(peerbot, visit) == before
