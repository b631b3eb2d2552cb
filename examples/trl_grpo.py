"""Train with TRL's GRPOTrainer: a composed reward is a reward function as it stands.

`python examples/trl_grpo.py` shows what TRL gets from the reward for one batch.
`python examples/trl_grpo.py MODEL` trains that model for a few steps; it needs `pip install trl`.
"""

from __future__ import annotations

import sys
from typing import Any

from rewardkit import Score, gate, reward


@reward
def right(completion: str, answer: float) -> Score:
    """Pay for the right number on the last line."""
    last_line = completion.rstrip().rpartition("\n")[2]
    try:
        return Score.ok(float(last_line) == answer)
    except ValueError:
        return Score.unparsed("no_number", f"the last line is {last_line[:40]!r}")


@reward
def brief(completion: str, *, limit: int = 40) -> float:
    """Pay less and less beyond the limit of characters."""
    return min(1.0, limit / max(len(completion), 1))


# Being brief pays only where the answer is right; its name is its key in TRL's logs.
graded = gate(right, brief.scale_to(0.5, 1), otherwise=0).named("graded")

PROBLEMS = [
    {"prompt": f"{a}+{b}? End with a line that is only the number.\n", "answer": float(a + b)}
    for a in range(4)
    for b in range(4)
]


def show_one_batch() -> None:
    """Call the reward the way TRL does, and print what TRL would log."""
    completions = ["3", "1 and 2 make\n3", "4", "three"]
    values = graded(
        prompts=["1+2?"] * 4,
        completions=completions,
        answer=[3.0] * 4,
        log_metric=lambda name, value: print(f"  {name} = {value:.3g}"),
    )
    for completion, value in zip(completions, values, strict=True):
        print(f"{completion!r} earns {value}")


def train(model: str) -> None:
    """Train for a few steps and print what the trainer logged of the reward."""
    import torch
    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer

    settings: dict[str, Any] = {
        "output_dir": "runs/trl_grpo",
        "max_steps": 3,
        "per_device_train_batch_size": 8,
        "num_generations": 4,
        "max_completion_length": 16,
        "logging_steps": 1,
        "save_strategy": "no",
        "report_to": [],
        "bf16": torch.cuda.is_available(),
        "use_cpu": not torch.cuda.is_available(),
    }
    trainer = GRPOTrainer(
        model=model,
        reward_funcs=graded,
        train_dataset=Dataset.from_list(PROBLEMS),
        args=GRPOConfig(**settings),
    )
    trainer.train()
    for row in trainer.state.log_history:
        print({key: value for key, value in row.items() if key.startswith("rewards/graded")})


if __name__ == "__main__":
    if len(sys.argv) > 1:
        train(sys.argv[1])
    else:
        show_one_batch()
