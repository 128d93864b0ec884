"""What a person can do to the app: press, choose, submit, close, command, shortcut, look at its tabs.

Each gesture sends Slack's payload to the app and returns at once, with a future of the ``Outcome``
the person sees when the app has answered, or has not within three seconds. In a coroutine:
``await asyncio.wrap_future(gestures.submit_view(…))``; in a test: ``….result(timeout=5)``. What the
app changes meanwhile (views, messages) comes through the state, not through the outcome.

What a person says to other people (messages, reactions, files, joining) is in ``talk``. A gesture
that nobody could make in Slack, such as a press on a button that is not there, raises GestureError.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

from bot.workspace import forms, interactions
from bot.workspace.changes import ContextChanged, StepRun
from bot.workspace.composing import mentions_escaped
from bot.workspace.deliveries import Deliveries, EnvelopeKind, UndeliveredError, at_once, then
from bot.workspace.executions import Execution, Executions
from bot.workspace.hooks import Hooks, HookTarget
from bot.workspace.installation import Installation
from bot.workspace.replies import Replies
from bot.workspace.spots import InMessage, Spots
from bot.workspace.state import State
from bot.workspace.talk import GestureError, Talk
from bot.workspace.triggers import Triggers
from bot.workspace.values import (
    Channel,
    Entered,
    HomeTab,
    Json,
    Message,
    Outcome,
    Place,
    StreamState,
    View,
    ViewType,
)

NOTHING: Mapping[tuple[str, str], str | Sequence[str]] = {}


@dataclass(frozen=True, slots=True)
class Gestures:
    """The gestures that reach the app; ``user`` is always the id of the person who makes them."""

    state: State
    app: Installation
    talk: Talk
    spots: Spots
    deliveries: Deliveries
    triggers: Triggers
    hooks: Hooks
    replies: Replies
    executions: Executions

    def act(
        self,
        user: str,
        place: Place,
        block_id: str,
        action_id: str,
        *,
        given: str | Sequence[str] | None = None,
        entered: Entered = NOTHING,
    ) -> "Future[Outcome]":
        """Press a button, or choose in a select, date picker, overflow menu … outside inputs.

        ``given`` is None for a button; else what was chosen, in the form of ``Entered``; for feedback
        buttons the value of the one pressed. ``entered`` is what the other fields hold just now.
        An input's element acts too when its block has ``dispatch_action``.
        """
        spot = self.spots.find(user, place, block_id, action_id)
        if spot.block["type"] == "input" and not spot.block.get("dispatch_action"):
            raise GestureError("this field is only sent with its form")
        if given is not None and spot.element["type"] in forms.STATE_KEYS:
            entered = {**entered, (block_id, action_id): given}
        values = self.spots.values(user, spot.blocks, entered)
        held = values.get(block_id, {}).get(action_id)
        chosen = self.spots.given(spot, given, held)
        action = interactions.action(spot.element, block_id, self.state.next_ts(), chosen)
        if isinstance(spot.where, View):
            return self._act_in_view(replace(spot.where, values=values), action)
        return self._act_in_message(user, spot.where, action, values)

    def _act_in_view(self, view: View, action: Json) -> "Future[Outcome]":
        self.state.screens.put(view)
        stage = self._stage(view.user, from_modal=view.type is ViewType.MODAL)
        return self._interact(interactions.view_action(stage, view, action))

    def _act_in_message(self, user: str, place: InMessage, action: Json, values: Json) -> "Future[Outcome]":
        url = self.hooks.issue(HookTarget(user, place.channel.id, place.message.ts))
        payload = interactions.message_action(self._stage(user), place, action, url=url, values=values)
        return self._interact(payload)

    def suggest(
        self, user: str, place: Place, block_id: str, action_id: str, query: str
    ) -> "Future[Outcome]":
        """What an external select offers for what was typed into it: ``options`` or ``option_groups``."""
        spot = self.spots.find(user, place, block_id, action_id)
        if not spot.element["type"].endswith("external_select"):
            raise GestureError("this field asks nobody for its options")
        stage = self._stage(user, may_open=False)
        payload = interactions.suggestion(stage, spot.where, block_id, action_id, query)
        return self._interact(
            payload, lambda reply: self.replies.to_suggestion(user, f"{block_id} {action_id}", reply)
        )

    def submit_view(self, user: str, view_id: str, entered: Entered = NOTHING) -> "Future[Outcome]":
        """Press a modal's submit button.

        The outcome has ``errors`` by block_id when a required input is empty or malformed (the app is
        not asked then), or when the app sent the view back. A view that closed is gone from
        ``state.screens``; one that was updated or pushed is there.
        """
        shown = self.spots.modal(user, view_id)
        values = self.spots.values(user, shown.blocks, entered)
        view = replace(shown, values=values)
        complaints = forms.complaints(view.blocks, values)
        self.state.screens.put(replace(view, errors=complaints))
        if complaints:
            return at_once(Outcome(errors=complaints))
        payload = interactions.submission(
            self._stage(user, from_modal=True), view, tuple(self._response_urls(view))
        )
        return self._interact(payload, lambda reply: self.replies.to_submission(view.id, reply))

    def close_view(self, user: str, view_id: str, *, all_of_them: bool = False) -> None:
        """Press a modal's close button, or the ✕ that closes the whole stack."""
        view = self.spots.modal(user, view_id)
        clearing = all_of_them or bool(view.content.get("clear_on_close"))
        leaving = self.state.screens.stack(user) if clearing else (view,)
        if clearing:
            self.state.screens.clear(user)
        else:
            self.state.screens.close(view)
        stage = self._stage(user, may_open=False)
        for one in reversed(leaving):
            if one.content.get("notify_on_close"):
                self._interact(interactions.closed(stage, one, is_cleared=clearing))

    def slash_command(self, user: str, channel: str, typed: str) -> "Future[Outcome]":
        """Send ``/command text`` from a channel's composer (Slack has none in threads)."""
        name, _, text = typed.strip().partition(" ")
        declared = self.app.manifest.command(name)
        if declared is None or not self.app.has("commands"):
            raise GestureError(f"{name} is not a command of this workspace")
        where = self.spots.channel(user, channel)
        if declared.should_escape:
            text = mentions_escaped(text, self.talk.names())
        target = HookTarget(user, where.id)
        payload = interactions.command(
            self._stage(user), name, text.strip(), where, self.hooks.issue(target, "commands")
        )
        answered = self.deliveries.send(EnvelopeKind.COMMAND, payload)
        return then(
            answered, lambda done: _outcome(done, lambda reply: self.replies.to_command(target, reply))
        )

    def global_shortcut(self, user: str, callback_id: str) -> "Future[Outcome]":
        """Choose a shortcut of the app that is not about a message."""
        self._declared_shortcut(callback_id, "global")
        action_ts = self.state.next_ts()
        return self._interact(interactions.global_shortcut(self._stage(user), callback_id, action_ts))

    def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> "Future[Outcome]":
        """Choose a shortcut of the app from a message's menu."""
        self._declared_shortcut(callback_id, "message")
        place = self.spots.message(user, channel, ts)
        url = self.hooks.issue(HookTarget(user, channel, ts), "app")
        action_ts = self.state.next_ts()
        payload = interactions.message_shortcut(self._stage(user), callback_id, action_ts, place, url)
        return self._interact(payload)

    def open_home(self, user: str, tab: HomeTab = HomeTab.HOME) -> Channel:
        """Look at a tab of the app's page; the direct message with it."""
        app_home = self.app.manifest.features.app_home
        enabled = {HomeTab.HOME: app_home.home_tab_enabled, HomeTab.MESSAGES: app_home.messages_tab_enabled}
        if not enabled[tab]:
            raise GestureError(f"the app has no {tab} tab")
        channel = self.talk.open_dm(user)
        self.state.screens.open_home(user, channel.id, tab)
        return channel

    def choose_prompt(self, user: str, index: int) -> Message:
        """Send a suggested prompt as a message to the app."""
        channel = self.talk.open_dm(user)
        suggested = self.state.assistance.prompts(channel.id)
        if suggested is None or not 0 <= index < len(suggested.prompts):
            raise GestureError("there is no such prompt")
        return self.talk.post_message(user, channel.id, suggested.prompts[index].message)

    def stop(self, user: str, channel: str, thread_ts: str) -> None:
        """Press stop while the agent works in a thread: its streams end, and the app is told."""
        self.spots.channel(user, channel)
        session = self.state.assistance.session(channel, thread_ts)
        if session is None or session.status != "processing":
            raise GestureError("nothing can be stopped here")
        conversations = self.state.conversations
        for reply in conversations.replies(channel, thread_ts):
            if reply.stream and reply.stream.state is StreamState.IN_PROGRESS:
                conversations.put(replace(reply, stream=replace(reply.stream, state=StreamState.STOPPED)))
        self.state.assistance.stop_session(channel, thread_ts, user)

    def look_at(self, user: str, channel: str) -> None:
        """Look at a channel while the app is open beside it."""
        viewing = self.spots.channel(user, channel)
        im = self.talk.open_dm(user)
        self.state.changes.tell(ContextChanged(user=user, channel=im.id, by=user, viewing=viewing))

    def run_step(self, user: str, callback_id: str, inputs: Json) -> Execution:
        """Start a workflow with one step, which the app carries out."""
        if callback_id not in self.app.manifest.functions:
            raise GestureError(f"the app has no step {callback_id!r}")
        execution = self.executions.begin(callback_id, user, inputs)
        self.state.changes.tell(StepRun(user=user, execution=execution))
        return execution

    def _stage(self, user: str, *, may_open: bool = True, from_modal: bool = False) -> interactions.Stage:
        trigger_id = self.triggers.issue(user, from_modal=from_modal) if may_open else ""
        person = self.talk.person(user)
        return interactions.Stage(self.app, self.state, person, trigger_id, self.spots.base_url)

    def _declared_shortcut(self, callback_id: str, kind: str) -> None:
        if self.app.manifest.shortcut(callback_id, kind) is None or not self.app.has("commands"):
            raise GestureError(f"the app has no {kind} shortcut {callback_id!r}")

    def _response_urls(self, view: View) -> Iterator[Json]:
        """Addresses for the conversations chosen in selects with ``response_url_enabled``."""
        for block in view.blocks:
            element = block.get("element") or {}
            if element.get("response_url_enabled"):
                held = view.values[block["block_id"]][element["action_id"]]
                channel = held.get("selected_conversation") or held.get("selected_channel")
                if channel:
                    yield {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": self.hooks.issue(HookTarget(view.user, channel), "app"),
                    }

    def _interact(
        self, payload: Json, step: Callable[[Json], Outcome] = lambda _reply: Outcome()
    ) -> "Future[Outcome]":
        if not self.app.manifest.interactive:
            return at_once(Outcome(error="interactivity is not enabled in the manifest"))
        answered = self.deliveries.send(EnvelopeKind.INTERACTIVE, payload)
        return then(answered, lambda done: _outcome(done, step))


def _outcome(done: "Future[Json]", step: Callable[[Json], Outcome]) -> Outcome:
    try:
        reply = done.result()
    except UndeliveredError as error:
        return Outcome(error=str(error))
    return step(reply)
