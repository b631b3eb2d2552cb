"""A display ends on the last member of its last row."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.extraction.prose.displays import ending
from rewardkit_verifiers.math.lib.extraction.prose.members import displayed


@pytest.mark.parametrize(
    ("display", "value"),
    [
        (r"2x &= 4x - 36, \\ 18 &= x.", "18"),
        (r"&f(5)&\text{half}\\&=6&\text{added 1}.", "6"),
        (r"&(a)(b)\\ &\qquad=-15x^3", "-15x^3"),
        (r"r = \tfrac{3}{2}.", r"\tfrac{3}{2}"),
        ("5!=120", "120"),
        ("x = 2y = z", "z"),
    ],
)
def test_remarks_spaces_and_turned_equations_of_a_row_are_no_part_of_its_value(
    display: str, value: str
) -> None:
    assert ending(display) == value


def test_a_display_of_congruences_gives_a_residue_where_one_is_asked_for() -> None:
    rows = r"a-b &\equiv 16-21 \\ &\equiv -5+37 \\ &\equiv 32 \pmod{37}."
    assert displayed(rows, "What is the remainder?", "value") == "32"
    assert displayed(rows, "Find n.", "value") == ""
