"""A second count behind a marked answer replaces it; a check of the answer does not."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.redone import redone

_MARKS = ("Answer: 12", "The answer is 12.", "\\boxed{12}", "So she has **12** apples.", "#### 12")


@pytest.mark.parametrize("mark", _MARKS)
@pytest.mark.parametrize(
    "behind",
    [
        "Update: recounting gives 9 apples.",
        "Hmm, let me recount: 7 + 2 = 9.",
        "Wait, let me redo that: 7 + 2 = 9, so she has 9 apples.",
        "Oops, I forgot the ones she ate. She has 9 apples.",
        "Let me count again. 7 + 2 is 9.",
        "Korrektur: Es sind 9 Äpfel.",
    ],
)
def test_what_is_counted_once_more_replaces_the_answer(mark: str, behind: str) -> None:
    for gold, paid in (("12", 0.0), ("9", 1.0)):
        score = equivalence.score(completion=f"{mark}\n\n{behind}", answer=gold, prompt="How many?")
        assert score.value == paid


@pytest.mark.parametrize("mark", _MARKS)
@pytest.mark.parametrize(
    "behind",
    [
        "Let me check: 12 - 5 = 7, which is the number before.",
        "Let me double-check by recounting: 7 + 5 = 12. Yes.",
        "Let me recount to be sure: 5 + 7 = 12.",
        "Recounting confirms it: 5 + 7 = 12.",
    ],
)
def test_a_check_replaces_nothing(mark: str, behind: str) -> None:
    score = equivalence.score(completion=f"{mark}\n\n{behind}", answer="12", prompt="How many?")
    assert score.value == 1.0
    assert redone(f"\n\n{behind}") in (None, ("12", len(behind) + 1))
