r"""Absolute values: a bar whose side is written, as by \left, closes nothing but its partner."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    "written",
    [
        r"\left|x \left|x\right|\right|",
        r"\left|{x \left|{x}\right|}\right|",
        r"\lvert x\lvert x\rvert\rvert",
        r"\left\lvert{x\left|x\right|}\right\rvert",
        r"\bigl|x\,|x|\bigr|",
        "Abs(x*Abs(x))",
    ],
)
def test_an_absolute_value_stands_inside_another_without_a_sign_between(written: str) -> None:
    assert same(written, "|x|^2", DEFAULT)
    assert not same(written, "|x|^3", DEFAULT)


def test_two_absolute_values_with_sides_beside_each_other_are_a_product() -> None:
    assert same(r"\sin\left|x\right|\left|y\right|", r"|y| \cdot \sin(|x|)", DEFAULT)


def test_a_bar_with_a_side_and_no_partner_reads_as_any_bar() -> None:
    assert same(r"\left\{x\,\right|\left. x>0\right\}", r"\{x \mid x > 0\}", DEFAULT)
    assert same(r"\left|\psi\right\rangle", r"|\psi\rangle", DEFAULT)
