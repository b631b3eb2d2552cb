"""The bench of the attack: the loop and the scorer agree, and the budget is kept."""

from __future__ import annotations

import json

import pytest

from rewardkit.bench.attack import main, tagged


@pytest.mark.parametrize(
    ("completion", "pay"),
    [
        ("<answer>13</answer>", 1.0),
        ("so <answer> 13 </answer>\n", 1.0),
        ("<answer>13</answer> or 14", 0.0),
        ("13", 0.0),
        ("", 0.0),
    ],
)
def test_the_reward_that_is_attacked_is_sound(completion: str, pay: float) -> None:
    assert tagged(completion, "13") == pay


@pytest.mark.slow
def test_it_measures_what_agrees_within_the_budget(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--quick"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["correct"]
    assert found["within_budget"]
    assert found["attack_calls"] >= found["replies"] > 100
