"""/visit progress: how what councils agreed to do stands, and which lessons helped with it.

The steps themselves are taken by ``bot.listeners.commitments``, which comes back here after them.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import progress as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.lesson_cards import PROMPTS
from bot.blocks.notices import notice
from bot.desk import Desk
from bot.forms import Option, RejectedFormError, answers_of, made, typed_into
from bot.lesson_actors import acting
from bot.lesson_news import LessonNews
from bot.lesson_views import published_for, shown_titles
from bot.listeners.gesture import OPENED_VIEW, Json, Names, modal_at_hand, open_modal, show_if_open
from bot.logs import reference
from bot.office_hours import day_of
from bot.progress_views import ProgressViews, may_say
from bot.showing import showing
from bot.visiting import Part
from bot.wording import lesson_cards
from bot.wording import progress as wording
from knowledge.attribution import STRUCK, strictest
from knowledge.errors import NotAllowedError
from knowledge.lessons import STANDINGS, Adoption, adopted
from knowledge.model import Filters
from knowledge.records import Commitment, RecordStatus
from knowledge.reviews import Reviews
from knowledge.store import About, LessonFilters, document_id
from knowledge.visits import Person, VisitGesture

log = logging.getLogger(__name__)

_MOST_LESSONS = 100


@dataclass(frozen=True, slots=True)
class Progressing:
    """Shows the progress of commitments, and keeps which lesson helped with one."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write",)

    def register(self, app: App) -> None:
        app.action(Action.SHOW_PROGRESS)(self.open)
        app.action(Action.CHOOSE_PROGRESS)(self.choose)
        app.action(Action.SAY_LESSON_HELPED)(self.begin)
        app.view(Form.LESSON_THAT_HELPED)(self.save)

    # Looking

    def open(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        chosen = None if action["value"] == blocks.ANYBODY else str(action["value"])
        self._put(opened, self.screen(self._person(body), chosen))
        log.info("opened", extra={"gesture": "progress"})

    def choose(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        self._put(view, self.screen(self._person(body), action["selected_option"]["value"]))

    def screen(self, person: Person, chosen: str | None = None, said: str = "") -> Block:
        return ProgressViews(self.desk.store, self.desk.readers, self.desk.now).screen(person, chosen, said)

    # The lesson that helped

    def begin(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        errand = blocks.Errand(record=action["value"], chosen=body["view"]["private_metadata"])
        part, record = self._done(errand, self._person(body))
        lessons = self._lessons(body["user"]["id"], record)
        if not lessons:
            self._put(opened, notice(wording.NO_LESSON, wording.FORM_TITLE))
            return
        answers = self._prefilled(part, record)
        self._put(opened, blocks.form(errand, lessons, answers))

    def _lessons(self, user: str, record: Commitment) -> list[Option]:
        """The lessons that somebody may see, those that come nearest to the commitment first."""
        store, scopes = self.desk.store, self.desk.readers.person(user)
        kinds = Filters(scopes=scopes, statuses=tuple(STANDINGS.values()))
        [near] = self.desk.packer.answers.nearest(record.desired_state, [kinds], _MOST_LESSONS)
        nearest = {quote.case_study: place for place, quote in reversed([*enumerate(near)])}
        found = store.lessons.find(LessonFilters(scopes=scopes), limit=_MOST_LESSONS).lessons
        ordered = sorted(found, key=lambda one: nearest.get(document_id(About.LESSON, one.id), len(near)))
        return [Option(*titled) for titled in shown_titles(store, ordered).items()]

    def _prefilled(self, part: Part, record: Commitment) -> Mapping[str, str]:
        """What the commitment says already, as its visit's rule lets it be said, and its author's council."""
        shown = showing(self.desk.store, part.visit).record(record).record
        if record.respondent == part.actor.pseudonym:
            shown = shown.model_copy(update={"council": record.council})
        rule, now = part.visit.attribution, self.desk.now()
        told = adopted(shown, lesson=record.id, adoption=record.id, rule=rule, by=record.respondent, at=now)
        answers = answers_of(told, PROMPTS) if told else {}
        return {name: said for name, said in answers.items() if said != STRUCK}

    def save(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        errand = blocks.Errand.model_validate_json(view["private_metadata"])
        user, person = body["user"]["id"], self._person(body)
        typed = typed_into(view["state"]["values"])
        lesson = typed[blocks.LESSON]
        if published_for(self.desk.store, lesson, self.desk.readers.person(user)) is None:
            ack(response_action="errors", errors={blocks.LESSON: wording.GONE})
            return
        try:
            adoption = self._keep(errand, person, view["id"], typed)
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        ack()
        if beneath := view.get("previous_view_id"):
            context[OPENED_VIEW] = beneath
            self._put(beneath, self.screen(person, errand.chosen, lesson_cards.THANKS))
        log.info("used", extra={"gesture": "lesson", "reference": reference(lesson)})
        LessonNews(self.desk.client, self.desk.store, self.desk.readers, self.desk.now).tell(adoption)

    def _keep(self, errand: blocks.Errand, person: Person, view: str, typed: Mapping[str, str]) -> Adoption:
        """What was typed, stored; an error says at which field something is amiss, or why it cannot be."""
        part, record = self._done(errand, person, but=view)
        reviews = Reviews(self.desk.store, self.desk.now)
        seen = self.desk.store.lessons.get(typed[blocks.LESSON])
        actor = acting(reviews, person, seen)
        told = made(
            Adoption,
            PROMPTS,
            {name: said for name, said in typed.items() if name != blocks.LESSON},
            id=view,  # One per opened form, so a second delivery is the same adoption.
            lesson=seen.id,
            by=actor.pseudonym,
            attribution=strictest(part.visit.attribution, record.attribution),
            created_at=self.desk.now(),
            commitment=record.id,
        )
        if told.since and told.since > day_of(self.desk.now()):
            raise RejectedFormError({"since": lesson_cards.IN_FUTURE})
        reviews.adopt(told, actor)
        return told

    def _done(self, errand: blocks.Errand, person: Person, but: str = "") -> tuple[Part, Commitment]:
        """The commitment, once it is done, for whoever can say what helped with it; said by nobody yet.

        ``but`` is an adoption that does not count, for it is the one that is being said.
        """
        record = self.desk.store.records.get(errand.record)
        part = self.desk.visiting.part(record.visit, person, VisitGesture.SEE)
        if not isinstance(record, Commitment) or record.status is not RecordStatus.DONE:
            raise NotAllowedError(wording.NOT_DONE.rstrip("."))
        if not may_say(part, record):
            raise NotAllowedError(wording.NOT_YOURS.rstrip("."))
        said = self.desk.store.adoptions.of_commitments([record.id]).get(record.id)
        if said is not None and said.id != but:
            raise NotAllowedError(wording.SAID_ALREADY.rstrip("."))
        return part, record

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])
