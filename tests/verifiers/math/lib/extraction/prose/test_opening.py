"""A reply may be its answer and an explanation of it."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.extraction.prose.opening import opening
from rewardkit_verifiers.math.lib.extraction.prose.parts import parts


def test_an_answer_alone_goes_before_its_explanation() -> None:
    found = opening(parts("**42**\n\nBecause 14 pens cost 3 each."))
    assert [part.text for part in found] == ["**42**"]


def test_an_explanation_that_concludes_leaves_no_opening() -> None:
    assert opening(parts("**42**\n\nBecause 14 pens cost 3 each. So it is 43.")) == []
