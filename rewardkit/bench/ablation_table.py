"""The tables of an ablation: one row for each run, and one for each variant over its seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from rewardkit.errors import InputError

Row = dict[str, Any]
"""The result of a run with its `name` and `seed`; or these and `error`."""
BEGIN, END = "<!-- ablation: begin -->", "<!-- ablation: end -->"


def run_table(rows: Sequence[Row]) -> list[str]:
    """Return the results as lines of a Markdown table, one for each run.

    Example:
        >>> side = {"accuracy": 0.25, "pass_at_k": 0.5, "maj_at_k": 0.25, "well_formed": 1.0,
        ...         "truncated": 0.0, "length": 6.0, "components": {"format": 0.5}}
        >>> row = {"name": "demo", "seed": 0, "k": 8, "seconds": 41.4, "before": side,
        ...        "after": {**side, "accuracy": 0.875}}
        >>> print(run_table([row])[-1])
        | demo | 0 | 25.0 → 87.5 | 50.0 → 50.0 | 25.0 → 25.0 | 100 → 100 | 0 → 0 | \
format 0.50 → 0.50 | 41 |
    """
    k = next((row["k"] for row in rows if "k" in row), "k")
    heads = [
        *("run", "seed", "accuracy %", f"pass@{k} %", f"maj@{k} %", "well formed %"),
        *("truncated %", "reward components", "s"),
    ]
    return [*_head(heads), *(_line(run_cells(row, len(heads))) for row in rows)]


def run_cells(row: Row, count: int) -> list[str]:
    """Return the cells of a run; those of a failed one say so."""
    named = [str(row["name"]), str(row["seed"])]
    if "error" in row:
        return [*named, f"failed: {_one_cell(row['error'])}", *[""] * (count - 3)]
    before, after = row["before"], row["after"]
    return [
        *named,
        *(_change(before, after, key, 1) for key in ("accuracy", "pass_at_k", "maj_at_k")),
        *(_change(before, after, key, 0) for key in ("well_formed", "truncated")),
        _components(before["components"], after["components"]),
        f"{row['seconds']:.0f}",
    ]


def one_line(row: Row) -> str:
    """Return a run as a line of text.

    Example:
        >>> one_line({"name": "demo", "seed": 1, "error": "ScoringError: no reward"})
        'demo, seed 1: failed: ScoringError: no reward'
    """
    start = f"{row['name']}, seed {row['seed']}: "
    if "error" in row:
        return start + f"failed: {row['error']}"
    return start + f"{_change(row['before'], row['after'], 'accuracy', 1)} % held out"


def switch_table(rows: Sequence[Row]) -> list[str]:
    """Return a Markdown table with a row for each variant: means over its seeds.

    Seeds differ more than variants do, so each variant is also compared with the first one seed by
    seed.

    Example:
        >>> runs = [{"name": "a", "seed": s, "steps": 9, "seconds": 2.0, "entropy_end": 0.5,
        ...          "before": {"accuracy": 0.25}, "after": {"accuracy": a}}
        ...         for s, a in enumerate((0.5, 0.75))]
        >>> print(switch_table(runs)[-1])
        | a | 9 | 25.0 → 62.5 | **37.5** | 25.0 to 50.0 | 0.0 to 0.0 | 0.50 | 2 |
    """
    heads = [
        *("variant", "steps", "held-out accuracy %", "gain, points", "lowest to highest"),
        *("less the first, by seed", "entropy at the end", "s"),
    ]
    names = list(dict.fromkeys(str(row["name"]) for row in rows))
    by_name = [(name, [row for row in rows if row["name"] == name]) for name in names]
    first = {row["seed"]: row for row in by_name[0][1] if "error" not in row} if rows else {}
    return [*_head(heads), *(_line(switch_cells(name, some, first)) for name, some in by_name)]


def switch_cells(name: str, rows: Sequence[Row], first: Mapping[int, Row]) -> list[str]:
    """Return the cells of a variant; a mean never hides a run that failed.

    Args:
        name: Its name.
        rows: Its runs.
        first: The runs of the first variant, by seed.
    """
    known = [row for row in rows if "error" not in row]
    failed = len(rows) - len(known)
    shown = name if not failed else f"{name} ({failed} of {len(rows)} runs failed)"
    if not known:
        return [shown, *["-"] * 7]
    sides = [(100 * row["before"]["accuracy"], 100 * row["after"]["accuracy"]) for row in known]
    gains = [after - before for before, after in sides]
    ends = [row["entropy_end"] for row in known if row.get("entropy_end") is not None]
    gaps = [
        100 * (row["after"]["accuracy"] - first[row["seed"]]["after"]["accuracy"])
        for row in known
        if row["seed"] in first
    ]
    steps = sorted({row["steps"] for row in known})
    return [
        shown,
        "-".join(str(one) for one in {min(steps): 0, max(steps): 0}),
        f"{fmean(one for one, _ in sides):.1f} → {fmean(one for _, one in sides):.1f}",
        f"**{fmean(gains):.1f}**",
        f"{min(gains):.1f} to {max(gains):.1f}",
        f"{min(gaps):.1f} to {max(gaps):.1f}" if gaps else "-",
        f"{fmean(ends):.2f}" if ends else "-",
        f"{fmean(row['seconds'] for row in known):.0f}",
    ]


def into_page(page: str, lines: Sequence[str]) -> str:
    """Return a page with what stands between its two marks replaced by a table.

    Raises:
        InputError: The page has no marks.
    """
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise InputError(f"the page has no place for the table: write {BEGIN} and {END} into it")
    return "\n".join([before + BEGIN, *lines, END + after])


def _head(names: Sequence[str]) -> list[str]:
    return [_line(names), "|" + " --- |" * len(names)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _one_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")[:200]


def _change(before: Mapping[str, Any], after: Mapping[str, Any], key: str, digits: int) -> str:
    return f"{100 * before[key]:.{digits}f} → {100 * after[key]:.{digits}f}"


def _components(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    def shown(value: float | None) -> str:
        return "-" if value is None else f"{value:.2f}"

    return ", ".join(f"{name} {shown(before.get(name))} → {shown(after[name])}" for name in after)
