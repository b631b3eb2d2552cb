"""Sentences behind an answer that put it back and find it right."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    ("Solve 4x-7=21", "So $x = 7$. Substituting back, $4(7)-7 = 28-7 = 21$, which matches.", "7"),
    ("Solve 4x-7=21", "So $x = 7$. Plugging in gives $4(7)-7 = 21$, which is correct.", "7"),
    ("Solve 4x-7=21", r"So $x = 7$. Indeed $4\cdot7-7=21$ ✓", "7"),
    (
        "Solve 4x-7=21",
        "Hence $x = 7$. Putting it back, $28-7=21$, so the solution checks out.",
        "7",
    ),
    ("Löse 4x-7=21", "Also $x=7$. Einsetzen ergibt $28-7=21$, was stimmt.", "7"),
    ("Résoudre 4x-7=21", "Donc $x=7$. En remplaçant, $28-7=21$, ce qui est correct.", "7"),
    ("Resuelve 4x-7=21", "Por lo tanto $x=7$. Sustituyendo, $28-7=21$, lo cual es correcto.", "7"),
)
WRONG = (
    ("Solve 4x-7=21", "So $x = 6$. Substituting back, $4(7)-7 = 21$, which matches.", "7"),
    ("Solve 4x-7=21", "Substituting $x=2$ into the second, $y = 21$, which is correct.", "2"),
    ("Find y.", "So $x = 7$. Substituting back, $y = 28-7 = 21$.", "7"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_a_sentence_that_puts_the_answer_back_is_set_aside(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_a_value_that_is_put_back_is_no_answer_itself(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
