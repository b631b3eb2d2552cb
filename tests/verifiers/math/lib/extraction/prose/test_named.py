"""The words with which a sentence answers."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.extraction.prose.named import named


def test_the_day_before_thursday_is_no_thursday() -> None:
    assert named("It is the day before Thursday.", "Which day is it?", "Thursday") == ""
    assert named("It is a Thursday.", "Which day is it?", "Thursday") == "Thursday"
    said = "Three days after Monday it is Thursday."
    assert named(said, "Today is Monday.", "Thursday") == "Thursday"
