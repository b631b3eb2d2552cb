"""`rewardkit certify`: a line for each failing row, counts, and an exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import rewardkit_verifiers
from rewardkit.certify import families
from rewardkit.certify.trial import Skip

Run = Any
CORPUS = Path(rewardkit_verifiers.__file__).with_name("corpus.jsonl")


@pytest.fixture
def corpus(rows: Any) -> str:
    """The first honest row, once as it is and twice with a bound that it breaks."""
    row = json.loads(CORPUS.read_text().splitlines()[0])
    row |= {"family": "format", "gold": {"schema": "think_answer"}, "must": "score>=1"}
    hostile = {**row, "id": "paid", "kind": "hostile", "must": "score<=0", "attack": "[b]right[/b]"}
    lost = {**row, "id": "lost", "completion": "42"}
    return str(rows(row, hostile, lost, {**row, "family": "poetry"}, name="corpus.jsonl"))


def test_a_corpus_that_holds_exits_with_0(cli: Run) -> None:
    found = cli("certify", CORPUS, "--json")
    assert found.code == 0
    assert found.json["rows"] > 40
    assert (found.json["hostile_paid"], found.json["honest_lost"]) == ([], [])
    text = cli("certify", CORPUS).out
    assert "hostile paid 0, honest lost 0" in text
    assert "composite" in text


def test_a_failing_row_is_a_line_and_exits_with_1(cli: Run, corpus: str) -> None:
    found = cli("certify", corpus)
    assert found.code == 1
    for part in ("paid", "score<=0", "[b]right[/b]", "lost", "missing_tag", "rows checked"):
        assert part in found.out
    assert "skipped 1: unknown family 'poetry'" in found.out
    assert "hostile paid 1, honest lost 1" in found.out


def test_hostile_text_cannot_move_the_cursor(cli: Run, rows: Any) -> None:
    row = {"id": "\x1b[2J", "kind": "hostile", "family": "format", "completion": "<a>b</a>"}
    path = rows(row | {"gold": {"tags": ["a"]}, "must": "score<=0", "attack": "\x1b[2J\ud800"})
    found = cli("certify", path)
    assert found.code == 1
    assert "\x1b" not in found.out


def test_json_gives_ids_and_reasons(cli: Run, corpus: str) -> None:
    found = cli("certify", corpus, "--json")
    assert found.code == 1
    assert found.json["hostile_paid"] == ["paid"]
    assert found.json["honest_lost"] == ["lost"]
    assert found.json["skipped"] == {"unknown family 'poetry'": 1}
    assert found.json["rows"] == 3


def test_one_family_at_a_time(cli: Run, corpus: str) -> None:
    assert cli("certify", corpus, "--family", "judge", "--json").code == 2
    none = cli("certify", corpus, "--family", "math")
    assert (none.code, "there are no rows of family 'math' to check" in none.err) == (2, True)
    unknown = cli("certify", corpus, "--family", "formt")
    assert (unknown.code, "Did you mean 'format'?" in unknown.err) == (2, True)
    assert cli("certify", "nothing.jsonl").code == 2


TYPOS = [
    ({"kind": "hostil"}, "unknown kind 'hostil'"),
    ({"must": "score=>1"}, "unknown bound 'score=>1'"),
    ({"must": None}, "no 'must'"),
    ({"family": "formt"}, "unknown family 'formt'"),
]
ROW = {
    "kind": "benign",
    "family": "format",
    "completion": "<think>a</think><answer>b</answer>",
    "gold": {"schema": "think_answer"},
    "must": "score>=1",
}


@pytest.mark.parametrize(("typo", "message"), TYPOS)
def test_a_corpus_of_which_nothing_was_checked_does_not_pass(
    cli: Run, rows: Any, typo: dict[str, Any], message: str
) -> None:
    found = cli("certify", rows(ROW | typo, ROW | typo))
    assert found.code == 2
    assert f"nothing was checked; 2 of 2 rows: {message}" in found.err
    assert cli("certify", rows("{broken", "nonsense")).code == 2


@pytest.mark.parametrize(("typo", "message"), TYPOS)
def test_malformed_rows_among_good_ones_are_listed_and_fail_nothing(
    cli: Run, rows: Any, typo: dict[str, Any], message: str
) -> None:
    found = cli("certify", rows(ROW, ROW | typo, "{broken"))
    assert found.code == 0
    assert f"skipped 1: {message}" in found.out
    assert "skipped 1: not a JSON object" in found.out


def test_a_verifier_that_is_not_installed_is_no_fault_of_the_corpus(
    cli: Run, rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(data: Any, strict: bool) -> Any:
        raise Skip("format/tags is not installed")

    monkeypatch.setattr(families, "_function", lambda target: absent)
    found = cli("certify", rows(ROW, {**ROW, "kind": "hostil"}))
    assert (found.code, "skipped 1: format/tags is not installed" in found.out) == (0, True)


LABELLED = (
    {"id": "good", "gold": "12", "pred": "12", "level": "answer", "expected": True},
    {"id": "lost", "gold": "12", "pred": "13", "level": "answer", "expected": True},
    {"id": "paid", "gold": "12", "pred": "12", "level": "answer", "expected": False},
    {"id": "odd"},
)


def test_a_labelled_set_is_a_table_with_intervals_and_exits_with_1(cli: Run, rows: Any) -> None:
    found = cli("certify", rows(*LABELLED), "--layout", "second-math")
    assert found.code == 1
    assert max(map(len, found.out.splitlines())) <= 80
    for part in ("verdict agrees with label", "33.3%", "false passes, of wrong rows", "95 % inter"):
        assert part in found.out
    assert "skipped 1: no 'gold' (first: 4)" in found.out or "no 'gold'" in found.out


def test_a_labelled_set_as_json_names_the_rows(cli: Run, rows: Any) -> None:
    found = cli("certify", rows(*LABELLED), "--layout", "second-math", "--json")
    assert (found.json["false_passes"], found.json["false_fails"]) == (["paid"], ["lost"])
    assert found.json["rows"] == 3
    right = cli("certify", rows(LABELLED[0]), "--layout", "second-math", "--json")
    assert right.code == 0


def test_rows_of_ones_own_are_judged_by_any_reward(cli: Run, rows: Any) -> None:
    path = rows(
        {"reply": "So it is \\boxed{12}.", "key": 12, "ok": "yes"},
        {"reply": "So it is \\boxed{13}.", "key": 12, "ok": "no"},
    )
    options = ["--map", "completion=reply", "--map", "answer=key", "--map", "right=ok"]
    found = cli("certify", path, *options, "--reward", "math/equivalence", "--json")
    assert (found.code, found.json["right"]) == (0, 2)
    together = ["--map", "completion=reply,answer=key,right=ok", "--reward", "math/equivalence"]
    assert cli("certify", path, *together, "--json").json == found.json
    # A judge that cannot be reached leaves every row without a value.
    nobody = cli("certify", path, *options, "--reward", "code/asserts", "--json")
    assert nobody.code == 3


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--layout", "gaoka"), "there is no layout 'gaoka'. Did you mean 'gaokao'"),
        (("--map", "right=ok"), "--map goes with --reward and without --layout"),
        (("--layout", "gaokao"), "nothing was judged: no 'completion'"),
    ],
)
def test_what_cannot_be_judged_is_usage(
    cli: Run, rows: Any, words: tuple[str, ...], message: str
) -> None:
    found = cli("certify", rows({"id": "x", "prompt": ""}), *words)
    assert found.code == 2
    assert message in " ".join(found.err.split())


def test_without_a_file_the_corpora_of_the_installed_verifiers_run(cli: Run) -> None:
    found = cli("certify", "--family", "format", "--json")
    assert found.code == 0
    assert found.json["families"]["format"] > 40
    assert cli("certify", "--layout", "gaokao").code == 2


def test_a_verifier_in_the_place_of_a_file_is_told_apart(cli: Run) -> None:
    found = cli("certify", "math/number")
    assert found.code == 2
    assert "math/number is a verifier, not a file" in found.err
    assert "rewardkit test math/number" in found.err


def test_a_layout_that_is_unknown_names_the_known_ones_once(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("{}\n")
    found = cli("certify", str(tmp_path / "rows.jsonl"), "--layout", "zzz")
    assert found.code == 2
    assert found.err.count("ifbench-loose") == 1


MAPPED = ("--map", "completion=reply,answer=key,right=ok", "--reward", "math/number")


@pytest.mark.parametrize("pair", ["true false", "pass fail", "T F", "1.0 0.0", "correct incorrect"])
def test_labels_of_a_table_are_read_as_people_write_them(
    cli: Run, tmp_path: Path, pair: str
) -> None:
    right, wrong = pair.split()
    (tmp_path / "rows.csv").write_text(f"reply,key,ok\n4,4,{right}\n5,4,{wrong}\n5,4,{wrong}\n")
    found = cli("certify", "rows.csv", *MAPPED, "--json")
    assert (found.code, found.json["right"], found.json["rows"]) == (0, 3, 3)


@pytest.mark.parametrize("label", ["maybe", "100", "\u2713", "0.1"])
def test_a_label_that_is_neither_true_nor_false_names_its_row(
    cli: Run, tmp_path: Path, label: str
) -> None:
    (tmp_path / "rows.csv").write_text(f"reply,key,ok\n4,4,{label}\n5,4,no\n", encoding="utf-8")
    found = cli("certify", "rows.csv", *MAPPED)
    assert (found.code, found.out) == (2, "")
    assert f"row 0: label {label!r} is neither true nor false" in found.err


def test_a_row_without_a_label_is_skipped_and_said(cli: Run, rows: Any) -> None:
    pair = {"reply": "4", "key": "4", "ok": True}, {"reply": "5", "key": "4", "ok": False}
    found = cli("certify", rows(*pair, {"id": "r7", "reply": "4", "key": "4", "ok": None}), *MAPPED)
    assert found.code == 0
    assert "skipped 1: no label in 'ok' (first: r7)" in found.out


@pytest.mark.parametrize(("ok", "kind"), [(True, "wrong"), (False, "right")])
def test_own_rows_with_labels_of_one_kind_pass_no_verifier(
    cli: Run, rows: Any, ok: bool, kind: str
) -> None:
    path = rows(*[{"reply": "4" if ok else "5", "key": "4", "ok": ok}] * 3)
    found = cli("certify", path, *MAPPED)
    assert found.code == 2
    assert f"no row is labelled {kind}" in found.out
    assert f"no row is labelled {kind}" in found.err
    assert max(map(len, found.out.splitlines())) <= 80


def test_a_column_that_is_not_there_comes_with_the_closest_one(cli: Run, rows: Any) -> None:
    path = rows({"reply": "4", "key": "4", "label": True, "prompt": "", "id": "a"})
    words = ("--map", "completion=reply,answer=key,right=lable", "--reward", "math/number")
    found = cli("certify", path, *words)
    assert found.code == 2
    assert "nothing was judged: no 'lable'. Did you mean 'label'?" in found.err


def test_a_row_without_an_id_is_named_by_its_place(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("reply,key,ok\n4,4,yes\n5,4,no\n5,four?,no\n5,4,\n")
    found = cli("certify", "rows.csv", *MAPPED)
    assert found.code == 1
    assert "no value 1: bad_answer (first: row 2)" in found.out
    assert "skipped 1: no label in 'ok' (first: row 3)" in found.out
    (tmp_path / "rows.csv").write_text("id,reply,key,ok\n,4,4,no\nb,4,4,yes\n")
    assert cli("certify", "rows.csv", *MAPPED, "--json").json["false_passes"] == ["row 0"]
