"""A sentence is cut where one statement leads to the next."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.extraction.prose.skeletons import (
    VALUE,
    last_clause,
    skeleton_of,
)
from rewardkit_verifiers.math.lib.extraction.prose.tokens import values


@pytest.mark.parametrize(
    ("sentence", "clause", "before"),
    [
        ("So $2x=6$, which gives $x=3$.", " V.", 1),
        ("The number is $18 \\cdot 17$, or $306$.", "V.", 1),
        ("So $x=3$ or $x=4$.", " V or V.", 0),
        ("The sum is $5$ when $n=2$.", "The sum is V", 0),
    ],
)
def test_the_last_clause_begins_behind_a_connective_and_ends_before_a_condition(
    sentence: str, clause: str, before: int
) -> None:
    skeleton, kept = skeleton_of(sentence, values(sentence))
    assert last_clause(skeleton, kept) == (clause.replace("V", VALUE), before)
