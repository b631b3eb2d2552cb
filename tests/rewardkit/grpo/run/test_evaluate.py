from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from statistics import fmean

import pytest
import torch

from rewardkit import Reward
from rewardkit.errors import ScoringError
from rewardkit.grpo.config import EvaluateConfig, RolloutConfig
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.run.evaluate import accuracy, evaluate, majority_at_k, pass_at_k
from rewardkit.tasks.arithmetic import make_sum
from rewardkit.tasks.problem import Problem, Task


@pytest.mark.parametrize(
    ("n", "right", "k"), [(6, 2, 3), (5, 0, 2), (5, 5, 1), (7, 1, 7), (8, 6, 3)]
)
def test_pass_at_k_is_the_share_of_all_choices_of_k_that_hold_a_right_one(
    n: int, right: int, k: int
) -> None:
    choices = list(combinations([1] * right + [0] * (n - right), k))
    expected = sum(any(choice) for choice in choices) / len(choices)
    assert pass_at_k(n, right, k) == pytest.approx(expected)


def test_pass_at_k_refuses_fewer_samples_than_k() -> None:
    with pytest.raises(ValueError, match="pass@8 needs at least 8 samples, got 4"):
        pass_at_k(4, 1, 8)


def majority(task: Task, texts: list[str], k: int) -> float:
    problem = make_sum(1, 2, 2)
    read = [task.answer_of(text) for text in texts]
    votes = [None if answer is None else task.vote(answer) for answer in read]
    return majority_at_k(votes, [task.correct(text, problem) for text in texts], k)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["<a>003</a>", "<a>003</a>", "<a>004</a>"], 1.0),
        (["<a>003</a>", "<a>004</a>", "<a>004</a>"], 0.0),
        (["<a>003</a>", "<a>004</a>", "oops"], 0.5),  # a tie of two
        (["<a>003</a>", "<a>004</a>", "<a>005</a>"], pytest.approx(1 / 3)),  # a tie of three
        (["oops", "<a>", ""], 0.0),  # nobody has a vote
        (["<a>003</a>", "oops", "oops"], 1.0),  # the unreadable do not outvote the readable
        (["<a>3</a>", "<a>003</a>", "<a>04</a>"], 1.0),  # two spellings are one answer
        (["<a>3</a>", "<a>04</a>", "<a>4</a>"], 0.0),  # of wrong answers too
        (["<a>3</a>", "<a>four</a>", "<a>Four</a>"], pytest.approx(1 / 3)),
    ],
)
def test_the_majority_is_taken_over_readable_answers_and_ties_are_shared(
    sums: Task, texts: list[str], expected: float
) -> None:
    assert majority(sums, texts, 3) == expected
    assert majority(sums, texts[::-1], 3) == expected


def test_the_majority_is_averaged_over_blocks_of_k(sums: Task) -> None:
    right, wrong = "<a>3</a>", "<a>4</a>"
    assert majority(sums, [right, right, wrong, wrong, wrong, right], 3) == 0.5


def test_measuring_does_not_touch_the_randomness_of_training(
    small: Policy, sums: Task, closeness: Reward
) -> None:
    config = EvaluateConfig(k=2, samples=4, problems=8, scored=8)
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    first, _ = evaluate(small, sums, closeness, RolloutConfig(), config, seed=1)
    assert torch.equal(torch.rand(3), expected)
    second, _ = evaluate(small, sums, closeness, RolloutConfig(), config, seed=1)
    assert first == second


def test_the_scored_completions_are_the_first_of_the_held_out_ones(
    small: Policy, sums: Task, closeness: Reward
) -> None:
    config = EvaluateConfig(k=1, samples=1, problems=1, scored=7)
    measured, scored = evaluate(small, sums, closeness, RolloutConfig(), config, seed=0)
    assert [s.prompt for s, _ in scored] == [sums.prompt(p) for p in sums.heldout[:7]]
    assert set(measured.components) == {"close"}


def test_measuring_in_small_parts_measures_the_same(
    small: Policy, sums: Task, closeness: Reward
) -> None:
    config = EvaluateConfig(k=2, samples=4, problems=8, scored=20)
    (whole, first), (parts, second) = (
        evaluate(small, sums, closeness, RolloutConfig(rows_at_once=rows), config, seed=1)
        for rows in (2048, 7)
    )
    assert whole.accuracy == parts.accuracy
    assert whole.components == parts.components
    assert [s.completion for s, _ in first] == [s.completion for s, _ in second]


def test_accuracy_is_measured_without_the_reward(small: Policy, sums: Task) -> None:
    assert 0.0 <= accuracy(small, sums, sums.heldout, RolloutConfig()).accuracy <= 1.0


class Breaks(Exception):
    """Raised by a task."""


def bad(problem: Problem) -> bool:
    return problem.prompt.startswith(("1", "2"))


def judges_badly(answer: str, problem: Problem) -> bool:
    if bad(problem):
        raise Breaks("no such table")
    return True


def test_problems_on_which_the_task_raises_are_counted_and_in_no_number(
    small: Policy, sums: Task, closeness: Reward
) -> None:
    untagged = replace(sums, tagged=False, judge=judges_badly)
    share = fmean(bad(problem) for problem in sums.heldout)
    assert 0.0 < share < 1.0
    config = EvaluateConfig(k=2, samples=4, problems=30, scored=0)
    found, _ = evaluate(small, untagged, closeness, RolloutConfig(), config, seed=0)
    assert found.unjudged == pytest.approx(share)
    # All that could be judged and has an answer is right: what raised is no wrong answer.
    assert found.accuracy > 0.9 * found.well_formed
    assert found.pass_at_k > 0.9


def test_a_task_that_raises_on_every_problem_stops_with_the_cause(
    small: Policy, sums: Task
) -> None:
    def never(answer: str, problem: Problem) -> bool:
        raise Breaks("no such table")

    broken = replace(sums, tagged=False, judge=never)
    with pytest.raises(ScoringError, match="none of 30 completions could be judged.*no such table"):
        accuracy(small, broken, broken.heldout, RolloutConfig())
