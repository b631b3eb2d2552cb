"""Tokens are worth the steps that end after them, compared with all steps of the group."""

from __future__ import annotations

import statistics

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Breakdown, Score
from rewardkit.grpo.config import AdvantageConfig
from rewardkit.grpo.objective.advantage import step_advantages, token_steps, tokens_until
from rewardkit.grpo.rollout.batch import Rollout, Segment, pack


def decode(ids: object) -> str:
    return "".join(chr(97 + i) for i in ids)  # type: ignore[attr-defined]


def row(length: int, value: float | None, *steps: tuple[int, float]) -> tuple[Rollout, Breakdown]:
    ids = tuple(range(length))
    segments = (Segment((9,), "read"), Segment(ids, "wrote", (0.0,) * length))
    score = Score.error("down") if value is None else Score.ok(value, steps=steps)
    return Rollout(segments, decode(ids), "eos"), Breakdown("r", score)


CENTRE = AdvantageConfig(mode="centre", steps=True)


def worth(rows: list[tuple[Rollout, Breakdown]], config: AdvantageConfig = CENTRE) -> list[float]:
    rollouts, breakdowns = zip(*rows, strict=True)
    batch = pack(rollouts, [0] * len(rows))
    return step_advantages(rollouts, breakdowns, batch, config, decode).tolist()


def test_a_token_is_worth_the_sum_of_the_steps_that_end_after_it() -> None:
    # Steps 1, 0, 0.5 and 1, 1: their mean is 0.7.
    rows = [row(6, 0.5, (2, 1.0), (4, 0.0)), row(3, 1.0, (1, 1.0))]
    first = 0.3 - 0.7 - 0.2, -0.7 - 0.2, -0.2
    expected = [first[0]] * 2 + [first[1]] * 2 + [first[2]] * 2 + [0.6, 0.3, 0.3]
    assert worth(rows) == pytest.approx(expected, abs=1e-6)


def test_without_steps_it_is_the_advantage_of_the_completion() -> None:
    rows = [row(3, 1.0), row(2, 0.0), row(2, 0.5)]
    assert worth(rows) == pytest.approx([0.5] * 3 + [-0.5] * 2 + [0.0] * 2)


def test_a_last_step_that_reaches_the_end_takes_the_place_of_the_whole() -> None:
    rollout, breakdown = row(4, 0.25, (2, 1.0), (4, 0.0))
    assert token_steps(rollout, breakdown, decode) == [(2, 1.0), (4, 0.0)]


def test_a_row_without_a_value_has_no_advantage_and_is_in_no_mean() -> None:
    assert worth([row(2, 1.0), row(2, 0.0), row(3, None)]) == [0.5, 0.5, -0.5, -0.5, 0.0, 0.0, 0.0]


def test_equal_steps_have_exactly_no_advantage() -> None:
    zscore = AdvantageConfig(steps=True)
    assert set(worth([row(3, 0.35, (1, 0.35)), row(4, 0.35)], zscore)) == {0.0}


def test_the_deviation_is_that_of_all_steps_of_the_group() -> None:
    config = AdvantageConfig(steps=True, epsilon=0.0)
    rows = [row(2, 1.0, (1, 0.25)), row(1, 0.0)]
    spread = statistics.stdev([1.0, 0.25, 0.0])
    assert worth(rows, config)[1] == pytest.approx((1.0 - 1.25 / 3) / spread, rel=1e-5)


def test_of_several_messages_the_steps_are_those_of_the_last() -> None:
    segments = (
        *(Segment((9,), "read"), Segment((0, 1), "wrote", (0.0,) * 2)),
        *(Segment((9,), "read"), Segment((0, 1, 2), "wrote", (0.0,) * 3)),
    )
    chat = ({"role": "assistant", "content": "ab"}, {"role": "assistant", "content": "abc"})
    rollout = Rollout(segments, chat, "eos")
    breakdown = Breakdown("r", Score.ok(0.5, steps=((1, 1.0),)))
    assert token_steps(rollout, breakdown, decode) == [(3, 1.0), (5, 0.5)]


@given(st.lists(st.integers(1, 3), max_size=12), st.integers(0, 40))
def test_the_tokens_up_to_an_offset_are_the_fewest_that_reach_it(
    widths: list[int], end: int
) -> None:
    def wide(ids: object) -> str:
        return "".join("x" * i for i in ids)  # type: ignore[attr-defined]

    count = tokens_until(widths, end, wide)
    assert count == len(widths) or sum(widths[:count]) >= end
    assert count == 0 or sum(widths[: count - 1]) < end


def test_modes_that_compare_otherwise_are_refused() -> None:
    for wrong in ({"mode": "maxrl"}, {"decoupled": True}, {"whiten": True}):
        with pytest.raises(ValueError, match="steps goes with mode zscore or centre"):
            AdvantageConfig.model_validate({"steps": True, **wrong})
    assert torch.tensor(worth([row(1, 1.0), row(1, 0.0)])).abs().max() == 0.5
