"""The attack on our own verifiers has rows that are right, goes on where it stopped, and counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit import get
from rewardkit.catalogue.catalogue import registry
from rewardkit_verifiers.bench.own.main import known, main, sums
from rewardkit_verifiers.bench.own.rows import SOURCES

# Penalties and forms have no right completion to pay; programs run in tests of their own.
JUDGED = [
    name
    for name in SOURCES
    if not name.startswith(("code/", "length/")) and name not in ("text/repetition", "format/tags")
]


def line(name: str, *holes: str, conduct: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "key": [name, "1.0.0", 0, 0],
        "count": 64,
        "calls": 1000,
        "complete": True,
        "holes": [{"kind": "false_pass", "policy": f"{one}: variant"} for one in holes],
        "conduct": [{"kind": one} for one in conduct],
    }


@pytest.mark.parametrize("name", JUDGED)
def test_the_right_completion_of_each_row_is_paid_in_full(name: str) -> None:
    source = SOURCES[name]
    judge = get(name, **source.settings)
    for row in source.rows(10, seed=7):
        said = row.pop("completion", None) or row["answer"]
        text = said[0] if isinstance(said, list) else said
        assert judge.score(completion=text, **row).value == pytest.approx(judge.range.high)


@pytest.mark.parametrize("name", ["text/answer", "text/abstention"])
def test_short_answers_are_places_integers_years_and_persons_each_paid(name: str) -> None:
    rows = SOURCES[name].rows(256, seed=7)
    for first, asked in ((0, "Which"), (64, "How many"), (128, "When"), (192, "Who")):
        for row in rows[first : first + 64]:
            said = row["answer"][0] if isinstance(row["answer"], list) else row["answer"]
            assert row["prompt"].startswith(asked)
            assert get(name).score(completion=said, **row).value == 1.0


def test_rows_are_made_by_their_seed_and_differ() -> None:
    for source in SOURCES.values():
        rows = source.rows(12, seed=1)
        assert rows == source.rows(20, seed=1)[:12]
        assert len({json.dumps(row, default=str) for row in rows}) == 12


def test_a_run_goes_on_where_it_stopped_and_prints_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "own.jsonl"
    options = ["text/exact", "--out", str(out), "--seconds", "20", "--rows", "6"]
    assert main(options) == 0
    first = out.read_text()
    out.write_text(first + '{"key": ["to')
    assert main(options) == 0
    assert out.read_text().startswith(first)
    assert "| `text/exact` | 6 |" in capsys.readouterr().out


def test_what_a_card_names_is_told_apart_from_what_it_does_not() -> None:
    named = {"text/x": {"false_pass:spray": "Lists are paid."}}
    (row,) = sums([line("text/x", "spray", "several"), line("text/x", conduct=("slow",))], named)
    assert row["named"] == ["false_pass:spray"]
    assert row["beyond"] == ["false_pass:several", "conduct:slow"]
    assert (row["rows"], row["tried"]) == (128, 2000)


def test_each_known_finding_quotes_a_known_failure_of_its_card() -> None:
    for name, found in known().items():
        failures = registry().entries[name].card.known_failures
        assert set(found.values()) <= set(failures)


def test_an_unknown_verifier_is_refused() -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["text/exakt"])
