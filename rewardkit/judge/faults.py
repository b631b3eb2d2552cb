"""Why a judge gave no verdict: one exception inside the package, one error score outside."""

from __future__ import annotations

from rewardkit.errors import JudgeError

# Reasons as they appear in scores; a reply that was received and paid for is kept for these.
KEPT = frozenset({"judge_refusal", "judge_truncated", "judge_reasoning_only"})


class Fault(JudgeError):
    """A judge gave no usable verdict; says nothing about the completion.

    Attributes:
        reason: The stable code of the score, such as `judge_rate_limited`.
        detail: A sentence for people.
        retryable: Whether sending the same request again can help.
        retry_after: Seconds that the server asked us to wait.
        http: The status of the reply, or 0.
    """

    def __init__(
        self,
        reason: str,
        detail: str,
        *,
        retryable: bool = False,
        retry_after: float | None = None,
        http: int = 0,
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.retryable = retryable
        self.retry_after = retry_after
        self.http = http
