"""A spec that is not trusted imports nothing, asks no host that nobody named, touches no file."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rewardkit import load
from rewardkit.errors import SpecError
from rewardkit.specs.files import loads, resolve

EVIL = """
from pathlib import Path
from rewardkit import reward

Path(__file__).with_name("ran").touch()

@reward
def nice(completion: str) -> bool:
    return True
"""
JUDGE = {"url": "https://judge.example/v1", "model": "m"}
ID = "judge/score"


def wrapped(inner: Any) -> list[dict[str, Any]]:
    """The same reward in every place of a spec where a reward may stand."""
    ok = "text/exact"
    return [
        {"reward": inner},
        {"reward": {"weighted": {"parts": {"a": [1, inner]}}}},
        {"reward": {"weighted": {"parts": {"a": {"weight": 1, "of": inner}}}}},
        {"reward": {"gate": {"when": inner, "then": ok}}},
        {"reward": {"gate": {"when": ok, "then": inner}}},
        {"reward": {"soft_gate": {"when": inner, "then": ok}}},
        {"reward": {"first": [ok, inner]}},
        {"reward": {"where": {"column": "c", "routes": {"x": inner}}}},
        {"reward": {"where": {"column": "c", "routes": {"x": ok}, "otherwise": inner}}},
        {"reward": {"sum": [ok, {"product": [inner, ok]}]}},
        {"reward": {"clip": {"low": 0, "high": 1, "of": {"invert": {"of": inner}}}}},
        {"reward": {"normalise": {"by": "group", "of": inner}}},
        {"reward": {"at_least": {"threshold": 1, "of": inner}}},
        {"reward": {"minimum": [ok, {"affine": {"of": inner}}]}},
    ]


def judge(**keys: Any) -> dict[str, Any]:
    return {"use": ID, "with": {"judge": keys}}


# --- what it may still do --------------------------------------------------------------------
@pytest.mark.parametrize("spec", wrapped({"use": "math/number"}))
def test_verifiers_of_the_registry_load_as_ever(spec: Mapping[str, Any]) -> None:
    assert load(spec, trusted=False) == load(spec)
    assert load(spec, trusted=False).fingerprint == load(spec).fingerprint


def test_a_fake_judge_asks_nobody(tmp_path: Path) -> None:
    assert load({"reward": judge(fake="approve")}, trusted=False).name == "score"


def test_a_spec_beside_it_or_below_it_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/b.yaml").write_text("reward: {use: ../c.yaml}")
    (tmp_path / "c.yaml").write_text("reward: {use: text/exact}")
    (tmp_path / "a.yaml").write_text("reward: {use: parts/b.yaml}")
    assert load(tmp_path / "a.yaml", trusted=False).name == "exact"
    assert resolve(str(tmp_path / "a.yaml"), trusted=False).name == "exact"


# --- code ------------------------------------------------------------------------------------
@pytest.mark.parametrize("use", ["evil_module:nice", "os:system", "evil_module:nice.inner"])
def test_no_module_is_imported_wherever_it_is_named(
    use: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evil_module.py").write_text(EVIL)
    monkeypatch.syspath_prepend(tmp_path)
    for number, spec in enumerate([*wrapped(use), *wrapped({"use": use})]):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(spec))
        for given in (spec, json.dumps(spec), path):
            with pytest.raises(SpecError, match=rf"reward.*'{use}' names Python code"):
                load(given, trusted=False)
    assert not (tmp_path / "ran").exists()
    assert "evil_module" not in sys.modules


def test_a_module_is_refused_through_another_file_too(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("reward: {use: b.yaml}")
    (tmp_path / "b.yaml").write_text("reward: {use: 'evil_module:nice'}")
    with pytest.raises(SpecError, match=r"b\.yaml:1: reward\.use: 'evil_module:nice' names Python"):
        load(tmp_path / "a.yaml", trusted=False)


@pytest.mark.parametrize("word", ["evil_module:nice", "evil_module.py:nice"])
def test_a_reference_to_code_is_refused_and_the_search_path_stays(
    word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evil_module.py").write_text(EVIL)
    (tmp_path / "a.yaml").write_text("reward: text/exact")
    monkeypatch.chdir(tmp_path)
    before = list(sys.path)
    with pytest.raises(SpecError, match="names Python code"):
        resolve(word, trusted=False)
    # A module of the stranger must not stand in for one that is imported later.
    assert resolve("a.yaml", trusted=False).name == "exact"
    assert sys.path == before
    assert not (tmp_path / "ran").exists()


# --- hosts and keys --------------------------------------------------------------------------
@pytest.mark.parametrize("spec", wrapped(judge(**JUDGE)))
def test_a_judge_at_a_host_that_nobody_named_is_refused(spec: Mapping[str, Any]) -> None:
    with pytest.raises(SpecError, match=r"judge: url = 'https://judge\.example/v1' asks a host"):
        load(spec, trusted=False)


def test_a_key_of_the_environment_is_named_in_the_refusal() -> None:
    with pytest.raises(SpecError, match=r"with the key in 'MY_CLOUD_SECRET'"):
        load({"reward": judge(**JUDGE, key_env="MY_CLOUD_SECRET")}, trusted=False)


@pytest.mark.parametrize("host", ["judge.example", "JUDGE.example", "judge.example:443"])
def test_a_host_that_the_user_named_may_be_asked_with_its_key(host: str) -> None:
    spec = {"reward": judge(**JUDGE, key_env="JUDGE_KEY")}
    assert load(spec, trusted=False, hosts=[host]).name == "score"


@pytest.mark.parametrize(
    "url",
    [
        "https://judge.example.evil.org/v1",
        "https://evil.org/judge.example",
        "https://judge.example@evil.org/v1",
        "https://evil.org\\@judge.example/v1",
        "https://evil.org#@judge.example",
        "https://judge.example:8443/v1",
        "https://evil.org /judge.example",
        "http://[::1]:8000/v1",
        "https://judge.example:99999999/v1",
        "ftp://judge.example/v1",
    ],
)
def test_a_url_that_only_looks_like_a_named_host_is_refused(url: str) -> None:
    spec = {"reward": judge(url=url, model="m")}
    with pytest.raises(SpecError, match="url = "):
        load(spec, trusted=False, hosts=["judge.example:443"])


def test_every_judge_of_a_panel_is_looked_at() -> None:
    judges = [{"fake": "approve"}, {**JUDGE, "key_env": "SECRET"}]
    spec = {"reward": {"use": "judge/panel", "with": {"judges": judges}}}
    with pytest.raises(SpecError, match=r"judges: url = .* with the key in 'SECRET'"):
        load(spec, trusted=False)


# --- files -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"fake": "approve", "ledger": "a.db"}, "ledger = 'a.db' writes a file"),
        ({"cassette": "/etc/replies.jsonl"}, "cassette = .* reads a file"),
        ({"path": "some/model"}, "path = 'some/model' loads a model"),
        ({"path": "m", "engine": {"trust_remote_code": True}}, "loads a model"),
    ],
)
def test_a_judge_that_touches_this_machine_is_refused(keys: dict[str, Any], message: str) -> None:
    with pytest.raises(SpecError, match=message):
        load({"reward": judge(**keys)}, trusted=False, hosts=["judge.example"])


def test_criteria_from_a_file_are_refused_before_it_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("- password")
    with_ = {"judge": {"fake": "approve"}, "criteria": str(secret)}
    with pytest.raises(SpecError, match=r"criteria: '.*secret\.yaml' reads a file"):
        load({"reward": {"use": "judge/rubric", "with": with_}}, trusted=False)


@pytest.mark.parametrize("use", ["../other.yaml", "link.yaml", "down/../../other.yaml"])
def test_a_spec_outside_the_folder_is_refused(use: str, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("reward: text/exact")
    here = tmp_path / "here"
    (here / "down").mkdir(parents=True)
    (here / "link.yaml").symlink_to(tmp_path / "other.yaml")
    (here / "a.yaml").write_text(f"reward: {{use: {use}}}")
    assert load(here / "a.yaml").name == "exact"
    with pytest.raises(SpecError, match=r"outside the folder"):
        load(here / "a.yaml", trusted=False)


def test_text_has_no_folder_so_it_may_use_no_file(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("reward: text/exact")
    for spec in ({"reward": {"use": str(tmp_path / "b.yaml")}}, {"reward": "b.yaml"}):
        with pytest.raises(SpecError, match="which is in no folder"):
            load(spec, trusted=False)
        with pytest.raises(SpecError, match="which is in no folder"):
            loads(json.dumps(spec), trusted=False)


def test_hosts_are_for_a_spec_that_is_not_trusted() -> None:
    with pytest.raises(SpecError, match="not trusted"):
        load({"reward": "text/exact"}, hosts=["a"])
    with pytest.raises(SpecError, match="is text"):
        load({"reward": "text/exact"}, trusted=False, hosts="abc")
