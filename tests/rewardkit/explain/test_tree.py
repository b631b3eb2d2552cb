"""What `explain` says of a tree: shares that are true, and a warning for each known mistake."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewardkit import (
    Reward,
    at_least,
    first,
    gate,
    get,
    maximum,
    minimum,
    reward,
    weighted,
    where,
)
from rewardkit.explain.tree import Node, explain
from rewardkit.rewards.base import make
from rewardkit.rewards.operators.pointwise import affine


@reward(range=lambda s: (s["low"], s["high"]))
def knows(sample: Any, *, low: float = 0.0, high: float = 1.0, key: str = "k") -> float:
    """Read more than text, so it may know the answer; give what the sample says."""
    return low + float(sample.columns.get(key, 0.0)) * (high - low)


@reward
def form(completion: str) -> bool:
    return True


@reward(range=(-math.inf, math.inf))
def endless(completion: str, answer: str) -> float:
    return 0.0


def leaf(low: float, high: float, key: str = "k") -> Reward:
    return knows.configured(low=low, high=high, key=key).named(key)


right = leaf(0, 1, "right")
wide = leaf(-10, 10, "wide")


def codes(made: Reward, dominant: float = 0.8) -> list[str]:
    return [one.code for one in explain(made, dominant).warnings]


def shares(made: Reward) -> dict[str, float | None]:
    found: dict[str, float | None] = {}

    def walk(node: Node) -> None:
        if not node.children:
            found[node.name] = node.share
        for child in node.children:
            walk(child)

    walk(explain(made).tree)
    return found


# --- shares -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda: weighted(x=(0.7, right), y=(-0.3, wide)), {"x": 0.7, "y": 0.3}),
        (lambda: weighted(scale="none", x=right, y=wide), {"x": 1 / 21, "y": 20 / 21}),
        (lambda: (right + wide).scale_to(-1, 1), {"right": 1 / 21, "wide": 20 / 21}),
        (lambda: right * 3 + 1, {"right": 1.0}),
        (lambda: ~right, {"right": 1.0}),
        (lambda: gate(right, wide), {"right": 1.0, "wide": 1.0}),
        (lambda: gate(right, leaf(0, 1, "t"), otherwise=-1), {"right": 1.0, "t": 0.5}),
        (lambda: wide.clip(0, 5) + right, {"wide": 5 / 6, "right": 1 / 6}),
        (lambda: right * wide, {"right": 0.5, "wide": 1.0}),
        (lambda: minimum(right, wide), {"right": 1 / 11, "wide": 1.0}),
        (lambda: maximum(right, wide), {"right": 0.1, "wide": 1.0}),
        (lambda: at_least(wide, 3), {"wide": 1.0}),
        (lambda: first(right, leaf(0, 2, "t")), {"right": 0.5, "t": 1.0}),
        (lambda: where("kind", a=right, b=leaf(0, 2, "t")), {"a": 0.5, "b": 1.0}),
        (lambda: wide.normalise("group"), {"wide": 1.0}),
        (lambda: endless + right, {"endless": None, "right": None}),
        (lambda: leaf(2, 2, "p") * 1, {"p": 0.0}),
    ],
)
def test_a_share_is_the_most_a_leaf_can_move_the_total(
    build: Callable[[], Reward], expected: dict[str, float | None]
) -> None:
    assert shares(build()) == pytest.approx(expected)


ENDS = st.tuples(st.floats(-5, 5), st.floats(-5, 5)).map(sorted).map(lambda e: (e[0], e[1] + 0.1))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(ENDS, min_size=3, max_size=3),
    st.sampled_from("+-*&|wgc"),
    st.sampled_from("+-*&|wgc"),
    st.data(),
)
def test_no_leaf_moves_the_total_further_than_its_share(
    ends: list[tuple[float, float]], inner: str, outer: str, data: st.DataObject
) -> None:
    one, two, three = (leaf(*ends[n], key=f"k{n}") for n in range(3))

    def join(word: str, a: Reward, b: Reward) -> Reward:
        if word == "c":
            return (a + b).clip(-1, 1)
        if word == "w":
            return weighted(**{f"w{id(a)}": (0.3, a), f"v{id(b)}": (-2, b)})  # type: ignore[arg-type]
        if word == "g":
            return gate(a, b, threshold=(a.range.low + a.range.high) / 2)
        joined = {"+": a + b, "-": a - b, "*": a * b, "&": a & b, "|": a | b}
        return joined[word]

    tree = join(outer, join(inner, one, two), three)
    key = data.draw(st.sampled_from(["k0", "k1", "k2"]))
    fixed = {name: data.draw(st.floats(0, 1)) for name in ("k0", "k1", "k2")}
    moves = [data.draw(st.floats(0, 1)) for _ in range(5)]
    rows = [{"completion": "", **fixed, key: move} for move in [0.0, 1.0, *moves]]
    values = [found.value for found in tree.score_many(rows)]
    known = [value for value in values if value is not None]

    def bound(node: Node) -> float | None:
        if not node.children:
            return node.share if node.options.get("key") == key else 0.0
        return sum(bound(child) or 0.0 for child in node.children)

    most = bound(explain(tree).tree)
    assert most is not None
    assert max(known) - min(known) <= most * tree.range.span + 1e-9


# --- a child that can never matter ------------------------------------------------------------
@pytest.mark.parametrize(
    ("build", "path", "why"),
    [
        (lambda: weighted(x=right, y=(0, wide)), "weighted.y", "its weight is 0"),
        (lambda: leaf(2, 2, "p") + right, "sum.p", "its range is the single point 2"),
        (lambda: affine(right, 0, 1) + wide, "sum.affine.right", "multiplied by 0"),
        (lambda: gate(right, wide, threshold=0), "gate.right", "it is never closed"),
        (lambda: at_least(wide, 11), "at_least.wide", "lies above the high end"),
        (lambda: at_least(wide, -10), "at_least.wide", "lies at or below the low end"),
        (lambda: leaf(5, 6, "h").clip(0, 1) + wide, "sum.clip.h", "clipped to the same end"),
        (lambda: leaf(5, 6, "h") & right, "minimum.h", "another reward of this minimum is always"),
        (lambda: leaf(-6, -5, "h") | right, "maximum.h", "always at least as higher"),
        (lambda: wide * leaf(0, 0, "z"), "product.wide", "multiplied with is always 0"),
    ],
)
def test_a_child_that_can_never_matter_is_named(
    build: Callable[[], Reward], path: str, why: str
) -> None:
    found = [one for one in explain(build()).warnings if one.code == "never_matters"]
    by_path = {one.path: one.message for one in found}
    assert path in by_path
    assert why.replace("always at least as higher", "is always at least as") in by_path[path]


# --- sums -------------------------------------------------------------------------------------
def test_a_part_that_dominates_is_named_with_its_share() -> None:
    made = weighted(x=(0.9, right), y=(0.1, wide))
    (one,) = explain(made).warnings
    assert (one.code, one.path) == ("dominates", "weighted")
    assert "'x' makes up 90%" in one.message
    assert codes(made, dominant=0.95) == []
    assert codes(weighted(x=(0.7, right), y=(0.3, wide))) == []


def test_rewards_of_unlike_scale_summed_raw_say_which_would_dominate() -> None:
    for made in (right + wide, weighted(scale="none", right=right, wide=wide), right - wide * 1):
        (one,) = explain(made).warnings
        assert one.code == "unlike_scales"
        assert "would dominate with 95% of the sum" in one.message
    assert "'wide'" in explain(right + wide).warnings[0].message


def test_weights_that_even_out_unlike_ranges_are_no_mistake() -> None:
    assert codes(weighted(scale="none", x=right, y=(0.05, wide))) == []
    assert codes(weighted(x=right, y=wide)) == []


def test_a_sum_of_sums_is_one_sum() -> None:
    found = explain(right + leaf(0, 1, "b") + wide).warnings
    assert [one.path for one in found] == ["sum"]
    assert "'wide' would dominate with 91%" in found[0].message


def test_an_endless_part_dominates_any_other() -> None:
    assert "'endless' would dominate with 100%" in explain(endless + right).warnings[0].message


# --- gates ------------------------------------------------------------------------------------
def test_a_gate_behind_which_every_low_score_is_the_same_is_named() -> None:
    (one,) = explain(gate(form, right)).warnings
    assert (one.code, one.path) == ("low_scores_equal", "gate")
    assert "a closed gate and the worst 'right' both pay 0" in one.message
    assert codes(gate(form, right, otherwise=0)) == ["low_scores_equal"]


@pytest.mark.parametrize(
    "build",
    [
        lambda: gate(form, right, otherwise=-1),
        lambda: gate(right, leaf(0, 1, "t")),  # wrong answers are meant to be equal
        lambda: weighted(f=(0.2, form), g=gate(form, right)),  # the form is paid outside as well
    ],
)
def test_a_gate_that_keeps_low_scores_apart_is_not(build: Callable[[], Reward]) -> None:
    assert "low_scores_equal" not in codes(build())


# --- form without an answer -------------------------------------------------------------------
def test_a_form_that_pays_without_an_answer_says_how_much() -> None:
    made = weighted(form=(0.3, get("format/tags")), right=(0.7, get("math/number")))
    (one,) = explain(made).warnings
    assert (one.code, one.path) == ("pays_without_answer", "weighted.form")
    assert "adds up to 0.3, 30% of the total range, to wrong answers too" in one.message


@pytest.mark.parametrize(
    "build",
    [
        lambda: weighted(f=(0.3, form), r=right),
        lambda: right + form,
        lambda: weighted(f=(0.3, get("length/overlong")), r=right),
        lambda: weighted(f=(0.3, get("text/repetition")), r=right),
        lambda: weighted(f=(0.3, get("format/json")), r=right),
        lambda: maximum(form, right),
    ],
)
def test_any_form_beside_an_answer_is_named(build: Callable[[], Reward]) -> None:
    assert "pays_without_answer" in codes(build())


@pytest.mark.parametrize(
    "build",
    [
        lambda: weighted(r=right, f=(0.3, gate(right, form))),  # only a right answer unlocks it
        lambda: gate(form, right, otherwise=-1),  # a condition is not paid itself
        lambda: right * form,
        lambda: right & form,
        lambda: weighted(f=(-0.3, form), r=right),  # a penalty
        lambda: right - form,
        lambda: weighted(f=(0, form), r=right),
        lambda: weighted(f=form, g=get("format/tags")),  # a reward for form alone is meant so
    ],
)
def test_a_form_that_depends_on_an_answer_is_not(build: Callable[[], Reward]) -> None:
    assert "pays_without_answer" not in codes(build())


# --- normalising twice ------------------------------------------------------------------------
def test_normalising_twice_is_named() -> None:
    twice = right.normalise("group").normalise("running")
    (one,) = explain(twice).warnings
    assert (one.code, one.path) == ("normalised_twice", "normalise.normalise")
    assert "by 'group' here and by 'running' above" in one.message
    below = weighted(scale="none", x=(1, right.normalise("group"))).normalise("group")
    assert codes(below) == ["normalised_twice"]


def test_scaling_what_is_normalised_is_named() -> None:
    made = weighted(x=right.normalise("group"), y=(1, leaf(0, 1, "t").normalise("group")))
    assert codes(made) == ["normalised_twice", "normalised_twice"]
    assert "usual spread 10% of the range" in explain(made).warnings[0].message
    assert codes(right.normalise("running").scale_to(0, 1)) == ["normalised_twice"]
    assert codes(right.normalise("rank").scale_to(0, 2)) == []
    assert codes(weighted(scale="group", x=right, y=(1, leaf(0, 1, "t")))) == []


# --- the whole --------------------------------------------------------------------------------
def test_an_explanation_is_plain_json() -> None:
    made = gate(form, weighted(x=(0.7, right), y=endless.clip(0, 1))) | make(
        "affine", (endless,), {"times": 1.0, "plus": 0.0}
    )
    data = json.loads(json.dumps(explain(made).to_dict(), allow_nan=False))
    assert data["tree"]["range"] == [0.0, None]
    assert data["tree"]["share"] is None
    assert data["tree"]["children"][0]["children"][1]["children"][0]["weight"] == 0.7
    assert data["tree"]["fingerprint"] == made.fingerprint


def test_a_leaf_shows_the_settings_that_were_given() -> None:
    assert explain(leaf(0, 2, "z")).tree.options == {"high": 2.0, "key": "z", "low": 0.0}
    assert explain(get("format/tags")).tree.options == {}


def test_a_bound_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match=r"dominant must lie in \(0, 1\], not 0"):
        explain(right, 0)


def test_the_paths_at_which_a_leaf_reads_its_fields_are_shown() -> None:
    there = get("math/number").with_columns(answer="reward_model.ground_truth")
    assert explain(there).tree.options["columns"] == {"answer": "reward_model.ground_truth"}
    assert "columns" not in explain(get("math/number")).tree.options
