"""We used this: what a council changed by a lesson, and how it goes."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import lesson_cards as blocks
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice, noticed
from bot.desk import Desk
from bot.forms import RejectedFormError, answers_of, made, typed_into, values_of
from bot.lesson_actors import acting
from bot.lesson_news import LessonNews
from bot.listeners.gesture import OPENED_VIEW, Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.office_hours import day_of
from bot.wording import browsing
from bot.wording import lesson_cards as wording
from knowledge.errors import StaleAdoptionError, UnknownAdoptionError
from knowledge.lessons import Adoption
from knowledge.reviews import Reviews
from knowledge.visits import Person

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UsingLessons:
    """Asks what came of a lesson, and keeps it."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write",)

    def register(self, app: App) -> None:
        app.action(Action.USE_LESSON)(self.begin)
        app.action(Action.FOLLOW_UP_USE)(self.begin_again)
        app.view(Form.LESSON_USE)(self.save)

    def begin(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, browsing.TITLE))
        council = self.desk.visiting.council(self._person(body))
        form = blocks.use_form(blocks.Errand(lesson=action["value"]), {"council": council or ""})
        show_if_open(self.desk.client, opened, form)

    def begin_again(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, browsing.TITLE))
        try:
            said = self.desk.store.adoptions.get(action["value"])
        except UnknownAdoptionError:
            form = notice(browsing.GONE, browsing.TITLE)
        else:
            errand = blocks.Errand(lesson=said.lesson, adoption=said.id, version=said.version)
            mine = self.desk.store.people.behind(said.by) == self._person(body)
            answers = answers_of(said, blocks.PROMPTS)
            form = blocks.use_form(errand, answers) if mine else notice(wording.NOT_YOURS, browsing.TITLE)
        show_if_open(self.desk.client, opened, form)

    def save(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        errand = blocks.Errand.model_validate_json(view["private_metadata"])
        user = body["user"]["id"]
        if self.desk.lesson_views(user).published(errand.lesson) is None:
            ack(response_action="update", view=noticed(view, browsing.GONE))
            return
        try:
            adoption = self._keep(errand, view["id"], self._person(body), typed_into(view["state"]["values"]))
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        except StaleAdoptionError:
            ack(response_action="update", view=noticed(view, wording.MEANWHILE))
            return
        thanks = wording.THANKS_AGAIN if errand.adoption else wording.THANKS
        if beneath := view.get("previous_view_id"):
            ack()
            context[OPENED_VIEW] = beneath
            card = self.desk.lesson_views(user).card(errand.lesson, thanks)
            gone = notice(browsing.GONE, browsing.TITLE)
            show_if_open(self.desk.client, beneath, card or gone)
        else:
            ack(response_action="update", view=notice(thanks, browsing.TITLE))
        log.info("used", extra={"gesture": "lesson", "reference": reference(errand.lesson)})
        if errand.adoption is None:
            LessonNews(self.desk.client, self.desk.store, self.desk.readers, self.desk.now).tell(adoption)

    def _keep(self, errand: blocks.Errand, view: str, person: Person, typed: Mapping[str, str]) -> Adoption:
        """What was typed, stored; RejectedFormError says at which field something is amiss."""
        store, now = self.desk.store, self.desk.now()
        reviews = Reviews(store, self.desk.now)
        actor = acting(reviews, person, store.lessons.get(errand.lesson))
        told = made(
            Adoption,
            blocks.PROMPTS,
            typed,
            id=errand.adoption or view,  # One per opened form, so a second delivery is the same adoption.
            lesson=errand.lesson,
            by=actor.pseudonym,
            created_at=now,
        )
        if told.since and told.since > day_of(now):
            raise RejectedFormError({"since": wording.IN_FUTURE})
        if errand.adoption is None:
            reviews.adopt(told, actor)
            return told
        before = store.adoptions.get(errand.adoption)
        if before.by != actor.pseudonym:
            raise RejectedFormError({"council": wording.NOT_YOURS})
        changes = {name: getattr(told, name) for name in values_of(blocks.PROMPTS, typed)}
        after = Adoption.model_validate(dict(before) | changes)
        reviews.follow_up(after, errand.version, actor)
        return after

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])
