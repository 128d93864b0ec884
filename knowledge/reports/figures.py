"""The numbers of a report, and the same in words for whoever cannot see a chart. Pure.

A number that points at fewer organisations than the attribution rule allows is not in a figure
at all, so nothing that is made of it can give it away.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from knowledge.attribution import Names, count_shown, strictest, struck
from knowledge.model import Theme
from knowledge.records import FeedbackKind, FeedbackRecord
from knowledge.reports.phrases import capital
from knowledge.visits import Attribution, Session

WITHHELD = "Numbers that fewer than three organisations stand behind are withheld."

_NO_THEME = "No theme"


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a figure."""

    label: str
    values: tuple[float, ...]
    """One for each series; 0 where there is nothing to show."""
    note: str = ""
    """What the numbers rest on."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Bars, each of one or more series."""

    name: str
    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    withheld: bool
    """Whether there are numbers that must not be shown."""
    limit: float | None = None
    """The highest value there can be."""

    @property
    def alternative_text(self) -> str:
        """All that the bars show, in words."""
        rows = "; ".join(f"{bar.label}: {self._said(bar)}" for bar in self.bars)
        return f"{self.title}. {rows}.{f' {WITHHELD}' if self.withheld else ''}"

    def _said(self, bar: Bar) -> str:
        if len(self.series) == 1:
            return f"{number(bar.values[0])} ({bar.note})"
        shown = ((value, name) for value, name in zip(bar.values, self.series, strict=True) if value)
        return ", ".join(f"{number(value)} {name}" for value, name in shown)


@dataclass(frozen=True, slots=True)
class Sample:
    """The feedback that numbers are made of, and what decides whether a number may be shown."""

    records: tuple[FeedbackRecord, ...]
    rule: Attribution
    organisations: Mapping[str, str]
    """Of each respondent whose organisation is known, by pseudonym."""
    names: Names

    def showable(self, records: Sequence[FeedbackRecord]) -> bool:
        """Whether enough organisations stand behind a number that rests on these."""
        rule = strictest(self.rule, *(record.attribution for record in records))
        behind = (self.organisations.get(record.respondent) for record in records)
        return count_shown(filter(None, behind), rule) is not None


def number(value: float) -> str:
    """As people write it: 4, not 4.0; and halves go up."""
    return f"{int(value * 10 + 0.5) / 10:.1f}".removesuffix(".0")


def usefulness_by_session(sample: Sample, programme: Iterable[Session]) -> Figure:
    """The mean of what people gave each session, from 1 to 5."""
    rated = [record for record in sample.records if record.usefulness is not None]
    groups = [
        (session, [record for record in rated if record.session == session.id]) for session in programme
    ]
    bars = [_rating(session, records, sample) for session, records in groups if sample.showable(records)]
    return Figure(
        "usefulness-by-session",
        "How useful each session was, on average, from 1 (hardly) to 5 (very)",
        ("usefulness",),
        tuple(bar for bar in bars if bar.values[0]),
        withheld=any(records and not sample.showable(records) for _, records in groups),
        limit=5,
    )


def _rating(session: Session, records: Sequence[FeedbackRecord], sample: Sample) -> Bar:
    rule = strictest(sample.rule, *(record.attribution for record in records))
    given = [record.usefulness for record in records if record.usefulness is not None]
    note = "1 rating" if len(given) == 1 else f"{len(given)} ratings"
    return Bar(struck(session.title, rule, sample.names), (fmean(given) if given else 0,), note)


def feedback_by_theme_and_kind(sample: Sample) -> Figure:
    """How many pieces of accepted feedback of each kind there are on each theme."""
    groups = {
        (theme, kind): [record for record in sample.records if (record.theme, record.kind) == (theme, kind)]
        for theme in (*Theme, None)
        for kind in FeedbackKind
    }

    def count(theme: Theme | None) -> Callable[[FeedbackKind], float]:
        return lambda kind: len(groups[theme, kind]) if sample.showable(groups[theme, kind]) else 0

    bars = [
        Bar(capital(theme or _NO_THEME), tuple(map(count(theme), FeedbackKind))) for theme in (*Theme, None)
    ]
    return Figure(
        "feedback-by-theme-and-kind",
        "How much feedback there is on each theme, by kind",
        tuple(FeedbackKind),
        tuple(bar for bar in bars if any(bar.values)),
        withheld=any(records and not sample.showable(records) for records in groups.values()),
    )
