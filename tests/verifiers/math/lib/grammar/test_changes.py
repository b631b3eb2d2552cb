"""Statements of change are equal when they change the same things by the same factors."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.changes import changes
from rewardkit_verifiers.math.lib.policy import PRESETS

THINGS = ("quotient", "remainder", "area", "surface area", "volume")
# Ways to say a factor, with the factor that each of them says.
WAYS = {
    "The {} does not change": 1,
    "the {} remains the same": 1,
    "the {} stays constant": 1,
    "the {} doubles": 2,
    "the {} is multiplied by 2": 2,
    "the {} increases by a factor of 3": 3,
    "the {} triples": 3,
    "the {} becomes three times as large": 3,
    "the {} increases fourfold": 4,
    "the {} quadruples": 4,
    "the {} is halved": Fraction(1, 2),
    "the {} decreases by a factor of 2": Fraction(1, 2),
    "the {} is divided by 2": Fraction(1, 2),
}
CLAUSE = st.tuples(st.sampled_from(THINGS[:2]), st.sampled_from(sorted(WAYS)))


@given(st.tuples(CLAUSE, CLAUSE), st.sampled_from(THINGS[2:]), st.sampled_from(THINGS[2:]))
def test_two_statements_are_equal_when_thing_and_factor_are(
    clauses: tuple[tuple[str, str], tuple[str, str]], mine: str, theirs: str
) -> None:
    (thing, way), (other, another) = clauses
    gold = f"{way.format(thing)}, but {WAYS_TWICE[0].format(mine)}."
    answer = f"{another.format(other)}, and {WAYS_TWICE[1].format(theirs)}."
    equal = thing == other and WAYS[way] == WAYS[another] and mine == theirs
    assert bool(same(gold, rf"\text{{{answer}}}", PRESETS["default"])) == equal


WAYS_TWICE = ("the {} doubles", "the {} is multiplied by 2")


@pytest.mark.parametrize(
    "text",
    [
        "It increases by 3.",
        "The area does not double.",
        "either it doubles or it triples",
        "if x doubles, y doubles",
        "maybe the area doubles",
        "42",
        "the area doubles, and the volume",
    ],
)
def test_what_is_denied_open_or_half_read_is_no_statement_of_change(text: str) -> None:
    assert changes(text) is None
