"""The measurements as a picture: one bar for each way, a dot for each round."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("agg")  # no window

from matplotlib import pyplot
from matplotlib.axes import Axes

from bench.rounds import Measure
from bench.table import Line

_COLOURS = ("#1f5f3f", "#99b3d9", "#d9b38c", "#bbbbbb")


def plot(found: Sequence[Measure], lines: Sequence[Line], people: int, file: Path) -> None:
    """Write processor seconds, wall seconds and memory, side by side, as PNG."""
    figure, axes = pyplot.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
    values = {
        "CPU, seconds a person": ([line.cpu for line in lines], [each.cpu / people for each in found]),
        "wall, seconds a person": ([line.wall for line in lines], [each.wall / people for each in found]),
        "memory at most, MiB": ([line.memory for line in lines], [each.memory for each in found]),
    }
    for place, (title, (medians, dots)) in zip(axes, values.items(), strict=True):
        names = {line.way: f"{line.way}\n{value:.3g}" for line, value in zip(lines, medians, strict=True)}
        _bars(place, title, list(names.values()), medians)
        place.plot([names[each.way] for each in found], dots, ".", color="black", markersize=4)
    figure.savefig(file, format="png", dpi=120)
    pyplot.close(figure)


def _bars(axes: Axes, title: str, names: Sequence[str], medians: Sequence[float]) -> None:
    axes.bar(names, medians, color=[_COLOURS[number % len(_COLOURS)] for number in range(len(names))])
    axes.set_title(title, fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(y=0.1)
