"""Who hears what of a lesson under review, wherever a step was taken: once, and never of their own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.blocks.gestures import Action
from bot.chores.reviews import ReviewNews
from bot.desk import Desk, make_desk
from bot.readers import Identity
from bot.wording import turns as wording
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Message
from knowledge.lessons import Lesson, LessonActor, LessonGesture, LessonRole, moved
from knowledge.model import Theme
from knowledge.records import RecordStatus, Source
from knowledge.reviews import Reviews
from knowledge.saved import SavedItem, SavedKind
from knowledge.store import Store, open_store
from knowledge.visits import Attribution, Participant, Person, Role
from tests.contract.store_samples import put
from tests.lesson_samples import WESTMERE, draft, passage, words
from tests.patience import PATIENT
from tests.slack_bot import ASHA, BRAN, CERYS, FACILITATORS, FARAH, MANIFEST, MadeUp, Means, settings_for
from tests.visit_party import HELEN, VISIT, client_of, gather, pseudonym, told

QUOTE = "Asha of Northshire met them weekly."
WEDNESDAY = datetime.fromisoformat("2026-03-04T10:00:00+00:00")


class Rounds:
    """A workspace and its store, in which the chore is done as the days go by."""

    def __init__(self, slack: RunningWorkspace, store: Store, folder: Path) -> None:
        self.slack, self.store, self.moment = slack, store, WEDNESDAY
        means = Means(settings_for(slack, folder), store, MadeUp(), lambda: self.moment)
        app = slack.workspace.app
        self.desk: Desk = make_desk(means, client_of(slack), Identity(user=app.bot_user, team=app.team_id))

    @property
    def reviews(self) -> Reviews:
        return Reviews(self.store, lambda: self.moment)

    def go(self, **later: int) -> None:
        self.moment += timedelta(**later)
        ReviewNews(self.desk).do(self.moment)

    def person(self, user: str) -> Person:
        found = self.store.people.known(self.slack.workspace.app.team_id, user)
        assert found is not None
        return found

    def actor(self, user: str, lesson: Lesson | None = None) -> LessonActor:
        theme, evidence = (lesson.theme, lesson.evidence) if lesson else (None, ())
        return self.reviews.actor(
            self.person(user).id,
            offered=pseudonym(user),
            source=Source.COMMAND_LINE,
            theme=theme,
            evidence=evidence,
        )

    def facilitates(self, user: str) -> None:
        part = Participant(
            visit=VISIT, person=self.person(user).id, pseudonym=pseudonym(user), role=Role.FACILITATOR
        )
        self.store.people.take_part(part)

    def proposed(self, by: str = FARAH) -> Lesson:
        made = draft(words(QUOTE, visit=VISIT), passage(), title="Meet as Northshire does")
        return self.reviews.propose(made, "l1", self.actor(by))

    def checked(self, lesson: Lesson, by: str = BRAN) -> Lesson:
        return self.reviews.validate(lesson, [1, 2], self.actor(by, lesson))

    def moved(self, lesson: Lesson, gesture: LessonGesture, by: str, reason: str | None = None) -> Lesson:
        after = moved(lesson, gesture, self.actor(by, lesson), at=self.moment, reason=reason)
        self.store.lessons.change(after, lesson.version)
        return after

    def heard(self, user: str) -> list[Message]:
        conversations = self.slack.state.conversations
        return [*conversations.messages(self.slack.as_person(user).dm.id)]

    def texts(self, user: str) -> list[str]:
        return [message.text for message in self.heard(user)]

    def in_channel(self) -> list[Message]:
        return [one for one in self.slack.state.conversations.messages(FACILITATORS) if one.bot_id]


@pytest.fixture
def rounds(tmp_path: Path) -> Iterator[Rounds]:
    """Farah and Bran facilitate the visit, Helen hosts it; Asha told what the lesson rests on."""
    database = f"sqlite:///{tmp_path / 'peerbot.sqlite3'}"
    with open_store(database) as store, RunningWorkspace.start(MANIFEST, timings=PATIENT) as slack:
        gather(store, slack)
        put(store, WESTMERE)
        told(store, "r1", observation=QUOTE, status=RecordStatus.ACCEPTED)
        found = Rounds(slack, store, tmp_path)
        found.facilitates(BRAN)
        yield found


def test_each_step_is_told_once_to_the_proposer_and_to_whoever_is_next(rounds: Rounds) -> None:
    lesson = rounds.proposed()
    rounds.go()
    rounds.go(seconds=20)
    assert (rounds.texts(BRAN), rounds.texts(FARAH)) == (["A lesson was proposed."], [])
    [asked] = rounds.heard(BRAN)
    assert wording.TURNS[LessonGesture.VALIDATE] in str(asked.blocks)
    assert Action.REVIEW_LESSON in str(asked.blocks)

    lesson = rounds.checked(lesson)
    rounds.go()
    assert rounds.texts(FARAH) == ["Your lesson was checked by a second person."]
    assert rounds.texts(HELEN) == ["A lesson was checked by a second person."]

    rounds.moved(lesson, LessonGesture.ENDORSE, HELEN)
    rounds.go()
    rounds.go(minutes=1)
    assert rounds.texts(FARAH)[1:] == ["Your lesson was endorsed."]
    assert wording.TURNS[LessonGesture.SHARE] in str(rounds.heard(FARAH)[1].blocks)
    assert rounds.texts(BRAN)[1:] == ["A lesson was endorsed."]
    assert len(rounds.heard(HELEN)) == 1
    assert rounds.texts(ASHA) == rounds.texts(CERYS) == []


def test_steps_that_were_taken_one_after_the_other_are_told_together(rounds: Rounds) -> None:
    lesson = rounds.checked(rounds.proposed())
    rounds.moved(lesson, LessonGesture.ENDORSE, HELEN)

    rounds.go()

    assert rounds.texts(FARAH) == ["Your lesson was checked by a second person, and was endorsed."]
    assert rounds.texts(BRAN) == ["A lesson was endorsed."]
    assert rounds.texts(HELEN) == []


def test_whoever_wrote_a_lesson_that_is_returned_reads_why_and_no_name_its_rule_withholds(
    rounds: Rounds,
) -> None:
    lesson = rounds.proposed()
    strict = lesson.model_copy(
        update={"attribution": Attribution.CHATHAM_HOUSE, "councils": (), "history": lesson.history * 2}
    )
    rounds.store.lessons.change(strict, 1)
    rounds.store.people.meet(Person(id="zoe", display_name="Zoe Quill"))
    zoe = rounds.store.people.byline("zoe", "lark")
    owner = LessonActor(pseudonym=zoe, roles=frozenset({LessonRole.OWNER}))
    reason = "Zoe Quill asks: not Northshire, please."
    gone = moved(strict, LessonGesture.RETURN, owner, at=rounds.moment, reason=reason)
    rounds.store.lessons.change(gone, strict.version)

    rounds.go()

    [message] = rounds.heard(FARAH)
    shown = message.text + str(message.blocks)
    assert "Your lesson was returned." in shown
    assert "[…] asks: not […], please." in shown
    assert wording.TURNS[LessonGesture.REVISE] in shown
    for planted in ("Zoe", "Quill", "Northshire", "Asha"):
        assert planted not in shown


def test_what_slack_refuses_for_now_is_told_at_the_next_round(rounds: Rounds) -> None:
    rounds.proposed()
    faults = rounds.slack.workspace.faults
    faults.switch_on(Fault(FaultKind.SERVER_ERROR, times=None, method="chat.postMessage"))
    rounds.go()
    faults.switch_off(FaultKind.SERVER_ERROR, "chat.postMessage")
    assert rounds.texts(BRAN) == []
    rounds.go()

    assert rounds.texts(BRAN) == ["A lesson was proposed."]


def test_what_happened_long_ago_is_no_news_whatever_happens_besides(rounds: Rounds) -> None:
    lesson = rounds.proposed()
    rounds.moment += timedelta(days=8)
    rounds.reviews.add_evidence(lesson, 1, passage(), rounds.actor(FARAH, lesson))

    rounds.go()

    assert "A lesson was proposed." not in rounds.texts(BRAN)


def test_nobody_is_told_that_it_is_their_turn_by_what_they_did_themselves(rounds: Rounds) -> None:
    rounds.store.theme_owners.add(Theme.CULTURE, rounds.person(BRAN).id)
    rounds.checked(rounds.proposed())

    rounds.go()

    assert rounds.texts(BRAN) == []
    assert rounds.texts(HELEN) == ["A lesson was checked by a second person."]


def test_a_lesson_that_comes_from_no_visit_is_its_themes_owners_business(rounds: Rounds) -> None:
    rounds.store.theme_owners.add(Theme.CULTURE, rounds.person(CERYS).id)
    rounds.reviews.propose(draft(passage()), "l1", rounds.actor(FARAH))

    rounds.go()
    rounds.go(days=5)

    assert rounds.texts(CERYS) == ["A lesson was proposed.", "A lesson waits for you since 4 March 2026:"]
    assert rounds.texts(BRAN) == []


def test_where_nobody_can_endorse_the_facilitators_hear_what_is_missing_until_it_is_mended(
    rounds: Rounds,
) -> None:
    rounds.store.people.leave(VISIT, rounds.person(HELEN).id)
    rounds.checked(rounds.proposed())

    rounds.go()
    rounds.go()

    lacking = wording.lacking(LessonGesture.ENDORSE, Theme.CULTURE, on_visit=True)
    calls = [one for one in rounds.heard(FARAH) if one.text == wording.NOBODY]
    assert len(calls) == 1
    assert "Meet as Northshire does. " in str(calls[0].blocks)
    assert lacking in calls[0].blocks[1]["elements"][0]["elements"][0]["elements"][1]["text"]
    [posted] = rounds.in_channel()
    assert lacking in posted.blocks[1]["elements"][0]["elements"][0]["elements"][0]["text"]
    assert "Northshire" not in posted.text + str(posted.blocks)

    rounds.store.theme_owners.add(Theme.CULTURE, rounds.person(CERYS).id)
    rounds.go()
    assert rounds.texts(CERYS) == ["A lesson was checked by a second person."]


def test_a_lesson_that_waits_is_called_to_mind_after_three_working_days_and_on_mondays(
    rounds: Rounds,
) -> None:
    rounds.proposed()
    rounds.go()
    rounds.go(days=2)  # Friday
    rounds.go(days=2)  # Sunday
    rounds.go(days=1, hours=-4)  # Monday, before anybody is written to
    assert len(rounds.heard(BRAN)) == 1

    for hours in (4, 1, 24):
        rounds.go(hours=hours)
    [_, reminder] = rounds.heard(BRAN)
    assert reminder.text == "A lesson waits for you since 4 March 2026:"
    for said in ("Meet as Northshire does", Action.REVIEW_LESSONS, Action.REMIND):
        assert said in str(reminder.blocks)
    rounds.go(days=6)
    assert len(rounds.heard(BRAN)) == 3


def test_nobody_is_reminded_who_does_not_want_to_be(rounds: Rounds) -> None:
    rounds.proposed()
    rounds.store.people.nudge(rounds.person(BRAN).id, wanted=False)

    rounds.go()
    rounds.go(days=5)

    assert rounds.texts(BRAN) == ["A lesson was proposed."]


def test_that_two_lessons_became_one_is_told_once_to_all_who_follow_either_and_may_read_it(
    rounds: Rounds,
) -> None:
    rounds.facilitates(CERYS)
    gone = rounds.proposed()
    told(rounds.store, "r2", observation="They met often.", status=RecordStatus.ACCEPTED)
    other = draft(words("They met often.", record="r2", visit=VISIT), title="Meet each week")
    into = rounds.reviews.propose(other, "l2", rounds.actor(BRAN))
    for user, saved in ((HELEN, "l1"), (ASHA, "l2")):
        item = SavedItem(kind=SavedKind.LESSON, item=saved)
        rounds.store.saved.add(rounds.person(user).id, item, rounds.moment)

    rounds.reviews.merge(gone, into, rounds.actor(CERYS, gone), "It says the same.")
    rounds.go()
    rounds.go()

    assert "Your lesson was merged into another one." in rounds.texts(FARAH)
    assert rounds.texts(BRAN).count(wording.MERGED_INTO) == 1
    [heard] = [one for one in rounds.heard(HELEN) if one.text == wording.MERGED_FROM]
    assert "Meet each week" in str(heard.blocks)
    assert "It says the same." in str(heard.blocks)
    assert not {wording.MERGED_FROM, wording.MERGED_INTO} & {*rounds.texts(ASHA), *rounds.texts(CERYS)}


def test_a_step_that_nobody_in_particular_took_at_a_command_line_is_told_too(rounds: Rounds) -> None:
    roles = frozenset({LessonRole.FACILITATOR})
    nobody = LessonActor(pseudonym="command-line", roles=roles, source=Source.COMMAND_LINE)
    lesson = rounds.proposed()
    gone = moved(lesson, LessonGesture.REJECT, nobody, at=rounds.moment, reason="Known already.")
    rounds.store.lessons.change(gone, lesson.version)

    rounds.go()

    assert rounds.texts(FARAH) == ["Your lesson was rejected."]
    assert rounds.texts(BRAN) == []
