"""Sets of reals that are told in words are the sets of the formulas."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.meanings.ranges import spelt_range

EQUAL = get("math/equivalence")


def paid(gold: str, answer: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt="Find the range of $f$.")
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        "Alle reellen Zahlen von −1 bis 3, beide Randwerte eingeschlossen.",
        "All real numbers from -1 to 3, both included.",
        "Tous les réels compris entre −1 et 3, bornes incluses.",
        "Todos los números reales desde −1 hasta 3, ambos incluidos.",
        "从−1到3的所有实数,包括两个端点。",
        "值域为大于等于−1且小于等于3的实数。",
        "f takes every value at least −1 and at most 3.",
    ],
)
def test_a_closed_interval_is_told_in_many_languages(answer: str) -> None:
    assert paid("$[-1,3]$", answer)
    assert not paid("$(-1,3)$", answer)
    assert not paid("$[-1,4]$", answer)


@pytest.mark.parametrize(
    "answer",
    [
        "All real numbers from -1 to 3, both excluded.",
        "Alle reellen Zahlen echt zwischen −1 und 3.",
        "从−1到3的所有实数,不包括端点。",
        "Todos los números reales entre −1 y 3, sin incluir los extremos.",
        "All real numbers from -1 to 3 except 0.",
        "Not all real numbers from -1 to 3, both included.",
        "all real numbers outside from -1 to 3, both included",
    ],
)
def test_ends_that_are_left_out_and_denials_are_read(answer: str) -> None:
    assert not paid("$[-1,3]$", answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (r"$\{x\mid x\neq\pm1\}$", r"$\mathbb{R}\setminus\{-1,1\}$"),
        (r"$\{x\mid x\neq\pm1\}$", "all real numbers except 1 and -1"),
        (r"$\{x\mid x\neq\pm1\}$", "alle reellen Zahlen außer ±1"),
        (r"$\{x\mid x\neq\pm1\}$", "除了±1以外的所有实数"),
        (r"$(-\infty,2)\cup(2,\infty)$", "every real number other than 2"),
        (r"$(0,\infty)$", "all positive real numbers"),
    ],
)
def test_what_is_left_out_may_be_told_in_words(gold: str, answer: str) -> None:
    assert paid(gold, answer)
    assert not paid(gold, answer.replace("1", "3").replace("2", "3").replace("pos", "neg"))


def test_an_end_of_which_nothing_says_whether_it_belongs_is_not_guessed() -> None:
    assert spelt_range("all real numbers between 2 and 5") == ""
    assert spelt_range("from 2 (included) to 5 (excluded)") == "[2, 5)"
    assert spelt_range("the integers from 1 to 4 inclusive") == r"\{1, 2, 3, 4\}"
