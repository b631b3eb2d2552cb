"""From the body of a chat completion to the text of the reply, strictly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rewardkit.judge.faults import Fault
from rewardkit.judge.prompt.verdict_schema import read_json
from rewardkit.reading.reasoning import Unfinished, after_reasoning

# More than any model can read; a server that says more does not know.
_MOST_USAGE = 10**9
_BROKEN_OFF = frozenset(("error", "abort", "aborted", "cancelled", "canceled"))


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the reply with the alternatives that the judge saw.

    Attributes:
        text: The token.
        top: Log-probability of each alternative by its text; of equal texts, summed.
    """

    text: str
    top: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a judge wrote.

    Attributes:
        text: The reply without a closed block of reasoning before it.
        whole: The content as it came.
        tokens: With log-probabilities where they were asked for; empty otherwise.
        mode: How its form was enforced.
        cached: Whether it was paid for earlier.
        seconds: How long the call took.
        usage: Prompt and completion tokens; zero where the server did not say.
    """

    text: str
    whole: str
    tokens: Sequence[Token] = ()
    mode: str = "none"
    cached: bool = False
    seconds: float = 0.0
    usage: tuple[int, int] = (0, 0)
    extra: Mapping[str, Any] = field(default_factory=dict)


def read_body(body: str) -> dict[str, Any]:
    """Return the body of an answer with status 200.

    Raises:
        Fault: It is not a chat completion, which a retry may mend.
    """
    try:
        found = read_json(body)
    except Fault as fault:
        raise Fault("judge_bad_body", fault.detail, retryable=True) from None
    if not isinstance(found, dict) or not isinstance(found.get("choices"), list):
        raise Fault("judge_bad_body", f"no chat completion: {body[:80]!r}", retryable=True)
    if not found["choices"] or not isinstance(found["choices"][0], dict):
        raise Fault("judge_empty", "the reply has no choices", retryable=True)
    if not isinstance(found["choices"][0].get("message"), dict):
        raise Fault("judge_bad_body", "the first choice has no message", retryable=True)
    return found


def usage_of(body: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return prompt and completion tokens, or None where the server does not say."""
    usage = body.get("usage")
    if not isinstance(usage, dict):
        return None
    counts = (usage.get("prompt_tokens"), usage.get("completion_tokens", 0))
    if any(type(count) is not int or not 0 <= count <= _MOST_USAGE for count in counts):
        return None
    return int(counts[0] or 0), int(counts[1] or 0)


def reply_text(body: Mapping[str, Any], cut: bool = False) -> tuple[str, str]:
    """Return the reply without its reasoning, and the whole content.

    Args:
        body: The chat completion.
        cut: Whether a reply that ends at its length limit is whole.

    Raises:
        Fault: There is no complete answer: refused, cut off, blank, or only reasoning.
    """
    choice = body["choices"][0]
    message = choice["message"]
    refusal = message.get("refusal")
    if refusal or choice.get("finish_reason") == "content_filter":
        raise Fault("judge_refusal", f"the judge refused: {str(refusal or 'filtered')[:80]!r}")
    if str(choice.get("finish_reason")).lower() in _BROKEN_OFF:
        raise Fault("judge_aborted", "the server broke the reply off by itself")
    content = message.get("content")
    thought = message.get("reasoning_content") or message.get("reasoning")
    if choice.get("finish_reason") == "length" and not cut:
        raise Fault("judge_truncated", "the reply was cut off; raise max_tokens")
    if content is not None and not isinstance(content, str):
        raise Fault("judge_bad_body", f"the content is a {type(content).__name__}")
    if content is None or not content.strip():
        if thought:
            raise Fault(
                "judge_reasoning_only",
                "the content is empty and the answer, if any, is in the reasoning; "
                "configure the server's reasoning parser or turn reasoning off",
            )
        raise Fault("judge_empty", "the reply is blank")
    return without_reasoning(content), content


def without_reasoning(content: str) -> str:
    """Return what follows the reasoning of a reply, whether its beginning was marked or not.

    Raises:
        Fault: The reasoning has no end, or nothing follows it.

    Example:
        >>> without_reasoning('<think>hm</think> {"score": 4}')
        '{"score": 4}'
        >>> without_reasoning('hm</think>{"score": 4}')
        '{"score": 4}'
    """
    text = content.strip()
    if text.startswith(("{", "```")):
        return text  # a verdict may speak of such markers
    try:
        return after_reasoning(text)
    except Unfinished:
        raise Fault(
            "judge_reasoning_only", "the reply is reasoning without an answer after it"
        ) from None


def read_tokens(body: Mapping[str, Any]) -> tuple[Token, ...]:
    """Return the tokens of the reply with their log-probabilities; empty where there are none."""
    block = body["choices"][0].get("logprobs")
    content = block.get("content") if isinstance(block, dict) else None
    if not isinstance(content, list):
        return ()
    tokens = []
    for entry in content:
        if not isinstance(entry, dict) or not isinstance(entry.get("token"), str):
            raise Fault("judge_bad_logprobs", f"a token entry is {str(entry)[:60]!r}")
        top: dict[str, float] = {}
        for one in entry.get("top_logprobs") or ():
            text, value = one.get("token"), one.get("logprob")
            if not isinstance(text, str) or type(value) not in (int, float) or not value <= 1e-3:
                raise Fault("judge_bad_logprobs", f"an alternative is {str(one)[:60]!r}")
            top[text] = max(top.get(text, value), value)
        tokens.append(Token(entry["token"], top))
    return tuple(tokens)
