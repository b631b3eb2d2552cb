"""Right, wrong and cheating programs in the forms of data sets, on both backends.

The right ones print, return or pass in CPython what their rows say; the wrong ones do not, or only
since they look at the tests.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Sample, get

DATA = Path(__file__).parent / "data"
ROWS = [
    json.loads(line)
    for name in ("programs.jsonl", "formats.jsonl")
    for line in (DATA / name).read_text("utf-8").splitlines()
]
KINDS = sorted({(row["verifier"], json.dumps(row["settings"], sort_keys=True)) for row in ROWS})


@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
@pytest.mark.parametrize(("verifier", "settings"), KINDS)
def test_right_programs_are_paid_and_others_get_nothing(
    verifier: str, settings: str, right: bool, backend: str
) -> None:
    rows = [row for row in ROWS if row["verifier"] == verifier and bool(row["value"]) is right]
    rows = [row for row in rows if row["settings"] == json.loads(settings)]
    reward: Any = get(f"code/{verifier}", backend=backend, **json.loads(settings))
    samples = [
        Sample(row["completion"], row.get("prompt", ""), row.get("answer"), row["columns"])
        for row in rows
    ]
    found = reward.score_many(samples)
    wrong = {
        row["id"]: (one.value, one.score.reason, one.score.detail)
        for row, one in zip(rows, found, strict=True)
        if one.value != row["value"]
    }
    assert wrong == {}
