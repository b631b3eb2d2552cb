"""Parts of a question and unknowns that a reply answers one after the other."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    (
        "(a) Find the slope. (b) Find the intercept.",
        "(a) The slope is $3$.\n\n(b) The $y$-intercept is $-2$.",
        "(3, -2)",
    ),
    ("(a) Find the slope. (b) Find the intercept.", "(a) slope = 3\n(b) intercept = -2", "(3, -2)"),
    (
        "(a) Find the slope. (b) Find the intercept.",
        "**(a)** The slope is $\\frac{3-1}{1}=2$.\n\n**(b)** The intercept is $1$.",
        "(2, 1)",
    ),
    (
        "(a) Find the slope. (b) Find the intercept.",
        "a) Die Steigung ist 3.\nb) Der Abschnitt ist -2.",
        "(3, -2)",
    ),
    ("Three parts.", "(i) We get 2.\n(ii) We get 5.\n(iii) We get 9.", "(2, 5, 9)"),
    (
        "Three parts.",
        "(a) Adding gives 2+3 = 5. So it is 5.\n(b) Doubling gives 10.\n(c) The rest is 7.",
        "5, 10, 7",
    ),
    ("Find x and y.", "Solving gives $x = 3$.\n\nSubstituting, $y = -2$.", "(3, -2)"),
    ("Find x and y.", "**x = 3**\n**y = -2**", "x=3, y=-2"),
    ("Find x and y.", "- $x = 3$\n- $y = -2$", "(3,-2)"),
    (
        "Find x and y.",
        "From the first, $y = 1 - x$. Adding, $2x = 6$. So $x = 3$. "
        "Then $y = 1 - 3 = -2$. So $y = -2$.",
        "x = 3, y = -2",
    ),
    ("Find x and y.", "Thus $y=-2$ and then $x=3$.", "(3,-2)"),
    ("Find x and y.", "So $y = -2$.\nThus $x = 3$.", "(3, -2)"),
    ("Find x and y.", "Therefore x = 1/2.\nAnd so y = 3/4.", "(1/2, 3/4)"),
    ("Find a, b, c.", "We get $a=1$.\nNext, $b=-2$.\nFinally, $c=4$.", "(1,-2,4)"),
    ("Find a, b, c.", "$a=1$, $b=-2$.\nFinally, $c=4$.", "a=1, b=-2, c=4"),
)
WRONG = (
    (
        "(a) Find the slope. (b) Find the intercept.",
        "(a) The slope is $3$.\n\n(b) The $y$-intercept is $2$.",
        "(3, -2)",
    ),
    (
        "(a) Find the slope. (b) Find the intercept.",
        "(a) The slope is $-2$.\n\n(b) The $y$-intercept is $3$.",
        "(3, -2)",
    ),
    (
        "(a) Find the slope. (b) Find the intercept.",
        "(a) The slope is $3$ or $4$.\n\n(b) The $y$-intercept is $-2$.",
        "(3, -2)",
    ),
    (
        "(a) Find the slope. (b) Find the intercept.",
        "(a) The slope may be $3$.\n\n(b) The $y$-intercept is $-2$.",
        "(3, -2)",
    ),
    ("(a) Find the slope. (b) Find the intercept.", "(b) The $y$-intercept is $-2$.", "(3, -2)"),
    (
        "(a) Find the slope. (b) Find the intercept.",
        "(a) The slope is $3$.\n\n(b) I can't find the intercept, -2 is a guess.",
        "(3, -2)",
    ),
    ("Three parts.", "(i) We get 2.\n(iii) We get 9.", "(2, 5, 9)"),
    ("Three parts.", "(i) We get 2.\n(ii) We get 9.\n(iii) We get 5.", "(2, 5, 9)"),
    ("Find x and y.", "Solving gives $x = 3$.\n\nSubstituting, $y = 2$.", "(3, -2)"),
    ("Find x and y.", "Solving gives $x = -2$.\n\nSubstituting, $y = 3$.", "(3, -2)"),
    ("Find x and y.", "Solving gives $x = 3$ or $x = 4$.\n\nSubstituting, $y = -2$.", "(3, -2)"),
    ("Find x and y.", "If $x = 3$, then $y = -2$.", "(3, -2)"),
    ("Find x and y.", "Suppose $x = 3$.\nMaybe $y = -2$.", "(3, -2)"),
    ("Find x and y.", "So $x = 3$. Then $y = -2$. Then $z = 1$.", "(3, -2)"),
    ("Find x and y.", "$x = 3$ is wrong.\n$y = -2$.", "(3, -2)"),
    ("Find x and y.", "So $x = 3$.\nSo $y = -2$ cannot hold.", "(3, -2)"),
    ("Find x and y.", "So $x = 3$. Then $y = -2x$.", "(3, -2)"),
    ("Find a, b, c.", "We get $a=1$.\nFinally, $c=4$.", "(1,-2,4)"),
    ("Find x and y.", "So $x = 3$.\n\nSo $x = -2$.", "3, -2"),
    ("Find x and y.", "Let x = 3.\nLet y = -2.\nWe must check them.", "(3, -2)"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_the_values_of_all_parts_are_one_answer(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_parts_that_are_missing_open_or_exchanged_are_not_paid(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0


def test_parts_that_are_named_once_more_together_are_read_there() -> None:
    parts = "(a) The mean is $15/3 = 5$.\n\n(b) The median is $4$.\n\nSo {}"
    right, wrong = parts.format("(a) 5, (b) 4."), parts.format("(a) 4, (b) 5.")
    assert EQUAL.score(completion=right, answer="(5, 4)").value == 1.0
    assert EQUAL.score(completion=wrong, answer="(5, 4)").value == 0.0
