"""HTML of a report: headings, tables and plots in one self-contained file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "th,td{padding:.25rem .8rem;text-align:left;border-bottom:1px solid #8885}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}"
    "svg{max-width:100%;height:auto}.note{opacity:.75}"
)
Cell = str | float | int | bool | None


def page(title: str, body: Sequence[str]) -> str:
    """Return a whole page; the parts of the body are HTML already.

    Example:
        >>> "<title>A &amp; B</title>" in page("A & B", [paragraph("x < y")])
        True
    """
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def heading(text: str) -> str:
    """Return a heading."""
    return f"<h2>{escape(text)}</h2>"


def paragraph(text: str, note: bool = False) -> str:
    """Return a paragraph."""
    mark = ' class="note"' if note else ""
    return f"<p{mark}>{escape(text)}</p>"


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return a table; numbers are right-aligned, a missing value is a dash.

    Example:
        >>> "<td>&lt;b&gt;</td>" in table(["share"], [["<b>"], [0.25]])
        True
    """
    top = "".join(f"<th>{escape(one)}</th>" for one in head)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def _cell(value: Cell) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"<td>{escape('–' if value is None else str(value))}</td>"
    shown = f"{value:.4g}" if isinstance(value, float) else f"{value}"
    return f'<td class="n">{shown}</td>'


def scatter(
    points: Sequence[tuple[float, float, float]], across: str, up: str, size: int = 320
) -> str:
    """Return a plot of points in the unit square, with the diagonal.

    Args:
        points: x, y and weight of each; the area of a dot goes with its weight.
        across: The label of the x axis.
        up: The label of the y axis.
        size: Pixels of a side.
    """
    left, top, side = 50, 10, size - 60
    most = max((weight for _, _, weight in points), default=1.0) or 1.0
    dots = "".join(
        f'<circle cx="{left + x * side:.1f}" cy="{top + (1 - y) * side:.1f}" '
        f'r="{2 + 8 * (weight / most) ** 0.5:.1f}" fill="#3b82f6" fill-opacity=".6">'
        f"<title>{x:.3f}, {y:.3f} ({weight:g})</title></circle>"
        for x, y, weight in points
    )
    marks = "".join(
        f'<text x="{left + tick * side:.0f}" y="{top + side + 16}" text-anchor="middle">{tick:g}'
        f'</text><text x="{left - 6}" y="{top + (1 - tick) * side + 4:.0f}" text-anchor="end">'
        f"{tick:g}</text>"
        for tick in (0.0, 0.5, 1.0)
    )
    return (
        f'<svg viewBox="0 0 {size} {size}" width="{size}" role="img" font-size="11" '
        f'fill="currentColor"><rect x="{left}" y="{top}" width="{side}" height="{side}" '
        f'fill="none" stroke="currentColor" stroke-opacity=".4"/>'
        f'<path d="M{left} {top + side}L{left + side} {top}" stroke="currentColor" '
        f'stroke-opacity=".4" stroke-dasharray="4"/>{dots}{marks}'
        f'<text x="{left + side / 2}" y="{size - 14}" text-anchor="middle">{escape(across)}</text>'
        f'<text transform="translate(14 {top + side / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(up)}</text></svg>"
    )
