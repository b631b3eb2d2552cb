"""Which numbers a letter stands for is part of an answer."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.meanings.restricted import restrictions

EQUAL = get("math/equivalence")
FAMILY = r"$x=\frac{\pi}{4}+k\pi,\ k\in\mathbb{Z}$"
POINTS = "$x=2+5t, y=-1-3t$, where t is any integer"


def paid(gold: str, answer: str, prompt: str = "") -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (FAMILY, r"$x=\frac{\pi}{4}+n\pi$ for all integers $n$"),
        (FAMILY, r"$x=\frac{\pi}{4}+n\pi$, where $n\in\mathbf{Z}$"),
        (FAMILY, r"$\frac{\pi}{4}+n\pi$"),
        (POINTS, r"$x=2+5t, y=-1-3t$ for all $t\in\mathbb{Z}$"),
        (r"x=2k+1, k\in\mathbb{N}", "$x=2k+1$ for nonnegative integers $k$"),
        ("f(x)=cx", "$f(x)=ax$ for any real number $a$"),
        ("f(x)=cx for c>0", "$f(x)=ax$, $a>0$"),
        ("f(x)=x^2+1", "$f(x)=x^2+1$ ($x>0$)"),
        ("a_n=2n-1", r"$a_n=2n-1$ ($n\in\mathbb{N}^*$)"),
        (r"\frac{b-a}{2}", r"$\frac{b-a}{2}$, where $b>a$"),
        (r"x\equiv 1 \pmod 4", r"$x=4k+1$ with $k\in\mathbb{Z}$"),
    ],
)
def test_the_same_numbers_may_be_named_in_another_way(gold: str, answer: str) -> None:
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (FAMILY, r"$x=\frac{\pi}{4}+n\pi, n\in\mathbb{N}$"),
        (FAMILY, r"$x=\frac{\pi}{4}+n\pi, n\in\mathbb{R}$"),
        (FAMILY, r"$x=\frac{\pi}{4}+n\pi, n\in\mathbb{Z}^*$"),
        (FAMILY, r"$x=\frac{\pi}{4}+n\pi$ for $n\ge 0$"),
        (FAMILY, r"$x=\frac{\pi}{4}+n\pi$, where $n$ is an odd integer"),
        (POINTS, "$x=2+5t, y=-1-3t$, where $t$ is any real number"),
        (POINTS, "$x=2+10t, y=-1-6t$, where t is any integer"),
        ("f(x)=cx for c>0", "$f(x)=ax$, $a<0$"),
        ("f(x)=cx", "$f(x)=ax$, $a>0$"),
        ("x^2+y^2=1", r"$x^2+y^2=1$ ($x\ne\pm1$)"),
        ("x^2+y^2=1", "$x^2+y^2=1$, $y>0$"),
        ("$f(x)=0$ or $f(x)=a^x$ with $a>0$", "$f(x)=0$ or $f(x)=a^x$ with $a>1$"),
        (r"x\equiv 1 \pmod 4", r"$x=4k+1$ with $k\in\mathbb{R}$"),
    ],
)
def test_other_numbers_make_another_answer(gold: str, answer: str) -> None:
    assert not paid(gold, answer)


def test_a_task_may_say_itself_which_numbers_it_is_about() -> None:
    assert paid("x^2+y^2=1", "$x^2+y^2=1$ $(y>0)$", "The point lies in $y>0$.")
    assert paid(r"n=3k, k\in\mathbb{Z}", r"$n=3k, k\in\mathbb{N}$", "Find all positive integers.")
    whole, real = (rf"Find all $f:\mathbb{{{one}}}\to\mathbb{{{one}}}$." for one in "ZR")
    assert paid("f(x)=cx", r"$f(x)=cx, c\in\mathbb{Z}$", whole)
    assert not paid("f(x)=cx", r"$f(x)=cx, c\in\mathbb{Z}$", real)


def test_an_article_is_no_letter() -> None:
    assert restrictions("f(x) = cx for a real number c")[0] == {"R"}
    assert not restrictions("there is a real number a")[0]
