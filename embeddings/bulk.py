"""Many passages through a graph: OpenVINO runs a batch on each core, where ONNX Runtime runs one on all.

In bfloat16 where a trial shows that this processor gains from it and the vectors stay the same to within a
cosine of 0.999. Figures: docs/profile.md.
"""

import logging
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Self

import numpy as np

from embeddings import Vectors
from embeddings.forms import unit_rows
from embeddings.graphs import Features, Graph, Runner

# Whoever imports OpenVINO is counted by its makers, over the network; unless this package is not there.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # what Python itself asks for

import openvino as ov  # noqa: E402
from openvino import properties  # noqa: E402
from openvino.properties import hint  # noqa: E402

FULL, HALF = ov.Type.f32, ov.Type.bf16
"""Precisions to calculate in."""

_AT_ONCE = 8  # batches at most, however many cores there are: each needs memory of its own
_TRIED = 4  # texts, the longest
_TRIED_CHARACTERS = 800  # each is repeated until it has them: on a few words all precisions are alike
_ROUNDS = 2
_GAIN = 1.2  # times faster, or it stays with float32
_COSINE = 0.999

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bulk:
    """A graph as OpenVINO runs it, of so many batches at once each on a core of its own.

    Threads that share the work of one batch wait for each other at every step.
    """

    side_by_side: int
    _idle: "SimpleQueue[ov.InferRequest]"

    @classmethod
    def open(cls, file: Path, precision: ov.Type) -> Self:
        """Raises RuntimeError for a graph with something in it that OpenVINO does not know."""
        how = {
            hint.performance_mode: hint.PerformanceMode.THROUGHPUT,
            hint.num_requests: _AT_ONCE,
            hint.inference_precision: precision,
            hint.enable_cpu_pinning: False,  # questions are asked meanwhile
        }
        compiled = ov.Core().compile_model(file, "CPU", how)
        side_by_side = compiled.get_property(properties.optimal_number_of_infer_requests)
        idle: SimpleQueue[ov.InferRequest] = SimpleQueue()
        for _ in range(side_by_side):
            idle.put(compiled.create_infer_request())
        return cls(side_by_side, idle)

    def run(self, features: Features) -> tuple[Vectors, Vectors]:
        request = self._idle.get()
        try:
            request.infer(dict(features), share_inputs=True)
            vectors, tokens = (request.get_output_tensor(place).data.copy() for place in (0, 1))
        finally:
            self._idle.put(request)
        return vectors, tokens


def fastest(graph: Graph, texts: Sequence[str], seconds: Callable[[], float] = time.process_time) -> Runner:
    """What to take many texts like these through the graph with; the graph itself if nothing else can."""
    longest = sorted(texts, key=len)[-_TRIED:]
    trial = _Trial(graph, graph.features(graph.cut([_lengthened(text) for text in longest])), seconds)
    try:
        half = Bulk.open(graph.file, HALF)
        if trial.alike(half) and trial.gains(half):
            return half
        full = Bulk.open(graph.file, FULL)
        if trial.alike(full):
            return full
    except RuntimeError as error:
        _log.warning("many passages take longer than they could: %s", error)
    else:
        _log.warning("many passages take longer than they could: OpenVINO makes other vectors of them")
    return graph


def _lengthened(text: str) -> str:
    """So long that how fast it goes says how fast long texts go."""
    return f"{text} " * (_TRIED_CHARACTERS // (len(text) + 1) + 1)


@dataclass(frozen=True, slots=True)
class _Trial:
    """Measured, because a processor's name says little about what its bfloat16 is worth."""

    _graph: Graph
    _features: Features
    _seconds: Callable[[], float]

    def alike(self, bulk: Bulk) -> bool:
        """Whether it makes the graph's vectors of the texts."""
        ours, theirs = (
            unit_rows(one.run(self._features)[0], self._graph.dimension) for one in (self._graph, bulk)
        )
        return ours.shape == theirs.shape and float(np.min(np.sum(ours * theirs, axis=1))) >= _COSINE

    def gains(self, bulk: Bulk) -> bool:
        """Both have run once before, which pays for building kernels.

        The two take turns and their best times count, by the processor's clock: whatever else the machine is
        busy with does not decide.
        """
        rounds = [[self._timed(one) for one in (self._graph, bulk)] for _ in range(_ROUNDS)]
        slow, fast = (min(times) for times in zip(*rounds, strict=True))
        return bool(slow >= _GAIN * fast)

    def _timed(self, runner: Runner) -> float:
        start = self._seconds()
        runner.run(self._features)
        return self._seconds() - start
