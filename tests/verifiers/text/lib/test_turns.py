"""What a base model asks itself behind its answer is left out."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


@pytest.mark.parametrize(
    "more",
    ["Q: Which is red?\nA: Mars", "User: And red?\nAssistant: Mars", "### Question: x? Mars"],
)
def test_an_answer_to_a_question_of_its_own_is_not_read(more: str) -> None:
    asked = "Which planet is closest to the Sun?"
    reply = f"Mercury\n\n{more}"
    assert answer.score(completion=reply, answer="Mars", prompt=asked).value == 0.0
    assert answer.score(completion=reply, answer="Mercury", prompt=asked).value == 1.0
    assert answer.score(completion=more, answer="Mars").value == 1.0
