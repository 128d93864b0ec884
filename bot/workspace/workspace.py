"""A whole local workspace, put together: what a page, a server and a test are given.

    workspace.state        what there is (bot.workspace.state)
    workspace.talk         what a person says among people (bot.workspace.talk)
    workspace.gestures     what a person does to the app (bot.workspace.gestures)
    workspace.app          the app as it is installed: manifest, bot user, tokens
    workspace.inspector    the last requests and envelopes, secrets removed (bot.workspace.inspector)
    workspace.faults       what goes wrong on purpose (bot.workspace.faults)

``build_workspace`` makes one; ``server.build_server(workspace, pages)`` serves it, where ``pages``
are the routes of the page a person uses. Nothing is sent to the app before the server runs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from bot.workspace.changes import Change
from bot.workspace.deliveries import Deliveries, Transport
from bot.workspace.events import callback, heard
from bot.workspace.executions import Executions
from bot.workspace.faults import Faults
from bot.workspace.gestures import Gestures
from bot.workspace.hooks import Hooks
from bot.workspace.ids import Ids, Timestamps
from bot.workspace.inspector import Inspector
from bot.workspace.installation import Installation, install
from bot.workspace.manifest import Manifest
from bot.workspace.posting import Posting
from bot.workspace.replies import Replies
from bot.workspace.request_mode import SignedRequests
from bot.workspace.seed import SEED, ChannelSeed, Seed
from bot.workspace.socket_mode import SocketMode
from bot.workspace.spots import Spots
from bot.workspace.state import State
from bot.workspace.talk import Talk
from bot.workspace.timings import Timings
from bot.workspace.triggers import Triggers
from bot.workspace.uploads import Uploads
from bot.workspace.values import Channel, ChannelKind, Message, Person, Prompt, Prompts, StreamState
from bot.workspace.views import Views


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything there is of a workspace; the server adds the network."""

    app: Installation
    base_url: str
    """Where it is served, without a slash at the end: http://127.0.0.1:3000"""
    now: Callable[[], datetime]
    timings: Timings
    ids: Ids
    state: State
    talk: Talk
    gestures: Gestures
    inspector: Inspector
    faults: Faults
    triggers: Triggers
    hooks: Hooks
    posting: Posting
    views: Views
    replies: Replies
    uploads: Uploads
    executions: Executions
    deliveries: Deliveries
    socket_mode: SocketMode
    request_mode: SignedRequests | None
    """None when the app is reached by Socket Mode."""

    @property
    def transport(self) -> Transport:
        return self.request_mode or self.socket_mode

    def is_streaming(self, message: Message) -> bool:
        """Whether more may still be streamed into a message."""
        stream = message.stream
        return stream is not None and stream.is_open(self.now(), self.timings.stream_seconds)

    def keep_up(self) -> None:
        """Do what is due: post scheduled messages, clear old statuses, end old streams."""
        now = self.now()
        self.state.assistance.clear_statuses_due(now)
        for scheduled in self.state.schedule.take_due(now.timestamp()):
            self.posting.post(scheduled.message)
        self._end_old_streams()

    def _end_old_streams(self) -> None:
        for channel in self.state.conversations.channels():
            for message in self.state.conversations.messages(channel.id):
                stream = message.stream
                in_progress = stream and stream.state is StreamState.IN_PROGRESS
                if stream and in_progress and not self.is_streaming(message):
                    ended = replace(message, stream=replace(stream, state=StreamState.EXPIRED))
                    self.state.conversations.put(ended, silent=True)


def build_workspace(
    manifest: Manifest,
    *,
    base_url: str,
    now: Callable[[], datetime],
    random: Random,
    seed: Seed = SEED,
    timings: Timings | None = None,
    request_url: str | None = None,
) -> Workspace:
    """A workspace with the seed's people and channels and the app installed in its first team.

    With ``request_url`` the app is sent signed requests there; without, it comes by Socket Mode.
    """
    durations = timings or Timings()
    ids = Ids(random)
    state = State.empty(Timestamps(now).next)
    app = install(manifest, seed.teams[0].id, ids)
    settle(state, seed, app, ids, now)
    inspector, faults = Inspector(state.changes, now), Faults()
    triggers = Triggers(ids, now, durations.trigger_seconds, faults)
    hooks = Hooks(ids, now, durations, base_url)
    posting, views = Posting(app, state), Views(state, ids, now)
    replies = Replies(state, posting, views, ids)
    deliveries = Deliveries(ids, durations, inspector, faults)
    executions = Executions(ids)
    talk = Talk(state, app, ids, now)
    spots = Spots(state, base_url)
    state.changes.subscribe(_Feed(state, app, deliveries, ids, base_url).hear)
    return Workspace(
        app=app,
        base_url=base_url,
        now=now,
        timings=durations,
        ids=ids,
        state=state,
        talk=talk,
        gestures=Gestures(state, app, talk, spots, deliveries, triggers, hooks, replies, executions),
        inspector=inspector,
        faults=faults,
        triggers=triggers,
        hooks=hooks,
        posting=posting,
        views=views,
        replies=replies,
        uploads=Uploads(ids),
        executions=executions,
        deliveries=deliveries,
        socket_mode=SocketMode(app.app_id, durations, faults, state.changes, ids.secret),
        request_mode=SignedRequests(request_url, app.signing_secret, durations, now) if request_url else None,
    )


@dataclass(frozen=True, slots=True)
class _Feed:
    """Tells the app of changes, as events."""

    state: State
    app: Installation
    deliveries: Deliveries
    ids: Ids
    base_url: str

    def hear(self, change: Change) -> None:
        for event in heard(change, self.state, self.app, self.base_url):
            event_id = self.ids.new("Ev", 11)
            body = callback(event, self.state, self.app, event_id=event_id, event_ts=self.state.next_ts())
            self.deliveries.send_event(body)


def settle(state: State, seed: Seed, app: Installation, ids: Ids, now: Callable[[], datetime]) -> None:
    """Let everybody of the seed move in, and the bot with them; everybody has a direct message with it."""
    conversations = state.conversations
    for team in seed.teams:
        conversations.add_team(team)
    for person in seed.people:
        conversations.add_person(person)
    conversations.add_person(bot_person(app))
    created = int(now().timestamp())
    for channel in seed.channels:
        conversations.open(_opened(channel, app, created))
    for person in seed.people:
        pair = (person.id, app.bot_user)
        im = Channel(ids.new("D"), "", ChannelKind.IM, app.team_id, pair, created, creator=person.id)
        conversations.open(im)
        if view := app.manifest.features.agent_view:
            prompts = tuple(Prompt(one.title, one.message) for one in view.suggested_prompts)
            if prompts:
                state.assistance.suggest(im.id, Prompts("", prompts))


def bot_person(app: Installation) -> Person:
    handle = app.manifest.bot_name.lower().replace(" ", "")
    return Person(app.bot_user, app.team_id, handle, app.manifest.bot_name, is_bot=True)


def _opened(seed: ChannelSeed, app: Installation, created: int) -> Channel:
    members = (*seed.members, app.bot_user) if seed.with_bot else seed.members
    return Channel(
        seed.id,
        seed.name,
        seed.kind,
        app.team_id,
        members,
        created,
        creator=seed.members[0],
        topic=seed.topic,
        shared_team_ids=seed.shared_team_ids,
    )
