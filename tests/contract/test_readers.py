"""Who reads along in Slack, asked of the local workspace: what is not known is taken for the worst."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.readers import MOST_STRANGERS, Identity, Readers, Remembered, make_readers
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.running import RunningWorkspace
from bot.workspace.seed import NETWORK as OURS
from bot.workspace.seed import WESTMERE
from bot.workspace.values import Channel, ChannelKind
from bot.workspace.values import Person as Member
from knowledge.scopes import NETWORK, PUBLIC, facilitators, team
from knowledge.store import Deed, Question, Store, Surface
from knowledge.visits import Participant, Person, Role
from tests.contract.store_samples import NOW, question
from tests.patience import PATIENT
from tests.slack_bot import ASHA, BRAN, CERYS, EXCHANGE, FACILITATORS, FARAH, GENERAL, LUNCH, MANIFEST
from tests.visit_samples import visit

EVERYBODY, MEMBERS = frozenset({PUBLIC}), frozenset({PUBLIC, NETWORK})


@dataclass(slots=True)
class Clock:
    """Goes on when it is told to."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Reading:
    """The workspace, the store, and who reads along."""

    slack: RunningWorkspace
    store: Store
    clock: Clock = field(default_factory=Clock)

    def readers(self, *network_teams: str) -> Readers:
        app = self.slack.workspace.app
        client = WebClient(self.slack.bot_token, base_url=self.slack.api_url, retry_handlers=[])
        us = Identity(app.bot_user, app.team_id)
        return make_readers(client, self.store, us, network_teams, self.clock)

    def put_on_visit(self, name: str, **roles: Role) -> None:
        self.store.visits.add(visit(name), Deed("u", NOW, "planned"))
        for user, role in roles.items():
            person = Person(id=user, display_name=user, slack_team=OURS.id, slack_user=user)
            self.store.people.meet(person)
            self.store.people.take_part(
                Participant(visit=name, person=user, pseudonym=f"{name}-{user}", role=role)
            )

    def open(self, *members: str, shared_with: tuple[str, ...] = ()) -> str:
        """A private channel of these people and the bot."""
        bot = self.slack.workspace.app.bot_user
        channel = Channel(
            "C0VISITERS", "visit", ChannelKind.PRIVATE, OURS.id, (*members, bot), 1, members[0],
            shared_team_ids=shared_with,
        )  # fmt: skip
        self.slack.state.conversations.open(channel)
        return channel.id

    def move_in(self, count: int, home: str) -> list[str]:
        users = [f"U0NEW{number:05}" for number in range(count)]
        for user in users:
            self.slack.state.conversations.add_person(Member(user, home, user.lower(), user))
        return users

    def fail(self, method: str) -> None:
        self.slack.workspace.faults.switch_on(Fault(FaultKind.SERVER_ERROR, None, method))


@pytest.fixture
def reading(file_store: Store) -> Iterator[Reading]:
    with RunningWorkspace.start(MANIFEST, timings=PATIENT) as workspace:
        yield Reading(workspace, file_store)


# Persons


def test_somebody_of_our_team_belongs_to_the_network(reading: Reading) -> None:
    assert reading.readers().person(ASHA) == MEMBERS


def test_somebody_of_another_team_is_a_stranger_unless_the_team_is_named(reading: Reading) -> None:
    assert reading.readers().person(CERYS) == EVERYBODY
    assert reading.readers("T0OTHERS", WESTMERE.id).person(CERYS) == MEMBERS


def test_somebody_of_another_team_who_is_on_a_visit_belongs_to_the_network(reading: Reading) -> None:
    reading.put_on_visit("v1", **{CERYS: Role.HOST})

    assert reading.readers().person(CERYS) == MEMBERS | {team("v1")}


def test_who_facilitates_sees_what_facilitators_see(reading: Reading) -> None:
    reading.put_on_visit("v1", **{FARAH: Role.FACILITATOR, ASHA: Role.PARTICIPANT})

    assert reading.readers().person(FARAH) == MEMBERS | {team("v1"), facilitators("v1")}
    assert reading.readers().person(ASHA) == MEMBERS | {team("v1")}


def test_a_part_that_is_given_up_is_noticed_at_once(reading: Reading) -> None:
    reading.put_on_visit("v1", **{ASHA: Role.PARTICIPANT})
    readers = reading.readers()
    assert team("v1") in readers.person(ASHA)

    reading.store.people.leave("v1", ASHA)

    assert team("v1") not in readers.person(ASHA)


def test_of_whom_slack_says_nothing_nothing_good_is_thought(reading: Reading) -> None:
    reading.put_on_visit("v1", **{BRAN: Role.PARTICIPANT})
    readers = reading.readers()
    reading.fail("users.info")

    assert readers.person(BRAN) == MEMBERS | {team("v1")}

    assert readers.person(ASHA) == EVERYBODY
    assert readers.person("U0NOBODY00") == EVERYBODY


def test_who_was_known_a_moment_ago_is_not_asked_for_again(reading: Reading) -> None:
    readers = reading.readers()
    assert readers.person(ASHA) == MEMBERS
    reading.fail("users.info")

    assert readers.person(ASHA) == MEMBERS

    reading.clock.at += timedelta(hours=2)
    assert readers.person(ASHA) == EVERYBODY


# Channels


def test_in_a_channel_of_our_team_is_said_what_the_network_may_see(reading: Reading) -> None:
    reading.put_on_visit("v1", **{ASHA: Role.PARTICIPANT})

    assert reading.readers().channel(GENERAL) == MEMBERS


def test_where_everybody_is_on_a_visit_its_team_is_among_itself(reading: Reading) -> None:
    reading.put_on_visit("v1", **{ASHA: Role.PARTICIPANT, BRAN: Role.HOST, FARAH: Role.FACILITATOR})
    channel = reading.open(ASHA, BRAN, FARAH)

    assert reading.readers().channel(channel) == MEMBERS | {team("v1")}
    assert reading.readers().channel(FACILITATORS) == MEMBERS | {team("v1"), facilitators("v1")}


def test_a_channel_shared_with_strangers_is_public(reading: Reading) -> None:
    assert reading.readers().channel(EXCHANGE) == EVERYBODY


def test_a_channel_shared_with_a_team_of_the_network_is_the_networks(reading: Reading) -> None:
    readers = reading.readers(WESTMERE.id)
    reading.fail("users.info")

    assert readers.channel(EXCHANGE) == MEMBERS


def test_a_shared_channel_of_a_visit_alone_is_its_teams(reading: Reading) -> None:
    reading.put_on_visit("v1", **{ASHA: Role.PARTICIPANT, CERYS: Role.PARTICIPANT})
    channel = reading.open(ASHA, CERYS, shared_with=(OURS.id, WESTMERE.id))

    assert reading.readers().channel(channel) == MEMBERS | {team("v1")}


def test_a_shared_channel_with_too_many_to_ask_after_is_public(reading: Reading) -> None:
    many = reading.move_in(MOST_STRANGERS + 1, OURS.id)
    channel = reading.open(*many, shared_with=(OURS.id, WESTMERE.id))

    assert reading.readers().channel(channel) == EVERYBODY
    assert reading.readers(WESTMERE.id).channel(channel) == MEMBERS


def test_in_a_large_channel_of_our_team_nobody_looks_for_a_visit(reading: Reading) -> None:
    many = reading.move_in(201, OURS.id)
    reading.put_on_visit("v1", **dict.fromkeys(many, Role.PARTICIPANT))

    assert reading.readers().channel(reading.open(*many)) == MEMBERS


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
def test_where_nobody_can_say_who_reads_along_all_is_public_until_somebody_can(
    reading: Reading, method: str
) -> None:
    readers = reading.readers()
    reading.fail(method)
    assert readers.channel(GENERAL) == EVERYBODY

    reading.slack.workspace.faults.switch_off(FaultKind.SERVER_ERROR, method)

    assert readers.channel(GENERAL) == MEMBERS


def test_a_channel_we_cannot_see_is_public(reading: Reading) -> None:
    assert reading.readers().channel("C0NOWHERE0") == EVERYBODY


def test_who_joins_a_channel_reads_along_a_minute_later(reading: Reading) -> None:
    reading.put_on_visit("v1", **{ASHA: Role.PARTICIPANT, FARAH: Role.FACILITATOR})
    channel, readers = reading.open(ASHA, FARAH), reading.readers()
    assert team("v1") in readers.channel(channel)
    reading.slack.workspace.talk.invite(ASHA, channel, BRAN)

    reading.clock.at += timedelta(minutes=1)

    assert readers.channel(channel) == MEMBERS


# Questions


def test_a_question_is_answered_for_those_who_read_the_answer(reading: Reading) -> None:
    reading.put_on_visit("v1", **{ASHA: Role.PARTICIPANT})
    readers, hers = reading.readers(), MEMBERS | {team("v1")}
    dm = reading.slack.as_person(ASHA).dm.id

    def read(surface: Surface, channel: str) -> frozenset[str]:
        asked: Question = question("q", asker=ASHA, surface=surface, channel=channel)
        return readers.of(asked)

    assert read(Surface.SLASH, LUNCH) == read(Surface.DIRECT, dm) == read(Surface.MENTION, dm) == hers
    assert read(Surface.MENTION, GENERAL) == read(Surface.THREAD, GENERAL) == MEMBERS


# Remembering


def test_only_so_much_is_remembered_and_the_oldest_goes_first() -> None:
    remembered: Remembered[str, int] = Remembered(timedelta(minutes=1), Clock(), most=2)
    for key, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        assert remembered.keep(key, value) == value

    assert [remembered.get(key) for key in "abc"] == [3, None, 4]
