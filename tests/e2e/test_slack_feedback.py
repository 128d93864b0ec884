"""Logging feedback over real Bolt: every way in, drafts, errors at their fields, kept once, nobody named."""

from datetime import timedelta
from typing import Any

import pytest

from bot.blocks.gestures import Action, Form, Shortcut, log_pointer
from bot.wording import consents
from bot.wording import feedback as wording
from bot.wording import forms as form_wording
from bot.wording import visits as visit_wording
from bot.workspace.values import Json, View
from knowledge.records import FeedbackRecord, RecordStatus, Source
from knowledge.store import Deed, RecordFilters
from knowledge.visits import Attribution, VisitState
from tests.slack_bot import ASHA, BRAN, FARAH, GENERAL, Bot, clock
from tests.visit_party import HELEN, VISIT, gather, handed, pseudonym
from tests.visit_samples import NOW, session, visit

SEEN = "Repairs are sorted by postcode before anybody drives out."
NOBODY = "U0OWEN0005"


# Steps, which a longer walk takes too


def command(bot: Bot, user: str = ASHA, typed: str = "/visit-feedback") -> View:
    bot.person(user).command(GENERAL, typed)
    return opened(bot, user)


def opened(bot: Bot, user: str) -> View:
    return bot.person(user).modal(lambda view: wording.OPENING not in str(view.blocks))


def form(bot: Bot, user: str) -> View:
    return bot.person(user).modal(lambda view: view.content.get("callback_id") == Form.FEEDBACK)


def field(view: View, name: str) -> Json:
    """The block that asks for a field."""
    return next(block for block in view.blocks if block["block_id"] == name)


def entered(view: View, **answers: str) -> dict[str, str]:
    """Answers by the names of their elements, which differ from one form to the next."""
    return {field(view, name)["element"]["action_id"]: answer for name, answer in answers.items()}


def type_into(bot: Bot, user: str, view: View, **answers: str) -> None:
    """Fill in one field after the other, and wait until all is kept."""
    so_far = {}
    for name, answer in answers.items():
        [action] = entered(view, **{name: answer})
        so_far[name, action] = answer
        assert bot.person(user).press(view, action, answer, so_far).ok
    bot.person(user).wait_for(lambda _state: draft(bot, user, **answers))


def draft(bot: Bot, user: str, about: str = VISIT, **answers: str) -> bool:
    """Whether these answers are in the person's draft."""
    kept = bot.store.drafts.get(person(bot, user), Form.FEEDBACK, about)
    return bool(kept and answers.items() <= dict(kept.answers).items())


def person(bot: Bot, user: str) -> str:
    found = bot.store.people.known(bot.workspace.workspace.app.team_id, user)
    assert found is not None
    return found.id


def send(bot: Bot, user: str, view: View, **answers: str) -> Any:
    return bot.person(user).submit(view, **entered(view, **answers))


def log(bot: Bot, user: str = ASHA, observation: str = SEEN, **answers: str) -> View:
    """Log something, from the command to the thanks."""
    command(bot, user)
    assert send(bot, user, form(bot, user), kind="worked well", observation=observation, **answers).ok
    return bot.person(user).modal(lambda view: wording.THANKS in str(view.blocks))


def kept(bot: Bot) -> list[FeedbackRecord]:
    found = bot.store.records.find(RecordFilters(visit=VISIT, withdrawn=True))
    return [one for one in found if isinstance(one, FeedbackRecord)]


@pytest.fixture
def party(peerbot: Bot) -> Bot:
    gather(peerbot.store, peerbot.workspace)
    return peerbot


# Ways in


def test_the_command_opens_the_form_of_the_open_visit_with_the_last_session_chosen(party: Bot) -> None:
    view = command(party)

    names = [block["block_id"] for block in view.blocks if block["type"] == "input"]
    assert names == list(FeedbackRecord.asked)
    assert "Repairs on time" in str(view.blocks[0])
    assert wording.RULES[Attribution.OPEN] in str(view.blocks[0])
    chosen = field(view, "session")["element"]["initial_option"]
    assert (chosen["value"], chosen["text"]["text"]) == ("s2", "11:30–12:30 The repairs desk")


def test_what_is_typed_behind_the_command_stands_in_the_form(party: Bot) -> None:
    assert (
        field(command(party, typed=f"/visit-feedback {SEEN}"), "observation")["element"]["initial_value"]
        == SEEN
    )


def test_what_is_typed_behind_the_command_comes_beneath_what_was_not_sent(party: Bot) -> None:
    type_into(party, ASHA, command(party), observation="First.", kind="risk")
    party.person(ASHA).close(form(party, ASHA))

    again = command(party, typed="/visit-feedback Then.")

    assert field(again, "observation")["element"]["initial_value"] == "First.\nThen."
    assert field(again, "kind")["element"]["initial_option"]["value"] == "risk"


@pytest.mark.parametrize("typed", ["/visit-feedback help", "/visit-report help"])
def test_help_says_what_can_be_typed(party: Bot, typed: str) -> None:
    assert party.person(ASHA).command(GENERAL, typed).ok

    shown = party.person(ASHA).modal()
    assert all(each in str(shown.blocks) for each, _ in visit_wording.HELP)


def test_the_running_session_is_chosen(peerbot: Bot) -> None:
    now = clock()
    programme = [
        session(f"s{hours}", start=now + timedelta(hours=hours), end=now + timedelta(hours=hours + 1))
        for hours in (-3, 0, 3)
    ]
    programme[1] = programme[1].model_copy(update={"start": now - timedelta(minutes=5)})
    gather(peerbot.store, peerbot.workspace, programme=tuple(programme))

    assert field(command(peerbot), "session")["element"]["initial_option"]["value"] == "s0"


def test_the_shortcut_opens_the_form(party: Bot) -> None:
    assert party.person(ASHA).shortcut(Shortcut.LOG_FEEDBACK).ok

    assert field(form(party, ASHA), "observation")


def test_a_button_opens_the_form_for_its_session(party: Bot) -> None:
    button = handed(party.workspace, ASHA, Action.LOG_FEEDBACK, log_pointer(VISIT, "s1"))

    assert party.person(ASHA).press(button, Action.LOG_FEEDBACK).ok

    assert field(form(party, ASHA), "session")["element"]["initial_option"]["value"] == "s1"


def test_a_button_without_a_visit_opens_the_one_in_hand(party: Bot) -> None:
    button = handed(party.workspace, ASHA, Action.LOG_FEEDBACK, log_pointer())

    party.person(ASHA).press(button, Action.LOG_FEEDBACK)

    assert "Repairs on time" in str(form(party, ASHA).blocks)


def test_with_several_open_visits_the_nearest_is_chosen_and_another_can_be(party: Bot) -> None:
    today = clock().date()
    later = visit("v2", title="Parks", state=VisitState.OPEN, starts=today, ends=today)
    party.store.visits.add(later, Deed("tests", NOW, "planned the visit"), (session("p1"),))
    part = party.store.people.part(VISIT, person(party, ASHA))
    assert part is not None
    party.store.people.take_part(part.model_copy(update={"visit": "v2", "pseudonym": "p-2"}))

    view = command(party)
    assert "*Parks*" in str(view.blocks[0])
    type_into_other = entered(view, observation=SEEN)
    spot = ("observation", next(iter(type_into_other)))
    party.person(ASHA).press(view, Action.CHOOSE_VISIT, VISIT, {spot: SEEN})
    changed = party.person(ASHA).modal(lambda one: "*Repairs on time*" in str(one.blocks))

    assert field(changed, "observation")["element"]["initial_value"] == SEEN
    assert field(changed, "session")["element"]["initial_option"]["value"] == "s2"
    send(party, ASHA, changed, kind="risk")
    assert [one.observation for one in kept(party)] == [SEEN]


# Where nothing can be logged


def test_whoever_is_on_no_visit_is_told_what_to_do(party: Bot) -> None:
    nobody = str(command(party, NOBODY).blocks)
    assert wording.NO_VISIT in nobody
    assert Action.PLAN_VISIT in nobody


def test_a_host_is_told_that_visitors_log(party: Bot) -> None:
    assert wording.host("Repairs on time") in str(command(party, HELEN).blocks)


def test_a_button_of_a_visit_one_is_not_on_is_refused(party: Bot) -> None:
    button = handed(party.workspace, NOBODY, Action.LOG_FEEDBACK, log_pointer(VISIT))

    party.person(NOBODY).press(button, Action.LOG_FEEDBACK)

    assert wording.NOT_ON_IT in str(opened(party, NOBODY).blocks)


def test_on_a_closed_visit_nothing_more_is_logged(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.CLOSED)

    assert wording.over("Repairs on time") in str(command(peerbot).blocks)


def test_a_participant_of_a_planned_visit_is_told_to_wait(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.PLANNED)

    view = command(peerbot)

    assert wording.not_open("Repairs on time") in str(view.blocks)
    assert Action.OPEN_AND_LOG not in str(view.blocks)


def test_a_facilitator_opens_a_planned_visit_from_there_and_logs_and_its_channel_is_told(
    peerbot: Bot,
) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.PLANNED, channel=GENERAL)
    view = command(peerbot, FARAH)
    assert wording.yours_to_open("Repairs on time") in str(view.blocks)

    assert peerbot.person(FARAH).press(view, Action.OPEN_AND_LOG).ok

    assert field(form(peerbot, FARAH), "observation")
    opened = peerbot.store.visits.get(VISIT)
    assert opened.state is VisitState.OPEN
    told = visit_wording.told_channel(opened)
    peerbot.person(ASHA).latest(GENERAL, lambda message: message.text == told)


# Sending


def test_what_is_sent_is_kept_with_everything_that_was_said(party: Bot) -> None:
    view = command(party)
    answers = {"kind": "innovation", "observation": SEEN, "session": "s1", "usefulness": "4"}
    assert send(party, ASHA, view, **answers, intends_to_act="maybe", theme="leadership").ok

    [record] = kept(party)
    assert (record.kind, record.observation, record.session) == ("innovation", SEEN, "s1")
    assert (record.usefulness, record.intends_to_act, record.theme) == (4, "maybe", "leadership")
    assert (record.respondent, record.source) == (pseudonym(ASHA), Source.MODAL)
    assert (record.status, record.history) == (RecordStatus.SUBMITTED, ())


def test_thanks_say_what_happens_next_and_lead_to_another(party: Bot) -> None:
    thanks = log(party)
    assert wording.NEXT in str(thanks.blocks)

    party.person(ASHA).press(thanks, Action.LOG_FEEDBACK)
    again = form(party, ASHA)
    assert "initial_value" not in field(again, "observation")["element"]
    assert send(party, ASHA, again, kind="risk", observation="The van is old.").ok

    assert {one.observation for one in kept(party)} == {SEEN, "The van is old."}
    assert len({one.id for one in kept(party)}) == 2


def test_no_session_in_particular_can_be_meant(party: Bot) -> None:
    log(party, session="-")

    assert [one.session for one in kept(party)] == [None]


def test_an_error_stands_at_its_field_and_what_was_typed_stays(party: Bot) -> None:
    view = command(party)
    outcome = send(party, ASHA, view, kind="risk", observation="\u200b")

    assert outcome.errors == {"observation": form_wording.MISSING}
    assert kept(party) == []
    assert send(party, ASHA, form(party, ASHA), kind="risk", observation=SEEN).ok
    assert [(one.kind, one.observation) for one in kept(party)] == [("risk", SEEN)]


def test_a_session_that_was_taken_off_the_programme_is_an_error_at_its_field(party: Bot) -> None:
    view = command(party)
    now = party.store.visits.get(VISIT)
    party.store.visits.change_programme(VISIT, (session("s9"),), now.version, Deed("t", NOW, "changed"))

    outcome = send(party, ASHA, view, kind="risk", observation=SEEN)

    assert outcome.errors == {"session": wording.SESSION_GONE}


def test_a_visit_that_was_closed_meanwhile_is_said_in_the_form(party: Bot) -> None:
    view = command(party)
    now = party.store.visits.get(VISIT)
    closed = now.model_copy(update={"state": VisitState.CLOSED})
    party.store.visits.change(closed, now.version, Deed("t", NOW, "closed"))

    outcome = send(party, ASHA, view, kind="risk", observation=SEEN)

    assert outcome.errors is not None
    assert outcome.errors["observation"].startswith("A participant can log feedback on a visit that is open")
    assert kept(party) == []


# Detail


def test_more_is_asked_in_the_same_form_which_keeps_what_was_typed(party: Bot) -> None:
    view = command(party)
    spot = ("observation", field(view, "observation")["element"]["action_id"])

    party.person(ASHA).press(view, Action.ADD_DETAIL, None, {spot: SEEN})
    more = party.person(ASHA).modal(
        lambda one: any(block["block_id"] == "discussion" for block in one.blocks)
    )

    assert more.id == view.id
    assert Action.ADD_DETAIL not in str(more.blocks)
    answers = {"kind": "risk", "discussion": "One team has both.", "attribution": "role only"}
    assert send(party, ASHA, more, **answers).ok
    [record] = kept(party)
    assert (record.observation, record.discussion) == (SEEN, "One team has both.")
    assert record.attribution is Attribution.ROLE


def test_only_rules_as_strict_as_the_visits_can_be_wished_for(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, Attribution.ROLE)
    view = command(peerbot)

    peerbot.person(ASHA).press(view, Action.ADD_DETAIL)
    more = peerbot.person(ASHA).modal(lambda one: "attribution" in str(one.blocks))

    element = field(more, "attribution")["element"]
    assert [one["value"] for one in element["options"]] == [Attribution.ROLE, Attribution.CHATHAM_HOUSE]
    assert element["initial_option"]["value"] == Attribution.ROLE


# Consent


def test_the_first_time_what_is_kept_is_said_and_sending_agrees(party: Bot) -> None:
    view = command(party)
    assert consents.text(consents.CONSENT)[0] in str(view.blocks)
    assert view.content["submit"]["text"] == wording.AGREE_AND_SEND

    send(party, ASHA, view, kind="risk", observation=SEEN)

    part = party.store.people.part(VISIT, person(party, ASHA))
    assert part is not None
    assert part.consent_version == consents.CONSENT
    second = command(party)
    assert consents.text(consents.CONSENT)[0] not in str(second.blocks)
    assert second.content["submit"]["text"] == wording.SEND


# Drafts


def test_what_was_typed_is_there_again_after_the_form_was_closed(party: Bot) -> None:
    view = command(party)
    type_into(party, ASHA, view, observation=SEEN, kind="innovation")
    party.person(ASHA).close(form(party, ASHA))

    again = command(party)

    assert field(again, "observation")["element"]["initial_value"] == SEEN
    assert field(again, "kind")["element"]["initial_option"]["value"] == "innovation"
    assert "Nothing of it is sent yet." in str(again.blocks)


def test_one_can_start_afresh(party: Bot) -> None:
    view = command(party)
    type_into(party, ASHA, view, observation=SEEN)
    party.person(ASHA).close(form(party, ASHA))
    again = command(party)

    party.person(ASHA).press(again, Action.START_AFRESH)
    afresh = party.person(ASHA).modal(lambda one: Action.START_AFRESH not in str(one.blocks))

    assert "initial_value" not in field(afresh, "observation")["element"]
    assert not afresh.values["observation"][field(afresh, "observation")["element"]["action_id"]].get("value")
    assert not draft(party, ASHA)


def test_nothing_is_left_of_a_draft_that_was_sent_however_late_its_last_save_arrives(party: Bot) -> None:
    view = command(party)
    type_into(party, ASHA, view, observation=SEEN)
    assert send(party, ASHA, view, kind="risk", observation=SEEN).ok
    assert not draft(party, ASHA)

    party.workspace.state.screens.put(view)
    [action] = entered(view, observation=SEEN)
    party.person(ASHA).press(view, action, SEEN)
    party.stop()

    assert not draft(party, ASHA)


def test_a_draft_with_detail_opens_with_the_detail(party: Bot) -> None:
    view = command(party)
    party.person(ASHA).press(view, Action.ADD_DETAIL)
    more = party.person(ASHA).modal(lambda one: "discussion" in str(one.blocks))
    type_into(party, ASHA, more, discussion="One team has both.")
    party.person(ASHA).close(form(party, ASHA))

    assert field(command(party), "discussion")["element"]["initial_value"] == "One team has both."


def test_nobody_sees_the_draft_of_another(party: Bot) -> None:
    view = command(party)
    type_into(party, ASHA, view, observation=SEEN)

    assert SEEN not in str(command(party, BRAN).blocks)


# Once


def test_what_is_sent_again_in_other_words_for_want_of_an_answer_is_kept_in_those_words(party: Bot) -> None:
    view = command(party)
    send(party, ASHA, view, kind="risk", observation="First words.")
    [first] = kept(party)
    shown = party.person(ASHA).modal()
    party.workspace.state.screens.put(view)

    assert shown.id == view.id
    assert send(party, ASHA, view, kind="risk", observation="Second words.").ok

    [record] = kept(party)
    assert (record.id, record.observation) == (first.id, "Second words.")


def test_what_is_sent_twice_is_kept_once(party: Bot) -> None:
    view = command(party)
    for _ in range(3):
        assert send(party, ASHA, view, kind="risk", observation=SEEN).ok
        party.workspace.state.screens.put(view)

    [record] = kept(party)
    assert record.version == 0


# Nobody is named

PLANTED = ("Asha", "Northshire", "Eastborough", "Westmere", "@asha", "asha@northshire.example", ASHA)


@pytest.mark.parametrize("rule", [Attribution.ROLE, Attribution.CHATHAM_HOUSE])
def test_no_screen_names_anybody_against_the_rule_and_no_log_line_does(
    peerbot: Bot, rule: Attribution
) -> None:
    planted = "Asha of Northshire with @asha, asha@northshire.example, Eastborough and Westmere"
    programme = (session("s1", title=planted, place=planted),)
    gather(peerbot.store, peerbot.workspace, rule, title=planted, programme=programme)

    first = command(peerbot)
    assert send(peerbot, ASHA, first, kind="worked well", observation=planted).ok
    thanks = peerbot.person(ASHA).modal(lambda view: wording.THANKS in str(view.blocks))

    assert [record.observation for record in kept(peerbot)] == [planted]
    for shown in (first, thanks):
        assert [name for name in PLANTED if name in str(shown.content)] == []
    logged = " ".join(f"{line.getMessage()} {vars(line)}" for line in peerbot.journal.all())
    assert "form opened" in logged
    assert [name for name in (*PLANTED, planted) if name in logged] == []
