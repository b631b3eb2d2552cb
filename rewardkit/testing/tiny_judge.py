"""A tiny judge model, trained on demand: it produces well-formed verdicts and little else.

For tests, benchmarks and examples that need a real server and must not download a model. Its
training data rewards the word `please`; so small a model learns the form of the replies in a
minute, and that rule hardly at all. Its grades are meaningless.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rewardkit.errors import MissingExtra
from rewardkit.judge.prompt.prompts import make_question
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.verdict_schema import Field, Form

SPECIAL = ("<pad>", "<eos>", "<|system|>", "<|user|>", "<|assistant|>")
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
POLITE = "please"
_VOCABULARY = (
    "the a tea cup pass me give bring hand salt water now quick book door open close take look "
    "answer is it that was forty 40 4 2 + = km train green blue one two old new hello thanks"
)
_WORDS = _VOCABULARY.split()
_TASKS = ("Is it polite?", "You check a submission against criteria.", "You grade a submission.")


def training_pair(draw: random.Random) -> tuple[Question, str]:
    """Return a question with the reply that the tiny judge should learn."""
    words = [draw.choice(_WORDS) for _ in range(draw.randint(2, 9))]
    polite = draw.random() < 0.5
    if polite:
        words.insert(draw.randint(0, len(words)), POLITE)
    parts = {"submission": " ".join(words)}
    if draw.random() < 0.5:
        parts = {"question": " ".join(draw.choice(_WORDS) for _ in range(4)), **parts}
    task = draw.choice(_TASKS)
    if draw.random() < 0.5:
        ending = "Reply with one character and nothing else: the grade."
        digit = draw.choice("789") if polite else draw.choice("012")
        return make_question(task, parts, ending=ending), digit
    good = "good" if polite else "bad"
    count = draw.randint(1, 3)
    fields = tuple(Field(f"c{number}", "bool") for number in range(1, count + 1))
    form = Form((Field("reason", "text"), *fields))
    reply = json.dumps({"reason": good, **{one.name: polite for one in fields}})
    return make_question(task, parts, form), reply


def make_tiny_judge(folder: str | Path, *, steps: int = 250, seed: int = 0) -> Path:
    """Train a tiny judge and write it where vLLM and transformers can load it.

    Args:
        folder: The folder to write; an existing one is returned unchanged.
        steps: Steps of training; 250 take about a minute on one processor.
        seed: The seed of weights and data.

    Returns:
        The folder.

    Raises:
        MissingExtra: torch, transformers or tokenizers is not installed.
    """
    folder = Path(folder)
    if (folder / "done").exists():
        return folder
    try:
        import torch
        from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM
    except ImportError:
        raise MissingExtra("making a tiny judge", "train") from None
    draw = random.Random(seed)
    torch.manual_seed(seed)
    pairs = [training_pair(draw) for _ in range(2000)]
    make: Any = PreTrainedTokenizerFast
    tokenizer = make(
        tokenizer_object=_tokenizer([_chat(asked) + reply for asked, reply in pairs[:400]]),
        pad_token=SPECIAL[0],
        eos_token=SPECIAL[1],
        chat_template=TEMPLATE,
    )
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=192,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=4096,
        tie_word_embeddings=True,
        pad_token_id=0,
        eos_token_id=1,
        bos_token_id=1,
    )
    model = Qwen3ForCausalLM(config)
    _train(model, [_row(tokenizer, asked, reply) for asked, reply in pairs], steps, draw)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "done").touch()
    return folder


def _chat(asked: Question) -> str:
    text = "".join(f"<|{one['role']}|>{one['content']}" for one in asked.messages)
    return f"{text}<|assistant|>"


def _tokenizer(texts: Sequence[str]) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    made = Tokenizer(models.BPE())
    # Each digit is a token, so that a grade is one token.
    split = [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(False)]
    made.pre_tokenizer = pre_tokenizers.Sequence(split)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=1024, special_tokens=list(SPECIAL), initial_alphabet=alphabet
    )
    made.train_from_iterator(texts, trainer)
    return made


def _row(tokenizer: Any, asked: Question, reply: str) -> tuple[list[int], int]:
    head = tokenizer(_chat(asked)).input_ids
    tail = tokenizer(reply).input_ids
    return [*head, *tail, 1], len(head)


def _train(
    model: Any, rows: Sequence[tuple[list[int], int]], steps: int, draw: random.Random
) -> None:
    import torch

    optim = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.0)
    model.train()
    for step in range(steps):
        for group in optim.param_groups:
            group["lr"] = 3e-3 * min(1.0, (step + 1) / 20) * (1 - 0.9 * step / steps)
        batch = [rows[draw.randrange(len(rows))] for _ in range(12)]
        width = max(len(ids) for ids, _ in batch)
        ids = torch.zeros(len(batch), width, dtype=torch.long)
        labels = torch.full((len(batch), width), -100, dtype=torch.long)
        for place, (row, start) in enumerate(batch):
            ids[place, : len(row)] = torch.tensor(row)
            labels[place, start : len(row)] = torch.tensor(row[start:])
        loss = model(input_ids=ids, labels=labels).loss
        optim.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optim.step()
        if not torch.isfinite(loss):
            raise RuntimeError(f"the tiny judge broke at step {step}: loss {loss.item()}")
    model.eval()
