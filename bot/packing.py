"""Whom a pack is for, and the pack as a file: at a command line, and for whoever else hands it over."""

from collections.abc import Iterable

from knowledge.formats import Format, WrittenFile
from knowledge.model import Scopes
from knowledge.packs import Pack, Readership, file_name
from knowledge.scopes import NETWORK, STRANGERS, team
from knowledge.visits import Participant, Role


def for_team(visit: str, joint: Iterable[str] = ()) -> Readership:
    """What everybody on the visit may see, and what was asked and not answered: its facilitator's copy.

    ``joint`` are the visits ``together`` that it is one of and that lessons rest on.
    """
    teams = {team(each) for each in (visit, *joint)}
    return Readership(STRANGERS | {NETWORK} | teams, facilitate=True)


def for_person(parts: Iterable[Participant], scopes: Scopes) -> Readership:
    """What somebody of these parts and scopes may see."""
    return Readership(scopes, facilitate=any(part.role is Role.FACILITATOR for part in parts))


def written(pack: Pack, format_: Format[Pack]) -> WrittenFile:
    return format_.written(pack, file_name(pack, format_))
