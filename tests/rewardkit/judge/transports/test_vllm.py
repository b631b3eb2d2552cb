"""A judge in this process: vLLM's own `LLM`, in one batch, in the environment that has vLLM."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import pluggy
import pytest

import rewardkit
import rewardkit_verifiers
from rewardkit import get
from rewardkit.errors import DefinitionError, JudgeError
from rewardkit.judge.client.client import JudgeClient
from rewardkit.judge.client.ledger import Ledger, Spent
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.transports import vllm
from rewardkit.testing.tiny_judge import make_tiny_judge

HERE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def found(vllm_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process with vLLM has scored, by what it was to show."""
    folder = tmp_path_factory.mktemp("in-process")
    model = make_tiny_judge(folder / "model", steps=160)
    places = [Path(one.__file__ or "").parents[1] for one in (rewardkit, rewardkit_verifiers)]
    script, ledger = HERE / "in_process_run.py", folder / "ledger.db"
    command = [vllm_python, script, model, ledger, *places, Path(pluggy.__file__).parents[1]]
    outside = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    settings = {"VLLM_CPU_KVCACHE_SPACE": "1", "HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1"}
    done = subprocess.run(
        list(map(str, command)),
        env={**outside, **settings},
        capture_output=True,
        text=True,
        timeout=900,
        cwd=folder,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("FOUND")]
    assert lines, done.stderr[-3000:]
    read: dict[str, Any] = json.loads(lines[0].removeprefix("FOUND"))
    return read


@pytest.mark.vllm
@pytest.mark.slow
class TestWithVllm:
    """All of one run, which loads the model once."""

    def test_everything_that_is_asked_at_once_is_one_batch(self, found: dict[str, Any]) -> None:
        assert found["logprob"]["batches"] == [200]
        assert found["rubric"]["batches"] == [32]

    def test_grades_by_log_probability_have_their_support(self, found: dict[str, Any]) -> None:
        seen = found["logprob"]
        assert seen["status"] == ["ok"] * 200
        assert seen["extra"]["support_mass"] > 0.5
        assert len({round(value, 6) for value in seen["values"]}) > 1

    def test_replies_that_are_kept_are_not_asked_for_again(self, found: dict[str, Any]) -> None:
        assert found["again"]["batches"] == []
        assert found["again"]["values"] == found["logprob"]["values"]
        assert found["again"]["extra"]["judge_cached"] is True

    def test_guided_digits_have_all_of_the_mass(self, found: dict[str, Any]) -> None:
        assert found["guided"]["status"] == ["ok"] * 8
        assert found["guided"]["extra"]["support_mass"] == pytest.approx(1.0, abs=1e-3)
        assert found["guided"]["extra"]["guided"] is True

    def test_verdicts_are_held_to_their_form(self, found: dict[str, Any]) -> None:
        assert found["rubric"]["status"] == ["ok"] * 32
        assert found["rubric"]["extra"]["judge_mode"] == "structured_outputs"
        assert found["group"]["status"] == ["ok"] * 8
        assert found["group"]["batches"] == [1]

    def test_a_reply_that_has_no_room_is_an_error(self, found: dict[str, Any]) -> None:
        assert found["truncated"]["values"] == [None] * 4
        assert set(found["truncated"]["reasons"]) == {"judge_truncated"}

    def test_a_prompt_that_is_too_long_costs_no_other(self, found: dict[str, Any]) -> None:
        seen = found["one_too_long"]
        assert seen["status"] == [*["ok"] * 8, "error", *["ok"] * 8]
        assert seen["reasons"][8] == "judge_rejected"

    def test_the_budget_holds(self, found: dict[str, Any]) -> None:
        assert found["budget"]["status"].count("ok") == 3
        assert found["budget"]["reasons"].count("judge_budget") == 3

    def test_a_model_that_is_not_there_is_an_error(self, found: dict[str, Any]) -> None:
        assert found["missing"]["values"] == [None, None]
        assert set(found["missing"]["reasons"]) == {"judge_unusable"}

    def test_every_call_is_in_the_ledger_and_none_is_open(self, found: dict[str, Any]) -> None:
        assert set(found["counts"]) <= {"ok", "failed"}
        assert found["counts"]["ok"] >= 200 + 8 + 32 + 1 + 16


def test_without_vllm_the_score_says_how_to_get_it() -> None:
    if importlib.util.find_spec("vllm"):
        pytest.skip("vLLM is installed here")
    one = get("judge/score", judge={"path": "nowhere"}).score(completion="Thanks.")
    assert (one.value, one.reason) == (None, "judge_unusable")
    assert "rewardkit[vllm]" in one.detail


def test_a_model_in_this_process_is_not_held_back_by_default() -> None:
    here = read_endpoint({"path": "m", "engine": {"dtype": "float32"}})
    assert (here.concurrency, here.attempts) == (100_000, 1)
    assert here.engine_options == {"dtype": "float32"}
    assert read_endpoint({"path": "m", "concurrency": 8}).concurrency == 8
    assert get("judge/score", judge={"path": "m"}).takes_turns
    assert not get("judge/score", judge={"fake": "approve"}).takes_turns


@pytest.mark.parametrize(
    ("judge", "message"),
    [
        ({"path": "m", "url": "http://x/v1"}, "got url and path"),
        ({"fake": "approve", "engine": {"dtype": "float32"}}, "engine is for a model in this"),
        ({"path": "m", "engine": "[1]"}, "must be a mapping"),
        ({"path": "m", "engin": {}}, "Did you mean 'engine'"),
    ],
)
def test_a_mistake_is_refused_by_name(judge: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        get("judge/score", judge=judge)


def test_a_model_that_ends_its_thread_is_an_error_for_all_and_costs_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load(path: str, options: dict[str, Any]) -> Any:
        raise SystemExit(f"no {path}")

    monkeypatch.setattr(vllm, "load", load)
    end = read_endpoint({"path": "a/model/that/exits"})
    book = Ledger(None)

    async def ask(text: str) -> None:
        client = JudgeClient(end, ledger=book)
        question = Question(messages=({"role": "user", "content": text},))
        with pytest.raises(JudgeError, match="a/model/that/exits"):
            await asyncio.wait_for(client.ask(question), 20)

    for text in "one", "two":
        asyncio.run(ask(text))
    assert book.failures() == {"judge_unusable": 2}
    assert book.spent(end.name) == Spent(2, 0, 0.0)


def test_an_answer_to_a_loop_that_is_closed_does_not_end_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold = threading.Event()

    def load(path: str, options: dict[str, Any]) -> Any:
        assert hold.wait(20)
        raise RuntimeError("none")

    monkeypatch.setattr(vllm, "load", load)
    engine, end = vllm.Engine("x", {}), read_endpoint({"path": "x"})

    async def leave() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(engine.answer([], end), 0.01)

    asyncio.run(leave())
    hold.set()
    question = Question(messages=({"role": "user", "content": "here?"},))
    (found,) = asyncio.run(asyncio.wait_for(engine.answer([question], end), 20))
    assert str(found) == "none"
