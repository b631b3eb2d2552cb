"""The number that a completion ends with: extraction and reading, one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rewardkit_verifiers.math.answer import Missing, Where, extract
from rewardkit_verifiers.math.answer.extract import numbers_in
from rewardkit_verifiers.math.plain import Number, read_number

# Around a number in prose only words may stand: `3!` and `x > 3` are not the number 3.
_PROSE = re.compile(r"[A-Za-z\s,.;:'’\"$€£%*-]*")
_DENIAL = re.compile(r"\b(?:not|no|wrong|incorrect|ignore|or|maybe|isn'?t)\b", re.IGNORECASE)
_LONGEST_PROSE = 2_000


@dataclass(frozen=True, slots=True)
class FinalNumber:
    """A number with the text that it was read from and the convention that found the text."""

    number: Number
    text: str
    where: str


def final_number(completion: str, where: Where = "auto", prompt: str = "") -> FinalNumber | Missing:
    """Return the one number that a completion gives as its answer, or why there is none.

    Args:
        completion: What the policy wrote.
        where: Preset, convention, tag, or a list of these.
        prompt: Copies of it inside the completion do not count.

    Returns:
        The number; or `Missing`, whose reason may also be `not_a_number` or `ambiguous`.

    Example:
        >>> final_number("<a>062</a>", "<a>").number
        62
        >>> final_number("#### 3 #### 4", "gsm8k").reason
        'ambiguous'
    """
    found = extract(completion, where, prompt)
    if isinstance(found, Missing):
        return found
    number = _read(found.text)
    if number is None:
        several = len(set(_some_numbers(found.text))) > 1
        reason = "ambiguous" if several else "not_a_number"
        held = "more than one number" if several else "what is not one number"
        return Missing(reason, f"{found.where} holds {held}: {found.text[:60]!r}")
    for other in found.others:
        if _read(other) != number:
            return Missing(
                "ambiguous", f"{found.where} says {other[:30]!r} and then {found.text[:30]!r}"
            )
    return FinalNumber(number, found.text, found.where)


def _read(text: str) -> Number | None:
    number = read_number(text)
    if number is None and len(text) <= _LONGEST_PROSE:
        inside = list(_some_numbers(text))
        if len(inside) == 1:
            before, _, after = text.partition(inside[0])
            prose = f"{before} {after}"
            if _PROSE.fullmatch(prose) and not _DENIAL.search(prose):
                return read_number(inside[0])
    return number


def _some_numbers(text: str) -> list[str]:
    found: list[str] = []
    for one in numbers_in(text[:_LONGEST_PROSE]):
        found.append(one.strip())
        if len(found) > 8:
            break
    return found
