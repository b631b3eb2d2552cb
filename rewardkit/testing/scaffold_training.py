"""Scaffolds of training runs: the bundled loop, TRL, and the reward of a verl run."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Literal

from rewardkit.testing.scaffold import fill, read_template, write_new

Trainer = Literal["train", "trl", "verl"]
_FILES: dict[Trainer, tuple[str, ...]] = {
    "train": ("train.yaml", "README.md"),
    "trl": ("train.py", "README.md"),
    "verl": ("reward_function.py", "README.md"),
}
_ROWS = 600
_WRONG = 0.4


def scaffold_training(folder: str | Path, trainer: Trainer) -> list[Path]:
    """Write a training run that works as it is: rows, a reward, and what starts the trainer.

    Args:
        folder: The folder to write; created if missing.
        trainer: `train` for the bundled loop, else `trl` or `verl`.

    Returns:
        The files that were written.

    Raises:
        InputError: One of the files exists (then nothing is written).
    """
    folder = Path(folder)
    name = folder.resolve().name
    texts = {
        folder / file: fill(read_template(f"{trainer}/{file}.txt"), name=name)
        for file in _FILES[trainer]
    }
    texts[folder / "reward.yaml"] = fill(read_template("train/reward.yaml.txt"), name=name)
    rows = word_problems()
    if trainer != "verl":
        texts[folder / "train.jsonl"] = "".join(json.dumps(row) + "\n" for row in rows)
    if trainer != "train":
        samples = [
            {
                "id": str(at),
                "prompt": row["prompt"],
                "completion": row["worked"],
                "answer": row["answer"],
            }
            for at, row in enumerate(rows[:8])
        ]
        texts[folder / "samples.jsonl"] = "".join(json.dumps(row) + "\n" for row in samples)
    return write_new(folder, texts)


def word_problems(count: int = _ROWS, seed: int = 0) -> list[dict[str, object]]:
    """Return sums in words, each with its answer and a worked completion, wrong in four of ten.

    Example:
        >>> word_problems(1)[0]["prompt"]
        'Ann has 7 figs and gets 7 more. How many?'
    """
    rng = random.Random(seed)
    rows: list[dict[str, object]] = []
    for _ in range(count):
        one, two = rng.randint(1, 9), rng.randint(1, 9)
        name, thing = rng.choice(("Ann", "Ben", "Cleo")), rng.choice(("pens", "figs"))
        said = one + two + (rng.random() < _WRONG)
        rows.append(
            {
                "prompt": f"{name} has {one} {thing} and gets {two} more. How many?",
                "answer": one + two,
                "worked": f"{one}+{two}=<answer>{said}</answer>",
            }
        )
    return rows
