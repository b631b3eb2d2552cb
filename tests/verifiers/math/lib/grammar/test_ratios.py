"""A ratio may be told in words, with or without marks around each of its terms."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.grammar.ratios import told_ratio

EQUAL = get("math/equivalence")


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("9:16", "$9$ to $16$"),
        ("9:16", r"\(9\) to \(16\)"),
        ("9:16", r"9 \text{ to } 16"),
        ("9:16", "The ratio is $9$ to $16$."),
        ("9:16", "nine to sixteen"),
        ("3:4:5", "$3$ to $4$ to $5$"),
        ("3:2", "3比2"),
    ],
)
def test_a_ratio_in_words_is_that_with_colons(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 1.0


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("9:16", "$16$ to $9$"),
        ("9:16", "from $9$ to $16$"),
        ("9:16", "$9$ and $16$"),
        ("9:16", "9 to 16 hours"),
        ("3:4:5", "3 to 5 to 4"),
        ("3:4:5", "3 to 4"),
        ("9:16 a.m.", "9 to 16"),
    ],
)
def test_another_ratio_or_a_range_is_none(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 0.0


def test_words_that_are_no_numbers_make_no_ratio() -> None:
    assert told_ratio("red to blue") is None
