"""The settings of the server: limits, token, and what becomes of a sample without a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from rewardkit.errors import DefinitionError, closest

Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]
Unknown = Literal["fail", "low"] | Annotated[float, Field(strict=True, allow_inf_nan=False)]


class ServerSettings(BaseModel):
    """The settings of one server; unknown ones are refused.

    Example:
        >>> ServerSettings(batch=64).batch
        64
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: str | None = Field(default=None, repr=False)
    """The bearer token that every request but `/health` must carry; None asks for none."""
    body_bytes: Count = 16 * 2**20
    """The largest body of a request."""
    body_seconds: Seconds = 20.0
    """The time in which the head, and then the body, of a request must arrive."""
    batch: Count = 1024
    """The most rows of one request."""
    waiting_rows: Count = 8192
    """The most rows that are scored or wait; further requests are answered with 503."""
    at_once: Count = 32
    """The most requests that are scored at the same time; the others wait."""
    score_seconds: Seconds = 300.0
    """The time in which the rows of one request must be scored; then they are timeouts."""
    drain_seconds: Seconds = 30.0
    """The time that running requests get when the server is told to stop."""
    unknown: Unknown = "fail"
    """The number of a sample without one, in protocols that have no value for it."""
    columns: Mapping[str, str] = Field(default_factory=dict)
    """Fields of a sample by the path in a request, such as `{"answer": "metadata.gold"}`."""
    options: Mapping[str, Any] = Field(default_factory=dict)
    """Options of `rewardkit.score`: workers, concurrency, cache."""

    @field_validator("options")
    @classmethod
    def _known_options(cls, value: Mapping[str, Any]) -> Mapping[str, Any]:
        known = ("workers", "concurrency", "cache")
        for name in value:
            if name not in known:
                raise ValueError(f"options has no {name!r}.{closest(name, known)}")
        return value


def server_settings(**values: Any) -> ServerSettings:
    """Return checked settings.

    Raises:
        DefinitionError: A setting is unknown or out of its range; names the closest one.
    """
    for name in values:
        if name not in ServerSettings.model_fields:
            hint = closest(name, ServerSettings.model_fields)
            raise DefinitionError(f"the server has no setting {name!r}.{hint}")
    try:
        return ServerSettings(**values)
    except ValidationError as error:
        cause = error.errors()[0]
        where = ".".join(map(str, cause["loc"][:1]))
        given = "" if where == "token" else f"={str(cause.get('input'))[:60]}"
        raise DefinitionError(f"server setting {where}{given}: {cause['msg'].lower()}") from None
