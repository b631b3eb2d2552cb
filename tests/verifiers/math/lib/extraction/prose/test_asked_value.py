"""What a question asks for is read from its words."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.extraction.prose.asked_value import (
    asked_expression,
    asks_extreme,
    asks_near,
    asks_residue,
    squeezed,
)


def test_a_question_names_the_expression_that_it_asks_for() -> None:
    assert asked_expression("If $a=1$, what is the value of $a + b$?") == "a+b="
    assert asked_expression("What value of $x$ minimizes $x^2$?") == "x="
    assert asked_expression("Find the sum of all $x$ with $x = 3$.") == ""


def test_a_question_asks_for_one_extreme_or_for_none() -> None:
    assert asks_extreme("Find the least number.") == "least"
    assert asks_extreme("What is the maximum?") == "most"
    assert asks_extreme("Find the largest of the smallest.") == ""


def test_a_question_may_ask_for_a_rounded_value_or_a_remainder() -> None:
    assert asks_near("Round to the nearest ten.")
    assert not asks_near("Find x.")
    assert asks_residue("What is the units digit?")
    assert squeezed(r"a +\, b") == "a+b"
