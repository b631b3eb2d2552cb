"""Pieces of HTML for notebooks: tables and bars that need no script, in the reader's colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

Cell = str
_TABLE = "border-collapse:collapse;font-family:monospace;font-size:90%"
_CELL = "padding:1px 8px;text-align:left;vertical-align:top;white-space:pre-wrap;max-width:40em"
_BAR = (
    "display:inline-block;width:6em;height:.7em;border:1px solid;opacity:.6;vertical-align:middle"
)


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], caption: str = "") -> str:
    """Return a table; heads and the caption are texts, cells are HTML.

    Example:
        >>> "&lt;a&gt;" in table(["x"], [[text("<a>")]])
        True
    """
    head = "".join(f'<th style="{_CELL}">{escape(one)}</th>' for one in heads)
    lines = ["".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) for row in rows]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    title = f'<caption style="text-align:left">{escape(caption)}</caption>' if caption else ""
    inner = f"{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table style="{_TABLE}">{inner}</table>'


def text(value: object, longest: int = 300) -> Cell:
    """Return a cell of text, cut where it is very long."""
    shown = str(value)
    return escape(shown if len(shown) <= longest else shown[: longest - 1] + "…")


def number(value: float | None) -> Cell:
    """Return a cell with a number in four digits, or a dash."""
    return "–" if value is None or math.isnan(value) else f"{value:.4g}"


def bar(value: float | None, low: float, high: float) -> Cell:
    """Return a bar for a value inside a range; empty where one of them is unknown.

    Example:
        >>> "width:75%" in bar(0.5, -1.0, 1.0), bar(None, 0.0, 1.0)
        (True, '')
    """
    if value is None or not all(map(math.isfinite, (value, low, high))) or high <= low:
        return ""
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    inner = f"display:block;width:{100 * share:.0f}%;height:100%;background:currentColor"
    return f'<span style="{_BAR}"><span style="{inner}"></span></span>'


def indented(name: str, depth: int) -> Cell:
    """Return the name of a node of a tree, moved to the right by its depth."""
    return f'<span style="padding-left:{1.2 * depth:.1f}em">{text(name)}</span>'
