"""Is a completion better than its rival? Asked in both orders; disagreement is a tie."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rewardkit import Score, reward
from rewardkit.judge.gate.content import Nothing, content_of
from rewardkit.judge.prompt.prompts import make_question
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.verdict_schema import Field, Form
from rewardkit.judge.setting import Judge
from rewardkit.judge.verdict.ask import Asked, ask_form, check_judge, shown, watched
from rewardkit_verifiers.judge.lib.empty_talk import judged_content

FORM = Form((Field("reason", "text"), Field("better", "choice", choices=("a", "tie", "b"))))
_TASK = (
    "You compare two answers to the same question, answer-a and answer-b. Say which is better, "
    "a or b, or tie when neither is. Their order means nothing. {what}"
)


def _check(settings: Mapping[str, Any]) -> None:
    check_judge(settings)


@reward(range=(0.0, 1.0), check=_check, deterministic=False)
async def pairwise(
    completion: str,
    rival: str,
    prompt: str = "",
    *,
    judge: Judge,
    what: str = "Better is what does more of what the question asks.",
    instructions: str = "",
) -> Score:
    """Ask a judge whether a completion beats a rival, once in each order.

    Judges favour a position; a verdict that does not survive the swap says nothing about the
    answers, and is a tie.

    Args:
        completion: What the policy wrote; reasoning in a closed block before it is not judged.
        rival: What it is compared with, from the data: a reference answer or an older policy's.
        prompt: The task; shown to the judge.
        judge: Where the judge is: `url`, `model` and the other fields of an `Endpoint`.
        what: What better means, in your words.
        instructions: Further rules for the judge, in your words.

    Returns:
        1 for better in both orders, 0 for worse in both, 0.5 for a tie; its reason is
        `order_disagreement` where the verdict changed with the order.

    Example:
        >>> better = pairwise(judge={"fake": "approve"})
        >>> found = better.score(completion="Paris.", rival="Lyon.")
        >>> found.value, found.reason
        (0.5, 'order_disagreement')
    """
    content = judged_content(completion, prompt, [what, instructions], wanted=False)
    if isinstance(content, Nothing):
        return Score.unparsed(content.reason, content.detail)
    other = content_of(rival, prompt)
    if isinstance(other, Nothing):
        return Score.error("bad_rival", f"the rival cannot be compared with: {other.detail}")
    if content.strip() == other.strip():
        return Score.ok(0.5, "equal")
    task = _TASK.format(what=what.replace("{{", "{ {"))

    def question(a: str, b: str) -> Question:
        parts = {"question": prompt} if prompt else {}
        parts |= {"answer-a": a, "answer-b": b}
        return make_question(task, parts, FORM, instructions=instructions)

    async def orders(text: str, kind: str = "question") -> tuple[Asked, str, str]:
        asked = (question(text, other), question(other, text))
        first, second = await asyncio.gather(
            *(ask_form(judge, replace(one, kind=kind)) for one in asked)
        )
        return first, first.verdict["better"], second.verdict["better"]

    async def job() -> Score:
        first, one, two = await orders(content)
        value = {("a", "b"): 1.0, ("b", "a"): 0.0, ("tie", "tie"): 0.5}.get((one, two))
        extra = {**shown(first), "orders": [one, two], "consistent": value is not None}
        if value is None:
            detail = f"first {one!r}, swapped {two!r}"
            return Score.ok(0.5, "order_disagreement", detail, extra=extra)
        return Score.ok(value, "tie" if one == "tie" else "", extra=extra)

    async def approved(text: str) -> bool:
        return (await orders(text, "canary"))[1:] == ("a", "b")

    return await watched(judge, content, job, approved)
