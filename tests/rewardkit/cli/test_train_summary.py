from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from rich.console import Console

from rewardkit import Breakdown, Sample, Score, reward, weighted
from rewardkit.cli.train_summary import print_training
from rewardkit.explain.text import reward_tree
from rewardkit.grpo.run.screen import Finished


def measured(accuracy: float, **components: float | None) -> dict[str, Any]:
    return {
        "accuracy": accuracy,
        "pass_at_k": 0.5,
        "maj_at_k": 0.25,
        "well_formed": 1.0,
        "truncated": 0.0,
        "components": components,
    }


def test_the_summary_shows_before_after_completions_and_where_the_rest_is() -> None:
    breakdown = Breakdown("close", Score.unparsed("no_tag"))
    before, after = measured(0.25, close=None), measured(0.875, close=0.9)
    finished = Finished(
        folder=Path("runs/demo"),
        result={
            "heldout_before": 0.25,
            "heldout_after": 0.875,
            "heldout_problems": 40,
            "seconds": 41.0,
            "advantages_by": "triton",
            "k": 8,
            "before": before,
            "after": after,
        },
        transcripts=((Sample(completion="062", prompt="27+35=", answer="62"), breakdown),),
    )
    out = io.StringIO()
    print_training(finished, Console(file=out, width=100))
    text = out.getvalue()
    assert "held-out accuracy 25.0% -> 87.5% on 40 problems in 41 s" in text
    assert "held out (40)" in text
    assert "advantages by the Triton kernel" in text
    assert str(Path("runs/demo/result.json")) in text
    assert "27+35=  →  062  (answer 62)" in text
    assert "unparsed  (no_tag)" in text
    (line,) = [line for line in text.splitlines() if "reward close" in line]
    assert line.split()[-2:] == ["-", "0.900"]


def test_the_reward_tree_ends_with_what_is_odd_about_the_reward() -> None:
    @reward(range=(0, 1))
    def short(completion: str) -> bool:
        return len(completion) < 9

    lines = reward_tree(weighted(much=(0.95, short), little=(0.05, short))).splitlines()
    assert lines[1].startswith("├─ much  in [0, 1]  x 0.95")
    assert lines[-1].startswith("warning: ")
