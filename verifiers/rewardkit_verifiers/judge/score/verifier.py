"""How good is a completion, on a scale of your own? By the word of the judge or by its odds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.judge.faults import Fault
from rewardkit.judge.gate.content import Nothing
from rewardkit.judge.prompt.prompts import make_question
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.verdict_schema import Field, Form
from rewardkit.judge.reply import Reply
from rewardkit.judge.setting import Judge
from rewardkit.judge.verdict.ask import (
    Asked,
    Make,
    as_canary,
    ask,
    check_judge,
    judged,
    shown,
    watched,
)
from rewardkit.judge.verdict.expectation import Expectation, expectation, token_at
from rewardkit_verifiers.judge.lib.empty_talk import judged_content

LABELS = "0123456789"
_TASK = "You grade a submission with a whole number from {low} (worst) to {high} (best). {what}"
_ONE_LABEL = "Reply with one character and nothing else: the grade."
_REASONED = "Give your reasons in a few sentences, then end with a line of the form: Grade: N"
_GRADE = re.compile(r"(?:^|\n)Grade: ?(\d)\s*$")
_WHAT = "Grade how well it does what the question asks."


def _check(settings: Mapping[str, Any]) -> None:
    check_judge(settings)
    low, high = settings["low"], settings["high"]
    if not low < high:
        raise ValueError(f"low={low!r} must be below high={high!r}")
    if settings["by"] == "token":
        return
    if not 2 <= settings["levels"] <= len(LABELS):
        raise ValueError(f"levels={settings['levels']!r} must be from 2 to 10: single digits")
    if not 0 < settings["least_mass"] <= 1:
        raise ValueError(f"least_mass={settings['least_mass']!r} must be above 0 and at most 1")


@reward(
    range=lambda settings: (float(settings["low"]), float(settings["high"])),
    check=_check,
    deterministic=False,
)
async def score(
    completion: str,
    prompt: str = "",
    *,
    judge: Judge,
    what: str = _WHAT,
    low: int = -10,
    high: int = 10,
    by: Literal["token", "logprob"] = "token",
    levels: int = 10,
    least_mass: float = 0.5,
    reasons: bool = False,
    guided: bool = False,
    instructions: str = "",
) -> Score:
    """Ask a judge for a grade.

    By `token` the judge writes a whole number from `low` to `high`. By `logprob` it writes one
    digit of `levels`, and the score is the expectation over all digits by their probability,
    mapped onto `low` to `high`: finer, and less prone to ties. Neither stands in for the other:
    a judge without log-probabilities gives an error.

    Args:
        completion: What the policy wrote; reasoning in a closed block before it is not judged.
        prompt: The task; shown to the judge.
        judge: Where the judge is: `url`, `model` and the other fields of an `Endpoint`.
        what: What is graded, in your words.
        low: The worst grade and low end of the range.
        high: The best.
        by: `token` or `logprob`.
        levels: Digits that a judge may write for `logprob`, from 0.
        least_mass: How much of the probability must lie on these digits.
        reasons: Let the judge give reasons before its digit; only for `logprob`, since the form
            of `token` has them anyway.
        guided: Have the server allow nothing but the digits, where it can (vLLM). Their mass is
            then always 1 and says nothing; a server that cannot gives an error.
        instructions: Further rules for the judge, in your words.

    Returns:
        The grade in [low, high]; an error when the judge gave no usable one.

    Example:
        >>> grade = score(judge={"fake": "approve"}, what="Grade the manners.")
        >>> grade.range, grade.score(completion="Thank you, Sir.").value
        (Range(low=-10.0, high=10.0), 10.0)
    """
    content = judged_content(completion, prompt, [what, instructions], wanted=False)
    if isinstance(content, Nothing):
        return Score.unparsed(content.reason, content.detail)
    parts = {"question": prompt} if prompt else {}
    scale = (low, high)
    if by == "token":
        return await _by_token(judge, content, parts, scale, what, instructions)
    task = _task(0, levels - 1, what)
    ending = _REASONED if reasons else _ONE_LABEL

    def make(submission: str) -> Question:
        found = {**parts, "submission": submission}
        asked = make_question(task, found, instructions=instructions, ending=ending)
        asked = replace(asked, logprobs=20)
        if reasons:
            return asked
        # A fake has no odds of its own: it writes the best or the worst of these.
        choices = tuple(reversed(LABELS[:levels])) if guided or "fake" in judge else ()
        return replace(asked, max_tokens=1, cut=True, choices=choices)

    return await _by_logprob(judge, make, content, scale, levels, least_mass)


async def _by_token(
    judge: Judge,
    content: str,
    parts: Mapping[str, str],
    scale: tuple[int, int],
    what: str,
    instructions: str,
) -> Score:
    low, high = scale
    form = Form((Field("reason", "text"), Field("score", "int", low, high)))

    def make(submission: str) -> Question:
        found = {**parts, "submission": submission}
        return make_question(_task(low, high, what), found, form, instructions=instructions)

    def pay(asked: Asked) -> Score:
        return Score.ok(asked.verdict["score"], extra=shown(asked))

    middle = (low + high) / 2
    return await judged(judge, make, content, pay, lambda found: found["score"] > middle)


async def _by_logprob(
    judge: Judge,
    make: Make,
    content: str,
    scale: tuple[int, int],
    levels: int,
    least_mass: float,
) -> Score:
    low, high = scale
    labels = LABELS[:levels]

    async def grade(asked: Question) -> tuple[Expectation, Reply]:
        found, reply = await ask(judge, asked, lambda reply: _read(reply, labels, least_mass))
        if asked.choices and reply.mode != "structured_outputs" and "url" in judge:
            raise Fault("judge_not_guided", f"the server enforces forms by {reply.mode!r} only")
        return found, reply

    async def job() -> Score:
        asked = make(content)
        found, reply = await grade(asked)
        step = (high - low) / (levels - 1)
        extra = {
            **shown(reply),
            "support_mass": found.mass,
            "likeliest": low + step * found.likeliest,
            "guided": bool(asked.choices) and "fake" not in judge,
        }
        return Score.ok(min(max(low + step * found.value, low), high), extra=extra)

    async def approved(text: str) -> bool:
        found, _ = await grade(as_canary(make(text)))
        return found.value > (levels - 1) / 2

    return await watched(judge, content, job, approved)


def _task(low: int, high: int, what: str) -> str:
    # The author's words are trusted, but braces in them are no slots.
    return _TASK.format(low=low, high=high, what=what.replace("{{", "{ {"))


def _read(reply: Reply, labels: str, least_mass: float) -> Expectation:
    match = _GRADE.search(reply.whole)
    if match is not None:
        token = token_at(reply, match.start(1), match[1])
    elif reply.tokens and len(reply.tokens) == 1:
        token = reply.tokens[0]
    elif reply.tokens:
        raise Fault("judge_bad_verdict", f"the reply {reply.whole[-40:]!r} ends in no grade")
    else:
        token = token_at(reply, 0, "")
    found = expectation(token, tuple(labels), least_mass)
    if math.isnan(found.value):
        raise Fault("judge_bad_logprobs", "the probabilities are not numbers")
    return found
