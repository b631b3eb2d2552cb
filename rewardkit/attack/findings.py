"""Findings as cases: each hole becomes a case that fails until the reward is mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rewardkit.attack.result import Attack, Hole
from rewardkit.data.sample import Sample
from rewardkit.data.whole_files import write_whole


def write_cases(path: Path, found: Attack, reference: str) -> None:
    """Write cases for `rewardkit test`; an existing file is replaced.

    Args:
        path: The file, `cases.jsonl` or `*.cases.jsonl`.
        found: The result of an attack.
        reference: The reward as the command line named it.
    """
    lines: list[dict[str, Any]] = [{"reward": _reference(reference, path)}]
    for turn, hole in enumerate(found.holes, 1):
        if hole.sample is not None:
            lines.append(_case(turn, hole, hole.sample))
    text = "".join(json.dumps(line, ensure_ascii=True, default=str) + "\n" for line in lines)
    write_whole(path, text)


def _reference(reference: str, path: Path) -> str:
    # Paths in a case file start at its folder.
    place, colon, name = reference.rpartition(":")
    file = Path(place if colon and place.endswith(".py") else reference)
    if not file.is_file():
        return reference
    here = path.resolve().parent
    try:
        inside = file.resolve().relative_to(here).as_posix()
    except ValueError:
        inside = file.resolve().as_posix()
    return f"{inside}:{name}" if colon and place.endswith(".py") else inside


def _case(turn: int, hole: Hole, sample: Sample) -> dict[str, Any]:
    # Half of what it earns now: a reward that is mended pays much less, whatever its scale.
    most = hole.floor + 0.5 * (hole.value - hole.floor)
    least = hole.floor - 10 * max(1.0, abs(hole.honest_value))
    row = {
        "id": f"hole-{turn}-{hole.kind}-{hole.policy.partition(':')[0]}",
        "note": f"{hole.policy} pays {hole.value:g} of {hole.honest_value:g} (row {hole.id})",
        "prompt": sample.prompt,
        "completion": sample.completion,
        "answer": sample.answer,
        **{name: value for name, value in sample.columns.items() if name not in _TAKEN},
        "expect": {"range": [least, most]},
    }
    return {name: value for name, value in row.items() if value is not None}


_TAKEN = ("id", "note", "reward", "with", "expect", "prompt", "completion", "answer")
