"""The refusals of the server, for its OpenAPI document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class Problem(BaseModel):
    """A short stable code, and a sentence for a person."""

    code: str
    message: str


class Refusal(BaseModel):
    """The body of every answer that is no success."""

    error: Problem


def _of(text: str) -> dict[str, Any]:
    return {"model": Refusal, "description": text}


ERRORS: dict[int | str, dict[str, Any]] = {
    400: _of("The body is not JSON, or nested too deeply"),
    401: _of("The token is missing or wrong"),
    404: _of("There is no such task or session"),
    408: _of("The body did not arrive in time"),
    413: _of("The body or the batch is too large"),
    415: _of("The body has no header Content-Type: application/json"),
    422: _of("The body is of another form, or lacks a field that the reward asks for"),
    424: _of("A row has no number, and the protocol has no value for that"),
    503: _of("Too many rows wait"),
}
