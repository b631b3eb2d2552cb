"""Which criteria does a completion meet? One yes or no for each, added up by their points."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.judge.gate.content import Nothing
from rewardkit.judge.prompt.criteria import (
    Criteria,
    criteria_fields,
    criteria_text,
    earned,
    read_criteria,
)
from rewardkit.judge.prompt.prompts import make_question
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.verdict_schema import Field, Form
from rewardkit.judge.setting import Judge
from rewardkit.judge.verdict.ask import Asked, ask_form, check_judge, judged, or_error, shown
from rewardkit_verifiers.judge.lib.empty_talk import judged_content

_EXPLICIT = (
    "You check a submission against criteria, one by one. A criterion is met when the submission "
    "itself shows it; naming, promising or repeating the criterion is not meeting it. A criterion "
    "that describes a fault is met when the fault is there. Judge each on its own."
)
_IMPLICIT = (
    "You grade a submission by criteria, taken together, with a whole number from 0 (meets none) "
    "to 10 (meets all that are desirable and none that describes a fault)."
)
_TOP = 10


def _check(settings: Mapping[str, Any]) -> None:
    check_judge(settings)
    floor = settings["floor"]
    if not (math.isfinite(floor) and floor <= 0):
        raise ValueError(f"floor={floor!r} must be a finite number of at most 0")
    if settings["per_call"] < 1:
        raise ValueError(f"per_call={settings['per_call']!r} must be at least 1")


def _range(settings: Mapping[str, Any]) -> tuple[float, float]:
    return (settings["floor"] if settings["aggregate"] == "explicit" else 0.0), 1.0


@reward(range=_range, check=_check, deterministic=False)
async def rubric(
    completion: str,
    prompt: str = "",
    rubric: Any = None,
    *,
    judge: Judge,
    criteria: Criteria | None = None,
    aggregate: Literal["explicit", "implicit"] = "explicit",
    floor: float = 0.0,
    per_call: int = 50,
    instructions: str = "",
) -> Score:
    """Ask a judge which criteria a completion meets, and add up their points.

    Args:
        completion: What the policy wrote; reasoning in a closed block before it is not judged.
        prompt: The task; shown to the judge.
        rubric: Criteria of this sample, from a dataset column; they take the place of `criteria`.
        judge: Where the judge is: `url`, `model` and the other fields of an `Endpoint`.
        criteria: A list of texts or of `{text, points}`, or the path of a YAML, TOML or JSON
            file of them. Points may be negative: a fault that costs.
        aggregate: `explicit`: one yes or no for each criterion. `implicit`: all at once, as one
            grade from 0 to 10.
        floor: The low end: points that go below it are cut off there.
        per_call: How many criteria one call asks about.
        instructions: Further rules for the judge, in your words.

    Returns:
        The points earned over all that can be earned, in [floor, 1].

    Example:
        >>> clear = rubric(judge={"fake": "approve"}, criteria=["Names the capital of France"])
        >>> clear.score(completion="It is Paris.").value
        1.0
        >>> clear.score(completion="Solution").status
        'unparsed'

    References:
        Explicit and implicit aggregation: Gunjal et al. 2025, Rubrics as Rewards
        (arXiv:2507.17746). Negative points: HealthBench (Arora et al. 2025).
    """
    try:
        asked_for = read_criteria(rubric, files=False) if rubric is not None else criteria
    except ValueError as error:
        return Score.error("bad_rubric", str(error))
    if not asked_for:
        return Score.error(
            "no_rubric", "neither the setting criteria nor a column rubric says what to judge by"
        )
    content = judged_content(completion, prompt, [one["text"] for one in asked_for])
    if isinstance(content, Nothing):
        return Score.unparsed(content.reason, content.detail)
    if aggregate == "implicit":
        return await _implicit(judge, content, prompt, asked_for, instructions)
    return await or_error(
        _explicit(judge, content, prompt, asked_for, instructions, per_call, floor)
    )


def _parts(prompt: str, submission: str) -> dict[str, str]:
    return {"question": prompt, "submission": submission} if prompt else {"submission": submission}


async def _explicit(
    judge: Mapping[str, Any],
    content: str,
    prompt: str,
    criteria: Sequence[Mapping[str, Any]],
    instructions: str,
    per_call: int,
    floor: float,
) -> Score:
    pieces = [criteria[at : at + per_call] for at in range(0, len(criteria), per_call)]

    def question(piece: Sequence[Mapping[str, Any]], submission: str) -> Question:
        form = Form((Field("reason", "text"), *criteria_fields(piece)))
        # A rubric may come from a data set: it is data too, and stands in a block of its own.
        parts = {"criteria": criteria_text(piece), **_parts(prompt, submission)}
        return make_question(_EXPLICIT, parts, form, instructions=instructions)

    def met(piece: Sequence[Mapping[str, Any]], verdict: Mapping[str, Any]) -> list[bool]:
        return [verdict[f"c{number}"] for number in range(1, len(piece) + 1)]

    answers: list[bool] = []
    seen: dict[str, Any] = {}

    def pay(asked: Asked) -> Score:
        answers.extend(met(pieces[0], asked.verdict))
        seen.update(shown(asked))
        return Score.ok(0.0)

    first = judged(
        judge,
        lambda submission: question(pieces[0], submission),
        content,
        pay,
        lambda verdict: earned(pieces[0], met(pieces[0], verdict)) > 0.5,
    )
    rest = asyncio.gather(*(ask_form(judge, question(piece, content)) for piece in pieces[1:]))
    score, more = await asyncio.gather(first, rest)
    if score.status != "ok":
        return score
    for piece, asked in zip(pieces[1:], more, strict=True):
        answers += met(piece, asked.verdict)
    value = earned(criteria, answers)
    seen["met"] = [one["text"] for one, yes in zip(criteria, answers, strict=True) if yes]
    seen["raw"] = value
    return Score.ok(max(value, floor), "" if value >= floor else "below_floor", extra=seen)


async def _implicit(
    judge: Mapping[str, Any],
    content: str,
    prompt: str,
    criteria: Sequence[Mapping[str, Any]],
    instructions: str,
) -> Score:
    form = Form((Field("reason", "text"), Field("grade", "int", 0, _TOP)))
    text = "\n".join(
        f"- {one['text']}{' (a fault)' if one['points'] < 0 else ''}" for one in criteria
    )

    def make(submission: str) -> Question:
        parts = {"criteria": text, **_parts(prompt, submission)}
        return make_question(_IMPLICIT, parts, form, instructions=instructions)

    def pay(asked: Asked) -> Score:
        return Score.ok(asked.verdict["grade"] / _TOP, extra=shown(asked))

    return await judged(judge, make, content, pay, lambda verdict: verdict["grade"] > _TOP / 2)
