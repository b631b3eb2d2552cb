"""Pairs and triples may be told by assignments, coordinates, tables, fences and permutations."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
PAIRS = "Find all pairs $(m,n)$ of positive integers such that $3^m-2^n=1$."
FOCUS = "The focus of the parabola $y=4x^2$ has coordinates ______."
TRIPLES = "Solve $x+y+z=xyz$ in positive integers."


def paid(gold: str, answer: str, prompt: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        "Two solutions: $3-2=1$ and $9-8=1$, i.e. $m=n=1$, or else $m=2$ together with $n=3$.",
        "$n=1$, $m=1$ or $n=3$, $m=2$",
        "- $m=1$, $n=1$\n- $m=2$, $n=3$",
        "| m | n |\n|---|---|\n| 1 | 1 |\n| 2 | 3 |",
        "```\n(1, 1)\n(2, 3)\n```",
    ],
)
def test_pairs_are_told_by_their_names_in_the_order_of_the_prompt(answer: str) -> None:
    assert paid("(1,1),(2,3)", answer, PAIRS)
    assert not paid("(1,1),(3,2)", answer, PAIRS)
    assert not paid("(1,1),(2,3),(4,5)", answer, PAIRS)


@pytest.mark.parametrize(
    "answer",
    [
        "$m=3$, $n=2$ or $m=n=1$",
        "$m=n=1$",
        "$m=n=1$, or $m=2$, $n=3$, or $m=3$, $n=5$",
        "| n | m |\n|---|---|\n| 1 | 1 |\n| 2 | 3 |",
        "```\n(1, 1)\n(3, 2)\n```",
    ],
)
def test_another_order_or_number_of_pairs_is_another_answer(answer: str) -> None:
    assert not paid("(1,1),(2,3)", answer, PAIRS)


def test_a_chain_gives_one_value_to_every_name() -> None:
    prompt = "Find all pairs of integers $(x,y)$ with $xy=x+y$."
    assert paid("(0,0), (2,2)", "Les seules solutions sont $x=y=0$ et $x=y=2$.", prompt)
    assert paid("(0,0), (2,2)", r"$x=y\in\{0,2\}$", prompt)
    assert not paid("(0,0), (2,2)", "$x=y=0$ and $x=y=1$", prompt)


@pytest.mark.parametrize(
    "answer",
    [
        "x-coordinate $0$, y-coordinate $0.0625$",
        "The y-coordinate is 1/16 and the x-coordinate is 0.",
        "abscissa 0, ordinate 1/16",
        "横坐标为0,纵坐标为1/16",
    ],
)
def test_a_point_is_told_by_its_coordinates(answer: str) -> None:
    assert paid(r"$\left(0,\frac{1}{16}\right)$", answer, FOCUS)
    assert not paid(r"$\left(\frac{1}{16},0\right)$", answer, FOCUS)


def test_all_permutations_are_the_list_of_them() -> None:
    listed = "```text\n(1,2,3)  (1,3,2)\n(2,1,3)  (2,3,1)\n(3,1,2)  (3,2,1)\n```"
    assert paid("all permutations of (1,2,3)", listed, TRIPLES)
    assert paid("$(1,2,3)$ and its permutations", "1, 2, 3 in any order", TRIPLES)
    assert paid("$(1,1,4)$ and permutations", "(1,1,4), (1,4,1), (4,1,1)", TRIPLES)
    assert not paid("all permutations of (1,2,3)", listed.replace("  (3,2,1)", ""), TRIPLES)
    assert not paid("$(1,1,4)$ and permutations", "(1,1,4)", TRIPLES)
    assert not paid("all permutations of (1,2,3)", "all cyclic permutations of (1,2,3)", TRIPLES)


def test_what_two_intervals_have_in_common_is_not_their_union() -> None:
    for between in (r"\cap", r"\setminus", r"\times"):
        assert not paid(r"(-\infty,-1)\cup(3,\infty)", rf"(-\infty,-1){between}(3,\infty)", "")


@pytest.mark.parametrize(
    "answer",
    [
        "all six orderings of $1,2,3$",
        "the $6$ permutations of $1,2,3$",
        "$(1,2,3)$ up to order",
        r"$\{x,y,z\}=\{1,2,3\}$",
        "any ordering of 1, 2 and 3",
        "$(1,2,3)$ und alle Vertauschungen",
    ],
)
def test_all_orderings_are_the_permutations(answer: str) -> None:
    assert paid("(1,2,3) and its permutations", answer, TRIPLES)


@pytest.mark.parametrize(
    "answer",
    [
        "three orderings of $1,2,3$",
        "the even permutations of $1,2,3$",
        "all orderings of $1,2,4$",
        "five of the six orderings of $1,2,3$",
        "$1,2,3$ in increasing order",
    ],
)
def test_some_of_the_orderings_are_not_all(answer: str) -> None:
    assert not paid("(1,2,3) and its permutations", answer, TRIPLES)
