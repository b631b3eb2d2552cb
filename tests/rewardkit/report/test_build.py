"""Reports of results, runs and attacks: their content, and the errors of odd sources."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rewardkit.errors import InputError
from rewardkit.report.build import build
from rewardkit.report.entries import read_scores
from rewardkit.score_files.formats import convert, staging_of

pytest.importorskip("matplotlib")

RESULTS: list[dict[str, Any]] = [
    {"id": "a", "value": 1.0, "status": "ok", "components": {"right": 1.0, "form": 1.0}},
    {"id": "b", "value": 0.25, "status": "ok", "components": {"right": 0.0, "form": 1.0}},
    {
        "id": "c", "value": None, "status": "error", "reason": "bad_answer",
        "components": {"right": None, "form": 1.0}, "detail": "the reference 'x' has no number",
    },
]  # fmt: skip
SAMPLES: list[dict[str, Any]] = [
    {"id": "a", "prompt": "2+2?", "completion": "<answer>4</answer>", "answer": "4"},
    {"id": "b", "prompt": "2+2?", "completion": "</script><b>5</b>", "answer": "4"},
    {"id": "c", "prompt": "3+3?", "completion": "6", "answer": "x"},
]


def write(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


@pytest.fixture
def scored(tmp_path: Path) -> tuple[str, str]:
    return write(tmp_path / "out.jsonl", RESULTS), write(tmp_path / "in.jsonl", SAMPLES)


def test_texts_are_joined_to_results_by_id(scored: tuple[str, str]) -> None:
    entries = read_scores(*scored)
    assert [(one.prompt, one.answer, one.group) for one in entries] == [
        ("2+2?", "4", "2+2?"),
        ("2+2?", "4", "2+2?"),
        ("3+3?", "x", "3+3?"),
    ]
    assert read_scores(scored[0])[0].completion == ""


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet", "jsonl.gz"])
def test_every_format_that_score_writes_is_read_alike(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / f"out.{suffix}"
    lines = staging_of(out)
    write(lines, [{**row, "fingerprint": "f00"} for row in RESULTS])
    convert(lines, out)
    found = read_scores(str(out), write(tmp_path / "in.jsonl", SAMPLES))
    assert [(one.id, one.value, one.status, one.cause, one.parts) for one in found] == [
        (row["id"], row["value"], row["status"], row.get("reason", ""), row["components"])
        for row in RESULTS
    ]
    assert found[1].completion == SAMPLES[1]["completion"]


def test_rows_of_one_id_keep_their_own_texts_and_values(tmp_path: Path) -> None:
    """The n-th row of an id in the results belongs to the n-th row of that id in the samples."""
    same = [{**row, "id": "a"} for row in RESULTS]
    scored = write(tmp_path / "out.jsonl", same)
    samples = write(tmp_path / "in.jsonl", [{**row, "id": "a"} for row in SAMPLES])
    found = read_scores(scored, samples)
    assert [one.id for one in found] == ["a", "a#2", "a#3"]
    assert [one.completion for one in found] == [row["completion"] for row in SAMPLES]
    again = build(scored, samples, write(tmp_path / "again.jsonl", same))
    assert "3 ids are in again.jsonl too; 0 values differ." in again.facts


def test_the_cause_of_a_missing_value_stands_in_the_report(scored: tuple[str, str]) -> None:
    found = build(*scored)
    head, rows = found.tables["Why"]
    assert head == ("status", "reason", "rows", "share", "first detail")
    assert rows[1] == ["error", "bad_answer", 1, 1 / 3, "the reference 'x' has no number"]
    assert found.alarms == ["1 of 3 completions have no value; see Why."]
    parts = {row[0]: row[1:4] for row in found.tables["Components"][1]}
    assert parts["right"] == [2, pytest.approx(1 / 3), 0.5]


def test_a_completion_cannot_end_the_data_or_add_a_script(scored: tuple[str, str]) -> None:
    html = build(*scored).html()
    assert html.count("</script>") == 2
    assert "</script><b>5" not in html
    assert "default-src 'none'" in html
    assert "http://" not in html.replace("http://www.w3.org/", "")
    assert "https://" not in html


def test_the_same_results_give_the_same_page(scored: tuple[str, str]) -> None:
    code = (
        "import sys; from rewardkit.report.build import build; print(build(*sys.argv[1:]).html())"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", code, *scored], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(pages) == 1


def test_two_files_are_compared_by_id(scored: tuple[str, str], tmp_path: Path) -> None:
    other = write(tmp_path / "new.jsonl", [{**RESULTS[0], "value": 0.5}, RESULTS[1]])
    found = build(*scored, other)
    assert "2 ids are in new.jsonl too; 1 values differ." in found.facts
    assert found.tables["Furthest apart from new.jsonl"][1] == [["a", 1.0, 0.5, "ok", "ok"]]


def test_dead_groups_are_an_alarm(tmp_path: Path) -> None:
    rows = [
        {"id": f"{g}{k}", "group": g, "value": 1.0, "status": "ok", "components": {}}
        for g in "xyz"
        for k in range(4)
    ]
    found = build(write(tmp_path / "out.jsonl", rows))
    assert found.alarms == ["3 of 3 groups are dead: all values are equal."]


def test_a_run_that_goes_on_is_read_up_to_its_last_whole_line(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    steps = [
        {"stage": "grpo", "step": at, "reward": at / 9, "components": {"form": 1.0}}
        for at in range(1, 9)
    ]
    write(folder / "metrics.jsonl", [{"stage": "prime", "step": 1}, *steps])
    with (folder / "metrics.jsonl").open("a") as file:
        file.write('{"stage": "grpo", "st')
    found = build(str(folder))
    assert found.facts[0] == "8 steps; the run goes on"
    assert {"reward", "components"} <= found.plots.keys()


def test_an_attack_is_a_report_of_its_holes(tmp_path: Path) -> None:
    path = tmp_path / "attack.json"
    hole = {
        "kind": "false_pass", "policy": "policy/empty", "id": "r1", "completion": "",
        "value": 1.0, "honest_value": 1.0, "share": 1.0, "component": "right",
    }  # fmt: skip
    data = {"reward": "mine:total", "fingerprint": "ab", "rows": 3, "holes": [hole], "calls": 9}
    path.write_text(json.dumps({**data, "false_fails": [], "conduct": [{"kind": "state"}]}))
    found = build(str(path))
    assert found.title == "Attack on mine:total"
    assert found.alarms == ["1 holes: false_pass 1"]
    assert (found.entries[0].tags, found.entries[0].cause) == ("policy/empty", "right")
    assert found.tables["Conduct"] == (["kind"], [["state"]])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("out.jsonl", '{"id": 1}\n', "no result of `rewardkit score -o`: value is missing"),
        ("out.jsonl", "{\n", "not JSON"),
        ("out.jsonl", "", "there are no results in it"),
        ("out.json", None, "there is no file"),
    ],
)
def test_what_is_no_source_is_refused(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=message):
        build(str(path))


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no run folder"):
        build(str(tmp_path))
