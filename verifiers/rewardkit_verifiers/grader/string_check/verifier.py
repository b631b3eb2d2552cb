"""Are two texts equal, or is one in the other? Exactly, as OpenAI's `string_check` asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.grader.lib.templates import NoValue, check_template, filled


def _check(settings: Mapping[str, Any]) -> None:
    check_template(settings["input"])
    check_template(settings["reference"])


@reward(check=_check)
def string_check(
    sample: Sample,
    *,
    input: str = "{{ sample.output_text }}",
    reference: str = "{{ item.answer }}",
    operation: Literal["eq", "ne", "like", "ilike"] = "eq",
) -> Score:
    """Pay 1 where the comparison of two texts holds, else 0; no character is overlooked.

    Blanks, case and Unicode forms count: for replies of language models `text/exact` or
    `text/choice` is usually the better judge.

    Args:
        sample: The sample.
        input: A template, usually of the reply.
        reference: A template, usually of the row.
        operation: `eq`: the same text. `ne`: another one. `like`: the input holds the reference;
            `ilike`: so without regard to case.

    Returns:
        1 or 0. A part that the reply lacks is unparsed, one that the row lacks an error; so is an
        empty reference of `like` and `ilike`, which every text would hold.

    Example:
        >>> string_check.score(completion="Paris ", answer="Paris").value
        0.0
        >>> string_check(operation="ilike").score(completion="It is PARIS.", answer="paris").value
        1.0
    """
    try:
        wanted = filled(reference, sample)
        given = filled(input, sample)
    except NoValue as none:
        return none.score
    if operation in ("like", "ilike") and not wanted:
        return Score.error("bad_answer", f"an empty reference of {operation!r} is in every text")
    if operation == "eq":
        return Score.ok(given == wanted)
    if operation == "ne":
        return Score.ok(given != wanted)
    if operation == "like":
        return Score.ok(wanted in given)
    return Score.ok(wanted.casefold() in given.casefold())
