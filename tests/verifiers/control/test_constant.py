"""control/constant: no signal at all."""

from __future__ import annotations

import pickle

import pytest

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.control.constant import constant


def test_the_range_is_the_one_point() -> None:
    made = constant(value=-2.5)
    assert tuple(made.range) == (-2.5, -2.5)
    assert made.score(completion="anything").value == -2.5


def test_every_advantage_of_a_group_is_zero() -> None:
    grouped = constant.normalise("group")
    samples = [{"completion": text, "prompt": "p"} for text in ("", "36", "37")]
    assert [one.value for one in grouped.score_many(samples)] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(DefinitionError, match="must be a finite number"):
        constant(value=value)


def test_a_configured_constant_pickles() -> None:
    made = constant(value=3.0)
    assert pickle.loads(pickle.dumps(made)) == made
