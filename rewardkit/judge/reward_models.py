"""Reward models with a scalar head: served (`/score`, `/classify`) or loaded here."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rewardkit.errors import MissingExtra
from rewardkit.judge.clients import client_for
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.judge.faults import Fault


async def served(
    judge: Mapping[str, Any], route: str, prompt: str, completion: str
) -> tuple[float, bool]:
    """Return the number that a served reward model gives, and whether it was known before.

    Args:
        judge: The setting of that name.
        route: `score` (vLLM's pair scoring) or `classify` (the probability of the last class).
        prompt: The task.
        completion: What is judged.

    Raises:
        Fault: There is no usable number.
    """
    payload: dict[str, Any] = (
        {"text_1": prompt, "text_2": completion}
        if route == "score"
        else {"input": f"{prompt}\n{completion}" if prompt else completion}
    )
    size = len(f"{prompt}{completion}".encode("utf-8", "replace"))
    body, cached = await client_for(read_endpoint(judge)).post(route, payload, size)
    data = body.get("data")
    if not isinstance(data, list) or len(data) != 1 or not isinstance(data[0], dict):
        raise Fault("judge_bad_body", f"/{route} gave no single result: {str(body)[:80]}")
    value: Any
    if route == "score":
        value = data[0].get("score")
    else:
        probs = data[0].get("probs")
        value = probs[-1] if isinstance(probs, list) and probs else None
    if type(value) not in (int, float) or not math.isfinite(value):
        raise Fault("judge_bad_verdict", f"/{route} gave {value!r}, not a number")
    return float(value), cached


_TURN = threading.Lock()


@lru_cache(maxsize=2)
def _loaded(model: str) -> tuple[Any, Any]:
    try:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer
    except ImportError:
        raise MissingExtra("a reward model in this process", "train") from None
    # Weights only as safetensors: anything else may run code when it is read.
    scorer = AutoModelForSequenceClassification.from_pretrained(model, use_safetensors=True)
    if scorer.config.num_labels != 1:
        raise Fault(
            "judge_bad_verdict",
            f"{model} has {scorer.config.num_labels} labels; a reward model has a scalar head",
        )
    scorer.eval()
    return AutoTokenizer.from_pretrained(model), scorer


def local_logit(model: str, prompt: str, completion: str) -> float:
    """Return the scalar that a reward model in this process gives.

    Args:
        model: A folder, or a name on the hub that is already cached.
        prompt: The task.
        completion: What is judged.

    Raises:
        MissingExtra: transformers is not installed.
        Fault: The model has no scalar head, or gave no number.
    """
    import torch

    with _TURN:
        tokenizer, scorer = _loaded(model)
        chat = [{"role": "user", "content": prompt}, {"role": "assistant", "content": completion}]
        if getattr(tokenizer, "chat_template", None):
            text = tokenizer.apply_chat_template(chat, tokenize=False)
        else:
            text = f"{prompt}\n{completion}" if prompt else completion
        inputs = tokenizer(text, return_tensors="pt", truncation=True, max_length=8192)
        with torch.inference_mode():
            value = float(scorer(**inputs).logits[0, 0])
    if not math.isfinite(value):
        raise Fault("judge_bad_verdict", f"{model} gave {value}")
    return value
