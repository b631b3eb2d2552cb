"""One question to a judge: what is sent, and what identifies its reply."""

from __future__ import annotations

import contextvars
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from rewardkit.judge.endpoint import Endpoint
from rewardkit.judge.prompt.verdict_schema import Form
from rewardkit.judge.versions import READER_VERSION, TEMPLATE_VERSION

# Part of every key: a reply is only reused for the very same question, asked and read by the
# same rules. Raise them when the prompts or the reading of replies change.
_TAKE: contextvars.ContextVar[int] = contextvars.ContextVar("rewardkit_judge_take", default=0)


@dataclass(frozen=True, slots=True)
class Question:
    """What a judge is asked.

    Attributes:
        messages: The rendered chat.
        form: What the reply must look like; None for plain text.
        logprobs: How many alternatives of each token to ask for, or 0.
        max_tokens: The longest reply; the endpoint's own by default.
        choices: For plain text: the only replies that a guided decoder may write.
        cut: Whether a reply that ends at `max_tokens` is whole, as a single token is.
        kind: `question`, `canary` or `probe`; recorded.
    """

    messages: Sequence[Mapping[str, str]]
    form: Form | None = None
    logprobs: int = 0
    max_tokens: int | None = None
    choices: tuple[str, ...] = ()
    cut: bool = False
    kind: str = "question"

    @property
    def size(self) -> int:
        """Bytes of the prompt."""
        return sum(len(one["content"].encode("utf-8", "replace")) for one in self.messages)

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON Schema of the reply."""
        return None if self.form is None else self.form.schema()

    def most_tokens(self, endpoint: Endpoint) -> tuple[int, int]:
        """Return bounds on prompt and completion tokens: no token is shorter than a byte."""
        prompt = self.size + 16 * len(self.messages) + 256  # chat templates add some of their own
        return prompt, self.max_tokens or endpoint.max_tokens

    def again(self, fault: str) -> Question:
        """Return the question for the one time more that it is asked after an unusable reply."""
        note = f"Your last reply could not be used ({fault}). Reply in exactly the form asked for."
        # Part of the last message, for some chat templates want user and assistant to alternate.
        last = {**self.messages[-1], "content": f"{self.messages[-1]['content']}\n\n{note}"}
        return replace(self, messages=[*self.messages[:-1], last])

    def key(self, endpoint: Endpoint, mode: str) -> str:
        """Return what identifies the reply."""
        parts = [
            endpoint.url,
            endpoint.fake,
            endpoint.cassette,
            endpoint.model,
            list(self.messages),
            endpoint.temperature,
            endpoint.seed,
            self.max_tokens or endpoint.max_tokens,
            self.logprobs,
            self.schema,
            list(self.choices),
            mode,
            TEMPLATE_VERSION,
            READER_VERSION,
            _TAKE.get(),
        ]
        if endpoint.path:  # only then, so that replies of servers are found again
            parts += [endpoint.path, endpoint.engine]
        if endpoint.extra_body != "{}":
            parts.append(endpoint.extra_body)
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@contextmanager
def take(number: int) -> Iterator[None]:
    """Ask anew what was asked before: replies are kept apart for each number.

    Measures how far a judge agrees with itself.
    """
    token = _TAKE.set(number)
    try:
        yield
    finally:
        _TAKE.reset(token)


def current_take() -> int:
    """Return the number of the take in force."""
    return _TAKE.get()
