"""What is known before a visit is gathered: for its asker alone, and for everybody in the visit's channel."""

from typing import Any

from bot.blocks.gestures import Action, Form
from bot.wording import packs as wording
from bot.wording import visits
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.state import State
from bot.workspace.values import File, Message, View
from knowledge.model import Answer, Outcome
from knowledge.scopes import NETWORK, PUBLIC, team
from knowledge.store import Deed, Question, Surface
from knowledge.visits import Attribution
from tests.slack_bot import ASHA, EXCHANGE, FARAH, GENERAL, SAID, Bot, quoted
from tests.visit_party import HELEN, VISIT, gather, handed
from tests.visit_samples import NOW, visit

FOCUS = "How are repairs done?"
OWEN = "U0OWEN0005"


def text(shown: View | Message) -> str:
    return str(shown.blocks)


def known(bot: Bot, rule: Attribution = Attribution.OPEN, **fields: Any) -> None:
    """A visit, something that answers its question, and somebody who asked nearly the same in vain."""
    gather(bot.store, bot.workspace, rule, focus=FOCUS, **fields)
    bot.answers.instead = {FOCUS: Answer(FOCUS, Outcome.ANSWERED, 0.9, quotes=(quoted(),))}
    bot.store.questions.claim(Question("q1", FOCUS, ASHA, NOW, Surface.SLASH), by="tests", now=NOW)
    bot.store.questions.answered("q1", Answer(FOCUS, Outcome.NOT_COVERED, 0.1), standalone=FOCUS, ms=1)


def asked(bot: Bot, user: str, channel: str = GENERAL) -> View:
    assert bot.person(user).command(channel, "/visit pack").ok
    return bot.person(user).modal(lambda view: visits.OPENING not in text(view))


def gathered(bot: Bot, user: str, **typed: str) -> Message:
    """What stands in the asker's direct message in the end."""
    assert bot.person(user).submit(asked(bot, user), **typed).ok
    person = bot.person(user)
    return person.latest(
        person.dm.id,
        lambda one: not one.files and not one.text.startswith("Gathering") and one.thread_ts is None,
    )


def file_in(bot: Bot, message: Message) -> File:
    """The last file in the conversation of a message."""

    def shared(_state: State) -> File | None:
        said = bot.workspace.state.conversations.messages(message.channel)  # threads included
        names = [name for one in said for name in one.files]
        return bot.workspace.state.files.get(names[-1]) if names else None

    return bot.workspace.wait_for(shared)


def test_a_pack_comes_to_its_asker_alone_as_a_message_and_as_a_file(peerbot: Bot) -> None:
    known(peerbot)

    said = gathered(peerbot, ASHA)

    dm = peerbot.person(ASHA).dm.id
    file = file_in(peerbot, said)
    assert said.text == "What is known before “Repairs on time”: 1 passage."
    assert SAID in text(said)
    assert "Facilitators see here" in text(said)
    assert (file.name, file.channels) == (f"{VISIT}-pack.docx", (dm,))
    assert Action.POST_PACK not in text(said)


def test_a_facilitator_lets_the_channel_have_a_pack_of_its_own(peerbot: Bot) -> None:
    known(peerbot, channel=EXCHANGE)
    own = gathered(peerbot, FARAH)
    assert "1 person asked" in text(own)

    assert peerbot.person(FARAH).press(own, Action.POST_PACK).ok
    peerbot.wait_for_whisper(FARAH, own.channel, wording.POSTED)

    posted = peerbot.person(ASHA).latest(EXCHANGE, lambda one: one.text.startswith("What is known"))
    file = file_in(peerbot, posted)
    assert SAID in text(posted)
    assert "1 person asked" not in text(posted)
    assert [one for one in peerbot.workspace.state.conversations.replies(EXCHANGE, posted.ts) if one.files]
    assert file.channels == (EXCHANGE,)
    scopes = [one.filters.scopes for one in peerbot.answers.asked]
    assert team(VISIT) in (scopes[0] or ())
    assert scopes[-1] == frozenset({PUBLIC, NETWORK})  # not everybody in the channel is on the visit


def test_in_a_visit_s_channel_that_visit_is_chosen(peerbot: Bot) -> None:
    known(peerbot)
    days = {"starts": "2027-01-01", "ends": "2027-01-01"}
    later = visit("visit-2027-01-01", title="Another", host="Westmere", channel=EXCHANGE, **days)
    peerbot.store.visits.add(later, Deed("tests", NOW, "planned"))
    here = next(part for part in peerbot.store.people.on(VISIT) if part.pseudonym == "p-0001")
    peerbot.store.people.take_part(here.model_copy(update={"visit": later.id, "pseudonym": "p-9"}))

    form = asked(peerbot, ASHA, EXCHANGE)

    [which] = [block for block in form.blocks if block.get("block_id") == "visit"]
    assert which["element"]["initial_option"]["value"] == later.id  # and not the one that is under way


def test_the_card_leads_there(peerbot: Bot) -> None:
    known(peerbot)
    button = handed(peerbot.workspace, HELEN, Action.OPEN_VISIT)
    assert peerbot.person(HELEN).press(button, Action.OPEN_VISIT).ok
    card = peerbot.person(HELEN).modal(lambda view: "Repairs on time" in text(view))

    assert peerbot.person(HELEN).press(card, Action.GATHER_PACK).ok

    peerbot.person(HELEN).modal(lambda view: wording.WHICH_VISIT in text(view))


def test_whoever_is_on_no_visit_is_told_how_to_come_by_one(peerbot: Bot) -> None:
    known(peerbot)

    nobody = text(asked(peerbot, OWEN))
    assert wording.NO_VISIT in nobody
    assert Action.PLAN_VISIT in nobody


def test_a_rule_that_names_no_council_holds_in_message_file_and_names(peerbot: Bot) -> None:
    known(peerbot, Attribution.CHATHAM_HOUSE, title="Repairs in Eastborough", channel=EXCHANGE)
    peerbot.answers.near = (quoted(),)

    said = gathered(peerbot, FARAH, **{f"{Form.PACK}.format": "md"})

    file = file_in(peerbot, said)
    everything = f"{said.text} {text(said)} {file.content.decode()} {file.name}"
    assert not [
        name for name in ("Eastborough", "Northshire", "Westmere", "Farah", "Helen") if name in everything
    ]
    assert "names no council" in everything


def test_the_form_says_at_once_that_the_pack_is_on_its_way(peerbot: Bot) -> None:
    known(peerbot)

    assert peerbot.person(ASHA).submit(asked(peerbot, ASHA)).ok

    assert wording.on_its_way("Repairs on time") in text(peerbot.person(ASHA).modal())


def test_a_file_that_slack_does_not_take_is_said_beside_the_pack(peerbot: Bot) -> None:
    known(peerbot)
    broken = Fault(FaultKind.SERVER_ERROR, method="files.completeUploadExternal", times=9)
    peerbot.workspace.workspace.faults.switch_on(broken)

    assert peerbot.person(ASHA).submit(asked(peerbot, ASHA)).ok

    person = peerbot.person(ASHA)
    person.latest(person.dm.id, lambda one: "Slack did not take the file" in one.text)


def test_what_goes_wrong_is_said_in_place_of_the_pack(peerbot: Bot) -> None:
    known(peerbot)
    peerbot.answers.instead = {FOCUS: RuntimeError("broken")}

    said = gathered(peerbot, ASHA)

    assert said.text.startswith("Something went wrong on my side.")
    peerbot.person(ASHA).modal(lambda view: said.text in text(view))
