"""Reward models with a scalar head: served (`/score`, `/classify`) or loaded in this process."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rewardkit.errors import MissingExtra
from rewardkit.judge.client.shared import client_for
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.judge.faults import Fault


async def served(
    judge: Mapping[str, Any], route: str, prompt: str, completion: str, chat: bool = True
) -> tuple[float, bool]:
    """Return the logit of a served reward model, and whether it was already recorded.

    The request turns the server's activation off, so served and local models give the same number.

    Args:
        judge: The setting of that name.
        route: `classify`, or `score` for vLLM's pair scoring.
        prompt: The task.
        completion: What is judged.
        chat: For `classify`: as a chat, by the template of the model, and not as plain text.

    Raises:
        Fault: There is no usable number.
    """
    payload: dict[str, Any]
    if route == "score":
        payload = {"text_1": prompt, "text_2": completion}
    elif chat:
        payload = {"messages": as_chat(prompt, completion)}
    else:
        payload = {"input": as_text(prompt, completion)}
    payload["use_activation"] = False
    size = len(f"{prompt}{completion}".encode("utf-8", "replace"))
    body, cached = await client_for(read_endpoint(judge)).post(route, payload, size)
    data = body.get("data")
    if not isinstance(data, list) or len(data) != 1 or not isinstance(data[0], dict):
        raise Fault("judge_bad_body", f"/{route} gave no single result: {str(body)[:80]}")
    value: Any
    if route == "score":
        value = data[0].get("score")
    else:
        found = data[0].get("probs")
        if isinstance(found, list) and len(found) > 1:
            raise _labels(f"the model behind /{route}", len(found))
        value = found[0] if isinstance(found, list) and found else None
    if type(value) not in (int, float) or not math.isfinite(value):
        raise Fault("judge_bad_verdict", f"/{route} gave {value!r}, not a number")
    return float(value), cached


def as_chat(prompt: str, completion: str) -> list[dict[str, str]]:
    """Return the input of a reward model of chats."""
    asked = [{"role": "user", "content": prompt}] if prompt else []
    return [*asked, {"role": "assistant", "content": completion}]


def as_text(prompt: str, completion: str) -> str:
    """Return the input of a reward model of plain texts."""
    return f"{prompt}\n{completion}" if prompt else completion


def _labels(model: str, count: int) -> Fault:
    why = f"{model} has {count} labels; a reward model has a scalar head"
    return Fault("judge_bad_verdict", why)


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
        raise _labels(model, scorer.config.num_labels)
    scorer.eval()
    return AutoTokenizer.from_pretrained(model), scorer


def local_logit(model: str, prompt: str, completion: str, chat: bool = True) -> float:
    """Return the scalar that a reward model in this process gives.

    Args:
        model: A folder, or a name on the hub that is already cached.
        prompt: The task.
        completion: What is judged.
        chat: As a chat, by the template of the model, and not as plain text.

    Raises:
        MissingExtra: transformers is not installed.
        Fault: The model has no scalar head or no template, or gave no number.
    """
    import torch

    with _TURN:
        tokenizer, scorer = _loaded(model)
        inputs = _inputs(tokenizer, model, prompt, completion, chat)
        most = getattr(scorer.config, "max_position_embeddings", None)
        if most is not None and inputs["input_ids"].shape[1] > most:
            # A truncated text would be scored as another text.
            size = inputs["input_ids"].shape[1]
            raise Fault("judge_rejected", f"{model} reads {most} tokens, and this has {size}")
        with torch.inference_mode():
            value = float(scorer(**inputs).logits[0, 0])
    if not math.isfinite(value):
        raise Fault("judge_bad_verdict", f"{model} gave {value}")
    return value


def _inputs(tokenizer: Any, model: str, prompt: str, completion: str, chat: bool) -> Any:
    if not chat:
        return tokenizer(as_text(prompt, completion), return_tensors="pt")
    if not getattr(tokenizer, "chat_template", None):
        raise Fault("judge_rejected", f"{model} has no chat template; set chat=False")
    text = tokenizer.apply_chat_template(as_chat(prompt, completion), tokenize=False)
    # The template writes the special tokens itself.
    return tokenizer(text, return_tensors="pt", add_special_tokens=False)
