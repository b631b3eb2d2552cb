"""A game of several turns: held-out words are found by what the marks say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rewardkit import get
from rewardkit.grpo.config_file import load_config
from rewardkit.grpo.run.loop import train
from rewardkit.grpo.run.screen import QuietScreen

EXAMPLE = Path(__file__).parents[3] / "examples" / "wordle"


@pytest.mark.slow
def test_a_policy_wins_far_more_games_of_held_out_words_than_at_its_start(tmp_path: Path) -> None:
    config = load_config(EXAMPLE / "wordle.yaml", {"output.folder": str(tmp_path)})
    finished = train(config, QuietScreen())
    before, after = finished.result["before"], finished.result["after"]
    # pass@1 over 512 sampled games of 16 words that occur in no stage.
    # Four different guesses of 64 words win one game in sixteen, whatever the marks.
    assert before["pass_at_k"] < 0.2
    assert after["pass_at_k"] > before["pass_at_k"] + 0.15
    rows = (finished.folder / "metrics.jsonl").read_text().splitlines()
    learnt = [row for row in map(json.loads, rows) if row["stage"] == "grpo"]
    assert learnt[-1]["components"]["places"] > learnt[0]["components"]["places"] + 0.1
    lines = (finished.folder / "transcripts.jsonl").read_text().splitlines()
    for row in map(json.loads, lines):
        # Whoever reads a transcript finds the same game in it.
        again = get("puzzle/wordle", guesses=4, tag="").score(
            completion=row["completion"], answer=row["answer"]
        )
        assert again.value == row["score"]["children"][0]["value"]


def test_the_control_differs_in_the_marks_alone() -> None:
    shown = load_config(EXAMPLE / "wordle.yaml")
    blind = load_config(
        EXAMPLE / "wordle.yaml",
        {"task.name": "rewardkit_verifiers.puzzle.lib.tasks:blind_wordle"},
    )
    assert shown.model_dump(exclude={"task": {"name"}}) == blind.model_dump(
        exclude={"task": {"name"}}
    )
