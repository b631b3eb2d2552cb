from __future__ import annotations

from typing import Any

import pytest

from rewardkit.bench.ablation_table import BEGIN, END, into_page, run_table, switch_table
from rewardkit.errors import InputError


def run(name: str, seed: int, after: float) -> dict[str, Any]:
    side: dict[str, Any] = {"accuracy": 0.25, "pass_at_k": 0.5, "maj_at_k": 0.5, "well_formed": 1.0}
    side |= {"truncated": 0.0, "components": {"format": None}}
    end = {**side, "accuracy": after, "components": {"format": 0.5}}
    found = {"name": name, "seed": seed, "k": 4, "steps": 9, "seconds": 3.0, "before": side}
    return {**found, "after": end, "entropy_end": 0.25}


def test_a_variant_shows_the_mean_and_the_span_of_its_seeds() -> None:
    lines = switch_table([run("a", 0, 0.5), run("b", 0, 0.25), run("a", 1, 1.0)])
    assert len(lines) == 4
    assert lines[2] == "| a | 9 | 25.0 → 75.0 | **50.0** | 25.0 to 75.0 | 0.0 to 0.0 | 0.25 | 3 |"
    # Against the first variant with the same seed.
    assert lines[3] == "| b | 9 | 25.0 → 25.0 | **0.0** | 0.0 to 0.0 | -25.0 to -25.0 | 0.25 | 3 |"


def test_a_failed_run_is_counted_beside_the_name_and_never_in_the_mean() -> None:
    bad = {"name": "a", "seed": 1, "error": "ScoringError: a | b\nc"}
    rows = [run("a", 0, 0.5), bad]
    assert switch_table(rows)[2].startswith("| a (1 of 2 runs failed) | 9 | 25.0 → 50.0 |")
    assert switch_table([bad])[2] == "| a (1 of 1 runs failed) | - | - | - | - | - | - | - |"
    failed = run_table(rows)[3]
    assert "failed: ScoringError: a \\| b c" in failed
    columns = run_table(rows)[0].count("|")
    assert failed.replace("\\|", "").count("|") == columns


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    new = into_page(page, ["| x |"])
    assert new == f"before\n{BEGIN}\n| x |\n{END}\nafter\n"
    assert into_page(new, ["| x |"]) == new
    for odd in ("", BEGIN, f"{END}{BEGIN}"):
        with pytest.raises(InputError, match="has no place for the table"):
            into_page(odd, [])
