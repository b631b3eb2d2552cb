"""A judge asked with messages of one's own, as OpenAI's `score_model` and `label_model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rewardkit import Sample, Score, reward
from rewardkit.judge.faults import Fault
from rewardkit.judge.gate.content import Nothing, content_of
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.sanitise import neutralised
from rewardkit.judge.prompt.verdict_schema import Field, Form
from rewardkit.judge.setting import Judge
from rewardkit.judge.verdict.ask import Asked, check_judge, judged, shown
from rewardkit_verifiers.grader.lib.templates import NoValue, check_template, filled

STEPS = 100
_ROLES = {"developer": "system", "system": "system", "user": "user", "assistant": "assistant"}
_LAST = "Reply with one JSON object and nothing else, of the form {shape}"


def _check(settings: Mapping[str, Any]) -> None:
    check_judge(settings)
    for message in settings["messages"]:
        if message.get("role") not in _ROLES or not isinstance(message.get("content"), str):
            raise ValueError(f"a message is a role and a text, not {str(message)[:80]}")
        check_template(message["content"])
    if not settings["messages"]:
        raise ValueError("messages must not be empty")
    if not settings["low"] < settings["high"]:
        raise ValueError(f"low={settings['low']!r} must be below high={settings['high']!r}")
    labels, passing = settings["labels"], settings["passing"]
    if len(set(labels)) != len(labels) or not set(passing) <= set(labels):
        raise ValueError("passing labels must be among the labels, and no label may stand twice")
    if labels and not 0 < len(passing) < len(labels):
        raise ValueError("some labels must pass, and some must not")


@reward(
    check=_check,
    deterministic=False,
    range=lambda settings: (float(settings["low"]), float(settings["high"])),
)
async def model(
    sample: Sample,
    *,
    judge: Judge,
    messages: list[dict[str, str]],
    low: float = 0.0,
    high: float = 1.0,
    labels: tuple[str, ...] = (),
    passing: tuple[str, ...] = (),
) -> Score:
    """Ask a judge for a grade, or for one of several labels, with messages of your own.

    Args:
        sample: The sample.
        judge: Where the judge is: `url`, `model` and the other fields of an `Endpoint`.
        messages: Roles and templates, of the row and of the reply.
        low: The worst grade, or what a label that does not pass pays.
        high: The best, or what a passing label pays.
        labels: The labels; without any the judge gives a grade.
        passing: Those that pass.

    Returns:
        The grade, in hundredths of the range, or one end of it. What the judge leaves out or writes
        in another form is an error, never a zero.

    Example:
        >>> ask = [{"role": "user", "content": "Is this polite? {{ sample.output_text }}"}]
        >>> model(judge={"fake": "approve"}, messages=ask).score(completion="Thank you.").value
        1.0
    """
    content = content_of(sample.text, sample.prompt_text)
    if isinstance(content, Nothing):
        return Score.unparsed(content.reason, content.detail)
    order = (*passing, *(label for label in labels if label not in passing))
    verdict = (
        Field("label", "choice", choices=order) if labels else Field("result", "int", 0, STEPS)
    )
    form = Form((Field("reason", "text"), verdict))

    def make(submission: str) -> Question:
        seen = sample if submission == content else replace(sample, completion=submission)
        try:
            return Question(_rendered(messages, seen, form), form)
        except NoValue as none:
            raise Fault("judge_bad_verdict", none.score.detail) from None

    def value(found: Mapping[str, Any]) -> float:
        share = float(found["label"] in passing) if labels else found["result"] / STEPS
        return low + share * (high - low)

    def pay(asked: Asked) -> Score:
        return Score.ok(min(max(value(asked.verdict), low), high), extra=shown(asked))

    try:
        _rendered(messages, sample, form)
    except NoValue as none:
        return none.score
    return await judged(judge, make, content, pay, lambda one: value(one) > (low + high) / 2)


def _rendered(
    messages: list[dict[str, str]], sample: Sample, form: Form
) -> list[Mapping[str, str]]:
    rendered = [
        {"role": _ROLES[one["role"]], "content": neutralised(filled(one["content"], sample))}
        for one in messages
    ]
    last = _LAST.format(shape=form.shape())
    if any(field.kind == "int" for field in form.fields):
        last += f" where 0 is the lowest grade and {STEPS} the highest"
    if rendered[-1]["role"] == "user":
        rendered[-1]["content"] += f"\n\n{last}"
        return [*rendered]
    return [*rendered, {"role": "user", "content": last}]
