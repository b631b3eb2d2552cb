"""A sequence or function is the same under another letter, and only then."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
TERM = r"The sequence $\{a_n\}$ satisfies $a_1=1$, $a_{n+1}=2a_n+1$. Find its general term."
INVERSE = r"Find the inverse function of $y=\sqrt{x-1}\ (x\ge1)$."
CURVE = r"$y=x^2+1\ (x\ge 0)$"


def paid(gold: str, answer: str, prompt: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        r"$a_k=2\cdot2^{k-1}-1\ (k=1,2,3,\dots)$",
        r"$a_{k}=2^{k}-1$ for all $k\geq 1$",
        "a(k) = 2^k - 1",
        r"$a_{n+1}=2^{n+1}-1$",
    ],
)
def test_the_index_of_a_sequence_may_have_another_letter_or_place(answer: str) -> None:
    assert paid("$a_n=2^n-1$", answer, TERM)
    assert not paid("$a_n=2^n+1$", answer, TERM)


@pytest.mark.parametrize(
    "answer", ["$a_{n+1}=2^n-1$", "$a_k=2^{k-1}-1$", "$a_k=2^n-1$", "$b_k=2^k-1$", "$S_n=2^n-1$"]
)
def test_another_index_or_sequence_is_another_answer(answer: str) -> None:
    assert not paid("$a_n=2^n-1$", answer, TERM)


def test_a_value_without_a_name_is_the_sequence_that_the_prompt_asks_for() -> None:
    assert paid("$2^n-1$", "$a_k=2^k-1$", TERM)
    assert not paid("$2^n-1$", "$b_k=2^k-1$", TERM)


def test_an_inverse_function_may_have_another_letter_but_not_another_domain() -> None:
    assert paid(CURVE, r"$f^{-1}(t)=t^2+1$, defined for all $t\geq 0$", INVERSE)
    assert paid(CURVE, r"$f^{-1}(x)=x^2+1$, $x\ge0$", INVERSE)
    assert not paid(CURVE, r"$f^{-1}(t)=t^2+1$, defined for all $t\geq 1$", INVERSE)
    assert not paid(CURVE, r"$f^{-1}(t)=t^2-1$, $t\geq 0$", INVERSE)


def test_a_map_is_a_function() -> None:
    assert paid("f(x)=x+c", r"All the translations $t\mapsto t+k$, with $k$ real.", "Find all $f$.")
    assert not paid("$f(x)=x^2$", r"$t\mapsto t^3$", "Find $f$.")
