"""What is surely wrong: nothing that may state the reference counts."""

from __future__ import annotations

import pytest

from rewardkit.attack.replies import AttackRow, Form
from rewardkit.data.sample import Sample
from rewardkit.grpo.learn.wrong import says_nothing, states


def row(answer: str, pool: tuple[str, ...] = ("7", "9"), listed: bool = False) -> AttackRow:
    return AttackRow(Sample(""), answer, (), pool, Form("plain"), (), (), listed)


@pytest.mark.parametrize(
    ("text", "answer", "stated"),
    [
        ("It is 7.", "7", True),
        ("It is 7.00 or so", "7", True),
        ("It is 17.", "7", False),
        ("", "7", False),
        ("1,250 euros", "1250", True),
        ("0.33333301", "0.333333", True),
        ("the beatles!", "The Beatles", True),
        ("Beatle", "The Beatles", False),
        ("日本語", "日本語", True),
        ("√", "√", True),
        ("", "√", False),
        ("anything", "", True),
        ("0.5", "1/2", True),
        (r"\\frac12", r"\\frac{1}{2}", True),
        ("half past three", "15:30", True),
    ],
)
def test_a_completion_that_may_state_the_reference_is_never_surely_wrong(
    text: str, answer: str, stated: bool
) -> None:
    assert states(text, row(answer)) is stated


def test_one_part_of_a_list_is_enough() -> None:
    assert states("alpha1", row("alpha1|beta1", listed=True))
    assert not states("gamma", row("alpha1|beta1", listed=True))


def test_a_reference_of_any_row_is_an_answer() -> None:
    assert says_nothing("well, well", row("7"))
    assert not says_nothing("it is 9", row("7"))
