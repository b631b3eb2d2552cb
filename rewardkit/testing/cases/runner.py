"""The runner of case files, independent of pytest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import BindError, CaseError, RewardkitError
from rewardkit.rewards.base import Reward
from rewardkit.testing.cases.compare import Mismatch, compare
from rewardkit.testing.cases.model import Case, CaseFile, read_cases
from rewardkit.testing.cases.target import resolved
from rewardkit.testing.cases.verifier_folder import faults_of_card

if TYPE_CHECKING:
    from rewardkit.specs.trust import Limits


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one case.

    Attributes:
        case: The case.
        path: Its file.
        breakdown: The score; None when it could not be scored at all.
        mismatches: Expectations that do not hold; empty when the case passed.
        trouble: The reason it could not be scored.
    """

    case: Case
    path: Path
    breakdown: Breakdown | None
    mismatches: tuple[Mismatch, ...] = ()
    trouble: str = ""

    @property
    def passed(self) -> bool:
        """Whether every expectation holds."""
        return not self.mismatches and not self.trouble


@dataclass(frozen=True, slots=True)
class FileResult:
    """The outcomes of all cases of a file."""

    path: Path
    rewards: tuple[str, ...]
    """Names of the rewards that were tested, in order of first use."""
    outcomes: tuple[Outcome, ...]
    card_faults: tuple[str, ...] = ()
    """Contradictions between the card beside the cases and the code, one message for each field."""

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases that did not pass."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)


class CaseRun:
    """A lazy run of the cases of one file: each is scored at its first use.

    A case is scored alone, as in production, except that cases of one `group` are scored
    together by rewards that compare the completions of a group.
    """

    def __init__(self, file: CaseFile, limits: Limits | None = None) -> None:
        self.file = file
        self.limits = limits
        self._rewards: dict[str, Reward] = {}
        self._found: dict[str, Breakdown] = {}

    def reward_of(self, case: Case) -> Reward:
        """Return the reward of a case; raise CaseError when there is none."""
        key = json.dumps([case.reward, case.settings], sort_keys=True, default=repr)
        if key not in self._rewards:
            path = self.file.path
            self._rewards[key] = resolved(case.reward, case.settings, path, case.line, self.limits)
        return self._rewards[key]

    def outcome(self, case: Case) -> Outcome:
        """Score a case and compare.

        Raises:
            CaseError: The case names no reward, or one that is broken.
        """
        rivals = [self.file.find(name) for name in case.expect.better_than]
        reward = self.reward_of(case)
        for rival in rivals:
            if self.reward_of(rival) != reward:
                raise CaseError(
                    f"{self.file.path}:{case.line}: case {case.id!r} cannot be better than "
                    f"{rival.id!r}, which is for another reward or other settings"
                )
        try:
            found = self.breakdown(case)
            others = {rival.id: self.breakdown(rival) for rival in rivals}
        except RewardkitError as error:
            return Outcome(case, self.file.path, None, (), f"{type(error).__name__}: {error}")
        return Outcome(case, self.file.path, found, compare(case.expect, found, others))

    @property
    def of_verifier(self) -> bool:
        """Whether some case is for the verifier whose card lies beside the file."""
        return any(case.reward is None for case in self.file.cases)

    def card_faults(self) -> list[str]:
        """Return the contradictions between the card and its code; CaseError if unreadable."""
        if not self.of_verifier:
            return []
        try:
            return faults_of_card(self.file.path.parent)
        except RewardkitError as error:
            raise CaseError(f"{self.file.path}: {error}") from error

    def breakdown(self, case: Case) -> Breakdown:
        """Return the score of a case."""
        if case.id not in self._found:
            reward = self.reward_of(case)
            batch = self._together(case, reward)
            scores = self._score(reward, batch)
            self._found |= {one.id: score for one, score in zip(batch, scores, strict=True)}
        return self._found[case.id]

    def _together(self, case: Case, reward: Reward) -> list[Case]:
        group = case.sample.group
        if group is None or not reward.needs_groups:
            return [case]
        return [one for one in self._siblings(reward) if one.sample.group == group]

    def _siblings(self, reward: Reward) -> list[Case]:
        return [one for one in self.file.cases if self.reward_of(one) == reward]

    def _score(self, reward: Reward, batch: Sequence[Case]) -> list[Breakdown]:
        samples = [_sample(case, reward) for case in batch]
        try:
            return reward.score_many(samples, cache=None)
        except BindError:
            # A field that only this case lacks is the point of the case: the data as a whole can be
            # bound, and the sample gets an error. A field that no case has is a BindError.
            others = [one for one in self._siblings(reward) if one not in batch]
            both = [*samples, *(_sample(one, reward) for one in others)]
            return reward.score_many(both, cache=None)[: len(batch)]


def _sample(case: Case, reward: Reward) -> Sample:
    # Without a group of its own, a case must not be grouped with its neighbours.
    if case.sample.group is None and reward.needs_groups:
        return replace(case.sample, group=case.id)
    return case.sample


def run_cases(path: str | Path, limits: Limits | None = None) -> FileResult:
    """Run all cases of a file.

    Args:
        path: A `.jsonl` or `.yaml` file of cases.
        limits: What the rewards it names may do; None if they are trusted.

    Raises:
        CaseError: The file cannot be read, or names a reward that does not exist.
    """
    run = CaseRun(read_cases(path), limits)
    outcomes = tuple(run.outcome(case) for case in run.file.cases)
    names = dict.fromkeys(run.reward_of(case).name for case in run.file.cases)
    return FileResult(run.file.path, tuple(names), outcomes, tuple(run.card_faults()))
