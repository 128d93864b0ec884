"""Figures as pictures, each with the same numbers in words for whoever cannot see it.

Told apart by hatching and by the numbers in the bars as well as by colour, which is chosen for
people who see few colours. Figures are drawn without pyplot, so nothing is shared between threads.
"""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from knowledge.reports.contents import Report, figures
from knowledge.reports.figures import Figure, number

_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00")  # Okabe and Ito, 2008
_HATCHES = ("", "//", "..", "xx", "--")
_INK = "#1f2a33"
_WIDTH_INCHES = 7.2
_BAR_INCHES = 0.42
_AROUND_INCHES = 1.15
_DOTS_PER_INCH = 180
_LABEL_CHARACTERS = 36
_FONT = "DejaVu Sans"  # comes with matplotlib


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, and what it shows in words."""

    name: str
    png: bytes
    alternative_text: str


def charts(report: Report) -> tuple[Chart, ...]:
    """All charts of a report; none of a figure whose numbers are all withheld."""
    return tuple(chart(figure) for figure in figures(report))


def chart(figure: Figure) -> Chart:
    height = _AROUND_INCHES + _BAR_INCHES * len(figure.bars)
    canvas = Canvas(figsize=(_WIDTH_INCHES, height), dpi=_DOTS_PER_INCH, layout="constrained")
    canvas.suptitle(figure.title, x=0.01, ha="left", fontsize=10, color=_INK, family=_FONT, fontweight="bold")
    axes = canvas.add_subplot()
    _draw(axes, figure)
    _dress(axes, figure)
    picture = io.BytesIO()
    FigureCanvasAgg(canvas)
    canvas.savefig(picture, format="png", metadata={"Software": None})
    return Chart(figure.name, picture.getvalue(), figure.alternative_text)


def _draw(axes: Axes, figure: Figure) -> None:
    places = range(len(figure.bars))
    starts = [0.0] * len(figure.bars)
    for place, name in enumerate(figure.series):
        values = [bar.values[place] for bar in figure.bars]
        axes.barh(
            places,
            values,
            left=starts,
            height=0.66,
            label=name,
            color=_COLOURS[place % len(_COLOURS)],
            hatch=_HATCHES[place % len(_HATCHES)],
            edgecolor="white",
            linewidth=0.8,
        )
        _number(axes, figure, starts, values)
        starts = [start + value for start, value in zip(starts, values, strict=True)]


def _number(axes: Axes, figure: Figure, starts: Sequence[float], values: Sequence[float]) -> None:
    """Writes each bar's number: in it, on white, where bars are stacked, else after it."""
    stacked = len(figure.series) > 1
    for place, (start, value) in enumerate(zip(starts, values, strict=True)):
        if not value:
            continue
        note = figure.bars[place].note
        said = f"{number(value)} ({note})" if note else number(value)
        across = start + value / 2 if stacked else value + 0.08
        box = {"boxstyle": "round,pad=0.18", "facecolor": "white", "edgecolor": "none"}
        _plain(
            axes.text(
                across,
                place,
                said,
                ha="center" if stacked else "left",
                va="center",
                color=_INK,
                bbox=box,
                fontsize=8.5,
                family=_FONT,
            )
        )


def _dress(axes: Axes, figure: Figure) -> None:
    labels = [
        textwrap.fill(_drawable(bar.label), _LABEL_CHARACTERS, max_lines=2, placeholder="…")
        for bar in figure.bars
    ]
    axes.set_yticks(range(len(figure.bars)), labels, fontsize=9, family=_FONT, color=_INK)
    for label in axes.get_yticklabels():
        _plain(label)
    axes.invert_yaxis()
    highest = figure.limit or max(sum(bar.values) for bar in figure.bars)
    axes.set_xlim(0, highest * (1.3 if figure.limit else 1.04))
    axes.set_xticks(range(int(highest) + 1) if figure.limit else _whole_numbers(highest))
    axes.tick_params(length=0, labelsize=8.5, labelcolor=_INK)
    axes.set_axisbelow(True)
    axes.grid(axis="x", color="#d9dee3", linewidth=0.7)
    for side in axes.spines.values():
        side.set_visible(False)
    if len(figure.series) > 1:
        axes.legend(
            loc="upper center",
            bbox_to_anchor=(0.4, -0.08),
            ncols=len(figure.series),
            frameon=False,
            prop={"family": _FONT, "size": 8.5},
        )


def _whole_numbers(highest: float) -> range:
    """At most ten marks."""
    return range(0, int(highest) + 1, max(1, int(highest) // 10))


def _plain(text: Text) -> None:
    """Dollar signs are dollar signs."""
    text.set_parse_math(False)


def _drawable(text: str) -> str:
    """The text with a box for each sign that the font does not have."""
    known = font_manager.get_font(font_manager.findfont(_FONT)).get_charmap()
    return "".join(sign if ord(sign) in known else "□" for sign in text)
