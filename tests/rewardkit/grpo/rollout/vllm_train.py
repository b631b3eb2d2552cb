"""Train the tiny policy with rollouts by vLLM, and print the metrics as JSON.

    vllm_train.py FOLDER PATH...

Run by the vLLM Python. The paths are where rewardkit and what it needs are found, after the
packages of vLLM.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

REWARD = """
from rewardkit import reward

@reward(range=(0, 1))
def sevens(completion: str) -> float:
    return completion.count("7") / max(1, len(completion))
"""


def main(folder: Path) -> None:
    """Train, and print the rows of the reinforcement stage."""
    from rewardkit.grpo.config_file import parse_config
    from rewardkit.grpo.run.loop import train
    from rewardkit.grpo.run.screen import QuietScreen

    (folder / "vllm_reward.py").write_text(REWARD)
    engine = {"dtype": "float32", "enforce_eager": True, "max_model_len": 128}
    config = parse_config(
        {
            "reward": f"{folder / 'vllm_reward.py'}:sevens",
            "task": {"digits": 1, "validation": 10, "heldout": 30},
            "prime": {"steps": 10, "rows": 60},
            "grpo": {
                "steps": 25,
                "rollout": {
                    "prompts": 12,
                    "group": 8,
                    "engine": "vllm",
                    "engine_options": engine,
                },
                "optim": {"lr": 3e-3},
            },
            "evaluate": {"every": 25, "problems": 10, "scored": 10},
            "output": {"folder": str(folder / "runs")},
        }
    )
    finished = train(config, QuietScreen())
    rows = (finished.folder / "metrics.jsonl").read_text().splitlines()
    found = [row for row in map(json.loads, rows) if row["stage"] == "grpo"]
    print("FOUND" + json.dumps({"rows": found, "result": dict(finished.result)}))


if __name__ == "__main__":
    sys.path += sys.argv[2:]
    main(Path(sys.argv[1]))
