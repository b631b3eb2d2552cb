"""`rewardkit export` writes the file and shows the lines to paste."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rewardkit.cli import app


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app._frame(words), list(words))
    return result.exit_code, result.output


def test_a_file_is_written_once_and_names_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = call("export", "text/exact", "--to", "verl", "--missing", "low")
    assert code == 0, said
    path = tmp_path / "rewardkit_verl.py"
    assert f"path: {path}" in said
    assert "for_verl(missing='low')" in path.read_text()
    code, said = call("export", "text/exact", "--to", "verl")
    assert code == 2
    assert "--force" in said
    assert call("export", "text/exact", "--to", "verl", "--force")[0] == 0


def test_paths_of_fields_are_written_into_the_call(tmp_path: Path) -> None:
    out = tmp_path / "r.py"
    words = ("export", "text/exact", "--to", "slime", "-o", str(out))
    assert call(*words, "--column", "answer=gold.text")[0] == 0
    assert "columns={'answer': 'gold.text'}" in out.read_text()
    assert call(*words, "--column", "answer", "--force")[0] == 2


def test_an_unknown_trainer_is_a_usage_error(tmp_path: Path) -> None:
    code, said = call("export", "text/exact", "--to", "verll", "-o", str(tmp_path / "x.py"))
    assert code == 2
    assert "Did you mean 'verl'" in said
