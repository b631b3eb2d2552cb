"""The sign of a number."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


@pytest.mark.parametrize(
    ("reply", "gold", "right"),
    [
        ("-5", "5", False),
        ("−7.5", "7.5", False),
        ("It is -50.", "50", False),
        ("**-50**", "50", False),
        ("5", "-5", False),
        ("minus 50", "50", False),
        ("-5", "-5", True),
        ("It is −5 °C.", "-5", True),
        ("5 degrees below zero", "-5", True),
        ("1914-1918", "1914-1918", True),
        ("1914 -1918", "1914-1918", True),
        ("2020-05-01", "2020", True),
        ("F-16", "F-16", True),
        ("It is a 5-10 game.", "5-10", True),
        ("- 5", "5", True),
    ],
)
def test_a_number_below_zero_is_not_the_number(reply: str, gold: str, right: bool) -> None:
    assert (answer.score(completion=reply, answer=gold).value == 1.0) == right
