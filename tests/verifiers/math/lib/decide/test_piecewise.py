"""Cases and closed forms are equal when they are at every place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

SMALL = st.integers(-6, 6)


def paid(gold: str, answer: str) -> bool:
    return bool(same(gold, answer, PRESETS["default"]))


def cases(*rows: tuple[str, str]) -> str:
    return r"\begin{cases} " + r" \\ ".join(f"{a} & {b}" for a, b in rows) + r" \end{cases}"


@given(SMALL, SMALL)
def test_the_size_of_a_difference_turns_at_its_zero_and_nowhere_else(a: int, b: int) -> None:
    turned = cases((f"x - ({a})", rf"x \ge {b}"), (f"{a} - x", f"x < {b}"))
    assert paid(turned, f"|x - ({a})|") == (a == b)
    assert paid(f"|x - ({a})|", turned) == (a == b)


@given(SMALL, SMALL)
def test_the_larger_of_two_is_chosen_by_their_order(a: int, b: int) -> None:
    chosen = cases(("x", f"x > {a}"), (str(a), r"\text{otherwise}"))
    assert paid(chosen, rf"\max(x, {b})") == (a == b)


@given(st.integers(0, 3), st.integers(0, 3))
def test_cases_of_odd_and_even_are_a_floor_when_the_numbers_are(up: int, down: int) -> None:
    halves = cases(
        (r"\frac{n}{2}", r"n \text{ even}"), (rf"\frac{{n+{up}-{down}}}{{2}}", r"n \text{ odd}")
    )
    exact = all((n + (up - down) * (n % 2)) == 2 * (n // 2) for n in range(1, 13))
    assert paid(halves, r"\left\lfloor \frac n2 \right\rfloor") == exact


def test_sets_that_depend_on_a_letter_are_compared_for_its_values() -> None:
    gold = cases(
        (r"\{x \mid x < a \text{ or } x > 1\}", r"\text{when } a < 1"),
        (r"\{x \mid x \neq 1\}", r"\text{when } a = 1"),
        (r"\{x \mid x < 1 \text{ or } x > a\}", r"\text{when } a > 1"),
    )
    assert paid(gold, r"(-\infty, \min(1, a)) \cup (\max(1, a), \infty)")
    assert not paid(gold, r"(-\infty, \max(1, a)) \cup (\min(1, a), \infty)")
    assert not paid(gold, r"(-\infty, 1) \cup (a, \infty)")


@pytest.mark.parametrize("answer", ["1", "|x|", "x", r"\text{no solution}", "x^2", "0"])
def test_a_value_that_holds_in_some_cases_only_is_no_answer(answer: str) -> None:
    assert not paid(cases(("1", "x > 0"), ("0", r"x \le 0")), answer)
