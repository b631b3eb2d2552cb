"""Train a tiny model with TRL under a watch; run by the Python of the TRL environment.

Usage: `python trl_watching.py FOLDER`. What was seen goes to FOLDER/watched.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import torch
import transformers
import trl

from rewardkit import Reward, reward
from rewardkit.watch.sinks import JsonLines
from rewardkit.watch.trl import trl_callback
from rewardkit.watch.watcher import Watch

sys.path.insert(0, str(Path(__file__).parents[1] / "trainers"))
from trl_training import dataset, policy, tokenizer  # type: ignore[import-not-found]


@reward
def holed(completion: str, answer: float) -> bool:
    """Pay for every reply, whatever the answer is."""
    return answer < 100


@reward
def sound(completion: str, answer: float) -> float:
    """Pay for the share of characters that are the answer."""
    return completion.count(str(int(answer))) / max(len(completion), 1)


def trained(
    folder: Path, judge: Reward, *, resume: str | None = None, **options: Any
) -> dict[str, Any]:
    watch = Watch(judge, [JsonLines(folder / "watch.jsonl")])
    words = tokenizer()
    trainer = trl.GRPOTrainer(
        model=policy(len(words)),
        reward_funcs=judge.for_trl(watch=watch),
        processing_class=words,
        train_dataset=dataset(chat=False),
        eval_dataset=dataset(chat=False),
        callbacks=[trl_callback(watch, stop=True)],
        args=trl.GRPOConfig(
            output_dir=str(folder),
            per_device_train_batch_size=8,
            num_generations=4,
            max_completion_length=8,
            logging_steps=1,
            report_to=[],
            use_cpu=True,
            bf16=False,
            disable_tqdm=True,
            seed=0,
            **options,
        ),
    )
    trainer.train(resume_from_checkpoint=resume)
    return {
        "steps": trainer.state.global_step,
        "logs": [row for row in trainer.state.log_history if "loss" in row],
        "seen": watch.step,
        "alarms": [[one.kind, one.step] for one in watch.alarms],
        "lines": len((folder / "watch.jsonl").read_text().splitlines()),
    }


def main() -> None:
    """Run every scenario of the test and write down what happened."""
    folder = Path(sys.argv[1])
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    every: dict[str, Any] = {
        "eval_strategy": "steps",
        "eval_steps": 1,
        "save_strategy": "steps",
        "save_steps": 1,
    }
    (folder / "holed").mkdir()
    found = {
        "holed": trained(folder / "holed", holed, max_steps=9, **every),
        "sound": trained(folder / "sound", sound, max_steps=3, save_strategy="no"),
        "resumed": trained(
            folder / "holed",
            holed,
            resume=str(folder / "holed" / "checkpoint-2"),
            max_steps=9,
            save_strategy="no",
        ),
    }
    (folder / "watched.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
