"""A candidate is called in the sandbox, by names, and gets a new process after a hang or an end."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit.attack.process import OutOfTime
from rewardkit.data.sample import Sample
from rewardkit.errors import SandboxError
from rewardkit.testing.draft.scorer import SandboxScorer, row_of
from rewardkit.testing.draft.trial import subject_of
from rewardkit_sandbox import Outcome, PooledSandbox, RunResult

TRICKY = """
import os, time
def reward(completion, answer, words=None):
    if completion == "end": os._exit(3)
    if completion == "hang": time.sleep(99)
    if completion == "raise": raise KeyError("x")
    if completion == "none": return None
    if completion == "high": return 7
    if completion == "true": return True
    return words if words is not None else float(completion == answer)
"""


def _scorer(sandbox: PooledSandbox, source: str, timeout: float = 1.0) -> SandboxScorer:
    return SandboxScorer(sandbox, source, subject_of(source, []).reward, timeout)


def test_each_outcome_is_booked_to_its_own_reply(sandbox: PooledSandbox) -> None:
    texts = ["x", "end", "x", "hang", "x", "raise", "none", "high", "true", "y", "\ud800"]
    with _scorer(sandbox, TRICKY) as scorer:
        found = scorer.score([Sample(text, answer="x") for text in texts])
    assert [one.value if one.value is not None else one.code for one in found] == [
        1.0, "died", 1.0, "hung", 1.0, "exception", "returned_none", "out_of_range", 1.0, 0.0, 0.0,
    ]  # fmt: skip
    assert (scorer.calls, scorer.hangs) == (11, 1)


def test_a_candidate_takes_the_columns_that_it_names(sandbox: PooledSandbox) -> None:
    sample = Sample("x", answer="x", columns={"words": 0.25, "unused": [1, {"a": None}]})
    with _scorer(sandbox, TRICKY) as scorer:
        assert scorer.score([sample])[0].value == 0.25


def test_a_candidate_never_sees_a_label() -> None:
    sample = Sample("x", prompt="?", answer="x", columns={"is_right": True, "words": 1})
    assert row_of(sample) == {"completion": "x", "prompt": "?", "answer": "x", "words": 1}


def test_a_candidate_that_answers_nothing_is_given_up(sandbox: PooledSandbox) -> None:
    source = "def reward(completion):\n    while True: pass\n"
    with _scorer(sandbox, source, timeout=0.5) as scorer, pytest.raises(OutOfTime):
        scorer.score([Sample(str(number)) for number in range(50)])
    assert scorer.hangs == 3


def test_a_sandbox_that_fails_makes_no_verdict() -> None:
    class Broken:
        """A sandbox whose machine is gone."""

        def session(self, *_: Any) -> Any:
            from contextlib import nullcontext

            from rewardkit_sandbox import Limits, Session

            lost = RunResult(Outcome.SANDBOX_ERROR, detail="the agent is gone")
            agent: Any = None
            return nullcontext(Session(agent, Limits(), lost))

    sandbox: Any = Broken()
    with pytest.raises(SandboxError, match="the agent is gone"):
        _scorer(sandbox, TRICKY).load()
    with pytest.raises(SandboxError, match="the agent is gone"):
        _scorer(sandbox, TRICKY).score([Sample("x")])
