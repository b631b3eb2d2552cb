"""Being unreadable never pays, whatever the tree makes of the value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewardkit import Reward, Score, gate, maximum, minimum, reward, soft_gate, weighted


@reward(range=(-1, 2))
def read(completion: str) -> float | Score:
    """Give the number that the completion is, or say that it cannot be read."""
    return Score.unparsed("no_number") if completion == "" else float(completion)


@reward(range=(-1, 2))
def other(half: float) -> float:
    """Give what a column says."""
    return half


def paid(node: Reward, completion: str, half: float = 0.5) -> Any:
    return node.score(completion=completion, half=half)


@pytest.mark.parametrize(
    "node",
    [
        ~read,
        1 - read,
        -read,
        read * -3,
        weighted(a=(1, other), b=(-1, read)),
        ~(~read),
        (-read) * -1,
    ],
)
def test_an_unreadable_completion_gets_the_low_end_of_what_it_moves(node: Reward) -> None:
    found = paid(node, "")
    assert found.status == "unparsed"
    assert found.value == min(paid(node, text).value for text in ("-1", "2"))


def test_an_inverted_gate_does_not_open_for_it() -> None:
    assert paid(gate(~read, other, threshold=1.5), "").value == -1
    assert paid(gate(~read, other, threshold=1.5), "-1").value == 0.5


def test_a_gate_that_pays_more_when_closed_does_not_pay_it() -> None:
    node = gate(read, other, threshold=1, otherwise=5.0)
    assert paid(node, "0").value == 5.0
    assert (paid(node, "").value, paid(node, "").status) == (-1.0, "unparsed")


def test_a_penalty_that_failed_counts_in_full_where_missing_is_low() -> None:
    @reward
    def broken(completion: str) -> float:
        raise RuntimeError("down")

    node = weighted(scale="none", missing="low", a=(1, other), penalty=(-2, broken))
    assert paid(node, "0").value == 0.5 - 2.0
    assert paid(node, "0").reason == "counted_at_low_end"


def pairs(children: st.SearchStrategy[Reward]) -> st.SearchStrategy[Reward]:
    both = st.tuples(children, children)
    factor = st.floats(-3, 3).map(lambda x: round(x, 2))
    return st.one_of(
        children.map(lambda c: ~c),
        st.builds(lambda c, k: c * k, children, factor),
        both.map(lambda c: c[0] - c[1]),
        both.map(lambda c: c[0] * c[1]),
        both.map(lambda c: minimum(*c)),
        both.map(lambda c: maximum(*c)),
        both.map(lambda c: gate(c[0], c[1])),
        both.map(lambda c: gate(c[0], c[1], otherwise=1.0)),
        both.filter(lambda c: bool(c[0].range.span)).map(lambda c: soft_gate(*c)),
        st.builds(lambda c, v, w: weighted(x=(v, c[0]), y=(w, c[1])), both, factor, factor),
        children.map(lambda c: c.scale_to(-1, 1)),
        children.map(lambda c: c.clip(-0.5, 0.5)),
    )


TREES = st.recursive(st.sampled_from([read, other]), pairs, max_leaves=6)


@settings(deadline=None, max_examples=300)
@given(TREES, st.floats(-1, 2), st.floats(-1, 2))
def test_no_tree_pays_an_unreadable_completion_more_than_a_readable_one(
    node: Reward, value: float, half: float
) -> None:
    unread = paid(node, "", half)
    readable = paid(node, repr(value), half)
    assert unread.value is not None
    assert readable.value is not None
    assert unread.value <= readable.value + 1e-9 * max(1.0, abs(readable.value))
