"""Ablations: runs of one config, each with some values changed, compared in one table.

python -m rewardkit.grpo.ablation examples/demo/switches.yaml

Runs that were finished before are read rather than run again, and one that was interrupted is
resumed, so the command can be stopped and started again.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from rewardkit.bench.ablation_table import Row, into_page, one_line, run_table, switch_table
from rewardkit.bench.countdown import Countdown
from rewardkit.data.whole_files import write_whole
from rewardkit.errors import MissingExtra, RewardkitError, ScoringError, SpecError, closest
from rewardkit.grpo.config import TrainConfig
from rewardkit.grpo.config_file import load_config, read_mapping, with_overrides
from rewardkit.grpo.environment import prepare_training
from rewardkit.tasks.config import Settings

Seeds = Annotated[tuple[int, ...], Field(min_length=1)]
# For runs that make the policy from which all variants start: they measure as little as can be.
_START = {"grpo.steps": 0, "evaluate.problems": 1, "evaluate.scored": 0}


class Variant(Settings):
    """Changed values of the base config, run once for each seed."""

    name: str
    set: dict[str, Any] = Field(default_factory=dict)
    """Values for dotted keys of the base config."""
    seeds: Seeds | None = None
    """By default those of the file."""


class Ablation(Settings):
    """The runs that are compared."""

    base: str
    """The config that is varied; looked for beside the file."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Values for dotted keys of the base config, in all variants."""
    seeds: Seeds = (0,)
    primed_once: bool = False
    """Run corpus and priming once for each seed, and start all variants from their end."""
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Cell:
    """One run of an ablation."""

    name: str
    config: TrainConfig
    start: TrainConfig | None = None
    """The run from whose final policy this one starts, in place of its own supervised stages."""


def load_ablation(path: Path) -> list[Cell]:
    """Read an ablation file; returns every run in order.

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
    cells = []
    for variant in ablation.variants:
        for seed in variant.seeds or ablation.seeds:
            named = {**ablation.set, **variant.set, "seed": seed}
            if isinstance(reward := named.get("reward"), str) and (path.parent / reward).exists():
                named["reward"] = str((path.parent / reward).resolve())
            start = None
            if ablation.primed_once:
                start = load_config(base, {**ablation.set, **_START, "seed": seed})
            cells.append(Cell(variant.name, load_config(base, named), start))
    return cells


def compare(cells: Sequence[Cell], jobs: int, shown: Countdown) -> list[Row]:
    """Run every cell that is not finished; return name, seed and result of each.

    A cell that fails has `error` in place of a result, and costs no other.

    Args:
        cells: The runs.
        jobs: The number of them that run at the same time, each in a process of one thread.
        shown: The display of what is done and of the time left.

    Raises:
        ScoringError: A run that makes the starting policy of others failed.
    """
    starts = {cell.start.seed: cell.start for cell in cells if cell.start is not None}
    first = [Cell("start", config) for config in starts.values()]
    shown.begin(len(first) + len(cells))
    finals: dict[int, str] = {}
    for cell, row in zip(first, results(first, jobs, shown), strict=True):
        if "error" in row:
            raise ScoringError(f"the start of seed {cell.config.seed} failed: {row['error']}")
        finals[cell.config.seed] = str(Path(row["folder"]) / "final")
    return results([_started(cell, finals) for cell in cells], jobs, shown)


def _started(cell: Cell, finals: dict[int, str]) -> Cell:
    if cell.start is None:
        return cell
    changes = {"policy.path": finals[cell.config.seed], "corpus": None, "prime": None}
    data = with_overrides(cell.config.to_data(), changes)
    return replace(cell, config=TrainConfig.model_validate(data))


def results(cells: Sequence[Cell], jobs: int, shown: Countdown) -> list[Row]:
    """Return the row of each cell, in order; finished runs are read."""
    from rewardkit.grpo.run.loop import finished_run

    rows: dict[int, Row] = {}
    waiting = []
    for index, cell in enumerate(cells):
        if (known := finished_run(cell.config)) is None:
            waiting.append(index)
        else:
            rows[index] = _row(cell, {**known[1], "folder": str(known[0])})
            shown.read(one_line(rows[index]))
    for index, result in _run_all([(at, cells[at].config) for at in waiting], jobs):
        rows[index] = _row(cells[index], result)
        shown.ran(one_line(rows[index]))
    return [rows[index] for index in range(len(cells))]


def _row(cell: Cell, result: Row) -> Row:
    return {"name": cell.name, "seed": cell.config.seed, **result}


def _run_all(configs: Sequence[tuple[int, TrainConfig]], jobs: int) -> Iterator[tuple[int, Row]]:
    """Run configs, `jobs` at a time; yields the index and the result of each as it ends."""
    if jobs == 1:
        for index, config in configs:
            yield index, run_cell(config)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(run_cell, config): index for index, config in configs}
        for done in as_completed(running):
            yield running[done], done.result()


def run_cell(config: TrainConfig) -> Row:
    """Run one cell, or go on with it; returns its result and folder, or its error."""
    prepare_training()
    from rewardkit.grpo.run.loop import train
    from rewardkit.grpo.run.screen import QuietScreen

    try:
        finished = train(config, QuietScreen())
    except (RewardkitError, FloatingPointError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {**finished.result, "folder": str(finished.folder)}


def _describe(entry: Any) -> str:
    path = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "extra_forbidden":
        known = Variant.model_fields if len(entry["loc"]) > 1 else Ablation.model_fields
        return f"{path}: unknown key.{closest(entry['loc'][-1], known)}"
    return f"{path}: {entry['msg']}"


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit code, 1 when a run failed."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit.grpo.ablation", description=__doc__)
    parser.add_argument("file", type=Path, help="what is compared (YAML)")
    parser.add_argument("-o", "--out", type=Path, help="also write the table to this file")
    parser.add_argument("--into", type=Path, help="put the table of variants into this page")
    parser.add_argument(
        "--jobs", type=int, default=1, help="runs at the same time, one thread each"
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON, no table")
    options = parser.parse_args(words)
    if options.jobs < 1:
        parser.error("--jobs must be at least 1")
    try:
        prepare_training()
        cells = load_ablation(options.file)
        page = None if options.into is None else options.into.read_text(encoding="utf-8")
        if page is not None:
            into_page(page, [])  # a page without a place for it is refused before hours of runs
        with Countdown() as shown:
            rows = compare(cells, options.jobs, shown)
        lines = [*run_table(rows), "", *switch_table(rows)]
        if page is not None:
            write_whole(options.into, into_page(page, switch_table(rows)))
    except (RewardkitError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 3 if isinstance(error, MissingExtra) else 2
    print(json.dumps(rows) if options.json else "\n" + "\n".join(lines))
    if options.out is not None:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 1 if any("error" in row for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
