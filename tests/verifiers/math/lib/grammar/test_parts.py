"""Answers to the parts of a question are read in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.parts import in_parts
from rewardkit_verifiers.math.lib.policy import PRESETS

VALUES = st.lists(st.integers(-20, 20), min_size=2, max_size=4)
MARKS = st.sampled_from(("({})", r"\text{{({}) }}", "{})"))


@given(VALUES, VALUES, MARKS, MARKS)
def test_parts_are_equal_one_by_one(
    mine: list[int], theirs: list[int], mark: str, other: str
) -> None:
    gold, answer = (
        ", ".join(
            f"{style.format(letter)} {value}" for letter, value in zip("abcd", values, strict=False)
        )
        for style, values in ((mark, mine), (other, theirs))
    )
    assert bool(same(gold, answer, PRESETS["default"])) == (mine == theirs)
    assert same(gold, ", ".join(map(str, mine)), PRESETS["default"])


@pytest.mark.parametrize(
    "text", ["(b) 5, (a) 3", "(a, b)", "(a) 3", "f(a) + f(b)", "(a) 1, 2 (b) 3"]
)
def test_other_brackets_and_orders_are_no_parts(text: str) -> None:
    assert in_parts(text) is None
