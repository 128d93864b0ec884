"""Who reads what is said in Slack, and so what may be said there.

A person may see what their parts in visits and their Slack team let them; a channel, what everybody
in it may. Whatever Slack does not tell is taken for the worst: where nobody can say who reads along,
only what is public may be said. Memberships are remembered for a minute, and teams, which people do
not change, for an hour.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar

from slack_sdk import WebClient

from bot.clients import TROUBLE
from knowledge.model import Scopes
from knowledge.publication import scopes_for
from knowledge.scopes import NETWORK, STRANGERS, in_common
from knowledge.store import Question, Store, Surface

log = logging.getLogger(__name__)

SCOPES = ("channels:read", "groups:read", "im:read", "users:read")
"""Slack's, that knowing who reads along takes: to see who is in a conversation, and where from."""
MOST_MEMBERS = 200
"""Of a channel; in a larger one nobody looks for a visit that all of them are on."""
MOST_STRANGERS = 50
"""Members of a channel who are asked for their team: a call to Slack each, while somebody waits."""

_ALONE = frozenset({Surface.DIRECT, Surface.SLASH})
"""Where nobody reads an answer but whoever asked."""
_MEMBERSHIP_LASTS = timedelta(minutes=1)
_TEAM_LASTS = timedelta(hours=1)
_REMEMBERED = 5_000

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Channel = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in Slack."""

    user: str
    team: str


@dataclass(slots=True)
class Remembered(Generic[_Key, _Value]):
    """What was found out a short while ago."""

    lasts: timedelta
    now: Callable[[], datetime]
    most: int = _REMEMBERED
    _found: dict[_Key, tuple[datetime, _Value]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: _Key) -> _Value | None:
        with self._lock:
            at, value = self._found.get(key, (None, None))
        return value if at is not None and self.now() - at < self.lasts else None

    def keep(self, key: _Key, value: _Value) -> _Value:
        with self._lock:
            self._found.pop(key, None)
            if len(self._found) >= self.most:
                del self._found[next(iter(self._found))]  # the one that was found out first
            self._found[key] = (self.now(), value)
        return value


@dataclass(frozen=True, slots=True)
class Readers:
    """Tells what may be said to a person, or in a channel."""

    client: WebClient
    store: Store
    us: Identity
    network: frozenset[str]
    """The Slack teams whose people all belong to the network."""
    _channels: Remembered[str, Scopes]
    _teams: Remembered[str, str]

    def of(self, question: Question) -> Scopes:
        """What may be said in answer to a question, where it was asked."""
        return self.person(question.asker) if question.surface in _ALONE else self.channel(question.channel)

    def person(self, user: str) -> Scopes:
        """Whoever takes part in a visit belongs to the network, wherever they come from."""
        scopes = self._of_parts(user)
        return scopes if NETWORK in scopes or not self._comes_from_network(user) else scopes | {NETWORK}

    def channel(self, channel: str) -> Scopes:
        if known := self._channels.get(channel):
            return known
        try:
            return self._channels.keep(channel, self._read(channel))
        except TROUBLE as error:
            log.warning("nobody knows who reads along", extra={"why": type(error).__name__})
            return STRANGERS

    def _read(self, channel: str) -> Scopes:
        found: _Channel = self.client.conversations_info(channel=channel)["channel"]
        members = self._members(channel)
        least = STRANGERS | {NETWORK} if _teams_of(found, self.us.team) <= self.network else STRANGERS
        if members is None or (_is_shared(found) and len(members) > MOST_STRANGERS):
            return least
        return in_common(self._each(members, ours=not _is_shared(found)), least) | least

    def _members(self, channel: str) -> Collection[str] | None:
        """Everybody in the channel but us; None when there are too many to look at."""
        page = self.client.conversations_members(channel=channel, limit=MOST_MEMBERS)
        if (page.get("response_metadata") or {}).get("next_cursor"):
            return None
        return [user for user in page["members"] if user != self.us.user]

    def _each(self, members: Collection[str], *, ours: bool) -> Iterator[Scopes]:
        """What each may see, one after the other: to ask where somebody comes from is a call to Slack."""
        for user in members:
            yield self._of_parts(user) | {NETWORK} if ours else self.person(user)

    def _of_parts(self, user: str) -> Scopes:
        """What somebody's parts in visits let them see; people are known as users of our workspace."""
        person = self.store.people.known(self.us.team, user)
        return scopes_for(self.store, self.store.people.parts(person.id)) if person else STRANGERS

    def _comes_from_network(self, user: str) -> bool:
        return self._team(user) in self.network

    def _team(self, user: str) -> str | None:
        """The Slack team somebody comes from; None when Slack does not say."""
        if known := self._teams.get(user):
            return known
        try:
            team = str(self.client.users_info(user=user)["user"]["team_id"])
        except (*TROUBLE, KeyError) as error:
            log.warning("nobody knows where somebody comes from", extra={"why": type(error).__name__})
            return None
        return self._teams.keep(user, team)


def make_readers(
    client: WebClient, store: Store, us: Identity, network_teams: Collection[str], now: Callable[[], datetime]
) -> Readers:
    return Readers(
        client,
        store,
        us,
        frozenset({us.team, *network_teams}),
        Remembered(_MEMBERSHIP_LASTS, now),
        Remembered(_TEAM_LASTS, now),
    )


def _is_shared(channel: _Channel) -> bool:
    """Whether people of other teams are in the channel, or about to be."""
    return any(channel.get(name) for name in ("is_shared", "is_ext_shared", "is_pending_ext_shared"))


def _teams_of(channel: _Channel, own: str) -> frozenset[str | None]:
    """The teams whose people are in the channel; None among them for those that are not named."""
    if not _is_shared(channel):
        return frozenset({own})
    named = [*(channel.get("shared_team_ids") or ()), *(channel.get("connected_team_ids") or ())]
    unnamed = [None] if channel.get("is_pending_ext_shared") or not named else []
    return frozenset([*named, *unnamed])
