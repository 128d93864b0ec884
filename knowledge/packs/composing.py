"""From what was found about a visit's host and its question to the pack its people read before. Pure.

Nothing is told in other words: a quote is verbatim or it is left out. So where the visit's rule keeps
a name back, what holds the name is left out as a whole, and what is known of the host with it, for
that alone would say who the host is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.attribution import Names, names_organisations, struck
from knowledge.citations import citation
from knowledge.model import Quote, Status, Theme
from knowledge.packs.contents import Enquiry, Excerpt, Note, Pack, Section
from knowledge.visits import Attribution, Session, Visit

THEMES = (Theme.DRIVERS, *(theme for theme in Theme if theme not in {Theme.DRIVERS, Theme.INNOVATION}))
"""Why, then the threads of the improvement model; what is new comes last."""
_ORDER: tuple[Theme | None, ...] = (*THEMES, Theme.INNOVATION, None)

ABOUT_HOST, ON_QUESTION = "about the host", "on the question"
NEAR_QUESTION = "near the question, may not answer it"
_BEARINGS = (ON_QUESTION, ABOUT_HOST, NEAR_QUESTION)

_CASE_STUDIES, _LESSONS, _TOLD = "Case studies", "Lessons", "Told on earlier visits"
_KINDS = (_CASE_STUDIES, _LESSONS, _TOLD)


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer, as it was asked first, and of how many people."""

    question: str
    askers: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A quote that was found, the themes of what it is taken from, and what it was found by."""

    quote: Quote
    themes: tuple[Theme, ...]
    bearing: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found for those the pack is for."""

    passages: tuple[Finding, ...] = ()
    """The best first."""
    unsaid: tuple[str, ...] = ()
    """The parts of the question that nothing says, where something says the others."""
    gaps: tuple[Gap, ...] | None = ()
    """Those that touch the question; None for readers they are not for."""
    enquiries: tuple[tuple[str, str | None], ...] = ()
    """What the visit is to ask already, each with the id of the session that is to ask it."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A visit, and what is needed to keep its rule."""

    visit: Visit
    programme: tuple[Session, ...] = ()
    names: Names = field(default_factory=Names)

    @property
    def everybody(self) -> Names:
        return Names(self.names.people, (*self.names.councils, *self.visit.councils))

    @property
    def names_host(self) -> bool:
        return names_organisations(self.visit.attribution)

    def shown(self) -> Visit:
        """The visit as it may be shown, under an id that tells no more."""
        visit = struck(self.visit, self.visit.attribution, self.everybody)
        telling = self.text(self.visit.id) != self.visit.id
        return visit.model_copy(
            update={"id": f"visit-{visit.starts}" if telling else visit.id, "channel": None}
        )

    def text(self, words: str) -> str:
        return struck(words, self.visit.attribution, self.everybody)

    def may_hold(self, quote: Quote) -> bool:
        """Whether the quote and its citation name nobody whom the visit's rule keeps back."""
        if self.visit.attribution is Attribution.OPEN:
            return True
        told = f"{citation(quote)}\n{quote.source or ''}\n{quote.text}"
        return self.text(told) == told


def compose(occasion: Occasion, found: Findings, *, made_at: datetime) -> Pack:
    """The pack for those the findings are for."""
    kept = [one for one in found.passages if occasion.may_hold(one.quote)]
    left_out = len(kept) < len(found.passages)
    return Pack(
        visit=occasion.shown(),
        made_at=made_at,
        sections=(
            _visit(occasion, left_out=left_out),
            _standing(occasion, kept, found.unsaid),
            *_themes(_distinct(kept)),
            _gaps(occasion, found.gaps),
            _enquiries(occasion, found.enquiries),
        ),
    )


def _visit(occasion: Occasion, *, left_out: bool) -> Section:
    visit = occasion.shown()
    notes = [f"The question: {visit.focus}"]
    if occasion.names_host:
        notes.append(f"The host: {visit.host}. Visiting: {', '.join(visit.visitors) or 'nobody yet'}.")
    else:
        notes.append(
            "The rule of this visit names no council, so this says nothing of who the host is, "
            "and gathers nothing about it."
        )
    notes.append(
        "Everything below is quoted word for word, each with where it stands and how far it is to be "
        "relied on. What you may not see is not in it."
    )
    if left_out:
        notes.append("What names somebody whom the rule of this visit keeps back is left out as a whole.")
    return Section("The visit", tuple(map(Note, notes)))


def _standing(occasion: Occasion, found: Sequence[Finding], unsaid: Sequence[str]) -> Section:
    """What it all comes to, in a few sentences."""
    bearings = {one.bearing for one in found}
    answered = (
        "Some of what is known speaks to the question."
        if ON_QUESTION in bearings
        else "Nothing that is known answers the question; what comes near it stands below."
        if NEAR_QUESTION in bearings
        else "Nothing is known that speaks to the question."
    )
    host = "" if ABOUT_HOST in bearings else f"Nothing is known about {occasion.visit.host}."
    notes = [answered]
    notes += [f"Nothing that is known says this part of it: “{occasion.text(part)}”." for part in unsaid]
    notes += [host] if host and occasion.names_host else []
    kinds = {_kind(one.quote) for one in found}
    notes += [f"{kind}: nothing found." for kind in _KINDS if kind not in kinds]
    themes = {theme for one in found for theme in one.themes}
    if silent := [theme for theme in _ORDER if theme is not None and theme not in themes]:
        notes.append(f"Nothing found on: {', '.join(silent)}.")
    return Section("What is known", tuple(map(Note, notes)))


def _distinct(found: Iterable[Finding]) -> list[Finding]:
    """Each text once, for the reason that comes first; none that overlaps another."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda each: _BEARINGS.index(each.bearing)):
        if all(not _overlap(one.quote, other.quote) for other in kept):
            kept.append(one)
    return kept


def _overlap(one: Quote, other: Quote) -> bool:
    return one.case_study == other.case_study and one.start < other.end and other.start < one.end


def _themes(found: Sequence[Finding]) -> Iterator[Section]:
    """A section for each theme that anything was found on, with a part for each kind of text."""
    for theme in _ORDER:
        of_theme = [one for one in found if _theme(one) is theme]
        parts = tuple(_of_kind(kind, of_theme) for kind in _KINDS)
        if of_theme:
            title = theme or "other matters"
            yield Section(title[:1].upper() + title[1:], parts=tuple(part for part in parts if part.blocks))


def _of_kind(kind: str, found: Iterable[Finding]) -> Section:
    return Section(kind, tuple(Excerpt(one.quote, one.bearing) for one in found if _kind(one.quote) == kind))


def _theme(found: Finding) -> Theme | None:
    """The one that it is shown under: the first of those it has."""
    return found.themes[0] if found.themes else None


def _kind(quote: Quote) -> str:
    kinds: Mapping[Status, str] = {Status.PUBLISHED: _CASE_STUDIES, Status.ACCEPTED: _TOLD}
    return kinds.get(quote.status, _LESSONS)


def _gaps(occasion: Occasion, gaps: Sequence[Gap] | None) -> Section:
    title = "Asked before, and not answered"
    if gaps is None:
        return Section(title, (Note("Facilitators see here what was asked and nothing answers."),))
    asked = tuple(Enquiry(occasion.text(each.question), _asked_by(each.askers)) for each in gaps)
    return Section(title, asked or (Note("No question that waits for an answer comes near this one."),))


def _asked_by(askers: int) -> str:
    return "1 person asked" if askers == 1 else f"{askers} people asked"


def _enquiries(occasion: Occasion, enquiries: Sequence[tuple[str, str | None]]) -> Section:
    titles = {session.id: occasion.text(session.title) for session in occasion.programme}
    asked = tuple(
        Enquiry(occasion.text(question), titles.get(session or "", "anywhere on the visit"))
        for question, session in enquiries
    )
    return Section("To be asked on the visit", asked or (Note("No question is on the programme yet."),))
