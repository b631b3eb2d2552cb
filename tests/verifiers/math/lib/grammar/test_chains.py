"""Chains of equalities, cut into their sides in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.grammar.chains import chain


@pytest.mark.parametrize(
    "name", ["V", "P(X=2)", "σ²", "|A|", r"\int_0^1 x dx", "Total cost", "f(3)"]
)
def test_a_first_side_that_only_names_is_known(name: str) -> None:
    found = chain(f"{name} = 2 + 3 = 5")
    assert found is not None
    assert found.named
    assert found.last == "5"


@pytest.mark.parametrize("side", ["x + 5", "2x", "xy", "x^2", "3", "a - b"])
def test_a_first_side_that_is_an_expression_is_no_name(side: str) -> None:
    found = chain(f"{side} = 5")
    assert found is not None
    assert not found.named


@given(st.text(max_size=80))
def test_any_text_is_cut_or_none(text: str) -> None:
    found = chain(text)
    assert found is None or all(found.before)


def test_chains_are_cut_in_linear_time() -> None:
    for piece in ("=", "a_", "|x", "(", "f(x", "\\int ", "{}", "\\left|"):
        start = time.process_time()
        chain((piece * 600)[:600])
        assert time.process_time() - start < 1
