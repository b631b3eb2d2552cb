"""A judge is asked once about all steps, and each step gets a value at its place in the text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.pieces import pieces


def asked(right: Any, **settings: Any) -> Any:
    verdict = json.dumps({"reason": "", "right": right})
    return get("judge/steps", judge={"fake": [verdict], "attempts": 1, "reasks": 0}, **settings)


THREE = "2 + 2 = 4\n4 * 3 = 13\n13 - 1 = 12"


def test_what_follows_the_first_wrong_step_is_worth_nothing() -> None:
    found = asked(1).score(completion=THREE)
    assert (found.value, found.reason) == (0.0, "wrong_step")
    assert found.steps == ((9, 1.0), (20, 0.0), (32, 0.0))
    assert asked(1, credit="until_wrong").score(completion=THREE).value == pytest.approx(1 / 3)


def test_ends_are_offsets_in_the_completion_with_its_reasoning() -> None:
    lead = "<think>\nHm. 2 + 2 is 4.\n</think>\n\n"
    found = asked(3).score(completion=lead + THREE)
    assert found.value == 1.0
    assert [end for end, _ in found.steps] == [len(lead) + end for end in (9, 20, 32)]
    whole = asked(5, reasoning=True, split="lines").score(completion=lead + THREE)
    assert len(whole.steps) == 6
    assert whole.steps[-1] == (len(lead) + 32, 0.0)


def test_a_count_beyond_the_steps_is_a_fault_of_the_judge() -> None:
    assert asked(4).score(completion=THREE).reason == "judge_bad_verdict"
    assert asked(True).score(completion=THREE).reason == "judge_bad_verdict"


def test_a_solution_without_end_is_cut_into_no_more_steps_than_were_allowed() -> None:
    text = "\n\n".join(f"step {n}" for n in range(500))
    found = asked(7, most=7).score(completion=text)
    assert len(found.steps) == 7
    assert found.steps[-1][0] == len(text)


def test_a_setting_that_allows_no_step_is_refused() -> None:
    with pytest.raises(Exception, match="most=0"):
        asked(0, most=0)


@given(st.text(alphabet="ab \n\t", max_size=80), st.integers(1, 9))
def test_steps_cover_all_that_shows_in_order_and_without_blanks_around_them(
    text: str, most: int
) -> None:
    spans = pieces(text, "auto", most)
    assert len(spans) <= most
    shown = "".join(text[start:end] for start, end in spans)
    assert "".join(shown.split()) == "".join(text.split())
    assert spans == sorted(spans)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
