"""The cost of a reward that waits, under verl: `python -m rewardkit.bench.verl_async [--json]`.

Rows go through verl's own NaiveRewardManager, by a coroutine function written for verl and by a
reward that waits as long; the two take turns in each round, and the ratio is the median of the
rounds. Needs verl in the environment, such as the one of `make setup-trainers`.

Exit codes: 0 measured, 1 the ratio is above the bar or a score is wrong, 2 usage.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from rewardkit.rewards.decorator import reward

BAR: Final = 1.3
SECONDS: Final = 0.2


@reward
async def waits(completion: str, answer: str) -> bool:
    """Wait as a judge does, then compare."""
    await asyncio.sleep(SECONDS)
    return completion == answer


async def native(data_source: Any, solution_str: str, ground_truth: Any, **_: Any) -> float:
    """Wait and compare in verl's own convention."""
    await asyncio.sleep(SECONDS)
    return float(solution_str == ground_truth)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rewardkit.bench.verl_async", description=__doc__
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rows", type=int, default=64, help="rows that wait at once (64)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds (9)")
    chosen = parser.parse_args(arguments)
    report = measure_verl(chosen.rows, chosen.rounds)
    print(json.dumps(report, indent=2) if chosen.json else _told(report))
    return 0 if report["correct"] and report["ratio"] <= BAR else 1


def measure_verl(rows: int, rounds: int) -> dict[str, Any]:
    """Return the figures as plain values."""
    data = _rollout(rows)
    ours = waits.for_verl()
    # Imports and the first batch are no part of what a step costs.
    correct = _timed(ours, data)[0] and _timed(native, data)[0]
    pairs = []
    for _ in range(rounds):
        (one, theirs), (two, our) = _timed(native, data), _timed(ours, data)
        correct = correct and one and two
        pairs.append((theirs, our))
    return {
        "rows": rows,
        "rounds": rounds,
        "native_seconds": round(statistics.median(theirs for theirs, _ in pairs), 4),
        "rewardkit_seconds": round(statistics.median(our for _, our in pairs), 4),
        "ratio": round(statistics.median(our / theirs for theirs, our in pairs), 3),
        "worst_ratio": round(max(our / theirs for theirs, our in pairs), 3),
        "correct": correct,
    }


def _timed(compute: Callable[..., Any], data: Any) -> tuple[bool, float]:
    """Return whether every score was right, and the seconds of one batch."""
    from omegaconf import OmegaConf
    from verl.experimental.reward_loop.reward_manager import get_reward_manager_cls

    config = OmegaConf.create({"reward": {"num_workers": 1, "max_concurrent": len(data)}})

    async def every() -> tuple[bool, float]:
        manager = get_reward_manager_cls("naive")(config, _Codepoints(), compute)
        start = time.perf_counter()
        found = await asyncio.gather(
            *(manager.run_single(data[at : at + 1]) for at in range(len(data)))
        )
        seconds = time.perf_counter() - start
        return [one["reward_score"] for one in found] == [1.0, 0.0] * (len(data) // 2), seconds

    return asyncio.run(every())


class _Codepoints:
    """A tokenizer whose tokens are code points."""

    def decode(self, ids: Iterable[Any], skip_special_tokens: bool = True) -> str:
        return "".join(chr(int(one)) for one in ids if int(one))


def _rollout(rows: int) -> Any:
    """Return a DataProto of completions `4` and `5`, of which the first is right."""
    import numpy
    import torch
    from verl import DataProto

    texts = ["4", "5"] * (rows // 2)
    reference: list[Any] = [{"ground_truth": "4"}] * len(texts)
    return DataProto.from_dict(
        tensors={
            "prompts": torch.zeros(len(texts), 1, dtype=torch.long),
            "responses": torch.tensor([[ord(text)] for text in texts]),
            "attention_mask": torch.ones(len(texts), 2, dtype=torch.long),
        },
        non_tensors={
            "data_source": numpy.array(["s"] * len(texts), dtype=object),
            "reward_model": numpy.array(reference, dtype=object),
            "extra_info": numpy.array([{}] * len(texts), dtype=object),
        },
    )


def _told(report: dict[str, Any]) -> str:
    return (
        f"{report['rows']} rows that wait {SECONDS} s, {report['rounds']} rounds: a native async "
        f"function {report['native_seconds']} s, rewardkit {report['rewardkit_seconds']} s, "
        f"ratio {report['ratio']} (worst {report['worst_ratio']}, bar {BAR})"
        + ("" if report["correct"] else "; a score is WRONG")
    )


if __name__ == "__main__":
    sys.exit(main())
