"""What a sentence reports of somebody else's opinion is no answer."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence

ALONE = equivalence(where="answer")


@pytest.mark.parametrize(
    "said",
    [
        "Some believe it is 5",
        "My friend thinks it is 5.",
        "The teacher claims it is 5.",
        "Nobody said it is 5",
        "It was thought to be 5",
        "Most students say the answer is 5.",
    ],
)
def test_what_others_think_is_not_paid(said: str) -> None:
    assert ALONE.score(completion=said, answer="5").value != 1.0


@pytest.mark.parametrize(
    "said",
    [
        "My friend says it is 5, and she is right.",
        "The area of the square is 5.",
        "So the teacher has 5 pens.",
        "Most of the students pass, so there are 5.",
    ],
)
def test_a_sentence_about_people_still_states_its_value(said: str) -> None:
    assert ALONE.score(completion=said, answer="5").value == 1.0
