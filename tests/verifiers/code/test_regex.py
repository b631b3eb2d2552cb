"""code/regex: reading a pattern out of a reply, and scores in part. Its cases are beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.code.regex import instruction, regex
from rewardkit_verifiers.code.regex.verifier import read_pattern


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("a+", "a+"),
        ("`a+`", "a+"),
        ("Use `a+` here.", "a+"),
        ("```regex\na+\n```", "a+"),
        ("/a+/", "a+"),
        ("r'a+'", "a+"),
        ('"a+"', "a+"),
        ("/a+/b/", "/a+/b/"),
        ("'", "'"),
        ("a\nb", None),
        ("", None),
        ("x" * 30000, None),
    ],
)
def test_a_pattern_is_read_as_it_was_meant(text: str, pattern: str | None) -> None:
    assert read_pattern(text) == pattern


@given(st.text(max_size=60))
def test_any_reply_gives_a_pattern_or_none(text: str) -> None:
    found = read_pattern(text)
    assert found is None or "\n" not in found


def test_matching_everything_or_nothing_earns_half_and_no_more() -> None:
    half = regex(backend="local", score="fraction")
    row = {"matches": ["1"] * 9, "rejects": ["x"]}
    assert half.score(completion="`.*`", **row).value == 0.5
    assert half.score(completion="`(?!)`", **row).value == 0.5


def test_batches_keep_their_order_and_their_own_texts() -> None:
    rows = [
        {"completion": f"`{n}`", "matches": [str(n)], "rejects": [str(n + 1)]} for n in range(5)
    ]
    rows += [{"completion": "", "matches": ["1"], "rejects": []}]
    assert [one.value for one in regex(backend="local").score_many(rows)] == [1.0] * 5 + [0.0]


def test_texts_that_are_none_are_an_error() -> None:
    found = regex.score(completion="`a`", matches=[1])
    assert (found.value, found.reason) == (None, "bad_tests")
    assert regex.score(completion="`a`", matches=[]).reason == "bad_tests"


def test_limits_that_are_none_are_refused() -> None:
    with pytest.raises(DefinitionError, match="max_length=0 must be at least 1"):
        regex(max_length=0)
    with pytest.raises(DefinitionError, match="time_s=0.0 must be a positive number"):
        regex(time_s=0.0)


def test_the_instruction_names_the_tag() -> None:
    assert "<answer>" in instruction(regex(tag="answer").settings)
