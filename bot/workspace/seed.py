"""Who and what a new workspace starts with: three councils' people, their channels, a network.

Councils and people are invented. Two of the councils share the network's Slack workspace; Westmere
has its own, and meets the others in the channel the two workspaces share.
"""

from dataclasses import dataclass

from bot.workspace.values import ChannelKind, Person, Team

NETWORK = Team("T0NETWORK1", "Knowledge Exchange", "knowledge-exchange")
WESTMERE = Team("T0WESTMERE", "Westmere Council", "westmere")


@dataclass(frozen=True, slots=True)
class ChannelSeed:
    """A channel to be opened; ``members`` are people's ids, and the bot is one more of them."""

    id: str
    name: str
    kind: ChannelKind
    members: tuple[str, ...]
    topic: str = ""
    shared_team_ids: tuple[str, ...] = ()
    with_bot: bool = True


@dataclass(frozen=True, slots=True)
class Seed:
    """A workspace before anybody has said anything; the first team is the one the app is installed in."""

    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    channels: tuple[ChannelSeed, ...]


def _person(user: str, team: Team, name: str, label: str, title: str) -> Person:
    return Person(user, team.id, name, label, f"{name}@{team.domain}.example", title)


_PEOPLE = (
    _person("U0ASHA0001", NETWORK, "asha", "Asha (peer, Northshire)", "Visiting peer, Northshire Council"),
    _person("U0BRAN0002", NETWORK, "bran", "Bran (peer, Eastborough)", "Visiting peer, Eastborough Council"),
    _person("U0CERYS003", WESTMERE, "cerys", "Cerys (peer, Westmere)", "Visiting peer, Westmere Council"),
    _person("U0FARAH004", NETWORK, "farah", "Farah (facilitator)", "Facilitator of visits"),
    _person(
        "U0OWEN0005", NETWORK, "owen", "Owen (officer, Northshire)", "Policy officer, Northshire Council"
    ),
    _person(
        "U0HELEN006", NETWORK, "helen", "Helen (host, Eastborough)", "Host of the visit, Eastborough Council"
    ),
)
_NETWORK_PEOPLE = tuple(person.id for person in _PEOPLE if person.team_id == NETWORK.id)

SEED = Seed(
    teams=(NETWORK, WESTMERE),
    people=_PEOPLE,
    channels=(
        ChannelSeed("C0GENERAL1", "general", ChannelKind.PUBLIC, _NETWORK_PEOPLE, "Everybody in the network"),
        ChannelSeed(
            "C0EXCHANGE",
            "knowledge-exchange",
            ChannelKind.PUBLIC,
            tuple(person.id for person in _PEOPLE),
            "Visits between Northshire, Eastborough and Westmere",
            (NETWORK.id, WESTMERE.id),
        ),
        ChannelSeed(
            "C0FACILIT8",
            "facilitators",
            ChannelKind.PRIVATE,
            ("U0FARAH004",),
            "For those who run visits",
        ),
        ChannelSeed(
            "C0LUNCHCLB", "lunch-club", ChannelKind.PUBLIC, _NETWORK_PEOPLE, "No apps in here", with_bot=False
        ),
    ),
)
