"""Who may be named with what they told, decided in one place. Pure.

What Slack calls a person is struck out of all words under every rule; under every rule but the open
one people, handles and addresses are, too; where organisations are not to be named, councils as
well. What is struck out becomes ``STRUCK``, which holds no letters, so that striking out twice
changes nothing. A name that nobody told us cannot be found: give ``Names`` everybody on the visit.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from knowledge.councils import council_key
from knowledge.fields import LINE_LIMIT, Value
from knowledge.records import Commitment, Evidence, EvidenceKind, GroupFeedback, Record
from knowledge.visits import Attribution

STRUCK = "[…]"
_FEWEST = 3  # organisations below which a count would point at them

_Record = TypeVar("_Record", bound=Record)
_Part = TypeVar("_Part", bound=str | Value)

_STRICTNESS = {rule: rank for rank, rule in enumerate(Attribution)}
_NAMES_ORGANISATIONS = frozenset({Attribution.OPEN, Attribution.ORGANISATION})
_NAMES_ROLES = frozenset({Attribution.OPEN, Attribution.ROLE})

# No words of anybody's: what the code itself looks things up by.
_NO_WORDS = frozenset(
    {"id", "visit", "session", "respondent", "actor", "enquiry", "chosen", "agreed_by"}
    | {"time_zone", "channel", "record", "case_study", "merged_into", "superseded_by", "field", "kind"}
)
_HANDLE = re.compile(r"[^\s@<>]+@[^\s@<>]+|@\w[\w.-]*")
_SLACK_USER = re.compile(r"<@[^>\n]*>|(?<![^\W_])[UW](?=[A-Z]*[0-9])[A-Z0-9]{7,}(?![^\W_])")
_KIND = (
    r"(?:[\W_]+(?:city|county|borough|district|metropolitan|unitary|council|corporation|authority)"
    r"(?![^\W_]))*"
)
_BETWEEN = r"(?:[\W_]+(?:and|of|the))*[\W_]+"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"  # an underscore makes letters slanted in Slack


@dataclass(frozen=True, slots=True)
class Names:
    """Whom a visit's texts may name."""

    people: tuple[str, ...] = ()
    councils: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who told something; what is not known is None."""

    person: str | None = None
    organisation: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Shown(Generic[_Record]):
    """A record and its author as they may be shown."""

    record: _Record
    author: Author


def strictest(first: Attribution, *others: Attribution) -> Attribution:
    """The one that wins among the rules of several sources."""
    return max((first, *others), key=_STRICTNESS.__getitem__)


def rule_of(record: Record, rule: Attribution, among: Iterable[Record]) -> Attribution:
    """The record's rule under its visit's: the strictest of that, its author's, and its sources' ``among``.

    The sources are what the group composed its feedback from; nothing else has any.
    """
    chosen = frozenset(record.chosen) if isinstance(record, GroupFeedback) else frozenset()
    return strictest(rule, record.attribution, *(one.attribution for one in among if one.id in chosen))


def shown(record: _Record, rule: Attribution, names: Names, author: Author | None = None) -> Shown[_Record]:
    """What may be shown of the record under the visit's rule or its author's, whichever is stricter."""
    rule = strictest(rule, record.attribution)
    author = author or Author(role=record.respondent_role)
    hide = _hiding(rule, _with_own(names, record, author))
    if rule is Attribution.OPEN:
        return Shown(_struck(record, hide), author)
    return Shown(
        _struck(record, hide).model_copy(update=_withheld(record, rule)),
        Author(
            organisation=author.organisation if rule is Attribution.ORGANISATION else None,
            role=author.role and hide(author.role) if rule is Attribution.ROLE else None,
        ),
    )


def _withheld(record: Record, rule: Attribution) -> dict[str, Any]:
    """What goes as a whole, whatever it says."""
    role = {} if rule in _NAMES_ROLES else {"respondent_role": None}
    named = isinstance(record, Commitment) and rule not in _NAMES_ORGANISATIONS
    return role | ({"council": STRUCK} if named else {})


def names_people(rule: Attribution) -> bool:
    """Whether people may be named."""
    return rule is Attribution.OPEN


def names_organisations(rule: Attribution) -> bool:
    """Whether councils may be named."""
    return rule in _NAMES_ORGANISATIONS


def names_roles(rule: Attribution) -> bool:
    """Whether what people do at their councils may be said."""
    return rule in _NAMES_ROLES


def count_shown(organisations: Iterable[str], rule: Attribution) -> int | None:
    """How many organisations there are; None when the rule withholds so small a number."""
    count = len({council_key(name) for name in organisations})
    return None if rule is Attribution.CHATHAM_HOUSE and count < _FEWEST else count


def struck(part: _Part, rule: Attribution, names: Names) -> _Part:
    """A text, or all texts of a value, without what the rule does not let them name."""
    kept: _Part = _struck(part, _hiding(rule, names))
    return kept


def _with_own(names: Names, record: Record, author: Author) -> Names:
    """The names, and those that the record itself was told under."""
    own = [record.council] if isinstance(record, Commitment) else []
    councils = (*names.councils, *own, *filter(None, [author.organisation]))
    return Names((*names.people, *filter(None, [author.person])), councils)


@dataclass(frozen=True, slots=True)
class _Hiding:
    """What strikes out of a text what a rule does not let it say."""

    rule: Attribution
    patterns: tuple[re.Pattern[str], ...]

    def __call__(self, text: str) -> str:
        # A longer text than a field takes could not be imported again.
        limit = max(len(text), LINE_LIMIT)
        hidden = unicodedata.normalize("NFC", text)
        after = self._once(hidden)
        if after == hidden:
            return text  # sign for sign: it may be a quote
        while after != hidden:  # what is struck out may leave a handle behind: "a@@ann"
            hidden = after[:limit].rstrip()
            after = self._once(hidden)
        return hidden

    def _once(self, text: str) -> str:
        for pattern in self.patterns:
            text = pattern.sub(STRUCK, text)
        return text


def _hiding(rule: Attribution, names: Names) -> _Hiding:
    patterns = [_SLACK_USER]
    if not names_people(rule):
        patterns += [_HANDLE, *_people(names.people)]
    if not names_organisations(rule):
        patterns += [pattern for name in names.councils for pattern in _council(name)]
    return _Hiding(rule, tuple(patterns))


def _people(names: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """Whole names however they are written, their parts only as they are: "will" is a verb too."""
    parts = set()
    for name in sorted(names, key=len, reverse=True):
        words = _words(name)
        parts |= {word for word in words if len(word) > 1}
        yield from _spelt(words, r"[\W_]+")
    for part in sorted(parts, key=len, reverse=True):
        yield re.compile(f"{_START}{re.escape(part)}{_END}")


def _council(name: str) -> Iterator[re.Pattern[str]]:
    """As it is written; without its kind, "Kent" for "Kent County Council"; and each of two it joins."""
    yield from _spelt(_words(name), _BETWEEN)
    key = council_key(unicodedata.normalize("NFC", name))
    for part in (key, *key.split(" and ")):
        yield from _spelt([word for word in _words(part) if word != "and"], _BETWEEN, _KIND)


def _spelt(words: Sequence[str], between: str, after: str = "") -> Iterator[re.Pattern[str]]:
    if words:
        spelling = between.join(re.escape(word) for word in words)
        yield re.compile(_START + spelling + _END + after, re.IGNORECASE)


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name))


def _struck(part: Any, hide: _Hiding) -> Any:
    """The part of a record with the words in it hidden; what is no text stays."""
    if type(part) is str:  # not a member of a StrEnum
        return hide(part)
    if isinstance(part, tuple):
        return tuple(_struck(each, hide) for each in part)
    if isinstance(part, Value):
        return part.model_copy(update=_struck_fields(part, hide))
    return part


def _struck_fields(value: Value, hide: _Hiding) -> dict[str, Any]:
    fields = {name: _struck(part, hide) for name, part in value if name not in _NO_WORDS}
    links_to_author = isinstance(value, Evidence) and value.kind is EvidenceKind.MESSAGE
    if links_to_author and not names_people(hide.rule):
        fields["reference"] = None  # it leads to who wrote the message
    return fields
