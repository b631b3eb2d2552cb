"""Assertions on scores."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import Sample, Score, reward, weighted
from rewardkit.testing import assert_prefers, assert_score


@reward
def exact(completion: str, answer: str) -> Score:
    if completion == "outage":
        return Score.error("judge_outage", "no reply")
    return Score.ok(float(completion == answer), reason="" if completion == answer else "wrong")


@reward(grouped=True)
def longest(completion: list[str]) -> list[bool]:
    return [len(text) == max(map(len, completion)) for text in completion]


def test_a_score_that_holds_is_returned() -> None:
    found = assert_score(exact, 1.0, completion="4", answer="4", status="ok", range=(0, 1))
    assert found.value == 1.0
    assert assert_score(exact, 0, Sample("5", answer="4"), reason="wrong").value == 0.0


def test_no_value_can_be_expected() -> None:
    assert_score(exact, None, completion="outage", answer="4", reason="judge_outage")
    with pytest.raises(AssertionError, match=r"value +no value +0"):
        assert_score(exact, None, completion="5", answer="4")


@pytest.mark.parametrize(
    "wanted",
    [
        {"status": "unparsed"},
        {"reason": "right"},
        {"range": (0.5, 1.0)},
        {"components": {"exact": 0.5}},
    ],
)
def test_whatever_does_not_hold_fails_and_shows_the_completion(wanted: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match=r"(?s)reward 'exact':.*completion, 3 characters.*abc"):
        assert_score(exact, completion="abc", answer="4", **wanted)


def test_the_breakdown_is_in_the_message() -> None:
    both = weighted(a=exact, b=exact.named("twin"))
    with pytest.raises(AssertionError, match="(?s)value +1 +2.*├─ a.*└─ b"):
        assert_score(both, 1.0, completion="4", answer="4")


def test_tolerance_is_for_the_value() -> None:
    assert_score(exact, 0.9, completion="4", answer="4", tolerance=0.11)
    with pytest.raises(AssertionError, match=r"0\.9 ± 0\.05"):
        assert_score(exact, 0.9, completion="4", answer="4", tolerance=0.05)


def test_expecting_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="assert_score: expects nothing; say at least one of"):
        assert_score(exact, completion="4", answer="4")


def test_expecting_an_unknown_status_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="assert_score: status: Input should be 'ok'"):
        assert_score(exact, completion="4", answer="4", status="fine")


def test_a_preference_that_holds_is_silent() -> None:
    assert_prefers(exact, "4", "5", answer="4")
    assert_prefers(exact, {"completion": "4"}, {"completion": "4", "answer": "5"}, answer="4")
    assert_prefers(exact, Sample("4", answer="4"), Sample("5", answer="4"))


@pytest.mark.parametrize(
    ("better", "worse", "numbers"),
    [("5", "4", "0 against 1"), ("4", "4", "1 against 1"), ("4", "outage", "1 against no value")],
)
def test_a_preference_that_does_not_hold_shows_both(better: str, worse: str, numbers: str) -> None:
    with pytest.raises(AssertionError) as error:
        assert_prefers(exact, better, worse, answer="4")
    text = str(error.value)
    assert f"does not prefer the first completion: {numbers}" in text
    assert text.index("better:") < text.index("worse:")


def test_two_completions_are_rivals_for_a_reward_of_groups() -> None:
    assert_prefers(longest, "abc", "a")
    assert_prefers(exact.normalise("group"), "4", "5", answer="4")


def test_a_sample_has_its_own_fields() -> None:
    with pytest.raises(TypeError, match=r"already has its fields \(got answer\)"):
        assert_prefers(exact, Sample("4"), "5", answer="4")
