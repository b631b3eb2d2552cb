"""Grade all completions of one prompt in one call, so that they are seen side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit import Score, reward
from rewardkit.errors import JudgeError, MissingExtra
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.judge.faults import Fault
from rewardkit.judge.gate.content import Nothing
from rewardkit.judge.prompt.prompts import make_question
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.verdict_schema import Field, Form
from rewardkit.judge.setting import Judge
from rewardkit.judge.verdict.ask import (
    Asked,
    as_canary,
    ask_form,
    check_judge,
    refuse_when_stopped,
    send_canary,
    shown,
)
from rewardkit_verifiers.judge.lib.empty_talk import judged_content

TOP = 10
_TASK = (
    "You grade several answers to the same question side by side, each with a whole number from "
    "0 (worst) to 10 (best). A better answer gets more; equally good ones get the same. The order "
    "of the answers means nothing. {what} Each block is named after its id, and scores holds one "
    "grade for each id."
)


def _check(settings: Mapping[str, Any]) -> None:
    check_judge(settings)
    if settings["most"] < 1:
        raise ValueError(f"most={settings['most']!r} must be at least 1")


@reward(range=(0.0, 1.0), check=_check, grouped=True, deterministic=False)
async def group(
    completion: list[str],
    prompt: list[str] | None = None,
    *,
    judge: Judge,
    what: str = "Better is what does more of what the question asks.",
    most: int = 32,
    instructions: str = "",
) -> list[Score]:
    """Ask a judge to grade a whole group at once.

    Completions without content are not shown; equal ones are shown once and get the same. Each
    has an id made from its text, and stands where its id falls, so that neither its place in the
    batch nor the judge's listing order decides. A reply that lacks a grade, or has one too many,
    is an error for the whole group: grades are never padded or matched by order.

    Args:
        completion: The completions of one prompt.
        prompt: Their prompt; shown to the judge.
        judge: Where the judge is: `url`, `model` and the other fields of an `Endpoint`.
        what: What better means, in your words.
        most: The largest number of different answers that one call may compare.
        instructions: Further rules for the judge, in your words.

    Returns:
        A grade in [0, 1] for each. `partial` in what a score shows says that members of its group
        could not take part, so that it is relative to fewer.

    Example:
        >>> best = group(judge={"fake": "approve"})
        >>> rows = [{"completion": text, "prompt": "Greet!"} for text in ("Hello.", ":", "Hi!")]
        >>> [one.value for one in best.score_many(rows)]
        [1.0, 0.0, 1.0]

    References:
        Groupwise grading is RULER's idea (OpenPipe ART); matching by id is ours.
    """
    task = str((prompt or [""])[0] or "")
    contents = [
        judged_content(text or "", task, [what, instructions], wanted=False) for text in completion
    ]
    texts = sorted({text for text in contents if isinstance(text, str)}, key=_place)
    graded: dict[str, Score] = {}
    if len(texts) > most:
        why = f"{len(texts)} different answers, and most={most} are compared in one call"
        graded = dict.fromkeys(texts, Score.error("group_too_large", why))
    elif texts:
        graded = await _graded(judge, task, texts, what, instructions)
    missing = sum(isinstance(text, Nothing) for text in contents)
    return [_one(text, graded, missing, len(contents)) for text in contents]


def _place(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _one(text: str | Nothing, graded: Mapping[str, Score], missing: int, size: int) -> Score:
    if isinstance(text, Nothing):
        return Score.unparsed(text.reason, text.detail)
    score = graded[text]
    if not missing or score.status != "ok" or score.value is None:
        return score
    extra = {**score.extra, "partial": True, "graded": size - missing, "group": size}
    return Score.ok(score.value, "partial_group", f"{missing} of {size} had no content", extra)


async def _graded(
    judge: Mapping[str, Any], task: str, texts: Sequence[str], what: str, instructions: str
) -> dict[str, Score]:
    words = _TASK.format(what=what.replace("{{", "{ {"))

    def make(answers: Sequence[str]) -> tuple[Question, list[str]]:
        ids = [f"answer-{_place(text)[:4]}{number}" for number, text in enumerate(answers)]
        scores = Field("scores", "object", fields=tuple(Field(one, "int", 0, TOP) for one in ids))
        form = Form((Field("reason", "text"), scores))
        parts = {"question": task} if task else {}
        parts |= dict(zip(ids, answers, strict=True))
        return make_question(words, parts, form, instructions=instructions), ids

    async def approved(text: str) -> bool:
        # Among the same answers, but in a call of its own: it must move no real grade.
        answers = sorted({*texts, text}, key=_place)
        asked, ids = make(answers)
        grades = (await ask_form(judge, as_canary(asked))).verdict["scores"]
        return bool(grades[ids[answers.index(text)]] > TOP / 2)

    try:
        endpoint = read_endpoint(judge)
        refuse_when_stopped(endpoint)
        asked, ids = make(texts)
        found: Asked = await ask_form(judge, asked)
        await send_canary(endpoint, "\0".join(texts), approved)
    except Fault as fault:
        return dict.fromkeys(texts, Score.error(fault.reason, fault.detail))
    except (JudgeError, MissingExtra) as error:
        return dict.fromkeys(texts, Score.error("judge_unusable", str(error)))
    grades = found.verdict["scores"]
    extra = shown(found)
    return {
        text: Score.ok(grades[one] / TOP, extra={**extra, "answer_id": one})
        for one, text in zip(ids, texts, strict=True)
    }
