"""Whom a pack is for, and the pack as a file: at a command line, and for whoever else hands it over."""

from collections.abc import Iterable

from knowledge.formats import Format, WrittenFile
from knowledge.model import Scopes
from knowledge.packs import Pack, Readership, file_name
from knowledge.scopes import NETWORK, STRANGERS, scopes_of, team
from knowledge.visits import Participant, Role


def for_team(visit: str) -> Readership:
    """What everybody on the visit may see, and what was asked and not answered: its facilitator's copy."""
    return Readership(STRANGERS | {NETWORK, team(visit)}, facilitate=True)


def for_person(parts: Iterable[Participant], scopes: Scopes | None = None) -> Readership:
    """What somebody of these parts may see; ``scopes`` when it is known where they come from, too."""
    own = tuple(parts)
    return Readership(
        scopes_of(own) if scopes is None else scopes,
        facilitate=any(part.role is Role.FACILITATOR for part in own),
    )


def written(pack: Pack, format_: Format[Pack]) -> WrittenFile:
    return format_.written(pack, file_name(pack, format_))
