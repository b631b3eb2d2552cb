"""A pickle of plain data is read without unpickling it, and any other is refused."""

from __future__ import annotations

import base64
import json
import os
import pickle
import zlib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.code.lib.livecodebench import plain_pickle, read_private

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


class Hostile:
    """Runs a command when it is unpickled."""

    def __reduce__(self) -> Any:
        return os.system, ("exit 1",)


def packed(raw: bytes) -> str:
    return base64.b64encode(zlib.compress(raw)).decode()


@given(plain, st.integers(1, 5))
def test_plain_data_is_read_as_pickle_reads_it(value: Any, protocol: int) -> None:
    raw = pickle.dumps(value, protocol=protocol)
    assert plain_pickle(raw) == value


def test_rows_are_read_whether_they_are_packed_as_json_or_as_lists() -> None:
    rows = [{"input": "1", "output": "2", "testtype": "stdin"}] * 3
    as_json = packed(pickle.dumps(json.dumps(rows)))
    assert json.loads(read_private(as_json)) == rows
    apart = [dict(row) for row in rows]
    assert json.loads(read_private(packed(pickle.dumps(apart)))) == rows
    assert read_private(json.dumps(rows)) == json.dumps(rows)


@pytest.mark.parametrize(
    "value",
    [
        Hostile(),
        [Hostile()],
        {"a": Hostile()},
        b"bytes",
        1.5,
        (1, 2),
        {1, 2},
        Fraction(1, 2),
        {1: 2},
    ],
    ids=lambda value: type(value).__name__,
)
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="pickle"):
        plain_pickle(pickle.dumps(value))


def test_a_list_that_holds_itself_or_one_twice_is_refused() -> None:
    itself: list[Any] = []
    itself.append(itself)
    twice = [["x"] * 3]
    for value in (itself, twice + twice):
        with pytest.raises(ValueError, match="repeats"):
            plain_pickle(pickle.dumps(value))


def test_lists_in_lists_without_end_are_refused() -> None:
    deep: list[Any] = []
    raw = b"\x80\x04" + b"]" * 100_000 + b"a" * 99_999 + b"."
    assert plain_pickle(pickle.dumps(deep)) == []
    with pytest.raises(ValueError, match="without end"):
        read_private(packed(raw))


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for data in (raw, b"\x80\x04" + raw + b"."):
        try:
            plain_pickle(data)
        except ValueError:
            continue
