"""Reward functions of TRL and verl become rewards, with the failures of their rows."""

from __future__ import annotations

import math
import pickle
from typing import Any

import pytest

from rewardkit import load, score, weighted
from rewardkit.errors import DefinitionError
from rewardkit.trainers import from_trl, from_verl


def by_length(completions: list[Any], answer: list[str], **columns: Any) -> list[float | None]:
    assert set(columns) <= {"prompts", "level", "log_metric"}
    values: dict[str, float | None] = {"none": None, "nan": math.nan, "far": 7.0}
    if "crash" in completions:
        raise RuntimeError("boom")
    return [values.get(text, float(text == answer[at])) for at, text in enumerate(completions)]


async def waits(completions: list[Any], **_: Any) -> list[float]:
    return [1.0] * len(completions)


def compute_score(
    data_source: str, solution_str: str, ground_truth: Any, extra_info: Any = None
) -> Any:
    if data_source == "dict":
        return {"score": 1.0, "acc": extra_info["level"], "why": "because"}
    return float(solution_str == ground_truth)


async def acompute_score(solution_str: str, **_: Any) -> float:
    return float(solution_str == "4")


def rows(*texts: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"prompt": "p", "completion": text, "answer": "4", **fields} for text in texts]


def test_a_trl_function_is_called_with_its_lists() -> None:
    one = from_trl(by_length, range=(0, 1))
    assert one.name == "by_length"
    found = score(one, rows("4", "5", "none", "nan", "far", level=2))
    assert [b.value for b in found] == [1.0, 0.0, None, None, None]
    assert [b.status for b in found][2:] == ["abstain", "abstain", "error"]
    assert found[4].reason == "out_of_range"


def test_a_crash_costs_the_row_that_crashes() -> None:
    found = score(from_trl(by_length, range=(0, 1)), rows("4", "crash", "5"))
    assert [b.value for b in found] == [1.0, None, 0.0]


def test_an_async_trl_function_is_awaited() -> None:
    assert [b.value for b in score(from_trl(waits, range=(0, 1)), rows("a", "b"))] == [1.0, 1.0]


def test_a_verl_function_is_called_with_its_arguments() -> None:
    one = from_verl(compute_score, range=(0, 1))
    assert one.score(completion="4", answer="4").value == 1.0
    found = one.score(completion="x", answer="4", data_source="dict", level=3)
    assert found.value == 1.0
    assert found.score.extra == {"acc": 3, "why": "because"}
    assert from_verl(acompute_score, range=(0, 1)).score(completion="4").value == 1.0


def test_they_compose_pickle_and_have_a_spec_when_named_by_module() -> None:
    both = weighted(
        trl=from_trl("rewardkit.trainers.conformance.rewards:exact", range=(0, 1), name="t"),
        verl=from_verl(compute_score, range=(0, 1)),
    )
    pickle.loads(pickle.dumps(both))
    named = from_verl(f"{__name__}:compute_score", range=(-1, 1))
    again = load(named.spec())
    assert again.fingerprint == named.fingerprint
    assert again.range == named.range == (-1.0, 1.0)


@pytest.mark.parametrize("fn", [7, "no_colon", "math:nothing"])
def test_what_is_no_function_is_refused(fn: Any) -> None:
    with pytest.raises(DefinitionError, match="function"):
        from_trl(fn, range=(0, 1))


def test_a_wrong_count_is_an_error_of_the_rows() -> None:
    def short(completions: list[Any], **_: Any) -> list[float]:
        return [1.0]

    found = score(from_trl(short, range=(0, 1)), rows("a", "b"))
    assert {b.value for b in found} <= {None, 1.0}
