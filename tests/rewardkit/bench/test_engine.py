"""The bench compares like with like, and times nothing that is wrong without saying so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rewardkit import score
from rewardkit.bench import engine


def test_the_report_holds_what_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    assert engine.main(["--rows", "40", "--runs", "1", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["correct"] is True
    assert (report["rows"], report["runs"]) == (40, 1)
    assert [one["count"] for one in report["components"]] == [1, 4]
    for one in report["components"]:
        assert one["loop_rows_per_second"] > 0
        assert one["engine_rows_per_second"] > 0
        assert one["ratio"] > 0


def test_a_person_gets_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert engine.main(["--rows", "40", "--runs", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("math/distance over 40 rows, median of 1 runs\n")
    assert "WRONG" not in out


def test_an_engine_that_disagrees_with_the_loop_fails_the_bench(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    honest = score

    def backwards(*arguments: Any) -> Any:
        return honest(*arguments)[::-1]

    monkeypatch.setattr(engine, "score", backwards)
    assert engine.main(["--rows", "40", "--runs", "1"]) == 1
    assert "WRONG: the engine and the loop disagree" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--rows", "0"], ["--rows", "many"], ["--runs", "-1"]])
def test_odd_numbers_are_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        engine.main(wrong)
    assert wrong[0] in capsys.readouterr().err
