"""Every policy has a card, answers every kind of row, and never states the reference by chance."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.attack import policies as folder
from rewardkit.attack.forms import USUAL
from rewardkit.attack.policy import Policy, policies
from rewardkit.attack.replies import AttackRow, differ
from rewardkit.data.sample import Sample
from rewardkit.errors import InputError

ALL = policies()


def row(answer: str, *others: str, prompt: str = "What is it?") -> AttackRow:
    return AttackRow(
        Sample("", prompt, answer), answer, others, (answer, *others), USUAL[2], USUAL, ("Answer:",)
    )


def puzzle() -> AttackRow:
    sample = Sample("", "Using [3, 4, 5], make 17.", columns={"numbers": [3, 4, 5], "target": 17})
    return AttackRow(sample, "17", ("8",), ("17", "8"), USUAL[2], USUAL, ())


def ranking() -> AttackRow:
    items = ("D7", "D2", "D5")
    sample = Sample("D7 > D2 > D5", "Rank D2, D5 and D7.", columns={"ranking": list(items)})
    return AttackRow(sample, "D7, D2, D5", (), (), USUAL[0], USUAL, (), own_items=items)


def rubric() -> AttackRow:
    sample = Sample("", "Explain tides.", columns={"key_points": ["moon", "gravity"]})
    return AttackRow(sample, "", (), (), USUAL[0], USUAL, ())


@pytest.mark.parametrize("policy", ALL, ids=lambda policy: policy.name)
def test_a_policy_has_a_card_and_a_reply_for_some_row(policy: Policy) -> None:
    assert policy.card.summary
    assert policy.card.wrong
    rows = [
        row("42", "17", "93", "5", prompt="What is 6 * 7?\nUse a box."),
        row("-1.5", "2", "3", "4"),
        row("Paris", "Lima", "Oslo", "Cairo"),
        row("B", "A", "C", "D"),
        row('{"city": "Oslo", "year": 1048}'),
        row("1", "2", prompt="def double(x): ...\nassert double(1) == 2"),
        puzzle(),
        ranking(),
        rubric(),
    ]
    assert any(list(policy.replies(one)) for one in rows)


def test_each_file_of_the_folder_has_its_card() -> None:
    place = Path(folder.__file__).parent
    assert {path.stem for path in place.glob("*.yaml")} == {
        path.stem for path in place.glob("*.py") if path.stem != "__init__"
    }


@given(
    answer=st.one_of(
        st.text(max_size=12), st.integers(-999, 9999).map(str), st.floats(-9, 9).map(str)
    ),
    other=st.text(min_size=1, max_size=8),
)
def test_no_policy_breaks_on_any_reference_or_repeats_it(answer: str, other: str) -> None:
    one = row(answer, *([other] if differ(answer, other) else []))
    for policy in ALL:
        for reply in policy.replies(one):
            assert isinstance(reply.text, str)
            assert not reply.text.strip() or reply.text.strip() != answer.strip()


def test_an_unknown_policy_is_an_error_with_the_closest_name() -> None:
    with pytest.raises(InputError, match="Did you mean 'empty'"):
        policies(["emty"])
    assert [one.name for one in policies(["policy/empty", "spray"])] == ["empty", "spray"]


def test_a_puzzle_is_not_answered_with_its_own_numbers() -> None:
    (one,) = policies(["shortcut"])
    texts = [reply.text for reply in one.replies(puzzle())]
    assert any("17" in text for text in texts)
    assert not any(all(held in text for held in "345") for text in texts)


def test_an_unknown_policy_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(InputError, match="no policy 'nope'.*Known: .*empty"):
        policies(["nope"])
