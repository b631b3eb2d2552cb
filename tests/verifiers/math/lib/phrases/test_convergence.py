"""What is said of convergence is compared as such."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.phrases.convergence import convergence
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    ("gold", "pred"),
    [
        ("The series diverges", "divergent"),
        (r"\text{converges}", "The integral is convergent."),
        ("converges absolutely", "absolutely convergent"),
        ("conditionally convergent", "The series converges conditionally."),
        ("diverges", "发散"),
        ("convergent", "Die Reihe konvergiert."),
    ],
)
def test_the_same_convergence_in_other_words_is_paid(gold: str, pred: str) -> None:
    assert same(gold, pred, DEFAULT)


@pytest.mark.parametrize(
    ("gold", "pred"),
    [
        ("The series diverges", "convergent"),
        ("converges absolutely", "converges conditionally"),
        ("converges absolutely", "diverges absolutely"),
        ("diverges", "It does not diverge."),
    ],
)
def test_another_convergence_is_wrong(gold: str, pred: str) -> None:
    assert not same(gold, pred, DEFAULT)


def test_a_limit_or_a_condition_behind_is_no_plain_convergence() -> None:
    assert convergence("it converges to 2") is None
    assert convergence("diverges for x > 1") is None
