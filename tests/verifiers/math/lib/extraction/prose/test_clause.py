"""The last step, form or formula of one sentence."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    ("Solve 2x+1>7", "Subtracting 1 gives $2x>6$; dividing by 2, $x>3$.", "x>3"),
    ("Solve 2x+1>7", "We get $2x>6$; therefore $x>3$.", "x>3"),
    ("Find the line.", "The slope is $m=2$; substituting $(0,1)$ gives $y=2x+1$.", "y=2x+1"),
    (
        "Solve $x^2<9$. Interval notation.",
        "So $-3<x<3$, or in interval notation $(-3,3)$.",
        "(-3,3)",
    ),
    (
        "Find the range.",
        r"Hence the range is all real numbers $y\ge -2$, i.e., $[-2,\infty)$.",
        r"[-2,\infty)",
    ),
    ("Find the range.", r"The range: $[-2, \infty)$", r"[-2,\infty)"),
    (
        "Find the domain.",
        r"All real numbers except $x=2$: $(-\infty,2)\cup(2,\infty)$.",
        r"(-\infty,2)\cup(2,\infty)",
    ),
    (
        "Find the domain.",
        r"The domain is therefore $\{x \mid x \ne 2\}$, or "
        r"$(-\infty,2)\cup(2,\infty)$.",
        r"(-\infty,2)\cup(2,\infty)",
    ),
    ("Expand.", "$(x+2)(x^2-3x+1) = x^3 - x^2 - 5x + 2$.", "x^3-x^2-5x+2"),
    (
        "Expand.",
        "Collecting terms, we arrive at\n$$x^3 - x^2 - 5x + 2.$$\nThis is the simplified form.",
        "x^3-x^2-5x+2",
    ),
    ("Expand.", "So the expanded form is x³ − x² − 5x + 2.", "x^3-x^2-5x+2"),
    ("Differentiate.", r"By the chain rule, $f'(x) = 3(2x+1)^2\cdot 2 = 6(2x+1)^2$.", "6(2x+1)^2"),
    (
        "Differentiate.",
        "The derivative is $6(2x+1)^2$, by the chain rule with $u = 2x+1$.",
        "6(2x+1)^2",
    ),
    (
        "Where is it increasing?",
        "The function is increasing on the interval from 1 to 3, i.e. $(1,3)$.",
        "(1,3)",
    ),
    ("Where is it increasing?", "It increases from 1 to 3, that is, (1, 3).", "(1,3)"),
    ("Solve.", "So $-3<x<3$, or in interval notation $(-3,3)$.", "-3<x<3"),
)
WRONG = (
    ("Solve 2x+1>7", "We get $x>3$; or $x<-3$.", "x<-3"),
    ("Solve 2x+1>7", r"We get $2x>6$; dividing by 2, $x\ge3$.", "x>3"),
    ("Expand.", "So the expanded form is x³ − x² − 5x − 2.", "x^3-x^2-5x+2"),
    (
        "Differentiate.",
        "The derivative is $3(2x+1)^2$, by the chain rule with $u = 2x+1$.",
        "6(2x+1)^2",
    ),
    (
        "Find the domain.",
        r"The domain is therefore $\{x \mid x \ne 3\}$.",
        r"(-\infty,2)\cup(2,\infty)",
    ),
    ("Where is it increasing?", "It increases from 1 to 3, i.e. $(1,4)$.", "(1,3)"),
    ("Solve.", "So not this: $(-3,3)$.", "(-3,3)"),
    ("Solve.", "So $-3<x<3$, or in interval notation $(-3,4)$.", "(-3,3)"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_the_last_step_or_form_of_a_sentence_counts(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_another_step_form_or_value_is_not_paid(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0


def test_the_double_of_a_number_and_every_answer_but_it_are_other_values() -> None:
    for reply in ("It is the double of 45", "Every answer except 45"):
        assert EQUAL.score(completion=reply, answer="45").value == 0.0
    reply = "All of them except 3 stay, so 45 stay."
    assert EQUAL.score(completion=reply, answer="45").value == 1.0
