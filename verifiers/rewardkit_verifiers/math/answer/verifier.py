"""1 when a completion marks exactly one final answer; says nothing about whether it is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.math.lib.equivalent import assigned, several
from rewardkit_verifiers.math.lib.extraction.conventions import Where, plan
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Missing
from rewardkit_verifiers.math.lib.policy import PRESETS


def _check(settings: Mapping[str, Any]) -> None:
    plan(settings["where"])


@reward(range=(0.0, 1.0), check=_check)
def answer(completion: str, prompt: str = "", *, where: Where = "marked") -> Score:
    r"""Pay 1 when one final answer can be found, and only one.

    `extra` of the score holds what was extracted and by which convention.

    Args:
        completion: Marks its answer in one of the conventions.
        prompt: Copies of it inside the completion do not count.
        where: Preset, convention, tag such as `<a>`, or a list of these, tried in order.

    Example:
        >>> answer.score(completion=r"So \boxed{\frac12}.").score.extra["extracted"]
        '\\frac12'
        >>> answer.score(completion=r"\boxed{1}. No, wait: \boxed{2}").reason
        'ambiguous'
    """
    found = extract(completion, where, prompt)
    if isinstance(found, Missing):
        return Score.unparsed(found.reason, found.detail)
    if found.others:
        found = assigned(found)
    seen = {"extracted": found.text[:500], "where": found.where}
    other = several(found, PRESETS["default"]) if found.others else None
    if other is not None:
        detail = f"{found.where} says {other[:40]!r} and then {found.text[:40]!r}"
        return Score.unparsed("ambiguous", detail, seen)
    return Score.ok(1.0, "found", extra=seen)
