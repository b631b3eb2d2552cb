"""A draft by a real server: a model that cannot write a function spends its rounds, no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from rewardkit.judge.endpoint import read_endpoint
from rewardkit.testing.draft.cases import DraftCases, split_cases
from rewardkit.testing.draft.run import draft
from rewardkit.testing.tiny_judge import make_tiny_judge
from rewardkit.testing.vllm_server import vllm_server
from rewardkit_sandbox import PooledSandbox

pytestmark = [pytest.mark.vllm, pytest.mark.slow]


def test_a_model_that_writes_no_function_keeps_none(
    vllm_python: Path, cases: DraftCases, sandbox: PooledSandbox, tmp_path: Path
) -> None:
    pytest.importorskip("openai")
    made = make_tiny_judge(tmp_path / "model", steps=1)
    with vllm_server(vllm_python, made) as url:
        model = {"url": url, "model": "tiny", "max_tokens": 64, "timeout": 120}
        found = draft(
            "Pay for the right sum.",
            split_cases(cases.all[:2]),
            read_endpoint(model),
            sandbox,
            transcript=tmp_path / "log.jsonl",
            rounds=2,
        )
    assert [one.verdict for one in found.trials] == ["unreadable"] * 2
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 3
