"""A letter and the value that a question offers under it are one answer."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.meanings.offered import choices_of

LINES = "What is 2 + 4?\n(A) 5\n(B) 6\n(C) 7\n(D) 8"
RUNNING = "下列四个数中最小的是() A. $-2$ B. $0$ C. $3$ D. $-\\frac{1}{2}$"


@pytest.mark.parametrize(
    ("prompt", "choices"),
    [
        (LINES, {"A": "5", "B": "6", "C": "7", "D": "8"}),
        (RUNNING, {"A": "$-2$", "B": "$0$", "C": "$3$", "D": "$-\\frac{1}{2}$"}),
        ("Which? \\textbf{(A)}\\ 1 \\qquad\\textbf{(B)}\\ 2 \\qquad\\textbf{(C)}\\ 3", None),
        ("A. Smith asked B. Brown how much 2 + 4 is.", {}),
        ("Points (A) and (B) are given.", {}),
        ("How much is 2 + 4?", {}),
    ],
)
def test_the_choices_of_a_question_are_read(prompt: str, choices: dict[str, str] | None) -> None:
    found = choices_of(prompt)
    assert found == choices if choices is not None else sorted(found) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("prompt", "gold", "reply", "value"),
    [
        (LINES, "6", "So \\boxed{B}.", 1.0),
        (LINES, "6", "So \\boxed{C}.", 0.0),
        (LINES, "B", "So \\boxed{6}.", 1.0),
        (LINES, "B", "So \\boxed{7}.", 0.0),
        (LINES, "B", "So \\boxed{9}.", 0.0),
        (LINES, "B", "The answer is 6 or 7.", 0.0),
        (RUNNING, "-2", "所以选 \\boxed{A}", 1.0),
        (RUNNING, "-2", "所以选 \\boxed{D}", 0.0),
        ("What is 2 + 4? (A) 6 (B) 6.0 (C) 7", "B", "\\boxed{6}", 0.0),
    ],
)
def test_a_letter_and_its_value_are_one_answer(
    prompt: str, gold: str, reply: str, value: float
) -> None:
    assert equivalence.score(completion=reply, answer=gold, prompt=prompt).value == value


def test_a_letter_is_no_value_where_the_question_offers_nothing() -> None:
    assert equivalence.score(completion="\\boxed{B}", answer="6", prompt="2 + 4?").value == 0.0
