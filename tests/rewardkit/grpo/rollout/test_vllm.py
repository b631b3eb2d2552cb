"""The vLLM engine: against the real library, in the environment that has it."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pluggy
import pytest

import rewardkit
import rewardkit_kernels
from rewardkit.errors import MissingExtra
from rewardkit.grpo.rollout.vllm import Vllm

HERE = Path(__file__).parent


@pytest.mark.skipif(importlib.util.find_spec("vllm") is not None, reason="vLLM is installed")
def test_without_vllm_the_line_to_run_is_named() -> None:
    with pytest.raises(MissingExtra, match=r"rewardkit\[vllm\]"):
        Vllm("model", 1, lambda ids: "")


def run_with_vllm(python: Path, script: str, folder: Path, *words: Path) -> dict[str, Any]:
    """Run a script of this folder by the Python that has vLLM, and read what it found."""
    places = [Path(one.__file__ or "").parents[1] for one in (rewardkit, rewardkit_kernels)]
    command = [python, HERE / script, *words, *places]
    command.append(Path(pluggy.__file__).parents[1])
    outside = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    settings = {"VLLM_CPU_KVCACHE_SPACE": "1", "HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1"}
    done = subprocess.run(
        list(map(str, command)),
        env={**outside, **settings},
        capture_output=True,
        text=True,
        timeout=280,
        cwd=folder,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("FOUND")]
    assert lines, done.stderr[-3000:]
    read: dict[str, Any] = json.loads(lines[0].removeprefix("FOUND"))
    return read


@pytest.fixture(scope="module")
def found(vllm_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process with vLLM has written, by what it was to show."""
    folder = tmp_path_factory.mktemp("vllm-rollouts")
    return run_with_vllm(vllm_python, "vllm_run.py", folder, folder / "model")


@pytest.mark.vllm
@pytest.mark.slow
def test_a_run_of_the_loop_with_rollouts_by_vllm_learns(vllm_python: Path, tmp_path: Path) -> None:
    told = run_with_vllm(vllm_python, "vllm_train.py", tmp_path, tmp_path)
    rewards = [row["reward"] for row in told["rows"]]
    assert sum(rewards[-3:]) / 3 > sum(rewards[:3]) / 3 + 0.3
    # What sampled and what is trained are one model, to rounding, at every step.
    assert max(row["sampler_gap"] for row in told["rows"]) < 1e-4


@pytest.mark.vllm
@pytest.mark.slow
class TestWithVllm:
    """All of one run, which loads the model once."""

    def test_log_probabilities_are_those_of_the_policy(self, found: dict[str, Any]) -> None:
        assert found["difference"] < 1e-5

    def test_left_out_tokens_are_left_out_as_in_process(self, found: dict[str, Any]) -> None:
        # vLLM's own probabilities after min_p, top_k and top_p equal ours, renormalised.
        assert found["truncated"] < 1e-5

    def test_the_likeliest_tokens_are_the_same_as_in_process(self, found: dict[str, Any]) -> None:
        assert found["greedy"]

    def test_the_same_generator_gives_the_same_messages(self, found: dict[str, Any]) -> None:
        assert found["again"]

    def test_a_message_ends_with_the_end_of_sequence_or_at_the_limit(
        self, found: dict[str, Any]
    ) -> None:
        assert found["finish"] == ["eos", "length"]
        assert found["eos_last"]

    def test_a_message_ends_with_the_first_stop_text(self, found: dict[str, Any]) -> None:
        ended = [text for text, finish, _ in found["stopped"] if finish == "stop"]
        assert ended
        assert all(text.endswith(("1", "99")) for text in ended)
        for text, _, complete in found["stopped"]:
            assert complete
            assert not any(stop in text[:-1] for stop in ("1", "99"))

    def test_pushed_weights_are_those_that_sample(self, found: dict[str, Any]) -> None:
        # With a tied head, vLLM's CPU build by itself goes on with the old one: 26 nats apart.
        assert found["changed"]
        assert found["difference_after"] < 1e-4
        assert found["back"]

    def test_training_with_what_it_writes_learns(self, found: dict[str, Any]) -> None:
        rewards = found["learns"]["rewards"]
        assert sum(rewards[-3:]) / 3 > sum(rewards[:3]) / 3 + 0.3
        assert found["learns"]["difference"] < 1e-4
