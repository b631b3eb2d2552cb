"""A problem for practice behind an answer ends the reply."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.runon import before_run_on


@pytest.mark.parametrize(
    "behind",
    [
        "Practice: What is 6·4?\nAnswer: 24",
        "**Practice problem:** a square with 24",
        "Next problem: What is 3 · 8?\n\n24",
        "Try it yourself: 6·4 = 24",
        "Follow-up question: 24?",
    ],
)
def test_what_is_left_for_practice_is_no_answer(behind: str) -> None:
    said = f"The area is 20.\n\n{behind}"
    for gold, paid in (("20", 1.0), ("24", 0.0)):
        assert equivalence.score(completion=said, answer=gold, prompt="The area?").value == paid


def test_words_that_only_begin_alike_end_nothing() -> None:
    for said in ("It is 20.\n\nNext, we add 4: 24.", "It is 20.\n\nTry 24: it works."):
        assert before_run_on(said, "") == said
