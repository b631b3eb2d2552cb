"""What a program returns is read in the trainer's process: in linear time, or not at all."""

from __future__ import annotations

import itertools
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox.protocol.bounds import MOST_CONTAINERS, MOST_VALUES, excess
from rewardkit_sandbox.protocol.decoding import decode
from rewardkit_sandbox.protocol.encoding import encode
from rewardkit_sandbox.protocol.kinds import Items
from rewardkit_sandbox.protocol.values import NotByValue

PRIME = (1 << 61) - 1


def test_a_fraction_is_not_reduced_which_would_take_quadratic_time() -> None:
    forged = decode({"$fraction": [{"$int": hex(6 << 4_000_000)}, {"$int": hex(4 << 4_000_000)}]})
    assert forged != Fraction(3, 2)
    assert decode(encode(Fraction(6, 4))) == Fraction(3, 2)
    for body in ([1, 0], [1, -2], [1.0, 2], [1], [True, 2], "ab"):
        with pytest.raises(NotByValue):
            decode({"$fraction": body})


@given(st.fractions(), st.fractions())
def test_fractions_that_were_sent_count_as_python_says(one: Fraction, other: Fraction) -> None:
    sent, too = decode(encode(one)), decode(encode(other))
    assert (sent == too, sent < too, hash(sent)) == (one == other, one < other, hash(one))
    assert sent + too == one + other


@pytest.mark.parametrize(
    "keys",
    [
        [PRIME * n for n in range(2000)],
        # Half of them honest: the other half still costs the square of its number.
        [*range(10_000), *(1 + PRIME * n for n in range(10_000))],
        [(PRIME * n, "x") for n in range(500)],
        [Decimal(PRIME * n) for n in range(500)],
    ],
    ids=["all", "half", "in tuples", "decimals"],
)
@pytest.mark.parametrize("tag", ["$set", "$frozenset", "$keys"])
def test_keys_made_to_collide_are_refused(keys: list[Any], tag: str) -> None:
    sent = [encode(key) for key in keys]
    with pytest.raises(NotByValue, match="collide"):
        decode({tag: sent})
    with pytest.raises(NotByValue, match="collide"):
        decode({"$dict": [[key, 1] for key in sent]})


def test_honest_keys_that_collide_a_little_are_read() -> None:
    # hash(-1) == hash(-2), so a grid around the origin has pairs of the same hash.
    grid = set(itertools.product(range(-30, 30), repeat=2))
    assert decode(encode(grid)) == grid
    assert decode({"$set": [7] * 5}) == {7}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ([[]] * (MOST_CONTAINERS + 1), "lists, tuples, sets and dicts"),
        ([0] * (MOST_VALUES + 1), "values"),
        ({"$tuple": [{"$set": []}] * MOST_CONTAINERS}, "lists, tuples, sets and dicts"),
        ({str(n): 1 for n in range(MOST_VALUES // 4 + 1)}, "values"),
        ([[[[0] * 1000] * 100] * 100], "values"),
    ],
    ids=["containers", "numbers", "tuples", "keys", "shared"],
)
def test_an_answer_with_too_many_parts_is_refused(data: Any, what: str) -> None:
    assert what in excess(data)
    with pytest.raises(NotByValue, match=what):
        decode(data)


def test_large_honest_answers_are_read() -> None:
    flat = list(range(1_000_000))
    assert decode(flat) == flat
    edges = [[n, n + 1] for n in range(100_000)]
    assert decode(edges) == edges
    assert decode(encode({n: (n, n) for n in range(10_000)})) == {n: (n, n) for n in range(10_000)}


def test_a_decimal_beside_a_huge_integer_is_refused_in_any_order() -> None:
    # Comparing the two converts the integer to decimal digits, which is quadratic.
    huge, small = encode(1 << 100_000), encode(Decimal("1.5"))
    for pair in ([huge, small], [small, huge], [small, [{"$tuple": [huge]}]]):
        with pytest.raises(NotByValue, match="Decimal beside an integer"):
            decode(pair)
    assert decode([small, encode(1 << 4000)]) == [Decimal("1.5"), 1 << 4000]


@pytest.mark.parametrize(
    "data",
    [
        {"$float": "1" * 1_000_000}, {"$complex": ["1", "9" * 100]}, {"$decimal": "1" * 200_000},
        {"$fraction": [1, "2"]}, {"$deque": [[1], -3]}, {"$deque": [[1], 1 << 80]},
        {"$timedelta": [1 << 62, 0, 0]}, {"$date": "x"}, {"$range": [0, 1, 0]},
        {"$object": [3, "x"]}, {"$items": [[[], 1]]}, {"$dict": [[1, 2, 3]]},
    ],
    ids=str,
)  # fmt: skip
def test_forged_data_is_refused(data: Any) -> None:
    with pytest.raises(NotByValue):
        decode(data)


def test_a_caller_deep_in_calls_of_its_own_gets_a_refusal() -> None:
    data: Any = 1
    for _ in range(150):
        data = [data]

    def deeper(left: int) -> Any:
        return decode(data) if left == 0 else deeper(left - 1)

    frame, used = sys._getframe(), 0
    while frame := frame.f_back:  # type: ignore[assignment]
        used += 1
    with pytest.raises(NotByValue, match="too deeply to be read here"):
        deeper(sys.getrecursionlimit() - used - 60)
    assert decode(data)


def test_what_an_iterator_had_left_says_so() -> None:
    assert type(decode({"$iter": [1]})) is Items
