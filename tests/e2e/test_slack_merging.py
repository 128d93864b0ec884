"""A lesson under review goes into any other: looked for, looked at, merged for good, and told of."""

from bot.blocks import merging as blocks
from bot.blocks.gestures import Action, Form
from bot.wording import lesson_reviews as wording
from bot.workspace.values import View
from knowledge.lessons import Lesson, LessonGesture, LessonStatus
from knowledge.records import RecordStatus
from knowledge.reviews import Reviews
from tests.e2e.test_slack_group_feedback import written
from tests.e2e.test_slack_lesson_reviews import begun, form, known, now, proposed, shows, text
from tests.lesson_samples import ANN, draft, passage, words
from tests.slack_bot import BRAN, FARAH, Bot, clock
from tests.visit_party import VISIT, handed, told

SAME = "Both say that meeting helps."


def two(bot: Bot) -> tuple[Lesson, Lesson]:
    """Two lessons that Farah proposes; Bran facilitates the same visit."""
    one = proposed(bot)
    told(bot.store, "r2", observation="They met often.", status=RecordStatus.ACCEPTED)
    actor = ANN.model_copy(update={"pseudonym": bot.store.people.byline(known(bot, FARAH).id, "teal")})
    other = draft(words("They met often.", record="r2", visit=VISIT), title="Meet each week")
    return one, Reviews(bot.store, clock).propose(other, "l2", actor)


def offered(bot: Bot, view: View, typed: str) -> list[str]:
    [box] = [block for block in view.blocks if block.get("block_id") == blocks.PARTNER]
    found = bot.person(BRAN).suggest(view, box["element"]["action_id"], typed)
    return [one["value"] for one in found.options]


def looking(bot: Bot) -> View:
    """Both lessons, once the other was looked for and found."""
    search = begun(bot, BRAN, Action.MERGE_REVIEWED, Form.LESSON_PARTNER)
    assert offered(bot, search, "each WEEK") == ["l2"]
    assert bot.person(BRAN).submit(search, **written(search, into="l2")).ok
    return form(bot, BRAN, Form.LESSON_UNION)


def test_a_lesson_goes_into_one_that_was_looked_for_and_what_led_to_it_leads_there(peerbot: Bot) -> None:
    two(peerbot)
    both = looking(peerbot)
    assert "Meet tenants as Northshire does" in text(both)
    assert "Meet each week" in text(both)

    assert peerbot.person(BRAN).submit(both, **written(both, reason=SAME)).ok

    left = shows(peerbot, wording.MERGED, BRAN)
    assert "Meet each week" in text(left)
    gone, stays = now(peerbot), now(peerbot, "l2")
    assert (gone.status, gone.merged_into, gone.history[-1].reason) == (LessonStatus.MERGED, "l2", SAME)
    assert [one.quote for one in stays.evidence][1:] == [one.quote for one in gone.evidence]
    assert stays.history[-1].gesture is LessonGesture.ADD_EVIDENCE
    assert stays.history[-1].reason == f"From lesson l1, which went into this one: {SAME}"
    farah = peerbot.person(FARAH)
    farah.latest(farah.dm.id, lambda one: one.text == "Your lesson was merged into another one.")
    door = handed(peerbot.workspace, FARAH, Action.REVIEW_LESSON, "l1")
    assert farah.press(door, Action.REVIEW_LESSON).ok
    assert "Meet each week" in text(shows(peerbot, wording.WENT_INTO, FARAH))


def test_what_may_not_be_chosen_is_not_offered_and_refused_where_it_is_chosen_all_the_same(
    peerbot: Bot,
) -> None:
    two(peerbot)
    search = begun(peerbot, BRAN, Action.MERGE_REVIEWED, Form.LESSON_PARTNER)
    assert offered(peerbot, search, "") == ["l2"]  # not itself
    other = now(peerbot, "l2")
    bran = Reviews(peerbot.store, clock).actor(
        known(peerbot, BRAN).id, offered="b", source=other.history[0].source
    )
    Reviews(peerbot.store, clock).validate(other, [1], bran)

    refused = peerbot.person(BRAN).submit(search, **written(search, into="l2"))

    assert refused.errors == {blocks.PARTNER: wording.TAKES_NONE}
    assert offered(peerbot, search, "") == []
    assert now(peerbot).status is LessonStatus.PROPOSED


def test_whoever_is_second_looks_at_both_again_and_keeps_what_they_typed(peerbot: Bot) -> None:
    two(peerbot)
    both = looking(peerbot)
    actor = ANN.model_copy(update={"pseudonym": "teal"})
    Reviews(peerbot.store, clock).add_evidence(now(peerbot), 1, passage("met its tenants"), actor)

    assert peerbot.person(BRAN).submit(both, **written(both, reason=SAME)).ok
    again = shows(peerbot, wording.MEANWHILE, BRAN)
    assert SAME in text(again)
    assert peerbot.person(BRAN).submit(again).ok

    shows(peerbot, wording.MERGED, BRAN)
    assert now(peerbot).merged_into == "l2"
