"""A formula with one token in each row of a matrix is read as the formula."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.stacked import unstacked
from rewardkit_verifiers.math.lib.policy import PRESETS

# Formulas cut into the tokens that some print a row each.
FORMULAS = (
    ("2", "^{99}"),
    ("2", "^{}", "99"),
    ("2", "^{}", "98"),
    (r"\dfrac{", "288", r"\sqrt{", "527", "}", "}{", "527", "}"),
    (r"\dfrac{", "288", r"\sqrt{", "526", "}", "}{", "527", "}"),
    ("3", "+", "2", r"\sqrt{", "2", "}"),
    ("x", "^{", "2", "}", "+", "1"),
    (r"\text{the}", r"\text{radius}", r"\omega_{1}", "=", "7"),
)
VALUES = ("2^{99}", "2^{99}", "2^{98}", r"288\sqrt{527}/527", r"288\sqrt{526}/527",
          r"3+2\sqrt2", "x^2+1", "7")  # fmt: skip
PICK = st.integers(0, len(FORMULAS) - 1)


@given(PICK, PICK, st.data())
def test_rows_are_joined_whatever_blank_rows_stand_between(
    mine: int, theirs: int, data: st.DataObject
) -> None:
    rows = []
    for token in FORMULAS[theirs]:
        rows += [token, *data.draw(st.sampled_from(([], [""])))]
    stacked = "\\begin{matrix} " + r" \\ ".join(rows) + " \\end{matrix}"
    equal = VALUES[mine] == VALUES[theirs]
    assert bool(same(VALUES[mine], stacked, PRESETS["default"])) == equal


def test_numbers_with_a_blank_row_between_them_are_a_list_and_no_product() -> None:
    stacked = r"\begin{matrix} 5 \\ \\ 7 \end{matrix}"
    assert same("5, 7", stacked, PRESETS["default"])
    assert not same("35", stacked, PRESETS["default"])
    assert not same("57", stacked, PRESETS["default"])


def test_two_matrices_are_no_formula() -> None:
    assert unstacked(r"\begin{matrix} 1 \end{matrix} \begin{matrix} 2 \end{matrix}") is None
