"""/visit: planning a visit in Slack, looking at it, changing it, and taking it from state to state."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from bot.wording import consents
from bot.wording import visits as wording
from bot.workspace.values import ChannelKind, Message, Outcome, View
from knowledge.records import FeedbackRecord
from knowledge.store import Deed
from knowledge.visits import Attribution, Participant, Role, Visit, VisitGesture, VisitState
from tests.slack_bot import ASHA, BRAN, EXCHANGE, FARAH, GENERAL, LUNCH, Bot
from tests.visit_samples import NOW, feedback, session

PLAN = {
    "title": "Repairs on time",
    "focus": "How does Eastborough mend homes within ten days?",
    "host": "Eastborough",
    "visitors": "Northshire\nWestmere",
    "starts": "2026-03-28",
    "ends": "2026-03-29",
}


def shown(bot: Bot, user: str, text: str) -> View:
    """The modal on somebody's screen, once it says this."""
    return bot.person(user).modal(lambda view: text in str(view.content))


def commanded(bot: Bot, user: str, words: str, text: str) -> View:
    """The modal that a command puts up, once it says this; what was on the screen is closed first."""
    if open_one := bot.workspace.state.screens.modal(user):
        bot.person(user).close(open_one, all_of_them=True)
    assert bot.person(user).command(GENERAL, f"/visit {words}").ok
    return shown(bot, user, text)


def submit(bot: Bot, user: str, view: View, answers: Mapping[str, Any]) -> Outcome:
    """Fill fields in, by their names, and submit."""
    elements = {block["block_id"]: block["element"] for block in view.blocks if block["type"] == "input"}
    return bot.person(user).submit(
        view, **{elements[name]["action_id"]: given for name, given in answers.items()}
    )


def planned(bot: Bot, **more: Any) -> Visit:
    """A visit that Farah has planned."""
    form = commanded(bot, FARAH, "new", wording.MORE)
    assert submit(bot, FARAH, form, PLAN | more).ok
    shown(bot, FARAH, wording.WHAT_STATES_MEAN[VisitState.PLANNED])
    return bot.store.visits.all()[0]


def put_on(bot: Bot, visit: Visit, user: str, role: Role = Role.PARTICIPANT, **more: Any) -> Participant:
    """Somebody is on the visit, as if a facilitator had put them there."""
    team = bot.workspace.workspace.app.team_id
    person = bot.store.people.known(team, user)
    if person is None:
        bot.person(user).command(GENERAL, "/visit list")
        bot.person(user).modal(lambda view: view.content["title"]["text"] == wording.LIST_TITLE)
        bot.person(user).close(bot.person(user).modal())
        person = bot.store.people.known(team, user)
    assert person is not None
    part = Participant(visit=visit.id, person=person.id, pseudonym=f"{user}-{visit.id}", role=role, **more)
    return bot.store.people.take_part(part)


def says(text: str, message: Message) -> bool:
    return message.text == text


def said(view: View) -> str:
    return str(view.blocks)


# Looking


def test_who_is_on_no_visit_is_told_how_to_plan_one(peerbot: Bot) -> None:
    view = commanded(peerbot, ASHA, "", wording.NONE_YET)

    assert peerbot.person(ASHA).press(view, "plan_visit").ok

    assert shown(peerbot, ASHA, wording.PLAN_TITLE).id == view.id


def test_help_says_what_can_be_typed(peerbot: Bot) -> None:
    view = commanded(peerbot, ASHA, "help", wording.HELP_TITLE)

    assert all(typed in said(view) for typed, _ in wording.HELP)


def test_the_visit_in_hand_opens_with_all_that_is_known_of_it(peerbot: Bot) -> None:
    visit = planned(peerbot)

    view = commanded(peerbot, FARAH, "", visit.title)

    for fact in (
        visit.focus,
        "28–29 March 2026. Times are those of clocks in London.",
        "Northshire, Westmere",
        wording.rule(Attribution.OPEN),
        "1 person",
        "Farah (facilitator)",
        wording.NO_PROGRAMME_FACILITATOR,
    ):
        assert fact in said(view)


def test_a_visit_is_found_by_part_of_its_title_or_the_beginning_of_its_id(peerbot: Bot) -> None:
    repairs = planned(peerbot)
    planned(peerbot, title="Parks", starts="2025-03-28", ends="2025-03-28")

    assert repairs.focus in said(commanded(peerbot, FARAH, "REPAIRS", repairs.focus))
    assert repairs.focus in said(commanded(peerbot, FARAH, repairs.id[:12], repairs.focus))
    several = said(commanded(peerbot, FARAH, "visit-202", "Several of your visits"))
    assert "Parks" in several
    assert "None of your visits is called “swimming”" in said(
        commanded(peerbot, FARAH, "swimming", "None of your visits")
    )


def test_a_list_opens_the_visit_that_is_chosen_in_place_and_leads_back(peerbot: Bot) -> None:
    visit = planned(peerbot)
    view = commanded(peerbot, FARAH, "list", wording.LIST_TITLE)

    peerbot.person(FARAH).press(view, "open_visit")
    card = shown(peerbot, FARAH, visit.focus)
    peerbot.person(FARAH).press(card, "list_visits")

    assert card.id == view.id
    assert "you are a facilitator" in said(shown(peerbot, FARAH, wording.LIST_TITLE))


def test_a_long_list_comes_in_pages(peerbot: Bot) -> None:
    first = planned(peerbot)
    for number in range(21):
        copy = first.model_copy(update={"id": f"v{number}", "title": f"Visit {number:02}"})
        peerbot.store.visits.add(copy, Deed("u", NOW, "planned the visit"))
        put_on(peerbot, copy, FARAH, Role.FACILITATOR)

    view = commanded(peerbot, FARAH, "list", wording.LIST_TITLE)
    peerbot.person(FARAH).press(view, "list_visits_on")
    last = shown(peerbot, FARAH, wording.NEWER)

    assert said(view).count("open_visit") == 20
    assert said(last).count("open_visit") == 2
    assert wording.OLDER not in said(last)


def test_somebody_who_is_no_longer_on_a_visit_does_not_see_it(peerbot: Bot) -> None:
    visit = planned(peerbot)
    part = put_on(peerbot, visit, BRAN)
    view = commanded(peerbot, BRAN, "list", visit.title)
    peerbot.store.people.leave(visit.id, part.person)

    peerbot.person(BRAN).press(view, "open_visit")

    assert visit.focus not in said(shown(peerbot, BRAN, "can see a visit"))


# Planning


def test_a_visit_is_planned_by_anybody_who_facilitates_it_from_then_on(peerbot: Bot) -> None:
    visit = planned(peerbot)

    assert visit.title == PLAN["title"]
    assert visit.visitors == ("Northshire", "Westmere")
    assert visit.id.startswith("visit-2026-03-28-")
    [part] = peerbot.store.people.on(visit.id)
    assert part.role is Role.FACILITATOR
    assert [deed.what for deed in peerbot.store.audit_trail.of(visit.id)] == ["planned the visit"]


def test_what_is_wrong_with_a_plan_stands_at_its_field_and_nothing_is_kept(peerbot: Bot) -> None:
    form = commanded(peerbot, FARAH, "new", wording.MORE)

    outcome = submit(peerbot, FARAH, form, PLAN | {"ends": "2026-03-01"})

    assert outcome.errors == {"ends": "A visit ends no earlier than it starts."}
    assert peerbot.store.visits.all() == ()


def test_more_settings_keep_what_was_typed_and_bring_facilitators_and_a_channel(peerbot: Bot) -> None:
    form = commanded(peerbot, FARAH, "new", wording.MORE)
    typed = {(name, f"new_visit.{name}"): answer for name, answer in PLAN.items()}
    peerbot.person(FARAH).press(form, "plan_visit_more", entered=typed)
    form = shown(peerbot, FARAH, wording.FACILITATORS)

    more = {"facilitators": [ASHA], "new_channel": "Visit: Repairs!", "selection": "They asked."}
    outcome = submit(peerbot, FARAH, form, PLAN | more | {"progress_every_weeks": "26"})

    assert outcome.ok, outcome
    [visit] = peerbot.store.visits.all()
    assert (visit.selection, visit.progress_every_weeks) == ("They asked.", 26)
    assert {part.role for part in peerbot.store.people.on(visit.id)} == {Role.FACILITATOR}
    assert len(peerbot.store.people.on(visit.id)) == 2
    message = peerbot.person(ASHA).latest(peerbot.person(ASHA).dm.id, lambda one: visit.title in one.text)
    assert "as a facilitator" in message.text
    channel = peerbot.workspace.state.conversations.channel(str(visit.channel))
    assert channel is not None
    assert (channel.name, channel.kind) == ("visit-repairs", ChannelKind.PRIVATE)
    assert {FARAH, ASHA} <= set(channel.members)
    assert peerbot.person(ASHA).latest(channel.id).text == wording.channel_is(visit)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"channel": LUNCH}, {"channel": wording.NOT_IN_CHANNEL}),
        ({"new_channel": "general"}, {"new_channel": wording.NAME_TAKEN}),
        ({"new_channel": "!!"}, {"new_channel": wording.NAME_UNFIT}),
        ({"new_channel": "a", "channel": GENERAL}, {"new_channel": wording.ONE_CHANNEL}),
    ],
)
def test_a_channel_that_cannot_be_the_visits_is_said_at_its_field(
    peerbot: Bot, given: dict[str, str], errors: dict[str, str]
) -> None:
    form = commanded(peerbot, FARAH, "new", wording.MORE)
    peerbot.person(FARAH).press(form, "plan_visit_more")
    form = shown(peerbot, FARAH, wording.FACILITATORS)

    outcome = submit(peerbot, FARAH, form, PLAN | given)

    assert outcome.errors == errors
    assert peerbot.store.visits.all() == ()


# Changing


def changing(bot: Bot, user: str) -> View:
    card = commanded(bot, user, "", wording.CHANGE)
    bot.person(user).press(card, "change_visit")
    return shown(bot, user, wording.CHANGE_TITLE)


def test_a_facilitator_changes_the_visit_and_its_card_follows(peerbot: Bot) -> None:
    visit = planned(peerbot)
    form = changing(peerbot, FARAH)

    outcome = submit(peerbot, FARAH, form, {"title": "Repairs, again", "channel": EXCHANGE})

    assert outcome.ok, outcome
    assert shown(peerbot, FARAH, "Repairs, again").id == form.previous_view_id
    changed = peerbot.store.visits.get(visit.id)
    assert (changed.title, changed.channel, changed.focus) == ("Repairs, again", EXCHANGE, visit.focus)
    assert peerbot.person(FARAH).latest(EXCHANGE).text == wording.channel_is(changed)


@pytest.mark.parametrize(
    ("typed", "weeks"), [({"title": "Repairs, again"}, 7), ({"progress_every_weeks": "never"}, None)]
)
def test_how_often_commitments_are_asked_after_stays_unless_it_is_changed(
    peerbot: Bot, typed: dict[str, str], weeks: int | None
) -> None:
    visit = planned(peerbot)
    seldom = visit.model_copy(update={"progress_every_weeks": 7})
    peerbot.store.visits.change(seldom, visit.version, Deed("u", NOW, "changed"))

    assert submit(peerbot, FARAH, changing(peerbot, FARAH), typed).ok

    assert peerbot.store.visits.get(visit.id).progress_every_weeks == weeks


def test_of_two_facilitators_who_change_a_visit_at_once_the_second_is_told_and_nothing_is_lost(
    peerbot: Bot,
) -> None:
    visit = planned(peerbot)
    put_on(peerbot, visit, ASHA, Role.FACILITATOR)
    first, second = changing(peerbot, FARAH), changing(peerbot, ASHA)

    assert submit(peerbot, FARAH, first, {"title": "Farah’s title", "host": "Westmere"}).ok
    assert submit(peerbot, ASHA, second, {"title": "Asha’s title", "focus": "Asha’s question?"}).ok
    both = shown(peerbot, ASHA, wording.CHANGED_MEANWHILE)

    assert peerbot.store.visits.get(visit.id).title == "Farah’s title"
    assert "They wrote: Farah’s title" in said(both)
    fields = {b["block_id"]: b["element"].get("initial_value") for b in both.blocks if b["type"] == "input"}
    assert (fields["title"], fields["focus"], fields["host"]) == (
        "Asha’s title",
        "Asha’s question?",
        "Westmere",
    )

    assert submit(peerbot, ASHA, both, {}).ok
    after = peerbot.store.visits.get(visit.id)
    assert (after.title, after.focus, after.host) == ("Asha’s title", "Asha’s question?", "Westmere")


def test_the_rule_becomes_no_looser_once_people_have_told_something(peerbot: Bot) -> None:
    visit = planned(peerbot, attribution="role only")
    peerbot.store.records.add(feedback(visit=visit.id))
    form = changing(peerbot, FARAH)

    outcome = submit(peerbot, FARAH, form, {"attribution": "open"})

    assert "can only be made stricter" in outcome.errors["attribution"]
    assert peerbot.store.visits.get(visit.id).attribution is Attribution.ROLE


def test_days_with_sessions_on_them_stay_days_of_the_visit(peerbot: Bot) -> None:
    visit = planned(peerbot)
    talk = session(start="2026-03-29T09:00:00Z", end="2026-03-29T10:00:00Z", title="Welcome")
    peerbot.store.visits.change_programme(visit.id, [talk], 1, Deed("u", NOW, "wrote the programme"))
    form = changing(peerbot, FARAH)

    outcome = submit(peerbot, FARAH, form, {"ends": "2026-03-28"})

    assert outcome.errors["ends"].startswith("'Welcome' is on 29 March 2026")


def test_a_participant_sees_no_button_that_changes_the_visit(peerbot: Bot) -> None:
    visit = planned(peerbot)
    put_on(peerbot, visit, BRAN, council="Eastborough")

    card = commanded(peerbot, BRAN, "", visit.focus)

    assert wording.CHANGE not in said(card)
    assert wording.ADVANCE[VisitGesture.OPEN] not in said(card)


# States


def test_a_visit_is_taken_through_its_states_and_its_channel_is_told(peerbot: Bot) -> None:
    visit = planned(peerbot)
    peerbot.store.visits.change(
        visit.model_copy(update={"channel": GENERAL}), visit.version, Deed("u", NOW, "changed")
    )
    card = commanded(peerbot, FARAH, "", visit.focus)

    for state in (VisitState.OPEN, VisitState.DISCUSSION, VisitState.CLOSED, VisitState.ARCHIVED):
        assert peerbot.person(FARAH).press(card, "advance_visit").ok
        card = shown(peerbot, FARAH, wording.WHAT_STATES_MEAN[state])
        told = wording.told_channel(peerbot.store.visits.get(visit.id))
        peerbot.person(FARAH).latest(GENERAL, partial(says, told))

    assert peerbot.store.visits.get(visit.id).state is VisitState.ARCHIVED
    assert "advance_visit" not in said(card)


def test_a_step_that_somebody_took_before_is_refused_in_a_sentence_over_the_card(peerbot: Bot) -> None:
    visit = planned(peerbot)
    card = commanded(peerbot, FARAH, "", visit.focus)
    peerbot.store.visits.change(
        visit.model_copy(update={"state": VisitState.OPEN}), visit.version, Deed("u", NOW, "opened")
    )

    peerbot.person(FARAH).press(card, "advance_visit")

    refused = shown(peerbot, FARAH, "A facilitator can open a visit that is planned")
    assert refused.previous_view_id == card.id


# Agreeing and leaving


def test_a_participant_agrees_once_and_sees_later_what_they_agreed_to(peerbot: Bot) -> None:
    visit = planned(peerbot)
    put_on(peerbot, visit, BRAN, council="Eastborough")
    card = commanded(peerbot, BRAN, "", wording.AGREE_FIRST)

    peerbot.person(BRAN).press(card, "agree_to_consent")
    card = shown(peerbot, BRAN, wording.WHAT_I_AGREED)
    peerbot.person(BRAN).press(card, "show_consent")
    text = said(shown(peerbot, BRAN, f"(version {consents.CONSENT})"))

    assert wording.AGREE_FIRST not in said(card)
    assert all(paragraph in text for paragraph in consents.text(consents.CONSENT))
    [part] = [one for one in peerbot.store.people.on(visit.id) if one.role is Role.PARTICIPANT]
    assert part.consent_version == consents.CONSENT


def test_a_participant_leaves_and_what_they_told_stays(peerbot: Bot) -> None:
    visit = planned(peerbot)
    part = put_on(peerbot, visit, BRAN)
    peerbot.store.records.add(feedback(visit=visit.id, respondent=part.pseudonym))
    card = commanded(peerbot, BRAN, "", visit.focus)

    peerbot.person(BRAN).press(card, "leave_visit")

    shown(peerbot, BRAN, "You have left the visit")
    assert peerbot.store.people.part(visit.id, part.person) is None
    assert isinstance(peerbot.store.records.get("r1"), FeedbackRecord)


def test_the_last_facilitator_cannot_leave(peerbot: Bot) -> None:
    visit = planned(peerbot)
    card = commanded(peerbot, FARAH, "", visit.focus)

    peerbot.person(FARAH).press(card, "leave_visit")

    shown(peerbot, FARAH, "A visit needs a facilitator: make somebody else one first.")
    assert len(peerbot.store.people.on(visit.id)) == 1


# Attribution


@pytest.mark.parametrize("rule", [Attribution.ORGANISATION, Attribution.ROLE, Attribution.CHATHAM_HOUSE])
def test_who_is_on_a_visit_is_shown_as_its_rule_allows(peerbot: Bot, rule: Attribution) -> None:
    visit = planned(peerbot, attribution=rule.value)
    put_on(peerbot, visit, BRAN, council="Northshire", post="Head of housing at Northshire")
    put_on(peerbot, visit, ASHA, council="Northshire")

    card = commanded(peerbot, ASHA, "", visit.focus)
    at = next(place for place, block in enumerate(card.blocks) if "'People'" in str(block.get("text")))
    people = str(card.blocks[at : at + 3])

    assert "Bran" not in people
    assert "3 people" in people
    assert ("Northshire: " in people) is (rule is Attribution.ORGANISATION)
    assert ("Head of housing at […]" in people) is (rule is Attribution.ROLE)
    assert ("1 council" in people) is (rule is not Attribution.CHATHAM_HOUSE)
