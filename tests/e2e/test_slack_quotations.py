"""A message logged as feedback: quoted at once, its author named only once they agree."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.blocks.gestures import Action, Form, Shortcut
from bot.chores.loose_ends import DRAFTS_LAST, MESSAGES_LAST, LooseEnds
from bot.desk import make_desk
from bot.feedback_forms import Errand
from bot.readers import Identity
from bot.wording import feedback as wording
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.values import Message, View
from knowledge.records import Evidence, EvidenceKind, Source
from knowledge.store import Draft
from knowledge.visits import Attribution
from tests.e2e.test_slack_feedback import draft, field, form, kept, opened, person, send
from tests.slack_bot import ASHA, BRAN, EXCHANGE, FARAH, GENERAL, LUNCH, Bot, Means, clock, settings_for
from tests.visit_party import VISIT, client_of, gather, handed

SAID = "The duty desk sorts repairs by postcode."


def log_message(bot: Bot, message: Message, user: str = ASHA) -> View:
    """Choose the shortcut from a message's menu."""
    assert bot.person(user).shortcut(Shortcut.LOG_MESSAGE, message).ok
    return opened(bot, user)


def logged(bot: Bot, message: Message, user: str = ASHA) -> None:
    """Log a message, from its menu to the thanks."""
    log_message(bot, message, user)
    assert send(bot, user, form(bot, user), kind="worked well", observation="They sort it.").ok


def question(bot: Bot, user: str = BRAN) -> Message:
    """What the author of a message is asked."""
    return bot.person(user).latest(bot.person(user).dm.id, lambda one: Action.AGREE_TO_QUOTE in str(one))


def evidence(bot: Bot) -> Evidence:
    [record] = kept(bot)
    [found] = record.evidence
    return found


def answer(bot: Bot, action: Action, said: str) -> Message:
    """Answer as the author, and wait until that is shown."""
    asked = question(bot)
    assert bot.person(BRAN).press(asked, action).ok
    return bot.person(BRAN).latest(asked.channel, lambda one: said in str(one.blocks))


@pytest.fixture
def party(peerbot: Bot) -> Bot:
    gather(peerbot.store, peerbot.workspace, title="Repairs <!here>")
    return peerbot


@pytest.fixture
def message(party: Bot) -> Message:
    return party.person(BRAN).post(GENERAL, SAID)


def test_the_message_is_shown_with_the_form_and_its_author_is_asked_after_it_is_sent(
    party: Bot, message: Message
) -> None:
    view = log_message(party, message)
    assert SAID in str(view.blocks)
    assert wording.QUOTES_SOMEBODY in str(view.blocks)
    assert "initial_value" not in field(view, "observation")["element"]

    assert send(party, ASHA, view, kind="worked well", observation="They sort it.").ok

    [record] = kept(party)
    assert record.source is Source.MESSAGE
    assert evidence(party) == Evidence(kind=EvidenceKind.MESSAGE, quote=SAID)
    asked = question(party)
    assert SAID in str(asked.blocks)
    assert "“Repairs &lt;!here&gt;”" in asked.text
    assert "Asha" not in str(asked)
    assert ASHA not in str(asked)


def test_who_agrees_is_named_with_a_link_to_the_message(party: Bot, message: Message) -> None:
    logged(party, message)

    answer(party, Action.AGREE_TO_QUOTE, wording.NAMED)

    reference = evidence(party).reference or ""
    assert reference.startswith("Bran, http")
    assert reference.endswith(f"/archives/{GENERAL}/p{message.ts.replace('.', '')}")


def test_who_refuses_is_not_named_and_can_change_their_mind(party: Bot, message: Message) -> None:
    logged(party, message)

    answer(party, Action.REFUSE_QUOTE, wording.NOT_NAMED)
    assert evidence(party) == Evidence(kind=EvidenceKind.MESSAGE, quote=SAID)

    answer(party, Action.AGREE_TO_QUOTE, wording.NAMED)
    assert (evidence(party).reference or "").startswith("Bran")


def test_who_takes_their_name_back_is_named_no_longer(party: Bot, message: Message) -> None:
    logged(party, message)
    named = answer(party, Action.AGREE_TO_QUOTE, wording.NAMED)

    party.person(BRAN).press(named, Action.REFUSE_QUOTE)
    party.person(BRAN).latest(named.channel, lambda one: wording.NOT_NAMED in str(one.blocks))

    assert evidence(party) == Evidence(kind=EvidenceKind.MESSAGE, quote=SAID)


def test_nobody_answers_in_the_place_of_the_author(party: Bot, message: Message) -> None:
    logged(party, message)
    [asked] = [block for block in question(party).blocks or () if block["type"] == "actions"]
    theirs = handed(party.workspace, FARAH, Action.AGREE_TO_QUOTE, asked["elements"][0]["value"])

    party.person(FARAH).press(theirs, Action.AGREE_TO_QUOTE)
    party.person(FARAH).latest(theirs.channel, lambda one: wording.QUOTE_GONE in str(one.blocks))

    assert evidence(party).reference is None


def test_an_author_is_asked_once_and_the_message_logged_once(party: Bot, message: Message) -> None:
    logged(party, message)
    question(party)

    assert wording.LOGGED_ALREADY in str(log_message(party, message).blocks)
    dms = party.workspace.state.conversations.messages(party.person(BRAN).dm.id)
    assert len([one for one in dms if one.bot_id]) == 1


def test_ones_own_message_needs_no_asking_and_is_what_one_saw(party: Bot) -> None:
    own = party.person(ASHA).post(EXCHANGE, SAID)

    view = log_message(party, own)

    assert wording.QUOTES_ONESELF in str(view.blocks)
    assert field(view, "observation")["element"]["initial_value"] == SAID
    send(party, ASHA, view, kind="risk", observation=SAID)
    assert (evidence(party).reference or "").startswith("Asha, http")
    assert party.journal.lines("author asked") == []


def test_what_an_app_posted_is_quoted_without_a_link(party: Bot) -> None:
    client = client_of(party.workspace)
    ts = client.chat_postMessage(channel=GENERAL, text=SAID)["ts"]
    posted = party.person(ASHA).latest(GENERAL, lambda one: one.ts == ts)

    assert wording.QUOTES_AN_APP in str(log_message(party, posted).blocks)
    send(party, ASHA, form(party, ASHA), kind="risk", observation="Seen.")

    assert evidence(party) == Evidence(kind=EvidenceKind.MESSAGE, quote=SAID)
    assert party.journal.lines("author asked") == []


def test_a_message_where_peerbot_is_not_has_no_link_but_its_author_is_asked(party: Bot) -> None:
    elsewhere = party.person(BRAN).post(LUNCH, SAID)
    logged(party, elsewhere)
    answer(party, Action.AGREE_TO_QUOTE, wording.NAMED)

    assert (evidence(party).reference or "").startswith("Bran")


def test_a_message_that_was_taken_back_is_not_logged(party: Bot, message: Message) -> None:
    slow = Fault(FaultKind.SLOW_ANSWER, method="views.open", seconds=0.5)
    party.workspace.workspace.faults.switch_on(slow)
    assert party.person(ASHA).shortcut(Shortcut.LOG_MESSAGE, message).ok

    party.workspace.workspace.talk.delete_message(BRAN, GENERAL, message.ts)

    assert wording.MESSAGE_GONE in str(opened(party, ASHA).blocks)


def test_under_a_rule_that_names_nobody_nobody_is_asked(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, Attribution.CHATHAM_HOUSE)
    message = peerbot.person(BRAN).post(GENERAL, SAID)

    assert wording.QUOTES_NOBODY in str(log_message(peerbot, message).blocks)
    send(peerbot, ASHA, form(peerbot, ASHA), kind="risk", observation="Seen.")
    peerbot.stop()

    assert evidence(peerbot) == Evidence(kind=EvidenceKind.MESSAGE, quote=SAID)
    assert peerbot.journal.lines("author asked") == []


def test_mentions_in_a_message_are_not_quoted(party: Bot) -> None:
    message = party.person(BRAN).post(GENERAL, "Ask @cerys how they do it.")

    logged(party, message)

    assert evidence(party).quote == "Ask how they do it."


def test_a_draft_of_a_message_is_its_own(party: Bot, message: Message) -> None:
    view = log_message(party, message)
    errand = Errand.model_validate_json(view.content["private_metadata"])
    action = field(view, "observation")["element"]["action_id"]
    party.person(ASHA).press(view, action, "They sort it.")
    party.person(ASHA).wait_for(lambda _state: draft(party, ASHA, errand.about, observation="They sort it."))
    party.person(ASHA).close(view)

    again = log_message(party, message)

    assert field(again, "observation")["element"]["initial_value"] == "They sort it."
    assert not draft(party, ASHA)


def test_an_author_who_answers_after_the_feedback_was_withdrawn_is_told(party: Bot, message: Message) -> None:
    logged(party, message)
    [record] = kept(party)
    part = party.store.people.part(VISIT, person(party, ASHA))
    assert part is not None
    asked = question(party)
    party.store.quotations.forget(record.id)

    party.person(BRAN).press(asked, Action.AGREE_TO_QUOTE)

    party.person(BRAN).latest(asked.channel, lambda one: wording.QUOTE_GONE in str(one.blocks))
    assert evidence(party).reference is None


def loose_ends(bot: Bot, folder: Path) -> LooseEnds:
    means = Means(settings_for(bot.workspace, folder), bot.store, bot.answers, clock)
    us = Identity(user="B0", team=bot.workspace.workspace.app.team_id)
    return LooseEnds(make_desk(means, client_of(bot.workspace), us))


def test_the_rounds_ask_an_author_who_could_not_be_reached(
    party: Bot, message: Message, tmp_path: Path
) -> None:
    faults = party.workspace.workspace.faults
    faults.switch_on(Fault(FaultKind.SERVER_ERROR, method="chat.postMessage", times=None))
    logged(party, message)
    party.journal.wait_for("author out of reach")
    faults.switch_off(FaultKind.SERVER_ERROR, "chat.postMessage")

    for _ in range(2):
        loose_ends(party, tmp_path).do(clock())

    assert SAID in str(question(party).blocks)
    assert len(party.journal.lines("author asked")) == 1


def test_the_rounds_forget_what_was_never_sent(party: Bot, message: Message, tmp_path: Path) -> None:
    log_message(party, message)
    asha, now = person(party, ASHA), clock()
    typed = Draft(asha, Form.FEEDBACK, VISIT, {"observation": "x"}, now - DRAFTS_LAST + timedelta(minutes=1))
    party.store.drafts.save(typed)

    loose_ends(party, tmp_path).do(now)
    assert party.store.drafts.get(asha, Form.FEEDBACK, VISIT) == typed
    assert everything_quoted(party) == 1

    loose_ends(party, tmp_path).do(now + max(MESSAGES_LAST, timedelta(hours=1)))
    assert party.store.drafts.get(asha, Form.FEEDBACK, VISIT) is None
    assert everything_quoted(party) == 0


def everything_quoted(bot: Bot) -> int:
    with bot.store.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM quotations").scalar_one())
