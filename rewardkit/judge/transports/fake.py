r"""Judges without a model: fixed opinions and scripted replies.

judge={"fake": "approve"}                      always speaks for the submission
judge={"fake": ["{\"reason\": 1}", "..."]}   gives these raw replies in turn
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import Any

from rewardkit.errors import JudgeError
from rewardkit.judge.endpoint import OPINIONS
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.transports.base import Answer, completion_body


class FakeJudge:
    """A judge with one opinion, or with a script.

    `approve` is the worst judge there is: whatever it pays for, a verifier let through. It
    answers in the form asked for and by the same door as a real one, so that gate, prompt,
    reading and aggregation are those of production.

    Args:
        says: `approve`, `deny`, or raw replies that are given in turn, from the first again
            after the last.

    Raises:
        JudgeError: It is neither.

    Example:
        >>> from rewardkit import get
        >>> rubric = get("judge/rubric", judge={"fake": "approve"}, criteria=[{"text": "Is clear"}])
        >>> rubric.score(completion="Paris is the capital of France.").value
        1.0
    """

    def __init__(self, says: str | Sequence[str]) -> None:
        if isinstance(says, str) and says not in OPINIONS:
            raise JudgeError(f"fake={says!r} must be one of {', '.join(OPINIONS)} or a list")
        self.says = says
        self._turn = 0
        self._lock = threading.Lock()

    async def send(self, question: Question, mode: str, idempotency: str, call: str = "") -> Answer:
        """Return the reply that this judge gives."""
        if not isinstance(self.says, str):
            with self._lock:
                text = self.says[self._turn % len(self.says)]
                self._turn += 1
            return Answer(completion_body(text))
        approve = self.says == "approve"
        if question.form is not None:
            return Answer(completion_body(question.form.example(approve)))
        word = question.choices[0 if approve else -1] if question.choices else self.says
        return Answer(_with_logprobs(word))

    async def post(self, path: str, payload: dict[str, Any], call: str = "") -> Answer:
        """Return the score of a reward model that holds this opinion."""
        if not isinstance(self.says, str):
            with self._lock:
                text = self.says[self._turn % len(self.says)]
                self._turn += 1
            return Answer(text)
        # A logit: so far out that the logistic function of it is 1 or 0.
        score = 1000.0 if self.says == "approve" else -1000.0
        data = {"score": score, "probs": [score]}
        return Answer(json.dumps({"data": [{"index": 0, **data}]}))

    async def close(self) -> None:
        """Do nothing; there is nothing open."""


def _with_logprobs(word: str) -> str:
    body = json.loads(completion_body(word))
    entry = {"token": word, "logprob": 0.0, "top_logprobs": [{"token": word, "logprob": 0.0}]}
    body["choices"][0]["logprobs"] = {"content": [entry]}
    return json.dumps(body)
