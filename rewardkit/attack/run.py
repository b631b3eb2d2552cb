"""One attack from start to end, within a budget of seconds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from pathlib import Path
from time import monotonic
from typing import Any

from rewardkit.attack.absolute import absolute
from rewardkit.attack.accuse import BOUND, Scale, Trial, accuse, scale_of
from rewardkit.attack.conduct import never_answers, watch
from rewardkit.attack.halves import halves
from rewardkit.attack.honest import SLOW, Honest, label_of, prepare, with_text
from rewardkit.attack.kept import KeptScorer
from rewardkit.attack.layout import stated_column, subject_and_rows
from rewardkit.attack.policy import Policy, policies
from rewardkit.attack.process import OutOfTime, Scorer
from rewardkit.attack.reference import probe
from rewardkit.attack.replies import Reply
from rewardkit.attack.result import Attack, Conduct, FalseFail, Hole
from rewardkit.attack.rounding import rounded
from rewardkit.attack.search import search
from rewardkit.attack.subject import Subject, aim_of, says_form_alone
from rewardkit.attack.tolerance import means_fixed_width, meant_tolerance
from rewardkit.attack.unscored import check_bound, why_unscored
from rewardkit.attack.variants import inversions, lost_variants
from rewardkit.data.sample import Sample
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.columns import by_name

ROWS = 24
"""The number of rows that each policy answers; reference probes look at up to 64."""
_FEWEST = 4
# A reward that has hung this often is slow; more of it proves nothing.
_HANGS = 4
# So many replies are scored between two looks at the clock.
_CHUNK = 32
# Replies of one policy that are asked before the next policy has its turn.
_TURN = 4
# Rows that a slow reward is tried on first: two may prove a hole; and what it is tried with first.
_FEW = 2
_FIRST_OF_SLOW = (
    *("other_answers", "empty", "spray", "several", "corrupted", "prompt_copy", "filler"),
    *("markup", "placeholder", "keywords", "padding", "near_numbers", "dropped_marks"),
)
OpenScorer = Callable[[Reward, float, float], Scorer]


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of an attack.

    Attributes:
        seconds: Seconds for everything.
        rows: How many rows each policy answers at most.
        timeout: Seconds one reply may take, at most a third of the seconds for everything.
        rounds: Rounds of the search; 0 leaves it out.
        seed: The seed of the search.
    """

    seconds: float = 120.0
    rows: int = ROWS
    timeout: float = 10.0
    rounds: int = 6
    seed: int = 0


def attack(
    reward: Reward | Callable[..., Any],
    samples: Iterable[Sample | Mapping[str, Any]],
    *,
    policies: Sequence[str] | None = None,
    bound: float = BOUND,
    tolerance: float | None = None,
    exclusive: bool | None = None,
    seconds: float = 120.0,
    rounds: int = 6,
    seed: int = 0,
    timeout: float = 10.0,
    resume: str | PathLike[str] | None = None,
) -> Attack:
    """Attack a reward with hostile replies and report what they earn.

    Args:
        reward: A reward, or a plain function of one completion or, as trainers call it, of lists.
        samples: Samples or dataset rows; a completion is not needed. Real completions make the
            reference probes stronger, and a column `right` of true or false is used as the label.
        policies: Names of policies; all by default.
        bound: The share of the honest pay that a reply without an answer may earn.
        tolerance: The relative tolerance that is meant, where the reward does not declare it.
        exclusive: False where several references may be right for one reply, such as bounds.
        seconds: Seconds for everything.
        rounds: Rounds of the search; 0 leaves it out.
        seed: The seed of the search.
        timeout: Seconds one reply may take before it counts as hung; at most a third of `seconds`.
        resume: A file that every result is kept in. An attack that was cut short, by its budget or
            by a kill, goes on from it and ends as one that was not.

    Raises:
        InputError: There are no samples, a policy is unknown, or no honest reply can be judged.
        BindError: The reward asks for a field that no sample has.
        DefinitionError: The reward is neither a reward nor a function of completions.

    Example:
        >>> rows = [{"prompt": f"{n}+{n}?", "answer": str(2 * n)} for n in range(3, 9)]
        >>> found = attack(lambda completion, answer: float(answer in completion), rows)
        >>> found.ok, found.holes[0].kind
        (False, 'false_pass')
    """
    budget = Budget(seconds=seconds, rounds=rounds, seed=seed, timeout=timeout)
    rows = [_sample(row, index) for index, row in enumerate(samples)]
    if isinstance(reward, Reward):
        # What a policy knows of the reference it reads off the sample.
        reward, rows = by_name(reward, rows)
    subject, rows = subject_and_rows(reward, rows)
    meant = meant_tolerance(subject, rows) if tolerance is None else tolerance
    subject = replace(subject, tolerance=meant)
    if exclusive is not None:
        subject = replace(subject, exclusive=exclusive)
    if not rows:
        raise InputError("an attack needs at least one row with a prompt or an answer")
    check_bound(subject, rows)
    scorer: OpenScorer = Scorer
    if resume is not None:
        named = f"{subject.name} {subject.fingerprint}"  # one file may hold several functions
        scorer = partial(KeptScorer, path=Path(resume), fingerprint=named)
    run = _Run(subject, rows, budget, bound, scorer)
    found = run.all(policies)
    if run.unscored is not None and not found.holes:
        raise InputError(f"nothing of {subject.name!r} was attacked: {run.unscored}")
    return found


def attack_subject(
    subject: Subject,
    rows: Sequence[Sample],
    *,
    budget: Budget,
    scorer: OpenScorer,
    bound: float = BOUND,
) -> Attack:
    """Attack what a scorer of another kind runs, such as a program in a sandbox.

    Args:
        subject: The subject; its reward is never called here.
        rows: The rows.
        budget: The limits.
        scorer: Opens the scorer from the reward, the seconds of a reply and the deadline.
        bound: The share of the honest pay that a reply without an answer may earn.
    """
    named = [_sample(row, index) for index, row in enumerate(rows)]
    return _Run(subject, named, budget, bound, scorer).all(None)


def _sample(row: Sample | Mapping[str, Any], index: int) -> Sample:
    sample = row if isinstance(row, Sample) else Sample.from_row({"completion": "", **_whole(row)})
    return sample if sample.id is not None else replace(sample, id=str(index))


def _whole(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in row.items() if key != "completion" or value is not None}


class _Run:
    """The state of one attack."""

    def __init__(
        self,
        subject: Subject,
        samples: Sequence[Sample],
        budget: Budget,
        bound: float,
        scorer: OpenScorer,
    ) -> None:
        self.subject = subject
        self.samples = list(samples)
        self.budget = budget
        self.bound = bound
        self.open_scorer = scorer
        self.start = monotonic()
        self.notes: list[str] = []
        self.complete = True
        self.holes: list[Hole] = []
        self.lost: list[FalseFail] = []
        self.conduct: list[Conduct] = []
        self.unscored: str | None = None

    def left(self, share: float = 1.0) -> bool:
        """Return True while less than this share of the seconds is spent."""
        return monotonic() - self.start < share * self.budget.seconds

    def all(self, names: Sequence[str] | None) -> Attack:
        """Run every part and return the result."""
        chosen = policies(names)
        patience = min(self.budget.timeout, self.budget.seconds / 3)
        deadline = self.start + 0.95 * self.budget.seconds
        with self.open_scorer(self.subject.reward, patience, deadline) as scorer:
            try:
                self.samples = stated_column(self.subject, self.samples, scorer)
                honest = prepare(self.subject, self.samples[:64], scorer)
            except OutOfTime as error:
                self.complete = False
                if scorer.hangs:
                    self.conduct.append(never_answers(scorer))
                else:
                    self.notes.append(f"{error}: not even honest replies could be scored")
            else:
                try:
                    self._parts(chosen, honest, scorer)
                except OutOfTime:
                    self.complete = False
            holes = self._proved(self.holes, scorer)
            calls = scorer.calls
        return Attack(
            self.subject.name,
            self.subject.fingerprint,
            len(self.samples),
            tuple(holes),
            tuple(self.lost),
            tuple(self.conduct),
            tuple(dict.fromkeys(self.notes)),
            calls=calls,
            seconds=monotonic() - self.start,
            complete=self.complete,
        )

    def _parts(self, chosen: Sequence[Policy], honest: Honest, scorer: Scorer) -> None:
        """Run policies, conduct, probes, search and variants; keep what each finds."""
        subject = self.subject
        aim = aim_of(subject, self.samples)
        trials = self._trials(chosen, honest, scorer)
        scale = scale_of(honest, trials, aim, subject.reward.range)
        alone = aim == "form" and says_form_alone(subject)
        holes, notes = accuse(honest, trials, scale, bound=self.bound, aim=aim, form_alone=alone)
        self.holes += holes
        self.notes += notes
        self.unscored = why_unscored(honest, trials)
        if self.unscored is not None and not self.holes:
            return
        conduct, more = watch(subject, honest, trials, scorer, self.left)
        self.conduct += conduct
        self.notes += more
        if aim != "answer":
            return
        if not any(one.kind == "constant" for one in self.holes):
            found, said = probe(subject, honest, scale, self.samples, scorer, self.left)
            self.holes += found
            self.notes += said
            if self.budget.rounds and self.left(0.8):
                self.holes += search(honest, trials, scale, scorer, self.budget, self.left)
        if self.left(0.9):
            self.holes += inversions(honest, scale, scorer, self.bound)
            self.holes += halves(honest, scale, scorer)
            if subject.exclusive:
                self.holes += rounded(honest, scale, scorer, subject.tolerance)
                if not means_fixed_width(subject, self.samples):
                    self.holes += absolute(honest, scale, scorer)
        if self.left(0.95):
            self.lost += lost_variants(honest, scale, scorer)

    def _trials(self, chosen: Sequence[Policy], honest: Honest, scorer: Scorer) -> list[Trial]:
        """Answer rows by every policy, few rows first, as many as the budget allows."""
        found = _labelled(honest, scorer)
        order = _spread(honest, self.budget.rows)
        slow = honest.seconds > SLOW
        chunk = _CHUNK if not slow else 2
        done = 0
        share = 0.5
        while done < len(order) and (done < _FEWEST or self.left(share)):
            began = monotonic()
            some = order[done : done + (_FEW if slow else _FEWEST)]
            asked = _asked(chosen, honest, some, 1 if slow else _TURN)
            for start in range(0, len(asked), chunk):
                if not self.left(0.6) or scorer.hangs >= _HANGS:
                    self._cut_short(len(asked) - start, done, len(some))
                    return found
                try:
                    found += _scored(asked[start : start + chunk], honest, scorer)
                except OutOfTime:
                    self._cut_short(len(asked) - start, done, len(some))
                    return found
            done += len(some)
            spent = monotonic() - began
            if monotonic() - self.start + spent > share * self.budget.seconds:
                break
        self.complete = done >= len(order)
        return found

    def _cut_short(self, replies: int, rows: int, some: int) -> None:
        """Note what was not tried: so many replies to the rows after these."""
        self.complete = False
        self.notes.append(
            f"the time ended with {replies} hostile replies to rows {rows + 1} to "
            f"{rows + some} untried; the rows after them were left out (--seconds)"
        )

    def _proved(self, holes: Sequence[Hole], scorer: Scorer) -> list[Hole]:
        """Return the holes whose reply is paid again by a fresh process."""
        if not holes:
            return []
        scorer.stop()
        # The proof of what is found may take a little more time than was given.
        scorer.deadline = max(self.start + self.budget.seconds, monotonic() + scorer.timeout)
        proved = []
        for turn, hole in enumerate(holes):
            if hole.sample is None:
                continue
            try:
                shot = scorer.score([hole.sample], fresh=True)[0]
            except OutOfTime:
                self.complete = False
                self.notes.append(f"no time was left to prove {len(holes) - turn} more holes")
                break
            if shot.value is not None and math.isclose(shot.value, hole.value, abs_tol=1e-6):
                proved.append(hole)
        return proved


def _labelled(honest: Honest, scorer: Scorer) -> list[Trial]:
    """Return the rows that the data itself labels wrong, as trials."""
    rows = [at for at, row in enumerate(honest.rows) if label_of(row.sample) is False]
    shots = scorer.score([honest.rows[at].sample for at in rows])
    return [
        Trial(at, "label", Reply(honest.rows[at].sample.text, "labelled wrong"), shot)
        for at, shot in zip(rows, shots, strict=True)
    ]


def _spread(honest: Honest, most: int) -> list[int]:
    """Return rows with different references first."""
    order = sorted(
        range(len(honest.rows)),
        key=lambda index: (
            sum(one.answer == honest.rows[index].answer for one in honest.rows[:index]),
            index,
        ),
    )
    return order[:most]


def _asked(
    chosen: Sequence[Policy], honest: Honest, rows: Sequence[int], at_once: int
) -> list[tuple[int, str, Reply]]:
    """Return the replies of all policies to some rows, a few of each policy at a time.

    Where time ends early, every policy has had its first replies to every row. Programs come
    first: a reward that runs them is slow, and other replies say little of it.
    """
    if at_once == 1:
        rank = {name: place for place, name in enumerate(_FIRST_OF_SLOW)}
        chosen = sorted(chosen, key=lambda policy: rank.get(policy.name, len(rank)))
    asked: list[tuple[tuple[int, int, int, int], tuple[int, str, Reply]]] = []
    for at, policy in enumerate(chosen):
        for index in rows:
            for turn, reply in enumerate(policy.replies(honest.rows[index])):
                block = 0 if policy.name == "code_tricks" else turn // at_once
                asked.append(((block, at, turn, index), (index, policy.name, reply)))
    return [one for _, one in sorted(asked, key=lambda pair: pair[0])]


def _scored(asked: Sequence[tuple[int, str, Reply]], honest: Honest, scorer: Scorer) -> list[Trial]:
    shots = scorer.score(
        [with_text(honest.rows[index].sample, reply.text) for index, _, reply in asked]
    )
    return [
        Trial(index, name, reply, shot)
        for (index, name, reply), shot in zip(asked, shots, strict=True)
    ]


__all__ = ["Budget", "Scale", "attack", "attack_subject"]
