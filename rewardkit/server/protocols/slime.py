"""slime's remote reward: `--rm-type remote_rm --rm-url http://host:port/slime`.

The answer is the number itself. slime retries an answer that is no success ten times and then ends
the run.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from rewardkit.server.protocols.errors import ERRORS
from rewardkit.server.serving import Json, Serving


class SlimeRequest(BaseModel):
    """One sample."""

    model_config = ConfigDict(strict=True)

    prompt: str | list[dict[str, Any]] = ""
    response: str
    label: Any = None


def routes(serving: Serving) -> APIRouter:
    """Return the route."""
    router = APIRouter(tags=["slime"])

    @router.post("/slime", response_model=float, responses=ERRORS)
    async def slime(request: SlimeRequest) -> Json:
        row = {
            "prompt": request.prompt,
            "completion": request.response,
            "answer": request.label,
            "label": request.label,
        }
        return Json(serving.number(await serving.scorer.one(serving.row(row))))

    return router
