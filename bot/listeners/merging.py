"""Merging a lesson under review into any other: it is looked for, looked at, and then the one goes for good.

The form is one modal on top of the lesson's card, first as a search and then as both lessons with the
question why: what goes into what is seen before it is sent.
"""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import merging as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.lesson_reviews import Errand
from bot.blocks.near_lessons import Like
from bot.blocks.notices import notice, noticed
from bot.desk import Desk
from bot.forms import Answers, typed_into
from bot.lesson_reviews import LessonReviews
from bot.lesson_searches import LessonSearch
from bot.listeners.gesture import OPENED_VIEW, Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.wording import lesson_reviews as wording
from knowledge.errors import LessonError, StaleLessonError, VisitError
from knowledge.lessons import LIFECYCLE, LessonGesture
from knowledge.visits import Person

log = logging.getLogger(__name__)

_PARTNERS = LIFECYCLE[LessonGesture.ADD_EVIDENCE].source


@dataclass(frozen=True, slots=True)
class MergingLessons:
    """Finds the other lesson, and keeps what is decided."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ()

    def register(self, app: App) -> None:
        app.action(Action.MERGE_REVIEWED)(self.begin)
        app.options(blocks.SEARCH)(self.search)
        app.view(Form.LESSON_PARTNER)(self.look)
        app.view(Form.LESSON_UNION)(self.merge)

    def begin(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.MERGE_TITLE))
        errand, person = _errand(body["view"]), self._person(body)
        matter, reviewer = self._reviews.matter(errand.lesson, person)
        reviewer.require(matter, LessonGesture.MERGE)
        now = errand.model_copy(update={"version": matter.lesson.version})
        form = blocks.search_form(self._reviews.shown(matter.lesson).title, now)
        show_if_open(self.desk.client, view, form)

    def search(self, ack: Ack, body: Json) -> None:
        """What is found is the acknowledgement: Slack waits for it while somebody types."""
        scopes = self.desk.readers.person(body["user"]["id"])
        found = LessonSearch(self.desk.store, self._person(body), scopes, _PARTNERS)
        own = _errand(body["view"]).lesson
        ack(options=blocks.found([one for one in found.options(body.get("value") or "") if one.value != own]))

    def look(self, ack: Ack, body: Json, view: Json) -> None:
        errand, into = _errand(view), typed_into(view["state"]["values"])[blocks.PARTNER]
        try:
            if into == errand.lesson:
                ack(response_action="errors", errors={blocks.PARTNER: wording.SAME_ONE})
                return
            if not self._like(into, body).takes_evidence:
                ack(response_action="errors", errors={blocks.PARTNER: wording.TAKES_NONE})
                return
            form = self._union(errand.model_copy(update={"into": into}), body, {})
        except (VisitError, LessonError) as error:
            ack(response_action="update", view=noticed(view, self._reviews.why(errand.lesson, error)))
            return
        ack(response_action="update", view=form)

    def merge(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        """Stores before it acknowledges: what is acknowledged is not sent again."""
        errand, typed = _errand(view), typed_into(view["state"]["values"])
        try:
            into = self._merge(errand, body, typed[blocks.REASON])
        except StaleLessonError:
            ack(response_action="update", view=self._union(errand, body, typed, wording.MEANWHILE))
            return
        except (VisitError, LessonError) as error:
            ack(response_action="update", view=noticed(view, self._reviews.why(errand.lesson, error)))
            return
        ack()
        below = context[OPENED_VIEW] = view["previous_view_id"]
        card = self._reviews.card(errand.lesson, self._person(body), errand.page, wording.MERGED)
        show_if_open(self.desk.client, below, card)
        for lesson in (errand.lesson, into):
            self.desk.lesson_moved(lesson)
        log.info("merged", extra={"gesture": "lesson", "reference": reference(errand.lesson)})

    def _merge(self, errand: Errand, body: Json, reason: str) -> str:
        """Stores it; the id of the lesson that the other went into."""
        into, person = str(errand.into), self._person(body)
        matter, reviewer = self._reviews.matter(errand.lesson, person)
        if matter.lesson.version == errand.version:
            reviewer.require(matter, LessonGesture.MERGE)
        self._like(into, body)
        self.desk.near_lessons.merge(errand.lesson, errand.version, into, reason, person)
        return into

    def _union(self, errand: Errand, body: Json, typed: Answers, said: str = "") -> Block:
        """Both lessons as they are now."""
        one, into = self._like(errand.lesson, body), self._like(str(errand.into), body)
        now = errand.model_copy(update={"version": one.lesson.version})
        return blocks.union_form(one, into, now, typed, said)

    def _like(self, lesson: str, body: Json) -> Like:
        return self.desk.near_lessons.get(lesson, self._person(body), body["user"]["id"])

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])

    @property
    def _reviews(self) -> LessonReviews:
        return LessonReviews(self.desk.store, self.desk.now())


def _errand(view: Json) -> Errand:
    return Errand.model_validate_json(view["private_metadata"])
