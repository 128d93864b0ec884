"""The board, and the group's feedback: composed, agreed with one press each, changed, settled."""

from typing import Any

import pytest

from bot.blocks.gestures import Action, Form, words_pointer
from bot.boards import mark
from bot.record_changes import RecordChanges
from bot.visiting import Part
from bot.wording import boards as board_wording
from bot.wording import commitments as commitment_wording
from bot.wording import group_feedback as wording
from bot.wording.forms import LEFT_AS_IT_IS
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.values import Message, View
from knowledge.model import Theme
from knowledge.records import FeedbackKind, FeedbackRecord, GroupFeedback, RecordStatus, Sensitivity
from knowledge.store import RecordFilters
from knowledge.visits import Attribution, Role, VisitState
from tests.slack_bot import ASHA, BRAN, CERYS, EXCHANGE, FARAH, Bot
from tests.visit_party import HELEN, PEERS, VISIT, gather, handed, pseudonym, told
from tests.visit_samples import NOW

ACCEPTED = RecordStatus.ACCEPTED
KINDS = (FeedbackKind.WORKED_WELL, FeedbackKind.TO_CONSIDER, FeedbackKind.INNOVATION, FeedbackKind.QUESTION)


def text(shown: View | Message) -> str:
    return str(shown.blocks)


def discussing(bot: Bot, rule: Attribution = Attribution.OPEN, **fields: Any) -> None:
    """A visit in discussion, with one accepted piece of feedback of each kind."""
    gather(bot.store, bot.workspace, rule, VisitState.DISCUSSION, **fields)
    for number, kind in enumerate(KINDS, start=1):
        told(bot.store, f"r{number}", kind=kind, status=ACCEPTED, theme=Theme.CUSTOMERS)


def opened(bot: Bot, user: str, action: Action) -> View:
    assert bot.person(user).press(handed(bot.workspace, user, action), action).ok
    openings = (board_wording.OPENING, wording.OPENING, commitment_wording.OPENING)
    return bot.person(user).modal(lambda view: not any(said in text(view) for said in openings))


def shows(bot: Bot, said: str, user: str = FARAH) -> View:
    return bot.person(user).modal(lambda view: said in text(view))


def chosen(bot: Bot, *names: str) -> View:
    """The form of the group's feedback, opened from the board with these chosen."""
    board = opened(bot, FARAH, Action.SHOW_BOARD)
    assert bot.person(FARAH).press(board, Action.COMPOSE, entered=ticked(*names)).ok
    return bot.person(FARAH).modal(lambda view: view.content.get("callback_id") == Form.GROUP_FEEDBACK)


def ticked(*names: str) -> dict[tuple[str, str], list[str]]:
    return {(mark(name), str(Action.CHOOSE_FEEDBACK)): [mark(name)] for name in names}


def written(form: View, **lists: str) -> dict[str, str]:
    """What is typed into the form's boxes, by the name of the list."""
    inputs = [block for block in form.blocks if block["type"] == "input"]
    return {one["element"]["action_id"]: lists[one["block_id"]] for one in inputs if one["block_id"] in lists}


def submitted(bot: Bot, form: View, **lists: str) -> None:
    assert bot.person(FARAH).submit(form, **written(form, **lists)).ok


def composed(bot: Bot, **lists: str) -> GroupFeedback:
    submitted(bot, chosen(bot, "r1", "r2"), **lists)
    return bot.workspace.wait_for(lambda _state: in_store(bot))


def agree(bot: Bot, user: str, beginning: str = "The ") -> None:
    """Press the button of the latest message about it, and wait for the answer."""
    message = card(bot, user, beginning)
    before = len(bot.whispers_to(user, message.channel))
    assert bot.person(user).press(message, Action.AGREE_TO_WORDS).ok
    bot.workspace.wait_for(lambda _state: len(bot.whispers_to(user, message.channel)) > before)


def in_store(bot: Bot) -> GroupFeedback | None:
    found = [one for one in bot.store.records.find(RecordFilters(VISIT)) if isinstance(one, GroupFeedback)]
    return found[-1] if found else None


def card(bot: Bot, user: str, beginning: str, channel: str | None = None) -> Message:
    person = bot.person(user)
    return person.latest(channel or person.dm.id, lambda one: one.text.startswith(beginning))


def test_the_board_groups_what_was_accepted_and_leaves_out_what_is_sensitive(peerbot: Bot) -> None:
    discussing(peerbot)
    told(peerbot.store, "waiting")
    told(peerbot.store, "secret", status=ACCEPTED, sensitivity=Sensitivity.SENSITIVE)
    told(peerbot.store, "other", status=ACCEPTED, theme=None)

    board = text(opened(peerbot, ASHA, Action.SHOW_BOARD))

    assert "5 accepted: 2 worked well, 1 to consider, 1 innovation, 1 question" in board
    assert "Customer and community focus · worked well (1)" in board
    assert board.index("Seen: r4.") < board.index("No theme") < board.index("Seen: other. — Asha")
    assert "waiting" not in board and "secret" not in board  # noqa: PT018  # neither is there
    assert "checkboxes" not in board


def test_the_board_is_turned_by_pages_and_keeps_what_was_chosen_on_others(peerbot: Bot) -> None:
    discussing(peerbot)
    for number in range(10, 20):
        told(peerbot.store, f"r{number}", status=ACCEPTED, theme=Theme.DRIVERS)
    farah, board = peerbot.person(FARAH), opened(peerbot, FARAH, Action.SHOW_BOARD)

    farah.press(board, f"{Action.TURN_BOARD}:1", entered=ticked("r1"))
    second = shows(peerbot, "Page 2 of 2")
    farah.press(second, Action.COMPOSE, entered=ticked("r19"))
    form = shows(peerbot, "Seen: r1.")

    assert "Seen: r1.\\nSeen: r19." in text(form)
    assert "Seen: r2." not in text(form)


def test_composing_asks_for_a_choice_first(peerbot: Bot) -> None:
    discussing(peerbot)

    peerbot.person(FARAH).press(opened(peerbot, FARAH, Action.SHOW_BOARD), Action.COMPOSE)

    shows(peerbot, board_wording.NOTHING_CHOSEN)


def test_the_board_is_for_participants_once_the_group_discusses(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", status=ACCEPTED)

    assert "Seen: r1." in text(opened(peerbot, FARAH, Action.SHOW_BOARD))
    refused = text(opened(peerbot, ASHA, Action.SHOW_BOARD))

    assert "can see the accepted feedback of a visit that is in discussion" in refused
    assert "Seen" not in refused


def test_what_was_chosen_stands_in_its_list_and_what_the_group_writes_is_kept(peerbot: Bot) -> None:
    discussing(peerbot)
    form = chosen(peerbot, "r1", "r2", "r3")
    prefilled = {block["block_id"]: block["element"].get("initial_value") for block in form.blocks}
    submitted(peerbot, form, strengths="You listen.\nYou answer.")
    kept = peerbot.workspace.wait_for(lambda _state: in_store(peerbot))

    assert prefilled == {
        "strengths": "Seen: r1.",
        "considerations": "Seen: r2.",
        "innovations": "Seen: r3.",
        "questions": None,
    }
    assert kept.strengths == ("You listen.", "You answer.")
    assert kept.innovations == ("Seen: r3.",)
    assert sorted(kept.chosen) == ["r1", "r2", "r3"]


def test_everybody_agrees_with_one_press_and_the_facilitator_settles(peerbot: Bot) -> None:
    discussing(peerbot)
    composed(peerbot, strengths="You listen.")
    for user in PEERS:
        assert "You listen." in text(card(peerbot, user, "The group feedback"))
        agree(peerbot, user)
    view = opened(peerbot, FARAH, Action.SHOW_GROUP_FEEDBACK)

    assert "All of 3 agree: Bran, Asha, Cerys." in text(view)
    assert peerbot.person(FARAH).press(view, Action.SETTLE).ok
    card(peerbot, ASHA, "The group feedback of “Repairs on time” is agreed and settled.")
    [settled] = [in_store(peerbot)]
    assert settled is not None and settled.status is RecordStatus.AGREED  # noqa: PT018  # one thing
    assert "You listen." in text(opened(peerbot, HELEN, Action.SHOW_GROUP_FEEDBACK))
    assert "You have agreed" not in text(
        opened(peerbot, ASHA, Action.SHOW_GROUP_FEEDBACK)
    )  # It is past that.


def test_those_who_are_to_agree_are_told_though_the_board_was_closed_at_once(peerbot: Bot) -> None:
    discussing(peerbot)
    form = chosen(peerbot, "r1", "r2")
    peerbot.workspace.workspace.faults.switch_on(
        Fault(FaultKind.RATE_LIMITED, times=None, method="views.update")
    )
    submitted(peerbot, form, strengths="You listen.")
    farah = peerbot.person(FARAH)
    farah.close(farah.modal(), all_of_them=True)
    peerbot.workspace.workspace.faults.switch_off(FaultKind.RATE_LIMITED, "views.update")

    assert "You listen." in text(card(peerbot, BRAN, "The group feedback"))


def test_settling_with_some_missing_says_how_many_and_is_asked_for_once_more(peerbot: Bot) -> None:
    discussing(peerbot)
    composed(peerbot, strengths="You listen.")
    assert Action.SETTLE not in text(opened(peerbot, FARAH, Action.SHOW_GROUP_FEEDBACK))
    agree(peerbot, ASHA)

    view = opened(peerbot, FARAH, Action.SHOW_GROUP_FEEDBACK)

    assert "2 participants have not agreed yet." in text(view)
    assert "1 of 3 agrees: Asha." in text(view)


def test_whoever_has_agreed_reads_that_where_they_read_alone_and_is_not_asked_again(peerbot: Bot) -> None:
    discussing(peerbot)
    composed(peerbot, strengths="You listen.")
    agree(peerbot, ASHA)

    message = card(peerbot, ASHA, "You have agreed to the group feedback of “Repairs on time”.")
    modal = opened(peerbot, ASHA, Action.SHOW_GROUP_FEEDBACK)

    assert wording.agreed_already("Repairs on time") in text(modal)
    assert "1 of 3 agrees" in text(message)
    assert Action.AGREE_TO_WORDS not in text(message) + text(modal)
    others = text(card(peerbot, BRAN, "The group")) + text(opened(peerbot, CERYS, Action.SHOW_GROUP_FEEDBACK))
    assert others.count(Action.AGREE_TO_WORDS) == 2
    assert "You have agreed" not in others


def test_other_words_make_what_was_agreed_void_and_those_who_had_agreed_are_told(peerbot: Bot) -> None:
    discussing(peerbot)
    composed(peerbot, strengths="You listen.")
    old = card(peerbot, BRAN, "The group feedback")
    agree(peerbot, ASHA)
    farah = peerbot.person(FARAH)
    farah.press(opened(peerbot, FARAH, Action.SHOW_GROUP_FEEDBACK), Action.REVISE_GROUP_FEEDBACK)
    submitted(peerbot, shows(peerbot, wording.LISTS["questions"]), strengths="You listen well.")

    told_again = card(peerbot, ASHA, "You had agreed")
    assert "You listen well." in text(told_again)
    assert in_store(peerbot).agreed_by == ()  # type: ignore[union-attr]  # it is there
    peerbot.person(BRAN).press(old, Action.AGREE_TO_WORDS)
    peerbot.wait_for_whisper(BRAN, old.channel, wording.WORDS_CHANGED)
    assert in_store(peerbot).agreed_by == ()  # type: ignore[union-attr]  # he had not read these
    agree(peerbot, ASHA, "You had agreed")
    assert in_store(peerbot).agreed_by == (pseudonym(ASHA),)  # type: ignore[union-attr]  # now she has


def test_saving_the_same_words_keeps_what_was_agreed(peerbot: Bot) -> None:
    discussing(peerbot)
    composed(peerbot, strengths="You listen.")
    agree(peerbot, ASHA)
    farah = peerbot.person(FARAH)
    farah.press(opened(peerbot, FARAH, Action.SHOW_GROUP_FEEDBACK), Action.REVISE_GROUP_FEEDBACK)
    submitted(peerbot, shows(peerbot, wording.LISTS["questions"] + "'"))
    shows(peerbot, wording.UNCHANGED)

    assert in_store(peerbot).agreed_by == (pseudonym(ASHA),)  # type: ignore[union-attr]  # it is there


def test_who_saves_second_reads_what_was_saved_first_and_loses_nothing_typed(peerbot: Bot) -> None:
    discussing(peerbot)
    first, second = chosen(peerbot, "r1"), None
    submitted(peerbot, first, strengths="Mine.")
    peerbot.workspace.wait_for(lambda _state: in_store(peerbot))
    farah = peerbot.person(FARAH)
    farah.press(opened(peerbot, FARAH, Action.SHOW_GROUP_FEEDBACK), Action.REVISE_GROUP_FEEDBACK)
    second = shows(peerbot, wording.LISTS["questions"] + "'")
    there = in_store(peerbot)
    assert there is not None
    RecordChanges(peerbot.store).revise(
        facilitator(peerbot),
        there,
        there.version,
        at=NOW,
        strengths=("Theirs.",),
    )

    submitted(peerbot, second, strengths="Mine again.")
    again = shows(peerbot, "Somebody else changed the group feedback meanwhile.")

    assert "Theirs." in text(again)
    assert "Mine again." in text(again)
    submitted(peerbot, again, strengths="Both.")
    peerbot.workspace.wait_for(lambda _state: in_store(peerbot).strengths == ("Both.",))  # type: ignore[union-attr]


def test_what_nobody_touches_stays_as_it_is_however_long(peerbot: Bot) -> None:
    discussing(peerbot)
    long = tuple(f"{number:02} {'x' * 2_900}" for number in range(50))
    paragraphs = ("You listen.\n\nAt every counter.", *(f"{number} {'y' * 400}" for number in range(20)))
    record = composed(peerbot, questions="Why?")
    revise = RecordChanges(peerbot.store).revise
    revise(facilitator(peerbot), record, record.version, at=NOW, strengths=paragraphs, considerations=long)
    farah = peerbot.person(FARAH)

    farah.press(opened(peerbot, FARAH, Action.SHOW_GROUP_FEEDBACK), Action.REVISE_GROUP_FEEDBACK)
    form = shows(peerbot, LEFT_AS_IT_IS)
    submitted(peerbot, form, questions="Who pays?")
    shows(peerbot, wording.SAVED)

    there = in_store(peerbot)
    assert there is not None
    assert there.questions == ("Who pays?",)
    assert there.strengths == paragraphs
    assert there.considerations == long


def facilitator(bot: Bot) -> Part:
    part = next(one for one in bot.store.people.on(VISIT) if one.role is Role.FACILITATOR)
    return Part(bot.store.visits.get(VISIT), part)


def test_nothing_at_all_is_asked_for_again(peerbot: Bot) -> None:
    discussing(peerbot)
    form = chosen(peerbot, "r1")

    answered = peerbot.person(FARAH).submit(form, **written(form, strengths=""))

    assert wording.WRITE_SOMETHING in str(answered)
    assert in_store(peerbot) is None


def test_it_is_posted_in_the_channel_of_the_visit(peerbot: Bot) -> None:
    discussing(peerbot, channel=EXCHANGE, title="Repairs <!here>")
    composed(peerbot, strengths="You listen.")

    posted = card(peerbot, CERYS, "The group feedback", EXCHANGE)
    assert "“Repairs &lt;!here&gt;”" in posted.text
    peerbot.person(CERYS).press(posted, Action.AGREE_TO_WORDS)
    peerbot.wait_for_whisper(CERYS, EXCHANGE, wording.AGREED)

    peerbot.workspace.wait_for(lambda _state: "1 of 3 agrees" in text(card(peerbot, CERYS, "The", EXCHANGE)))
    assert "“Repairs &lt;!here&gt;”" in card(peerbot, CERYS, "The", EXCHANGE).text
    assert Action.AGREE_TO_WORDS in text(card(peerbot, CERYS, "The", EXCHANGE))  # Others have yet to.


@pytest.mark.parametrize(
    ("user", "state", "said"),
    [
        (FARAH, VisitState.DISCUSSION, wording.NOTHING_YET_TO_COMPOSE),
        (ASHA, VisitState.DISCUSSION, wording.NOTHING_YET),
        (FARAH, VisitState.OPEN, wording.NOT_BEFORE_DISCUSSION),
        (HELEN, VisitState.DISCUSSION, wording.NOT_FOR_HOSTS_YET),
        ("U0OWEN0005", VisitState.DISCUSSION, "Only a facilitator"),
    ],
)
def test_without_group_feedback_everybody_reads_what_comes_next(
    peerbot: Bot, user: str, state: VisitState, said: str
) -> None:
    gather(peerbot.store, peerbot.workspace, state=state)

    assert said in text(opened(peerbot, user, Action.SHOW_GROUP_FEEDBACK))


def test_whoever_composed_it_can_withdraw_it_and_begin_another(peerbot: Bot) -> None:
    discussing(peerbot)
    first = composed(peerbot, strengths="You listen.")

    peerbot.person(FARAH).press(
        opened(peerbot, FARAH, Action.SHOW_GROUP_FEEDBACK), Action.WITHDRAW_GROUP_FEEDBACK
    )
    shows(peerbot, wording.NOTHING_YET_TO_COMPOSE)
    second = composed(peerbot, strengths="You hear.")

    assert second.id != first.id
    assert peerbot.store.records.get(first.id).status is RecordStatus.WITHDRAWN


def test_the_host_is_sent_no_draft(peerbot: Bot) -> None:
    discussing(peerbot)
    composed(peerbot, strengths="You listen.")
    for user in (*PEERS, FARAH):
        card(peerbot, user, "The group feedback")

    host = peerbot.person(HELEN)
    assert peerbot.workspace.state.conversations.timeline(host.dm.id, HELEN) == ()


# Attribution

PLANTED = ("Asha", "Bran", "Cerys", "Farah", "Helen", "Northshire", "Eastborough", "Westmere", "@asha", ASHA)
HIDDEN = {
    Attribution.ORGANISATION: {"Asha", "Bran", "Cerys", "Farah", "Helen", "@asha", ASHA},
    Attribution.ROLE: set(PLANTED),
    Attribution.CHATHAM_HOUSE: set(PLANTED),
}


@pytest.mark.parametrize("rule", HIDDEN)
def test_the_board_the_form_and_the_message_name_nobody_whom_the_rule_protects(
    peerbot: Bot, rule: Attribution
) -> None:
    everybody = " and ".join(PLANTED).replace(ASHA, f"<@{ASHA}>")
    gather(peerbot.store, peerbot.workspace, rule, VisitState.DISCUSSION, title="With Helen at Eastborough")
    texts: dict[str, str] = dict.fromkeys(("observation", "discussion", "respondent_role"), everybody)
    record: FeedbackRecord = told(peerbot.store, "r1", by=BRAN, status=ACCEPTED, **texts)
    board = opened(peerbot, ASHA, Action.SHOW_BOARD)
    form = chosen(peerbot, record.id)
    submitted(peerbot, form, questions=everybody)
    message = card(peerbot, CERYS, "The group feedback")
    agree(peerbot, CERYS)
    agree(peerbot, ASHA)
    seen = opened(peerbot, BRAN, Action.SHOW_GROUP_FEEDBACK)

    names = {*HIDDEN[rule], *(pseudonym(user) for user in PEERS)}
    for shown in (board, form, message, seen):
        whole = text(shown) + getattr(shown, "private_metadata", "") + getattr(shown, "text", "")
        assert {name for name in names if name in whole} == set()
    count = "Some have agreed" if rule is Attribution.CHATHAM_HOUSE else "2 of 3 agree"
    assert count in text(seen)


def test_the_button_carries_ids_alone(peerbot: Bot) -> None:
    discussing(peerbot)
    kept = composed(peerbot, strengths="You listen.")
    message = card(peerbot, ASHA, "The group feedback")

    [pressed] = [block["elements"][0] for block in message.blocks if block["type"] == "actions"]
    assert pressed["value"] == words_pointer(kept.id, 0)


def test_the_strictest_rule_of_what_was_chosen_holds_for_the_groups_words(peerbot: Bot) -> None:
    discussing(peerbot)
    told(peerbot.store, "shy", status=ACCEPTED, theme=Theme.CUSTOMERS, attribution=Attribution.ROLE)
    submitted(peerbot, chosen(peerbot, "r1", "shy"), strengths="Asha of Westmere saw it.")

    message = card(peerbot, BRAN, "The group feedback")

    assert "[…] of […] saw it." in text(message)
    assert "Westmere" not in text(message)
