from __future__ import annotations

import dataclasses
import math
import pickle
from typing import Any

import pytest

from rewardkit_kernels.advantage import AdvantageOptions


def test_the_defaults_are_the_documented_ones() -> None:
    assert dataclasses.asdict(AdvantageOptions()) == {
        "mode": "zscore",
        "deviation": "sample",
        "epsilon": 1e-4,
        "decoupled": False,
        "clip": None,
        "missing": "renormalise",
        "tolerance": 1e-6,
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("mode", "center", "mode='center' is not known; choose one of zscore, .* mean 'centre'?"),
        ("mode", "grpo", r"mode='grpo' is not known; .* leave_one_out, maxrl\.$"),
        ("deviation", "biased", "deviation='biased' is not known; .* sample, population"),
        ("missing", "drop", "missing='drop' is not known; .* Did you mean 'drop_row'"),
        ("epsilon", -1e-4, "epsilon=-0.0001 must be a finite number at least 0"),
        ("epsilon", math.nan, "epsilon=nan must be a finite number at least 0"),
        ("epsilon", "small", "epsilon='small' must be a finite number at least 0"),
        ("tolerance", math.inf, "tolerance=inf must be a finite number at least 0"),
        ("clip", 0.0, "clip=0.0 must be a finite number above 0"),
        ("clip", True, "clip=True must be a finite number above 0"),
        ("decoupled", "yes", "decoupled='yes' must be True or False"),
    ],
)
def test_a_field_that_means_nothing_is_refused_by_name(
    field: str, value: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        AdvantageOptions(**{field: value})


def test_options_are_frozen_compare_by_value_and_pickle() -> None:
    options = AdvantageOptions(mode="maxrl", clip=2.0)
    assert options == pickle.loads(pickle.dumps(options)) == AdvantageOptions("maxrl", clip=2.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        options.clip = 1.0  # type: ignore[misc]
