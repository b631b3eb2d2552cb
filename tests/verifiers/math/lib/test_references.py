"""A reference is the answer inside what a data set wrote, words about its letters included."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS
from rewardkit_verifiers.math.lib.references import reference


def test_a_word_of_denial_is_a_reference() -> None:
    assert [reference(word).text for word in ("No", "no", "False", "Never")] == [
        *("No", "no", "False", "Never")
    ]


def paid(written: str, answer: str) -> bool:
    return bool(same(reference(written).text, answer, PRESETS["default"]))


@pytest.mark.parametrize(
    ("written", "right", "wrong"),
    [
        (r"$f(x)=cx$ for any real constant $c$", r"f(x)=kx, k \in \mathbb{R}", "c"),
        (r"$x=k\pi$ where $k$ is an integer", r"x=n\pi, n \in \mathbb{Z}", "k"),
        ("$n$ is odd", r"\text{all odd numbers}", "n"),
        ("$a$ is negative", r"a \text{ is negative}", "a"),
        ("The answer is $5$", "5", "6"),
        ("$3$ and $5$", "3, 5", "5"),
    ],
)
def test_words_about_letters_belong_to_the_formula_before_them(
    written: str, right: str, wrong: str
) -> None:
    assert paid(written, right)
    assert not paid(written, wrong)


@pytest.mark.parametrize("written", ["", "  ", "nan", "None", "null"])
def test_a_missing_reference_is_a_problem_and_no_text(written: str) -> None:
    assert reference(written).problem
