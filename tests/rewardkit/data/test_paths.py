"""Dotted paths reach into nested rows, and a path that leads nowhere names what is there."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.data.paths import look_up, renamed
from rewardkit.errors import InputError


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"gold": 4}, "gold"),
        ({"spec": {"gold": 4}}, "spec.gold"),
        ({"spec": [{"gold": 4}]}, "spec.0.gold"),
        ({"spec.gold": 4, "spec": {"gold": 5}}, "spec.gold"),
        ({"a.b": {"c": 4}}, "a.b.c"),
        ({"a": {"b.c": 4}}, "a.b.c"),
        ({"a": {"b": 3}, "a.b": {"c": 4}}, "a.b.c"),
    ],
)
def test_a_path_finds_the_value(row: dict[str, Any], path: str) -> None:
    assert look_up(row, path) == 4


@pytest.mark.parametrize(
    ("row", "path"),
    [({"a": 1}, "b"), ({"a": 1}, "a.b"), ({"a": [1]}, "a.1"), ({"a": "text"}, "a.0"), ({}, "")],
)
def test_a_path_that_leads_nowhere_is_a_key_error(row: dict[str, Any], path: str) -> None:
    with pytest.raises(KeyError):
        look_up(row, path)


def test_a_value_of_none_is_found() -> None:
    assert look_up({"a": {"b": None}}, "a.b") is None


def test_renaming_copies_and_names_the_closest_key() -> None:
    row = {"completion": "4", "reward_spec": {"ground_truth": "4"}}
    assert renamed(row, {"answer": "reward_spec.ground_truth"}) == {**row, "answer": "4"}
    assert "answer" not in row
    with pytest.raises(InputError, match="reward_spec.ground_trut'.*Did you mean 'ground_truth'"):
        renamed(row, {"answer": "reward_spec.ground_trut"})


keys = st.text("ab.", min_size=1, max_size=3)
rows = st.recursive(
    st.integers(), lambda inner: st.dictionaries(keys, inner) | st.lists(inner), max_leaves=8
)


@given(st.dictionaries(keys, rows), st.text("ab.01", max_size=6))
def test_any_path_into_any_row_is_a_value_or_a_key_error(row: dict[str, Any], path: str) -> None:
    with contextlib.suppress(KeyError):
        look_up(row, path)


def test_a_path_of_many_dots_takes_no_long_time() -> None:
    with pytest.raises(KeyError):
        look_up({"a": {}}, ".".join("a" * 2000))
