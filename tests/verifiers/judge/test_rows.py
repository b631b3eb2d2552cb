"""Submissions and replies of every shape, before a judge that approves of everything."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from rewardkit.certify.corpus import certify
from rewardkit.data.sample_files import read_rows

ROWS = Path(__file__).parent / "rows.jsonl"


def test_hostile_rows_earn_nothing_broken_replies_are_errors_and_honest_rows_are_paid() -> None:
    report = certify(read_rows(str(ROWS)), family="judge")
    assert [one.id for one in report.failures] == []
    assert not report.skipped


def test_the_rows_are_of_every_kind_and_no_two_are_the_same() -> None:
    rows = [json.loads(line) for line in ROWS.read_text().splitlines()]
    kinds = Counter((row["kind"], row.get("stage"), row["gold"] is None) for row in rows)
    assert min(kinds.values()) >= 20
    assert len(kinds) == 5
    assert len({(row["prompt"], row["completion"]) for row in rows}) == len(rows)
