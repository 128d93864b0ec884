"""A lesson is proposed in Slack: begun with feedback or a passage, changed while it is open, kept once."""

from typing import Any

from bot.blocks.gestures import Action, Form
from bot.boards import mark
from bot.desk import Desk
from bot.listeners.proposals import ProposingLessons
from bot.proposals import claim_field, quote_field
from bot.wording import near_lessons as near_wording
from bot.wording import proposals as wording
from bot.workspace.values import Message, View
from knowledge.gaps import Enquiry, Remedy, RemedyKind
from knowledge.lessons import Lesson, LessonRole, LessonStatus, PassageEvidence, passage_quote
from knowledge.model import Answer, Outcome, Theme
from knowledge.records import RecordStatus
from knowledge.reviews import Reviews
from knowledge.store import Deed
from knowledge.visits import Attribution, VisitState
from tests.e2e.test_slack_gaps import BINS, asks, desk
from tests.e2e.test_slack_gaps import form as gap_form
from tests.e2e.test_slack_group_feedback import opened, ticked, written
from tests.lesson_samples import ANN, BEN, draft, words
from tests.slack_bot import ASHA, EXCHANGE, FARAH, GENERAL, KENT, SAID, Bot, clock, quoted
from tests.visit_party import VISIT, gather, handed, pseudonym, told
from tests.visit_samples import NOW, commitment, group_feedback

ACCEPTED = RecordStatus.ACCEPTED

__all__ = ["desk"]


def text(shown: View | Message) -> str:
    return str(shown.blocks)


def shows(bot: Bot, said: str, user: str = FARAH) -> View:
    return bot.person(user).modal(lambda view: said in str(view.content))


def form(bot: Bot, said: str = "", user: str = FARAH) -> View:
    """The form on somebody's screen, once one of its boxes says so."""
    return bot.person(user).modal(
        lambda view: view.content.get("callback_id") == Form.LESSON_PROPOSAL and said in boxes(view)
    )


def boxes(view: View) -> str:
    """What the form asks, without what its menu offers."""
    return str([block for block in view.blocks if block.get("block_id") != "more"])


def called(view: View, name: str) -> str:
    """What the element of a field is called."""
    return next(str(block["element"]["action_id"]) for block in view.blocks if block.get("block_id") == name)


def chosen(bot: Bot, *names: str) -> View:
    """The form, begun with what is ticked on the board."""
    board = opened(bot, FARAH, Action.SHOW_BOARD)
    assert bot.person(FARAH).press(board, Action.PROPOSE_FROM_BOARD, entered=ticked(*names)).ok
    return form(bot)


def lessons(bot: Bot) -> list[Lesson]:
    return [bot.store.lessons.get(name) for name in bot.store.lessons.statuses()]


def test_a_lesson_is_proposed_from_the_board_changed_and_kept_once(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, Attribution.CHATHAM_HOUSE)
    told(peerbot.store, "r1", status=ACCEPTED, observation="They meet on Mondays.")
    told(
        peerbot.store,
        "r2",
        status=ACCEPTED,
        theme=Theme.CULTURE,
        observation="Asha saw Westmere meet weekly.",
    )
    farah = peerbot.person(FARAH)
    begun = chosen(peerbot, "r1")
    mine = {("title", called(begun, "title")): "Meet often"}

    assert farah.press(begun, called(begun, "more"), mark("r2"), entered=mine).ok
    longer = form(peerbot, "[…] saw […] meet weekly.")
    assert farah.press(longer, Action.TAKE_OFF).ok
    shorter = farah.modal(lambda view: "Mondays" not in boxes(view))

    assert "Meet often" in text(shorter)
    for name in ("Asha", "Westmere", "Northshire"):
        assert name not in str(shorter.content)
    guess = written(shorter, **{quote_field(mark("r2")): "Westmere meet weekly"})
    assert farah.submit(shorter, **guess).errors == {quote_field(mark("r2")): wording.MISQUOTED}
    right = {claim_field(mark("r2")): "They meet each week.", quote_field(mark("r2")): "meet weekly"}
    assert farah.submit(shorter, **written(shorter, **right)).ok
    assert "Somebody else now checks" in text(shows(peerbot, wording.PROPOSED))
    [lesson] = lessons(peerbot)
    assert (lesson.id, lesson.title, lesson.status) == (shorter.id, "Meet often", LessonStatus.PROPOSED)
    assert (lesson.attribution, lesson.theme) == (Attribution.CHATHAM_HOUSE, Theme.CULTURE)
    assert lesson.history[0].role is LessonRole.FACILITATOR
    [claim] = lesson.claims
    assert (claim.text, [one.quote for one in claim.evidence]) == ("They meet each week.", ["meet weekly"])
    assert peerbot.store.records.get("r2").status is RecordStatus.DISTILLED
    assert peerbot.store.records.get("r1").status is RecordStatus.ACCEPTED


def settled(bot: Bot) -> None:
    """What the group told its host, and a commitment that is done."""
    told(bot.store, "r1", status=ACCEPTED, attribution=Attribution.CHATHAM_HOUSE)
    given = {"visit": VISIT, "status": RecordStatus.AGREED, "chosen": ("r1",)}
    words_ = ("They listen to tenants.", "Northshire saw Westmere act.")
    bot.store.records.add(group_feedback("g1", **given, strengths=words_))
    done = {"council": "Northshire", "status": RecordStatus.DONE, "desired_state": "Repairs within a week."}
    bot.store.records.add(commitment("c1", visit=VISIT, respondent=pseudonym(ASHA), **done))


def test_a_lesson_rests_on_what_the_group_said_and_on_what_a_council_has_done(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.CLOSED)
    settled(peerbot)
    farah = peerbot.person(FARAH)
    assert "They listen" not in text(opened(peerbot, ASHA, Action.SHOW_BOARD))
    board = opened(peerbot, FARAH, Action.SHOW_BOARD)
    assert "Westmere" not in text(board)  # the strictest rule of what it was composed from

    second = mark("g1", 1)
    ticked_ = {(second, str(Action.CHOOSE_FEEDBACK)): [second]}
    assert farah.press(board, Action.PROPOSE_FROM_BOARD, entered=ticked_).ok
    begun = form(peerbot, "[…] saw […] act.")
    assert farah.press(begun, called(begun, "more"), mark("c1")).ok
    longer = form(peerbot, "Repairs within a week.")
    assert "Commitment of Northshire, done · Repairs on time" in boxes(longer)
    wrong = farah.submit(longer, **written(longer, **{quote_field(mark("c1")): "Repairs in a week."}))
    assert wrong.errors == {quote_field(mark("c1")): wording.MISQUOTED}
    assert farah.submit(longer, **written(longer, title="Act")).ok

    shows(peerbot, wording.PROPOSED)
    [lesson] = lessons(peerbot)
    assert [one.quote for one in lesson.evidence] == [
        "Northshire saw Westmere act.",
        "Repairs within a week.",
    ]
    assert (lesson.attribution, lesson.councils) == (Attribution.CHATHAM_HOUSE, ())
    assert peerbot.store.records.get("c1").status is RecordStatus.DONE


def test_a_lesson_is_begun_with_a_commitment_that_is_done_by_facilitators_alone(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.CLOSED)
    settled(peerbot)
    assert Action.PROPOSE_FROM_RECORD not in text(opened(peerbot, ASHA, Action.SHOW_COMMITMENTS))
    there = opened(peerbot, FARAH, Action.SHOW_COMMITMENTS)

    assert peerbot.person(FARAH).press(there, Action.PROPOSE_FROM_RECORD).ok

    assert "Repairs within a week." in boxes(form(peerbot, "Commitment of Northshire, done"))


def test_the_board_offers_it_to_facilitators_alone_once_the_visit_is_open(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    told(peerbot.store, "r1", status=ACCEPTED)

    assert Action.PROPOSE_FROM_BOARD not in text(opened(peerbot, ASHA, Action.SHOW_BOARD))
    board = opened(peerbot, FARAH, Action.SHOW_BOARD)
    assert peerbot.person(FARAH).press(board, Action.PROPOSE_FROM_BOARD).ok

    shows(peerbot, wording.CHOOSE_FIRST)
    assert lessons(peerbot) == []


def test_a_lesson_is_begun_with_the_passage_of_an_answer_by_facilitators_alone(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    farah = peerbot.person(FARAH)
    message = farah.post(EXCHANGE, "@Peerbot How did Kent work?")
    peerbot.answered(message)
    answer = peerbot.person(ASHA).reply_to(message)

    assert peerbot.person(ASHA).press(answer, f"{Action.SHOW_PASSAGE}:1").ok
    assert Action.PROPOSE_FROM_PASSAGE not in text(shows(peerbot, SAID, ASHA))
    assert farah.press(answer, f"{Action.SHOW_PASSAGE}:1").ok
    assert farah.press(shows(peerbot, Action.PROPOSE_FROM_PASSAGE), Action.PROPOSE_FROM_PASSAGE).ok
    begun = form(peerbot, SAID)
    assert "Case study · Kent: mini agreements · Kent · as of March 2003" in text(begun)
    assert farah.submit(begun).ok

    shows(peerbot, wording.PROPOSED)
    [lesson] = lessons(peerbot)
    [quote] = lesson.evidence
    assert isinstance(quote, PassageEvidence)
    assert (quote.case_study, quote.quote) == ("kent", SAID)
    assert KENT.text[quote.start : quote.end] == SAID
    assert (lesson.councils, lesson.as_of) == (("Kent",), "2003-03")


def near(bot: Bot, name: str, said: str = "Meeting often helps.", **fields: Any) -> Lesson:
    """A lesson that somebody has proposed on what a case study says."""
    quote = passage_quote(KENT, SAID)
    return Reviews(bot.store, clock).propose(draft(quote, lesson=said, **fields), name, ANN)


def beginning(bot: Bot) -> View:
    """The lessons that are shown before the form that is begun with accepted feedback."""
    gather(bot.store, bot.workspace)
    told(
        bot.store, "r1", status=ACCEPTED, observation="They met each week.", conclusion="Meeting often helps."
    )
    board = opened(bot, FARAH, Action.SHOW_BOARD)
    assert bot.person(FARAH).press(board, Action.PROPOSE_FROM_BOARD, entered=ticked("r1")).ok
    return shows(bot, near_wording.INTRODUCTION)


def test_what_was_seen_is_added_to_a_lesson_that_says_the_same(peerbot: Bot) -> None:
    near(peerbot, "l1")
    shown, farah = beginning(peerbot), peerbot.person(FARAH)
    assert "Meet often" in text(shown)
    assert Action.MERGE_LESSON not in text(shown)

    assert farah.press(shown, Action.ADD_AS_EVIDENCE).ok
    adding = shows(peerbot, near_wording.WHICH_CLAIM)
    assert "1. Claim 0" in text(adding)
    wrong = written(adding, **{quote_field(mark("r1")): "They meet."})
    assert farah.submit(adding, **wrong).errors == {quote_field(mark("r1")): wording.MISQUOTED}
    meanwhile(peerbot, "l1")
    assert farah.submit(adding, **written(adding, **{quote_field(mark("r1")): "met each week"})).ok
    again = shows(peerbot, near_wording.MEANWHILE)
    assert "met each week" in text(again)
    assert farah.submit(again).ok

    shows(peerbot, near_wording.ADDED)
    [lesson] = lessons(peerbot)
    assert [one.quote for one in lesson.evidence] == [SAID, "It worked.", "met each week"]
    assert peerbot.store.records.get("r1").status is RecordStatus.DISTILLED


def meanwhile(bot: Bot, name: str) -> None:
    """Somebody else adds to the lesson."""
    Reviews(bot.store, clock).add_evidence(
        bot.store.lessons.get(name), 1, passage_quote(KENT, "It worked."), BEN
    )


def test_two_lessons_that_say_the_same_become_one(peerbot: Bot) -> None:
    near(peerbot, "l1")
    near(peerbot, "l2", title="Meet")
    shown, farah = beginning(peerbot), peerbot.person(FARAH)

    assert farah.press(shown, Action.MERGE_LESSON).ok
    form_ = shows(peerbot, near_wording.MERGE_EXPLAINED)
    gone, other = ("l1", "l2") if "'l2'" in str(form_.blocks) else ("l2", "l1")
    meanwhile(peerbot, gone)
    assert farah.submit(form_, **written(form_, into=other)).ok
    refused = shows(peerbot, "Somebody else changed this lesson while you did.")
    assert farah.press(refused, Action.SHOW_NEAR_LESSONS).ok
    assert farah.press(shows(peerbot, near_wording.INTRODUCTION), Action.MERGE_LESSON).ok
    form_ = farah.modal(
        lambda view: near_wording.MERGE_EXPLAINED in text(view) and "while you did" not in text(view)
    )
    assert farah.submit(form_, **written(form_, into=other)).ok

    left = shows(peerbot, near_wording.MERGED)
    assert peerbot.store.lessons.get(gone).merged_into == other
    assert f"'{gone}'" not in text(left)


def test_another_lesson_is_proposed_all_the_same_and_what_is_like_it_by_then_is_shown_first(
    peerbot: Bot,
) -> None:
    near(peerbot, "l1")
    farah = peerbot.person(FARAH)
    assert farah.press(beginning(peerbot), Action.PROPOSE_ANEW).ok
    begun = form(peerbot)
    near(peerbot, "l2", "Bins are emptied by the crew that knows the street.", title="Know the street")
    mine = written(begun, title="Know it", lesson="Bins are emptied by the crew that knows the street.")

    assert farah.submit(begun, **mine).ok
    again = shows(peerbot, near_wording.BEFORE_SENDING)
    assert "Know the street" in text(again)
    assert "Know it" in text(again)
    assert len(lessons(peerbot)) == 2  # mine is not there yet
    assert farah.submit(again).ok

    shows(peerbot, wording.PROPOSED)
    assert peerbot.store.lessons.get(begun.id).title == "Know it"


def test_a_lesson_under_review_is_not_shown_to_who_may_not_see_what_it_rests_on(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(
        peerbot.store,
        "r1",
        status=ACCEPTED,
        observation="They met each week.",
        conclusion="Meeting often helps.",
    )
    other = peerbot.store.visits.get(VISIT).model_copy(update={"id": "v-other"})
    peerbot.store.visits.add(other, Deed("tests", NOW, "planned the visit"), ())
    told(peerbot.store, "r9", status=ACCEPTED, visit="v-other", session=None, observation="Seen there.")
    quote = words("Seen there.", record="r9", visit="v-other")
    Reviews(peerbot.store, clock).propose(draft(quote, title="A secret"), "l1", ANN)

    assert "They met each week." in boxes(chosen(peerbot, "r1"))


def test_a_question_is_answered_with_a_new_lesson_on_a_passage_near_to_it(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    farah = peerbot.person(FARAH)
    peerbot.answers.instead = {BINS: Answer(BINS, Outcome.NOT_COVERED, 0.1, related=(quoted(),))}
    peerbot.answered(farah.post(EXCHANGE, f"@Peerbot {BINS}"))
    answering = gap_form(peerbot, Action.ANSWER_GAP, Form.GAP_ANSWER)

    assert farah.press(answering, Action.PROPOSE_FOR_GAP).ok
    empty = form(peerbot, BINS)
    assert wording.ANSWERS.format(question=BINS) in text(empty)
    typed = {"title": "Sign", "lesson": "Sign.", "theme": Theme.CULTURE}
    assert farah.submit(empty, **written(empty, **typed)).errors.keys() == {"more"}
    [option] = option_of(empty)
    assert farah.press(empty, called(empty, "more"), option).ok
    begun = form(peerbot, SAID)
    assert BINS in boxes(begun)
    assert farah.submit(begun).ok

    farah.close(shows(peerbot, wording.NEXT))
    assert BINS not in text(shows(peerbot, wording.GAP_LINKED))
    [lesson] = lessons(peerbot)
    assert (lesson.prompt, [one.quote for one in lesson.evidence]) == (BINS, [SAID])
    [kept] = peerbot.store.gaps.settled(1)
    assert (kept.kind, kept.lesson) == (RemedyKind.LESSON, lesson.id)


def option_of(view: View) -> list[str]:
    menu = next(block["element"] for block in view.blocks if block.get("block_id") == "more")
    return [option["value"] for group in menu["option_groups"] for option in group["options"]]


def test_a_form_that_is_sent_twice_makes_one_lesson(peerbot: Bot, desk: Desk) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", status=ACCEPTED, observation="They met each week.")
    begun = chosen(peerbot, "r1")
    boxes_ = {block["block_id"]: block["element"] for block in begun.blocks if block["type"] == "input"}
    values = {name: {"it": as_sent(element)} for name, element in boxes_.items()}
    sent = {**begun.content, "id": begun.id, "state": {"values": values}}
    acks: list[dict[str, Any]] = []

    def ack(**answer: Any) -> None:
        acks.append(answer)

    for _ in range(2):
        ProposingLessons(desk).keep(ack, {"user": {"id": FARAH}}, sent)  # type: ignore[arg-type]  # all it uses

    assert [wording.PROPOSED in str(answer["view"]) for answer in acks] == [True, True]
    [lesson] = lessons(peerbot)
    assert lesson.version == 1


def as_sent(element: dict[str, Any]) -> dict[str, Any]:
    return {"value": element.get("initial_value"), "selected_option": element.get("initial_option")}


def test_feedback_of_a_visit_is_for_its_facilitators_to_propose_from(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", status=ACCEPTED, observation="They met each week.")
    button = handed(peerbot.workspace, ASHA, Action.PROPOSE_FROM_RECORD, "r1")

    assert peerbot.person(ASHA).press(button, Action.PROPOSE_FROM_RECORD).ok

    refused = shows(peerbot, "Only a facilitator can propose a lesson from a visit.", ASHA)
    assert "each week" not in text(refused)


def test_a_command_begins_with_nothing_chosen_and_is_for_facilitators(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", status=ACCEPTED, observation="They met each week.")

    assert peerbot.person(ASHA).command(GENERAL, "/lessons propose").ok
    assert peerbot.person(FARAH).command(GENERAL, "/lessons propose").ok

    shows(peerbot, "log what you saw with /visit-feedback", ASHA)
    assert "They met each week." in text(form(peerbot, wording.RESTS_ON_NOTHING_YET[:20]))


def taken_along(bot: Bot) -> Enquiry:
    """A question that nobody could answer, and that the visit asks."""
    asks(bot)
    [gap] = [one.question.id for one in bot.store.questions.gaps(9)]
    enquiry = Enquiry(gap=gap, visit=VISIT, question=BINS)
    placed = Remedy(gap=gap, kind=RemedyKind.ENQUIRY, by="farah", at=NOW)
    assert bot.store.gaps.settle(placed, [gap], enquiry)
    return enquiry


def test_a_question_is_answered_by_what_is_added_to_a_lesson_not_by_what_is_left_out(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    enquiry, farah = taken_along(peerbot), peerbot.person(FARAH)
    near(peerbot, "l1")
    given = {"status": ACCEPTED, "conclusion": "Meeting often helps."}
    told(peerbot.store, "r1", enquiry=enquiry.id, **given)
    told(peerbot.store, "r2", **given)
    board = opened(peerbot, FARAH, Action.SHOW_BOARD)
    farah.press(board, Action.PROPOSE_FROM_BOARD, entered=ticked("r1", "r2"))
    farah.press(shows(peerbot, near_wording.INTRODUCTION), Action.ADD_AS_EVIDENCE)
    adding = shows(peerbot, near_wording.WHICH_CLAIM)

    left_out = written(adding, **{quote_field(mark("r1")): "", quote_field(mark("r2")): "Seen: r2."})
    assert farah.submit(adding, **left_out).ok

    assert wording.GAP_LINKED not in text(shows(peerbot, near_wording.ADDED))
    became = peerbot.store.gaps.get(enquiry.gap)
    assert became is not None
    assert became.kind is RemedyKind.ENQUIRY


def test_feedback_that_answers_a_question_taken_along_brings_the_question_while_it_waits(
    peerbot: Bot,
) -> None:
    gather(peerbot.store, peerbot.workspace)
    enquiry = taken_along(peerbot)
    told(peerbot.store, "r1", status=ACCEPTED, enquiry=enquiry.id)
    told(peerbot.store, "r2", status=ACCEPTED)

    asked = wording.ANSWERS.format(question=BINS)
    assert asked not in text(chosen(peerbot, "r2"))
    assert asked in text(chosen(peerbot, "r1"))
    both, farah = chosen(peerbot, "r1", "r2"), peerbot.person(FARAH)
    assert asked in text(both)
    assert farah.press(both, Action.TAKE_OFF, mark("r1")).ok
    without = farah.modal(lambda view: quote_field(mark("r1")) not in str(view.blocks))
    assert asked not in text(without)
    assert BINS not in boxes(without)
    [again] = [one for one in option_of(without) if one == mark("r1")]
    assert farah.press(without, called(without, "more"), again).ok
    assert asked in text(form(peerbot, quote_field(mark("r1"))))

    note = Remedy(gap=enquiry.gap, kind=RemedyKind.NOTE, words="Ask Westmere.", by="farah", at=NOW)
    assert peerbot.store.gaps.settle(note, [enquiry.gap])
    assert asked not in text(chosen(peerbot, "r1"))
