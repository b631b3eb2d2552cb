"""Makes rows of word problems and a causal language model that answers them badly.

    python examples/word_problems/make.py FOLDER [HEADS]
    rewardkit train FOLDER/full.yaml     # or lora.yaml, or one table of both:
    python -m rewardkit.grpo.ablation FOLDER/ablation.yaml

The model has the format of `transformers`, 0.1 million weights, a tokenizer of whole words and a
chat template. It is primed on worked answers of which most are off by one, so that there is
something to learn from the reward alone.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

NAMES = ["Ann", "Bob", "Cem", "Dia", "Eli", "Fay"]
THINGS = ["apples", "books", "coins", "eggs", "pens"]
STORIES = [
    ("{name} has {a} {things} and gets {b} more . How many {things} now ?", 1),
    ("{name} had {a} {things} and lost {b} . How many {things} are left ?", -1),
    ("There are {a} {things} here and {b} there . How many {things} in all ?", 1),
]
TEMPLATE = "{% for m in messages %}{{ m['role'] }} : {{ m['content'] }} {% endfor %}assistant :"
FILES = ("reward.yaml", "full.yaml", "lora.yaml", "ablation.yaml")


def make_rows(count: int, wrong: float, seed: int) -> list[dict[str, Any]]:
    """Return word problems with their answers and worked answers, most of them off by one."""
    chance = random.Random(seed)
    rows: dict[str, dict[str, Any]] = {}
    while len(rows) < count:
        story, sign = chance.choice(STORIES)
        a, b = chance.randrange(10), chance.randrange(10)
        if sign < 0:
            a, b = max(a, b), min(a, b)
        name, things = chance.choice(NAMES), chance.choice(THINGS)
        question = story.format(name=name, things=things, a=a, b=b)
        answer = a + sign * b
        told = answer + 1 if chance.random() < wrong else answer
        rows[question] = {"question": question, "answer": answer, "worked": f"<a> {told} </a>"}
    return list(rows.values())


def make_model(folder: Path, rows: list[dict[str, Any]], seed: int = 0, heads: int = 4) -> None:
    """Write a language model with random weights and its tokenizer."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    words = {
        word for row in rows for word in f"{row['question']} user assistant : <a> </a>".split()
    }
    words |= {str(number) for number in range(-1, 25)}
    table = {word: at for at, word in enumerate(["<end>", *sorted(words)])}
    inner = Tokenizer(models.WordLevel(table, unk_token="<end>"))
    inner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    inner.decoder = decoders.WordPiece(prefix="##")
    fast: Any = PreTrainedTokenizerFast
    tokenizer = fast(tokenizer_object=inner, eos_token="<end>")
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(seed)
    shape = Qwen3Config(
        vocab_size=len(table), hidden_size=64, num_hidden_layers=2, num_attention_heads=heads,
        num_key_value_heads=heads, head_dim=64 // heads, intermediate_size=128,
        max_position_embeddings=128,
        rope_parameters={"rope_type": "default", "rope_theta": 100.0}, initializer_range=0.08,
        tie_word_embeddings=True, pad_token_id=0, eos_token_id=0, bos_token_id=None,
    )  # fmt: skip
    Qwen3ForCausalLM(shape).save_pretrained(folder)


def prime(folder: Path, steps: int) -> None:
    """Train the model to imitate the worked answers; the result is `primed`."""
    from rewardkit.grpo.config_file import load_config
    from rewardkit.grpo.run.loop import train
    from rewardkit.grpo.run.screen import QuietScreen

    optim = {"lr": 3e-3, "lr_end": 3e-4, "schedule": "cosine"}
    told = {
        "name": "primed",
        "policy.path": str(folder / "model"),
        "policy.lora": None,
        "prime": {"steps": steps, "batch": 64, "optim": optim},
        "task.completion": "worked",
        "grpo.steps": 0,
        "output.folder": str(folder / "runs"),
    }
    finished = train(load_config(folder / "full.yaml", told), QuietScreen())
    shutil.copytree(finished.folder / "final", folder / "primed")


def main(
    folder: Path, heads: int = 4, rows: int = 3000, wrong: float = 0.6, steps: int = 500
) -> None:
    """Write rows, model and configs into a folder."""
    folder.mkdir(parents=True)
    made = make_rows(rows, wrong, seed=0)
    lines = [json.dumps(row) + "\n" for row in made]
    (folder / "rows.jsonl").write_text("".join(lines), encoding="utf-8")
    for name in FILES:
        shutil.copy(Path(__file__).with_name(name), folder / name)
    make_model(folder / "model", made, heads=heads)
    prime(folder, steps)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
