"""Labels as people write them: read in one way, or refused with their row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rewardkit.data.labels import BadLabel, labelled_rows, number_of, truth_of
from rewardkit.data.sample_files import Row
from rewardkit.errors import InputError

RIGHT = [
    True,
    1,
    1.0,
    Decimal(1),
    "true",
    " T ",
    "Yes",
    "y",
    "CORRECT",
    "right",
    "pass",
    "1",
    "1.0",
]
WRONG = [False, 0, 0.0, -0.0, "False", "f", "no", "N", "incorrect", "Wrong", "fail", "0", "0.0"]


def test_a_label_is_read_as_people_write_it() -> None:
    assert [truth_of(one) for one in RIGHT] == [True] * len(RIGHT)
    assert [truth_of(one) for one in WRONG] == [False] * len(WRONG)


@pytest.mark.parametrize("value", [None, "", "  ", float("nan")])
def test_no_label_is_neither_right_nor_wrong(value: Any) -> None:
    assert truth_of(value) is None


@pytest.mark.parametrize("value", ["maybe", "null", 2, 0.1, "100", [1], {}, "\u2713", float("inf")])
def test_any_other_label_is_refused(value: Any) -> None:
    with pytest.raises(BadLabel, match="is neither true nor false"):
        truth_of(value)


def test_a_label_on_a_scale_is_its_number_also_as_text() -> None:
    given = ["yes", False, 3, "4.5", None, "", "good", "inf", float("nan"), [1], "9" * 400]
    wanted = [1.0, 0.0, 3.0, 4.5, *[None] * 7]
    assert [number_of(one) for one in given] == wanted
    assert number_of(10**400) is None


def test_rows_are_read_up_to_the_first_label_that_says_nothing() -> None:
    rows = labelled_rows(
        (Row(at, str(at), {"ok": one}, where=f"row {at}") for at, one in enumerate(["no", "x"])),
        "ok",
    )
    assert next(rows).id == "0"
    with pytest.raises(InputError, match="row 1: label 'x' is neither true nor false"):
        next(rows)
