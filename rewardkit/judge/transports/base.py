"""What every way to a judge has: one request sent, one raw body returned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

from rewardkit.judge.prompt.question import Question


@dataclass(frozen=True, slots=True)
class Answer:
    """The raw body of an answer with status 200."""

    body: str


class Transport(Protocol):
    """Sends one request, once."""

    async def send(self, question: Question, mode: str, idempotency: str, call: str = "") -> Answer:
        """Return the answer; Fault when there is none.

        Args:
            question: What is asked.
            mode: How the form of the reply is enforced.
            idempotency: The same for every repeat of the same attempt, over restarts too.
            call: The name of this one call in the ledger.
        """

    async def post(self, path: str, payload: dict[str, Any], call: str = "") -> Answer:
        """Post JSON to another route of the server."""

    async def close(self) -> None:
        """Let go of connections."""


def completion_body(text: str, finish: str = "stop", **message: Any) -> str:
    """Return the body of a chat completion that says this, for fakes and recordings."""
    return json.dumps(
        {
            "object": "chat.completion",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "message": {"role": "assistant", "content": text, **message},
                }
            ],
            "usage": {"prompt_tokens": 0, "completion_tokens": 0},
        }
    )
