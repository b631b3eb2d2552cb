"""Where a judge is and what it may cost: everything that is said of one server and model."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from rewardkit.errors import JudgeError, closest

# The user and password of a URL: `https://me:secret@host/v1`.
_USER = re.compile(r"//[^/@]*@")
Structured = Literal["auto", "structured_outputs", "response_format", "none"]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]
Price = Annotated[float, Field(ge=0, allow_inf_nan=False)]
OPINIONS = ("approve", "deny")
"""What `fake` may say of every submission."""
_FROZEN = ConfigDict(frozen=True, extra="forbid")
# What a question itself says of a request.
_OURS = {"model", "messages", "stream", "n", "logprobs", "top_logprobs", "response_format"}
# A model in this process is given everything at once and schedules it itself; what it is given
# last waits for all the rest, and asking it the same again changes nothing.
_IN_PROCESS = {"concurrency": 100_000, "timeout": 3600.0, "deadline": 3600.0, "attempts": 1}


def _spelt(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    try:
        return json.dumps(value, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"holds what JSON cannot: {error}") from None


Options = Annotated[str, BeforeValidator(_spelt)]


class Budget(BaseModel):
    """What may be spent on an endpoint, over all runs that share its ledger; None is no bound.

    A call whose worst case would go over a bound is not made.
    """

    model_config = _FROZEN

    calls: Count | None = None
    tokens: Count | None = None
    """Prompt and completion tokens together."""
    usd: Price | None = None


class Prices(BaseModel):
    """Your prices in US dollars for a million tokens; none are built in."""

    model_config = _FROZEN

    prompt: Price = 0.0
    completion: Price = 0.0


class Canaries(BaseModel):
    """Submissions whose verdict is known, mixed into live traffic."""

    model_config = _FROZEN

    share: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How many of the questions are asked once more with a known submission."""
    alarm: Annotated[float, Field(ge=0, le=1)] = 0.2
    """The share of wrong verdicts on them that raises the alarm when it is exceeded."""
    after: Count = 20
    """How many canaries must have been judged before it can."""
    stop: bool = False
    """Whether scores become errors once the alarm is raised; otherwise it is logged."""


class Endpoint(BaseModel):
    """One judge: a server, a model, and the limits of asking it.

    Written as the setting `judge` of a verifier; unknown keys are refused. Nothing is read from
    the environment except the variable that `key_env` names.
    """

    model_config = _FROZEN

    url: str = ""
    """Base of an OpenAI-compatible API, such as `http://127.0.0.1:8000/v1`."""
    model: str = "fake"
    key_env: str | None = None
    """Name of the environment variable that holds the API key; none is sent without it."""
    structured: Structured = "auto"
    """How the form of the reply is enforced; `auto` finds out once and remembers it."""
    temperature: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    max_tokens: Count = 512
    seed: int | None = 0
    concurrency: Count = 64
    rpm: Positive | None = None
    """Requests a minute."""
    tpm: Positive | None = None
    """Tokens a minute."""
    timeout: Positive = 60.0
    """Seconds that one attempt may take."""
    deadline: Positive = 300.0
    """Seconds that a question may take with all waiting and all attempts."""
    attempts: Annotated[int, Field(ge=1, le=20)] = 4
    """How often a question is sent before transport trouble is an error."""
    backoff: Price = 0.5
    """Seconds before the second attempt; doubled for each further one."""
    reasks: Annotated[int, Field(ge=0, le=3)] = 1
    """How often a reply that cannot be used is asked for again."""
    ledger: str | None = None
    """SQLite file of calls, costs and raw replies; in memory without it."""
    budget: Budget = Budget()
    prices: Prices = Prices()
    canaries: Canaries = Canaries()
    fake: str | tuple[str, ...] | None = None
    """Instead of a server: `approve`, `deny`, or the raw replies to give in turn."""
    cassette: str | None = None
    """Instead of a server: a file of recorded replies."""
    path: str | None = None
    """Instead of a server: a model that vLLM loads into this process, a folder or a hub name."""
    extra_body: Options = "{}"
    """Further fields of each request, such as `chat_template_kwargs` or `reasoning_effort`."""
    engine: Options = "{}"
    """For `path`: further arguments of `vllm.LLM`, as a mapping."""

    @model_validator(mode="before")
    @classmethod
    def _unhurried(cls, given: Any) -> Any:
        said = given.get("fake") if isinstance(given, Mapping) else None
        script = isinstance(said, (list, tuple)) and all(isinstance(one, str) for one in said)
        # An empty one is told of below.
        if said not in (None, "", *OPINIONS) and not script:
            raise ValueError(
                f"fake = {said!r} must be {' or '.join(OPINIONS)}, or a list of replies as text"
            )
        if isinstance(given, Mapping) and given.get("path"):
            return {**_IN_PROCESS, **given}
        return given

    @model_validator(mode="after")
    def _says_where(self) -> Endpoint:
        if self.fake is not None and not self.fake:
            raise ValueError("fake is empty; write approve, deny or a list of replies")
        ways = [name for name in ("url", "path", "fake", "cassette") if getattr(self, name)]
        if len(ways) != 1:
            given = " and ".join(ways) if ways else "none of them"
            raise ValueError(
                f"exactly one of url, path, fake and cassette says where the judge is; got {given}"
            )
        if self.engine != "{}" and not self.path:
            raise ValueError("engine is for a model in this process; name its path")
        if not isinstance(self.engine_options, dict):
            raise ValueError(f"engine {self.engine!r} must be a mapping of arguments of vllm.LLM")
        if not isinstance(self.extra_options, dict):
            raise ValueError(f"extra_body {self.extra_body!r} must be a mapping of request fields")
        if taken := _OURS & set(self.extra_options):
            raise ValueError(f"extra_body must not set {', '.join(sorted(taken))}")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ValueError(f"url {self.url!r} must start with http:// or https://")
        if self.url and "model" not in self.model_fields_set:
            raise ValueError("model is missing; name the model that the server offers")
        return self

    @property
    def name(self) -> str:
        """What calls are recorded under: the server and the model."""
        if self.path:
            return f"path:{self.path}"
        # A ledger is read by more people than those who may know the password in a URL.
        url = _USER.sub("//", self.url)
        where = url or (f"cassette:{self.cassette}" if self.cassette else "fake:")
        return f"{where} {self.model}"

    @property
    def engine_options(self) -> Any:
        """The further arguments of `vllm.LLM`."""
        try:
            return json.loads(self.engine)
        except ValueError:
            return None

    @property
    def extra_options(self) -> Any:
        """The further fields of each request, a new mapping each time."""
        try:
            return json.loads(self.extra_body)
        except ValueError:
            return None

    def usd(self, prompt: float, completion: float) -> float:
        """Return what so many tokens cost."""
        return (prompt * self.prices.prompt + completion * self.prices.completion) / 1e6

    def key(self) -> str:
        """Return the API key.

        Raises:
            JudgeError: The variable is not set.
        """
        if self.key_env is None:
            return "none"
        key = os.environ.get(self.key_env)
        if not key:
            raise JudgeError(
                f"judge {self.name}: the environment variable {self.key_env!r} that key_env names "
                "is not set. Export it, or leave key_env out for a server that wants no key."
            )
        return key


def read_endpoint(judge: Mapping[str, Any]) -> Endpoint:
    """Return the endpoint that a `judge` setting describes.

    Raises:
        ValueError: It describes none: names the key, the value and the closest word.

    Example:
        >>> read_endpoint({"url": "http://127.0.0.1:8000/v1", "model": "tiny"}).name
        'http://127.0.0.1:8000/v1 tiny'
    """
    return _read(json.dumps(judge, sort_keys=True, default=_listed))


def _listed(value: Any) -> Any:
    if isinstance(value, (tuple, set, frozenset)):
        return list(value)
    raise ValueError(f"judge holds {value!r}; use plain numbers, text, lists and mappings")


@lru_cache(maxsize=256)
def _read(text: str) -> Endpoint:
    try:
        return Endpoint.model_validate(json.loads(text))
    except ValidationError as error:
        cause = error.errors()[0]
        where = ".".join(["judge", *map(str, cause["loc"])])
        if cause["type"] == "value_error":
            raise ValueError(f"{where}: {cause['ctx']['error']}") from None
        hint = ""
        if cause["type"] == "extra_forbidden":
            known = {1: Endpoint.model_fields}.get(len(cause["loc"]))
            hint = closest(cause["loc"][-1], known) if known else ""
        raise ValueError(
            f"{where} = {cause.get('input')!r}: {cause['msg'].lower()}.{hint}"
        ) from None
