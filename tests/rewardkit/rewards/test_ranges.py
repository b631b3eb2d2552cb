"""The range of a composition holds every value it can take, and is no wider than it must be."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewardkit import Breakdown, Range, Reward, Score, gate, maximum, minimum, reward, weighted
from rewardkit.data.score import PRECEDENCE, STATUSES, Status
from rewardkit.errors import SpecError
from rewardkit.rewards.base import make
from rewardkit.rewards.combining import combined, within_range
from rewardkit.rewards.interval_arithmetic import scaled, unit
from rewardkit.rewards.operator import OPERATORS
from rewardkit.rewards.operators.pointwise import affine
from rewardkit.rewards.operators.sums import SCALES


@reward(range=lambda s: (s["low"], s["high"]))
def leaf(sample: Any, *, low: float, high: float, key: str) -> float | Score | None:
    """Give what the sample says, as a share of the range."""
    found = sample.columns[key]
    if isinstance(found, Score):
        return found
    return None if found is None else low + found * (high - low)


def ranged(low: float, high: float, key: str = "a") -> Reward:
    return leaf.configured(low=low, high=high, key=key).named(key)


KEYS = "abcd"
ENDS = st.floats(-1e3, 1e3, allow_nan=False).map(lambda x: round(x, 6))


@st.composite
def leaves(draw: st.DrawFn, key: str | None = None) -> Reward:
    low, high = sorted(draw(st.tuples(ENDS, ENDS)))
    return ranged(low, high, draw(st.sampled_from(KEYS)) if key is None else key)


def composed(children: st.SearchStrategy[Reward]) -> st.SearchStrategy[Reward]:
    pairs = st.tuples(children, children)
    ends = st.tuples(ENDS, ENDS).map(sorted).filter(lambda e: e[0] < e[1])
    return st.one_of(
        pairs.map(lambda c: c[0] + c[1]),
        pairs.map(lambda c: c[0] - c[1]),
        pairs.map(lambda c: c[0] & c[1]),
        pairs.map(lambda c: c[0] | c[1]),
        children.map(lambda c: ~c),
        st.builds(affine, children, ENDS, ENDS),
        st.builds(lambda c, e: c.clip(*e), children, ends),
        st.builds(lambda c, e: c.scale_to(*e), children, ends),
        st.builds(lambda c, t: make("at_least", (c,), {"threshold": t}), children, ENDS),
        st.builds(
            lambda c, share, low: gate(
                c[0],
                c[1],
                threshold=min(c[0].range.low + share * c[0].range.span, c[0].range.high),
                otherwise=low,
            ),
            pairs,
            st.floats(0, 1),
            st.none() | ENDS,
        ),
        st.builds(
            lambda c, w, scale, missing: weighted(
                scale=scale, missing=missing, x=(w[0], c[0]), y=(w[1], c[1])
            ),
            pairs,
            st.tuples(ENDS, ENDS),
            st.sampled_from(SCALES),
            st.sampled_from(["propagate", "low", "skip"]),
        ),
        st.builds(
            lambda c, by: c.normalise(by), children, st.sampled_from(["group", "running", "rank"])
        ),
    )


TREES = st.recursive(leaves(), composed, max_leaves=6)
SHARES = st.fixed_dictionaries({key: st.floats(0, 1) for key in KEYS})
MAYBE = st.fixed_dictionaries({key: st.none() | st.floats(0, 1) for key in KEYS})


def inside(value: float, span: Range) -> bool:
    slack = 1e-9 * max(1.0, abs(span.low), abs(span.high))
    return span.low - slack <= value <= span.high + slack


@settings(deadline=None, max_examples=300)
@given(TREES, st.lists(SHARES | MAYBE, min_size=1, max_size=4))
def test_every_value_lies_in_the_inferred_range(
    tree: Reward, rows: list[dict[str, float | None]]
) -> None:
    samples = [{"completion": "", "prompt": "p", **row} for row in rows]
    for found in tree.score_many(samples):
        stack = [found]
        while stack:
            node = stack.pop()
            stack += node.children
            if node.value is not None:
                assert inside(node.value, node.range), node


@settings(deadline=None, max_examples=200)
@given(
    st.recursive(
        st.integers().map(lambda n: n),  # a fresh column for every leaf, so that they are free
        lambda inner: st.one_of(
            st.tuples(st.just("+"), inner, inner),
            st.tuples(st.just("affine"), inner, ENDS, ENDS),
            st.tuples(st.just("~"), inner),
            st.tuples(st.just("&"), inner, inner),
            st.tuples(st.just("|"), inner, inner),
        ),
        max_leaves=4,
    ),
    st.lists(st.tuples(ENDS, ENDS), min_size=4, max_size=4),
)
def test_both_ends_are_reached_where_every_leaf_is_free(
    shape: Any, ends: list[tuple[float, float]]
) -> None:
    fresh = iter(range(100))

    def build(node: Any) -> Reward:
        if isinstance(node, int):
            turn = next(fresh)
            low, high = sorted(ends[turn % 4])
            return ranged(low, high, key=f"k{turn}")
        if node[0] == "affine":
            return affine(build(node[1]), node[2], node[3])
        if node[0] == "~":
            return ~build(node[1])
        one, other = build(node[1]), build(node[2])
        return {"+": one + other, "&": one & other, "|": one | other}[node[0]]

    tree = build(shape)
    keys = [part.name for part in tree.walk() if not part.children]
    corners = [
        {"completion": "", **dict(zip(keys, corner, strict=True))}
        for corner in itertools.product([0.0, 1.0], repeat=len(keys))
    ]
    values = [found.value for found in tree.score_many(corners) if found.value is not None]
    scale = max(1.0, abs(tree.range.low), abs(tree.range.high))
    assert min(values) == pytest.approx(tree.range.low, abs=1e-9 * scale)
    assert max(values) == pytest.approx(tree.range.high, abs=1e-9 * scale)


# --- ranges, one operator at a time -----------------------------------------------------------
INF = math.inf
A, B = Range(-1, 2), Range(0, 4)


@pytest.mark.parametrize(
    ("word", "ranges", "options", "expected"),
    [
        ("sum", [A, B], {}, (-1, 6)),
        ("sum", [A, Range(-INF, 0)], {}, (-INF, 2)),
        ("product", [A, B], {}, (-4, 8)),
        ("product", [A, A], {}, (-2, 4)),
        ("product", [Range(0, 0), Range(0, INF)], {}, (0, 0)),
        ("affine", [A], {"times": -2.0, "plus": 1.0}, (-3, 3)),
        ("affine", [Range(-INF, INF)], {"times": 0.0, "plus": 1.0}, (1, 1)),
        ("invert", [A], {}, (-1, 2)),
        ("minimum", [A, B], {}, (-1, 2)),
        ("maximum", [A, B], {}, (0, 4)),
        ("clip", [A], {"low": 0.0, "high": 9.0}, (0, 2)),
        ("clip", [A], {"low": 5.0, "high": 9.0}, (5, 5)),
        ("clip", [Range(-INF, INF)], {"low": 0.0, "high": 9.0}, (0, 9)),
        ("scale_to", [A], {"low": -1.0, "high": 1.0}, (-1, 1)),
        ("at_least", [A], {"threshold": 0.0}, (0, 1)),
        ("first", [A, B], {}, (-1, 4)),
        ("where", [A, B], {}, (-1, 4)),
        ("gate", [B, A], {"otherwise": None}, (-1, 2)),
        ("gate", [B, A], {"otherwise": -3.0}, (-3, 2)),
        ("normalise", [A], {"by": "rank", "clip": 10.0}, (0, 1)),
        ("normalise", [A], {"by": "group", "clip": 3.0}, (-3, 3)),
    ],
)
def test_the_range_of_one_operator(
    word: str, ranges: Sequence[Range], options: Any, expected: tuple[float, float]
) -> None:
    assert OPERATORS[word].range_of(ranges, options) == expected


@pytest.mark.parametrize(
    ("scale", "missing", "expected"),
    [
        ("static", "propagate", (-0.5, 2)),
        ("static", "low", (-0.5, 2)),
        ("none", "propagate", (-4, 4)),
        # One part may stand for the whole: 2.5 times the ends of either part.
        ("static", "skip", (-2.5, 2.5)),
        ("none", "skip", (-10, 5)),
    ],
)
def test_the_range_of_a_weighted_sum(
    scale: str, missing: str, expected: tuple[float, float]
) -> None:
    options = {"scale": scale, "missing": missing, "weights": (2.0, -0.5)}
    assert OPERATORS["weighted"].range_of([A, B], options) == expected


def test_a_point_brings_nothing_to_a_static_sum() -> None:
    assert unit(Range(3, 3)) == (0, 0)
    assert scaled(3.0, Range(3, 3), 0.0, 1.0) == 0.0


def test_every_operator_is_called_what_its_key_says() -> None:
    assert [operator.word for operator in OPERATORS.values()] == list(OPERATORS)


# --- how statuses combine ---------------------------------------------------------------------
def part(status: Status, value: float | None, name: str = "x", **more: Any) -> Breakdown:
    return Breakdown(name, Score(value, status, f"why_{status}", **more), range=Range(0, 1))


WITHOUT = {"error", "abstain"}


@pytest.mark.parametrize(("one", "other"), list(itertools.product(STATUSES, STATUSES)))
def test_a_composition_takes_the_gravest_status(one: Status, other: Status) -> None:
    parts = [
        part(one, None if one in WITHOUT else 0.0, "l"),
        part(other, None if other in WITHOUT else 0.0, "r"),
    ]
    found = combined(OPERATORS["sum"].combine, parts, {})
    gravest = min(one, other, key=PRECEDENCE.index)
    if WITHOUT & {one, other}:
        # What has no number decides, also over a timeout that has one.
        missing = [status for status in (one, other) if status in WITHOUT]
        gravest = min(missing, key=PRECEDENCE.index)
        assert found.value is None
    else:
        assert found.value == 0.0
    assert found.status == gravest
    assert found.reason == ("" if gravest == "ok" else f"why_{gravest}")


def test_the_detail_names_the_leaf_that_decided() -> None:
    sum_ = OPERATORS["sum"].combine
    inner = combined(sum_, [part("ok", 1.0), part("error", None, "judge", detail="down")], {})
    assert inner.detail == "judge: down"
    outer = combined(sum_, [Breakdown("sum", inner, (part("error", None),)), part("ok", 1.0)], {})
    assert outer.detail == "judge: down"


@pytest.mark.parametrize(
    ("missing", "values", "expected"),
    [
        ("propagate", (1.0, None), (None, "error", "why_error")),
        ("low", (1.0, None), (3.0, "ok", "counted_at_low_end")),
        ("low", (None, None), (0.0, "ok", "counted_at_low_end")),
        ("skip", (1.0, None), (4.0, "ok", "skipped")),
        ("skip", (None, 1.0), (4.0, "ok", "skipped")),
        ("skip", (None, None), (None, "error", "why_error")),
    ],
)
def test_a_part_without_a_value_is_treated_as_the_author_chose(
    missing: str, values: tuple[float | None, ...], expected: tuple[Any, ...]
) -> None:
    parts = [part("ok" if v is not None else "error", v, f"p{i}") for i, v in enumerate(values)]
    options = {"scale": "static", "missing": missing, "weights": (3.0, 1.0)}
    found = OPERATORS["weighted"].score(parts, options)
    assert (found.value, found.status, found.reason) == expected


@pytest.mark.parametrize("missing", ["low", "skip"])
def test_a_replaced_part_does_not_hide_that_another_was_unparsed(missing: str) -> None:
    options = {"scale": "static", "missing": missing, "weights": (1.0, 1.0)}
    found = OPERATORS["weighted"].score([part("unparsed", 0.0), part("error", None)], options)
    assert (found.value, found.status, found.reason) == (0.0, "unparsed", "why_unparsed")


def test_a_skipped_part_of_weight_zero_leaves_nothing_to_spread() -> None:
    options = {"scale": "static", "missing": "skip", "weights": (0.0, 1.0)}
    found = OPERATORS["weighted"].score([part("ok", 1.0), part("error", None)], options)
    assert found.value is None
    assert found.status == "error"


def test_a_part_of_almost_no_weight_can_stand_for_the_whole() -> None:
    tiny = 2.2250738585e-313  # one over it is more than a float holds
    options = {"scale": "static", "missing": "skip", "weights": (1.0, tiny)}
    assert OPERATORS["weighted"].range_of([A, A], options) == (0.0, 1.0)
    found = OPERATORS["weighted"].score([part("error", None), part("ok", 1.0)], options)
    assert found.value == 1.0


def test_the_ends_of_a_scaled_reward_are_exact() -> None:
    made = ranged(-0.1, 0.7).scale_to(-0.3, 0.1)
    top = made.score(completion="", a=1.0).value
    bottom = made.score(completion="", a=0.0).value
    assert (bottom, top) == (-0.3, 0.1)


def test_minimum_and_maximum_look_at_every_child() -> None:
    three = [ranged(0, 1, key) for key in "abc"]
    row = {"completion": "", "a": 0.5, "b": 0.2, "c": 0.9}
    assert minimum(*three).score(**row).value == 0.2
    assert maximum(*three).score(**row).value == 0.9


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_the_mirror_of_one_end_is_exactly_the_other(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    mirrored = ~ranged(low, high)
    assert mirrored.score(completion="", a=Score.ok(low)).value == high
    assert mirrored.score(completion="", a=Score.ok(high)).value == low


def test_a_gate_on_a_mirrored_penalty_opens_at_its_top() -> None:
    penalty, paid = ranged(-3, -2.9), ranged(0, 1, "b")
    assert gate(~penalty, paid).score(completion="", a=Score.ok(-3.0), b=1.0).value == 1.0


def test_a_composed_value_leaves_its_range_by_rounding_only() -> None:
    span = Range(0.0, 0.3)
    assert within_range(0.1 + 0.2, span, []) == 0.3
    assert within_range(0.2, span, []) == 0.2
    assert within_range(0.31, span, []) is None


def test_a_range_wider_than_a_float_cannot_be_scaled() -> None:
    with pytest.raises(SpecError, match="wider than a float"):
        weighted(a=(1.0, ranged(-1e308, 1e308)))
