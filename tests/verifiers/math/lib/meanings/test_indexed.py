"""The values of an index that runs over few numbers are those values."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")(where="answer")
ROOTS = r"$2,\,-1+\sqrt3 i,\,-1-\sqrt3 i$"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (r"$z=2e^{2k\pi i/3}$ for $k=0,1,2$", True),
        (r"z=2\left(\cos\frac{2k\pi}{3}+i\sin\frac{2k\pi}{3}\right),\ k\in\{0,1,2\}", True),
        (r"$2e^{\frac{2k\pi i}{3}}$, where $k = 0, 1, 2$", True),
        (r"$z=2e^{2k\pi i/3}$ for $k=0,1$", False),
        (r"$z=2e^{k\pi i/3}$ for $k=0,1,2$", False),
        (r"$z=8e^{2k\pi i/3}$ for $k=0,1,2$", False),
    ],
)
def test_an_index_over_few_numbers_lists_the_values(answer: str, expected: bool) -> None:
    found = EQUAL.score(completion=answer, answer=ROOTS)
    assert (found.status != "error", found.value == 1.0) == (True, expected)
