"""How far a confidence is the share of right answers that it promises: figures, and a diagram."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

Numbers = npt.NDArray[np.float64]

_BINS = np.linspace(0, 1, 11)
_INK, _LINE, _BARS = "#1d1c1d", "#1264a3", "#c9d6e0"


@dataclass(frozen=True, slots=True)
class Confidences:
    """What was promised for each question, and what came true: 1 when the sources answer it, else 0."""

    promised: Numbers
    answerable: Numbers

    @property
    def brier(self) -> float:
        """The mean square of the difference; .25 is what saying .5 to everything gives."""
        return float(((self.promised - self.answerable) ** 2).mean())

    @property
    def calibration_error(self) -> float:
        """The difference of promise and truth in ten bins of equal width, weighed by their questions."""
        return sum(questions * abs(promised - true) for promised, true, questions in self.bins()) / len(
            self.promised
        )

    def bins(self) -> list[tuple[float, float, int]]:
        """Of each bin with questions in it: mean promise, share answerable, how many."""
        places = np.clip(np.digitize(self.promised, _BINS) - 1, 0, len(_BINS) - 2)
        chosen = [places == place for place in np.unique(places)]
        return [
            (float(self.promised[one].mean()), float(self.answerable[one].mean()), int(one.sum()))
            for one in chosen
        ]


def draw(sets: Mapping[str, Confidences], threshold: float, file: Path) -> None:
    """A diagram for each set: the nearer the line to the diagonal, the better; below, how many questions."""
    with mpl.rc_context({"svg.hashsalt": "peerbot", "font.size": 9, "text.color": _INK}):
        figure = Figure(figsize=(3.2 * len(sets), 4.2), layout="constrained")
        FigureCanvasSVG(figure)
        grid = figure.subplots(2, len(sets), sharex=True, squeeze=False, height_ratios=(3, 1))
        for (name, one), (above, below) in zip(sets.items(), grid.T, strict=True):
            promised, true, questions = zip(*one.bins(), strict=True)
            above.plot([0, 1], [0, 1], color=_BARS, linestyle="--")
            above.plot(promised, true, color=_LINE, marker="o", markersize=4)
            above.axvline(threshold, color=_INK, linewidth=0.8, linestyle=":")
            above.set(title=name, xlim=(0, 1), ylim=(0, 1), ylabel="share the sources answer")
            below.bar(promised, questions, width=0.08, color=_LINE)
            below.set(xlabel="confidence", ylabel="questions")
        figure.savefig(file, metadata={"Date": None})
