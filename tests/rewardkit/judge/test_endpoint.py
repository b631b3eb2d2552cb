"""What is said of a judge: every mistake is refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rewardkit import get
from rewardkit.errors import DefinitionError, InputError
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.judge.prompt.criteria import read_criteria
from rewardkit.rewards.function import FunctionReward

URL = {"url": "http://127.0.0.1:1/v1", "model": "m"}


@pytest.mark.parametrize(
    ("judge", "message"),
    [
        ({}, "exactly one of url, path, fake and cassette"),
        ({**URL, "fake": "approve"}, "got url and fake"),
        ({"url": "127.0.0.1:8000", "model": "m"}, "must start with http"),
        ({"url": "http://127.0.0.1:1/v1"}, "model is missing"),
        ({**URL, "temprature": 1}, "Did you mean 'temperature'"),
        ({**URL, "attempts": 0}, "judge.attempts = 0"),
        ({**URL, "rpm": float("nan")}, "judge.rpm"),
        ({**URL, "budget": {"cals": 3}}, "judge.budget.cals"),
        ({"fake": []}, "fake is empty"),
        ({"fake": "no"}, "fake = 'no' must be approve or deny, or a list of replies"),
        ({"fake": False}, "fake = False must be approve or deny"),
        ({"fake": ["4", 5]}, "must be approve or deny, or a list of replies as text"),
    ],
)
def test_a_mistake_is_refused_by_name(judge: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_endpoint(judge)
    with pytest.raises(DefinitionError, match="reward 'score'"):
        get("judge/score", judge=judge)


def test_a_spec_with_a_fake_judge_of_no_known_opinion_is_refused_when_it_is_loaded() -> None:
    from rewardkit import load
    from rewardkit.errors import SpecError

    for written in ("no", "Approve", "true"):
        text = f"reward: {{use: judge/score, with: {{judge: {{fake: {written}}}}}}}"
        with pytest.raises(SpecError, match="must be approve or deny, or a list of replies"):
            load(yaml.safe_load(text))


def test_a_judge_must_be_named_before_anything_is_asked() -> None:
    from rewardkit import load
    from rewardkit.errors import RewardkitError

    with pytest.raises(RewardkitError, match="judge"):
        load({"reward": {"use": "judge/score"}})


def test_a_spec_with_a_judge_reads_back_equal() -> None:
    from rewardkit import dump, load

    reward = get("judge/rubric", judge={"fake": "approve"}, criteria=["Is clear"])
    assert load(dump(reward)) == reward


@pytest.mark.parametrize(
    "limit",
    [
        {"budget": {"usd": 3}},
        {"ledger": "calls.db"},
        {"prices": {"prompt": 1}},
        {"concurrency": 2, "rpm": 60, "tpm": 1000},
        {"timeout": 1, "deadline": 2, "attempts": 1, "backoff": 0},
        {"canaries": {"share": 0.5}},
        {"key_env": "KEY"},
    ],
)
def test_what_limits_a_judge_is_no_part_of_the_fingerprint(limit: dict[str, Any]) -> None:
    plain = get("judge/score", judge=URL)
    limited = get("judge/score", judge={**URL, **limit})
    assert limited.fingerprint == plain.fingerprint
    jury = [get("judge/panel", judges=[one, URL]) for one in (URL, {**URL, **limit})]
    assert jury[0].fingerprint == jury[1].fingerprint
    # It is kept all the same: a spec that is written and read has its limits.
    from rewardkit import dump, load

    again = load(dump(limited))
    assert isinstance(again, FunctionReward)
    assert again.settings["judge"] == {**URL, **limit}


@pytest.mark.parametrize(
    "change",
    [
        {"model": "n"},
        {"url": "http://127.0.0.1:2/v1"},
        {"temperature": 0.5},
        {"seed": 3},
        {"max_tokens": 9},
        {"structured": "none"},
        {"reasks": 0},
    ],
)
def test_what_decides_a_verdict_is_part_of_the_fingerprint(change: dict[str, Any]) -> None:
    plain = get("judge/score", judge=URL)
    assert get("judge/score", judge={**URL, **change}).fingerprint != plain.fingerprint


def test_prompt_and_reader_are_part_of_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    from rewardkit.judge import setting, versions

    before = get("judge/score", judge=URL).fingerprint
    monkeypatch.setattr(setting, "READER_VERSION", versions.READER_VERSION + 1)
    assert get("judge/score", judge=URL).fingerprint != before
    assert get("judge/score", judge=URL, high=5).fingerprint != before


def test_a_default_that_is_written_out_changes_nothing() -> None:
    written = get("judge/score", judge={**URL, "temperature": 0.0, "max_tokens": 512})
    assert written.fingerprint == get("judge/score", judge=URL).fingerprint


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.yaml", "criteria:\n- Is clear\n- {text: Is rude, points: -2}\n"),
        ("r.toml", 'criteria = ["Is clear", {text = "Is rude", points = -2}]\n'),
        ("r.json", '["Is clear", {"text": "Is rude", "points": -2}]'),
    ],
)
def test_criteria_are_read_from_files_and_kept_by_content(
    name: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text)
    reward = get("judge/rubric", judge={"fake": "approve"}, criteria=str(path))
    assert reward.settings["criteria"] == [
        {"text": "Is clear", "points": 1.0},
        {"text": "Is rude", "points": -2.0},
    ]
    before = reward.fingerprint
    path.write_text(text.replace("clear", "short"))
    again = get("judge/rubric", judge={"fake": "approve"}, criteria=str(path))
    assert again.fingerprint != before


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "at least one criterion"),
        ([{"txt": "x"}], r"criteria\[0\] has no key 'txt'. Did you mean 'text'"),
        ([{"text": " "}], r"criteria\[0\] has no text"),
        ([{"text": "x", "points": "3"}], "must be a number"),
        ([{"text": "x", "points": -1}], "nothing could be earned"),
        (["x", {"text": "y", "points": 0}], "0 points"),
        (["x"] * 51, "at most 50"),
        ("nowhere.yaml", "cannot be read"),
    ],
)
def test_a_broken_rubric_is_refused_by_name(given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_criteria(given)


def test_a_cassette_that_is_not_there_is_named(tmp_path: Path) -> None:
    from rewardkit.testing.judge import Cassette

    with pytest.raises(InputError, match=r"tape\.jsonl: cannot be read"):
        Cassette(tmp_path / "tape.jsonl")
    (tmp_path / "latin").write_bytes(b"{}\n\xff")
    with pytest.raises(InputError, match=r"latin: byte 3 is no UTF-8"):
        Cassette(tmp_path / "latin")


def test_a_recording_is_replayed_and_a_new_question_is_an_error(tmp_path: Path) -> None:
    import asyncio

    from rewardkit.judge.client.client import JudgeClient
    from rewardkit.judge.prompt.prompts import make_question
    from rewardkit.judge.prompt.verdict_schema import Field, Form
    from rewardkit.judge.verdict.ask import ask_form
    from rewardkit.testing.judge import FakeJudge, Recorder

    tape = tmp_path / "tape.jsonl"
    form = Form((Field("ok", "bool"),))
    asked = make_question("Is it?", {"submission": "yes"}, form)

    async def record() -> None:
        endpoint = read_endpoint({"fake": "approve"})
        await JudgeClient(endpoint, Recorder(FakeJudge("deny"), tape)).ask(asked)

    asyncio.run(record())
    found = asyncio.run(ask_form({"cassette": str(tape)}, asked))
    assert found.verdict == {"ok": False}
    grade = get("judge/score", judge={"cassette": str(tape)})
    assert grade.score(completion="New.").reason == "judge_not_recorded"


def test_the_name_of_an_endpoint_shows_no_password() -> None:
    endpoint = read_endpoint({"url": "https://me:secret@judges.example/v1", "model": "tiny"})
    assert endpoint.name == "https://judges.example/v1 tiny"
