"""Reference answers as data sets write them, read once for each distinct text."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Missing
from rewardkit_verifiers.math.lib.grammar.notations import written_out
from rewardkit_verifiers.math.lib.plain_number import Number, read_number


def number_of_reference(answer: object) -> Number | None:
    r"""Return the number that a reference answer stands for, or None when it is not one.

    Args:
        answer: An int, a finite float (read as its shortest decimal), a Decimal or Fraction,
            or text, also with `####` or `\boxed{}` around the number.

    Example:
        >>> number_of_reference("6*7=42\n#### 42"), number_of_reference(0.1)
        (42, Decimal('0.1'))
        >>> number_of_reference("forty-two") is None
        True
    """
    if isinstance(answer, str):
        return _of_text(answer)
    if isinstance(answer, bool):
        return None
    if isinstance(answer, float):
        return Decimal(repr(float(answer))) if math.isfinite(answer) else None
    if isinstance(answer, Decimal):
        return answer if answer.is_finite() else None
    if isinstance(answer, (int, Fraction)):
        return answer
    if hasattr(answer, "item"):  # a scalar of numpy or torch
        return number_of_reference(answer.item())
    return None


@lru_cache(maxsize=16_384)
def _of_text(text: str) -> Number | None:
    number = read_number(written_out(text))
    if number is not None:
        return number
    found = extract(text, ("boxed", "####", "<answer>"))
    return None if isinstance(found, Missing) or found.others else read_number(found.text)


def reference_text(answer: object) -> str:
    """Return a reference answer as text, out of `####` or a box when it stands in one."""
    return _plain_text(answer if isinstance(answer, str) else str(answer))


@lru_cache(maxsize=16_384)
def _plain_text(text: str) -> str:
    found = extract(text, ("boxed", "####", "<answer>"))
    return text if isinstance(found, Missing) else found.text
