"""An answer that only repeats its task is refused, and one that is worked out is paid."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Reward, get

EQUAL = get("math/equivalence")
STRICT = get("math/equivalence", policy={"unevaluated": "refuse"})

# The reference, an answer of the same value that is still the task, and the task.
TASKS = [
    ("x=4", "x-4=0", "Solve $2x+3=11$ for $x$."),
    ("x=4", "x=11-7", "Solve $x+7=11$."),
    ("x=4", r"x=\frac{11-3}{2}", "Solve $2x+3=11$."),
    ("x>3", "x-3>0", "Solve $2x+1>7$."),
    ("(-1,7)", r"\{x : |x-3|<4\}", "Solve $|x-3|<4$."),
    ("(-1,7)", "|3-x|<4", "Solve $|x-3|<4$."),
    ("43", r"7^{3} - 100\lfloor 7^{3}/100\rfloor", "What is $7^{3}$ modulo $100$?"),
    ("4", r"\max(3,4)", "Which is larger, 3 or 4?"),
    ("56088", "123/(1/456)", r"What is $123 \cdot 456$?"),
    (r"\frac{1}{3}", r"0.\overline{3}", r"Write $0.\overline{3}$ as a fraction."),
]


@pytest.mark.parametrize(("gold", "task", "prompt"), TASKS)
@pytest.mark.parametrize("reward", [EQUAL, STRICT], ids=["default", "strict"])
def test_the_task_itself_is_no_answer(reward: Reward, gold: str, task: str, prompt: str) -> None:
    assert reward.score(completion=rf"\boxed{{{task}}}", answer=gold, prompt=prompt).value == 0.0


@pytest.mark.parametrize(
    ("gold", "answer", "prompt"),
    [
        ("x=4", "x = 4.0", "Solve $2x+3=11$ for $x$."),
        ("x=4", "4", "Solve $2x+3=11$ for $x$."),
        ("42", r"\gcd(84,126) = 42", "Find the greatest common divisor of 84 and 126."),
        ("5050", r"\sum_{k=1}^{100} k = 5050", r"Find $\sum_{k=1}^{100} k$."),
        ("y=2x+1", "2x-y+1=0", "Find the equation of the line through (0,1) and (1,3)."),
        ("x=4", "x-4=0", "Give the equation of the vertical asymptote."),
        ("(-1,7)", r"\{x : -1<x<7\}", "Solve $|x-3|<4$."),
        (r"\frac{5}{2}", "5/2", "Solve $2x=5$."),
        ("44", r"\lfloor\sqrt{2024}\rfloor", ""),
    ],
)
def test_what_is_worked_out_is_paid(gold: str, answer: str, prompt: str) -> None:
    assert EQUAL.score(completion=rf"\boxed{{{answer}}}", answer=gold, prompt=prompt).value == 1.0


def test_a_sum_of_matrices_is_left_undone_where_one_matrix_is_wanted() -> None:
    gold = r"\begin{pmatrix}4\\6\end{pmatrix}"
    parts = r"\begin{pmatrix}1\\2\end{pmatrix}+\begin{pmatrix}3\\4\end{pmatrix}"
    scaled = r"2\begin{pmatrix}2\\3\end{pmatrix}"
    assert EQUAL.score(completion=rf"\boxed{{{parts}}}", answer=gold).reason == "unevaluated"
    assert EQUAL.score(completion=rf"\boxed{{{scaled}}}", answer=gold).value == 1.0


@given(st.integers(12, 99), st.integers(12, 99), st.integers(2, 9))
def test_no_way_to_write_a_task_again_is_paid(a: int, b: int, c: int) -> None:
    again = [
        (f"Compute ${a}+{b}$.", str(a + b), [f"{b}+{a}", f"{a}-(-{b})", f"-(-{a}-{b})"]),
        (f"What is ${a}\\cdot{b}$?", str(a * b), [f"{b}*{a}", f"\\frac{{{a}}}{{1/{b}}}"]),
        (f"Find ${a}^2-{b}^2$.", str(a * a - b * b), [f"({a}-{b})({a}+{b})", f"-({b}^2-{a}^2)"]),
        (
            f"What is the remainder when ${a * b + c}$ is divided by ${a}$?",
            str(c),
            [
                f"{a * b + c}\\bmod {a}",
                f"{a * b + c}-{a}\\lfloor\\frac{{{a * b + c}}}{{{a}}}\\rfloor",
            ],
        ),
        (
            f"Solve ${c}x+{a}={b}$.",
            f"x={Fraction(b - a, c)}",
            [f"{c}x={b}-{a}", f"x=\\frac{{{b}-{a}}}{{{c}}}", f"({b}-{a})/{c}", f"{c}x+{a}-{b}=0"],
        ),
        (f"Solve ${c}x-{a}>{b}$.", f"x>{Fraction(a + b, c)}", [f"x>\\frac{{{a}+{b}}}{{{c}}}"]),
    ]
    for prompt, gold, tasks in again:
        paid = EQUAL.score(completion=rf"\boxed{{{gold}}}", answer=gold, prompt=prompt)
        assert paid.value == 1.0
        for task in tasks:
            found = EQUAL.score(completion=rf"\boxed{{{task}}}", answer=gold, prompt=prompt)
            assert found.value == 0.0, (prompt, task)


def test_a_set_of_one_number_is_worked_out() -> None:
    prompt = r"Solve $\sqrt{2x+3}=x$."
    for gold in ("$x=3$ only", "$x=3$"):
        assert EQUAL.score(completion=r"$\{3\}$", answer=gold, prompt=prompt).value == 1.0
