"""The expressions of a prompt are found, and one key stands for every way to write one."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.asked import asked, formulas, key
from rewardkit_verifiers.math.lib.grammar.parse import parse


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2+3", "3+2"),
        ("a*b", "b*1*a"),
        ("x-0", "x"),
        ("-(-x)", "x"),
        ("2x=8", "8=2x"),
        ("2/4", "1/2"),
    ],
)
def test_the_key_is_the_same_for_another_order_and_neutral_parts(one: str, other: str) -> None:
    assert key(parse(one)) == key(parse(other))


@pytest.mark.parametrize(("one", "other"), [("2+3", "2*3"), ("a-b", "b-a"), ("x<3", "3<x")])
def test_the_key_differs_where_the_expression_does(one: str, other: str) -> None:
    assert key(parse(one)) != key(parse(other))


def test_formulas_are_found_between_delimiters_in_plain_sums_and_in_words() -> None:
    prompt = r"Is $2x+3=11$ so? And \(7^2\), 12 * 13 and 4 times 5?"
    found = asked(prompt)
    for text in ("2x+3=11", "2x+3", "7^2", "13*12", "4*5"):
        assert key(parse(text)) in found


def test_a_hundred_thousand_dollar_signs_are_read_in_a_bounded_number_of_formulas() -> None:
    assert len(formulas("$x$ " * 100_000)) <= 120
