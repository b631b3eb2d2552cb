"""What a reply states at its end goes before a step that a phrase announces."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence


@pytest.mark.parametrize(
    ("reference", "question", "reply"),
    [
        ("2", "What is the positive difference between the numbers?",
         "So the solutions are $x=7$ and $x=5$.  We find that the two numbers are $7$ and $5$, and "
         "their difference is $2$."),
        ("64", "What is their average?",
         "The two smallest solutions are $39$ and $89$. Their average is $64$."),
        ("5", "What is $8-4 \\div 2-1$?",
         "We find that our answer is \\begin{align*}\n8-4 \\div 2 - 1 &= 6-1 \\\\\n&= 5.\n"
         "\\end{align*}"),
    ],
)  # fmt: skip
def test_a_conclusion_behind_the_solutions_is_the_answer(
    reference: str, question: str, reply: str
) -> None:
    assert equivalence.score(completion=reply, answer=reference, prompt=question).value == 1


@pytest.mark.parametrize(
    "reply",
    [
        "So the solutions are $x=7$ and $x=5$. Their sum is $12$.",
        "The answer is $2$. Their sum is $12$, so the answer is $12$.",
        "The solution is $2$. Hence the difference is $3$.",
    ],
)
def test_a_step_is_not_paid_where_the_reply_goes_on_to_another_value(reply: str) -> None:
    question = "What is the positive difference between the numbers?"
    assert equivalence.score(completion=reply, answer="2", prompt=question).value != 1
