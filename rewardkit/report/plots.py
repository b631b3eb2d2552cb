"""Plots of a report as SVG text, drawn by matplotlib: no script, and readable on paper.

The colours are of middle brightness, and texts are grey, so that one drawing reads on a light and
on a dark page.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rewardkit.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GREY = "#808080"
COLOURS = ("#2a9d8f", "#e76f51", "#4a7fd6", "#c78b1e", "#9b5fc0", "#5c8a3a", "#c2477f", _GREY)
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "rewardkit",
    "font.size": 9,
    "font.family": "sans-serif",
    "text.color": _GREY,
    "axes.edgecolor": _GREY,
    "axes.labelcolor": _GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": _GREY,
    "grid.alpha": 0.2,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
    "legend.frameon": False,
    "savefig.transparent": True,
}


def lines(series: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str) -> str:
    """Return a plot of named lines as SVG text."""

    def draw(axes: Axes) -> None:
        for (name, points), colour in zip(series.items(), _cycled(len(series)), strict=True):
            axes.plot([x for x, _ in points], [y for _, y in points], label=name, color=colour)
        if len(series) > 1:
            axes.legend()

    return _svg(draw, across, up)


def histogram(values: Mapping[str, Sequence[float]], across: str, bins: int = 30) -> str:
    """Return a histogram of named values over common bins as SVG text."""

    def draw(axes: Axes) -> None:
        everything = [value for some in values.values() for value in some]
        low, high = (min(everything), max(everything)) if everything else (0.0, 1.0)
        high = high if high > low else low + 1.0
        edges = [low + (high - low) * at / bins for at in range(bins + 1)]
        for (name, some), colour in zip(values.items(), _cycled(len(values)), strict=True):
            axes.hist(some, bins=edges, label=name, color=colour, alpha=0.7)
        if len(values) > 1:
            axes.legend()

    return _svg(draw, across, "completions")


def dots(points: Sequence[tuple[float, float]], across: str, up: str) -> str:
    """Return a scatter plot as SVG text; at most 2,000 points are drawn, evenly chosen."""
    step = max(1, -(-len(points) // 2000))

    def draw(axes: Axes) -> None:
        some = points[::step]
        axes.scatter(
            [x for x, _ in some], [y for _, y in some], s=10, alpha=0.5, color=COLOURS[0], lw=0
        )

    return _svg(draw, across, up)


def _cycled(count: int) -> list[str]:
    return [COLOURS[at % len(COLOURS)] for at in range(count)]


def _svg(draw: Any, across: str, up: str) -> str:
    try:
        # The object interface: pyplot would start a windowing back end and keep every figure.
        from matplotlib import rc_context
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra("a report", "report") from None
    with rc_context(_STYLE):
        figure = Figure(figsize=(5.2, 2.9), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.subplots()
        draw(axes)
        axes.set_xlabel(across)
        axes.set_ylabel(up)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    # Ids of clip paths are unique inside a figure and not on a page with several.
    mark = f"p{zlib.crc32(text.encode()):08x}-"
    text = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{mark}", text)
    label = f"{up} by {across}".replace('"', "")
    return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
