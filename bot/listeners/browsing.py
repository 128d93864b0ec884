"""/lessons without a question: the lessons somebody may see, by theme, council and kind of place."""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext
from slack_sdk.errors import SlackApiError

from bot.blocks import browsing as blocks
from bot.blocks.browsing import ANY, Chosen
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice
from bot.blocks.texts import mention
from bot.clients import may_pass, refusal
from bot.desk import Desk
from bot.forms import RejectedFormError, typed_into
from bot.lesson_views import LessonViews
from bot.listeners.gesture import Json, Names, modal_at_hand, open_modal, show_if_open
from bot.logs import reference
from bot.office_hours import day_of
from bot.readers import SCOPES
from bot.wording import browsing as wording
from knowledge.model import Scopes

log = logging.getLogger(__name__)

_MOST_PAGES = 40  # that can be turned back: a modal keeps 3,000 characters of ids


@dataclass(frozen=True, slots=True)
class Browsing:
    """Shows people lessons, and shares one where everybody may see it."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", *SCOPES)

    def register(self, app: App) -> None:
        app.action(Action.BROWSE)(self.browse)
        app.action(Action.SHOW_THEME)(self.show_theme)
        app.action(Action.TURN_LESSONS)(self.turn_back)
        app.action(Action.TURN_LESSONS_ON)(self.turn_on)
        app.action(Action.NARROW_LESSONS)(self.begin_narrowing)
        app.action(Action.OPEN_LESSON)(self.open_lesson)
        app.action(Action.POST_LESSON)(self.begin_posting)
        app.view(Form.LESSON_FILTERS)(self.narrow)
        app.view(Form.LESSON_CHANNEL)(self.post)

    def browse(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        self.open(body, body["user"]["id"], context)

    def open(self, body: Json, user: str, context: BoltContext) -> None:
        """The themes, for whoever gave a command or pressed a button."""
        view = modal_at_hand(self.desk.client, body, context, notice(wording.OPENING))
        self._put(view, self.desk.lesson_views(user).themes())
        log.info("opened", extra={"gesture": "lessons"})

    def show_theme(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        theme = {} if action["value"] == ANY else {"theme": action["value"]}
        self._show(body, Chosen.model_validate(theme))

    def turn_on(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        chosen = _chosen(body["view"])
        self._show(body, chosen.model_copy(update={"trail": (*chosen.trail, action["value"])[-_MOST_PAGES:]}))

    def turn_back(self, ack: Ack, body: Json) -> None:
        ack()
        chosen = _chosen(body["view"])
        self._show(body, chosen.model_copy(update={"trail": chosen.trail[:-1]}))

    # Narrowing

    def begin_narrowing(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING))
        chosen = _chosen(body["view"])
        if not chosen.mine:
            chosen = chosen.model_copy(update={"mine": self._own_council(body["user"]["id"])})
        self._put(view, blocks.filter_form(chosen, self.desk.register))

    def narrow(self, ack: Ack, body: Json, view: Json) -> None:
        typed = {name: said for name, said in typed_into(view["state"]["values"]).items() if said != ANY}
        if "mine" in typed and self.desk.register.find(typed["mine"]) is None:
            ack(response_action="errors", errors={"mine": wording.UNKNOWN})
            return
        try:
            chosen = blocks.chosen_in(typed, _chosen(view).theme, day_of(self.desk.now()))
        except RejectedFormError as rejected:
            ack(response_action="errors", errors=rejected.errors)
            return
        ack()
        page = self.desk.lesson_views(body["user"]["id"]).page(chosen)
        self._put(view["previous_view_id"], page)

    def _own_council(self, user: str) -> str | None:
        """The council somebody is on their latest visit for."""
        return self.desk.visiting.council(self.desk.acquaintances.of(user))

    # One of them

    def open_lesson(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = open_modal(self.desk.client, body, context, notice(wording.OPENING))
        card = self.desk.lesson_views(body["user"]["id"]).card(action["value"])
        self._put(view, card or notice(wording.GONE, wording.TITLE))
        log.info("opened", extra={"gesture": "lesson", "reference": reference(action["value"])})

    def begin_posting(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        open_modal(self.desk.client, body, context, blocks.channel_form(action["value"]))

    def post(self, ack: Ack, body: Json, view: Json) -> None:
        ack()
        user, channel = body["user"]["id"], typed_into(view["state"]["values"])["channel"]
        shared = self.desk.readers.person(user) & self.desk.readers.channel(channel)
        lesson = view["private_metadata"]
        said = self._posted(lesson, channel, user, shared) or wording.POSTED
        card = self.desk.lesson_views(user).card(lesson, said)
        self._put(view["previous_view_id"], card or notice(wording.GONE, wording.TITLE))

    def _posted(self, lesson: str, channel: str, user: str, shared: Scopes) -> str | None:
        """Post the lesson, if everybody there may see it; else why it cannot be."""
        message = LessonViews(self.desk.store, self.desk.register, shared).message(lesson)
        if message is None:
            return wording.FOR_FEWER
        said = wording.shared_by(mention(user))
        try:
            self.desk.client.chat_postMessage(
                channel=channel, text=said, blocks=message, unfurl_links=False, unfurl_media=False
            )
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("out of reach", extra={"gesture": "lesson", "why": refusal(error)})
            return wording.NO_MEMBER
        log.info("shared", extra={"gesture": "lesson", "reference": reference(lesson)})
        return None

    def _show(self, body: Json, chosen: Chosen) -> None:
        self._put(body["view"]["id"], self.desk.lesson_views(body["user"]["id"]).page(chosen))

    def _put(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)


def _chosen(view: Json) -> Chosen:
    return Chosen.model_validate_json(view.get("private_metadata") or "{}")
