"""Acting as a person, and waiting for what comes of it: for tests and walk-throughs.

asha = workspace.as_person("U0ASHA0001")
question = asha.post("C0GENERAL1", "@peerbot who turned a leisure centre round?")
answer = asha.reply_to(question)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.workspace.blocks import elements_of
from bot.workspace.gestures import NOTHING
from bot.workspace.spots import blocks_of
from bot.workspace.state import State
from bot.workspace.values import (
    Channel,
    Entered,
    HomeTab,
    Json,
    Message,
    Outcome,
    Person,
    Place,
    StreamState,
    View,
)
from bot.workspace.workspace import Workspace

T = TypeVar("T")

PATIENCE_SECONDS = 60
"""For what comes at once, unless the machine stands still meanwhile."""

Holder = Message | View


@dataclass(frozen=True, slots=True)
class PersonActing:
    """Somebody who uses the workspace; what takes the app's answer waits for it."""

    workspace: Workspace
    person: Person
    patience_seconds: float = PATIENCE_SECONDS

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def state(self) -> State:
        return self.workspace.state

    @property
    def dm(self) -> Channel:
        """The direct message with the app."""
        return self.workspace.talk.open_dm(self.id)

    def post(self, channel: str, typed: str, thread_ts: str | None = None) -> Message:
        return self.workspace.talk.post_message(self.id, channel, typed, thread_ts)

    def press(
        self,
        holder: Holder,
        action_id: str,
        given: str | Sequence[str] | None = None,
        entered: Entered = NOTHING,
    ) -> Outcome:
        """Use the element ``action_id`` of a message or view: press it, or choose ``given`` in it."""
        if isinstance(holder, Message):
            self._leave_modals()
        place, block_id = place_of(holder), block_of(holder, action_id)
        acted = self.workspace.gestures.act(self.id, place, block_id, action_id, given=given, entered=entered)
        return acted.result(self.patience_seconds)

    def suggest(self, holder: Holder, action_id: str, query: str) -> Outcome:
        block_id = block_of(holder, action_id)
        asked = self.workspace.gestures.suggest(self.id, place_of(holder), block_id, action_id, query)
        return asked.result(self.patience_seconds)

    def submit(self, view: View, **entered: str | Sequence[str]) -> Outcome:
        """Submit a modal; fields are named by their action_id."""
        fields = {(block_of(view, action_id), action_id): value for action_id, value in entered.items()}
        return self.workspace.gestures.submit_view(self.id, view.id, fields).result(self.patience_seconds)

    def close(self, view: View, *, all_of_them: bool = False) -> None:
        self.workspace.gestures.close_view(self.id, view.id, all_of_them=all_of_them)

    def command(self, channel: str, typed: str) -> Outcome:
        self._leave_modals()
        return self.workspace.gestures.slash_command(self.id, channel, typed).result(self.patience_seconds)

    def shortcut(self, callback_id: str, message: Message | None = None) -> Outcome:
        gestures = self.workspace.gestures
        if message is None:
            chosen = gestures.global_shortcut(self.id, callback_id)
        else:
            chosen = gestures.message_shortcut(self.id, callback_id, message.channel, message.ts)
        return chosen.result(self.patience_seconds)

    def open_home(self, tab: HomeTab = HomeTab.HOME) -> Channel:
        return self.workspace.gestures.open_home(self.id, tab)

    def _leave_modals(self) -> None:
        """Close what stands before the channels: nobody types or presses anything behind a modal."""
        if view := self.state.screens.modal(self.id):
            self.close(view, all_of_them=True)

    def wait_for(self, condition: Callable[[State], T | None]) -> T:
        """The first true answer of ``condition``; TimeoutError when patience ends."""
        return self.state.wait_for(condition, timeout=self.patience_seconds)

    def reply_to(self, message: Message) -> Message:
        """The first finished answer in the thread of ``message`` that somebody else gave."""
        first = message.thread_ts or message.ts

        def answered(state: State) -> Message | None:
            later = state.conversations.thread(message.channel, first, self.id)
            return next(
                (one for one in later if one.user != self.id and one.ts > message.ts and is_finished(one)),
                None,
            )

        return self.wait_for(answered)

    def latest(self, channel: str, condition: Callable[[Message], Any] = lambda _message: True) -> Message:
        """The last message in a channel's timeline that the person sees and ``condition`` is true of."""

        def seen(state: State) -> Message | None:
            timeline = state.conversations.timeline(channel, self.id)
            return next((one for one in reversed(timeline) if condition(one)), None)

        return self.wait_for(seen)

    def modal(self, condition: Callable[[View], Any] = lambda _view: True) -> View:
        """The modal on the person's screen, once there is one that ``condition`` is true of."""

        def seen(state: State) -> View | None:
            view = state.screens.modal(self.id)
            return view if view and condition(view) else None

        return self.wait_for(seen)

    def home(self, condition: Callable[[View], Any] = lambda _view: True) -> View:
        """The person's App Home, once it is published and ``condition`` is true of it."""

        def seen(state: State) -> View | None:
            view = state.screens.home(self.id)
            return view if view and condition(view) else None

        return self.wait_for(seen)


def is_finished(message: Message) -> bool:
    """Whether nothing more will be streamed into a message."""
    return message.stream is None or message.stream.state is not StreamState.IN_PROGRESS


def place_of(holder: Holder) -> Place:
    if isinstance(holder, View):
        return Place(view_id=holder.id)
    return Place(channel=holder.channel, ts=holder.ts)


def block_of(holder: Holder, action_id: str) -> str:
    """The block_id of the element ``action_id``; KeyError when there is none."""
    blocks: Sequence[Json] = holder.blocks if isinstance(holder, View) else blocks_of(holder)
    for block in blocks:
        if any(element.get("action_id") == action_id for element in elements_of(block)):
            return str(block["block_id"])
    raise KeyError(action_id)
