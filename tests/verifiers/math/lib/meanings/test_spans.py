"""General solutions are compared as the functions that they give."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
GROWS = "y=c_1e^{x}+c_2e^{-x}"
WAVES = r"$y=C_1\cos 2x+C_2\sin 2x$"


def paid(gold: str, answer: str, prompt: str = "") -> bool:
    found = EQUAL.score(completion=rf"\boxed{{{answer}}}", answer=gold, prompt=prompt)
    assert found.status == "ok"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        (GROWS, r"y=A\cosh x+B\sinh x", True),
        (GROWS, r"y = a_1 \cosh x + a_2 e^x", True),
        (GROWS, r"y=A\cosh x+B\sin x", False),
        (GROWS, r"y=A\cosh x", False),
        (GROWS, r"y=Ae^x+Be^x", False),
        (GROWS, r"y=A\cosh x+B\sinh x+1", False),
        (GROWS, r"y=\cosh x+\sinh x", False),
        ("$y=Ce^{2x}$", r"y=3Ce^{2x}", True),
        ("$y=Ce^{2x}$", r"y=Ce^{2x}, C>0", False),
        ("$y=Ce^{2x}$", r"y=Cxe^{2x}", False),
    ],
)
def test_other_coefficients_of_the_same_functions_are_the_same_solution(
    gold: str, answer: str, expected: bool
) -> None:
    assert paid(gold, answer, "Find the general solution.") == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (r"y=A\cos(2x+\varphi)", True),
        (r"y=A\sin(2x-\delta)", True),
        (r"y=A\cos(x+\varphi)", False),
        (r"y=\cos(2x+\varphi)", False),
    ],
)
def test_an_amplitude_and_a_phase_are_two_coefficients(answer: str, expected: bool) -> None:
    assert paid(WAVES, answer, "Find the general real solution of $y''+4y=0$.") == expected


def test_letters_that_the_task_gives_are_no_free_coefficients() -> None:
    assert not paid("$y=Ax+B$", "y=Bx+A", "The line has slope $A$ and meets the axis at $B$.")


_ADDITIVE = r"Find all $f:\mathbb R\to\mathbb R$ such that $f(x+y)=f(x)+y$ for all real $x,y$."
_SQUARES = r"Find all real polynomials $P$ with $P(x+1)=P(x)+2x+1$."


@pytest.mark.parametrize(
    ("gold", "said", "prompt"),
    [
        ("f(x)=x+c", r"f(t)=t-k,\ k\in\mathbb{R}\text{ arbitrary}", _ADDITIVE),
        ("$P(x)=x^2+c$, c any real constant", r"P(x)=(x-1)(x+1)+d,\ d\in\mathbb{R}", _SQUARES),
        ("f(x)=ax+b", "f(t)=p(t-1)+q", "Find all functions that are affine."),
    ],
)
def test_all_functions_of_one_kind_are_one_answer_whatever_their_constants(
    gold: str, said: str, prompt: str
) -> None:
    assert EQUAL.score(completion=said, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("gold", "said", "prompt"),
    [
        ("f(x)=x+c", "f(t)=t", _ADDITIVE),
        ("f(x)=x+c", "f(t)=t+1", _ADDITIVE),
        ("f(x)=x+c", "f(t)=kt", _ADDITIVE),
        ("f(x)=x+c", "f(t)=2t-k", _ADDITIVE),
        ("f(x)=x+c", "f(t)=t-k^2", _ADDITIVE),
        ("f(x)=x+c", "f(t)=t-k, k>0", _ADDITIVE),
        ("$P(x)=x^2+c$, c any real constant", r"P(x)=(x-1)^2+d,\ d\in\mathbb{R}", _SQUARES),
        ("f(x)=ax+b", "f(t)=p(t-1)", "Find all functions that are affine."),
        ("f(x)=m(x-1)", "f(t)=k(t-1)+t", "Find all functions $f$ with $f(2)=m$ and $f(1)=0$."),
    ],
)
def test_fewer_or_other_functions_are_not(gold: str, said: str, prompt: str) -> None:
    assert EQUAL.score(completion=said, answer=gold, prompt=prompt).value == 0.0
