"""From tests that passed to a score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit.errors import DefinitionError
from rewardkit_verifiers.code.lib.scoring import Result, score_of

results = st.builds(
    Result,
    passed=st.lists(st.booleans(), max_size=8),
    parses=st.booleans(),
    runs=st.booleans(),
    timeout=st.booleans(),
)


@given(results, st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_score_is_in_its_range_and_1_only_where_all_passed(
    result: Result, ends: tuple[float, float]
) -> None:
    stages = (min(ends), max(ends))
    values = [score_of(result, mode, stages).value for mode in ("all", "fraction", "staged")]
    assert all(value is not None and 0 <= value <= 1 for value in values)
    everything = bool(result.passed) and all(result.passed)
    assert (values[0] == 1.0) == (values[1] == 1.0) == everything
    if everything:
        assert values[2] == 1.0


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_stages_rise_from_parsing_to_running_to_passing(passed: list[bool]) -> None:
    running = score_of(Result(passed), "staged").value
    stopping = score_of(Result(passed, runs=False), "staged").value
    assert running is not None
    assert stopping is not None
    assert running >= stopping
    assert score_of(Result([False], parses=False), "staged").value == 0.0
    assert score_of(Result([False], runs=False), "staged").value == 0.1
    assert score_of(Result([False]), "staged").value == 0.2


def test_no_tests_at_all_earn_nothing() -> None:
    assert score_of(Result([]), "all").value == 0.0
    assert score_of(Result([]), "fraction").value == 0.0


def test_too_slow_is_a_timeout_only_where_nothing_was_earned() -> None:
    slow = Result([True, False], timeout=True, reason="time_limit", detail="test 2: slow")
    assert score_of(slow, "all").status == "timeout"
    assert score_of(slow, "fraction").status == "ok"
    assert score_of(slow, "fraction").reason == "time_limit"
    assert score_of(slow, "fraction").detail == "1 of 2 tests passed; test 2: slow"


@pytest.mark.parametrize("name", ["stdio", "function", "asserts", "pytest"])
def test_stages_that_do_not_rise_and_limits_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(DefinitionError, match="must rise from 0 to 1"):
        get(f"code/{name}", stages=(0.5, 0.2))
    with pytest.raises(DefinitionError, match="time_s=0.0 must be a positive number"):
        get(f"code/{name}", time_s=0.0)
    with pytest.raises(DefinitionError, match="memory_mb=-1 must be a positive number"):
        get(f"code/{name}", memory_mb=-1)
