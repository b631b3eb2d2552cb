"""A remark behind an operation, or a percentage behind a share, is the value that counts."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.results import ends_on_operation, result_of


@pytest.mark.parametrize("lead", [", which is", ", which gives", ", i.e.", ", that's", ", or"])
def test_the_value_of_an_operation_counts_and_not_the_operation(lead: str) -> None:
    for value, paid in (("3.75", 1.0), ("3.57", 0.0)):
        reply = f"They cost 3 × 1.25 dollars{lead} {value} dollars."
        assert equivalence.score(completion=reply, answer="3.75", prompt="What?").value == paid


@pytest.mark.parametrize(
    ("reply", "unit"),
    [
        ("Es kostet 3 × 1,25 €. Das sind {}.", "€"),
        ("Es kostet 3 × 1,25 €, das sind {}.", "€"),
        ("On paie 3 × 1,25 €. Cela fait {}.", "€"),
        ("Cuesta 3 × 1,25 €, es decir {}.", "€"),
        ("Custa 3 × 1,25 reais, ou seja {}.", "reais"),
    ],
)
def test_it_counts_in_other_languages(reply: str, unit: str) -> None:
    for value, paid in (("3,75", 1.0), ("3,57", 0.0)):
        said = reply.format(f"{value} {unit}")
        assert equivalence.score(completion=said, answer="3.75", prompt="?").value == paid


def test_a_share_is_held_to_its_percentage() -> None:
    for reply in ("20/80 = 0.25, which is {}%.", "The share is 0.25, i.e. {}%."):
        for value, paid in (("25", 1.0), ("40", 0.0)):
            score = equivalence.score(completion=reply.format(value), answer="25\\%", prompt="%?")
            assert score.value == paid


def test_a_result_is_not_replaced_by_its_other_form() -> None:
    minutes, chance = "How many minutes does it take?", "What is the probability?"
    for reply, gold, prompt in (
        ("It takes 60 + 30 = 90 minutes, which is 1.5 hours.", "90", minutes),
        ("It takes 90 minutes. That is 1.5 hours.", "90", minutes),
        ("The probability is 1/3, which is 33.3%.", "1/3", chance),
        ("It is 12, which is 3 × 4.", "12", "How many?"),
    ):
        score = equivalence.score(completion=reply, answer=gold, prompt=prompt)
        assert score.value == 1.0
    assert ends_on_operation("12 − 5 apples")
    assert not ends_on_operation("3 × 4 = 12")
    assert result_of("It is 3 × 4", ", which is about 12") == ""
