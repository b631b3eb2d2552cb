"""The parts that every route of the server shares."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from rewardkit.data.score import Breakdown
from rewardkit.rewards.base import Reward
from rewardkit.server.lowering import number_of
from rewardkit.server.metrics import Metrics
from rewardkit.server.paths import with_columns
from rewardkit.server.scorer import Scorer
from rewardkit.server.settings import ServerSettings


@dataclass(slots=True)
class Serving:
    """One reward that is served.

    Attributes:
        reward: The reward.
        settings: The limits and policies.
        scorer: Scores rows under the limits.
        metrics: Counters.
        tasks: Rows of a dataset, for the protocols that hand out tasks.
    """

    reward: Reward
    settings: ServerSettings
    scorer: Scorer
    metrics: Metrics
    tasks: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    def row(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row of a trainer with the fields that the settings map."""
        return with_columns(data, self.settings.columns)

    def number(self, found: Breakdown) -> float:
        """Return the number that a protocol without *unknown* gets."""
        return number_of(found, self.settings.unknown)


class Json(Response):
    """An answer in JSON that every reader reads: ASCII only, and no NaN."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the bytes of the body; a NaN that a client sent comes back as null."""
        try:
            text = json.dumps(content, allow_nan=False, separators=(",", ":"))
        except ValueError:
            text = json.dumps(_finite(content), allow_nan=False, separators=(",", ":"))
        return text.encode()


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, (list, tuple)) else value


def refusal(code: int, kind: str, message: str, headers: Mapping[str, str] | None = None) -> Json:
    """Return the answer to a request that is refused."""
    body = {"error": {"code": kind, "message": message}}
    return Json(body, status_code=code, headers=dict(headers or {}))
