"""Which councils there are and what kind of place each is, so that one can ask for those like one's own.

``councils.csv`` is an original compilation: the principal councils of the United Kingdom as they
have been since April 2023, by name, nation, region and tier, after the lists of
https://www.gov.uk/guidance/local-government-structure-and-elections,
https://www.gov.wales/find-your-local-authority, https://www.gov.scot/policies/local-government/ and
https://www.nidirect.gov.uk/contacts/local-councils-in-northern-ireland. ``size`` is the band of the
usual residents that the Census of 2021 counted
(https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates),
left empty where a council lies near the edge of one or was not looked up; ``rurality`` is empty
until somebody says it. A file of the same columns extends it: what it says of a council wins.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path

from knowledge.councils import council_key
from knowledge.errors import RegisterError

_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """A council and the kind of place it is; an empty text is not known."""

    name: str
    nation: str = ""
    region: str = ""
    tier: str = ""
    size: str = ""
    rurality: str = ""

    def is_like(self, other: "Place") -> bool:
        """Whether they are of one tier, and of one size and rurality where both are known."""
        return self.tier == other.tier and all(
            mine == theirs or not mine or not theirs
            for mine, theirs in ((self.size, other.size), (self.rurality, other.rurality))
        )


_COLUMNS = tuple(field.name for field in fields(Place))


@dataclass(frozen=True, slots=True)
class Register:
    """The councils by ``council_key``, so that any way to write a name finds one."""

    places: Mapping[str, Place]

    def find(self, council: str) -> Place | None:
        """The place of a council, however its name is written; None when it is not in the register."""
        return self.places.get(council_key(council))

    def alike(self, council: str) -> tuple[Place, ...]:
        """The other councils that are like it, those of its region first, each part by name."""
        own = self.find(council)
        if own is None:
            return ()
        found = (place for place in self.places.values() if place != own and place.is_like(own))
        return tuple(sorted(found, key=lambda place: (place.region != own.region, place.name)))

    def among(
        self, *, tier: str = "", region: str = "", size: str = "", rurality: str = ""
    ) -> tuple[Place, ...]:
        """The councils of this kind; what is left empty may be anything."""
        wanted = {"tier": tier, "region": region, "size": size, "rurality": rurality}
        return tuple(
            place
            for place in self.places.values()
            if all(not value or getattr(place, name) == value for name, value in wanted.items())
        )

    def kinds(self, of: str) -> tuple[str, ...]:
        """Every tier, region, size or rurality there is, by its column; bands from the smallest."""
        return tuple(sorted({getattr(place, of) for place in self.places.values()} - {""}, key=_order))

    def extended(self, places: Iterable[Place]) -> "Register":
        """The register with these; what they leave empty stays as it was."""
        merged = dict(self.places)
        for place in places:
            key = council_key(place.name)
            merged[key] = _merged(merged.get(key), place)
        return Register(merged)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place that somebody looks for; what is empty may be anything."""

    like: str | None = None
    """A council: those that are like it."""
    tier: str = ""
    region: str = ""
    size: str = ""
    rurality: str = ""


def councils_among(register: Register, kind: Kind, named: Sequence[str] = ()) -> tuple[str, ...] | None:
    """The councils of a kind, of those that are named if any are; None for any council at all."""
    ways: list[Iterable[str]] = []
    if named:
        ways.append(named)
    if kind.like:
        ways.append(place.name for place in register.alike(kind.like))
    if kind.tier or kind.region or kind.size or kind.rurality:
        found = register.among(tier=kind.tier, region=kind.region, size=kind.size, rurality=kind.rurality)
        ways.append(place.name for place in found)
    if not ways:
        return None
    given = [{council_key(name): name for name in names} for names in ways]
    common = set(given[0]).intersection(*given[1:])
    return tuple(sorted(given[0][key] for key in common))


def load_register(extension: Path | None = None) -> Register:
    """The register that ships, extended by a file of the same columns; RegisterError says what is wrong."""
    shipped = (files("knowledge.register") / "councils.csv").read_text(encoding="utf-8")
    register = Register({}).extended(_read(shipped))
    if extension is None:
        return register
    try:
        return register.extended(_read(extension.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(f"{extension} cannot be read: it must be a CSV file in UTF-8") from error
    except ValueError as error:
        raise RegisterError(f"{extension}, {error}") from error


def _read(text: str) -> list[Place]:
    """ValueError names the line that is wrong."""
    reader = csv.DictReader(io.StringIO(text))
    unknown = sorted(set(reader.fieldnames or ()) - set(_COLUMNS))
    if unknown or "name" not in (reader.fieldnames or ()):
        raise ValueError(f"line 1: its columns are some of {', '.join(_COLUMNS)}, and name is one of them")
    return [_place(row, reader.line_num) for row in reader]


def _place(row: Mapping[str | None, str | None], number: int) -> Place:
    if None in row or not (row.get("name") or "").strip():
        raise ValueError(f"line {number}: it has no name, or more cells than there are columns")
    return Place(**{str(name): (value or "").strip() for name, value in row.items()})


def _order(kind: str) -> tuple[int, str]:
    """Bands of figures by their first one, "under" it before it; words by their letters."""
    figures = _FIGURES.search(kind.replace(",", ""))
    first = int(figures[0]) if figures else 0
    return (first - 1 if kind.startswith("under") else first), kind


def _merged(before: Place | None, place: Place) -> Place:
    if before is None:
        return place
    return Place(**{name: getattr(place, name) or getattr(before, name) for name in _COLUMNS})
