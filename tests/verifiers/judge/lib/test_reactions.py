"""Equations of reactions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.reactions import same_reaction

PROMPT = "Balance: CH4 + O2 -> CO2 + H2O"
ANSWER = "CH4 + 2 O2 -> CO2 + 2 H2O"
RIGHT = [
    "2 O2 + CH4 = CO2 + 2 H2O",
    r"\ce{CH4 + 2O2 -> CO2 + 2H2O}",
    "CH4+2O2⟶CO2+2H2O",
    "CH₄(g) + 2 O₂(g) → CO₂(g) + 2 H₂O(l)",
    r"$$\mathrm{CH_4 + 2\,O_2 \rightarrow CO_2 + 2\,H_2O}$$",
]
WRONG = [
    "CH4 + O2 -> CO2 + 2 H2O",
    "2 CH4 + 2 O2 -> CO2 + 2 H2O",
    "CH4 + 2 O2 -> CO + 2 H2O",
    "CO2 + 2 H2O -> CH4 + 2 O2",
]


@pytest.mark.parametrize("said", RIGHT)
def test_a_reaction_in_another_notation_is_put_to_the_judge(said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=ANSWER, prompt=PROMPT).value == 1.0


@pytest.mark.parametrize("said", WRONG)
def test_another_reaction_is_refused(said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=ANSWER, prompt=PROMPT).value == 0.0


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert same_reaction(text, "Ottawa") is None
