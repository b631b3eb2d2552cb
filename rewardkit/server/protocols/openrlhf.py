"""OpenRLHF's remote reward: `--reward.remote_url http://host:port/openrlhf`.

OpenRLHF sends prompt and response as one text, and one label a row. It retries an answer that is no
success five times and then leaves the reward None, which is the closest it has to *unknown*.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from rewardkit.data.score import Breakdown
from rewardkit.errors import InputError
from rewardkit.server.lowering import unit_of
from rewardkit.server.protocols.errors import ERRORS
from rewardkit.server.serving import Json, Serving


class OpenRLHFRequest(BaseModel):
    """Three lists of one length."""

    model_config = ConfigDict(strict=True)

    query: list[str] = Field(description="Prompt and response in one text")
    prompts: list[str]
    labels: list[Any] = Field(default_factory=list)


class OpenRLHFAnswer(BaseModel):
    """A number for one row, and a list for several."""

    rewards: float | list[float]
    scores: float | list[float]
    extra_logs: dict[str, float | list[float]]


def routes(serving: Serving) -> APIRouter:
    """Return the route."""
    router = APIRouter(tags=["OpenRLHF"])

    @router.post("/openrlhf", response_model=OpenRLHFAnswer, responses=ERRORS)
    async def openrlhf(request: OpenRLHFRequest) -> Json:
        rows = _rows(request)
        found = await serving.scorer.score([serving.row(row) for row in rows])
        rewards = [serving.number(one) for one in found]
        span = serving.reward.range
        return Json(
            {
                "rewards": _alone(rewards),
                "scores": _alone([unit_of(value, span) for value in rewards]),
                "extra_logs": {name: _alone(values) for name, values in _logs(found).items()},
            }
        )

    return router


def _rows(request: OpenRLHFRequest) -> list[dict[str, Any]]:
    count = len(request.query)
    labels = request.labels or [None] * count
    if len(request.prompts) != count or len(labels) != count:
        raise InputError(
            f"query has {count} entries, prompts {len(request.prompts)} and labels {len(labels)}"
        )
    return [
        {"prompt": prompt, "completion": _response(query, prompt), "answer": label, "label": label}
        for query, prompt, label in zip(request.query, request.prompts, labels, strict=True)
    ]


def _response(query: str, prompt: str) -> str | None:
    # A prompt that was cut from the left is the end of the whole one; the response begins after
    # it. Where it cannot be found, the row is broken: an answer in the prompt must not be paid.
    if query.startswith(prompt):
        return query[len(prompt) :]
    kept = next((at for at in range(1, len(prompt)) if query.startswith(prompt[at:])), None)
    # A few characters of the prompt may begin any text by chance.
    if kept is None or len(prompt) - kept < min(64, len(prompt)):
        return None
    return query[len(prompt) - kept :]


def _logs(found: list[Breakdown]) -> dict[str, list[float]]:
    """Return the values of the components, and whether each is a score, with keys that stay."""
    logs: dict[str, list[float]] = {}
    for one in found:
        for name, leaf in one.leaves().items():
            low = leaf.range.low if leaf.range.bounded else 0.0
            logs.setdefault(name, []).append(low if leaf.value is None else leaf.value)
            logs.setdefault(f"{name}_valid", []).append(float(leaf.value is not None))
    return logs


def _alone(values: list[float]) -> float | list[float]:
    # OpenRLHF sends one row at a time and makes a tensor of what it gets: a list of one number
    # would have one dimension too many.
    return values[0] if len(values) == 1 else values
