"""A tagged answer, its distance from the truth and a judge's opinion, as one reward to train on.

Run it with `python examples/judge_reward.py`. It makes a tiny judge, serves it with vLLM on the
processor and trains the tiny policy of the demo against all three. Where vLLM is not installed
(`make setup-vllm`), it scores a few completions with a judge that says yes to everything, and
says what is missing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from rewardkit import Reward, gate, get, weighted
from rewardkit.testing.tiny_judge import make_tiny_judge
from rewardkit.testing.vllm_server import vllm_server

HOME = Path(__file__).resolve().parents[1]
VLLM_PYTHON = Path(os.environ.get("REWARDKIT_VLLM_PYTHON", HOME / ".venv-vllm/bin/python"))
RUN = {
    "name": "judged",
    "reward": "judged.yaml",
    "task": {"name": "arithmetic", "digits": 2, "heldout": 150, "validation": 50},
    "policy": {"hidden": 64, "layers": 2, "heads": 8, "head_dim": 32, "intermediate": 192},
    "corpus": {
        "steps": 300,
        "batch": 64,
        "wrong": 0.7,
        "closed": False,
        "optim": {"lr": 4e-3, "lr_end": 4e-4, "schedule": "cosine", "warmup": 20},
    },
    "prime": {"steps": 40, "batch": 64, "rows": 300, "wrong": 0.7, "optim": {"lr": 1e-3}},
    "grpo": {
        "steps": 30,
        "rollout": {"prompts": 16, "group": 8, "max_new_tokens": 8},
        "optim": {"lr": 1e-3, "lr_end": 1e-4, "warmup": 5},
    },
    "evaluate": {"every": 15, "k": 2},
}


def composed(judge: dict[str, Any]) -> Reward:
    """Return the reward: the judge is asked only about replies of the right form."""
    tags = get("format/tags", tags=["a"])
    near = get("math/distance", mode="reciprocal", scale=2, far=0, unread=0, where="<a>")
    grade = get("judge/score", judge=judge, by="logprob", what="Grade the answer.")
    # -10 to 10, 0 to 1: weighted() brings all parts to one scale before it adds them up.
    return gate(tags, weighted(near=(0.8, near), grade=(0.2, grade))).scale_to(-1, 1)


def train(reward: Reward) -> dict[str, Any]:
    """Train the policy of the demo for a few steps and return what became of it."""
    reward.save("judged.yaml")
    Path("run.json").write_text(json.dumps(RUN))
    command = [sys.executable, "-m", "rewardkit.cli", "train", "run.json", "--json", "--fresh"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"training failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Train where there is a server, else show the reward with a judge that is not one."""
    if not VLLM_PYTHON.exists():
        reward = composed({"fake": "approve"})
        for completion in ("<a>4</a>", "<a>7</a>", "four"):
            print(reward.score(completion=completion, answer=4, prompt="2+2="), end="\n\n")
        print(f"no {VLLM_PYTHON.name} with vLLM: `make setup-vllm` builds one; nothing was trained")
        return
    folder = make_tiny_judge("tiny-judge", steps=200)
    with vllm_server(VLLM_PYTHON, folder) as url:
        reward = composed({"url": url, "model": "tiny", "ledger": "ledger.db"})
        print(reward.score(completion="<a>4</a>", answer=4, prompt="2+2="), end="\n\n")
        found = train(reward)
    print(f"right on held-out sums: {found['heldout_before']:.0%} before training, ", end="")
    print(f"{found['heldout_after']:.0%} after")
    for when in ("before", "after"):
        parts = ", ".join(f"{name} {mean:.3f}" for name, mean in found[when]["components"].items())
        print(f"{when:>6}: {parts}")


if __name__ == "__main__":
    main()
