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
    (ROOTS, "2 and 3", "- 2\n- 3"),
    ("Balance it.", "CH4 + 2 O2 -> CO2 + 2 H2O", "CH₄ + 2 O₂ → CO₂ + 2 H₂O"),
    (BOUND, "x ≥ 3", "x is at least 3"),
    (BOUND, "x ≥ 3", "x greater than or equal to 3"),
    (BOUND, "x ≥ 3", r"x \geq 3"),
    (ABS, "(-3, 3)", "x ∈ (−3, 3)"),
    ("Expand (x+2)^2.", "x^2+4x+4", "(x+2)(x+2) = x² + 4x + 4"),
]
WRONG = [
    (ROOTS, "2 and 3", "-2 and -3"),
    (ROOTS, "2 and 3", "2 or maybe 4"),
    ("What does `print(x[::-1])` print?", "[3, 2, 1]", "[1, 2, 3]"),
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


@pytest.mark.parametrize("said", ["[1, 2, 3, 4]", "```\n[1, 2]\n```", "It prints [0, 1, 2, 3]."])
def test_a_list_in_brackets_with_more_or_fewer_items_is_another(said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    asked = "What does this print?\n\nprint(list(range(1, 4)))"
    assert judge.score(completion=said, answer="[1, 2, 3]", prompt=asked).value == 0.0


@pytest.mark.parametrize("said", ["[1, 2, 3]", "It prints `[1,2,3]`."])
def test_the_same_list_in_brackets_is_put_to_the_judge(said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    asked = "What does this print?\n\nprint(list(range(1, 4)))"
    assert judge.score(completion=said, answer="[1, 2, 3]", prompt=asked).value == 1.0
