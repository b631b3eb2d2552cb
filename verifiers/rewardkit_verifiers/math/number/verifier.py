"""1 when the final number of a completion is exactly the reference answer, else 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.math.lib.asked_unit import contradicts_unit, has_other_unit
from rewardkit_verifiers.math.lib.extraction.conventions import Where, plan
from rewardkit_verifiers.math.lib.extraction.found import Missing
from rewardkit_verifiers.math.lib.numbers.final_number import final_number, is_rounded
from rewardkit_verifiers.math.lib.numbers.reference import number_of_reference, reference_text
from rewardkit_verifiers.math.lib.unevaluated import to_work_out


def _check(settings: Mapping[str, Any]) -> None:
    plan(settings["where"])


@reward(range=(0.0, 1.0), check=_check)
def number(completion: str, answer: object, prompt: str = "", *, where: Where = "auto") -> Score:
    r"""Pay 1 for exactly the right number, 0 for any other, the low end when there is none.

    Comparison is exact: 10^20 and 10^20 + 1 differ, and so do 1e-400 and 0. A marked chain of
    equalities such as `12*3 = 36` gives its last side; when a side is neither a name nor of the
    same value, as in `2+2 = 5`, the answer is ambiguous. A bound or an estimate (`at least 72`) is
    no number, and an expression of the prompt is not worked out.

    Args:
        completion: Holds the number where `where` says.
        answer: The reference: a number, or text such as `"1,234"`, `"#### 42"` or `"-1/2"`.
        prompt: Copies of it inside the completion do not count.
        where: Where the answer stands: a preset (`auto`, `gsm8k`, `math`, `tags`, ...), a
            convention (`boxed`, `####`, `A:`, ...), a tag such as `<a>`, or a list of these.

    Example:
        >>> number.score(completion="6 * 7 makes 42.\n#### 42", answer="42").value
        1.0
        >>> number.score(completion="no idea", answer="42").status
        'unparsed'
    """
    reference = number_of_reference(answer)
    if reference is None:
        return Score.error("bad_answer", f"the reference {str(answer)[:60]!r} is not one number")
    gold = reference_text(answer)
    found = final_number(completion, where, prompt, rounded=is_rounded(reference), wanted=gold)
    if isinstance(found, Missing):
        return Score.unparsed(found.reason, found.detail)
    seen = {"extracted": found.text[:200], "where": found.where}
    if found.number == reference:
        refused = to_work_out(found.read, gold, prompt)
        if refused:
            return Score.ok(0.0, "unevaluated", refused, seen)
        if prompt and has_other_unit(found.line, gold, prompt):
            return Score.ok(0.0, "wrong", "a unit that the prompt does not ask for", seen)
        if contradicts_unit(found.line, gold):
            return Score.ok(0.0, "wrong", "another unit than that of the reference", seen)
        return Score.ok(1.0, extra=seen)
    return Score.ok(0.0, "wrong", extra=seen)
