"""What is known about a file besides its text, and who is believed.

The options of whoever adds the file come before ``<file>.meta.yaml`` beside it, that before the
YAML front matter of a Markdown file, and that before what the file says of itself. A wrong date is
worse than none, so of a file's own dates only the one it was published or sent on counts, never
the one it was saved on.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import Reason
from knowledge.model import AS_OF, Audience, Metadata, Theme
from knowledge.reading.blocks import Extract
from knowledge.reading.cleaning import decode, tidy
from knowledge.reading.refusals import RefusalError

SIDECAR_SUFFIX = ".meta.yaml"
_SINGULARS = {"council": "councils", "theme": "themes"}
_IGNORED = frozenset({"author", "facts", "licence", "note", "tags"})
"""What people write about a document that Peerbot has no use for."""
_NO_TITLE = re.compile(
    r"\s*|microsoft \w+ - .*|.*\.(docx?|html?|indd|odt|pdf|pptx?|qxd|rtf|xlsx?)|(slide|untitled|title)\b.*"
    r"|(powerpoint )?presentation ?\d*|(document|book|workbook) ?\d*",
    re.IGNORECASE,
)
"""What programs write where a title should be."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a file; None where nothing is said."""

    title: str | None = None
    councils: tuple[str, ...] | None = None
    as_of: str | None = None
    themes: tuple[Theme, ...] | None = None
    audience: Audience | None = None
    source: str | None = None
    visit: str | None = None

    def over(self, other: "Given") -> "Given":
        """What is said here, and where nothing is, what ``other`` says."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return Given(
            **{name: getattr(other, name) if value is None else value for name, value in values.items()}
        )


NOTHING = Given()


def given(values: Mapping[str, object], where: str, *, strict: bool = True) -> Given:
    """The metadata that ``values`` hold: strings, or lists of them, by name.

    Raises RefusalError for a value that cannot be, and when ``strict`` for a name nobody knows;
    ``where`` is how its sentence calls the place the values come from.
    """
    named = {_SINGULARS.get(key, key): value for key, value in values.items()}
    unknown = named.keys() - _FIELDS.keys() - _IGNORED
    if strict and unknown:
        known = ", ".join([*_FIELDS, *sorted(_IGNORED)])
        raise _refusal(f"{where} has {min(unknown)!r}, and may only have {known}")
    said = {
        key: read(value, f"{where} has {key!r}") for key, read in _FIELDS.items() if (value := named.get(key))
    }
    return Given(**said)


def sidecar(path: Path) -> Path:
    """Where what is known about the file at ``path`` may be written beside it."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def describe(path: Path, extract: Extract, options: Given) -> Metadata:
    """The metadata of the file at ``path``, read with these ``options``."""
    front = _mapping(extract.front_matter or "", "its front matter")
    own = Given(title=_title(path, extract), as_of=_day(extract.as_of) or _day(front.get("date")))
    known = options.over(_beside(path)).over(given(front, "its front matter", strict=False)).over(own)
    if known.audience is Audience.VISIT_TEAM and not known.visit:
        raise _refusal(
            "its audience is the visit team, and nothing says which visit's: add its id as 'visit'"
        )
    return Metadata(
        title=known.title or "",
        councils=known.councils or (),
        as_of=known.as_of,
        themes=known.themes or (),
        audience=known.audience or Audience.NETWORK,
        source=known.source,
        visit=known.visit,
    )


def _beside(path: Path) -> Given:
    beside = sidecar(path)
    try:
        text = decode(beside.read_bytes())
    except FileNotFoundError:
        return NOTHING
    except OSError as error:
        raise _refusal(f"{beside.name} cannot be opened") from error
    return given(_mapping(text, beside.name), beside.name)


def _mapping(text: str, where: str) -> dict[str, object]:
    try:
        values = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # makes nothing but strings, lists, dicts
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise _refusal(f"{where} is no valid YAML{line}; put quotes around values with colons") from error
    if not values:
        return {}
    if not isinstance(values, dict):
        raise _refusal(f"{where} holds no 'name: value' lines")
    return {str(key): value for key, value in values.items()}


def _text(value: object, problem: str) -> str:
    if not isinstance(value, str):
        raise _refusal(f"{problem} with more than one value, and may have one")
    return " ".join(tidy(value).split())


def _texts(value: object, problem: str) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(_text(each, problem) for each in values))


def _as_of(value: object, problem: str) -> str:
    text = _text(value, problem)
    if _day(text) != text:
        raise _refusal(f"{problem}: {text!r} is no date such as 2024, 2024-05 or 2024-05-31")
    return text


def _source(value: object, problem: str) -> str:
    text = _text(value, problem)
    if not text.startswith(("http://", "https://")):
        raise _refusal(f"{problem}: {text!r} is no address that starts with https:// or http://")
    return text


def _one_of(kind: type[StrEnum]) -> Callable[[object, str], Any]:
    def member(value: object, problem: str) -> StrEnum:
        text = _text(value, problem)
        found = next((each for each in kind if each.casefold() == text.casefold()), None)
        if found is None:
            raise _refusal(f"{problem}: {text!r} is none of {'; '.join(kind)}")
        return found

    return member


def _themes(value: object, problem: str) -> tuple[Theme, ...]:
    return tuple(_one_of(Theme)(each, problem) for each in _texts(value, problem))


_FIELDS: Mapping[str, Callable[[object, str], Any]] = {
    "title": _text,
    "councils": _texts,
    "as_of": _as_of,
    "themes": _themes,
    "audience": _one_of(Audience),
    "source": _source,
    "visit": _text,
}


def _day(value: object) -> str | None:
    """The date a longer one starts with, in the form of AS_OF; None when there is no such day."""
    match = AS_OF.match(value.strip()) if isinstance(value, str) else None
    if not match:
        return None
    try:
        date.fromisoformat(f"{match[0]}-01-01"[:10])
    except ValueError:
        return None
    return match[0]


def _title(path: Path, extract: Extract) -> str:
    own = tidy(extract.title or "")
    if not _NO_TITLE.fullmatch(own):
        return " ".join(own.split())
    for heading in extract.headings:
        if heading.level == 1:
            return heading.title
    words = tidy(re.sub(r"[-_\s]+", " ", path.stem)).strip()
    return words[:1].upper() + words[1:]


def _refusal(detail: str) -> RefusalError:
    return RefusalError(Reason.BAD_METADATA, f"{detail}.")
