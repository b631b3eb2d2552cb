"""The number of a reward model with a scalar head, trained on preferences."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.judge.endpoint import OPINIONS
from rewardkit.judge.gate.content import Nothing, content_of
from rewardkit.judge.setting import Judge
from rewardkit.judge.verdict.ask import check_judge, or_error
from rewardkit.judge.verdict.reward_models import local_logit, served


def _check(settings: Mapping[str, Any]) -> None:
    judge = settings["judge"]
    if "path" not in judge:
        check_judge(settings)
    elif set(judge) != {"path"}:
        extra = sorted(set(judge) - {"path"})
        raise ValueError(f"judge has path, a model in this process, and {extra[0]!r} of a server")
    if "canaries" in judge:
        raise ValueError(
            "judge.canaries: a reward model has no verdict that a canary could get wrong; its "
            "number means something beside other numbers only. Leave canaries out."
        )
    low, high = settings["low"], settings["high"]
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"low={low!r} must be below high={high!r}, both finite")


@reward(
    range=lambda settings: (settings["low"], settings["high"]), check=_check, deterministic=False
)
async def reward_model(
    completion: str,
    prompt: str = "",
    *,
    judge: Judge,
    route: Literal["score", "classify"] = "classify",
    chat: bool = True,
    squash: bool = True,
    low: float = 0.0,
    high: float = 1.0,
) -> Score:
    """Return what a reward model gives, by a server or by a model in this process.

    Args:
        completion: What the policy wrote; reasoning in a closed block before it is not judged.
        prompt: The task; part of what the model reads.
        judge: A server: `url`, `model` and the other fields of an `Endpoint`; or `path`: a
            folder with a sequence-classification model of one label, loaded here.
        route: Of a server: `classify` or `score`, as vLLM names them.
        chat: Show the model a chat by its own template, as reward models of chats were trained
            on; without it prompt and completion as text, one below the other. For `score` the
            template of the server counts, and not this.
        squash: Put the number through the logistic function and map it onto low to high; without
            it the number itself, as the head gives it.
        low: The low end of the range; a number below it is an error.
        high: The high end.

    Returns:
        The number in [low, high]; unparsed for a completion without content.

    Example:
        >>> prefers = reward_model(judge={"fake": "approve"})
        >>> prefers.score(completion="Paris is the capital.").value
        1.0

    References:
        Preference models after Bradley and Terry 1952; for language models Ouyang et al. 2022
        (arXiv:2203.02155). `examples/reward_model.py` trains one.
    """
    content = content_of(completion, prompt)
    if isinstance(content, Nothing):
        return Score.unparsed(content.reason, content.detail)

    async def job() -> Score:
        cached = False
        if "path" in judge:
            path = str(judge["path"])
            raw = await asyncio.to_thread(local_logit, path, prompt, content, chat)
        else:
            raw, cached = await served(judge, route, prompt, content, chat)
        value = low + (high - low) * _logistic(raw) if squash else raw
        if not squash and judge.get("fake") in OPINIONS:
            value = high if raw > 0 else low  # the ends of a range that a fake does not know
        return Score.ok(value, extra={"raw": raw, "judge_cached": cached})

    return await or_error(job())


def _logistic(value: float) -> float:
    if value >= 0:
        return 1 / (1 + math.exp(-value))
    return math.exp(value) / (1 + math.exp(value))
