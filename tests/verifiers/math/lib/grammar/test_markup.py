"""Pictures before an answer say nothing; the unit behind it still counts."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")(where="answer")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("⏱️ **20 minutes**", 1.0),
        ("✅ 1/3 hours", 1.0),
        ("⏱️ 1200 seconds", 1.0),
        ("⏱️ **20 hours**", 0.0),
        ("⏱️ 20 cm", 0.0),
        ("Ответ 20 hours", 0.0),
        ("❌ 20 minutes", 0.0),
        ("🤔 20 minutes", 0.0),
    ],
)
def test_a_picture_is_no_part_of_the_answer_and_the_unit_is(answer: str, expected: float) -> None:
    found = EQUAL.score(completion=answer, answer="20 minutes")
    assert found.value == expected
    assert found.status != "error"
