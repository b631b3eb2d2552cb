"""Ablations: runs of one config, each with some values changed, compared in one table.

python -m rewardkit.grpo.ablation examples/demo/ablation.yaml

Runs that were finished before are read rather than run again, and one that was interrupted is
resumed, so the command can be stopped and started again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from rewardkit.errors import MissingExtra, RewardkitError, SpecError, closest
from rewardkit.grpo.config.model import TrainConfig
from rewardkit.grpo.config.read import load_config, read_mapping
from rewardkit.grpo.environment import prepare_training
from rewardkit.tasks.config import Settings

if TYPE_CHECKING:
    from rewardkit.grpo.run.screen import Screen


class Variant(Settings):
    """One row of the table, or one for each of its seeds."""

    name: str
    set: dict[str, Any] = Field(default_factory=dict)
    """Values for dotted keys of the base config."""
    seeds: Annotated[tuple[int, ...], Field(min_length=1)] = (0,)


class Ablation(Settings):
    """The runs that are compared."""

    base: str
    """The config that is varied; looked for beside the file."""
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]


def load_ablation(path: Path) -> tuple[Path, list[tuple[str, TrainConfig]]]:
    """Read an ablation file; returns its base and every run in order.

    Files that a variant names are looked for beside the ablation first.

    Raises:
        SpecError: The file, or a config made from it, is not one.
    """
    try:
        ablation = TypeAdapter(Ablation).validate_python(read_mapping(path))
    except ValidationError as error:
        raise SpecError(
            "\n".join(f"{path}: {_describe(entry)}" for entry in error.errors())
        ) from None
    base = path.parent / ablation.base
    runs = []
    for variant in ablation.variants:
        for seed in variant.seeds:
            named = {**variant.set, "seed": seed}
            if isinstance(reward := named.get("reward"), str) and (path.parent / reward).exists():
                named["reward"] = str((path.parent / reward).resolve())
            runs.append((variant.name, load_config(base, named)))
    return base, runs


def compare(runs: Iterable[tuple[str, TrainConfig]], screen: Screen) -> list[dict[str, Any]]:
    """Run every variant that is not finished; return name and result of each."""
    from rewardkit.grpo.run.loop import finished_result, train

    rows = []
    for name, config in runs:
        result: Mapping[str, Any] | None = finished_result(config)
        if result is None:
            screen.say(f"\n{name}, seed {config.seed}")
            result = train(config, screen).result
        rows.append({"name": name, **result})
        screen.say(table_lines(rows[-1:])[-1])
    return rows


def table_lines(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the results as lines of a Markdown table.

    Example:
        >>> side = {"accuracy": 0.25, "pass_at_k": 0.5, "maj_at_k": 0.25, "well_formed": 1.0,
        ...         "truncated": 0.0, "length": 6.0, "components": {"format": 0.5}}
        >>> row = {"name": "demo", "seed": 0, "k": 8, "seconds": 41.4, "before": side,
        ...        "after": {**side, "accuracy": 0.875}}
        >>> print(table_lines([row])[-1])
        | demo | 0 | 25.0 → 87.5 | 50.0 → 50.0 | 25.0 → 25.0 | 100 → 100 | 0 → 0 | \
format 0.50 → 0.50 | 41 |
    """
    k = rows[0]["k"]
    heads = [
        *("run", "seed", "accuracy %", f"pass@{k} %", f"maj@{k} %", "well formed %"),
        *("truncated %", "reward components", "s"),
    ]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in rows:
        before, after = row["before"], row["after"]
        cells = [
            *(row["name"], str(row["seed"])),
            *(_change(before, after, key, 1) for key in ("accuracy", "pass_at_k", "maj_at_k")),
            *(_change(before, after, key, 0) for key in ("well_formed", "truncated")),
            _components(before["components"], after["components"]),
            f"{row['seconds']:.0f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _change(before: Mapping[str, Any], after: Mapping[str, Any], key: str, digits: int) -> str:
    return f"{100 * before[key]:.{digits}f} → {100 * after[key]:.{digits}f}"


def _components(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    def shown(value: float | None) -> str:
        return "-" if value is None else f"{value:.2f}"

    return ", ".join(f"{name} {shown(before.get(name))} → {shown(after[name])}" for name in after)


def _describe(entry: Any) -> str:
    path = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "extra_forbidden":
        known = Variant.model_fields if len(entry["loc"]) > 1 else Ablation.model_fields
        return f"{path}: unknown key.{closest(entry['loc'][-1], known)}"
    return f"{path}: {entry['msg']}"


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit.grpo.ablation", description=__doc__)
    parser.add_argument("file", type=Path, help="what is compared (YAML)")
    parser.add_argument("-o", "--out", type=Path, help="also write the table to this file")
    options = parser.parse_args(words)
    from rich.console import Console

    from rewardkit.grpo.show.rich_screen import RichScreen

    try:
        prepare_training()
        _, runs = load_ablation(options.file)
        lines = table_lines(compare(runs, RichScreen(Console())))
    except RewardkitError as error:
        print(f"error: {error}", file=sys.stderr)
        return 3 if isinstance(error, MissingExtra) else 2
    print("\n" + "\n".join(lines))
    if options.out is not None:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
