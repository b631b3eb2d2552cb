"""Statements about all or some values are equal when quantifier, bound letter and claim are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

SIGNS = {r"\forall": "all", "∀": "all", r"\exists": "some", "∃": "some"}
CLAIMS = {"x^2 < 0": 1, "0 > x^2": 1, r"x^2 \ge 0": 2, "x + 1 > 2": 3}
JOINTS = (", ", ": ", r" \text{ such that } ", r" \mid ", "，")
STATEMENT = st.tuples(
    st.sampled_from(sorted(SIGNS)),
    st.sampled_from((r"x \in \mathbb{R}", "x > 0")),
    st.sampled_from(JOINTS),
    st.sampled_from(sorted(CLAIMS)),
)


@given(STATEMENT, STATEMENT)
def test_statements_are_equal_part_by_part(
    mine: tuple[str, str, str, str], theirs: tuple[str, str, str, str]
) -> None:
    gold, answer = (f"{sign} {bound}{joint}{claim}" for sign, bound, joint, claim in (mine, theirs))
    equal = (SIGNS[mine[0]], mine[1], CLAIMS[mine[3]]) == (
        SIGNS[theirs[0]],
        theirs[1],
        CLAIMS[theirs[3]],
    )
    assert bool(same(gold, answer, PRESETS["default"])) == equal
