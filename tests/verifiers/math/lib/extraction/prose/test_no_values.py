"""A number that is scaled, compared, gone on from or set against another is no answer itself."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.about import only_compares

_HOW_MANY = "How many apples does Ann have?"


@pytest.mark.parametrize(
    ("reply", "gold", "paid"),
    [
        ("She has twice 12 apples.", "12", 0.0),
        ("She has half of 12 apples.", "12", 0.0),
        ("She has twice 12 apples, which is 24 apples.", "24", 1.0),
        ("So in total = 12 - eaten.", "12", 0.0),
        ("She needs 12 to share, but she has 9.", "12", 0.0),
        ("She needs 12 to share, but she has 9.", "9", 1.0),
        ("She needs 12 to share them among the 3 children.", "12", 1.0),
        ("#### 12 at noon and 9 later", "12", 0.0),
        ("The answer is 12 at x = 3.", "12", 1.0),
        ("Ann has 9 apples (instead of 12).", "9", 1.0),
        ("The answer is nine (instead of 12).", "12", 0.0),
    ],
)
def test_only_the_value_itself_is_paid(reply: str, gold: str, paid: float) -> None:
    assert equivalence.score(completion=reply, answer=gold, prompt=_HOW_MANY).value == paid


def test_a_comparison_is_an_answer_only_where_one_is_asked_for() -> None:
    said = "So she has 3 more apples than Bob."
    more = "How many more apples does Ann have than Bob?"
    assert only_compares(said, _HOW_MANY)
    assert equivalence.score(completion=said, answer="3", prompt=_HOW_MANY).value == 0.0
    assert equivalence.score(completion=said, answer="3", prompt=more).value == 1.0
    behind = f"So she has 9 apples. {said[3:].capitalize()}"
    assert equivalence.score(completion=behind, answer="9", prompt=_HOW_MANY).value == 1.0


def test_a_bound_or_the_number_of_a_page_is_no_value() -> None:
    area = "What is the area?"
    for reply in ("The area is greater than 24.", "The area is given on page 24."):
        assert equivalence.score(completion=reply, answer="24", prompt=area).value == 0.0
    said = "As on page 7, the area is 24."
    assert equivalence.score(completion=said, answer="24", prompt=area).value == 1.0
