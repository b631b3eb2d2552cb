"""Judges behind an OpenAI-compatible server, reached over HTTP by the openai package."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Set
from functools import lru_cache
from typing import Any

from rewardkit.errors import MissingExtra
from rewardkit.judge.endpoint import Endpoint
from rewardkit.judge.faults import Fault
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.transports.base import Answer
from rewardkit.judge.transports.bounded import bound

# Has the package hand back the response as it came.
_RAW = "X-Stainless-Raw-Response"
# A pool looks at all of its connections, sockets too, before and after every request: with 64 in
# one pool that takes longer than the request itself. So no pool has more than this.
_SHARED = 8
_REDIRECTS = 3
# What reasoning models refuse, and what they want instead: the name of one takes the other's place.
_INSTEAD = {"max_tokens": "max_completion_tokens", "temperature": "", "seed": ""}
_RETRYABLE = frozenset({408, 409, 425, 429})


class Http:
    """An OpenAI-compatible server. The retries of the package are off: ours are counted."""

    def __init__(self, endpoint: Endpoint) -> None:
        try:
            import openai
        except ImportError:
            raise MissingExtra("asking a judge", "judge") from None
        self.endpoint = endpoint
        self._errors = openai
        self._key = endpoint.key()
        self._clients: list[Any] = []
        self._busy: list[int] = []
        self._refused: set[str] = set()

    async def send(self, question: Question, mode: str, idempotency: str, call: str = "") -> Answer:
        """Return the answer.

        Raises:
            Fault: The server cannot be reached, or refuses.
        """
        body = chat_options(question, self.endpoint, mode)
        body |= body.pop("extra_body", {})
        headers = {"Idempotency-Key": idempotency, "X-Request-Id": call}
        while True:
            try:
                return await self._post("/chat/completions", without(body, self._refused), headers)
            except Fault as fault:
                # Such a refusal costs nothing, and is remembered for all further questions.
                named = refused_option(fault, body) if fault.http == 400 else None
                if named is None or named in self._refused:
                    raise
                self._refused.add(named)

    async def post(self, path: str, payload: dict[str, Any], call: str = "") -> Answer:
        """Return the answer of another route, which stands beside /v1."""
        return await self._post(self._route(path), payload, {"X-Request-Id": call})

    async def close(self) -> None:
        """Close the connections."""
        clients, self._clients, self._busy = self._clients, [], []
        for client in clients:
            await client.close()

    async def _post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> Answer:
        # The package's own way to a route: its typed methods walk through every message once
        # more, which takes longer than everything that we do, and we read the raw body anyway.
        options: Any = {"headers": {_RAW: "true", **headers}}
        place = self._place()
        client, busy = self._clients[place], self._busy
        busy[place] += 1
        try:
            raw: Any = await client.post(path, body=body, options=options, cast_to=object)
        except Exception as error:  # noqa: BLE001 - openai 2.x and 3.x wrap different packages
            raise self._fault(error) from None
        finally:
            busy[place] -= 1
        return Answer(raw.text)

    def _place(self) -> int:
        """Return the place of a client with room; a new one where there is none."""
        for place, busy in enumerate(self._busy):
            if busy < _SHARED:
                return place
        self._clients.append(
            self._errors.AsyncOpenAI(
                base_url=self.endpoint.url,
                api_key=self._key,
                max_retries=0,
                timeout=self.endpoint.timeout,
                http_client=self._errors.DefaultAsyncHttpxClient(
                    verify=_certificates(),
                    max_redirects=_REDIRECTS,
                    headers={"Accept-Encoding": "identity"},
                    event_hooks={"response": [bound]},
                ),
            )
        )
        self._busy.append(0)
        return len(self._clients) - 1

    def _route(self, path: str) -> str:
        base = self.endpoint.url.rstrip("/").removesuffix("/v1")
        return f"{base}/{path.lstrip('/')}"

    def _fault(self, error: Exception) -> Fault:
        errors = self._errors
        if isinstance(error, Fault):
            return error
        if isinstance(error, errors.APITimeoutError):
            return Fault("judge_timeout", "no answer in time", retryable=True)
        if isinstance(error, errors.APIConnectionError):
            cause = error.__cause__ or error
            if isinstance(cause, Fault):
                return cause
            return Fault("judge_unreachable", f"{type(cause).__name__}: {cause}", retryable=True)
        if isinstance(error, errors.APIStatusError):
            return status_fault(error.status_code, error.response.headers, str(error))
        if isinstance(error, (ValueError, errors.OpenAIError)):
            # A body that says it is JSON and is not.
            return Fault("judge_bad_body", f"{type(error).__name__}: {error}", retryable=True)
        # A transport of another package than the client wraps breaks in its own words.
        return Fault("judge_unreachable", f"{type(error).__name__}: {error}", retryable=True)


@lru_cache(maxsize=1)
def _certificates() -> Any:
    """Return the trusted certificates, read once: it takes as long as a dozen requests."""
    import openai

    # The package below is httpx for openai 2.x and httpx2 for 3.x; both make them like this.
    below = openai.DefaultAsyncHttpxClient.__mro__[1].__module__.partition(".")[0]
    return sys.modules[below].create_ssl_context()


def status_fault(status: int, headers: Any, text: str) -> Fault:
    """Return the fault of an answer with an error status."""
    retryable = status in _RETRYABLE or status >= 500
    reason = (
        "judge_rate_limited"
        if status == 429
        else "judge_server_error"
        if retryable
        else "judge_rejected"
    )
    return Fault(
        reason,
        f"HTTP {status}: {text[:160]}",
        retryable=retryable,
        retry_after=_retry_after(headers) if retryable else None,
        http=status,
    )


def _retry_after(headers: Any) -> float | None:
    """Read `Retry-After`: seconds, or a date."""
    given = headers.get("retry-after")
    if not given:
        return None
    try:
        seconds = float(given)
    except ValueError:
        import email.utils
        import time

        try:
            seconds = email.utils.parsedate_to_datetime(given).timestamp() - time.time()
        except (TypeError, ValueError):
            return None
    return max(0.0, seconds) if seconds == seconds and seconds < 1e9 else None


def chat_options(question: Question, endpoint: Endpoint, mode: str) -> dict[str, Any]:
    """Return the arguments of the chat completion call."""
    options: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [dict(message) for message in question.messages],
        "temperature": endpoint.temperature,
        "max_tokens": question.max_tokens or endpoint.max_tokens,
    }
    if endpoint.seed is not None:
        options["seed"] = endpoint.seed
    if question.logprobs:
        options |= {"logprobs": True, "top_logprobs": question.logprobs}
    options["extra_body"] = endpoint.extra_options
    schema = question.schema
    if mode == "structured_outputs" and schema is not None:
        options["extra_body"]["structured_outputs"] = {"json": schema}
    elif mode == "structured_outputs" and question.choices:
        options["extra_body"]["structured_outputs"] = {"choice": list(question.choices)}
    elif mode == "response_format" and schema is not None:
        options["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "verdict", "strict": True, "schema": schema},
        }
    return options


def refused_option(fault: Fault, body: Mapping[str, Any]) -> str | None:
    """Return the option that a server refuses by name, of those that may be left out or renamed.

    Example:
        >>> said = "HTTP 400: Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'."
        >>> refused_option(Fault("judge_rejected", said, http=400), {"max_tokens": 9})
        'max_tokens'
    """
    named = re.search(r"\b(max_tokens|temperature|seed)\b", fault.detail)
    says_so = re.search(
        r"(?i)unsupported|not support|only the default|unrecognized|unknown|extra|"
        r"not permitted|not allowed|instead",
        fault.detail,
    )
    return named[1] if named and says_so and named[1] in body else None


def without(body: Mapping[str, Any], refused: Set[str]) -> dict[str, Any]:
    """Return a request with refused options left out, or under the name that is wanted.

    Example:
        >>> without({"max_tokens": 9, "temperature": 0}, {"max_tokens", "temperature"})
        {'max_completion_tokens': 9}
    """
    names = {name: _INSTEAD[name] if name in refused else name for name in body if name in _INSTEAD}
    renamed = {names.get(name, name): value for name, value in body.items()}
    renamed.pop("", None)
    return renamed
