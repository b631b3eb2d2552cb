"""Years among other years."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


@pytest.mark.parametrize(
    ("reply", "gold", "right"),
    [
        ("They won in 1998, 1999 and 2016.", ["1998"], False),
        ("They won in 1998 and 1999.", ["1998", "1999"], True),
        ("Founded in 1911, they won in 1998; the hall burnt in 2001.", ["1998"], True),
        ("Founded in 1911, they won in 1998; the hall burnt in 2001.", ["2001"], False),
        ("They won in June 1998.", ["1998", "May 1998"], False),
        ("They won in May 1998.", ["1998", "May 1998"], True),
    ],
)
def test_a_year_is_paid_where_it_is_the_one_that_is_asked_for(
    reply: str, gold: list[str], right: bool
) -> None:
    paid = answer.score(completion=reply, answer=gold, prompt="when did they win").value
    assert (paid == 1.0) is right
