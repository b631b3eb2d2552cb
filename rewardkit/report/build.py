"""Reports of the three things that are looked at: a file of results, a run, an attack."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean, pstdev, stdev
from typing import Any

from rewardkit.errors import InputError
from rewardkit.report.document import Document
from rewardkit.report.entries import (
    Entry,
    groups_of,
    read_holes,
    read_metrics,
    read_scores,
    read_transcripts,
)
from rewardkit.report.page import Cell
from rewardkit.report.plots import dots, histogram, lines

_STEP = "step"
# Groups whose values differ by less give no gradient.
_DEAD = 1e-9


def build(source: str, samples: str | None = None, other: str | None = None) -> Document:
    """Return the report of a file of results, a run folder or the JSON of an attack.

    Args:
        source: The file or folder.
        samples: The samples that were scored, for a file of results.
        other: A second file of results, whose values are compared with those of the first.

    Raises:
        InputError: The source is none of the three, or cannot be read.
        MissingExtra: matplotlib is not installed.
    """
    path = Path(source)
    if path.is_dir():
        return _of_run(path)
    if path.suffix == ".json" and (found := _attack(path)) is not None:
        return _of_attack(path, found)
    return _of_scores(source, samples, other)


def _attack(path: Path) -> Mapping[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except ValueError:
        return None
    return found if isinstance(found, dict) and "holes" in found else None


# --- a file of results ---------------------------------------------------------------
def _of_scores(source: str, samples: str | None, other: str | None) -> Document:
    entries = read_scores(source, samples)
    if not entries:
        raise InputError(f"{source}: there are no results in it")
    found = Document(f"Scores of {Path(source).name}", entries=entries)
    found.facts.append(f"{len(entries):,} completions; values: {_spread(_values(entries))}")
    if not any(one.completion for one in entries):
        found.facts.append("The texts stand in the file that was scored: give it as --samples.")
    names = list(dict.fromkeys(name for one in entries for name in one.parts))
    found.plots["distribution of the total"] = histogram({"total": _values(entries)}, "value")
    for name in names[:6] if len(names) > 1 else []:
        values = [value for one in entries if (value := one.parts.get(name)) is not None]
        if values:
            found.plots[f"distribution of {name}"] = histogram({name: values}, "value")
    advantages = _advantages(entries)
    if advantages:
        found.plots["advantages inside groups"] = histogram({"advantage": advantages}, "z-score")
    lengths = [(float(len(one.completion)), one.value) for one in entries if one.completion]
    points = [(x, y) for x, y in lengths if y is not None]
    if points:
        found.plots["length against value"] = dots(points, "characters", "value")
    found.tables["Components"] = _components(entries, names)
    found.tables["Why"] = _reasons(entries)
    found.alarms += _alarms(entries)
    if other is not None:
        _compare(found, entries, read_scores(other), Path(other).name)
    return found


def _values(entries: Sequence[Entry]) -> list[float]:
    return [one.value for one in entries if one.value is not None]


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "none"
    return f"mean {fmean(values):.4g}, deviation {pstdev(values):.4g}, {len(values):,} of them"


def _components(
    entries: Sequence[Entry], names: Sequence[str]
) -> tuple[Sequence[str], list[list[Cell]]]:
    total = [one.value for one in entries]
    rows: list[list[Cell]] = []
    for name in [*names, "total"]:
        column = total if name == "total" else [one.parts.get(name) for one in entries]
        values = [value for value in column if value is not None]
        row: list[Cell] = [name, len(values), 1 - len(values) / len(entries)]
        row += [fmean(values), pstdev(values), min(values), max(values)] if values else [None] * 4
        rows.append(row)
    return ("part", "values", "no value", "mean", "deviation", "least", "most"), rows


def _reasons(entries: Sequence[Entry]) -> tuple[Sequence[str], list[list[Cell]]]:
    counted = Counter((one.status, one.cause) for one in entries)
    first = {(one.status, one.cause): one.detail for one in reversed(entries) if one.detail}
    rows: list[list[Cell]] = [
        [status, reason or "-", count, count / len(entries), first.get((status, reason), "")[:120]]
        for (status, reason), count in counted.most_common(30)
    ]
    return ("status", "reason", "rows", "share", "first detail"), rows


def _advantages(entries: Sequence[Entry]) -> list[float]:
    found = []
    for some in groups_of(entries).values():
        values = _values(some)
        spread = stdev(values) if len(values) > 1 else 0.0
        if spread > _DEAD:
            middle = fmean(values)
            found += [(value - middle) / spread for value in values]
    return found


def _alarms(entries: Sequence[Entry]) -> list[str]:
    found = []
    missing = sum(one.value is None for one in entries)
    if missing > len(entries) * 0.05:
        found.append(f"{missing:,} of {len(entries):,} completions have no value; see Why.")
    groups = groups_of(entries)
    dead = [some for some in groups.values() if len(values := _values(some)) < 2 or _flat(values)]
    if groups and len(dead) > len(groups) / 2:
        found.append(f"{len(dead):,} of {len(groups):,} groups are dead: all values are equal.")
    return found


def _flat(values: Sequence[float]) -> bool:
    return max(values) - min(values) <= _DEAD


def _compare(found: Document, mine: Sequence[Entry], theirs: Sequence[Entry], name: str) -> None:
    by_id = {one.id: one for one in theirs}
    pairs = [(one, by_id[one.id]) for one in mine if one.id in by_id]
    both = [(a.value, b.value) for a, b in pairs if a.value is not None and b.value is not None]
    changed = [(a, b) for a, b in pairs if a.value != b.value]
    found.facts.append(f"{len(pairs):,} ids are in {name} too; {len(changed):,} values differ.")
    if both:
        found.plots[f"against {name}"] = dots(both, "value here", f"value in {name}")
    rows: list[list[Cell]] = [
        [a.id, a.value, b.value, a.cause or a.status, b.cause or b.status]
        for a, b in sorted(changed, key=lambda two: -_apart(*two))[:50]
    ]
    found.tables[f"Furthest apart from {name}"] = ("id", "here", "there", "why", "why there"), rows


def _apart(one: Entry, other: Entry) -> float:
    if one.value is None or other.value is None:
        return math.inf
    return abs(one.value - other.value)


# --- a run of the bundled loop --------------------------------------------------------------
def _of_run(folder: Path) -> Document:
    steps = [one for one in read_metrics(folder / "metrics.jsonl") if one.get("stage") == "grpo"]
    if not steps and not (folder / "config.json").exists():
        raise InputError(f"{folder} is no run folder: it has no metrics.jsonl and no config.json")
    found = Document(f"Run {folder.name}", entries=read_transcripts(folder / "transcripts.jsonl"))
    result = _json(folder / "result.json")
    found.facts.append(f"{len(steps):,} steps" + ("" if result else "; the run goes on"))
    if result:
        before, after = result.get("heldout_before"), result.get("heldout_after")
        if before is not None and after is not None:
            count = result.get("heldout_problems")
            told = "" if count is None else f" on {count} problems"
            found.facts.append(f"held-out accuracy {before:.1%} -> {after:.1%}{told}")
        if result.get("config_hash"):
            found.facts.append(f"config {result['config_hash']}")
    found.alarms += [str(one) for step in steps for one in step.get("alarms", ())]
    for title, kinds in _PROBES.items():
        shares = {kind: _shares_of(steps, kind) for kind in kinds}
        if any(y for points in shares.values() for _, y in points):
            found.plots[title] = lines({k: v for k, v in shares.items() if v}, _STEP, "share")
    for title, names in _CURVES.items():
        series = {name: _series(steps, name) for name in names if _series(steps, name)}
        if series:
            found.plots[title] = lines(series, _STEP, title)
    known = dict.fromkeys(name for one in steps for name in one.get("components", {}))
    parts = {name: _series(steps, "components", name) for name in known}
    if parts:
        found.plots["components"] = lines(parts, _STEP, "mean of a component")
    if found.entries:
        found.plots["held-out values"] = histogram({"value": _values(found.entries)}, "value")
        found.tables["Components of held-out completions"] = _components(
            found.entries, list(dict.fromkeys(name for one in found.entries for name in one.parts))
        )
    return found


_CURVES = {
    "reward": ("reward", "reward_std"),
    "accuracy": ("accuracy", "valid"),
    "length": ("length", "length_max"),
    "shares": ("dead_groups", "truncated"),
    "entropy": ("entropy",),
    "kl": ("kl",),
}


_PROBES = {"paid completions that should not be": ("own", "swap", "twin", "label", "canary")}


def _shares_of(steps: Sequence[Mapping[str, Any]], kind: str) -> list[tuple[float, float]]:
    """Return the share of hits of a reference probe at each step that asked."""
    hits = dict(_series(steps, "watch", f"probe/{kind}/hits"))
    tried = dict(_series(steps, "watch", f"probe/{kind}/tried"))
    return [(step, hits.get(step, 0.0) / count) for step, count in tried.items() if count]


def _series(steps: Sequence[Mapping[str, Any]], *keys: str) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for one in steps:
        value: Any = one
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(value, int | float) and math.isfinite(value):
            found.append((float(one.get(_STEP, len(found))), float(value)))
    return found


def _json(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


# --- an attack ----------------------------------------------------------------------------------
def _of_attack(path: Path, data: Mapping[str, Any]) -> Document:
    holes = read_holes(data)
    found = Document(f"Attack on {data.get('reward', path.stem)}", entries=holes)
    found.facts.append(
        f"fingerprint {data.get('fingerprint', '-')}, {data.get('rows', 0):,} rows, "
        f"{data.get('calls', 0):,} calls"
    )
    if holes:
        kinds = ", ".join(
            f"{kind} {count}" for kind, count in Counter(one.group for one in holes).most_common()
        )
        found.alarms.append(f"{len(holes)} holes: {kinds}")
        found.plots["what the holes pay"] = histogram({"value": _values(holes)}, "value")
    for title in ("false_fails", "conduct"):
        some = [one for one in data.get(title, ()) if isinstance(one, dict)]
        if some:
            heads = list(dict.fromkeys(key for one in some for key in one))
            rows: list[list[Cell]] = [[_cell(one.get(key)) for key in heads] for one in some]
            found.tables[title.replace("_", " ").capitalize()] = heads, rows
    return found


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | int | float | bool):
        return value[:200] if isinstance(value, str) else value
    return json.dumps(value, ensure_ascii=False)[:200]
