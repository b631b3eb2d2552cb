"""Suggestions at the end of error messages."""

from __future__ import annotations

import pytest

from rewardkit import errors
from rewardkit.errors import MissingExtra, RewardkitError, closest


def test_a_near_miss_is_suggested() -> None:
    assert closest("wieghted", ["weighted", "gate"]) == " Did you mean 'weighted'?"


def test_a_far_miss_lists_what_is_known() -> None:
    assert closest("zebra", ["gate", "clip"]) == " Known: clip, gate."


def test_a_long_list_of_known_words_is_not_printed() -> None:
    assert closest("zebra", [f"word_{n}" for n in range(40)]) == ""


def test_a_missing_extra_prints_the_pip_line_to_run() -> None:
    assert "pip install 'rewardkit[judge]'" in str(MissingExtra("A judge", "judge"))


def test_every_error_has_one_base_and_is_drawn_in_the_docstring() -> None:
    kinds = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert all(issubclass(kind, RewardkitError) for kind in kinds)
    assert errors.__doc__ is not None
    assert [kind.__name__ for kind in kinds if kind.__name__ not in errors.__doc__] == []


@pytest.mark.parametrize(
    ("kind", "base"),
    [("SpecError", ValueError), ("RegistryError", LookupError), ("MissingExtra", ImportError)],
)
def test_errors_are_also_the_plain_kind_that_a_caller_would_catch(
    kind: str, base: type[Exception]
) -> None:
    assert issubclass(getattr(errors, kind), base)
