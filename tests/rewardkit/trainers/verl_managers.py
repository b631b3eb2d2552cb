"""Run verl's own reward managers on a DataProto; run by the Python of the trainers' environment.

Usage: `python verl_managers.py FOLDER`. What each manager gave goes to FOLDER/found.json. The
rewards are written into a file in FOLDER that verl loads by its path, as a user's would be.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy
import ray
import torch
from omegaconf import OmegaConf
from verl import DataProto
from verl.experimental.reward_loop.reward_manager import get_reward_manager_cls
from verl.trainer.ppo.reward import get_custom_reward_fn
from verl.workers.reward_manager import get_reward_manager_cls as legacy_manager

USERS_FILE = """
import asyncio
from rewardkit import Score, gate, reward

@reward
def exact(completion: str, answer: str) -> bool:
    return completion == answer

@reward(range=(-2, 4))
def judged(completion: str) -> Score | float:
    return Score.error("judge_outage") if completion == "outage" else 4.0

@reward
async def waits(completion: str) -> float:
    await asyncio.sleep(0.2)
    return 1.0

mixed = gate(exact, judged).named("mixed")
naive = mixed.for_verl(missing="low")
strict = judged.for_verl()
prime = mixed.for_verl(manager="prime")
batch = judged.for_verl(manager="batch", missing="group_mean", group_size=2)
limited = judged.for_verl(manager="rate_limited")
remote = mixed.for_verl(manager="remote", missing="low")
waiting = waits.for_verl()

async def native(data_source, solution_str, ground_truth, extra_info=None):
    await asyncio.sleep(0.2)
    return 1.0
"""


class Codepoints:
    """A tokenizer whose tokens are code points."""

    def decode(self, ids: Any, skip_special_tokens: bool = True) -> str:
        return "".join(chr(int(one)) for one in ids if int(one))

    def batch_decode(self, rows: Any, skip_special_tokens: bool = True) -> list[str]:
        return [self.decode(row) for row in rows]


def data(texts: list[str], answer: str) -> Any:
    """A DataProto as a rollout gives it."""
    longest = max(map(len, texts)) + 1
    ids = [[*map(ord, text), *[0] * (longest - len(text))] for text in texts]
    prompts = torch.zeros(len(texts), 1, dtype=torch.long)
    mask = [[1] * (len(text) + 2) + [0] * (longest - len(text) - 1) for text in texts]
    column = [{"prompt": "p"} for _ in texts]
    return DataProto.from_dict(
        tensors={
            "prompts": prompts,
            "responses": torch.tensor(ids),
            "attention_mask": torch.tensor(mask),
        },
        non_tensors={
            "data_source": numpy.array(["s"] * len(texts), dtype=object),
            "reward_model": numpy.array([{"ground_truth": answer}] * len(texts), dtype=object),
            "extra_info": numpy.array(column, dtype=object),
        },
    )


def function(folder: Path, name: str) -> Any:
    """The function as verl loads it from the user's file."""
    custom = {"path": str(folder / "reward.py"), "name": name}
    return get_custom_reward_fn(OmegaConf.create({"reward": {"custom_reward_function": custom}}))


def loop(folder: Path, manager: str, name: str, texts: list[str]) -> dict[str, Any]:
    """One row at a time through a manager of the reward loop."""
    compute = function(folder, name)
    config = OmegaConf.create({"reward": {"num_workers": 1, "max_concurrent": 8}})

    async def every() -> list[Any]:
        made = get_reward_manager_cls(manager)(config, Codepoints(), compute)
        rows = data(texts, "4")
        # One row waits alone first, so that no time is spent on imports below.
        await made.run_single(rows[:1])
        start = time.perf_counter()
        found = await asyncio.gather(*(made.run_single(rows[i : i + 1]) for i in range(len(texts))))
        return [found, time.perf_counter() - start]

    found, seconds = asyncio.run(every())
    return {
        "scores": [one["reward_score"] for one in found],
        "keys": [sorted(one["reward_extra_info"]) for one in found],
        "seconds": seconds,
    }


def legacy(folder: Path, manager: str, name: str, texts: list[str]) -> list[float]:
    """A batch through a manager of the older kind."""
    made = legacy_manager(manager)(Codepoints(), 0, function(folder, name))
    return [float(value) for value in made(data(texts, "4")).sum(dim=-1)]


def main() -> None:
    """Run every manager and write down what it gave."""
    folder = Path(sys.argv[1])
    (folder / "reward.py").write_text(USERS_FILE)
    texts = ["4", "5", "outage", "4"]
    found: dict[str, Any] = {"naive": loop(folder, "naive", "naive", texts)}
    found["rate_limited"] = loop(folder, "rate_limited", "limited", texts)
    try:
        found["strict"] = loop(folder, "naive", "strict", texts)
    except RuntimeError as error:
        found["strict"] = str(error)
    found["prime"] = legacy(folder, "prime", "prime", texts)
    found["batch"] = legacy(folder, "batch", "batch", texts)
    found["native"] = loop(folder, "naive", "native", ["4"] * 64)
    found["waiting"] = loop(folder, "naive", "waiting", ["4"] * 64)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    found["remote"] = loop(folder, "remote", "remote", texts)
    ray.shutdown()
    (folder / "found.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
