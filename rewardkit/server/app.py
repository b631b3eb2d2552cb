"""The application of the server: routes, limits, and the answer to every error."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from rewardkit.errors import BindError, DefinitionError, InputError
from rewardkit.rewards.base import Reward
from rewardkit.server.limits import Limits
from rewardkit.server.lowering import NoNumber, check_unknown
from rewardkit.server.metrics import Metrics
from rewardkit.server.protocols import (
    native,
    nemo_gym,
    open_reward,
    openenv,
    openrlhf,
    slime,
)
from rewardkit.server.protocols.errors import ERRORS
from rewardkit.server.scorer import Busy, Scorer, TooManyRows
from rewardkit.server.serving import Serving, refusal
from rewardkit.server.settings import ServerSettings

log = logging.getLogger("rewardkit")
# Protocols that show one completion at a time, in which no group can be seen.
_SINGLE = (openrlhf, slime, nemo_gym, open_reward, openenv)
_RETRY = {"Retry-After": "1"}


def create_app(
    reward: Reward,
    settings: ServerSettings | None = None,
    tasks: Sequence[Mapping[str, Any]] = (),
) -> Any:
    """Return the ASGI application that serves a reward.

    Args:
        reward: The reward.
        settings: Limits, token and policies.
        tasks: Rows of a dataset, for protocols that hand out tasks.

    Raises:
        DefinitionError: The reward still needs a setting, or a policy cannot work with it.
    """
    settings = settings or ServerSettings()
    if reward.missing_settings:
        raise DefinitionError(
            f"reward {reward.name!r} still needs the setting {reward.missing_settings[0]!r}"
        )
    check_unknown(reward, settings.unknown)
    scorer = Scorer(reward, settings, lambda found: metrics.scored(found))
    metrics = Metrics(lambda: scorer.rows)
    serving = Serving(reward, settings, scorer, metrics, tasks)
    app = FastAPI(
        title=f"rewardkit: {reward.name}",
        version=version("rewardkit"),
        lifespan=_closing(scorer),
        # The pages of the framework load scripts from a network; /openapi.json is what tools read.
        docs_url=None,
        redoc_url=None,
        responses={422: ERRORS[422]},
    )
    _answer_errors(app)
    _own_routes(app, serving)
    app.include_router(native.routes(serving))
    for protocol in () if reward.needs_groups else _SINGLE:
        app.include_router(protocol.routes(serving))
    return Limits(app, settings, metrics.request)


def _closing(scorer: Scorer) -> Any:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        scorer.close()

    return lifespan


def _own_routes(app: FastAPI, serving: Serving) -> None:
    @app.get("/health", tags=["server"])
    async def health() -> dict[str, str]:
        """The server answers."""
        return {"status": "ok", "fingerprint": serving.reward.fingerprint}

    @app.get(
        "/metrics",
        tags=["server"],
        responses={401: ERRORS[401]},
        response_class=PlainTextResponse,
    )
    async def metrics() -> Response:
        """Counters in the text format of Prometheus."""
        return Response(serving.metrics.text(), media_type="text/plain; version=0.0.4")


def _answer_errors(app: FastAPI) -> None:
    """Give every refusal one form, which never repeats what the client sent at length."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            return refusal(400, "not_json", "the body is not JSON")
        kind = request.headers.get("content-type", "")
        if first["loc"] == ("body",) and "json" not in kind.partition(";")[0].lower():
            # curl -d and most clients that are given text say another type, or none.
            sent = f"not {kind[:60]!r}" if kind else "and has none"
            message = f"the body must have the header Content-Type: application/json, {sent}"
            return refusal(415, "content_type", message)
        where = ".".join(str(part)[:40] for part in first["loc"][:8])
        return refusal(422, "invalid", f"{where}: {first['msg'][:200]}")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 400 and "parsing the body" in str(error.detail):
            return refusal(400, "not_json", "the body cannot be read as JSON")
        kinds = {400: "bad_request", 404: "not_found", 405: "method_not_allowed"}
        kind = kinds.get(error.status_code, "refused")
        return refusal(error.status_code, kind, str(error.detail)[:200], error.headers)

    for code, kind, of in (
        (422, "missing_field", BindError),
        (422, "bad_input", InputError),
        (413, "too_many_rows", TooManyRows),
        (503, "busy", Busy),
        (424, "no_number", NoNumber),
        (400, "too_deep", RecursionError),
    ):
        app.add_exception_handler(of, _answering(code, kind))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        log.error("the server failed at %s", request.url.path, exc_info=error)
        return refusal(500, "internal", f"{type(error).__name__}; the server's log says more")


def _answering(code: int, kind: str) -> Any:
    async def answer(request: Request, error: Exception) -> Response:
        # What helps is said to whom can do it: the options are those of `rewardkit serve`.
        message = str(getattr(error, "on_command_line", error))
        return refusal(code, kind, message[:2000], _RETRY if kind == "busy" else None)

    return answer
