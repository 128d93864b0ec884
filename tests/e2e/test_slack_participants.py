"""The people of a visit in Slack: added, listed, changed, imported, taken off, and told."""

import pytest

from bot.wording import consents
from bot.wording import participants as wording
from bot.wording import visits as visit_wording
from bot.workspace.people import place_of
from bot.workspace.values import View
from knowledge.visits import Participant, Role, Visit
from tests.e2e.test_slack_visits import commanded, planned, put_on, said, shown, submit
from tests.slack_bot import ASHA, BRAN, CERYS, FARAH, Bot

HELEN = "U0HELEN006"
LIST = """name,council,role,post,email
Bran Example,Northshire,participant,Head of housing,bran@knowledge-exchange.example
Sam Else,Westmere,,Tenant adviser,sam@westmere.example
Hal Host,,host,,
"""


def people(bot: Bot, visit: Visit, user: str = FARAH) -> View:
    card = commanded(bot, user, "", visit.focus)
    assert bot.person(user).press(card, "show_people").ok
    return shown(bot, user, wording.ADD)


def adding(bot: Bot, visit: Visit) -> View:
    bot.person(FARAH).press(people(bot, visit), "add_people")
    return shown(bot, FARAH, wording.WHO)


def on(bot: Bot, visit: Visit) -> dict[str, Participant]:
    """Who is on the visit, by what Slack calls them."""
    store = bot.store.people
    return {store.get(part.person).display_name: part for part in store.on(visit.id)}


def sent_file(bot: Bot, visit: Visit, content: str) -> None:
    bot.person(FARAH).press(people(bot, visit), "import_people")
    form = shown(bot, FARAH, wording.TEMPLATE)
    file = bot.workspace.workspace.talk.keep_file(FARAH, "people.csv", content.encode()).id
    submit(bot, FARAH, form, {"file": [file]})


def test_people_are_added_for_a_council_and_each_is_told_once(peerbot: Bot) -> None:
    visit = planned(peerbot)
    given = {
        "people": [BRAN, CERYS],
        "council": "Northshire",
        "role": "participant",
        "post": "Head of housing",
    }

    assert submit(peerbot, FARAH, adding(peerbot, visit), given).ok
    shown(peerbot, FARAH, "3 people")
    assert submit(peerbot, FARAH, adding(peerbot, visit), given | {"people": [BRAN], "post": "Mayor"}).ok
    shown(peerbot, FARAH, "Mayor")

    dm = peerbot.person(BRAN).dm.id
    told = [one for one in peerbot.workspace.state.conversations.messages(dm) if visit.title in one.text]
    assert len(told) == 1
    assert "as a participant" in told[0].text
    assert "Cerys" not in str(told[0].blocks)
    assert {part.council for part in on(peerbot, visit).values()} == {None, "Northshire"}


def test_the_card_beneath_the_list_counts_who_was_added(peerbot: Bot) -> None:
    visit = planned(peerbot)
    submit(peerbot, FARAH, adding(peerbot, visit), {"people": [BRAN], "council": "Northshire"})

    peerbot.person(FARAH).close(shown(peerbot, FARAH, "2 people"))

    assert visit.focus in said(shown(peerbot, FARAH, "2 people from 1 council"))


def test_a_facilitator_who_takes_themself_off_finds_their_visits_beneath(peerbot: Bot) -> None:
    visit = planned(peerbot)
    put_on(peerbot, visit, BRAN, role=Role.FACILITATOR)
    view = people(peerbot, visit)
    [row] = [block for block in view.blocks if "*Farah" in str(block)]
    peerbot.workspace.workspace.gestures.act(FARAH, place_of(view), row["block_id"], "change_person").result(
        10
    )
    peerbot.person(FARAH).press(shown(peerbot, FARAH, wording.REMOVE), "remove_person")
    peerbot.person(FARAH).close(shown(peerbot, FARAH, wording.REMOVED))

    peerbot.person(FARAH).close(shown(peerbot, FARAH, wording.ADD))

    assert visit_wording.NONE_YET in said(shown(peerbot, FARAH, visit_wording.PLAN_VISIT))


def test_somebody_agrees_in_the_message_that_tells_them_and_is_led_to_the_visit(peerbot: Bot) -> None:
    visit = planned(peerbot)
    submit(peerbot, FARAH, adding(peerbot, visit), {"people": [BRAN], "council": "Northshire"})
    message = peerbot.person(BRAN).latest(peerbot.person(BRAN).dm.id, lambda one: visit.title in one.text)

    peerbot.person(BRAN).press(message, "agree_to_consent")

    card = shown(peerbot, BRAN, visit.focus)
    assert visit_wording.AGREE_FIRST not in said(card)
    assert {part.consent_version for part in on(peerbot, visit).values()} == {None, consents.CONSENT}


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"role": "participant"}, {"council": wording.COUNCIL_NEEDED}),
        ({"people": [], "council": "Northshire"}, {"people": wording.NOBODY}),
    ],
)
def test_what_is_missing_is_told_at_its_field(
    peerbot: Bot, given: dict[str, object], errors: dict[str, str]
) -> None:
    visit = planned(peerbot)
    bot = peerbot.workspace.workspace.app.bot_user
    answers = {"people": [bot] if "people" in given else [BRAN]}

    assert submit(peerbot, FARAH, adding(peerbot, visit), {**given, **answers}).errors == errors
    assert len(on(peerbot, visit)) == 1


def test_a_host_is_there_for_the_host_council_and_a_facilitator_may_be_there_for_none(peerbot: Bot) -> None:
    visit = planned(peerbot)

    submit(peerbot, FARAH, adding(peerbot, visit), {"people": [HELEN], "role": "host"})
    shown(peerbot, FARAH, "2 people")
    submit(peerbot, FARAH, adding(peerbot, visit), {"people": [ASHA], "role": "facilitator"})
    shown(peerbot, FARAH, "3 people")

    parts = {(part.role, part.council) for part in on(peerbot, visit).values()}
    assert parts == {(Role.FACILITATOR, None), (Role.HOST, "Eastborough")}


def test_somebodys_part_is_changed_and_they_are_taken_off(peerbot: Bot) -> None:
    visit = planned(peerbot)
    part = put_on(peerbot, visit, BRAN, council="Northshire")
    view = people(peerbot, visit)
    [row] = [block for block in view.blocks if "Bran" in str(block)]
    assert row["accessory"]["value"] == part.person
    gestures = peerbot.workspace.workspace.gestures
    gestures.act(FARAH, place_of(view), row["block_id"], "change_person").result(10)
    form = shown(peerbot, FARAH, wording.REMOVE)
    assert submit(peerbot, FARAH, form, {"council": "Westmere", "post": "Mayor"}).ok
    view = shown(peerbot, FARAH, "Westmere · Mayor")
    [row] = [block for block in view.blocks if "Bran" in str(block)]
    gestures.act(FARAH, place_of(view), row["block_id"], "change_person").result(10)
    peerbot.person(FARAH).press(shown(peerbot, FARAH, wording.REMOVE), "remove_person")

    shown(peerbot, FARAH, wording.REMOVED)
    assert peerbot.store.people.part(visit.id, part.person) is None


def test_the_last_facilitator_stays_one(peerbot: Bot) -> None:
    visit = planned(peerbot)
    put_on(peerbot, visit, BRAN, council="Northshire")
    view = people(peerbot, visit)
    [row] = [block for block in view.blocks if "*Farah" in str(block)]
    peerbot.workspace.workspace.gestures.act(FARAH, place_of(view), row["block_id"], "change_person").result(
        10
    )
    form = shown(peerbot, FARAH, wording.REMOVE)
    submit(peerbot, FARAH, form, {"role": "participant", "council": "Northshire"})
    form = shown(peerbot, FARAH, "make somebody else one first")
    peerbot.person(FARAH).press(form, "remove_person")

    shown(peerbot, FARAH, "make somebody else one first")
    assert on(peerbot, visit)["Farah"].role is Role.FACILITATOR


def test_under_chatham_house_nobody_is_listed_not_even_for_a_facilitator(peerbot: Bot) -> None:
    visit = planned(peerbot, attribution="Chatham House")
    put_on(peerbot, visit, BRAN, council="Northshire", post="Head of housing")

    view = people(peerbot, visit)
    assert "2 people" in said(view)
    assert not any(word in said(view) for word in ("Bran", "Northshire", "housing"))
    peerbot.person(FARAH).press(view, "find_person", BRAN)
    form = shown(peerbot, FARAH, wording.REMOVE)
    assert submit(peerbot, FARAH, form, {"post": "Mayor"}).ok

    shown(peerbot, FARAH, wording.HIDDEN)
    assert on(peerbot, visit)["Bran"].post == "Mayor"


def test_a_list_is_imported_and_those_who_are_in_slack_are_found_and_told(peerbot: Bot) -> None:
    visit = planned(peerbot)

    sent_file(peerbot, visit, LIST)
    view = shown(peerbot, FARAH, wording.added(1, 2))
    again_before = on(peerbot, visit)
    sent_file(peerbot, visit, LIST)
    shown(peerbot, FARAH, wording.added(1, 2))

    found = on(peerbot, visit)
    assert found == again_before
    assert {name: (part.council, part.role, part.post) for name, part in found.items()} == {
        "Farah": (None, Role.FACILITATOR, None),
        "Bran": ("Northshire", Role.PARTICIPANT, "Head of housing"),
        "Sam Else": ("Westmere", Role.PARTICIPANT, "Tenant adviser"),
        "Hal Host": ("Eastborough", Role.HOST, None),
    }
    assert wording.NOT_IN_SLACK in said(view)
    peerbot.person(BRAN).latest(peerbot.person(BRAN).dm.id, lambda one: visit.title in one.text)


def test_every_bad_line_of_a_list_is_named_and_nobody_is_added(peerbot: Bot) -> None:
    visit = planned(peerbot)

    sent_file(peerbot, visit, "name,council,email\n,Northshire,\nBob,Atlantis,\nEve,Westmere,nowhere\n")
    view = shown(peerbot, FARAH, wording.PROBLEMS)

    assert "line 2: name:" in said(view)
    assert "line 3: 'Atlantis' is none of the visit’s councils: Eastborough, Northshire, Westmere" in said(
        view
    )
    assert "line 4: 'nowhere' is no e-mail address" in said(view)
    assert len(on(peerbot, visit)) == 1
