"""A value alone in a fence of code at the end of a reply is read as if it had none."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.fenced import unfenced

_FENCE = "```\n45\n```"


@pytest.mark.parametrize(
    "lead",
    [
        "We convert digit by digit.\nAnswer:\n",
        "**Answer:**\n\n",
        "So the answer is\n\n",
        "32 + 8 + 4 + 1 is the sum. The number in base ten is the result:\n\n",
        "```\n32 + 8 + 4 + 1 = 45\n```\nAnswer:\n",
        "Der Wert ist:\n",
        "答案是：\n",
    ],
)
def test_the_value_in_a_closing_fence_is_the_answer(lead: str) -> None:
    for answer, paid in (("45", True), ("46", False)):
        score = equivalence.score(completion=lead + _FENCE, answer=answer, prompt="Convert it.")
        assert (score.value == 1) is paid


@pytest.mark.parametrize(
    "reply",
    [
        "The answer is not:\n" + _FENCE,
        "Maybe the answer is:\n" + _FENCE,
        "Answer:\n" + _FENCE + "\nNo, that is wrong.",
        "Answer:\n```\nprint(45)\n```",
        "My friend thinks the answer is:\n" + _FENCE,
    ],
)
def test_a_fence_of_a_program_or_of_a_denied_value_is_no_answer(reply: str) -> None:
    assert equivalence.score(completion=reply, answer="45").value != 1


def test_only_one_line_behind_words_that_announce_it_loses_its_fence() -> None:
    for text in ("```\n45\n```", "The result:\n```\n44\n45\n```", "x = 3\n```\n45\n```", "45\n```"):
        assert unfenced(text) == text
