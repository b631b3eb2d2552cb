"""Run verl's own reward managers on a DataProto; run by the Python of the trainers' environment.

Usage: `python verl_managers.py FOLDER`. What each manager gave goes to FOLDER/found.json. The
rewards are written into a file in FOLDER that verl loads by its path, as a user's would be.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
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

from rewardkit import reward

RULES = """
from rewardkit import reward

@reward
def brief(completion: str, answer: str) -> float:
    return float(completion == answer)
"""

USERS_FILE = """
import asyncio
from rewardkit import Score, gate, reward

@reward
def exact(completion: str, answer: str) -> bool:
    return completion == answer

@reward(range=(-2, 4))
def judged(completion: str) -> Score | float:
    return Score.error("judge_outage") if completion == "outage" else 4.0

waiting_now, most = 0, 0

@reward(range=(0, 64))
async def waits(completion: str) -> float:
    global waiting_now, most
    waiting_now += 1
    most = max(most, waiting_now)
    await asyncio.sleep(0.05)
    waiting_now -= 1
    return float(most)

@reward(name="digits")
def share_of_digits(completion: str) -> float:
    return sum("0" <= one <= "9" for one in completion) / max(len(completion), 1)

mixed = gate(exact, judged).named("mixed")
digits = share_of_digits.for_verl()
naive = mixed.for_verl(missing="low")
strict = judged.for_verl()
prime = mixed.for_verl(manager="prime")
batch = judged.for_verl(manager="batch", missing="group_mean", group_size=2)
limited = judged.for_verl(manager="rate_limited")
remote = mixed.for_verl(manager="remote", missing="low")
waiting = waits.for_verl()
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
        return await asyncio.gather(*(made.run_single(rows[i : i + 1]) for i in range(len(texts))))

    found = asyncio.run(every())
    return {
        "scores": [one["reward_score"] for one in found],
        "keys": [sorted(one["reward_extra_info"]) for one in found],
    }


def exported(folder: Path) -> dict[str, Any]:
    """A spec that names a module beside it, in a folder that is on no path, exported for verl."""
    beside = folder / "beside"
    beside.mkdir()
    (beside / "my_rules.py").write_text(RULES)
    (beside / "reward.yaml").write_text("reward: {use: 'my_rules:brief'}")
    other = folder / "exported"
    other.mkdir()
    words = ["export", str(beside / "reward.yaml"), "--to", "verl", "-o", str(other / "reward.py")]
    subprocess.run([sys.executable, "-m", "rewardkit.cli", *words], check=True, cwd=folder)
    return loop(other, "naive", "compute_score", ["4", "5"])


@reward
def inline(completion: str, answer: str) -> bool:
    """A reward of the running script."""
    return completion == answer


def in_a_task() -> list[float | None]:
    """Score a reward of this script in a process of Ray, which cannot import it."""

    def scored(one: Any) -> list[float | None]:
        rows = [{"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"}]
        return [found.value for found in one.score_many(rows)]

    found: list[float | None] = ray.get(ray.remote(scored).remote(inline))
    return found


def legacy(folder: Path, manager: str, name: str, texts: list[str]) -> list[float]:
    """A batch through a manager of the older kind."""
    made = legacy_manager(manager)(Codepoints(), 0, function(folder, name))
    return [float(value) for value in made(data(texts, "4")).sum(dim=-1)]


def update(folder: Path) -> dict[str, Any]:
    """Sample a tiny policy, score it, and update its weights by verl's own advantage and loss.

    verl's trainer itself generates with vLLM or SGLang, which need a GPU.
    """
    from verl.trainer.ppo.core_algos import compute_grpo_outcome_advantage, get_policy_loss_fn
    from verl.workers.config import ActorConfig

    torch.manual_seed(0)
    compute = function(folder, "digits")
    rows, length, words = 8, 6, 128
    policy = torch.nn.Embedding(1, words)  # logits of one token, whatever came before
    optimiser = torch.optim.Adam(policy.parameters(), lr=0.1)
    config = ActorConfig(strategy="fsdp", rollout_n=4, ppo_micro_batch_size_per_gpu=1)
    config.global_batch_info.update(
        dp_size=1, batch_num_tokens=rows * length, global_batch_size=rows, loss_scale_factor=1
    )
    before = policy.weight.detach().clone()
    means = []
    for _ in range(20):
        logits = policy(torch.zeros(rows, dtype=torch.long))
        old = torch.log_softmax(logits, -1)
        ids = torch.multinomial(old.exp().detach(), length, replacement=True)
        texts = ["".join(map(chr, one)) for one in ids.tolist()]
        scores = [compute(data_source="s", solution_str=t, ground_truth="")["score"] for t in texts]
        means.append(sum(scores) / rows)
        mask = torch.ones(rows, length)
        token_rewards = torch.zeros(rows, length)
        token_rewards[:, -1] = torch.tensor(scores)
        index = numpy.array([0] * 4 + [1] * 4)
        advantages, _returns = compute_grpo_outcome_advantage(token_rewards, mask, index)
        logprob = old.gather(1, ids)
        loss, _ = get_policy_loss_fn("vanilla")(
            logprob.detach(), logprob, advantages, mask, "token-mean", config
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    moved = float((policy.weight.detach() - before).abs().max())
    return {"moved": moved, "first": sum(means[:5]) / 5, "last": sum(means[-5:]) / 5}


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
    found["waiting"] = loop(folder, "naive", "waiting", ["4"] * 64)
    found["update"] = update(folder)
    # A cluster of its own, whatever else runs on the machine.
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
    found["remote"] = loop(folder, "remote", "remote", texts)
    found["task"] = in_a_task()
    ray.shutdown()
    found["exported"] = exported(folder)
    (folder / "found.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
