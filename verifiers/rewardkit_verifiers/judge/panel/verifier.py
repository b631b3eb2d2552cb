"""Several judges, one vote each: a strict majority of all that were asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit import Score, reward
from rewardkit.errors import JudgeError, MissingExtra
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.judge.faults import Fault
from rewardkit.judge.gate.content import Nothing, content_of
from rewardkit.judge.prompt.prompts import make_question
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.verdict_schema import Field, Form
from rewardkit.judge.setting import Judge
from rewardkit.judge.verdict.ask import (
    Asked,
    Make,
    as_canary,
    ask_form,
    refuse_when_stopped,
    send_canary,
    shown,
)
from rewardkit.judge.verdict.votes import seen_votes
from rewardkit_verifiers.judge.lib.presence import Require, final_answer
from rewardkit_verifiers.math.lib.extraction.found import Missing

FORM = Form((Field("reason", "text"), Field("accept", "bool")))
_TASK = "You decide whether a submission is acceptable: yes or no. {what}"
_WHAT = "It is acceptable when it does what the question asks and is right."
_SAME = " It is right only when its final answer is the same as the reference."


def _check(settings: Mapping[str, Any]) -> None:
    judges = settings["judges"]
    if len(judges) < 2:
        raise ValueError(f"judges has {len(judges)} entries; a panel has at least 2")
    for judge in judges:
        read_endpoint(judge)


@reward(range=(0.0, 1.0), check=_check, deterministic=False)
async def panel(
    completion: str,
    answer: Any = None,
    prompt: str = "",
    *,
    judges: list[Judge],
    what: str = _WHAT,
    require: Require = "value",
    instructions: str = "",
) -> Score:
    """Ask several judges for a yes or no, and take what more than half of them say.

    A judge that fails withholds its vote and does not make the panel smaller: without a strict
    majority of all that were asked there is no number.

    Args:
        completion: What the policy wrote; reasoning in a closed block before it is not judged.
        answer: A reference, where there is one; the gate of `judge/reference` then applies.
        prompt: The task; shown to the judges.
        judges: The judges, each with `url`, `model` and the other fields of an `Endpoint`.
        what: What makes a submission acceptable, in your words.
        require: With a reference: whether its `value` must occur, or any `content` will do.
        instructions: Further rules for the judges, in your words.

    Returns:
        1 or 0; an error without a majority. Shown with it: each vote, and `effective_votes`: how
        many independent judges the panel has been worth so far, by the correlation of its votes.

    Example:
        >>> jury = panel(judges=[{"fake": "approve"}, {"fake": "approve"}, {"fake": "deny"}])
        >>> jury.score(completion="Paris.").value
        1.0

    References:
        Verga et al. 2024, a panel of smaller judges (arXiv:2404.18796).
    """
    content = content_of(completion, prompt)
    if isinstance(content, Nothing):
        return Score.unparsed(content.reason, content.detail)
    parts = {"question": prompt} if prompt else {}
    golds: list[Any] = []
    if answer is not None:
        golds = list(answer) if isinstance(answer, (list, tuple)) else [answer]
        golds = [gold for gold in golds if gold is not None and str(gold).strip()]
        if not golds:
            return Score.error("bad_answer", f"the reference {answer!r} is empty")
        final = final_answer(content, golds, prompt)
        if isinstance(final, Missing):
            return Score.unparsed(final.reason, final.detail)
        if not final.present and (require == "value" or final.reason == "several_answers"):
            return Score.ok(0.0, final.reason, f"{final.text[:60]!r} does not give the reference")
        parts["reference"] = "\nor: ".join(map(str, golds))
        content = final.text
    task = _TASK.format(what=what.replace("{{", "{ {")) + (_SAME if golds else "")
    good = str(golds[0]) if golds else None

    def make(submission: str) -> Question:
        found = {**parts, "submission": submission}
        return make_question(task, found, FORM, instructions=instructions)

    votes = await asyncio.gather(*(_vote(judge, make, content, good) for judge in judges))
    return _counted(votes, judges)


async def _vote(
    judge: Mapping[str, Any], make: Make, content: str, good: str | None
) -> Asked | Exception:
    async def approved(text: str) -> bool:
        return bool((await ask_form(judge, as_canary(make(text)))).verdict["accept"])

    try:
        endpoint = read_endpoint(judge)
        refuse_when_stopped(endpoint)
        asked = await ask_form(judge, make(content))
        await send_canary(endpoint, content, approved, good)
    except (Fault, JudgeError, MissingExtra) as error:
        return error
    return asked


def _counted(votes: list[Asked | Exception], judges: Sequence[Judge]) -> Score:
    said = [None if isinstance(one, Exception) else bool(one.verdict["accept"]) for one in votes]
    yes, no = said.count(True), said.count(False)
    names = [read_endpoint(judge).name for judge in judges]
    extra: dict[str, Any] = {
        "votes": said,
        "effective_votes": seen_votes(tuple(names), said),
        "judge_tokens": sum(
            shown(one)["judge_tokens"] for one in votes if not isinstance(one, Exception)
        ),
    }
    detail = f"{yes} yes, {no} no, {said.count(None)} failed"
    if 2 * yes > len(said):
        return Score.ok(1.0, "", detail, extra=extra)
    if 2 * no > len(said):
        return Score.ok(0.0, "rejected", detail, extra=extra)
    failed = next((one for one in votes if isinstance(one, Exception)), None)
    cause = f"; the first failure: {failed}" if failed is not None else ""
    return Score.error("judge_no_majority", f"{detail}{cause}")
