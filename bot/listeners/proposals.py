"""Proposing a lesson: a form begun with what was told or a passage, changed while it is open, and kept.

The form is one modal however often it is shown afresh, and the lesson goes by that modal's id: so
it is stored once.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import near_lessons as near_blocks
from bot.blocks import proposals as blocks
from bot.blocks.elements import Block
from bot.blocks.gaps import About
from bot.blocks.gestures import Action, Form, pointed_quote
from bot.blocks.near_lessons import Like
from bot.blocks.notices import notice
from bot.boards import Look, accepted, chosen_so_far, mark, picked
from bot.desk import Desk
from bot.forms import Answers, RejectedFormError, merged, typed_into
from bot.listeners.gaps import AnsweringGaps
from bot.listeners.gesture import OPENED_VIEW, Json, Names, edition_of, open_modal, show_if_open
from bot.logs import reference
from bot.proposals import (
    MOST_PICKED,
    Errand,
    Pick,
    Picked,
    RecordPick,
    draft_in,
    draft_of,
    first_answers,
    mark_of,
)
from bot.proposing import pick_of
from bot.readers import SCOPES
from bot.showing import showing
from bot.wording import proposals as wording
from knowledge.errors import NotAllowedError
from knowledge.lessons import Lesson, LessonDraft, RecordEvidence
from knowledge.store import RecordFilters
from knowledge.visits import VisitGesture

log = logging.getLogger(__name__)

_PICKED = re.compile(rf"{Action.REST_ON}:\w*")


@dataclass(frozen=True, slots=True)
class ProposingLessons:
    """Shows the form, lets what the lesson rests on be changed, and keeps what is sent."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = SCOPES

    def register(self, app: App) -> None:
        app.action(Action.PROPOSE_FROM_RECORD)(self.begin_with_record)
        app.action(Action.PROPOSE_FROM_BOARD)(self.begin_with_chosen)
        app.action(Action.PROPOSE_FROM_PASSAGE)(self.begin_with_passage)
        app.action(Action.PROPOSE_FOR_GAP)(self.begin_for_gap)
        app.action(Action.PROPOSE_ANEW)(self.begin_anew)
        app.action(_PICKED)(self.rest_on)
        app.action(Action.TAKE_OFF)(self.take_off)
        app.view(Form.LESSON_PROPOSAL)(self.keep)

    # Beginning

    def open(self, body: Json, user: str, context: BoltContext) -> None:
        """The form with nothing to rest on yet, for whoever gave a command."""
        opened = self._open(body, context)
        self._may(user)
        self._show(opened, Errand(), None, user)
        log.info("begun", extra={"gesture": "proposal", "picked": 0})

    def begin_with_record(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = self._open(body, context)
        self._begin(opened, [RecordPick(record=action["value"])], body)

    def begin_with_passage(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        opened = self._open(body, context)
        question, number = pointed_quote(action["value"])
        answer = self.desk.store.questions.get(question).answer
        quote = answer.shown[number - 1] if answer else None
        pick = pick_of(quote) if quote else None
        if pick is None:
            raise NotAllowedError(wording.PASSAGE_GONE)
        self._begin(opened, [pick], body)

    def begin_with_chosen(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        look = Look.model_validate_json(body["view"]["private_metadata"])
        look = chosen_so_far(look, body["view"]["state"]["values"])
        if not 0 < len(look.chosen) <= MOST_PICKED:
            said = wording.enough(MOST_PICKED) if look.chosen else wording.CHOOSE_FIRST
            open_modal(self.desk.client, body, context, notice(said, wording.TITLE))
            return
        opened = self._open(body, context)
        self._begin(opened, list(self._chosen(look, body)), body)

    def begin_for_gap(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = context[OPENED_VIEW] = body["view"]["id"]  # so that the list stays beneath it
        self._may(body["user"]["id"])
        about = About.model_validate_json(body["view"]["private_metadata"])
        self._show(view, Errand(gap=about.gap, page=about.page), None, body["user"]["id"])
        log.info("begun", extra={"gesture": "proposal", "picked": 0})

    def _chosen(self, look: Look, body: Json) -> Iterator[Pick]:
        person = self.desk.acquaintances.of(body["user"]["id"])
        part = self.desk.visiting.part(look.visit, person, VisitGesture.DISTIL)
        told = self.desk.store.records.find(RecordFilters(look.visit))
        settled = self.desk.proposing.settled(told, showing(self.desk.store, part.visit))
        yield from (RecordPick(record=one.id) for one in picked(accepted(told), look))
        yield from (one.pick for one in settled if mark_of(one.pick) in look.chosen)

    def _open(self, body: Json, context: BoltContext) -> str:
        return open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))

    def _begin(self, opened: str, picks: Iterable[Pick], body: Json) -> None:
        """The lessons that say nearly the same, if there are any, else the form."""
        errand, user = Errand().resting_on(picks, ""), body["user"]["id"]
        person = self.desk.acquaintances.of(user)
        found = self.desk.proposing.picked(errand.picks, person, user)
        errand = self.desk.proposing.following(errand, found)
        draft = draft_of(found)
        likes = self.desk.near_lessons.to(draft, person, user) if draft else ()
        if likes:
            shown = errand.having_shown(one.lesson.id for one in likes)
            self._put(opened, near_blocks.listed(shown, likes))
        else:
            self._show(opened, errand, None, user)
        log.info("begun", extra={"gesture": "proposal", "picked": len(errand.picks), "near": len(likes)})

    def begin_anew(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        errand = self._errand(body, context)
        self._show(
            body["view"]["id"], errand.resting_on(errand.picks, edition_of(action)), None, body["user"]["id"]
        )

    # Changing what it rests on

    def rest_on(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        errand, person = self._errand(body, context), self.desk.acquaintances.of(body["user"]["id"])
        wanted = action["selected_option"]["value"]
        offered = self.desk.proposing.offered(errand, person, body["user"]["id"])
        found = [one.pick for each in offered for one in each.picked if mark_of(one.pick) == wanted]
        self._change(action, body, errand, [*errand.picks, *found][:MOST_PICKED])

    def take_off(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        errand = self._errand(body, context)
        self._change(action, body, errand, [one for one in errand.picks if mark_of(one) != action["value"]])

    def _change(self, action: Json, body: Json, errand: Errand, picks: Iterable[Pick]) -> None:
        proposing, user = self.desk.proposing, body["user"]["id"]
        after = errand.resting_on(picks, edition_of(action))
        found = proposing.picked(after.picks, self.desk.acquaintances.of(user), user)
        typed = typed_into(body["view"]["state"]["values"])
        self._show(body["view"]["id"], proposing.following(after, found), (errand, typed), user)

    def _errand(self, body: Json, context: BoltContext) -> Errand:
        context[OPENED_VIEW] = body["view"]["id"]
        return Errand.model_validate_json(body["view"]["private_metadata"])

    def _show(self, view: str, errand: Errand, typed: tuple[Errand, Answers] | None, user: str) -> None:
        """The form; what was ``typed`` into it for another errand stays, the rest follows what is picked."""
        proposing, person = self.desk.proposing, self.desk.acquaintances.of(user)
        found, asked = proposing.picked(errand.picks, person, user), proposing.asked(errand)
        answers: Answers = first_answers(found, asked)
        if typed is not None:
            before, said = typed
            shown = first_answers(proposing.picked(before.picks, person, user), proposing.asked(before))
            answers = merged(shown, said, answers).answers
        offered = proposing.offered(errand, person, user)
        form = blocks.form(errand, found, answers, offered, asked=asked)
        nothing = notice(wording.NOTHING_TO_REST_ON, wording.TITLE)
        self._put(view, form if found or offered else nothing)

    # Keeping

    def keep(self, ack: Ack, body: Json, view: Json) -> None:
        """Stores before it acknowledges: what is acknowledged is not sent again."""
        errand, user = Errand.model_validate_json(view["private_metadata"]), body["user"]["id"]
        try:
            found, draft = self._typed(errand, view, user)
            if likes := self._not_shown(errand, draft, view, user):
                ack(response_action="update", view=self._again(errand, found, view, likes, user))
                return
            person = self.desk.acquaintances.of(user)
            lesson = self.desk.proposing.propose(draft, view["id"], person)
            linked = self.desk.proposing.link(errand, lesson.id, person)
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        ack(response_action="update", view=blocks.proposed(lesson.title, linked))
        self._tell(errand, view, lesson, linked)

    def _tell(self, errand: Errand, view: Json, lesson: Lesson, linked: str) -> None:
        """Let what shows the feedback, the question or the lesson follow."""
        if errand.page is not None:
            AnsweringGaps(self.desk).show_again(view["previous_view_id"], errand.page, linked)
        self.desk.lesson_moved(lesson.id)
        for visit in {one.visit for one in lesson.evidence if isinstance(one, RecordEvidence)}:
            self.desk.visit_changed(visit)
        log.info("proposed", extra={"gesture": "proposal", "reference": reference(lesson.id)})

    def _typed(self, errand: Errand, view: Json, user: str) -> tuple[tuple[Picked, ...], LessonDraft]:
        """What the lesson rests on, and the lesson; RejectedFormError says where something is amiss."""
        person = self.desk.acquaintances.of(user)
        found = self.desk.proposing.picked(errand.picks, person, user)
        return found, draft_in(found, typed_into(view["state"]["values"]))

    def _not_shown(self, errand: Errand, draft: LessonDraft, view: Json, user: str) -> list[Like]:
        """Lessons that say nearly what was typed, and that whoever typed it has not been shown.

        Not the lesson itself: a form can be sent again.
        """
        likes = self.desk.near_lessons.to(draft, self.desk.acquaintances.of(user), user)
        known = {*errand.shown, mark(view["id"])}
        return [one for one in likes if mark(one.lesson.id) not in known]

    def _again(
        self, errand: Errand, found: Sequence[Picked], view: Json, likes: Sequence[Like], user: str
    ) -> Block:
        """The form as it was sent, beneath these lessons."""
        shown = errand.having_shown(one.lesson.id for one in likes)
        proposing = self.desk.proposing
        offered = proposing.offered(errand, self.desk.acquaintances.of(user), user)
        typed, asked = typed_into(view["state"]["values"]), proposing.asked(errand)
        return blocks.form(shown, found, typed, offered, likes=likes, asked=asked)

    def _may(self, user: str) -> None:
        if not self.desk.proposing.may(self.desk.acquaintances.of(user)):
            raise NotAllowedError(wording.FOR_FACILITATORS)

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)
