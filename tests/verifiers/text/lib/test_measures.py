"""A number in another unit than the one that is wanted."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        ("116 months", ["116", "116 years"], "How long did it last, in years?"),
        ("100 °F", ["100", "100 °C"], "At how many degrees does it boil?"),
        ("about 5,730 days", "5730", "What is its half-life in years?"),
        ("It is 42 miles long.", ["42 km", "42"], "How long is it?"),
    ],
)
def test_a_number_in_another_unit_of_the_same_kind_is_another_amount(
    reply: str, gold: str | list[str], prompt: str
) -> None:
    assert answer.score(completion=reply, answer=gold, prompt=prompt).value == 0.0


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        ("116 years", ["116"], "How long did it last, in years?"),
        ("100 degrees Celsius (212 °F)", ["100"], "What is it in degrees Celsius?"),
        ("It is 42 kilometres long, some 26 miles.", ["42 km", "42"], "How long is it?"),
        ("There are 7 days.", "7", "How many days are in a week?"),
        ("42 km", "42", "How long is it?"),
    ],
)
def test_the_wanted_unit_or_one_where_none_is_named_changes_nothing(
    reply: str, gold: str | list[str], prompt: str
) -> None:
    assert answer.score(completion=reply, answer=gold, prompt=prompt).value == 1.0
