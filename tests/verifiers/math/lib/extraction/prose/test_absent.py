"""Replies that say there is no answer, or infinitely many; and those that only seem to."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    (
        "Solve the equation.",
        "The absolute value is never negative, so there is no solution.",
        r"\text{no solution}",
    ),
    (
        "Solve the equation.",
        "The absolute value is never negative, so there is no solution.",
        "no solution",
    ),
    ("Solve the equation.", "Since $0=5$ is false, the system has no solution.", "No solution"),
    (
        "Solve the equation.",
        "Since $0=5$ is a contradiction, the system has no solutions.",
        r"\text{No solution}",
    ),
    (
        "Solve the equation.",
        "The discriminant is $-7<0$, hence the equation has no real solutions.",
        r"\text{no real solutions}",
    ),
    (
        "Solve the equation.",
        "Both lines have slope 2 and different intercepts. They never "
        "meet, so **no solution** exists.",
        r"\text{no solution}",
    ),
    (
        "Find the limit.",
        "The left limit is $-1$ and the right limit is $1$. Therefore the limit does not exist.",
        r"\text{does not exist}",
    ),
    (
        "Find the limit.",
        "The left limit is $-1$ and the right limit is $1$, so the limit doesn't exist.",
        "DNE",
    ),
    (
        "Find the limit.",
        "The left limit is $-1$, the right limit is $1$: the limit does not exist (DNE).",
        r"\text{DNE}",
    ),
    (
        "Evaluate f(2).",
        "At $x=2$ the denominator is $0$, so $f(2)$ is undefined.",
        r"\text{undefined}",
    ),
    (
        "Find the slope.",
        "The line is vertical: $x=3$. Therefore its slope is undefined.",
        "undefined",
    ),
    (
        "Solve the equation.",
        "$0=0$ holds always. So there are infinitely many solutions.",
        r"\text{infinitely many solutions}",
    ),
    (
        "Solve the equation.",
        "Both equations are the same line, so the system has infinitely many solutions.",
        "infinitely many",
    ),
    ("Does it converge?", "By comparison with $1/n$, the series diverges.", r"\text{diverges}"),
    (
        "Find the inverse.",
        r"The determinant is $2\cdot 3-6\cdot 1=0$, hence the inverse "
        "does not exist.",
        r"\text{does not exist}",
    ),
    ("Löse.", "Die Diskriminante ist $-7$. Also gibt es keine Lösung.", r"\text{no solution}"),
    (
        "Résoudre.",
        "Le discriminant vaut $-7$. Il n'y a donc pas de solution.",
        r"\text{no solution}",
    ),
    (
        "Resuelve.",
        "El discriminante es $-7$. Por lo tanto, no hay solución.",
        r"\text{no solution}",
    ),
    ("解方程", "判别式为 $-7<0$，所以方程无解。", r"\text{no solution}"),
    ("Решите.", "Дискриминант равен $-7$. Следовательно, решений нет.", r"\text{no solution}"),
)
WRONG = (
    (
        "Solve the equation.",
        "The absolute value is never negative, so $x=-1$.",
        r"\text{no solution}",
    ),
    ("Solve the equation.", "If $a=2$ there is no solution.", r"\text{no solution}"),
    ("Solve the equation.", "There is no solution other than $x=3$.", r"\text{no solution}"),
    (
        "Solve the equation.",
        "It is not true that there is no solution: $x=3$ works.",
        r"\text{no solution}",
    ),
    ("Solve the equation.", "Maybe there is no solution.", r"\text{no solution}"),
    ("Solve the equation.", "There might be no solution.", r"\text{no solution}"),
    (
        "Solve the equation.",
        "So there is no solution in integers, but $x=1.5$ works.",
        r"\text{no solution}",
    ),
    ("Solve the equation.", "There are infinitely many solutions.", r"\text{no solution}"),
    ("Solve the equation.", "There is no solution.", r"\text{infinitely many solutions}"),
    ("Find the limit.", "So the limit exists and is 3.", r"\text{does not exist}"),
    (
        "Find the limit.",
        "The left limit does not exist, so the limit is $2$.",
        r"\text{does not exist}",
    ),
    ("Evaluate f(2).", "It is undefined at 3, so $f(2)=5$.", r"\text{undefined}"),
    ("Does it converge?", "The series does not diverge.", r"\text{diverges}"),
    (
        "Does it converge?",
        r"If $p\le1$ the series diverges; here it converges.",
        r"\text{diverges}",
    ),
    ("Solve the equation.", "Is there no solution?", r"\text{no solution}"),
    ("Solve the equation.", "Some say there is no solution. So $x = 2$.", r"\text{no solution}"),
    (
        "Solve the equation.",
        "The first equation alone has no solution. Hence $x=2$.",
        r"\text{no solution}",
    ),
    ("Solve the equation.", "There is no solution, or $x=3$.", r"\text{no solution}"),
    (
        "Solve the equation.",
        "There are not infinitely many solutions.",
        r"\text{infinitely many solutions}",
    ),
    (
        "Solve the equation.",
        "So $x=2$ is the only solution; there is no solution beyond it.",
        r"\text{no solution}",
    ),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_a_last_sentence_that_there_is_none_is_an_answer(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_what_is_supposed_denied_or_said_of_a_part_is_none(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
