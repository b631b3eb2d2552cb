"""The tree decides what runs, and every breakdown of a batch has the same shape."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import (
    Breakdown,
    Reward,
    Sample,
    Score,
    at_least,
    first,
    gate,
    maximum,
    minimum,
    reward,
    score,
    weighted,
    where,
)
from rewardkit.data.groups import group_keys
from rewardkit.engine.concurrency import drive
from rewardkit.engine.evaluate import evaluate
from rewardkit.errors import BindError
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.operators.spread import normalise

OUTCOMES = ("0", "0.25", "1", "unparsed", "abstain", "error", "timeout", "raise")


def outcome(text: str) -> Any:
    match text:
        case "unparsed":
            return Score.unparsed("no_number")
        case "abstain":
            return None
        case "error":
            return Score.error("outage", "the far side is down")
        case "timeout":
            return Score.timeout("deadline")
        case "raise":
            raise RuntimeError("on purpose")
    return float(text)


@reward
def a(completion: str) -> Any:
    """Give what the first word says."""
    return outcome(completion.split()[0])


@reward
def b(completion: str) -> Any:
    """Give what the second word says."""
    return outcome(completion.split()[1])


@reward(range=(-1, 3))
def c(completion: str) -> Any:
    """Give what the third word says."""
    return outcome(completion.split()[2])


rows = st.lists(
    st.builds(
        lambda words, kind, group: Sample(
            completion=" ".join(words), columns={"kind": kind}, group=group
        ),
        st.tuples(*[st.sampled_from(OUTCOMES)] * 3),
        st.sampled_from(["p", "q", "z", None]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)


def compositions(children: st.SearchStrategy[Reward]) -> st.SearchStrategy[Reward]:
    two = st.tuples(children, children)
    return st.one_of(
        two.map(lambda pair: weighted(x=(0.7, pair[0]), y=(0.3, pair[1]))),
        two.map(lambda pair: weighted(x=(0.7, pair[0]), y=pair[1], missing="skip")),
        two.map(lambda pair: gate(pair[0], pair[1], threshold=pair[0].range.high)),
        two.map(lambda pair: first(*pair)),
        two.map(lambda pair: minimum(*pair)),
        two.map(lambda pair: maximum(*pair)),
        two.map(lambda pair: pair[0] + pair[1]),
        two.map(lambda pair: pair[0] * pair[1]),
        two.map(lambda pair: where("kind", p=pair[0], q=pair[1])),
        two.map(lambda pair: where("kind", p=pair[0], otherwise=pair[1])),
        children.map(lambda one: ~one),
        children.map(lambda one: one.clip(0.1, 0.6)),
        children.map(lambda one: at_least(one, one.range.high)),
        children.map(lambda one: normalise(one, "group")),
        children.map(lambda one: normalise(one, "rank")),
    )


trees = st.recursive(st.sampled_from([a, b, c]), compositions, max_leaves=6)


def shape(node: Breakdown) -> Any:
    return node.name, node.range, node.weight, node.fingerprint, tuple(map(shape, node.children))


def nodes(node: Breakdown) -> list[Breakdown]:
    return [node, *(inner for child in node.children for inner in nodes(child))]


@given(trees, rows)
def test_every_breakdown_has_the_same_shape_and_stays_in_its_range(
    tree: Reward, samples: list[Sample]
) -> None:
    found = score(tree, samples)
    assert len({shape(one) for one in found}) == 1
    assert len({tuple(one.components) for one in found}) == 1
    for one in found:
        for node in nodes(one):
            value = node.value
            if value is not None:
                assert node.range.low - 1e-9 <= value <= node.range.high + 1e-9
            assert (value is None) == (
                node.status in ("abstain", "error") or (node.status == "timeout" and value is None)
            )


@given(trees, rows)
def test_with_and_without_a_loop_the_scores_are_equal(tree: Reward, samples: list[Sample]) -> None:
    async def run_leaf(leaf: FunctionReward, some: Sequence[Sample]) -> Sequence[Score]:
        return [leaf.run(sample) for sample in some]

    async def slow_leaf(leaf: FunctionReward, some: Sequence[Sample]) -> Sequence[Score]:
        await asyncio.sleep(0)
        return [leaf.run(sample) for sample in some]

    alone = drive(evaluate(tree, samples, run_leaf))
    assert alone == asyncio.run(evaluate(tree, samples, slow_leaf, parallel=True))


@given(trees, rows)
def test_a_row_scores_the_same_alone_as_in_its_batch(tree: Reward, samples: list[Sample]) -> None:
    if tree.needs_groups:
        return
    together = score(tree, samples)
    assert together == [score(tree, [sample])[0] for sample in samples]


def asked(tree: Reward, samples: Sequence[Sample]) -> dict[str, list[str]]:
    """Which completions each leaf was asked about."""
    log: dict[str, list[str]] = {}

    async def run_leaf(leaf: FunctionReward, some: Sequence[Sample]) -> Sequence[Score]:
        log.setdefault(leaf.name, []).extend(sample.text for sample in some)
        return [leaf.run(sample) for sample in some]

    drive(evaluate(tree, samples, run_leaf))
    return log


@given(rows)
def test_a_closed_gate_does_not_run_what_it_guards(samples: list[Sample]) -> None:
    log = asked(gate(a, b), samples)
    assert log["a"] == [sample.text for sample in samples]
    assert log.get("b", []) == [s.text for s in samples if s.text.split()[0] == "1"]


@given(rows)
def test_a_fallback_runs_only_where_the_one_before_gave_no_value(samples: list[Sample]) -> None:
    log = asked(first(a, b, c), samples)
    blank = {"abstain", "error", "timeout", "raise"}
    assert log.get("b", []) == [s.text for s in samples if s.text.split()[0] in blank]
    assert log.get("c", []) == [s.text for s in samples if set(s.text.split()[:2]) <= blank]


@given(rows)
def test_a_route_that_is_not_taken_does_not_run(samples: list[Sample]) -> None:
    log = asked(where("kind", p=a, q=b), samples)
    assert log.get("p", []) == [s.text for s in samples if s.columns["kind"] == "p"]
    assert log.get("q", []) == [s.text for s in samples if s.columns["kind"] == "q"]


def test_a_fallback_says_what_it_stands_in_for() -> None:
    found = first(a, b).score(completion="error 0.25 0")
    assert (found.value, found.status, found.reason) == (0.25, "ok", "fallback")
    assert found.detail == "a gave error (outage); took b"


def test_a_value_without_a_route_is_an_error_that_names_the_routes() -> None:
    found = score(where("kind", p=a, q=b), [Sample("0 0 0", columns={"kind": "zzz"})])[0]
    assert (found.value, found.reason) == (None, "no_route")
    assert found.detail == "column 'kind' is 'zzz'; routes are p, q"


def test_a_composition_too_large_for_a_float_is_an_error() -> None:
    @reward(range=(-math.inf, math.inf))
    def huge(completion: str) -> float:
        return float(completion)

    samples = [Sample("1e300"), Sample("2")]
    for tree, second in ((huge * huge, 4.0), (huge + huge * 1e10, 2.0 + 2e10)):
        one, two = score(tree, samples)
        assert (one.value, one.status, one.reason) == (None, "error", "not_finite")
        assert two.value == second
    both = [Sample("1.7e308")]
    assert score(huge + huge, both)[0].reason == "not_finite"


def test_binding_is_checked_below_the_route_that_needs_it() -> None:
    @reward
    def needs(completion: str, answer: str) -> bool:
        return completion == answer

    tree = where("kind", p=needs, q=a)
    tree.bind([Sample("0", columns={"kind": "q"})])
    with pytest.raises(BindError, match="asks for 'answer'"):
        tree.bind([Sample("0", columns={"kind": "p"})])


def test_groups_are_explicit_or_runs_of_one_prompt() -> None:
    made = [
        Sample("", prompt="p"),
        Sample("", prompt="p"),
        Sample("", prompt="q"),
        Sample("", prompt="p"),
        Sample("", prompt="p", group=7),
        Sample("", prompt="q", group=7),
        Sample("", prompt="q"),
    ]
    keys = group_keys(made)
    assert keys[0] == keys[1]
    assert keys[4] == keys[5]
    assert len(set(keys)) == 5


def test_only_what_compares_completions_needs_whole_groups() -> None:
    @reward(grouped=True)
    def tallest(completion: list[str]) -> list[bool]:
        return [True for _ in completion]

    assert not (a + b).needs_groups
    assert not normalise(a, "running").needs_groups
    assert gate(a, tallest).needs_groups
    assert weighted(x=a, scale="group").needs_groups
    assert normalise(a, "rank").needs_groups


def test_a_gate_does_not_join_the_runs_of_one_prompt_that_it_leaves_over() -> None:
    tree = gate(a, normalise(b, "rank"), otherwise=0.0)
    prompts = ["p", "p", "q", "p", "p"]
    words = ["1 0.25", "1 1", "0 0", "1 0", "1 0.25"]
    samples = [Sample(word, prompt) for word, prompt in zip(words, prompts, strict=True)]
    assert [one.value for one in score(tree, samples)] == [0.0, 1.0, 0.0, 0.0, 1.0]


@reward
def short(completion: str) -> bool:
    return len(completion) < 3


def test_a_misspelt_column_of_where_names_the_closest_one() -> None:
    routed = where("kindd", easy=short, hard=~short)
    with pytest.raises(BindError, match="'kindd'.*Did you mean 'kind'"):
        score(routed, [{"completion": "a", "kind": "easy"}])


def test_a_column_of_where_may_be_missing_from_some_rows() -> None:
    routed = where("kind", easy=short)
    found = score(routed, [{"completion": "a", "kind": "easy"}, {"completion": "a"}])
    assert [(one.value, one.reason) for one in found] == [(1.0, ""), (None, "no_route")]


@pytest.mark.parametrize("field", ["answer", "group", "id"])
def test_where_routes_by_the_fields_of_a_sample_too(field: str) -> None:
    routed = where(field, yes=short, no=~short)
    rows = [{"completion": "a", field: "yes"}, {"completion": "a", field: "no"}]
    assert [one.value for one in score(routed, rows)] == [1.0, 0.0]


@pytest.mark.parametrize("by", ["group", "rank"])
def test_rows_without_a_group_or_a_prompt_cannot_be_compared(by: str) -> None:
    compared = short.normalise(by)
    with pytest.raises(BindError, match="Give each row a `group` or a `prompt`"):
        score(compared, [{"completion": "a"}, {"completion": "bbb"}])
    assert len(score(compared, [{"completion": "a", "prompt": "p"}] * 2)) == 2
    assert len(score(compared, [{"completion": "a", "group": 1}] * 2)) == 2
