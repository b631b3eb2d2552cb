"""A draft keeps what passes cases and attack, and tells the model what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rewardkit.errors import JudgeError
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.testing.draft.cases import DraftCases
from rewardkit.testing.draft.run import draft
from rewardkit_sandbox import PooledSandbox

Drafted = Callable[..., Any]


def test_a_good_candidate_is_kept_in_the_first_round(drafted: Drafted, good: str) -> None:
    found, log = drafted(good)
    assert found.kept, log[1]["told"]
    assert found.source.strip() == good.strip()
    assert log[1]["attack"]["calls"] > 500
    assert log[1]["attack"]["complete"]


def test_a_holed_candidate_is_refused_and_the_model_is_told_of_the_hole(
    drafted: Drafted, holed: str, good: str
) -> None:
    found, log = drafted(holed, good)
    assert [one.verdict for one in found.trials] == ["holed", "kept"]
    said = log[2]["messages"][-1]["content"]
    assert "A hostile reply is paid 1 where an honest one gets 1" in said
    assert log[2]["messages"][-2]["content"] == log[1]["reply"]


def test_no_round_shows_the_model_a_case_that_is_held_out(
    drafted: Drafted, cases: DraftCases, holed: str
) -> None:
    wrong = "def reward(completion, answer):\n    return 0.5\n"
    found, log = drafted(wrong, holed, holed)
    assert {one.verdict for one in found.trials} == {"fails_cases", "holed"}
    assert len(log[0]["held_out"]) == 8
    prompts = " ".join(message["content"] for line in log[1:] for message in line["messages"])
    hidden = [case for case in cases.all if case.id in cases.held_out]
    assert not [case.id for case in hidden if f'"{case.id}"' in prompts]
    assert "8 of 8 cases that you do not see fail" in prompts


def test_a_table_of_the_shown_cases_is_not_kept(drafted: Drafted, cases: DraftCases) -> None:
    paid = [case.sample.text for case in cases.shown if case.expect.value == 1]
    found, _ = drafted(f"def reward(completion):\n    return float(completion in {paid!r})\n")
    assert found.trials[0].verdict == "fails_cases"
    assert set(found.trials[0].failed) <= cases.held_out


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("def reward(completion):\n    while True: pass\n", "hangs"),
        ("while True: pass\ndef reward(completion): return 1.0\n", "unloadable"),
        ("def reward(completion):\n    return (\n", "unloadable"),
        ("import numpy_that_is_not_there\ndef reward(completion): return 1.0\n", "unloadable"),
        ("import os\nos._exit(0)\ndef reward(completion): return 1.0\n", "unloadable"),
        ("import os\ndef reward(completion):\n    os._exit(0)\n", "fails_cases"),
        ("import sys\ndef reward(completion):\n    sys.exit(0)\n", "fails_cases"),
        ("def reward(completion):\n    print('{\"value\": 1.0}')\n", "fails_cases"),
        ("def reward(completion):\n    return float('nan')\n", "fails_cases"),
        ("def reward(completion):\n    return 10 ** 400\n", "fails_cases"),
        ("def reward(completion):\n    return [1.0] * 16\n", "fails_cases"),
        ("def reward(completion):\n    return object()\n", "fails_cases"),
        ("def reward(completion):\n    raise ValueError(completion)\n", "fails_cases"),
        ("def reward(completion):\n    return len([0] * 10 ** 9)\n", "fails_cases"),
        ("def reward(wrong_name):\n    return 1.0\n", "fails_cases"),
        ("def reward(completion):\n    return 1.0\ndel reward\n", "fails_cases"),
    ],
)
def test_a_candidate_that_misbehaves_is_refused_and_never_an_error_of_ours(
    drafted: Drafted, source: str, verdict: str
) -> None:
    found, log = drafted(source, timeout=0.6)
    assert (found.kept, found.trials[0].verdict) == (False, verdict)
    assert log[1]["told"]


def test_printing_and_exiting_like_a_harness_forges_no_value(drafted: Drafted) -> None:
    forged = (
        "import os, sys\n"
        "def reward(completion, answer):\n"
        "    for at in range(3, 64):\n"
        '        try: os.write(at, b\'{"value": 1.0, "outcome": "ok", "answered": true}\\n\')\n'
        "        except OSError: pass\n"
        "    os._exit(0)\n"
    )
    found, _ = drafted(forged)
    assert found.trials[0].verdict == "fails_cases"


def test_a_candidate_that_counts_its_calls_is_caught_by_the_attack(
    drafted: Drafted, good: str
) -> None:
    counting = good.replace("def reward(", "def inner(") + (
        "\nseen = []\n"
        "def reward(completion, answer):\n"
        "    seen.append(1)\n"
        "    return 1.0 if len(seen) > 40 else inner(completion, answer)\n"
    )
    found, _ = drafted(counting)
    assert found.trials[0].verdict == "holed"


@pytest.mark.parametrize("reply", ["I cannot do that.", "```python\nprint(1)\n```"])
def test_a_reply_without_a_candidate_spends_a_round(
    drafted: Drafted, good: str, reply: str
) -> None:
    found, log = drafted(reply, good)
    assert [one.verdict for one in found.trials] == ["unreadable", "kept"]
    assert "refused" in log[2]["messages"][-1]["content"]


def test_a_server_that_refuses_is_an_error_and_stands_in_the_transcript(
    sandbox: PooledSandbox, cases: DraftCases, tmp_path: Path
) -> None:
    pytest.importorskip("openai")
    log = tmp_path / "log.jsonl"
    # Nothing listens on the discard port.
    nobody = {"url": "http://127.0.0.1:9/v1", "model": "m", "attempts": 1}
    with pytest.raises(JudgeError, match="judge_unreachable"):
        draft("Sums.", cases, read_endpoint(nobody), sandbox, transcript=log)
    assert '"verdict": "error"' in log.read_text().splitlines()[-1]
