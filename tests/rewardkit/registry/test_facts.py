"""What a card leaves out is read from the code; what it repeats is checked against the code."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Sample, reward
from rewardkit.catalogue.card import Card
from rewardkit.registry.facts import card_faults, facts_of
from rewardkit.rewards.function import FunctionReward


def card(**fields: Any) -> Card:
    fixed = {"id": "zoo/tiger", "major": 1, "version": "1", "cost": "trivial"}
    return Card(**{**fixed, "summary": "For these tests.", "judges": "Nothing at all.", **fields})


@reward(range=(0, 1))
def plain(completion: str, answer: str = "") -> float:
    return 1.0


@reward(range=lambda settings: (settings["low"], 3), deterministic=False)
def by_setting(completion: str, *, low: float = -2, top: float | None = None) -> float:
    return 1.0


@reward(range=(0, 1))
def needy(completion: str, *, words: tuple[str, ...]) -> float:
    return 1.0


@reward(range=lambda settings: (0, settings["most"]))
def unknown(completion: str, *, most: float) -> float:
    return 1.0


@reward(range=lambda settings: (0, settings["most"] * 2))
def whole(sample: Sample, *, most: float = 1, judge: Any) -> float:
    return 1.0


def faults(told: FunctionReward, **fields: Any) -> list[str]:
    return card_faults(Path("zoo/tiger/card.yaml"), card(**fields), told)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (plain, "[0, 1]"),
        (needy, "[0, 1]"),
        (by_setting, "[-2, 3] by default; depends on low"),
        (whole, "[0, 2] by default; depends on most"),
        (unknown, "depends on most"),
    ],
)
def test_a_range_that_the_card_leaves_out_is_read_from_the_code(
    told: FunctionReward, text: str
) -> None:
    assert facts_of(card(), told).range == text
    assert faults(told) == []


def test_inputs_and_determinism_are_read_from_the_code() -> None:
    found = facts_of(card(), by_setting)
    assert (found.inputs, found.deterministic) == (("completion",), False)
    assert facts_of(card(), plain).inputs == ("completion", "answer")


def test_the_card_is_quoted_where_it_speaks() -> None:
    found = facts_of(card(inputs=["completion", "votes"], range="[0, most]; more words"), whole)
    assert (found.inputs, found.range) == (("completion", "votes"), "[0, most]; more words")


def test_a_wrong_range_is_named_with_card_field_both_values_and_the_next_step() -> None:
    assert faults(plain, range="[0, 2]") == [
        "zoo/tiger/card.yaml: range = '[0, 2]', but the code says [0, 1]. Correct the card or the "
        "code, or drop 'range' from the card: it is then read from the code."
    ]


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (plain, {"range": "[-1, 1]"}),
        (plain, {"range": "[0, 10]"}),
        (plain, {"range": "[0, inf]"}),
        (plain, {"range": "[0, nan]"}),
        (plain, {"range": "from 0 to 1"}),
        (plain, {"range": ""}),
        (plain, {"range": "[low, 1]"}),
        (needy, {"range": "[0, 2]"}),
        (by_setting, {"range": "[0, 3]"}),
        (by_setting, {"range": "[low, low]"}),
        (whole, {"range": "[0, most]"}),
        (plain, {"inputs": ["completion"]}),
        (plain, {"inputs": ["completion", "answer", "prompt"]}),
        (plain, {"inputs": []}),
        (plain, {"deterministic": False}),
        (by_setting, {"deterministic": True}),
    ],
)
def test_a_card_that_contradicts_its_code_is_named(
    told: FunctionReward, fields: dict[str, Any]
) -> None:
    (fault,) = faults(told, **fields)
    assert f": {next(iter(fields))} = " in fault


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (plain, {"range": "[0, 1]", "inputs": ["answer", "completion"], "deterministic": True}),
        (plain, {"range": " [0.0,1e0] in steps"}),
        (by_setting, {"range": "[low, 3]; [0, 3] for others"}),
        (by_setting, {"range": "[-2, top]"}),
        (unknown, {"range": "[0, most]"}),
        (whole, {"inputs": ["completion", "anything"], "range": "[0, 2]"}),
    ],
)
def test_a_card_that_repeats_its_code_is_accepted(
    told: FunctionReward, fields: dict[str, Any]
) -> None:
    assert faults(told, **fields) == []


def test_several_contradictions_are_all_named() -> None:
    found = faults(plain, range="[0, 2]", inputs=["completion"], deterministic=False)
    assert [one.split(" = ")[0].split(": ")[1] for one in found] == [
        "inputs",
        "range",
        "deterministic",
    ]


ENDS = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(low=ENDS, high=ENDS)
def test_the_text_of_any_fixed_range_agrees_with_its_code(low: float, high: float) -> None:
    low, high = sorted((low, high))

    @reward(range=(low, high))
    def own(completion: str) -> float:
        return low

    assert faults(own, range=f"[{low!r}, {high!r}]") == []


@given(st.text(max_size=40))
def test_any_text_as_a_range_is_judged_and_not_stumbled_over(text: str) -> None:
    for told in (plain, by_setting, unknown, whole):
        assert len(faults(told, range=text)) <= 1


def test_a_range_that_fails_on_missing_settings_is_unknown() -> None:
    def declared(settings: Mapping[str, Any]) -> tuple[float, float]:
        return (0, math.sqrt(settings["most"]))

    @reward(range=declared)
    def own(completion: str, *, most: float) -> float:
        return 0.0

    assert facts_of(card(), own).range == "depends on most"
