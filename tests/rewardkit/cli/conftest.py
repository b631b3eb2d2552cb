"""The command line in this process: what it printed and with what it exited."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rewardkit.cli import main


@dataclass(frozen=True)
class Result:
    """What one run of the command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The standard output as JSON, in which NaN does not exist."""
        return json.loads(self.out, parse_constant=pytest.fail)


Run = Callable[..., Result]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `rewardkit` with these words, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delenv("REWARDKIT_DEBUG", raising=False)

    def run(*words: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["rewardkit", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return Result(int(stop.value.code or 0), out, err)

    return run


@pytest.fixture
def rows(tmp_path: Path) -> Callable[..., str]:
    """Write rows into a file of JSON lines and return its name; text is written as it is."""

    def write(*lines: object, name: str = "samples.jsonl") -> str:
        text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
        (tmp_path / name).write_text(text)
        return name

    return write
