"""Existing files of results: every format gives the same summary; other files are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit import get, weighted
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward
from rewardkit.score_files.formats import convert, staging_of
from rewardkit.score_files.job import Job, run
from rewardkit.score_files.stored import read_results, summary_of

ROWS = [
    {"id": "a", "completion": "4", "answer": "4"},
    {"id": "b", "completion": "5", "answer": "4"},
    {"id": "c", "completion": "5", "answer": ""},
    {"id": "d"},
]


@pytest.fixture
def reward() -> Reward:
    """A sum of two verifiers."""
    return weighted(right=(0.9, get("math/number")), same=(0.1, get("text/exact")))


def scored(reward: Reward, out: Path, explain: bool = False) -> dict[str, Any]:
    """Score the rows into a file of any format and return the summary of the run itself."""
    samples = out.with_name("samples.jsonl")
    samples.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    job = Job(reward, str(samples), explain=explain)
    found = run(job, staging_of(out), resume=False, each=lambda row, breakdown: None)
    convert(staging_of(out), out)
    return found.to_dict()


@pytest.mark.parametrize("name", ["o.jsonl", "o.jsonl.gz", "o.csv", "o.parquet"])
def test_every_format_gives_the_summary_of_the_run(
    reward: Reward, tmp_path: Path, name: str
) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    out = tmp_path / name
    told = scored(reward, out, explain=True)
    found = summary_of(str(out), reward).to_dict()
    assert found["rows"] == 4
    assert found["total"] == told["total"]
    assert found["components"] == told["components"]
    assert found["blind"] == 0


def test_without_details_values_are_summed_and_the_lack_of_statuses_is_said(
    reward: Reward, tmp_path: Path
) -> None:
    told = scored(reward, tmp_path / "o.jsonl")
    found = summary_of(str(tmp_path / "o.jsonl"), reward).to_dict()
    assert found["total"] == told["total"]
    assert found["components"]["right"]["mean"] == told["components"]["right"]["mean"]
    assert found["components"]["right"]["status"]["ok"] is None
    assert found["blind"] == 3


def test_without_the_reward_ranges_are_not_known(reward: Reward, tmp_path: Path) -> None:
    scored(reward, tmp_path / "o.jsonl")
    assert summary_of(str(tmp_path / "o.jsonl")).to_dict()["total"]["range"] == [None, None]


def test_results_of_another_reward_are_refused(reward: Reward, tmp_path: Path) -> None:
    scored(reward, tmp_path / "o.jsonl")
    with pytest.raises(InputError, match="result 0 was scored by another reward"):
        summary_of(str(tmp_path / "o.jsonl"), get("text/exact"))


GOOD = {"id": "a", "value": 1.0, "status": "ok", "reason": "", "components": {}, "fingerprint": "f"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "fine"}, "status = 'fine' is none of ok"),
        ({"value": "1"}, "value = '1' is no number"),
        ({"value": True}, "value = True is no number"),
        ({"components": {"x": "a"}}, "x = 'a' is no number"),
        ({"components": [1]}, "components is no object"),
    ],
)
def test_what_is_no_result_is_named_with_its_place(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = tmp_path / "o.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n\n{json.dumps(GOOD | change)}\n")
    with pytest.raises(InputError, match="line 3: no result") as refused:
        list(read_results(str(path)))
    assert said in str(refused.value)


def test_a_file_of_samples_is_no_file_of_results(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"id": "a", "completion": "4"}\n')
    with pytest.raises(InputError, match="value is missing"):
        summary_of(str(path))


def test_an_empty_file_has_no_results(tmp_path: Path) -> None:
    (tmp_path / "o.jsonl").write_text("")
    with pytest.raises(InputError, match="no results in it"):
        summary_of(str(tmp_path / "o.jsonl"))
