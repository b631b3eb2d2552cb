"""`formula` composes rewards by text: range, missing values, specs, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import Score, dump, formula, get, load, reward
from rewardkit.errors import SpecError
from rewardkit.explain.tree import explain


@reward(range=(0, 2))
def marks(completion: str) -> float | Score | None:
    """Give the exclamation marks; a completion can also say that it cannot be read."""
    if "?" in completion:
        return Score.unparsed("no_answer")
    if "-" in completion:
        return Score.error("outage")
    return float(min(completion.count("!"), 2))


@reward
def short(completion: str) -> bool:
    return len(completion) < 3


def test_the_range_is_known_and_the_value_is_that_of_the_formula() -> None:
    node = formula("0.5 * marks + 0.5 * short", marks=marks, short=short)
    assert node.range == (0, 1.5)
    assert node.score(completion="!!").value == 1.5
    assert node.score(completion="!!!!").value == 1.0
    assert list(node.score(completion="x").components) == ["marks", "short"]


def test_without_a_value_of_a_part_there_is_none() -> None:
    found = formula("max(marks, short)", marks=marks, short=short).score(completion="-")
    assert (found.value, found.status, found.reason) == (None, "error", "outage")


def test_without_a_value_of_the_formula_there_is_an_error() -> None:
    found = formula("short / marks", marks=marks, short=short).score(completion="x")
    assert (found.value, found.status, found.reason) == (None, "error", "not_finite")
    assert "division by zero" in found.detail


@pytest.mark.parametrize("text", ["1 - marks", "marks * marks", "2 ^ -marks", "marks"])
def test_being_unreadable_never_pays(text: str) -> None:
    node = formula(text, marks=marks)
    unread = node.score(completion="?")
    assert unread.status == "unparsed"
    assert unread.value == node.range.low


@pytest.mark.parametrize(
    ("text", "parts", "message"),
    [
        ("marks +", {"marks": marks}, "ends where"),
        ("marks + mark", {"marks": marks}, "no part is called 'mark'. Did you mean 'marks'?"),
        ("1", {"marks": marks}, "'marks' does not occur"),
        ("eval(marks)", {"marks": marks}, "no function 'eval'"),
    ],
)
def test_a_wrong_formula_is_refused_before_anything_runs(
    text: str, parts: Any, message: str
) -> None:
    with pytest.raises(SpecError, match=message.replace("?", r"\?")):
        formula(text, **parts)


def test_a_spec_reads_back_to_an_equal_reward() -> None:
    node = formula("0.7*a - b^2", a=get("text/exact"), b=get("math/number"))
    written = dump(node)
    assert written["reward"]["formula"]["expression"] == "0.7*a - b^2"
    assert load(written) == node
    assert load(written).fingerprint == node.fingerprint
    assert formula("a*b", a=short, b=marks) != formula("a+b", a=short, b=marks)
    with pytest.raises(SpecError, match=r"formula.*no part is called 'c'"):
        load({"reward": {"formula": {"expression": "c", "parts": {"a": "text/exact"}}}})


def test_explain_says_how_far_each_part_moves_it() -> None:
    nodes = explain(formula("0.9 * short + 0.05 * marks", short=short, marks=marks)).tree.children
    assert [round(one.share or 0.0, 2) for one in nodes] == [0.9, 0.1]
