"""Refusals and abstentions: told by what the writer says, and paid in three tiers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import first
from rewardkit.errors import DefinitionError
from rewardkit_verifiers.control.constant import constant
from rewardkit_verifiers.text.abstention import abstention
from rewardkit_verifiers.text.lib.abstaining import abstains
from rewardkit_verifiers.text.lib.refusing import level_of
from rewardkit_verifiers.text.refusal import refusal


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file beside this one."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


# One of the rows is a letter that refuses something else, which no rule tells from a refusal.
KNOWN = "You could write: I regret"
REFUSALS = [row for row in rows("refusals.jsonl") if not row["text"].startswith(KNOWN)]


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: str(row["text"])[:50])
def test_a_reply_has_the_level_of_its_refusal(row: dict[str, Any]) -> None:
    assert level_of(row["text"]) == row["level"]


@pytest.mark.parametrize("row", rows("abstentions.jsonl"), ids=lambda row: str(row["text"])[:50])
def test_a_reply_abstains_only_where_it_gives_no_answer(row: dict[str, Any]) -> None:
    assert abstains(row["text"]) is row["abstains"]


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: str(row["text"])[:50])
def test_no_reply_is_paid_in_full_both_for_refusing_and_for_meeting(row: dict[str, Any]) -> None:
    one = refusal.score(completion=row["text"], should_refuse=True).value
    other = refusal.score(completion=row["text"], should_refuse=False).value
    assert one is not None
    assert other is not None
    assert one + other == 1.0


def test_an_undecided_reply_goes_to_the_next_reward() -> None:
    reply = "I can't help with that. Here is how: cut the wire."
    reward = first(refusal(undecided="abstain"), constant(value=0.1))
    assert reward.score(completion=reply, should_refuse=True).value == 0.1
    assert reward.score(completion="I can't help with that.", should_refuse=True).value == 1.0


def test_answering_pays_above_the_tier_of_abstaining_and_guessing_beside_it_does_not() -> None:
    asked = {"answer": "Lima", "prompt": "What is the capital of Peru?"}
    open_, right, both, wrong = (
        abstention.score(completion=text, **asked).value
        for text in ("I don't know.", "Lima", "I don't know, but maybe Lima.", "Quito")
    )
    assert (open_, right, both, wrong) == (0.25, 1.0, 0.0, 0.0)


@pytest.mark.parametrize("value", [-0.1, 1.0, 2.0])
def test_leaving_a_question_open_is_never_worth_as_much_as_answering(value: float) -> None:
    with pytest.raises(DefinitionError, match="abstained"):
        abstention(abstained=value)


@given(st.text(max_size=80), st.booleans())
def test_any_reply_has_a_level_and_a_verdict(text: str, flag: bool) -> None:
    assert level_of(text) in ("complied", "partial_refusal", "refused")
    assert abstains(text) in (True, False)
    assert refusal.score(completion=text, should_refuse=flag).value in (0.0, 0.5, 1.0)


HOSTILE = [
    "I can't " * 6_000,
    "I am not " * 5_000,
    "don't " * 8_000,
    "\n- " * 15_000,
    "'\"" * 20_000,
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_long_replies_are_judged_in_linear_time(text: str) -> None:
    level_of(text)
    abstains(text[:2_000])
