from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import itertools
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox.protocol.values import NotByValue, as_list, decode, encode, excess

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False)
    | st.fractions()
)
KEYS = st.none() | st.booleans() | st.integers() | st.text() | st.tuples(st.integers())
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(KEYS, inner)
        | st.sets(st.integers() | st.text())
        | st.frozensets(st.integers())
    ),
    max_leaves=20,
)


@given(VALUES)
def test_a_value_comes_back_equal_and_of_the_same_type(value: Any) -> None:
    back = decode(json.loads(json.dumps(encode(value))))
    assert back == value
    assert type(back) is type(value)


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_hostile_data_is_a_value_or_refused(data: Any) -> None:
    text = json.loads(json.dumps(data, default=str))
    try:
        value = decode(text)
    except NotByValue:
        return
    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_what_cannot_be_sent_says_what_it_is() -> None:
    for value in (lambda: 0, object(), type, math, [object()]):
        with pytest.raises(NotByValue, match="cannot be sent by value"):
            encode(value)


def test_subclasses_go_as_the_value_that_they_hold() -> None:
    class Liar(int):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = int.__hash__

        def __int__(self) -> int:
            return 42

    class Colour(enum.IntEnum):
        RED = 3

    point = collections.namedtuple("point", "x y")
    found = [encode(x) for x in (Liar(0), Colour.RED, point(1, 2), collections.Counter("aa"))]
    assert found == [0, 3, {"$tuple": [1, 2]}, {"a": 2}]
    assert [type(x) for x in found[:2]] == [int, int]


@pytest.mark.parametrize(
    "value",
    [
        range(3, 10, 2), collections.deque([1, 2], 5), {"a": 1}.keys(), {"a": 1}.items(),
        datetime.date(2020, 2, 29), datetime.time(1, 2, 3), datetime.timedelta(-1, 5),
        datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    ],
    ids=repr,
)  # fmt: skip
def test_what_has_items_or_a_date_comes_back_as_it_was(value: Any) -> None:
    back = decode(json.loads(json.dumps(encode(value))))
    assert (type(back), back) == (type(value), value)


def test_an_iterator_goes_as_the_items_that_it_had_left() -> None:
    half = iter([1, 2, 3])
    next(half)
    for value in (half, map(int, "23"), (n for n in (2, 3)), reversed([3, 2])):
        assert as_list(decode(json.loads(json.dumps(encode(value))))) == [2, 3]
    for endless in (itertools.count(), range(10**9), iter(int, 1)):
        with pytest.raises(NotByValue, match="more than 100000 items"):
            encode(endless)
    with pytest.raises(NotByValue, match="more than 100000 items"):
        decode({"$range": [0, 10**9, 1]})


def test_a_coroutine_is_no_iterator() -> None:
    async def add() -> int:
        return 3

    made = add()
    with pytest.raises(NotByValue, match="a coroutine cannot be sent by value"):
        encode(made)
    made.close()


def test_numbers_that_json_lacks_survive() -> None:
    values = [math.inf, -math.inf, 10**5000, decimal.Decimal("0.10"), fractions.Fraction(1, 3)]
    assert decode(json.loads(json.dumps(encode(values)))) == values
    assert math.isnan(decode(encode(math.nan)))


@pytest.mark.parametrize(
    "data",
    [
        {"$int": "zz"}, {"$float": "x"}, {"$bytes": "0"}, {"$set": [[1]]}, {"$dict": [1]},
        {"$fraction": [1, 0]}, {"$unknown": 1}, {"$int": 1, "b": 2}, {"$tuple": "abc"},
        {"$complex": [1]}, {"$decimal": "x"},
    ],
)  # fmt: skip
def test_data_that_no_value_makes_is_refused(data: Any) -> None:
    with pytest.raises(NotByValue):
        decode(data)


def test_values_too_deep_are_refused_on_both_sides() -> None:
    value: list[Any] = []
    data: list[Any] = []
    for _ in range(10_000):
        value, data = [value], [data]
    with pytest.raises(NotByValue, match="200 deep"):
        encode(value)
    assert "200 deep" in excess(data)
    assert not excess([[{"a": [1]}], 2])
    with pytest.raises(NotByValue, match="200 deep"):
        decode(data)


def test_keys_made_to_collide_are_refused() -> None:
    prime = (1 << 61) - 1
    with pytest.raises(NotByValue, match="collide"):
        decode({"$set": [{"$int": hex(prime * n)} for n in range(2000)]})
