"""Reviewing lessons in Slack: what waits for whom, and every step from the proposal to the audience."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks.gestures import Action, Form
from bot.lesson_revisions import field_of
from bot.wording import browsing
from bot.wording import lesson_reviews as wording
from bot.workspace.values import View
from knowledge.lessons import (
    FIRST_REVIEW,
    Claim,
    Lesson,
    LessonDraft,
    LessonGesture,
    LessonRole,
    LessonStatus,
    moved,
)
from knowledge.model import Audience, Theme
from knowledge.records import RecordStatus
from knowledge.reviews import Reviews
from knowledge.store import Deed
from knowledge.visits import Attribution, Participant, Person, Role
from tests.e2e.test_slack_group_feedback import written
from tests.lesson_samples import ANN, OWNER, WESTMERE, draft, passage, words
from tests.slack_bot import ASHA, BRAN, FARAH, GENERAL, Bot, add, clock
from tests.visit_party import HELEN, VISIT, gather, handed, pseudonym, told
from tests.visit_samples import NOW, visit

QUOTE = "Asha of Northshire met them weekly."
STUDY = replace(WESTMERE, metadata=replace(WESTMERE.metadata, source="https://westmere.example/repairs"))
REASON = "Say which tenants, not those of Northshire."


def text(view: View) -> str:
    return str(view.content)


def shows(bot: Bot, said: str, user: str) -> View:
    return bot.person(user).modal(lambda view: said in text(view) and wording.OPENING not in text(view))


def form(bot: Bot, user: str, called: Form) -> View:
    return bot.person(user).modal(lambda view: view.content.get("callback_id") == called)


def known(bot: Bot, user: str) -> Person:
    found = bot.store.people.known(bot.workspace.workspace.app.team_id, user)
    assert found is not None
    return found


def facilitates(bot: Bot, user: str) -> None:
    part = Participant(
        visit=VISIT, person=known(bot, user).id, pseudonym=pseudonym(user), role=Role.FACILITATOR
    )
    bot.store.people.take_part(part)


def proposed(bot: Bot, rule: Attribution = Attribution.OPEN) -> Lesson:
    """A lesson that Farah proposes; Bran facilitates the same visit."""
    gather(bot.store, bot.workspace, rule)
    facilitates(bot, BRAN)
    add(STUDY, bot.store)
    told(bot.store, "r1", observation=QUOTE, status=RecordStatus.ACCEPTED)
    actor = ANN.model_copy(update={"pseudonym": bot.store.people.byline(known(bot, FARAH).id, "teal")})
    claims = [
        {"text": "Northshire met its tenants every week.", "evidence": [words(QUOTE, visit=VISIT)]},
        {"text": "Repairs took a day.", "evidence": [passage()]},
    ]
    made = draft(title="Meet tenants as Northshire does").model_copy(
        update={"claims": tuple(Claim.model_validate(each) for each in claims)}
    )
    return Reviews(bot.store, clock).propose(made, "l1", actor)


def now(bot: Bot, name: str = "l1") -> Lesson:
    return bot.store.lessons.get(name)


def listed(bot: Bot, user: str, said: str = wording.INTRODUCTION) -> View:
    assert bot.person(user).command(GENERAL, "/lessons review").ok
    return shows(bot, said, user)


def card(bot: Bot, user: str, said: str = wording.WAITS) -> View:
    assert bot.person(user).press(listed(bot, user), Action.REVIEW_LESSON).ok
    return shows(bot, said, user)


def begun(bot: Bot, user: str, action: Action, called: Form) -> View:
    """A form, from the card that is opened from a message."""
    door = handed(bot.workspace, user, Action.REVIEW_LESSON, "l1")
    assert bot.person(user).press(door, Action.REVIEW_LESSON).ok
    assert bot.person(user).press(shows(bot, wording.WAITS, user), action).ok
    return form(bot, user, called)


def ticks(view: View, *numbers: int) -> dict[str, list[str]]:
    boxes = [one["element"]["action_id"] for one in view.blocks if one["type"] == "input"]
    return {boxes[number - 1]: ["holds"] for number in numbers}


def checked(bot: Bot, user: str = BRAN) -> None:
    view = begun(bot, user, Action.CHECK_LESSON, Form.LESSON_CHECK)
    assert bot.person(user).submit(view, **ticks(view, 1, 2)).ok
    shows(bot, wording.DONE[LessonGesture.VALIDATE], user)


def test_a_lesson_goes_from_proposal_to_audience_by_hands_that_may(peerbot: Bot) -> None:
    proposed(peerbot)
    peerbot.person(BRAN).open_home()
    home = peerbot.workspace.wait_for(lambda state: counted(state.screens.home(BRAN), 1))
    assert peerbot.person(BRAN).press(home, Action.REVIEW_LESSONS).ok
    assert "Proposed · waits since today" in text(shows(peerbot, wording.INTRODUCTION, BRAN))

    checked(peerbot)
    assert peerbot.person(HELEN).press(card(peerbot, HELEN), Action.ENDORSE_LESSON).ok
    shows(peerbot, wording.DONE[LessonGesture.ENDORSE], HELEN)
    view = begun(peerbot, FARAH, Action.SHARE_LESSON, Form.LESSON_SHARING)
    yesterday = (clock() - timedelta(days=1)).date().isoformat()
    early = peerbot.person(FARAH).submit(view, **(shown_in(view) | written(view, review_on=yesterday)))
    assert early.errors == {"review_on": wording.TOO_EARLY}
    assert peerbot.person(FARAH).submit(view, **shown_in(view)).ok

    history = text(shows(peerbot, wording.DONE[LessonGesture.SHARE], FARAH))
    lesson = now(peerbot)
    assert (lesson.status, lesson.audience) == (LessonStatus.SHARED, Audience.NETWORK)
    assert lesson.review_on == (clock() + FIRST_REVIEW).date()
    assert [event.role for event in lesson.history] == [
        LessonRole.FACILITATOR,
        LessonRole.FACILITATOR,
        LessonRole.HOST,
        LessonRole.FACILITATOR,
    ]
    assert f"{known(peerbot, BRAN).display_name}, facilitator" in history


def test_whoever_proposed_a_lesson_reads_that_somebody_else_checks_it(peerbot: Bot) -> None:
    proposed(peerbot)
    door = handed(peerbot.workspace, FARAH, Action.REVIEW_LESSON, "l1")

    assert peerbot.person(FARAH).press(door, Action.REVIEW_LESSON).ok

    shown = shows(peerbot, wording.WAITS, FARAH)
    assert wording.YOURS in text(shown)
    assert Action.CHECK_LESSON not in text(shown)
    empty = text(listed(peerbot, FARAH, wording.NONE))
    assert wording.OTHERS in empty
    assert "Meet tenants" in empty


def test_whoever_adds_to_a_lesson_while_checking_it_is_refused_when_they_send(peerbot: Bot) -> None:
    lesson = proposed(peerbot)
    view = begun(peerbot, BRAN, Action.CHECK_LESSON, Form.LESSON_CHECK)
    bran = ANN.model_copy(update={"pseudonym": peerbot.store.people.byline(known(peerbot, BRAN).id, "wren")})
    more = words(QUOTE[:4], visit=VISIT)
    Reviews(peerbot.store, clock).add_evidence(lesson, 2, more, bran)

    assert peerbot.person(BRAN).submit(view, **ticks(view, 1, 2)).ok

    shows(peerbot, "Whoever proposed, revised or added to this lesson cannot validate it", BRAN)
    assert now(peerbot).status is LessonStatus.PROPOSED


def test_whoever_checks_a_lesson_that_changes_meanwhile_keeps_the_ticks_that_still_count(
    peerbot: Bot,
) -> None:
    lesson = proposed(peerbot)
    view = begun(peerbot, BRAN, Action.CHECK_LESSON, Form.LESSON_CHECK)
    [left] = peerbot.person(BRAN).submit(view, **ticks(view, 1)).errors
    assert left.startswith("claim:2:")
    farah = ANN.model_copy(update={"pseudonym": lesson.proposer})
    Reviews(peerbot.store, clock).add_evidence(lesson, 2, words(QUOTE[:4], visit=VISIT), farah)

    assert peerbot.person(BRAN).submit(view, **ticks(view, 1, 2)).ok

    again = shows(peerbot, wording.MEANWHILE_CHECKED, BRAN)
    first, second = (str(again.values[one["block_id"]]) for one in again.blocks if one["type"] == "input")
    assert (wording.TICK in first, wording.TICK in second) == (True, False)
    assert peerbot.person(BRAN).submit(again, **ticks(again, 1, 2)).ok
    shows(peerbot, wording.DONE[LessonGesture.VALIDATE], BRAN)


def test_of_two_reviewers_at_once_the_second_is_told_and_keeps_what_they_typed(peerbot: Bot) -> None:
    lesson = proposed(peerbot)
    view = begun(peerbot, BRAN, Action.RETURN_LESSON, Form.LESSON_REASON)
    Reviews(peerbot.store, clock).validate(lesson, [1, 2], OWNER)

    assert peerbot.person(BRAN).submit(view, **written(view, reason=REASON)).ok

    again = shows(peerbot, wording.meanwhile_wrote(LessonStatus.VALIDATED), BRAN)
    assert REASON in str(again.values)
    assert peerbot.person(BRAN).submit(again).ok
    shows(peerbot, wording.DONE[LessonGesture.RETURN], BRAN)
    after = now(peerbot)
    assert (after.status, after.history[-1].reason) == (LessonStatus.RETURNED, REASON)

    view = begun(peerbot, BRAN, Action.REJECT_LESSON, Form.LESSON_REASON)
    gone = moved(after, LessonGesture.REJECT, OWNER, at=clock(), reason="Known already.")
    peerbot.store.lessons.change(gone, after.version)
    assert peerbot.person(BRAN).submit(view, **written(view, reason=REASON)).ok
    again = shows(peerbot, "Nobody can reject a lesson that is rejected.", BRAN)
    assert REASON in str(again.values)


def test_under_the_chatham_house_rule_no_reviewer_sees_whom_it_withholds(peerbot: Bot) -> None:
    proposed(peerbot, Attribution.CHATHAM_HOUSE)

    shown = card(peerbot, BRAN)
    assert peerbot.person(BRAN).press(shown, Action.CHECK_LESSON).ok
    seen = text(shown) + text(form(peerbot, BRAN, Form.LESSON_CHECK))

    assert "[…] met them weekly." in seen
    add(replace(STUDY, text="Nothing of it."), peerbot.store)
    view = form(peerbot, BRAN, Form.LESSON_CHECK)
    assert peerbot.person(BRAN).submit(view, **ticks(view, 1, 2)).ok
    seen += text(shows(peerbot, "have its quotes put right first: claim 2", BRAN))
    for planted in ("Asha", "Northshire", "Eastborough", known(peerbot, FARAH).display_name):
        assert planted not in seen
    assert "westmere" not in seen.lower()


def test_a_lesson_under_review_is_shown_to_those_whose_business_it_is(peerbot: Bot) -> None:
    proposed(peerbot)
    asha = known(peerbot, ASHA).id
    assert wording.FOR_REVIEWERS in text(listed(peerbot, ASHA, wording.FOR_REVIEWERS))

    peerbot.store.people.leave(VISIT, asha)
    elsewhere(peerbot, ASHA)
    assert QUOTE not in text(listed(peerbot, ASHA, wording.NONE))
    door = handed(peerbot.workspace, ASHA, Action.REVIEW_LESSON, "l1")
    assert peerbot.person(ASHA).press(door, Action.REVIEW_LESSON).ok
    assert QUOTE not in text(shows(peerbot, wording.NOT_FOR_YOU, ASHA))

    peerbot.store.theme_owners.add(Theme.CULTURE, asha)
    shown = text(card(peerbot, ASHA))
    assert QUOTE in shown
    assert "https://westmere.example/repairs" in shown


def test_a_quote_from_another_visit_is_kept_from_reviewers_who_are_not_on_it(peerbot: Bot) -> None:
    lesson = proposed(peerbot)
    elsewhere(peerbot, FARAH)
    fields: dict[str, Any] = {"visit": "another", "session": None, "status": RecordStatus.ACCEPTED}
    secret = told(peerbot.store, "r2", observation="Staff were moved.", **fields)
    farah = ANN.model_copy(update={"pseudonym": lesson.proposer})
    quote = words(secret.observation, record="r2", visit="another")
    Reviews(peerbot.store, clock).add_evidence(lesson, 1, quote, farah)
    door = handed(peerbot.workspace, BRAN, Action.REVIEW_LESSON, "l1")

    assert peerbot.person(BRAN).press(door, Action.REVIEW_LESSON).ok

    shown = text(shows(peerbot, wording.WAITS, BRAN))
    assert secret.observation not in shown
    assert Action.CHECK_LESSON not in shown
    for said in (wording.KEPT_BACK, wording.CANNOT_SEE, QUOTE, Action.RETURN_LESSON):
        assert said in shown


def counted(home: View | None, number: int) -> View | None:
    return home if home and wording.door(number) in text(home) else None


def elsewhere(bot: Bot, user: str) -> None:
    """The person facilitates another visit."""
    bot.store.visits.add(visit("another"), Deed("tests", NOW, "planned the visit"))
    part = Participant(
        visit="another", person=known(bot, user).id, pseudonym="p-other", role=Role.FACILITATOR
    )
    bot.store.people.take_part(part)


def test_a_lesson_that_was_returned_is_put_in_other_words_and_what_was_not_touched_stays(
    peerbot: Bot,
) -> None:
    lesson = proposed(peerbot, Attribution.CHATHAM_HOUSE)
    gone = moved(lesson, LessonGesture.RETURN, OWNER, at=clock(), reason=REASON)
    peerbot.store.lessons.change(gone, lesson.version)
    view = begun(peerbot, FARAH, Action.REVISE_LESSON, Form.LESSON_REVISION)
    assert "Say which tenants, not those of […]." in text(view)

    typed = written(view, lesson="Meet them every week.", **{field_of(2): ""})
    assert peerbot.person(FARAH).submit(view, **(shown_in(view) | typed)).ok

    shows(peerbot, wording.DONE[LessonGesture.REVISE], FARAH)
    after = now(peerbot)
    assert (after.status, after.lesson) == (LessonStatus.PROPOSED, "Meet them every week.")
    assert after.title == lesson.title
    assert [claim.text for claim in after.claims] == [lesson.claims[0].text]


def test_two_who_put_a_lesson_in_other_words_at_once_both_have_their_say(peerbot: Bot) -> None:
    lesson = proposed(peerbot)
    view = begun(peerbot, FARAH, Action.REVISE_LESSON, Form.LESSON_REVISION)
    theirs = LessonDraft.model_validate(
        {name: getattr(lesson, name) for name in LessonDraft.model_fields} | {"recommendation": "Ask them."}
    )
    Reviews(peerbot.store, clock).revise(lesson, theirs, OWNER)

    typed = written(view, lesson="Meet them every week.")
    assert peerbot.person(FARAH).submit(view, **(shown_in(view) | typed)).ok
    again = shows(peerbot, wording.meanwhile_wrote(LessonStatus.PROPOSED), FARAH)
    assert peerbot.person(FARAH).submit(again, **shown_in(again)).ok

    shows(peerbot, wording.DONE[LessonGesture.REVISE], FARAH)
    after = now(peerbot)
    assert (after.lesson, after.recommendation) == ("Meet them every week.", "Ask them.")


def shown_in(view: View) -> dict[str, str]:
    """What stands in the form's boxes before anybody types."""
    inputs = (block["element"] for block in view.blocks if block["type"] == "input")
    return {
        one["action_id"]: one.get("initial_value") or one["initial_option"]["value"]
        for one in inputs
        if "initial_value" in one or "initial_option" in one
    }


def test_a_reviewer_rejects_an_endorsed_lesson_from_where_it_is_read(peerbot: Bot) -> None:
    lesson = proposed(peerbot)
    seen = Reviews(peerbot.store, clock).validate(lesson, [1, 2], OWNER)
    agreed = moved(seen, LessonGesture.ENDORSE, OWNER, at=clock())
    peerbot.store.lessons.change(agreed, seen.version)
    peerbot.journal.wait_for_another("published", 1)
    door = handed(peerbot.workspace, BRAN, Action.OPEN_LESSON, "l1")

    assert peerbot.person(BRAN).press(door, Action.OPEN_LESSON).ok
    read = shows(peerbot, browsing.USED, BRAN)
    assert peerbot.person(BRAN).press(read, Action.REVIEW_LESSON).ok
    assert peerbot.person(BRAN).press(shows(peerbot, wording.WAITS, BRAN), Action.REJECT_LESSON).ok
    view = form(peerbot, BRAN, Form.LESSON_REASON)
    assert peerbot.person(BRAN).submit(view, **written(view, reason="It is known already.")).ok

    shows(peerbot, wording.DONE[LessonGesture.REJECT], BRAN)
    assert now(peerbot).status is LessonStatus.REJECTED
