"""Calls described by JSON."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.tools.lib.call import BadCall, Call
from rewardkit_verifiers.tools.lib.json_calls import after_space, described, json_at, named


def test_json_is_read_from_a_place_and_tells_where_it_ends() -> None:
    assert json_at("x  [1] y", 1) == ([1], 6)
    assert after_space("a \n b", 1) == 4


@pytest.mark.parametrize("text", ["{", "[" * 400 + "]" * 400, '{"a": 1, "a": 2}', "NaN"])
def test_what_is_no_strict_json_is_no_call(text: str) -> None:
    with pytest.raises(BadCall):
        json_at(text, 0)


def test_arguments_must_be_an_object() -> None:
    assert named("f", {"a": 1}) == [Call("f", {"a": 1})]
    with pytest.raises(BadCall, match="no object"):
        named("f", [1])


def test_a_list_is_calls_as_a_whole_or_not_at_all() -> None:
    assert described([{"name": "f", "arguments": {}}], marked=False) == [Call("f", {})]
    assert described({"a": 1}, marked=False) is None
    with pytest.raises(BadCall, match="something else"):
        described([{"name": "f", "arguments": {}}, 3], marked=True)
