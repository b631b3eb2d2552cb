"""Whether a sentence asserts what it mentions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.reading.claims import asserted


def claims(text: str) -> bool:
    start = text.index("the answer is B")
    return asserted(text, start, start + len("the answer is B"))


@pytest.mark.parametrize(
    "reason", ["Since 3 > 2, ", "A is not prime, so ", "If x = 2 it fails; ", ""]
)
def test_a_statement_with_its_reasons_is_a_claim(reason: str) -> None:
    assert claims(f"{reason}the answer is B, and A is wrong.")


@pytest.mark.parametrize(
    "opening",
    ["It is not so that ", "I never said ", "I deny ", "They say ", "Imagine ", "Unless "],
)
def test_a_denial_or_a_report_is_no_claim(opening: str) -> None:
    assert not claims(f"Well. {opening}the answer is B.")


@pytest.mark.parametrize(
    "end", [", but that is wrong", ", or is it?", " - which is false", ", or not"]
)
def test_what_is_taken_back_is_no_claim(end: str) -> None:
    assert not claims(f"the answer is B{end}")


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_around_a_statement_is_read(before: str, after: str) -> None:
    assert claims(f"{before} the answer is B{after}") in (True, False)
