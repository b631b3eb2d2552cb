"""Disputed choices have names, defaults and presets, and each changes verdicts on its own."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS, policy

STRICT = equivalence(preset="strict")
DISPUTES = [
    (r"\frac12", "0.5", {"decimals": True}, {"decimals": False}),
    (r"\frac{600}{7}", "85.71", {"rounding": 4}, {"rounding": 5}),
    (r"\frac{600}{7}", "85.71", {"rounding": 4}, {"rounding": None}),
    ("85.71", r"\frac{600}{7}", {"reference_rounding": 4}, {"reference_rounding": None}),
    (r"5\text{ cm}", "5", {"units": "convert"}, {"units": "same"}),
    (r"5\text{ cm}", r"50\text{ mm}", {"units": "convert"}, {"units": "same"}),
    (r"5\text{ cm}", r"5\text{ m}", {"units": "drop"}, {"units": "convert"}),
    ("5", r"5\%", {"percent": "either"}, {"percent": "value"}),
    ("0.05", r"5\%", {"percent": "value"}, {"percent": "drop"}),
    (r"\frac{\pi}{6}", r"30^\circ", {"degrees": "value"}, {"degrees": "drop"}),
    ("30", r"30^\circ", {"degrees": "either"}, {"degrees": "value"}),
    ("1, 2", "2, 1", {"ordered": False}, {"ordered": True}),
    ("3", "x = 3", {"labels": True}, {"labels": False}),
    ("1, 2", "(1, 2)", {"tuples_as_lists": True}, {"tuples_as_lists": False}),
    (r"\frac12", r"\frac24", {"simplest": False}, {"simplest": True}),
    ("C", "(C) 12", {"choices": True}, {"choices": False}),
    ("x+1", "1+x", {"compare": "value"}, {"compare": "text"}),
]


@pytest.mark.parametrize(("gold", "answer", "accepting", "refusing"), DISPUTES)
def test_each_choice_decides_its_dispute(
    gold: str, answer: str, accepting: dict[str, Any], refusing: dict[str, Any]
) -> None:
    assert same(gold, answer, policy("default", accepting)).equal is True
    assert same(gold, answer, policy("default", refusing)).equal is not True


def test_strict_accepts_no_more_than_default_and_default_no_more_than_lenient() -> None:
    for gold, answer, _, _ in DISPUTES:
        strict, default, lenient = (
            bool(same(gold, answer, PRESETS[name])) for name in ("strict", "default", "lenient")
        )
        assert strict <= default <= lenient, (gold, answer)


def test_the_gsm8k_preset_reads_one_number_after_the_hashes() -> None:
    reward = equivalence(preset="gsm8k")
    assert reward.score(completion="so\n#### 1,234", answer="#### 1234").value == 1.0
    assert reward.score(completion="so\n#### x", answer="4").value == 0.0


def test_the_hendrycks_preset_compares_text() -> None:
    reward = equivalence(preset="hendrycks")
    assert reward.score(completion=r"\boxed{\dfrac{1}{2}}", answer=r"\frac12").value == 1.0
    assert reward.score(completion=r"\boxed{x+1}", answer="1+x").value == 0.0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"preset": "strickt"}, "Did you mean 'strict'"),
        ({"policy": {"rouding": 4}}, "Did you mean 'rounding'"),
        ({"policy": {"units": "ignore"}}, "units"),
        ({"where": "boxd"}, "Did you mean 'boxed'"),
    ],
)
def test_an_unknown_choice_names_the_closest(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        equivalence(**settings)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("300000000", r"3\times10^8"),
        ("0.001", r"1\times10^{-3}"),
        (r"1.0\times 10^{-3}", "0.001"),
        ("-602", r"-6.02\cdot 10^2"),
        ("42", "42.0"),
        ("0.5", ".50"),
    ],
)
def test_strict_takes_scientific_notation_and_trailing_zeros_as_plain_numbers(
    gold: str, answer: str
) -> None:
    result = STRICT.score(completion=rf"\boxed{{{answer}}}", answer=gold)
    assert result.value == 1.0, result


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        *((r"\frac12", "0.5"), (r"-\frac12", "-0.5"), ("3", r"\frac{6}{2}"), ("1000", "10*10^2")),
        *(("8", "2^3"), ("24", "4!"), ("42", "x = 42"), ("42", r"42\text{ cm}")),
    ],
)
def test_strict_refuses_other_forms_that_default_takes(gold: str, answer: str) -> None:
    boxed = rf"\boxed{{{answer}}}"
    assert STRICT.score(completion=boxed, answer=gold).value == 0.0
    assert equivalence.score(completion=boxed, answer=gold).value == 1.0
