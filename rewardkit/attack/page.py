"""An attack as one self-contained page: holes, conduct, lost replies, notes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rewardkit.attack.result import Attack, Hole

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{padding:.3rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid #8885}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;max-height:12rem;overflow:auto}"
    "meter{width:5rem}.note{opacity:.75}@media print{pre{max-height:none}}"
)


def html_of(found: Attack) -> str:
    """Return the page; it loads nothing from anywhere."""
    title = f"attack on {found.reward}"
    body = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="note">{found.rows} rows, {found.calls} replies, {found.seconds:.1f} s, '
        f"fingerprint {escape(found.fingerprint)}</p>",
        *_holes(found.holes),
        *_section(
            "Conduct",
            ["fault", "detail", "row", "completion"],
            [
                [_text(one.kind), _text(one.detail), _text(one.id), _code(one.completion)]
                for one in found.conduct
            ],
        ),
        *_section(
            "Right replies that lose pay",
            ["change", "pays", "of", "rows", "completion"],
            [
                [
                    _text(one.variant),
                    _number(one.value),
                    _number(one.honest_value),
                    _text(one.rows),
                    _code(one.completion),
                ]
                for one in found.false_fails
            ],
        ),
    ]
    if found.notes:
        body += [
            "<h2>Notes</h2>",
            "<ul>",
            *(f"<li>{escape(one)}</li>" for one in found.notes),
            "</ul>",
        ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _holes(holes: Sequence[Hole]) -> list[str]:
    if not holes:
        return ["<h2>Holes</h2>", "<p>None was found.</p>"]
    head = ["kind", "policy", "row", "pays", "of", "share", "rows", "component", "completion"]
    rows = []
    for one in holes:
        also = f'<p class="note">also paid for {escape(one.reference)}</p>' if one.reference else ""
        share = max(0.0, min(1.0, one.share))
        rows.append(
            [
                _text(one.kind),
                _text(one.policy),
                _text(one.id),
                _number(one.value),
                _number(one.honest_value),
                f'<td class="n">{one.share:.0%} <meter value="{share:.4f}"></meter></td>',
                _text(one.rows),
                _text(one.component),
                f"<td><pre>{escape(_shown(one.completion))}</pre>{also}</td>",
            ]
        )
    return _section("Holes", head, rows)


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    top = "".join(f"<th>{escape(one)}</th>" for one in head)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return [f"<h2>{escape(title)}</h2>", f"<table><tr>{top}</tr>{body}</table>"]


def _text(value: str) -> str:
    return f"<td>{escape(value)}</td>"


def _number(value: float | None) -> str:
    return f'<td class="n">{"–" if value is None else f"{value:.4g}"}</td>'


def _code(text: str) -> str:
    return f"<td><pre>{escape(_shown(text))}</pre></td>"


def _shown(text: str) -> str:
    """Return a text that HTML can hold, shortened."""
    plain = text if len(text) <= 4000 else f"{text[:4000]}… ({len(text)} characters)"
    return "".join(c if c in "\n\t" or c.isprintable() else ascii(c)[1:-1] for c in plain)
