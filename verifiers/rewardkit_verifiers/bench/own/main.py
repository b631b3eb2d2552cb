"""Attack the shipped verifiers: `python -m rewardkit_verifiers.bench.own --out FILE [ID ...]`.

Each verifier is attacked on generated rows, some at a time, by every policy, probe and the search.
A line of JSON is appended for each part that is done, so that a run which was cut short goes on.
What a card names among its known failures is listed in `known.yaml`, with the words of the card.

Exit codes: 0 nothing is paid beyond the cards, 1 something is, 2 usage.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from rewardkit import Sample, get
from rewardkit.attack.process import Scorer
from rewardkit.attack.result import Attack
from rewardkit.attack.run import Budget, attack_subject
from rewardkit.attack.subject import as_subject
from rewardkit.catalogue.catalogue import registry
from rewardkit_verifiers.bench.own.rows import SOURCES, Source

PART = 64
"""Rows of one attack: as many as its probes look at."""
KNOWN = Path(__file__).with_name("known.yaml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rewardkit_verifiers.bench.own", description=__doc__
    )
    parser.add_argument("ids", nargs="*", help="verifiers or families; all by default")
    parser.add_argument("--out", type=Path, help="the file that results are appended to")
    parser.add_argument("--rows", type=int, default=256, help="rows of each verifier")
    parser.add_argument("--seconds", type=float, default=90.0, help="seconds of each part")
    parser.add_argument("--seed", type=int, default=0, help="the seed of rows and search")
    parser.add_argument("--json", action="store_true", help="print JSON in place of a table")
    chosen = parser.parse_args(arguments)
    names = [name for name in SOURCES if _asked(name, chosen.ids)]
    if not names:
        parser.error(
            f"no verifier of {', '.join(chosen.ids)} is attacked here: {', '.join(SOURCES)}"
        )
    done = _done(chosen.out)
    for name in names:
        for first in range(0, chosen.rows, PART):
            key = [name, registry().entries[name].card.version, chosen.seed, first]
            if any(line["key"] == key for line in done):
                continue
            count = min(PART, chosen.rows - first)
            found = attack_part(name, SOURCES[name], first, count, chosen.seed, chosen.seconds)
            line = {"key": key, "count": count, **found.to_dict()}
            done.append(line)
            if chosen.out is not None:
                with chosen.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line, default=str) + "\n")
    kept = [line for line in done if line["key"][0] in names and line["key"][2] == chosen.seed]
    table = sums(kept, known())
    print(json.dumps(table, indent=2) if chosen.json else "\n".join(_lines(table)))
    return 1 if any(row["beyond"] for row in table) else 0


def attack_part(
    name: str, source: Source, first: int, count: int, seed: int, seconds: float
) -> Attack:
    """Return the findings of an attack on some of the rows of a verifier.

    Args:
        name: The id of the verifier.
        source: Its rows and settings.
        first: The first of the rows.
        count: How many.
        seed: The seed of the rows and of the search.
        seconds: The budget.
    """
    reward = get(name, **source.settings)
    rows = [Sample.from_row({"completion": "", **row}) for row in source.rows(first + count, seed)]
    budget = Budget(seconds=seconds, rows=count, seed=seed)
    return attack_subject(as_subject(reward), rows[first:], budget=budget, scorer=Scorer)


def known() -> dict[str, dict[str, str]]:
    """Return the findings that cards name: of each verifier, the key and the words of its card."""
    found: dict[str, dict[str, str]] = yaml.safe_load(KNOWN.read_text(encoding="utf-8")) or {}
    return found


def sums(
    lines: Iterable[Mapping[str, Any]], named: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return a row of the table for each verifier.

    Args:
        lines: The results of its parts.
        named: What `known` returns.
    """
    table: dict[str, dict[str, Any]] = {}
    for line in lines:
        name = line["key"][0]
        row = table.setdefault(
            name, {"id": name, "rows": 0, "tried": 0, "complete": True, "named": [], "beyond": []}
        )
        row["rows"] += line["count"]
        row["tried"] += line["calls"]
        row["complete"] &= bool(line["complete"])
        keys = [f"{one['kind']}:{one['policy'].partition(':')[0]}" for one in line["holes"]]
        keys += [f"conduct:{one['kind']}" for one in line["conduct"]]
        for key in keys:
            place = row["named"] if key in named.get(name, {}) else row["beyond"]
            if key not in place:
                place.append(key)
    return list(table.values())


def _asked(name: str, ids: Sequence[str]) -> bool:
    return not ids or name in ids or name.partition("/")[0] in ids


def _done(path: Path | None) -> list[dict[str, Any]]:
    if path is None or not path.exists():
        return []
    whole = path.read_text(encoding="utf-8").rpartition("\n")[0]  # the last line may be torn
    return [json.loads(line) for line in whole.splitlines() if line]


def _lines(table: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    yield "| verifier | rows | replies tried | paid as the card says | paid beyond the card |"
    yield "| --- | --- | --- | --- | --- |"
    for row in table:
        cut = "" if row["complete"] else " (time ended first)"
        cells = [", ".join(row["named"]) or "-", ", ".join(row["beyond"]) or "0"]
        yield f"| `{row['id']}` | {row['rows']} | {row['tried']:,}{cut} | {cells[0]} | {cells[1]} |"
