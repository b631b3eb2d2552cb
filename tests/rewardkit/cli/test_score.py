"""`rewardkit score`: every row gets a result, in order, and an interrupted run can go on."""

from __future__ import annotations

import io
import json
import math
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Reward, Score, get, reward, weighted
from rewardkit.data.locks import lock_beside
from rewardkit.data.sample_files import Row
from rewardkit.score_files.job import KEYS, Job, read_label, run

Run = Any
Write = Callable[..., str]
HERE = __name__

MATH = [
    {"id": "a", "completion": "#### 4", "answer": "4", "ok": True},
    {"id": "b", "completion": "#### 5", "answer": "4", "ok": False},
    {"completion": "no idea", "answer": "4", "ok": False},
]


@reward(range=(0, 10))
def size(completion: str) -> Any:
    """Count characters; some completions are trouble."""
    if completion == "error":
        return Score.error("down", "the judge is down")
    if completion == "stop":
        raise KeyboardInterrupt
    return min(len(completion), 10)


ranked = size.normalise("rank")
remembering = size.normalise("running")


def results(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line, parse_constant=pytest.fail) for line in path.read_text().splitlines()]


# --- results ---------------------------------------------------------------------------------
def test_every_row_gets_a_result_in_input_order(cli: Run, rows: Write, tmp_path: Path) -> None:
    found = cli("score", "math/number", rows(*MATH), "-o", "out.jsonl")
    assert found.code == 0
    out = results(tmp_path / "out.jsonl")
    assert [list(one) for one in out] == [list(KEYS)] * 3
    assert [(one["id"], one["value"], one["status"]) for one in out] == [
        ("a", 1.0, "ok"),
        ("b", 0.0, "ok"),
        ("2", 0.0, "unparsed"),
    ]
    assert out[2]["reason"] == "not_a_number"
    assert {one["fingerprint"] for one in out} == {get("math/number").fingerprint}
    assert all(one["components"] == {"number": one["value"]} for one in out)
    assert all(one["seconds"] >= 0 for one in out)


def test_components_of_a_composition_are_named(cli: Run, rows: Write, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(
        "reward:\n  weighted:\n    parts:\n      right: math/number\n      near: math/distance\n"
    )
    cli("score", "r.yaml", rows(*MATH), "-o", "out.jsonl")
    first = results(tmp_path / "out.jsonl")[0]
    assert first["components"] == {"right": 1.0, "near": 5.0}
    assert first["value"] == 2.0


def test_a_broken_row_is_an_error_with_its_line_and_stops_nothing(
    cli: Run, rows: Write, tmp_path: Path
) -> None:
    path = rows("{broken", MATH[0], {"response": "x"}, MATH[1], "[1]")
    found = cli("score", "math/number", path, "-o", "out.jsonl", "--json")
    assert found.code == 0
    out = results(tmp_path / "out.jsonl")
    assert [one["id"] for one in out] == ["0", "a", "2", "b", "4"]
    assert [one["reason"] for one in out] == ["bad_row", "", "bad_row", "wrong", "bad_row"]
    assert out[0]["detail"].startswith("line 1: not JSON")
    assert out[2]["detail"].startswith("line 3: the row has no 'completion'")
    assert out[0]["components"] == {"number": None}
    assert found.json["total"]["reasons"]["bad_row"] == 3
    assert found.json["total"]["status"]["error"] == 0.6


def test_only_broken_rows_are_the_wrong_file(cli: Run, rows: Write) -> None:
    found = cli("score", "math/number", rows({"response": "4"}, {"response": "5"}))
    assert found.code == 2
    assert "every row is broken; the first: the row has no 'completion'" in found.err
    assert "--column completion=NAME" in found.err
    empty = cli("score", "math/number", rows("", name="empty.jsonl"))
    assert (empty.code, "there are no rows to score" in empty.err) == (2, True)


def test_a_missing_column_is_told_before_any_scoring(cli: Run, rows: Write) -> None:
    found = cli("score", "math/number", rows({"completion": "4", "anwser": "4"}))
    assert found.code == 2
    assert "asks for 'answer', which the data does not have. Did you mean 'anwser'?" in found.err


def test_an_error_keeps_its_detail_and_has_no_value(cli: Run, rows: Write, tmp_path: Path) -> None:
    cli(
        "score", f"{HERE}:size", rows({"completion": "error"}, {"completion": "x"}), "-o", "o.jsonl"
    )
    first, second = results(tmp_path / "o.jsonl")
    assert (first["value"], first["status"], first["reason"]) == (None, "error", "down")
    assert first["detail"] == "the judge is down"
    assert "detail" not in second


def test_samples_come_from_stdin_and_other_columns(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        buffer = io.BytesIO(b'{"reply": "#### 4", "gold": 4}\n')

    monkeypatch.setattr(sys, "stdin", Stdin())
    words = ["--column", "completion=reply", "--column", "answer=gold"]
    found = cli("score", "math/number", "-", *words, "--json")
    assert found.json["total"]["mean"] == 1.0


def test_completion_and_answer_can_change_places(cli: Run, rows: Write) -> None:
    path = rows({"answer": "#### 4", "completion": "4"})
    words = ["--column", "answer=completion", "--column", "completion=answer", "--json"]
    assert cli("score", "math/number", path, *words).json["total"]["mean"] == 1.0


@pytest.mark.parametrize("word", ["answer", "=gold", "answer="])
def test_a_column_must_be_field_and_name(cli: Run, rows: Write, word: str) -> None:
    found = cli("score", "math/number", rows(*MATH), "--column", word)
    assert found.code == 2
    assert "must be FIELD=COLUMN, such as answer=gold" in found.err


def test_a_column_becomes_one_field(cli: Run, rows: Write) -> None:
    found = cli("score", "math/number", rows(*MATH), "--column", "x=ok", "--column", "y=ok")
    assert (found.code, "reads 'ok' twice" in found.err) == (2, True)
    both = cli("score", "math/number", rows(*MATH), "--column", "x=ok", "--column", "x=answer")
    assert (both.code, "gives 'x' twice" in both.err) == (2, True)
    near = cli("score", "math/number", rows(*MATH), "--column", "anser=ok")
    assert "note: --column makes a new column 'anser'. Did you mean 'answer'?" in near.err


def test_limit_reads_no_further(cli: Run, rows: Write) -> None:
    assert cli("score", "math/number", rows(*MATH), "--limit", 2, "--json").json["rows"] == 2


def test_on_error_raise_stops_with_the_row(cli: Run, rows: Write) -> None:
    path = rows({"completion": "x"}, {"completion": "error", "id": "e7"})
    found = cli("score", f"{HERE}:size", path, "--on-error", "raise")
    assert found.code == 3
    assert "down" in found.err


@pytest.mark.parametrize("word", ["rase", "boom"])
def test_an_unknown_error_policy_names_the_known_ones(cli: Run, rows: Write, word: str) -> None:
    found = cli("score", f"{HERE}:size", rows(*MANY), "--on-error", word)
    assert found.code == 2
    assert f"--on-error {word!r} is not known." in found.err
    assert found.err.count("raise") == 1
    assert "Traceback" not in found.err


def test_any_number_of_workers_and_a_cache_give_the_same_results(
    cli: Run, rows: Write, tmp_path: Path
) -> None:
    path = rows(*MATH)
    cli("score", "math/number", path, "-o", "one.jsonl")
    for _ in range(2):
        cli("score", "math/number", path, "-o", "two.jsonl", "--workers", 3, "--cache", "v.sqlite")

    def without_time(name: str) -> list[dict[str, Any]]:
        return [{**one, "seconds": 0} for one in results(tmp_path / name)]

    assert without_time("one.jsonl") == without_time("two.jsonl")


# --- where results go ------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["samples.jsonl", "./samples.jsonl", "link.jsonl"])
def test_results_never_overwrite_the_samples(
    cli: Run, rows: Write, tmp_path: Path, name: str
) -> None:
    path = rows(*MATH)
    (tmp_path / "link.jsonl").symlink_to(tmp_path / path)
    before = (tmp_path / path).read_text()
    for words in ([], ["--resume"]):
        found = cli("score", "math/number", path, "-o", name, *words)
        assert (found.code, "is the samples and would be overwritten" in found.err) == (2, True)
        assert (tmp_path / path).read_text() == before


def test_results_never_overwrite_the_spec(cli: Run, rows: Write, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("reward: math/number\n")
    found = cli("score", "r.yaml", rows(*MATH), "-o", "r.yaml")
    assert (found.code, "r.yaml: is the spec and would be overwritten" in found.err) == (2, True)
    assert (tmp_path / "r.yaml").read_text() == "reward: math/number\n"


@pytest.mark.parametrize(
    ("spec", "row"),
    [
        ("math/number", {"completion": "4", "gold": "4"}),
        ("math/number", {"reply": "4"}),
        ("math/nothing", {"completion": "4", "answer": "4"}),
        ("math/number", ""),
    ],
)
def test_older_results_stay_until_the_first_new_one_is_there(
    cli: Run, rows: Write, tmp_path: Path, spec: str, row: object
) -> None:
    (tmp_path / "out.jsonl").write_text("older\n")
    assert cli("score", spec, rows(row), "-o", "out.jsonl").code == 2
    assert (tmp_path / "out.jsonl").read_text() == "older\n"


@pytest.mark.parametrize(
    ("out", "message"),
    [("nowhere/out.jsonl", "there is no folder 'nowhere'"), (".", ".: is a folder; name a file")],
)
def test_a_place_that_cannot_be_written_is_told_before_scoring(
    cli: Run, rows: Write, out: str, message: str
) -> None:
    found = cli("score", "math/number", rows(*MATH), "-o", out)
    assert (found.code, message in found.err) == (2, True)


def test_a_folder_is_no_file_of_samples(cli: Run) -> None:
    found = cli("score", "math/number", ".")
    assert (found.code, ".: is a folder, not a file of samples" in found.err) == (2, True)


def test_a_schema_is_written_only_where_it_can_be(cli: Run, tmp_path: Path) -> None:
    for out, message in (("nowhere/x.json", "there is no folder 'nowhere'"), (".", "is a folder")):
        found = cli("schema", "-o", out)
        assert (found.code, message in found.err) == (2, True)
    assert cli("schema", "-o", "x.json").code == 0
    assert json.loads((tmp_path / "x.json").read_text())


# --- the summary -----------------------------------------------------------------------------
def test_the_summary_is_a_table_or_json(cli: Run, rows: Write) -> None:
    path = rows(*MATH)
    table = cli("score", "math/number", path).out
    for part in ("mean", "p95", "unparsed", "33.3%", "not_a_number 1", "3 rows"):
        assert part in table
    found = cli("score", "math/number", path, "--json").json
    assert found["total"]["mean"] == pytest.approx(1 / 3)
    assert found["components"]["number"]["status"]["ok"] == pytest.approx(2 / 3)
    assert "agreement" not in found["total"]


def test_agreement_with_a_label_counts_both_mistakes(cli: Run, rows: Write) -> None:
    path = rows(*MATH, {"completion": "#### 4", "answer": "4", "ok": False}, {"completion": "4"})
    found = cli("score", "math/number", path, "--agree", "ok", "--json").json
    agreement = found["total"]["agreement"]
    assert (agreement["threshold"], agreement["rows"]) == (1.0, 4)
    assert (agreement["true_positives"], agreement["true_negatives"]) == (1, 2)
    assert (agreement["false_positives"], agreement["false_negatives"]) == (1, 0)
    assert found["unlabelled"] == 1
    text = cli("score", "math/number", path, "--agree", "ok").out
    assert "total >= 1 agrees with 75.00% of 4 labels (false positives 1, false" in text
    assert "1 without a label" in text
    low = cli("score", "math/number", path, "--agree", "ok", "--threshold", "0", "--json").json
    assert low["total"]["agreement"]["false_positives"] == 3


def test_a_label_that_no_row_has_is_an_error(cli: Run, rows: Write) -> None:
    found = cli("score", "math/number", rows(*MATH), "--agree", "okay")
    assert (found.code, "no row has a true/false label in the column 'okay'" in found.err) == (
        2,
        True,
    )
    alone = cli("score", "math/number", rows(*MATH), "--threshold", "1")
    assert (alone.code, "give --agree COLUMN" in alone.err) == (2, True)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (True, True),
        (0, False),
        (1.0, True),
        ("False", False),
        ("1", True),
        ("", None),
        (None, None),
    ],
)
def test_labels_are_read_as_people_write_them(value: object, label: bool | None) -> None:
    assert read_label(Row(0, "0", {"ok": value}), "ok") is label


@pytest.mark.parametrize("value", ["maybe", 2, 0.1, ["true"]])
def test_a_label_that_is_neither_true_nor_false_is_refused_with_its_row(
    cli: Run, rows: Write, value: object
) -> None:
    good = {"completion": "4", "answer": "4", "ok": "correct"}
    found = cli("score", "math/number", rows(good, {**good, "ok": value}), "--agree", "ok")
    assert (found.code, found.out) == (2, "")
    assert f"line 2: label {str(value)!r} is neither true nor false" in found.err


def test_explain_shows_what_each_part_saw(cli: Run, rows: Write, tmp_path: Path) -> None:
    path = rows(*MATH)
    assert "number saw extracted='4'" in cli("score", "math/number", path, "--explain").out
    cli("score", "math/number", path, "--explain", "-o", "out.jsonl")
    out = results(tmp_path / "out.jsonl")
    assert out[0]["explain"]["number"]["extracted"] == "4"
    assert out[2]["explain"]["number"]["reason"] == "not_a_number"


def test_hostile_text_neither_moves_the_cursor_nor_ends_the_run(cli: Run, rows: Write) -> None:
    odd = {"id": "\x1b[2J\ud800", "completion": "#### 4\x1b[2J\ud800", "answer": "4"}
    found = cli("score", "math/number", rows(odd), "--explain")
    assert found.code == 0
    assert "\x1b" not in found.out
    assert "--- \\x1b[2J\\ud800" in found.out
    assert cli("score", "math/number", rows(odd), "--explain", "-o", "out.jsonl").code == 0


# --- taking up an interrupted run ------------------------------------------------------------
MANY: list[dict[str, Any]] = [{"completion": "x" * (n % 13), "ok": n % 2 == 0} for n in range(40)]


def without_time(text: str) -> list[dict[str, Any]]:
    return [{**json.loads(line), "seconds": 0} for line in text.splitlines()]


@pytest.mark.parametrize("cut", [0, 1, 80, 81, 700, 10**9])
def test_a_run_cut_off_anywhere_goes_on_to_the_same_results(
    cli: Run, rows: Write, tmp_path: Path, cut: int
) -> None:
    path = rows(*MANY)
    words = ["score", f"{HERE}:size", path, "--agree", "ok", "--json"]
    whole = cli(*words, "-o", "whole.jsonl")
    text = (tmp_path / "whole.jsonl").read_bytes()
    (tmp_path / "cut.jsonl").write_bytes(text[:cut])
    resumed = cli(*words, "-o", "cut.jsonl", "--resume")
    assert resumed.code == 0, resumed.err
    assert without_time((tmp_path / "cut.jsonl").read_text()) == without_time(text.decode())
    before, after = whole.json, resumed.json
    assert after["resumed"] == text[:cut].count(b"\n")
    assert after["total"] == before["total"]
    assert after["rows"] == 40


def test_resuming_what_was_never_begun_begins_it(cli: Run, rows: Write, tmp_path: Path) -> None:
    found = cli("score", f"{HERE}:size", rows(*MANY), "-o", "new.jsonl", "--resume")
    assert found.code == 0
    assert len(results(tmp_path / "new.jsonl")) == 40
    alone = cli("score", f"{HERE}:size", rows(*MANY), "--resume")
    assert (alone.code, "--resume goes on with an --out file" in alone.err) == (2, True)


def test_a_cut_off_group_is_scored_again_as_a_whole(cli: Run, rows: Write, tmp_path: Path) -> None:
    lines = [{**row, "prompt": f"p{n // 4}"} for n, row in enumerate(MANY)]
    path = rows(*lines)
    cli("score", f"{HERE}:ranked", path, "-o", "whole.jsonl")
    text = (tmp_path / "whole.jsonl").read_text()
    kept = text.splitlines(keepends=True)[:10]  # two groups and a half
    (tmp_path / "cut.jsonl").write_text("".join(kept))
    found = cli("score", f"{HERE}:ranked", path, "-o", "cut.jsonl", "--resume", "--json")
    assert found.json["resumed"] == 8
    assert without_time((tmp_path / "cut.jsonl").read_text()) == without_time(text)


def test_a_reward_that_remembers_cannot_be_taken_up(cli: Run, rows: Write) -> None:
    words = ["score", f"{HERE}:remembering", rows(*MANY), "-o", "out.jsonl"]
    assert cli(*words).code == 0
    found = cli(*words, "--resume")
    assert found.code == 2
    assert "normalised by everything scored before" in found.err


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ('{"id": "0"}\n', "out.jsonl:1: not a result of `rewardkit score` (value is missing)"),
        ("nonsense\n", "out.jsonl:1: not a result of `rewardkit score` (JSON is missing)"),
        ("3\n", "out.jsonl:1: not a result"),
    ],
)
def test_a_file_of_something_else_is_not_touched(
    cli: Run, rows: Write, tmp_path: Path, before: str, message: str
) -> None:
    (tmp_path / "out.jsonl").write_text(before)
    found = cli("score", f"{HERE}:size", rows(*MANY), "-o", "out.jsonl", "--resume")
    assert found.code == 2
    assert message in found.err
    assert (tmp_path / "out.jsonl").read_text() == before


def test_results_of_another_reward_or_of_other_rows_are_not_continued(
    cli: Run, rows: Write, tmp_path: Path
) -> None:
    cli("score", f"{HERE}:size", rows(*MANY), "-o", "out.jsonl")
    other = cli("score", f"{HERE}:ranked", rows(*MANY), "-o", "out.jsonl", "--resume")
    assert other.code == 2
    assert "out.jsonl:1: was scored by another reward (fingerprint" in other.err
    named = rows(*[{**row, "id": f"n{n}"} for n, row in enumerate(MANY)], name="named.jsonl")
    moved = cli("score", f"{HERE}:size", named, "-o", "out.jsonl", "--resume")
    assert "result 0 is of id '0', where named.jsonl has id 'n0'" in moved.err
    fewer = cli("score", f"{HERE}:size", rows(MANY[0]), "-o", "out.jsonl", "--resume")
    assert "result 1 is of id '1', where samples.jsonl has no row" in fewer.err
    assert len(results(tmp_path / "out.jsonl")) == 40


STOPPED = [{"completion": f"{n}", "gold": str(n)} for n in range(3)]


@pytest.fixture
def stopped(cli: Run, rows: Write, tmp_path: Path) -> str:
    """Samples of which three are scored into out.jsonl before a Ctrl-C."""
    path = rows(*STOPPED, {"completion": "stop", "gold": ""})
    words = ["--column", "answer=gold", "--chunk", "1"]
    assert cli("score", f"{HERE}:size", path, "-o", "out.jsonl", *words).code == 130
    assert len(results(tmp_path / "out.jsonl")) == 3
    return path


def test_rows_that_have_changed_are_not_continued(
    cli: Run, rows: Write, stopped: str, tmp_path: Path
) -> None:
    words = ["score", f"{HERE}:size", stopped, "-o", "out.jsonl", "--resume"]
    changed = [STOPPED[0], {"completion": "changed", "gold": "1"}, STOPPED[2]]
    rows(*changed)
    found = cli(*words, "--column", "answer=gold")
    assert found.code == 2
    assert "result 1 (id '1') is of a row that is no longer the same in samples" in found.err
    rows(*STOPPED, {"completion": "go"})
    other = cli(*words)
    assert other.code == 2
    assert "was made with --column answer=gold, this run has no --column" in other.err
    assert len(results(tmp_path / "out.jsonl")) == 3


def test_the_marks_of_rows_go_when_the_run_completes(
    cli: Run, rows: Write, stopped: str, tmp_path: Path
) -> None:
    marks = tmp_path / "out.jsonl.resume"
    assert marks.exists()
    rows(*STOPPED, {"completion": "go", "gold": ""})
    words = ["score", f"{HERE}:size", stopped, "-o", "out.jsonl", "--column", "answer=gold"]
    found = cli(*words, "--resume")
    assert (found.code, "note:" in found.err) == (0, False)
    assert not marks.exists()
    again = cli(*words, "--resume")
    assert again.code == 0
    assert "out.jsonl.resume does not tell which rows the results are of; only ids" in again.err
    assert len(results(tmp_path / "out.jsonl")) == 4


def test_a_run_stopped_twice_still_knows_its_rows(
    cli: Run, rows: Write, stopped: str, tmp_path: Path
) -> None:
    words = ["score", f"{HERE}:size", stopped, "-o", "out.jsonl", "--column", "answer=gold"]
    more = {"completion": "more", "gold": ""}
    rows(*STOPPED, more, {"completion": "stop", "gold": ""})
    assert cli(*words, "--chunk", "1", "--resume").code == 130
    assert (tmp_path / "out.jsonl.resume").read_text().count("\n") == 5
    rows(*STOPPED, {**more, "gold": "x"})
    assert "result 3 (id '3') is of a row" in cli(*words, "--resume").err
    (tmp_path / "out.jsonl.resume").write_text("[]\n")
    assert "is not what `rewardkit score` writes" in cli(*words, "--resume").err


def test_chunks_and_waiting_calls_can_be_chosen(cli: Run, rows: Write) -> None:
    found = cli("score", f"{HERE}:size", rows(*MANY), "--chunk", 3, "--concurrency", 2, "--json")
    assert (found.code, found.json["rows"]) == (0, 40)
    assert cli("score", f"{HERE}:size", rows(*MANY), "--chunk", 0).code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_names_the_file_of_results(cli: Run, rows: Write) -> None:
    found = cli("score", "math/number", rows(*MATH), "-o", "/dev/full")
    assert (found.code, found.err) == (3, "error: /dev/full: no space left on device\n")


def test_ctrl_c_says_how_to_go_on(cli: Run, rows: Write, tmp_path: Path) -> None:
    path = rows(*([{"completion": "x"}] * 3), {"completion": "stop"})
    found = cli("score", f"{HERE}:size", path, "-o", "out.jsonl")
    assert found.code == 130
    command = found.err.strip().splitlines()[-1].partition("to go on: ")[2]
    assert shlex.split(command) == [
        "rewardkit",
        "score",
        f"{HERE}:size",
        path,
        "-o",
        "out.jsonl",
        "--resume",
    ]
    assert "nothing was kept" in cli("score", f"{HERE}:size", path).err


# --- the function behind the verb --------------------------------------------------------------
def test_results_are_written_as_they_come(rows: Write, tmp_path: Path) -> None:
    path = rows(*([{"completion": "x"}] * 300), name="many.jsonl")
    reward_: Reward = weighted(x=size)
    sizes: list[int] = []
    out = tmp_path / "out.jsonl"

    def each(row: Row, found: object) -> None:
        sizes.append(out.stat().st_size)

    job = Job(reward_, str(tmp_path / path), options={"chunk": 10})
    summary = run(job, out, resume=False, each=each)
    assert summary.rows == 300
    assert sizes[-1] > sizes[150] > 0
    assert math.isclose(summary.to_dict()["total"]["mean"], 0.1)


def test_two_processes_do_not_write_one_file_of_results(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples, out = tmp_path / "s.jsonl", tmp_path / "out.jsonl"
    samples.write_text('{"completion": "4", "answer": "4"}\n')
    with lock_beside(out) as mine:
        assert mine
        found = cli("score", "text/exact", str(samples), "-o", str(out))
    assert found.code == 2
    assert "another process is writing it. Wait for it, or name another file." in found.err
    assert not out.exists()
    assert cli("score", "text/exact", str(samples), "-o", str(out)).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "s.jsonl"]


def test_results_of_an_interrupted_run_are_not_overwritten_in_silence(
    cli: Run, rows: Any, tmp_path: Path
) -> None:
    samples = rows({"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"})
    words = ("score", "math/number", samples, "-o", "out.jsonl")
    assert cli(*words).code == 0
    first = (tmp_path / "out.jsonl").read_text()
    (tmp_path / "out.jsonl.resume").write_text("{}\n")  # as a killed run leaves it
    refused = cli(*words)
    assert refused.code == 2
    assert "--resume goes on, --overwrite starts anew" in " ".join(refused.err.split())
    assert (tmp_path / "out.jsonl").read_text() == first
    assert cli(*words, "--overwrite").code == 0


def test_results_have_the_format_of_their_name(cli: Run, rows: Any, tmp_path: Path) -> None:
    samples = rows({"completion": "4", "answer": "4"})
    assert cli("score", "math/number", samples, "-o", "out.csv").code == 0
    assert (tmp_path / "out.csv").read_text().startswith("id,value,status")
    assert not (tmp_path / "out.csv.jsonl").exists()
    odd = cli("score", "math/number", samples, "-o", "out.xlsx")
    assert (odd.code, "not as .xlsx" in " ".join(odd.err.split())) == (2, True)


CHAT = [
    {"role": "user", "content": "2+2?"},
    {"role": "assistant", "content": "3"},
    {"role": "user", "content": "No."},
    {"role": "assistant", "content": "4"},
]


def test_rows_of_one_chat_are_divided_where_the_option_says(cli: Run, rows: Write) -> None:
    path = rows({"id": "a", "messages": CHAT, "answer": "4"})
    refused = cli("score", "math/number", path)
    assert refused.code == 2
    assert "--chat last_user" in refused.err
    assert cli("score", "math/number", path, "--chat", "last_user", "--json").json["rows"] == 1
    last = cli("score", "math/number", path, "--chat", "last_user", "-o", "o.jsonl", "--json")
    assert last.json["total"]["mean"] == 1.0


def test_a_chat_without_a_completion_is_a_bad_row_and_stops_nothing(cli: Run, rows: Write) -> None:
    path = rows(
        {"messages": CHAT[:1], "answer": "4"},
        {"messages": "2+2?", "answer": "4"},
        {"messages": CHAT, "answer": "4"},
    )
    found = cli("score", "math/number", path, "--chat", "last_user", "--json").json["total"]
    assert (found["reasons"]["bad_row"], found["valid"]) == (2, 1)
    assert found["details"]["bad_row"].startswith("line 1: split='last_user'")


def test_an_unknown_split_names_the_known_ones(cli: Run, rows: Write) -> None:
    found = cli("score", "math/number", rows(*MATH), "--chat", "last")
    assert (found.code, "Did you mean 'last_user'?" in found.err) == (2, True)


ENDLESS = """
from rewardkit import reward

@reward
def endless(completion: str) -> float:
    while completion == "loop":
        pass
    return 1.0
"""


def test_a_timeout_ends_a_reward_that_never_returns_and_scores_the_rest(
    cli: Run, rows: Write, tmp_path: Path
) -> None:
    (tmp_path / "endless_reward.py").write_text(ENDLESS)
    path = rows({"completion": "a"}, {"completion": "loop"}, {"completion": "b"})
    words = ("score", "endless_reward.py:endless", path, "-o", "o.jsonl", "--timeout", "0.5")
    assert cli(*words).code == 0
    found = results(tmp_path / "o.jsonl")
    assert [one["value"] for one in found] == [1.0, None, 1.0]
    assert [one["status"] for one in found] == ["ok", "timeout", "ok"]
