"""Train a tiny reward model on preferences, and use it as one more source of reward.

Run it with `python examples/reward_model.py`. The loss is Bradley and Terry's: the chance that
one answer is preferred to another is the logistic function of the difference of their scores.
The preferences are made up: whoever made them likes short and polite answers.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers

from rewardkit import get

TEXT = "please thanks the tea is here now or in a while because I said so"
WORDS = TEXT.split()
STEPS = 150


def answer(draw: random.Random) -> str:
    """Make up an answer."""
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(2, 10)))


def worth(text: str) -> float:
    """Return what the people behind the preferences like; the model never sees it."""
    words = text.split()
    return 2.0 * ("please" in words) + 2.0 * ("thanks" in words) - 0.3 * len(words)


def make_tokenizer() -> Any:
    """Make a tokenizer of whole words."""
    vocabulary = {word: place for place, word in enumerate(["<pad>", "<unk>", *sorted(set(WORDS))])}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    wrap: Any = transformers.PreTrainedTokenizerFast
    return wrap(tokenizer_object=made, pad_token="<pad>", unk_token="<unk>")


def make_model(words: int) -> Any:
    """Make a transformer of one layer with a single number at its end."""
    configure: Any = transformers.Qwen3Config
    make: Any = transformers.Qwen3ForSequenceClassification
    return make(
        configure(
            vocab_size=words,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=1,
            num_attention_heads=1,
            num_key_value_heads=1,
            head_dim=32,
            max_position_embeddings=64,
            pad_token_id=0,
            num_labels=1,
        )
    )


def main() -> None:
    """Train, save, score, and say how often the order of new pairs is right."""
    torch.manual_seed(0)
    draw = random.Random(0)
    tokenizer = make_tokenizer()
    model = make_model(len(tokenizer))
    optim = torch.optim.AdamW(model.parameters(), lr=5e-3)

    def scores(texts: list[str]) -> torch.Tensor:
        batch = tokenizer(texts, return_tensors="pt", padding=True)
        logits: torch.Tensor = model(**batch).logits[:, 0]
        return logits

    for step in range(STEPS):
        pairs = [sorted((answer(draw), answer(draw)), key=worth, reverse=True) for _ in range(32)]
        better, worse = scores([one for one, _ in pairs]), scores([two for _, two in pairs])
        loss: Any = -torch.nn.functional.logsigmoid(better - worse).mean()
        optim.zero_grad()
        loss.backward()
        optim.step()
        if step % 50 == 0:
            print(f"step {step:>3}  loss {loss.item():.3f}")

    folder = Path("reward-model")
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    prefers = get("judge/reward_model", judge={"path": str(folder)}, chat=False)
    for text in ("tea please thanks", "because I said so because I said so now or in a while"):
        print(prefers.score(completion=text))
    pairs = [sorted((answer(draw), answer(draw)), key=worth, reverse=True) for _ in range(100)]
    found = prefers.score_many([{"completion": text} for pair in pairs for text in pair])
    values = [one.value for one in found]
    right = sum(
        better > worse
        for better, worse in zip(values[::2], values[1::2], strict=True)
        if better is not None and worse is not None
    )
    print(f"{right} of {len(pairs)} new pairs are in the right order")


if __name__ == "__main__":
    main()
