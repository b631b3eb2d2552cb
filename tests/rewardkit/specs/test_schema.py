"""The JSON Schema for editors accepts what `load` accepts and refuses what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rewardkit import load
from rewardkit.errors import SpecError
from rewardkit.rewards.operator import OPERATORS
from rewardkit.specs.schema import DIALECT, schema

N: dict[str, Any] = {"use": "math/number"}
GOOD: dict[str, Any] = {
    "an id": "math/number",
    "an id with its major": {"use": "math/number@1"},
    "settings": {"use": "math/distance", "with": {"mode": "log", "exact": 2.0}},
    "columns": {**N, "columns": {"answer": "reward_model.ground_truth"}},
    "a name": {**N, "name": "x", "description": "why"},
    "pairs": {"weighted": {"parts": {"a": [0.7, N], "b": {"weight": 1, "of": N}, "c": N}}},
    "scales": {"weighted": {"scale": "group", "missing": "skip", "parts": {"a": N}}},
    "gate": {"gate": {"when": N, "then": "math/distance", "threshold": 0.5, "otherwise": -5}},
    "first": {"first": [N, N]},
    "where": {"where": {"column": "kind", "routes": {"a": N}, "otherwise": N}},
    "at_least": {"at_least": {"threshold": 0.5, "of": N}},
    "clip": {"clip": {"low": 0, "high": 0.5, "of": N}},
    "scale_to": {"scale_to": {"low": 0, "high": 0.5, "of": N}},
    "sum": {"sum": [N, N, N]},
    "product": {"product": [N, N]},
    "minimum": {"minimum": [N, N]},
    "maximum": {"maximum": [N, N]},
    "affine": {"affine": {"times": 2, "of": N}},
    "invert": {"invert": {"of": N}},
    "normalise": {"normalise": {"by": "running", "clip": 3, "of": N}},
}
BAD: dict[str, Any] = {
    "unknown word": {"wieghted": {"parts": {"a": N}}},
    "two words": {"invert": {"of": N}, **N},
    "no word": {"name": "x"},
    "a number": 3,
    "unknown key": {"clip": {"low": 0, "high": 1, "of": N, "x": 1}},
    "missing key": {"clip": {"low": 0, "high": 1}},
    "text for a number": {"at_least": {"threshold": "1", "of": N}},
    "unknown choice": {"normalise": {"by": "size", "of": N}},
    "one of several": {"first": [N]},
    "three in a pair": {"weighted": {"parts": {"a": [0.7, N, 1]}}},
    "weight as text": {"weighted": {"parts": {"a": ["0.7", N]}}},
    "no parts": {"weighted": {"parts": {}}},
    "with without use": {"invert": {"of": N}, "with": {}},
    "unknown setting": {"use": "math/distance", "with": {"mod": "log"}},
    "wrong setting": {"use": "math/distance", "with": {"mode": "logarithm"}},
    "deep inside": {"gate": {"when": N, "then": {"sum": [N, {"use": 3}]}}},
    "empty name": {**N, "name": ""},
    "a column that is no path": {**N, "columns": {"answer": 3}},
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    found = schema()
    assert found["$schema"] == DIALECT
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("case", GOOD)
def test_a_good_spec_is_accepted(case: str, validator: Draft202012Validator) -> None:
    spec = {"version": 1, "reward": GOOD[case]}
    assert [error.message for error in validator.iter_errors(spec)] == []
    load(spec)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_spec_is_refused(case: str, validator: Draft202012Validator) -> None:
    spec = {"version": 1, "reward": BAD[case]}
    assert not validator.is_valid(spec)
    with pytest.raises(SpecError):
        load(spec)


@pytest.mark.parametrize("spec", [{}, {"version": 2, "reward": N}, {"reward": N, "extra": 1}, []])
def test_a_bad_top_is_refused(spec: object, validator: Draft202012Validator) -> None:
    assert not validator.is_valid(spec)


def test_every_word_is_in_the_schema() -> None:
    assert set(OPERATORS) <= set(schema()["$defs"]["Node"]["properties"])


def test_what_a_module_or_file_takes_is_not_guessed(validator: Draft202012Validator) -> None:
    assert validator.is_valid({"reward": {"use": "my_module:f", "with": {"anything": [1, None]}}})
    assert validator.is_valid({"reward": "./other.yaml"})


def test_settings_come_with_help_and_default() -> None:
    rules = schema()["$defs"]["Use"]["allOf"]
    distance = next(
        rule["then"]["properties"]["with"]["properties"]
        for rule in rules
        if rule and "math/distance" in rule["if"]["properties"]["use"]["enum"]
    )
    assert distance["mode"]["default"] == "bands"
    assert "description" in distance["mode"]


@pytest.mark.parametrize(
    ("use", "known"),
    [
        ("format/tags", True),
        ("format/tags@1", True),
        ("my_rewards:steps", True),
        ("my_rewards.py:steps", True),
        ("parts/other.yaml", True),
        ("format/tagz", False),
        ("tags", False),
        ("format/tags@9", False),
    ],
)
def test_an_id_that_no_installed_verifier_has_is_refused(use: str, known: bool) -> None:
    spec = {"version": 1, "reward": {"use": use}}
    assert Draft202012Validator(schema()).is_valid(spec) is known
