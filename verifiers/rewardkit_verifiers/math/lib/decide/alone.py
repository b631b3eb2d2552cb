r"""Numbers, percentages and fractions that stand alone: compared without reading them as formulas.

Nine in ten answers to a number are of these forms.
"""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.policy import Policy

_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,16})?", re.ASCII)
_THOUSANDS = re.compile(r"-?(?:[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})", re.ASCII)
_PERCENT = re.compile(r"(-?\d{1,13}(?:\.\d{1,14})?)\s?\\?%", re.ASCII)
_FRACTION = re.compile(
    r"(?:\$|\\\()?(-?)(?:\\[dt]?frac\{(\d{1,15})\}\{(\d{1,15})\}|(\d{1,15})(?:/(\d{1,15}))?)"
    r"(?:\$|\\\))?",
    re.ASCII,
)
# Digits behind the point of a scaled number.
_SCALE = 16
# Numbers that differ by more than one part in so many are no roundings of each other.
_APART = 50
_READ_OVER = Verdict(True, "exact", "the percent sign is read over")


def alone(gold: str, pred: str, policy: Policy) -> Verdict | None:
    r"""Compare two bare numbers; None where they are none, or where rounding may decide.

    Args:
        gold: The reference.
        pred: The answer.
        policy: What to do where the field disagrees; decimals and values are compared here.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> alone("1/2", r"\frac{2}{4}", PRESETS["default"])
        Verdict(equal=True, method='exact', note='')
        >>> alone("0.5", "50%", PRESETS["default"]), alone("1/3", "0.333", PRESETS["default"])
        (Verdict(equal=True, method='exact', note=''), None)
    """
    plain, plain_answer = _PLAIN.fullmatch(gold), _PLAIN.fullmatch(pred)
    if plain and plain_answer:
        return _compared(_scaled(gold), _scaled(pred))
    if plain and policy.percent == "either" and pred[-1] == "%":
        return _percentage(gold, pred)
    if _THOUSANDS.fullmatch(gold) and _THOUSANDS.fullmatch(pred):
        # 1,234 is one number where the other is one number, too.
        return _compared(_scaled(gold.replace(",", "")), _scaled(pred.replace(",", "")))
    return None if policy.simplest else _fractions(gold, pred)


def _percentage(gold: str, pred: str) -> Verdict | None:
    """Compare a number with a percentage, whose sign may have been left out of the reference."""
    found = _PERCENT.fullmatch(pred)
    if found is None:
        return None
    wanted, said = _scaled(gold), _scaled(found[1])
    exact = _compared(100 * wanted, said)
    if exact is not None and exact.equal:
        return exact
    read_over = _compared(wanted, said)
    if read_over is not None and read_over.equal:
        return _READ_OVER
    return exact if read_over is not None else None


def _fractions(gold: str, pred: str) -> Verdict | None:
    one, other = _FRACTION.fullmatch(gold), _FRACTION.fullmatch(pred)
    if one is None or other is None:
        return None
    (top, bottom), (other_top, other_bottom) = _parts(one), _parts(other)
    if not bottom or not other_bottom:
        return None
    return Verdict(top * other_bottom == other_top * bottom, "exact")


def _parts(fraction: re.Match[str]) -> tuple[int, int]:
    sign, top, bottom, whole, under = fraction.groups()
    return int(sign + (top or whole)), int(bottom or under or "1")


def _compared(left: int, right: int) -> Verdict | None:
    if left == right:
        return Verdict(True, "exact")
    apart = abs(left - right) * _APART > max(abs(left), abs(right))
    return Verdict(False, "exact") if apart else None


def _scaled(text: str) -> int:
    """Return a number times 10^16, exactly."""
    whole, _, decimals = text.partition(".")
    return int(f"{whole}{decimals:0<{_SCALE}}")
