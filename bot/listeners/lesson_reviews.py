"""Reviewing lessons: a list of those that wait, one of them, and every step somebody may take with it.

List and lesson are one modal, whatever it was opened from; a form is a second one on top of it. The
rules are asked again when a form is sent: what was allowed when it was opened may not be any more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import lesson_review_forms as forms
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.lesson_reviews import Errand
from bot.blocks.notices import notice, noticed
from bot.desk import Desk
from bot.forms import RejectedFormError, merged, shown_in, typed_into
from bot.lesson_actors import acting
from bot.lesson_reviews import LessonReviews
from bot.lesson_revisions import answers_in, draft_in
from bot.listeners.gesture import OPENED_VIEW, Json, Names, modal_at_hand, open_modal, show_if_open
from bot.logs import reference
from bot.office_hours import day_of
from bot.wording import lesson_reviews as wording
from knowledge.errors import LessonError, NotAllowedError, StaleLessonError, VisitError
from knowledge.lessons import (
    FIRST_REVIEW,
    Lesson,
    LessonActor,
    LessonGesture,
    moved,
    renewed,
    shared,
)
from knowledge.model import Audience
from knowledge.reviewers import Reviewers
from knowledge.reviews import Reviews
from knowledge.turns import Matter, Reviewer
from knowledge.visits import Person

log = logging.getLogger(__name__)

_REASONED = {
    Action.RETURN_LESSON: LessonGesture.RETURN,
    Action.REJECT_LESSON: LessonGesture.REJECT,
    Action.RETIRE_LESSON: LessonGesture.RETIRE,
    Action.CONTRADICT_LESSON: LessonGesture.CONTRADICT,
}
_DATED = {Action.SHARE_LESSON: LessonGesture.SHARE, Action.RENEW_LESSON: LessonGesture.RENEW}


@dataclass(frozen=True, slots=True)
class ReviewingLessons:
    """Shows people the lessons that wait for them, and keeps what they decide."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", "users:read")

    def register(self, app: App) -> None:
        app.action(Action.REVIEW_LESSONS)(self.show)
        app.action(Action.TURN_REVIEWS)(self.show)
        app.action(Action.TURN_REVIEWS_ON)(self.show)
        app.action(Action.REVIEW_LESSON)(self.open_lesson)
        app.action(Action.CHECK_LESSON)(self.begin_check)
        app.action(Action.ENDORSE_LESSON)(self.endorse)
        app.action(Action.REVISE_LESSON)(self.begin_revision)
        for action in _DATED:
            app.action(action)(self.begin_sharing)
        for action in _REASONED:
            app.action(action)(self.begin_reason)
        app.view(Form.LESSON_CHECK)(self.check)
        app.view(Form.LESSON_SHARING)(self.share)
        app.view(Form.LESSON_REASON)(self.decide)
        app.view(Form.LESSON_REVISION)(self.revise)

    # Looking

    def show(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        self.open(body, body["user"]["id"], context, int(action["value"]))

    def open(self, body: Json, user: str, context: BoltContext, number: int = 0) -> None:
        """What waits for whoever gave a command or pressed a button."""
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        person = self.desk.acquaintances.of(user)
        reviews = Reviewers(self.desk.store).of(person).reviews
        self._put(
            view,
            self._shown.page(person, number) if reviews else notice(wording.FOR_REVIEWERS, wording.TITLE),
        )
        log.info("opened", extra={"gesture": "lesson reviews"})

    def open_lesson(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        lesson, number = action["value"], _page_at_hand(body)
        self._put(view, self._shown.card(lesson, self._person(body), number))
        log.info("opened", extra={"gesture": "lesson review", "reference": reference(lesson)})

    # Beginning

    def begin_check(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        errand, matter, reviewer = self._begun(body, LessonGesture.VALIDATE)
        self._put(view, forms.check_form(self._shown.claims(matter, reviewer), errand))

    def begin_sharing(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        errand, matter, _ = self._begun(body, _DATED[Action(action["action_id"])])
        day = day_of(self.desk.now() + FIRST_REVIEW)
        self._put(view, forms.sharing_form(matter.lesson, errand, forms.beginning(day)))

    def begin_reason(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        gesture = _REASONED[Action(action["action_id"])]
        errand, matter, _ = self._begun(body, gesture)
        self._put(view, forms.reason_form(self._shown.shown(matter.lesson).title, gesture, errand, {}))

    def begin_revision(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        self._put(view, self._shown.revision_form(*self._begun(body, LessonGesture.REVISE)))

    def _begun(self, body: Json, gesture: LessonGesture) -> tuple[Errand, Matter, Reviewer]:
        """What the form of a gesture is about; NotAllowedError for whoever may not make it."""
        errand = _errand(body["view"])
        matter, reviewer = self._shown.matter(errand.lesson, self._person(body))
        reviewer.require(matter, gesture)
        now = {"version": matter.lesson.version, "gesture": gesture}
        return errand.model_copy(update=now), matter, reviewer

    # Deciding

    def endorse(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        context[OPENED_VIEW] = body["view"]["id"]
        errand = _errand(body["view"])
        try:
            lesson, actor = self._deciding(errand, body, LessonGesture.ENDORSE)
            after = moved(lesson, LessonGesture.ENDORSE, actor, at=self.desk.now())
            self.desk.store.lessons.change(after, lesson.version)
        except StaleLessonError:
            self._put(body["view"]["id"], self._card(errand, body, wording.MEANWHILE))
            return
        self._done(errand, body, body["view"]["id"], LessonGesture.ENDORSE)

    def check(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        """Stores before it acknowledges, as all of these do: what is acknowledged is not sent again."""

        def take(lesson: Lesson, actor: LessonActor) -> None:
            checked = forms.ticked(view["state"]["values"], lesson.claims)
            Reviews(self.desk.store, self.desk.now).validate(lesson, checked, actor)

        def again(errand: Errand, matter: Matter, reviewer: Reviewer) -> Block:
            claims = self._shown.claims(matter, reviewer)
            return forms.check_form(claims, errand, wording.MEANWHILE_CHECKED)

        self._take(ack, body, view, context, Decision(take, again))

    def share(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        typed = typed_into(view["state"]["values"])
        review_on, at = date.fromisoformat(typed["review_on"]), self.desk.now()

        def take(lesson: Lesson, actor: LessonActor) -> None:
            if review_on <= day_of(at):
                raise RejectedFormError({"review_on": wording.TOO_EARLY})
            if "audience" in typed:
                after = shared(lesson, actor, Audience(typed["audience"]), review_on, at=at)
            else:
                after = renewed(lesson, actor, review_on, at=at)
            self.desk.store.lessons.change(after, lesson.version)

        def again(errand: Errand, matter: Matter, _: Reviewer) -> Block:
            said = wording.meanwhile_wrote(matter.lesson.status)
            return forms.sharing_form(matter.lesson, errand, typed, said)

        self._take(ack, body, view, context, Decision(take, again))

    def decide(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        typed = typed_into(view["state"]["values"])
        gesture = _errand(view).sent_for

        def take(lesson: Lesson, actor: LessonActor) -> None:
            after = moved(lesson, gesture, actor, at=self.desk.now(), reason=typed["reason"])
            self.desk.store.lessons.change(after, lesson.version)

        def again(errand: Errand, matter: Matter, _: Reviewer) -> Block:
            title, said = (
                self._shown.shown(matter.lesson).title,
                wording.meanwhile_wrote(matter.lesson.status),
            )
            return forms.reason_form(title, gesture, errand, typed, said)

        self._take(ack, body, view, context, Decision(take, again))

    def revise(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        typed = typed_into(view["state"]["values"])

        def take(lesson: Lesson, actor: LessonActor) -> None:
            draft = draft_in(lesson, self._shown.shown(lesson), typed)
            Reviews(self.desk.store, self.desk.now).revise(lesson, draft, actor)

        def again(errand: Errand, matter: Matter, reviewer: Reviewer) -> Block:
            now = answers_in(self._shown.shown(matter.lesson))
            before = merged(shown_in(view["blocks"]), typed, now)
            return self._shown.revision_form(errand, matter, reviewer, before)

        self._take(ack, body, view, context, Decision(take, again))

    def _take(self, ack: Ack, body: Json, view: Json, context: BoltContext, decision: "Decision") -> None:
        """Keep a decision that was sent with a form, and show in the card below what came of it."""
        errand = _errand(view)
        try:
            decision.take(*self._deciding(errand, body, errand.sent_for))
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        except StaleLessonError:
            ack(response_action="update", view=self._meanwhile(body, view, decision))
            return
        except (VisitError, LessonError) as error:
            ack(response_action="update", view=noticed(view, self._shown.why(errand.lesson, error)))
            return
        ack()
        below = context[OPENED_VIEW] = view["previous_view_id"]
        self._done(errand, body, below, errand.sent_for)

    def _meanwhile(self, body: Json, view: Json, decision: "Decision") -> Block:
        """The form of whoever was second: about the lesson as it is now, with all that was typed."""
        errand = _errand(view)
        matter, reviewer = self._shown.matter(errand.lesson, self._person(body))
        try:
            reviewer.require(matter, errand.sent_for)
        except NotAllowedError as error:
            return noticed(view, wording.meanwhile_over(self._shown.why(errand.lesson, error)))
        now = errand.model_copy(update={"version": matter.lesson.version})
        return decision.again(now, matter, reviewer)

    def _done(self, errand: Errand, body: Json, view: str, gesture: LessonGesture) -> None:
        self._put(view, self._card(errand, body, wording.DONE[gesture]))
        log.info("taken", extra={"gesture": gesture, "reference": reference(errand.lesson)})
        self.desk.lesson_moved(errand.lesson)

    # What is to be seen

    def _card(self, errand: Errand, body: Json, said: str) -> Block:
        return self._shown.card(errand.lesson, self._person(body), errand.page, said)

    def _deciding(self, errand: Errand, body: Json, gesture: LessonGesture) -> tuple[Lesson, LessonActor]:
        """The lesson as whoever decides has read it, and them; StaleLessonError when it is another by now."""
        person = self._person(body)
        matter, reviewer = self._shown.matter(errand.lesson, person)
        lesson = matter.lesson
        if lesson.version != errand.version:
            raise StaleLessonError
        reviewer.require(matter, gesture)
        return lesson, acting(Reviews(self.desk.store, self.desk.now), person, lesson)

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])

    @property
    def _shown(self) -> LessonReviews:
        return LessonReviews(self.desk.store, self.desk.now())

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form decides."""

    take: Callable[[Lesson, LessonActor], None]
    """Stores it; RejectedFormError says at which field something is amiss."""
    again: Callable[[Errand, Matter, Reviewer], Block]
    """The same form for a lesson that was changed meanwhile."""


def _errand(view: Json) -> Errand:
    return Errand.model_validate_json(view["private_metadata"])


def _page_at_hand(body: Json) -> int:
    """The page of the list that a lesson is opened from."""
    about = (body.get("view") or {}).get("private_metadata") or ""
    return int(about) if about.isdecimal() else 0
