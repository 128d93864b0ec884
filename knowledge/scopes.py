"""Who may see which text: every text has one scope, every reader a set of them. Pure.

The indexes filter by scope, so what a reader may not see is never found for them. A reader of
several people at once, a channel, has only the scopes that all of them have. What comes from
several visits is for the teams of all of them, and that is a scope of its own: who is on one visit
and who is on another have it in common.
"""

from collections.abc import Collection, Iterable

from knowledge.model import Audience, Metadata, Scope, Scopes, Status
from knowledge.visits import Participant, Role, VisitGesture, may_ever

PUBLIC = Scope("public")
NETWORK = Scope("network")
STRANGERS: Scopes = frozenset({PUBLIC})
"""What anybody may see."""


def together(visits: Collection[str]) -> str | None:
    """Several visits as ``Metadata`` names them; no id holds a space."""
    return " ".join(sorted(set(visits))) or None


def team(visit: str) -> Scope:
    """The people of a visit, or of all of several ``together``."""
    return Scope(f"team:{visit}")


def facilitators(visit: str) -> Scope:
    return Scope(f"facilitators:{visit}")


def scope_of(metadata: Metadata, status: Status) -> Scope:
    """The scope of a text. Without a visit, what is for a visit's people is for nobody.

    The standing comes first: what a wider circle has yet to agree to is not theirs to see, whatever
    audience it is meant for.
    """
    visit = metadata.visit or ""
    if status is Status.ACCEPTED:
        return facilitators(visit)
    if status is Status.ENDORSED or metadata.audience is Audience.VISIT_TEAM:
        return team(visit)
    return PUBLIC if metadata.audience is Audience.PUBLIC else NETWORK


def teams_among(scopes: Scopes) -> frozenset[str]:
    """The ids of the visits all of whose team's texts a reader of these scopes may see."""
    teams = (scope.removeprefix("team:") for scope in scopes if scope.startswith("team:"))
    return frozenset(visit for visit in teams if " " not in visit)


def covers(scope: Scope, other: Scope) -> bool:
    """Whether everybody who may see what has the ``other`` scope may see what has this one."""
    if scope in {PUBLIC, other} or (scope == NETWORK and other != PUBLIC):
        return True
    kind, _, visits = scope.partition(":")
    fewer = other.partition(":")[2]
    return kind == "team" and bool(fewer) and _each(fewer) <= _each(visits)


def _each(visits: str) -> frozenset[str]:
    return frozenset(visits.split(" "))


def scopes_of(parts: Iterable[Participant], joint: Collection[str] = ()) -> Scopes:
    """What somebody may see who has these parts in visits; whoever has one belongs to the network.

    ``joint`` are the visits ``together`` that texts come from and that some of theirs are among.
    """
    mine = [part for part in parts if may_ever(VisitGesture.SEE, part.role)]
    of_network = {NETWORK} if mine else set()
    own = {part.visit for part in mine}
    of_teams = {team(visit) for visit in (*own, *(visits for visits in joint if own & _each(visits)))}
    of_facilitators = {facilitators(part.visit) for part in mine if part.role is Role.FACILITATOR}
    return STRANGERS | of_network | of_teams | of_facilitators


def in_common(readers: Iterable[Scopes], least: Scopes = STRANGERS) -> Scopes:
    """What all of the readers may see, of none ``least``; asks for no more of them once that is left."""
    common: Scopes | None = None
    for scopes in readers:
        common = scopes if common is None else common & scopes
        if common <= least:
            break
    return least if common is None else common
