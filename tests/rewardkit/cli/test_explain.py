"""`rewardkit explain` and `rewardkit schema`: a reward before anything runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Run = Any

SPEC = """\
reward:
  weighted:
    parts:
      format: [0.3, format/tags]
      math: [0.7, {use: math/distance, with: {mode: log}}]
"""


def test_the_tree_shows_ranges_weights_shares_and_warnings(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(SPEC)
    found = cli("explain", "r.yaml")
    assert found.code == 0
    for part in (
        "weighted  [0, 1]",
        "x 0.7  70%  math/distance@1  mode=log",
        "pays_without_answer",
    ):
        assert part in found.out
    assert "weighted.format: it reads no answer and adds up to 0.3" in found.out


def test_json_holds_tree_and_warnings(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(SPEC)
    found = cli("explain", "r.yaml", "--json").json
    assert [child["share"] for child in found["tree"]["children"]] == [0.3, 0.7]
    assert [one["code"] for one in found["warnings"]] == ["pays_without_answer"]


def test_strict_fails_on_a_warning(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(SPEC)
    assert cli("explain", "r.yaml", "--strict").code == 1
    assert cli("explain", "text/exact", "--strict").code == 0
    assert "no warnings" in cli("explain", "text/exact").out


def test_the_bound_of_dominance_can_be_set(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(SPEC.replace("format/tags", "text/exact"))
    assert "dominates" not in cli("explain", "r.yaml").out
    assert "'math' makes up 70%" in cli("explain", "r.yaml", "--dominant", "0.6").out


def test_a_wrong_spec_is_one_paragraph_with_file_and_line(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(SPEC.replace("math/distance", "math/distnce"))
    found = cli("explain", "r.yaml")
    assert found.code == 2
    assert found.err.startswith("error: r.yaml:5: reward.weighted.parts.math[1].use: no verifier")
    assert "Did you mean 'math/distance'?" in found.err


def test_a_module_in_the_current_folder_and_beside_the_spec_is_found(
    cli: Run, tmp_path: Path
) -> None:
    code = (
        "from rewardkit import reward\n@reward\ndef hm(completion: str) -> bool:\n    return True\n"
    )
    (tmp_path / "here_and_now.py").write_text(code)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "beside_it.py").write_text(code)
    (tmp_path / "sub" / "r.yaml").write_text("reward: beside_it:hm\n")
    assert cli("explain", "here_and_now:hm").code == 0
    assert cli("explain", "sub/r.yaml").code == 0
    wrong = cli("explain", "here_and_now:hmm")
    assert wrong.code == 2
    assert "Did you mean 'hm'?" in wrong.err


def test_the_schema_goes_to_stdout_or_a_file(cli: Run, tmp_path: Path) -> None:
    printed = cli("schema").json
    assert cli("schema", "-o", "s.json").out == ""
    assert json.loads((tmp_path / "s.json").read_text()) == printed
