"""`math/distance`: closer is never paid less, and no number is always paid least."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rewardkit.attack.run import attack
from rewardkit.errors import DefinitionError
from rewardkit_verifiers.math.distance import distance

MODES = ["bands", "relative", "reciprocal", "log", "digits"]
ACROSS = ["bands", "relative", "reciprocal", "digits"]
WHOLE = st.integers(-(10**6), 10**6)
BROKEN = st.fractions(max_denominator=1000)
NUMBERS = st.one_of(WHOLE, st.integers(), BROKEN)


def paid(guess: object, truth: object, **settings: Any) -> float:
    result = distance(**settings).score(completion=f"<answer>{guess}</answer>", answer=str(truth))
    assert result.status == "ok", result
    assert result.value is not None
    return float(result.value)


PUBLISHED = {"bands": ((0.1, 2.0), (0.2, 1.5))}


def test_the_published_bands_hold() -> None:
    assert [paid(guess, 100, **PUBLISHED) for guess in (100, 90, 110, 80, 120, 79, 0)] == [
        5.0, 2.0, 2.0, 1.5, 1.5, -2.5, -2.5,
    ]  # fmt: skip


def test_the_default_follows_the_published_bands_with_two_wider_ones() -> None:
    assert [paid(guess, 100) for guess in (100, 90, 80, 120, 79, 150, 49, 10, 9, 0)] == [
        5.0, 2.0, 1.5, 1.5, -0.5, -0.5, -1.5, -1.5, -2.5, -2.5,
    ]  # fmt: skip


def test_the_wider_bands_follow_far() -> None:
    assert [paid(guess, 100, far=0.5, unread=0.0) for guess in (120, 150, 190, 300)] == [
        1.5, 1.0, 0.75, 0.5,
    ]  # fmt: skip


# Of 5 and 4 no leading digit agrees.
@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "digits"])
def test_for_two_plus_two_five_beats_zero_and_zero_beats_a_word(mode: str) -> None:
    reward = distance.configured(mode=mode)
    five, zero, word = (reward.score(completion=text, answer=4).value for text in ("5", "0", "D"))
    assert five is not None
    assert zero is not None
    assert word is not None
    assert five > zero > word


@pytest.mark.parametrize("mode", MODES)
@given(guess=NUMBERS, truth=NUMBERS)
def test_no_number_is_paid_less_than_any_number(
    mode: str, guess: Fraction, truth: Fraction
) -> None:
    reward = distance.configured(mode=mode)
    nothing = reward.score(completion="<answer>none</answer>", answer=str(truth))
    assert nothing.value == reward.range.low
    assert paid(guess, truth, mode=mode) > reward.range.low


@given(one=NUMBERS, other=NUMBERS, truth=NUMBERS)
def test_closer_is_never_paid_less_in_the_published_bands(
    one: Fraction, other: Fraction, truth: Fraction
) -> None:
    near, far = sorted((one, other), key=lambda guess: abs(guess - truth))
    assert paid(near, truth, **PUBLISHED) >= paid(far, truth, **PUBLISHED)


@pytest.mark.parametrize("mode", ACROSS)
@given(one=NUMBERS, other=NUMBERS, truth=NUMBERS)
def test_closer_is_never_paid_less(
    mode: str, one: Fraction, other: Fraction, truth: Fraction
) -> None:
    near, far = sorted((one, other), key=lambda guess: abs(guess - truth))
    assert paid(near, truth, mode=mode) >= paid(far, truth, mode=mode)


@given(one=NUMBERS, other=NUMBERS, truth=NUMBERS)
def test_closer_on_the_same_side_is_never_paid_less_by_log(
    one: Fraction, other: Fraction, truth: Fraction
) -> None:
    assume((one - truth) * (other - truth) >= 0)
    near, far = sorted((one, other), key=lambda guess: abs(guess - truth))
    assert paid(near, truth, mode="log") >= paid(far, truth, mode="log")


@pytest.mark.parametrize("mode", MODES)
@given(truth=NUMBERS, guess=NUMBERS)
def test_only_the_truth_is_paid_the_top(mode: str, guess: Fraction, truth: Fraction) -> None:
    top = distance.configured(mode=mode).range.high
    assert paid(truth, truth, mode=mode) == top
    if guess != truth:
        assert paid(guess, truth, mode=mode) < top


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("guess", ["1e999999999", "-1e999999999", "1e-999999999", "9" * 4000])
def test_extreme_sizes_are_paid_without_being_computed(mode: str, guess: str) -> None:
    for truth in ("42", "0", "1e-300", "1e300"):
        value = paid(guess, truth, mode=mode)
        assert (
            distance.configured(mode=mode).range.low
            < value
            < distance.configured(mode=mode).range.high
        )


def test_a_reciprocal_pays_half_at_the_scale() -> None:
    settings = {"mode": "reciprocal", "far": 0, "unread": 0, "scale": 2}
    assert paid(60, 62, **settings) == 0.5
    assert paid(61, 62, **settings) == pytest.approx(1 / 1.5)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"unread": 0.0}, r"unread=0 must be below far=-2\.5"),
        ({"mode": "relative", "far": 0, "unread": 0}, "unread=0 must be below far=0"),
        ({"bands": ((0.2, 1.5), (0.1, 2.0))}, "band widths must grow"),
        ({"bands": ((0.1, 1.0), (0.2, 1.5))}, "pays 1.5, more than the nearer one"),
        ({"bands": ((0.1, 9.0),)}, "pays 9, more than the nearer one"),
        ({"mode": "log", "far": 2}, "far=2 must be below exact=1"),
        ({"scale": 0}, "scale=0.0 must be a finite number above 0"),
        ({"mode": "nearest"}, "mode"),
        ({"exact": float("inf")}, "must be finite"),
    ],
)
def test_settings_that_would_pay_the_wrong_way_are_refused(
    settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(DefinitionError, match=message):
        distance(**settings)


def test_the_range_follows_the_settings() -> None:
    assert tuple(distance.range) == (-4.5, 5.0)
    assert tuple(distance(mode="relative").range) == (0.0, 1.0)
    assert tuple(distance(exact=10, unread=-20).range) == (-20.0, 10.0)


@pytest.mark.parametrize("mode", ["relative", "reciprocal", "log", "digits"])
def test_two_numbers_beyond_every_float_are_scored(mode: str) -> None:
    made = distance.configured(mode=mode)
    far = made.score(completion="#### 1e999999999999", answer="1e999999999998")
    same = made.score(completion="#### 1e999999999999", answer="1e999999999999")
    assert (far.status, same.value) == ("ok", 1.0)
    assert far.value is not None
    assert far.value < 1.0


def test_a_sum_is_no_number_and_a_closed_form_is() -> None:
    for undone in ("28+83", "3*37", "120-9", "(1+1, 2)"):
        assert distance.score(completion=rf"\boxed{{{undone}}}", answer="111").value == -4.5
    for number in (r"2\sqrt{3}", r"1.5\cdot 10^3", "7/2", r"\sqrt{144}"):
        assert distance.score(completion=rf"\boxed{{{number}}}", answer=number).value == 5.0


def test_an_attack_finds_no_hole() -> None:
    sums = [(28, 83), (6, 7), (51, 33), (8, 95), (60, 6), (30, 15)]
    rows = [
        {"prompt": f"What is {a}+{b}?", "answer": str(a + b), "completion": f"It is {a + b}."}
        for a, b in sums
    ]
    found = attack(distance, rows)
    assert not found.holes, str(found)
