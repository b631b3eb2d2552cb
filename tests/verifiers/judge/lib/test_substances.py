"""Other names of substances."""

from __future__ import annotations

from rewardkit_verifiers.judge.lib.substances import same_substance, without_subscripts


def test_names_and_formulas_stand_for_each_other() -> None:
    assert ["nacl"] in same_substance("Sodium chloride")
    assert ["sodium", "chloride"] in same_substance("table salt")
    assert ["ethanoic", "acid"] in same_substance("acetic acid")
    assert same_substance("Sodium") == []


def test_only_lowered_digits_fall() -> None:
    assert without_subscripts("vitamin B₁₂ and B12") == "vitamin B and B12"
