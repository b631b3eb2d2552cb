"""Evaluation of a policy on held-out problems: greedy accuracy, pass@k and maj@k."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

import torch

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import ScoringError, describe
from rewardkit.grpo import parallel
from rewardkit.grpo.config import EvaluateConfig, RolloutConfig, Sampling
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Rollout
from rewardkit.grpo.rollout.engine import InProcess
from rewardkit.grpo.rollout.roll import roll
from rewardkit.grpo.rollout.scoring import component_means, make_sample, score_in_shares
from rewardkit.rewards.base import Reward
from rewardkit.tasks.problem import Problem, Task


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of one evaluation."""

    accuracy: float
    """pass@1: share of problems whose likeliest completion is well formed and right."""
    well_formed: float
    """Share of those completions that are well formed, right or wrong."""
    truncated: float
    length: float
    """Mean tokens of those completions."""
    pass_at_k: float
    maj_at_k: float
    components: Mapping[str, float | None]
    """Mean of each component of the reward over those completions."""
    unjudged: float = 0.0
    """Share of the problems on which the task failed; they are in no other number."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return asdict(self)


def evaluate(
    policy: Policy,
    task: Task,
    reward: Reward,
    rollout: RolloutConfig,
    config: EvaluateConfig,
    seed: int,
) -> tuple[Evaluation, list[tuple[Sample, Breakdown]]]:
    """Measure a policy on the held-out problems, and score some of its completions.

    Sampling has its own generator, so an evaluation never changes the training.
    """
    problems = task.heldout
    greedy = answer_all(policy, task, problems, rollout)
    found = accuracy_of(task, greedy, problems)
    told = [one for one in greedy if one.failure is None]
    scored = score_greedy(task, problems[: config.scored], greedy, reward)
    pass_k, maj_k = sample_accuracy(
        policy, task, problems[: config.problems], rollout, config, seed
    )
    evaluation = Evaluation(
        accuracy=found.accuracy,
        well_formed=fmean(task.answer_of(one.text) is not None for one in told),
        truncated=fmean(one.truncated for one in told),
        length=fmean(one.length for one in told),
        pass_at_k=pass_k,
        maj_at_k=maj_k,
        components={
            name: mean for name, (mean, _) in component_means([b for _, b in scored]).items()
        },
        unjudged=found.unjudged,
    )
    return evaluation, scored


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The judgement of completions by the task."""

    accuracy: float
    """The share of the right ones among those that could be judged."""
    unjudged: float
    """The share that could not be judged, since the task or its environment raised."""


def accuracy_of(task: Task, rollouts: Sequence[Rollout], problems: Sequence[Problem]) -> Accuracy:
    """Judge the completion of each problem.

    Raises:
        ScoringError: None of them could be judged.
    """
    found = [verdict_of(task, *pair) for pair in zip(rollouts, problems, strict=True)]
    right = [verdict for verdict, _ in found if verdict is not None]
    if not right:
        raise ScoringError(
            f"none of {len(found)} completions could be judged; the first: {found[0][1]}. Mend the "
            "task and run the same command again."
        )
    return Accuracy(fmean(right), (len(found) - len(right)) / len(found))


def verdict_of(task: Task, rollout: Rollout, problem: Problem) -> tuple[bool | None, str | None]:
    """Judge a completion: True or False, or None and the cause where the task raised."""
    if rollout.failure is not None:
        return None, rollout.failure
    try:
        return bool(task.succeeded(rollout.completion, problem)), None
    except Exception as error:  # noqa: BLE001 - a stranger's task: one problem is lost, not the run
        return None, f"problem {problem.prompt[:60]!r}: {describe(error)}"


def accuracy(
    policy: Policy, task: Task, problems: Sequence[Problem], rollout: RolloutConfig
) -> Accuracy:
    """Judge the greedy completion of each problem."""
    return accuracy_of(task, answer_all(policy, task, problems, rollout), problems)


def answer_all(
    policy: Policy, task: Task, problems: Sequence[Problem], rollout: RolloutConfig
) -> list[Rollout]:
    """Return the greedy rollout of each problem, in batches of some thousand rows.

    Of several processes, each writes its share of them.
    """
    sampling, most = (
        Sampling(max_new_tokens=rollout.max_new_tokens, stop=rollout.stop),
        rollout.rows_at_once,
    )
    engine = InProcess(policy, rollout.cache_tokens)
    own = problems[parallel.share(len(problems))]
    return parallel.joined_lists(
        lambda: [
            one
            for start in range(0, len(own), most)
            for one in roll(policy, task, own[start : start + most], sampling, None, engine)
        ]
    )


def score_greedy(
    task: Task, problems: Sequence[Problem], greedy: Sequence[Rollout], reward: Reward
) -> list[tuple[Sample, Breakdown]]:
    """Score the first completions by the reward that trains; failures stay failures."""
    pairs = zip(problems, greedy, strict=False)
    told = [(problem, one) for problem, one in pairs if one.failure is None]
    samples = [
        make_sample(task, problem, one, draw=f"heldout/{at}", group=at)
        for at, (problem, one) in enumerate(told)
    ]
    scores = score_in_shares(reward, samples, parallel.share(len(samples))) if samples else []
    return list(zip(samples, scores, strict=True))


def sample_accuracy(
    policy: Policy,
    task: Task,
    problems: Sequence[Problem],
    rollout: RolloutConfig,
    config: EvaluateConfig,
    seed: int,
) -> tuple[float, float]:
    """Estimate pass@k and maj@k from `config.samples` completions of each problem.

    Of several processes, each samples for its share of the problems, from a generator of its own. A
    problem with fewer than k samples that could be judged is in neither.
    """
    own = problems[parallel.share(len(problems))]
    generator = torch.Generator(device=policy.device).manual_seed(seed + parallel.rank())
    sampling = Sampling(
        max_new_tokens=rollout.max_new_tokens, temperature=config.temperature, stop=rollout.stop
    )
    engine = InProcess(policy, rollout.cache_tokens)
    at_once = max(1, rollout.rows_at_once // config.samples)

    def measure() -> list[tuple[float, float]]:
        measured = []
        for start in range(0, len(own), at_once):
            some = own[start : start + at_once]
            asked = [problem for problem in some for _ in range(config.samples)]
            sampled = roll(policy, task, asked, sampling, generator, engine)
            for at, problem in enumerate(some):
                drawn = sampled[at * config.samples : (at + 1) * config.samples]
                told = [(one, verdict_of(task, one, problem)[0]) for one in drawn]
                votes = [vote_of(task, one.text) for one, verdict in told if verdict is not None]
                right = [verdict for _, verdict in told if verdict is not None]
                if len(right) >= config.k:
                    passed = pass_at_k(len(right), sum(right), config.k)
                    measured.append((passed, majority_at_k(votes, right, config.k)))
        return measured

    found = parallel.joined_lists(measure)
    if not found:
        raise ScoringError(
            f"no problem of {len(problems)} had {config.k} completions that could be judged"
        )
    return fmean(one for one, _ in found), fmean(one for _, one in found)


def vote_of(task: Task, text: str) -> Hashable:
    """Return the vote of a completion; None where it has no answer, or its vote raised."""
    answer = task.answer_of(text)
    try:
        return None if answer is None else task.vote(answer)
    except Exception:  # noqa: BLE001 - an answer that has no vote, in a stranger's task
        return None


def pass_at_k(samples: int, right: int, k: int) -> float:
    """Estimate the chance that one of k completions is right, without bias.

    1 - C(n-c, k) / C(n, k), from the Codex paper (Chen et al., 2021), as a product.

    Args:
        samples: n, how many completions were drawn; at least k.
        right: c, how many of them are right.
        k: The number of completions tried.

    Raises:
        ValueError: There are fewer samples than k.

    Example:
        >>> pass_at_k(4, 1, 2)
        0.5
    """
    if samples < k:
        raise ValueError(f"pass@{k} needs at least {k} samples, got {samples}")
    miss = 1.0
    for i in range(samples - right + 1, samples + 1):
        miss *= 1.0 - k / i
    return 1.0 - miss


def majority_at_k(votes: Sequence[Hashable], right: Sequence[bool], k: int) -> float:
    """Return the share of blocks of k completions whose majority is right.

    Right completions are one answer, however they are written. When m answers tie for the most
    votes and one of them is right, the block counts 1/m. A block without a vote counts 0.

    Args:
        votes: The answer of each completion; None where it cannot be read and has no vote.
        right: Whether each completion is right.
        k: The number of completions in a block.

    Example:
        >>> majority_at_k([3, 4, None], [True, False, False], 3)
        0.5
    """
    starts = range(0, len(votes) - k + 1, k)
    return fmean(_majority(votes[at : at + k], right[at : at + k]) for at in starts)


def _majority(votes: Sequence[Hashable], right: Sequence[bool]) -> float:
    # A wrong answer can never be the same vote as a right one, whatever its text.
    cast = Counter(
        (good, None if good else vote)
        for vote, good in zip(votes, right, strict=True)
        if vote is not None
    )
    if not cast:
        return 0.0
    most = max(cast.values())
    leaders = [good for (good, _), count in cast.items() if count == most]
    return sum(leaders) / len(leaders)
