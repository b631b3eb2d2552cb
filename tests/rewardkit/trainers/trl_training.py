"""Train a tiny model with TRL's own GRPOTrainer; run by the Python of the TRL environment.

Usage: `python trl_training.py FOLDER`. What each run logged goes to FOLDER/found.json,
and the untrained model to FOLDER/model.
"""

from __future__ import annotations

import json
import string
import sys
from pathlib import Path
from typing import Any

import torch
import transformers
import trl
from datasets import Dataset
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

from rewardkit import Score, reward, weighted

STEPS = 3
ROWS = 8


@reward
def digits(completion: str) -> float:
    """Share of characters that are digits; learnable by a model of any size."""
    return sum(ch.isdigit() for ch in completion) / max(len(completion), 1)


@reward(range=(0, 10))
def close(completion: str, answer: float) -> Score | float:
    found = [ch for ch in completion if ch.isdigit()]
    if not found:
        return Score.unparsed("no_digit")
    return 10.0 - abs(float(found[-1]) - answer)


@reward
def outage(completion: str, answer: float) -> Score | float:
    """Fails on every second problem: the whole group then has no number."""
    if answer == 2:
        raise ConnectionError("the judge is down")
    return Score.error("judge_outage") if "7" in completion else float("1" in completion)


mixed = weighted(digits=(0.5, digits), close=(0.5, close)).named("mixed")


def tokenizer() -> PreTrainedTokenizerFast:
    """One token for each printable character, and a chat template."""
    words = ["<pad>", "<eos>", *string.printable]
    core = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="?"))
    core.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    core.decoder = decoders.Fuse()
    made: PreTrainedTokenizerFast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=core, pad_token="<pad>", eos_token="<eos>"
    )
    made.chat_template = (
        "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
        "{% if add_generation_prompt %}assistant: {% endif %}"
    )
    return made


def policy(vocabulary: int) -> Qwen2ForCausalLM:
    """A Qwen2 of two thin layers, made on the spot."""
    torch.manual_seed(0)
    return Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=vocabulary,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=2,
            max_position_embeddings=128,
            pad_token_id=0,
            eos_token_id=1,
            bos_token_id=None,
        )
    )


def dataset(chat: bool) -> Dataset:
    """Problems `1+i?` with a numeric answer and a column that no reward asks for."""
    rows = []
    for i in range(ROWS):
        text = f"1+{i % 4}?"
        prompt = [{"role": "user", "content": text}] if chat else text
        rows.append({"prompt": prompt, "answer": float(1 + i % 4), "level": None})
    return Dataset.from_list(rows)


def train(
    folder: Path, rewards: Any, *, chat: bool = False, kind: str = "GRPO", **options: Any
) -> dict[str, Any]:
    """Train for a few steps; returns the log of every step and whether weights moved."""
    words = tokenizer()
    model = policy(len(words))
    before = model.model.embed_tokens.weight.detach().clone()
    trainer = getattr(trl, f"{kind}Trainer")(
        model=model,
        reward_funcs=rewards,
        processing_class=words,
        train_dataset=dataset(chat),
        args=getattr(trl, f"{kind}Config")(
            output_dir=str(folder),
            max_steps=STEPS,
            per_device_train_batch_size=8,
            num_generations=4,
            max_completion_length=8,
            learning_rate=1e-3,
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            use_cpu=True,
            bf16=False,
            disable_tqdm=True,
            seed=0,
            **options,
        ),
    )
    trainer.train()
    after = model.model.embed_tokens.weight.detach()
    return {
        "names": trainer.reward_func_names,
        "steps": [row for row in trainer.state.log_history if "loss" in row],
        "moved": float((after - before).abs().max()),
        "finite": bool(torch.isfinite(after).all()),
        "extra": {column: list(values) for column, values in trainer._logs["extra"].items()},
    }


def main() -> None:
    """Run every scenario of the test and write down what happened."""
    folder = Path(sys.argv[1])
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    found = {
        "composed": train(folder / "composed", mixed),
        "two": train(folder / "two", [mixed, outage], reward_weights=[1.0, 0.5]),
        "failing": train(folder / "failing", outage),
        "chat": train(folder / "chat", mixed, chat=True),
        "rloo": train(folder / "rloo", mixed, kind="RLOO", beta=0.0),
    }
    words = tokenizer()
    words.save_pretrained(folder / "model")
    policy(len(words)).save_pretrained(folder / "model")
    (folder / "found.json").write_text(json.dumps({"trl": trl.__version__, "runs": found}))


if __name__ == "__main__":
    main()
