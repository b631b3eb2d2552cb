"""The system-prompt sentences of whole compositions."""

from __future__ import annotations

from rewardkit import gate, weighted
from rewardkit_verifiers.control.constant import constant
from rewardkit_verifiers.control.format_only import format_only
from rewardkit_verifiers.format.lib.instructions import instruction
from rewardkit_verifiers.format.regex import regex
from rewardkit_verifiers.format.tags.verifier import tags
from rewardkit_verifiers.text.choice import choice
from rewardkit_verifiers.text.exact import exact


def test_a_composition_asks_for_what_all_its_parts_accept() -> None:
    asked = instruction(gate(tags, weighted(pick=(1.0, choice), same=(1.0, exact))))
    assert asked.splitlines() == [instruction(tags), instruction(choice)]


def test_no_sentence_is_said_twice() -> None:
    assert instruction(gate(tags, format_only)) == instruction(tags)


def test_a_reward_that_asks_for_no_form_says_nothing() -> None:
    assert instruction(constant) == ""


def test_a_pattern_that_is_not_set_yet_says_nothing() -> None:
    assert instruction(regex) == ""
