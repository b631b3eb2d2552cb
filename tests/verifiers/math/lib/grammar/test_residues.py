"""Remainders in words are the congruence they state, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.residues import congruence
from rewardkit_verifiers.math.lib.policy import PRESETS

WAYS = (
    "those congruent to {r} modulo {m}",
    "all integers congruent to {r} mod {m}",
    r"\text{{numbers that leave remainder {r} when divided by {m}}}",
    r"\text{{all }} n \text{{ with remainder }} {r} \text{{ upon division by }} {m}",
    r"n \equiv {r} \pmod{{{m}}}",
    r"n = {m}k + {r}, k \in \mathbb{{Z}}",
)
SMALL = st.integers(2, 9)


@given(SMALL, st.integers(0, 8), SMALL, st.integers(0, 8), st.data())
def test_a_statement_equals_another_when_the_remainders_do(
    m: int, r: int, modulus: int, residue: int, data: st.DataObject
) -> None:
    r, residue = r % m, residue % modulus
    gold = data.draw(st.sampled_from(WAYS)).format(m=m, r=r)
    answer = data.draw(st.sampled_from(WAYS)).format(m=modulus, r=residue)
    equal = all((n % m == r) == (n % modulus == residue) for n in range(m * modulus))
    assert bool(same(gold, answer, PRESETS["default"])) == equal


@pytest.mark.parametrize(("odd", "equal"), [("odd", True), ("even", False)])
def test_odd_and_even_numbers_are_remainders_by_two(odd: str, equal: bool) -> None:
    for gold in ("n = 2k+1", r"n \equiv 1 \pmod 2", "all odd integers"):
        assert bool(same(gold, rf"\text{{all {odd} integers}}", PRESETS["default"])) == equal


@pytest.mark.parametrize(
    "text",
    [
        "multiples of 3 greater than 10",
        "not congruent to 2 modulo 4",
        "all n not divisible by 3",
        "congruent to 7 modulo 4",
        "an odd function",
        "odd or even",
        "multiples of 0",
    ],
)
def test_what_says_more_or_less_is_no_congruence(text: str) -> None:
    assert congruence(text) is None
