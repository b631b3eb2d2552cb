"""`math/number` pays for exactly the right number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.math.number import number
from rewardkit_verifiers.math.reference import number_of_reference


def test_the_score_says_what_was_read_from_where() -> None:
    score = number.score(completion="so\n#### 1,234", answer="1234").score
    assert score.extra == {"extracted": "1,234", "where": "####"}


@pytest.mark.parametrize("answer", ["42", 42, 42.0, "#### 42", r"\boxed{42}", "42.0", Fraction(42)])
def test_a_reference_may_be_written_as_data_sets_write_it(answer: object) -> None:
    assert number.score(completion="#### 42", answer=answer).value == 1.0


@pytest.mark.parametrize("answer", ["forty-two", "", "1 or 2", float("nan"), True, "1,2"])
def test_a_broken_reference_is_our_error_and_names_itself(answer: object) -> None:
    result = number.score(completion="#### 42", answer=answer)
    assert (result.status, result.reason, result.value) == ("error", "bad_answer", None)
    assert str(answer) in result.detail


def test_a_float_reference_means_its_shortest_decimal() -> None:
    assert number.score(completion="#### 0.1", answer=0.1).value == 1.0
    assert number_of_reference(0.1) != number_of_reference(0.1 + 1e-17 + 0.2)


def test_an_unknown_convention_is_refused_when_the_reward_is_made() -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'gsm8k'"):
        number(where="gsm8")
