"""Measures of a judge, against values worked out elsewhere, and the command that shows them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Sample, reward
from rewardkit.cli import main
from rewardkit.errors import InputError
from rewardkit.judge.calibration import stats
from rewardkit.judge.calibration.calibrate import calibrate, compare, read_labels
from rewardkit.judge.verdict.votes import effective_votes


@reward(range=(-1, 1))
def by_column(completion: str, said: float) -> float:
    return said


@reward
def by_length(completion: str) -> float:
    return min(len(completion) / 100, 1.0)


def labelled(count: int = 100, seed: int = 0) -> list[Sample]:
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        good = draw.random() < 0.5
        said = (1.0 if good else -1.0) if draw.random() < 0.8 else draw.choice([-1.0, 1.0])
        text = "x" * draw.randint(1, 100)
        columns = {"label": good, "said": said}
        rows.append(Sample(text, f"prompt {number // 2}", columns=columns, id=str(number)))
    return rows


# Worked out by hand from the definitions.
def test_the_statistics_are_those_of_their_definitions() -> None:
    truth = [True, True, False, False, True, False, True, False]
    scores = [0.9, 0.8, 0.7, 0.2, 0.6, 0.1, 0.35, 0.4]
    said = [score >= 0.5 for score in scores]
    assert stats.kappa(said, truth) == pytest.approx(0.5)
    assert stats.auroc(scores, truth) == pytest.approx(0.8125)
    assert stats.brier(scores, truth) == pytest.approx(0.1665625)
    assert stats.weighted_kappa([1, 2, 3, 4, 5], [1, 3, 3, 4, 4]) == pytest.approx(0.875)
    assert stats.mcnemar(5, 15) == pytest.approx(0.0413895, 1e-5)


def test_an_auroc_of_one_class_does_not_exist() -> None:
    assert stats.auroc([0.1, 0.2], [True, True]) is None
    assert stats.correlation([1.0, 1.0], [1.0, 2.0]) is None


def test_effective_votes_of_judges_that_never_agree_by_chance_are_all_of_them() -> None:
    draw = random.Random(0)
    rows = [[draw.random() < 0.5 for _ in range(5)] for _ in range(4000)]
    found = effective_votes(rows)
    assert found is not None
    assert found > 4.5


def test_a_judge_that_agrees_mostly_is_measured_so() -> None:
    found = calibrate(by_column, labelled(400), draws=100)
    agreement = found.estimates["agreement"]
    assert agreement.value == pytest.approx(0.9, abs=0.04)
    assert agreement.low is not None
    assert agreement.high is not None
    assert agreement.low <= (agreement.value or 0) <= agreement.high
    assert found.beats_length is True


def test_a_judge_of_length_does_not_beat_the_length_rule() -> None:
    assert calibrate(by_length, labelled(200), draws=20).beats_length is False


def test_samples_without_a_score_are_counted_and_in_no_measure() -> None:
    rows = labelled(50)
    broken = [Sample("x", columns={"label": True, "said": 7.0})] * 10
    found = calibrate(by_column, [*rows, *broken], draws=20)
    assert found.failed == {"out_of_range": 10}
    assert len(found.rated) == 50


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([{"lable": True}, {"lable": False}], "Did you mean 'lable'"),
        ([{"label": "maybe"}], "neither true, false nor a number"),
        ([{"label": None}], "label None is neither true, false nor a number"),
        ([{"label": ["yes"]}], "neither true, false nor a number"),
        ([{"label": "inf"}], "neither true, false nor a number"),
        ([{"label": True}] * 3, "are the same"),
    ],
)
def test_a_broken_label_is_refused_by_name(columns: list[dict[str, Any]], message: str) -> None:
    rows = [Sample("x", columns=one) for one in columns]
    with pytest.raises(InputError, match=message):
        calibrate(by_length, rows)


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (["1", "0"], [1, 0]),
        (["pass", "fail"], [1, 0]),
        (["Yes", "no"], [1, 0]),
        (["1.0", "0.0"], [1, 0]),
        ([1, 3, 5], [0, 0.5, 1]),
        (["1", "3", "5"], [0, 0.5, 1]),
    ],
)
def test_labels_are_words_or_numbers_on_any_scale_also_as_text(
    labels: list[Any], wanted: list[float]
) -> None:
    rows = [Sample("x", columns={"label": one}) for one in labels]
    assert read_labels(rows, "label") == wanted


def test_two_judges_are_compared_on_what_both_scored() -> None:
    found = compare(by_length, by_column, labelled(300), draws=50)
    assert found.both == 300
    assert found.only_second > found.only_first
    assert found.p < 0.001
    change = found.differences["agreement"]
    assert change.value is not None
    assert change.value > 0.2


@pytest.fixture
def labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [
        {"prompt": f"q{n // 2}", "completion": "40 km" if n % 2 else "90 km", "answer": "40",
         "label": bool(n % 2)}
        for n in range(20)
    ]  # fmt: skip
    (tmp_path / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name, require in (("strict", "value"), ("loose", "content")):
        use = {"judge": {"fake": "approve"}, "require": require}
        spec = {"reward": {"use": "judge/reference", "with": use}}
        (tmp_path / f"{name}.json").write_text(json.dumps(spec))
    return tmp_path


def cli(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["judge", *words])
    return int(ended.value.code or 0)


def test_the_command_shows_writes_and_passes(
    labels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["calibrate", "labels.jsonl", "--reward", "strict.json", "--draws", "20"]
    assert cli(*words, "--html", "r.html", "--repeat", "2") == 0
    assert "agreement" in capsys.readouterr().out
    html = (labels / "r.html").read_text()
    assert "<svg" in html
    assert "http" not in html


def test_the_command_fails_a_judge_below_the_bound(
    labels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["calibrate", "labels.jsonl", "--reward", "loose.json", "--draws", "20", "--json"]
    assert cli(*words, "--least", "0.9") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["estimates"]["false_accepts"]["value"] == 1.0


def test_the_comparison_is_shown_and_written(
    labels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["compare", "labels.jsonl", "--reward", "strict.json", "--draws", "20"]
    assert cli(*words, "--reward", "loose.json", "--html", "c.html", "--json") == 0
    assert json.loads(capsys.readouterr().out)["only_first"] == 10
    page = (labels / "c.html").read_text()
    assert "McNemar" in page
    # Both have one name, so they are told apart by their place.
    assert "Only the first is right on 10, only the second on 0" in page
    assert "90 km" in page


def test_comparing_one_judge_is_refused(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli("compare", "labels.jsonl", "--reward", "strict.json") == 2
    assert "takes two judges" in capsys.readouterr().err
