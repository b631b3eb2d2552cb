"""Honest variants are right: none of them changes what an answer says."""

from __future__ import annotations

import pytest

from rewardkit.attack.forms import USUAL
from rewardkit.attack.replies import AttackRow
from rewardkit.attack.variants import CHANGES
from rewardkit.data.sample import Sample


def changed(name: str, answer: str) -> str:
    sample = Sample("", "What is it?", answer)
    row = AttackRow(sample, answer, (), (answer,), USUAL[2], USUAL, ("Answer:",))
    return CHANGES[name](row, row.write(answer))


def test_words_are_written_in_upper_case_and_in_dollars() -> None:
    assert "CANBERRA" in changed("upper case", "Canberra")
    assert "$12$" in changed("dollars", "12")


@pytest.mark.parametrize("answer", ['{"name": "Bo"}', "\\pi", "<b>x</b>", "x_1"])
def test_what_has_one_case_is_left_as_it_is(answer: str) -> None:
    assert answer in changed("upper case", answer)


@pytest.mark.parametrize("answer", ['{"name": "Bo"}', "[1, 2]", "$5$"])
def test_data_is_not_put_into_dollars(answer: str) -> None:
    assert f"${answer}$" not in changed("dollars", answer)
