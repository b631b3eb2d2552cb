"""References that are several numbers, bounds or expressions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.number_lists import same_numbers

ROOTS = "What are the roots of x² − 5x + 6?"
BOUND = "Solve 2x - 1 ≥ 5."
ABS = "Solve |x| < 3."
RIGHT = [
    (ROOTS, "2 and 3", "x = 2 or x = 3"),
    (ROOTS, "2 and 3", "(x−2)(x−3) = 0, hence x = 2 or 3"),
    (BOUND, "x ≥ 3", "x is at least 3"),
    (BOUND, "x ≥ 3", "x greater than or equal to 3"),
    (BOUND, "x ≥ 3", r"x \geq 3"),
    (ABS, "(-3, 3)", "x ∈ (−3, 3)"),
    ("Expand (x+2)^2.", "x^2+4x+4", "(x+2)(x+2) = x² + 4x + 4"),
]
WRONG = [
    (ROOTS, "2 and 3", "-2 and -3"),
    (ROOTS, "2 and 3", "2 or maybe 4"),
    (BOUND, "x ≥ 3", "x > 3"),
    (BOUND, "x ≥ 3", "x ≤ 3"),
    (BOUND, "x ≥ 3", "x = 3"),
    (ABS, "(-3, 3)", "[-3, 3]"),
    ("Expand (x+2)^2.", "x^2+4x+4", "(x+2)^2"),
    ("Simplify √50.", "5√2", "√50"),
    ("Solve x + y = 5, x - y = 1.", "x = 3, y = 2", "x = 2, y = 3"),
]


@pytest.mark.parametrize(("prompt", "answer", "said"), RIGHT)
def test_the_same_values_in_another_dress_are_put_to_the_judge(
    prompt: str, answer: str, said: str
) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "answer", "said"), WRONG)
def test_other_values_and_copied_expressions_are_not(prompt: str, answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 0.0


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert same_numbers(text, "Ottawa") is None
