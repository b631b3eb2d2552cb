"""control/format_only: the form, and nothing else."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.control.format_only import format_only, instruction
from rewardkit_verifiers.format.tags.verifier import instruction as tags_instruction
from rewardkit_verifiers.format.tags.verifier import tags

PIECES = ["<think>", "</think>", "<answer>", "</answer>", "36", "reasoning", "```\n", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.booleans(), st.booleans())
def test_it_pays_exactly_what_the_format_verifier_pays(
    text: str, prefilled: bool, strict: bool
) -> None:
    settings = {"prefilled": prefilled, "strict": strict}
    ours = format_only.configured(**settings).score(
        completion=text, prompt="<think>reasoning</think>"
    )
    theirs = tags.configured(**settings).score(completion=text, prompt="<think>reasoning</think>")
    assert ours.score == theirs.score


@given(st.integers(), st.integers())
def test_the_answer_makes_no_difference(given_answer: int, right_answer: int) -> None:
    text = f"<think>a guess</think><answer>{given_answer}</answer>"
    assert format_only.score(completion=text, answer=right_answer).value == 1.0


def test_tags_that_cannot_be_told_apart_are_refused() -> None:
    with pytest.raises(DefinitionError, match="cannot be told apart"):
        format_only(tags=("a", "a"))


def test_it_asks_for_the_same_form_as_the_format_verifier() -> None:
    assert instruction(format_only.settings) == tags_instruction(tags.settings)


def test_a_configured_form_pickles() -> None:
    made = format_only(tags=("a",), strict=True)
    assert pickle.loads(pickle.dumps(made)) == made
