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


def test_an_answer_announced_by_others_is_not_the_writers() -> None:
    for reply in (
        "My friend says the answer is 45.",
        "My teacher claims that the final answer is: 45",
        "Someone told me the answer is 45.",
        "According to my friend, the answer is 45.",
        "Other students think the answer is 45.",
    ):
        score = equivalence.score(completion=reply, answer="45")
        assert (score.score.status, score.score.reason) == ("unparsed", "no_answer")
    for reply in (
        "My friend says the answer is 45, and she is right.",
        "Some think it is 44, but the answer is 45.",
        "My friend thinks it is 44. The answer is 45.",
        "The equation tells us that the answer is 45.",
    ):
        assert equivalence.score(completion=reply, answer="45").value == 1
