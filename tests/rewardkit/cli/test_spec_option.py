"""`--untrusted` on every verb that reads a spec: refusals name the thing, and nothing has run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Any
Write = Callable[..., str]
EVIL = """
from pathlib import Path
from rewardkit import reward

Path(__file__).with_name("ran").touch()

@reward
def nice(completion: str) -> bool:
    return True
"""
TRAIN = "reward: evil.yaml\ntask: {name: arithmetic}\n"


@pytest.fixture
def folder(tmp_path: Path, rows: Write) -> Path:
    """The folder of a stranger: a spec of code, and cases and samples beside it."""
    (tmp_path / "evil_code.py").write_text(EVIL)
    (tmp_path / "evil.yaml").write_text("reward: {use: 'evil_code:nice'}\n")
    (tmp_path / "good.yaml").write_text("reward: {use: text/exact}\n")
    rows({"id": "a", "completion": "4", "answer": "4", "label": True, "right": True})
    return tmp_path


VERBS = [
    ("explain", "{}"),
    ("score", "{}", "samples.jsonl"),
    ("judge", "calibrate", "samples.jsonl", "--reward", "{}"),
    ("judge", "compare", "samples.jsonl", "--reward", "good.yaml", "--reward", "{}"),
    ("certify", "samples.jsonl", "--reward", "{}", "--map", "right=right"),
]


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
@pytest.mark.parametrize("spec", ["evil.yaml", "evil_code:nice", "evil_code.py:nice"])
def test_a_spec_of_code_is_refused_and_not_run(
    cli: Run, folder: Path, words: tuple[str, ...], spec: str
) -> None:
    found = cli(*(word.format(spec) for word in words), "--untrusted")
    assert found.code == 2
    assert "names Python code" in found.err
    assert not (folder / "ran").exists()


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_a_spec_of_verifiers_is_not(cli: Run, folder: Path, words: tuple[str, ...]) -> None:
    plain = cli(*(word.format("good.yaml") for word in words))
    limited = cli(*(word.format("good.yaml") for word in words), "--untrusted")
    assert (limited.code, limited.out) == (plain.code, plain.out)


@pytest.mark.parametrize("reward", ["evil_code.py:nice", "evil_code:nice", "evil.yaml"])
def test_cases_that_name_code_are_refused(cli: Run, folder: Path, reward: str) -> None:
    case = {"id": "c", "reward": reward, "completion": "x", "expect": {"value": 1}}
    (folder / "cases.jsonl").write_text(json.dumps(case))
    found = cli("test", "cases.jsonl", "--untrusted")
    assert found.code == 2
    assert "names Python code" in " ".join(found.out.split())
    assert not (folder / "ran").exists()


def test_cases_of_a_verifier_that_is_not_installed_are_refused(cli: Run, folder: Path) -> None:
    assert cli("init", "--verifier", "poem/last_line").code == 0
    assert cli("test", "poem/last_line").code == 0
    found = cli("test", "poem/last_line", "--untrusted")
    assert found.code == 2
    assert "holds the code of a verifier" in " ".join(found.out.split())


def test_cases_of_verifiers_run(cli: Run, folder: Path) -> None:
    case = {"id": "c", "completion": "4", "answer": "4", "expect": {"value": 1}}
    for reward in ("text/exact", "good.yaml", {"use": "text/exact"}):
        (folder / "cases.jsonl").write_text(json.dumps({**case, "reward": reward}))
        assert cli("test", "cases.jsonl", "--untrusted").code == 0
    assert cli("test", "text/exact", "--untrusted").code == 0


def test_a_training_run_is_refused_before_it_begins(cli: Run, folder: Path) -> None:
    pytest.importorskip("torch")
    (folder / "train.yaml").write_text(TRAIN)
    found = cli("train", "train.yaml", "--untrusted")
    assert found.code == 2
    assert "names Python code" in found.err
    assert not (folder / "ran").exists()


def test_a_host_is_named_for_an_untrusted_spec_alone(cli: Run, folder: Path) -> None:
    spec = "reward: {use: judge/score, with: {judge: {url: 'http://127.0.0.1:9/v1', model: m}}}"
    (folder / "judge.yaml").write_text(spec)
    refused = cli("explain", "judge.yaml", "--untrusted")
    assert refused.code == 2
    assert "asks a host that you did not name" in refused.err
    assert cli("explain", "judge.yaml", "--untrusted", "--host", "127.0.0.1").code == 0
    assert cli("explain", "judge.yaml", "--host", "127.0.0.1").code == 2
