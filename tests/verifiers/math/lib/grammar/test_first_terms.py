"""A first term that is told apart is one case of a sequence."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

GOLD = r"a_{n}=\left\{\begin{array}{l}3, n=1 \\ 2^{n-1}, n \geqslant 2\end{array}\right."


@pytest.mark.parametrize(
    "pred",
    [
        r"$a_1=3,\ a_n=2^{n-1}\ (n\ge 2)$",
        r"a_1 = 3 and a_n = 2^{n-1} for n >= 2",
        r"$a_{1}=3$, $a_{n}=2^{n-1}$ $(n \geqslant 2)$",
        "a_1=3，a_n=2^{n-1}（n≥2）",
        r"a_1=3,\ a_{n+1}=2^{n}\ (n\ge1)",
    ],
)
def test_a_first_term_apart_equals_the_cases(pred: str) -> None:
    assert same(GOLD, pred, PRESETS["default"])


@pytest.mark.parametrize(
    "pred",
    [
        r"$a_1=2,\ a_n=2^{n-1}\ (n\ge 2)$",
        r"$a_1=3,\ a_n=2^{n}\ (n\ge 2)$",
        r"$a_n=2^{n-1}$",
        r"$b_1=3,\ a_n=2^{n-1}\ (n\ge 2)$",
        r"a_1=3,\ a_{n+1}=2^{n-1}\ (n\ge1)",
        r"a_1=3,\ a_{n+1}=2^{n}\ (n\ge2)",
    ],
)
def test_another_first_term_or_rule_does_not(pred: str) -> None:
    assert not same(GOLD, pred, PRESETS["default"])
