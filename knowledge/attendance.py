"""Who is on a visit, as its attribution rule lets it be shown. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.attribution import Author, Names, count_shown, struck
from knowledge.councils import council_key
from knowledge.visits import Attribution, Participant, Role, Visit


@dataclass(frozen=True, slots=True)
class Delegation:
    """Those who are there for one council, or for none."""

    council: str | None
    """None where the rule names no council, and for those who are there for none."""
    people: int
    named: tuple[str, ...] = ()
    """Names, with posts, or posts alone; empty where the rule names neither."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """All that may be shown of who is on a visit."""

    people: int
    councils: int | None
    """None when the rule withholds the number."""
    delegations: tuple[Delegation, ...] = ()


def attendance(
    visit: Visit, participants: Sequence[Participant], authors: Mapping[str, Author], names: Names
) -> Attendance:
    """The attendance list of a visit; ``authors`` are the people behind its pseudonyms."""
    councils = count_shown([one.council for one in participants if one.council], visit.attribution)
    delegations: tuple[Delegation, ...] = ()
    match visit.attribution:
        case Attribution.OPEN:
            delegations = _by_council(visit, participants, authors)
        case Attribution.ORGANISATION:
            delegations = _by_council(visit, participants, {})
        case Attribution.ROLE:
            posts = sorted(struck(one.post, visit.attribution, names) for one in participants if one.post)
            delegations = (Delegation(None, len(participants), tuple(posts)),) if participants else ()
        case Attribution.CHATHAM_HOUSE:
            pass
    return Attendance(len(participants), councils, delegations)


def _by_council(
    visit: Visit, participants: Sequence[Participant], authors: Mapping[str, Author]
) -> tuple[Delegation, ...]:
    """The host's first, then in the order of the visit's councils; those for no council last."""
    order = {council_key(council): place for place, council in enumerate(visit.councils)}
    groups: dict[str | None, list[Participant]] = {}
    for one in participants:
        groups.setdefault(one.council and council_key(one.council), []).append(one)
    found = sorted(
        groups.items(), key=lambda group: (order.get(group[0] or "", len(order)), group[0] is None)
    )
    return tuple(
        Delegation(people[0].council, len(people), tuple(sorted(_named(people, authors))))
        for _, people in found
    )


def _named(people: Sequence[Participant], authors: Mapping[str, Author]) -> list[str]:
    named = []
    for one in people:
        author = authors.get(one.pseudonym)
        if author is None or author.person is None:
            continue
        post = one.post or (None if one.role is Role.PARTICIPANT else one.role.value)
        named.append(f"{author.person} ({post})" if post else author.person)
    return named
