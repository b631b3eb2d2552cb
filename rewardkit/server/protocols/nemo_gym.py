"""NeMo-Gym's resources server: `/seed_session` and `/verify`.

A sample without a number is answered with `mask_sample: true` and a `failure_reason`, which takes
it out of the loss; the reward of 0.0 that stands beside them is not a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from rewardkit.errors import InputError
from rewardkit.server.protocols.errors import ERRORS
from rewardkit.server.serving import Json, Serving
from rewardkit.trainers.outcome import contributions

_OWN = ("responses_create_params", "response")


class VerifyRequest(BaseModel):
    """The request to the model, its response, and every further field of the dataset's row."""

    model_config = ConfigDict(extra="allow", strict=True)

    responses_create_params: dict[str, Any] = Field(default_factory=dict)
    response: dict[str, Any]


class VerifyAnswer(BaseModel):
    """The request, and the reward beside it."""

    model_config = ConfigDict(extra="allow")

    reward: float
    mask_sample: bool
    failure_reason: str | None = None
    reward_components: dict[str, float]
    components: dict[str, float | None]


def routes(serving: Serving) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["NeMo-Gym"])

    @router.post("/seed_session", responses={401: ERRORS[401]})
    async def seed_session() -> dict[str, Any]:
        """Nothing is kept between requests."""
        return {}

    @router.post("/verify", response_model=VerifyAnswer, responses=ERRORS)
    async def verify(request: VerifyRequest) -> Json:
        data = request.model_dump()
        found = await serving.scorer.one(serving.row(_row(data)))
        known = found.value is not None
        reason = None if known else f"{found.status}: {found.reason}"
        # They add up to the reward, as NeMo-Gym asks; `components` are the scores themselves.
        shares = contributions(serving.reward, found) or dict.fromkeys(found.components, 0.0)
        return Json(
            {
                **data,
                "reward": found.value if known else 0.0,
                "mask_sample": not known,
                "failure_reason": reason,
                "reward_components": shares,
                "components": found.components,
            }
        )

    return router


def _row(data: dict[str, Any]) -> dict[str, Any]:
    asked = data["responses_create_params"]
    prompt = asked.get("input", "")
    instructions = asked.get("instructions")
    if instructions and isinstance(prompt, str):
        prompt = [{"role": "user", "content": prompt}]
    if instructions:
        prompt = [{"role": "system", "content": instructions}, *prompt]
    items = data["response"].get("output")
    if not isinstance(items, list):
        raise InputError("response.output must be a list of items")
    rest = {name: value for name, value in data.items() if name not in _OWN}
    return {**rest, "prompt": prompt, "completion": list(_messages(items))}


def _messages(items: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield chat messages from the output items of a response; reasoning is none."""
    for item in items:
        if not isinstance(item, dict):
            raise InputError(f"an item of response.output is {type(item).__name__}, not an object")
        kind = item.get("type", "message")
        if kind == "message":
            yield {"role": item.get("role", "assistant"), "content": item.get("content")}
        elif kind == "function_call":
            call = {"name": item.get("name"), "arguments": item.get("arguments")}
            calls = [{"type": "function", "id": item.get("call_id"), "function": call}]
            yield {"role": "assistant", "content": None, "tool_calls": calls}
        elif kind == "function_call_output":
            yield {"role": "tool", "content": str(item.get("output", ""))}
