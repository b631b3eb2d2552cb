"""How many steps of a solution are right before the first wrong one? One question to a judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.judge.gate.content import Nothing, content_of
from rewardkit.judge.prompt.prompts import make_question
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.verdict_schema import Field, Form
from rewardkit.judge.setting import Judge
from rewardkit.judge.verdict.ask import Asked, check_judge, judged, shown
from rewardkit.reading.reasoning import after_reasoning
from rewardkit_verifiers.judge.lib.pieces import Span, Split, pieces

_TASK = (
    "You check a solution step by step. {what} Count the steps, from the first on, that come "
    "before the first wrong one: 0 if the first step is wrong, all {count} if none is. A step that "
    "only builds on an earlier error is wrong too."
)
_WHAT = "A step is wrong if it states something false, computes wrongly or does not follow."


def _check(settings: Mapping[str, Any]) -> None:
    check_judge(settings)
    if not 1 <= settings["most"] <= 200:
        raise ValueError(f"most={settings['most']!r} must be from 1 to 200")


@reward(range=(0.0, 1.0), check=_check, deterministic=False)
async def steps(
    completion: str,
    prompt: str = "",
    answer: Any = None,
    *,
    judge: Judge,
    what: str = _WHAT,
    credit: Literal["all", "until_wrong"] = "all",
    split: Split = "auto",
    most: int = 40,
    reasoning: bool = False,
    instructions: str = "",
) -> Score:
    r"""Ask a judge for the first wrong step of a solution, and give each step a value.

    The steps before the first wrong one have the value 1, it and all after it 0: what is built on
    an error is worth nothing more. One call to the judge serves all steps.

    Args:
        completion: The solution. Reasoning in a closed block before it is not judged, unless
            `reasoning` says so.
        prompt: The task; shown to the judge.
        answer: A reference, where there is one; shown to the judge.
        judge: Where the judge is: `url`, `model` and the other fields of an `Endpoint`.
        what: What makes a step wrong, in your words.
        credit: `all` pays 0 for any wrong step; `until_wrong` pays the share before it.
        split: Where steps end: at blank lines (`paragraphs`), at `lines`, or `auto`: at lines
            where the solution has only one paragraph.
        most: The most steps; neighbours are joined where there are more.
        reasoning: Whether the steps are those of the whole completion, its reasoning included.
        instructions: Further rules for the judge, in your words.

    Returns:
        1, 0 or a share, with a step for each that the judge was shown; an error without a verdict.

    Example:
        >>> check = steps(judge={"fake": ['{"reason": "4 is wrong", "right": 1}']})
        >>> found = check.score(completion="1 + 1 = 2\nso 2 + 1 = 4")
        >>> found.value, found.reason, found.steps
        (0.0, 'wrong_step', ((9, 1.0), (22, 0.0)))

    References:
        Zheng et al. 2024, ProcessBench (arXiv:2412.06559): the first wrong step as the verdict.
    """
    content = content_of(completion, prompt)
    if isinstance(content, Nothing):
        return Score.unparsed(content.reason, content.detail)
    own = completion if reasoning else after_reasoning(completion)
    begin = max(0, completion.rfind(own))
    spans = pieces(own, split, most)
    parts = {"question": prompt} if prompt else {}
    if answer is not None and str(answer).strip():
        parts["reference"] = str(answer)

    def make(submission: str) -> Question:
        # A canary is another text; it is cut by the same rule.
        there = spans if submission == own else pieces(submission, split, most)
        texts = {f"step-{at + 1}": submission[one:end] for at, (one, end) in enumerate(there)}
        task = _TASK.format(what=what.replace("{{", "{ {"), count=len(there))
        form = Form((Field("reason", "text"), Field("right", "int", 0, len(there))))
        return make_question(task, {**parts, **texts}, form, instructions=instructions)

    def pay(asked: Asked) -> Score:
        return _paid(asked, spans, begin, credit)

    return await judged(judge, make, own, pay, lambda found: found["right"] > 0)


def _paid(asked: Asked, spans: list[Span], begin: int, credit: str) -> Score:
    right = asked.verdict["right"]
    pairs = tuple((begin + end, 1.0 if at < right else 0.0) for at, (_, end) in enumerate(spans))
    extra = {**shown(asked), "steps_right": right, "steps_shown": len(spans)}
    if right == len(spans):
        return Score.ok(1.0, "steps_hold", extra=extra, steps=pairs)
    value = right / len(spans) if credit == "until_wrong" else 0.0
    detail = f"step {right + 1} of {len(spans)} is the first wrong one"
    return Score.ok(value, "wrong_step", detail, extra, pairs)
