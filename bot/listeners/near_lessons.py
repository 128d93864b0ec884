"""Lessons that say nearly the same: adding to one of them instead of proposing another, or merging two.

All of it is one modal, in which the lesson would have been proposed: what it would rest on goes along.
"""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import near_lessons as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.near_lessons import Adding
from bot.blocks.notices import notice
from bot.desk import Desk
from bot.forms import Answers, RejectedFormError, typed_into
from bot.listeners.gaps import AnsweringGaps
from bot.listeners.gesture import OPENED_VIEW, Json, Names, edition_of, show_if_open
from bot.logs import reference
from bot.proposals import Errand, draft_of, quote_fields, quoted_in, some_evidence_in
from bot.wording import near_lessons as wording
from knowledge.errors import StaleLessonError
from knowledge.lessons import Lesson, RecordEvidence, Stance
from knowledge.visits import Person

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JoiningLessons:
    """Shows the forms for it, and keeps what is sent."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ()

    def register(self, app: App) -> None:
        app.action(Action.SHOW_NEAR_LESSONS)(self.back)
        app.action(Action.ADD_AS_EVIDENCE)(self.begin_adding)
        app.action(Action.MERGE_LESSON)(self.begin_merging)
        app.view(Form.LESSON_EVIDENCE)(self.add)
        app.view(Form.LESSON_MERGING)(self.merge)

    def back(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        context[OPENED_VIEW] = body["view"]["id"]
        self._list(body["view"]["id"], _adding(body["view"]).errand, body["user"]["id"])

    def _list(self, view: str, errand: Errand, user: str, said: str = "") -> None:
        person = self._person(user)
        draft = draft_of(self.desk.proposing.picked(errand.picks, person, user))
        likes = self.desk.near_lessons.to(draft, person, user) if draft else ()
        shown = errand.having_shown(one.lesson.id for one in likes)
        self._put(view, blocks.listed(shown, likes, said))

    # Adding

    def begin_adding(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = body["view"]
        context[OPENED_VIEW] = view["id"]
        errand = Errand.model_validate_json(view["private_metadata"])
        fresh = errand.resting_on(errand.picks, edition_of(action))
        typed = quote_fields(typed_into((view.get("state") or {}).get("values") or {}))
        adding = Adding(errand=fresh, lesson=action["value"])
        self._put(view["id"], self._form(adding, typed, body["user"]["id"]))

    def _form(self, adding: Adding, typed: Answers, user: str, said: str = "") -> Block:
        """The form for the lesson as it is now."""
        person = self._person(user)
        lesson = self.desk.near_lessons.get(adding.lesson, person, user).lesson
        found = self.desk.proposing.picked(adding.errand.picks, person, user)
        now = adding.model_copy(update={"version": lesson.version})
        return blocks.evidence_form(now, lesson, found, typed, said)

    def add(self, ack: Ack, body: Json, view: Json) -> None:
        """Stores before it acknowledges: what is acknowledged is not sent again."""
        adding, user, typed = _adding(view), body["user"]["id"], typed_into(view["state"]["values"])
        try:
            lesson, errand = self._add(adding, typed, user)
            linked = self.desk.proposing.link(errand, lesson.id, self._person(user))
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        except StaleLessonError:
            ack(response_action="update", view=self._form(adding, typed, user, wording.MEANWHILE))
            return
        said = " ".join(filter(None, (wording.added(lesson), linked)))
        ack(response_action="update", view=notice(said, wording.ADD_TITLE))
        if adding.errand.page is not None:
            AnsweringGaps(self.desk).show_again(view["previous_view_id"], adding.errand.page, linked)
        self.desk.lesson_moved(lesson.id)
        for visit in {one.visit for one in lesson.evidence if isinstance(one, RecordEvidence)}:
            self.desk.visit_changed(visit)
        log.info("added", extra={"gesture": "evidence", "reference": reference(lesson.id)})

    def _add(self, adding: Adding, typed: Answers, user: str) -> tuple[Lesson, Errand]:
        """The lesson with what was quoted, and the errand: what was left out answers nothing."""
        person = self._person(user)
        self.desk.near_lessons.get(adding.lesson, person, user)
        found = self.desk.proposing.picked(adding.errand.picks, person, user)
        stance = {"stance": Stance(typed[blocks.STANCE])}
        evidence = [one.model_copy(update=stance) for one in some_evidence_in(found, typed)]
        number = int(typed[blocks.CLAIM])
        lesson = self.desk.near_lessons.add(adding.lesson, adding.version, number, evidence, person)
        return lesson, self.desk.proposing.following(adding.errand, quoted_in(found, typed))

    # Merging

    def begin_merging(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view, user = body["view"], body["user"]["id"]
        context[OPENED_VIEW] = view["id"]
        errand, person = Errand.model_validate_json(view["private_metadata"]), self._person(user)
        draft = draft_of(self.desk.proposing.picked(errand.picks, person, user))
        likes = (
            {one.lesson.id: one for one in self.desk.near_lessons.to(draft, person, user)} if draft else {}
        )
        like = likes.get(action["value"])
        if like is None or not like.merges_into:
            self._put(view["id"], blocks.listed(errand, list(likes.values()), wording.NOT_TO_BE_MERGED))
            return
        others = [likes[name].lesson for name in like.merges_into]
        adding = Adding(errand=errand, lesson=like.lesson.id, version=like.lesson.version)
        self._put(view["id"], blocks.merging_form(adding, like, others))

    def merge(self, ack: Ack, body: Json, view: Json) -> None:
        adding, user, typed = _adding(view), body["user"]["id"], typed_into(view["state"]["values"])
        person, into = self._person(user), typed[blocks.INTO]
        for lesson in (adding.lesson, into):
            self.desk.near_lessons.get(lesson, person, user)
        reason = typed[blocks.REASON]
        self.desk.near_lessons.merge(adding.lesson, adding.version, into, reason, person)
        ack(response_action="update", view=notice(wording.OPENING, wording.TITLE))
        self._list(view["id"], adding.errand, user, wording.MERGED)
        self.desk.lesson_moved(adding.lesson)
        self.desk.lesson_moved(into)
        log.info("merged", extra={"gesture": "lesson", "reference": reference(adding.lesson)})

    def _person(self, user: str) -> Person:
        return self.desk.acquaintances.of(user)

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)


def _adding(view: Json) -> Adding:
    return Adding.model_validate_json(view["private_metadata"])
