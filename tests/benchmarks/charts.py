"""The published figures as two pictures, for whoever would rather look than read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_OURS, _THEIRS, _INK = "#0072B2", "#8a949e", "#1f2a33"
_FONT = "DejaVu Sans"  # comes with matplotlib
_PANEL_INCHES, _NAMES_INCHES, _HEIGHT_INCHES = 1.9, 1.5, 2.7

_SPEED = (
    ("question ÷ bare encode", "question_ratio"),
    ("indexing ÷ bare encode", "indexing_ratio"),
    ("cold start, s", "cold_start_seconds"),
    ("memory, MB", "resident_mb"),
)

Measure = Callable[[Mapping[str, Any]], tuple[float, float, float] | None]
"""Of a system on a set: value, low and high; None where there is nothing to measure it on."""
Panel = tuple[str, Sequence[Mapping[str, Any]], Measure]


def draw(results: Mapping[str, Any], out: Path) -> None:
    """``quality.svg`` and ``speed.svg`` in the folder."""
    sets = [one for one in results["sets"] if one["systems"]]
    if not sets:
        return
    _save([panel for one in sets for panel in _found_and_refused(one)], out / "quality.svg")
    _save([(title, sets[0]["systems"], _across(sets, name)) for title, name in _SPEED], out / "speed.svg")


def _found_and_refused(one: Mapping[str, Any]) -> Iterator[Panel]:
    """How well what answers is found, finely where the set tells; and what does not, told apart."""
    name, systems = one["set"], one["systems"]
    ours = systems[0]["quality"]
    if ours["span_recall@5"]:
        yield f"{name}: spans", systems, _quality("span_recall@5")
    else:
        yield name, systems, _quality("ndcg@10")
    if ours["refusal_auroc"]:
        yield f"{name}: refusal", systems, _quality("refusal_auroc")


def _quality(name: str) -> Measure:
    def measure(system: Mapping[str, Any]) -> tuple[float, float, float] | None:
        seen = system["quality"][name]
        return (seen["value"], seen["low"], seen["high"]) if seen else None

    return measure


def _across(sets: Sequence[Mapping[str, Any]], name: str) -> Measure:
    """The median over the sets, and from the lowest to the highest."""

    def measure(system: Mapping[str, Any]) -> tuple[float, float, float]:
        seen = [
            speed["median"] if isinstance(speed, dict) else speed
            for one in sets
            for other in one["systems"]
            if other["system"] == system["system"] and (speed := other["speed"][name]) is not None
        ]
        return median(seen), min(seen), max(seen)

    return measure


def _save(panels: Sequence[Panel], file: Path) -> None:
    canvas = Figure(
        figsize=(_NAMES_INCHES + _PANEL_INCHES * len(panels), _HEIGHT_INCHES), layout="constrained"
    )
    FigureCanvasSVG(canvas)
    for axes, (title, systems, measure) in zip(
        canvas.subplots(1, len(panels), sharey=True, squeeze=False)[0], panels, strict=True
    ):
        _panel(axes, title, systems, measure)
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "peerbot"}):  # words, and the same bytes
        canvas.savefig(file, format="svg", metadata={"Date": None})


def _panel(axes: Axes, title: str, systems: Sequence[Mapping[str, Any]], measure: Measure) -> None:
    axes.set_title(title, fontsize=9, family=_FONT, color=_INK)
    for place, system in enumerate(systems):
        seen = measure(system)
        if seen is None:
            continue
        value, low, high = seen
        ours = system["system"] == "Peerbot"
        colour = _OURS if ours else _THEIRS
        axes.plot([low, high], [place, place], color=colour, linewidth=1.6, alpha=0.6)
        axes.plot([value], [place], "o", color=colour, markersize=6.5 if ours else 5)
        if ours:
            axes.axvline(value, color=_OURS, linewidth=0.7, linestyle=":")
    axes.set_yticks(range(len(systems)), [one["system"] for one in systems], fontsize=9, family=_FONT)
    axes.set_ylim(len(systems) - 0.5, -0.5)
    axes.margins(x=0.12)
    axes.locator_params(axis="x", nbins=4)
    axes.tick_params(length=0, labelsize=8, labelcolor=_INK)
    axes.grid(axis="x", color="#d9dee3", linewidth=0.7)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
