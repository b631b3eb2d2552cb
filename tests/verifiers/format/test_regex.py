"""format/regex: your own patterns, with a clock beside them."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.format.regex import instruction, regex

# Exponential on the regex library too, which sees through the classic (a+)+$.
BOMB = r"(x|xx)+$"


def test_a_pattern_that_runs_out_of_time_is_an_error_and_not_a_zero() -> None:
    score = regex(pattern=BOMB, mode="search", timeout=0.05).score(completion="x" * 60 + "!")
    assert (score.value, score.status, score.reason) == (None, "error", "regex_timeout")
    assert "took more than 0.05 s on 61 characters; make it linear" in score.detail


def test_a_reply_of_more_than_a_million_characters_is_an_error() -> None:
    score = regex(pattern="x*").score(completion="x" * 1_000_001)
    assert (score.status, score.reason) == ("error", "too_long")
    assert score.detail == "1000001 characters; at most 1000000 are read"


def test_a_reply_of_a_million_characters_is_read() -> None:
    assert regex(pattern="x*").score(completion="x" * 1_000_000).value == 1.0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"pattern": "(a"}, "pattern '(a' is not a regular expression: missing ) at character 2"),
        ({"pattern": "a{1000000000}"}, "stands for 1000000000 atoms"),
        ({"pattern": "((a{1000}){1000}b?){50}"}, "atoms once its counts are written out"),
        ({"pattern": "(" * 5000 + ")" * 5000}, "is nested too deeply"),
        ({"pattern": ""}, "pattern='' matches nothing or everything. Give a regular expression"),
        ({"pattern": "a", "timeout": 0}, "timeout=0.0 must be seconds > 0"),
        ({"pattern": "a", "timeout": float("inf")}, "timeout=inf must be seconds > 0"),
        ({"pattern": "a", "mode": "match"}, "setting 'mode' = 'match'"),
        ({"pattern": "a", "flags": ["i"]}, "setting 'flags'[0] = ['i']"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError) as error:
        regex(**settings)
    assert message in str(error.value)


def test_without_a_pattern_it_says_what_is_missing() -> None:
    assert regex.missing_settings == ["pattern"]


def test_a_configured_pattern_pickles() -> None:
    made = regex(pattern=r"\d+", flags=("ascii",))
    assert pickle.loads(pickle.dumps(made)) == made


def test_the_instruction_shows_the_pattern() -> None:
    assert instruction(regex(pattern="a|b", mode="search").settings) == (
        "Reply with text that contains a match of this regular expression: a|b"
    )
