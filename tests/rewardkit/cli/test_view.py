"""The verb `view` serves the page of what is still growing."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

RESULT = {"id": "a", "value": 1.0, "status": "ok", "components": {"right": 1.0}}


def test_view_serves_the_page_anew_and_nothing_else(rows: Any, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    scores = str(tmp_path / rows(RESULT, name="out.jsonl"))
    process = subprocess.Popen(
        [sys.executable, "-m", "rewardkit", "view", scores, "--port", "0"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[0]
        with urllib.request.urlopen(address) as reply:
            assert b'http-equiv="refresh" content="15"' in reply.read()
        with Path(scores).open("a") as file:
            file.write(json.dumps({**RESULT, "id": "later"}) + "\n")
        with urllib.request.urlopen(address) as reply:
            assert b"later" in reply.read()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}etc/passwd")
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
