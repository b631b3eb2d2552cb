"""The native protocol: rows in, breakdowns out; a failed row is a result among others."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from rewardkit.errors import InputError
from rewardkit.server.protocols.errors import ERRORS
from rewardkit.server.scorer import Row
from rewardkit.server.serving import Json, Serving
from rewardkit.server.wire import sample_of, score_data, tree_data


class ScoreRequest(BaseModel):
    """Rows of a dataset, or samples field by field; one of the two."""

    model_config = ConfigDict(extra="forbid", strict=True)

    rows: list[Any] | None = Field(
        None, description="Dataset rows: completion, prompt, answer, id, group; the rest is columns"
    )
    samples: list[dict[str, Any]] | None = Field(
        None, description="Samples: completion, prompt, answer, id, group and an object `columns`"
    )
    tree: bool = Field(False, description="Answer with the score of every part of the reward")


class Result(BaseModel):
    """The result of one row; `value` is null where there is no number."""

    value: float | None
    status: str
    reason: str = ""
    detail: str = ""
    seconds: float = 0.0
    components: dict[str, float | None] | None = None
    parts: list[Any] | None = None


class ScoreAnswer(BaseModel):
    """One result for each row, in order."""

    name: str
    fingerprint: str
    results: list[Result]
    tree: dict[str, Any] | None = None


def routes(serving: Serving) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["native"])

    @router.post("/v1/score", response_model=ScoreAnswer, responses=ERRORS)
    async def score(request: ScoreRequest) -> Json:
        found = await serving.scorer.score(_rows(serving, request))
        reward = serving.reward
        answer: dict[str, Any] = {"name": reward.name, "fingerprint": reward.fingerprint}
        if request.tree:
            answer["results"] = [score_data(one) for one in found]
            answer["tree"] = tree_data(reward.skipped())
        else:
            answer["results"] = [
                {
                    "value": one.value,
                    "status": one.status,
                    "reason": one.reason,
                    "detail": one.detail,
                    "seconds": one.seconds,
                    "components": one.components,
                }
                for one in found
            ]
        return Json(answer)

    @router.get("/v1/reward", responses={401: ERRORS[401]})
    async def reward() -> dict[str, Any]:
        """The name, range, fingerprint and parts of the reward that is served."""
        one = serving.reward
        return {
            "name": one.name,
            "fingerprint": one.fingerprint,
            "needs_groups": one.needs_groups,
            "batch": serving.settings.batch,
            "tree": tree_data(one.skipped()),
        }

    return router


def _rows(serving: Serving, request: ScoreRequest) -> list[Row]:
    if (request.rows is None) == (request.samples is None):
        raise InputError("give `rows` or `samples`, and not both")
    if request.samples is not None:
        return [sample_of(data) for data in request.samples]
    rows = request.rows or []
    return [serving.row(row) if isinstance(row, dict) else row for row in rows]
