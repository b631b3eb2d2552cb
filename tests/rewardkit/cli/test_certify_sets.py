"""`rewardkit certify --sets` writes certificates and notices a family that became worse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from rewardkit.certify.certificate import PAGE

Run = Any
ROWS = [
    {"id": "r1", "completion": "#### 4", "gold": "4", "ok": True},
    {"id": "w1", "completion": "#### 5", "gold": "4", "ok": False},
]
SET = {
    "name": "mine",
    "family": "math",
    "file": "rows.jsonl",
    "reward": "math/number",
    "map": {"answer": "gold", "right": "ok"},
}


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A list of one set beside its rows."""
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    path = tmp_path / "sets.yaml"
    path.write_text(yaml.safe_dump({"sets": [SET]}))
    return path


def test_certify_writes_a_certificate_and_notices_a_family_that_became_worse(
    cli: Run, sets: Path
) -> None:
    written = cli("certify", "--sets", str(sets), "--write")
    assert written.code == 0
    assert "| math | mine | 0 of 1 (0.0 to 79.3 %) |" in sets.with_name(PAGE).read_text()
    assert cli("certify", "--sets", str(sets)).code == 0
    lost = {**ROWS[0], "completion": "no idea"}
    sets.with_name("rows.jsonl").write_text(json.dumps(lost) + "\n" + json.dumps(ROWS[1]))
    found = cli("certify", "--sets", str(sets), "--json")
    assert found.code == 1
    assert json.loads(found.out)[0]["false_fails"] == ["r1"]
    assert "worse: math on mine: 1 false fails instead of 0; new: r1" in found.err


def test_write_needs_sets(cli: Run) -> None:
    found = cli("certify", "--write")
    assert found.code == 2
    assert "give --sets" in found.err
