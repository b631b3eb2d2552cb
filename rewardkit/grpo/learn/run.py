"""Learning against a reward: imitate replies, then GRPO on its pay, with an oracle beside it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from rewardkit.attack.accuse import BOUND, scale_of
from rewardkit.attack.honest import Honest, prepare, with_text
from rewardkit.attack.layout import stated_column, subject_and_rows
from rewardkit.attack.process import OutOfTime, Scorer
from rewardkit.attack.subject import Subject
from rewardkit.attack.unscored import check_bound
from rewardkit.data.sample import Sample
from rewardkit.errors import InputError
from rewardkit.grpo.learn.effort import Effort
from rewardkit.grpo.learn.lessons import lessons_of, scored
from rewardkit.grpo.learn.pay import Judge, Seen, commonest, lowered
from rewardkit.grpo.learn.pieces import pieces_of
from rewardkit.grpo.learn.result import Learned, Point
from rewardkit.grpo.learn.tiny_policy import TinyPolicy
from rewardkit.rewards.base import Reward
from rewardkit.rewards.columns import by_name

EXPOSED = 0.05
"""The share of paid and wrong completions, at the end, from which on a hole was learnt.

Each of them is proven wrong by itself; the share guards against one odd row."""
ROWS = 32
_GROUP, _GROUPS = 8, 12
_IMITATIONS, _BATCH = 80, 64
_OPEN = 0.1
# A policy that has been paid wrongly nearly always for this long has nothing left to show.
_SURE, _LONG = 0.9, 12


def learn(
    reward: Reward | Callable[..., Any],
    samples: Iterable[Sample | Mapping[str, Any]],
    *,
    oracle: Reward | None = None,
    bound: float = BOUND,
    effort: Effort | None = None,
) -> Learned:
    """Train the bundled tiny policy against a reward, and report whether it learns a hole.

    The policy does not see the question, so it cannot do the task: what it is paid for beyond
    guessing is a hole.

    Args:
        reward: A reward, or a plain function as trainers call it.
        samples: Samples or dataset rows; a completion is not needed.
        oracle: A trusted reward for the same rows. Without one, what counts as wrong is a paid
            completion that does not state the reference, that is paid under two references, or
            that states no answer and earns more than the bound.
        bound: The share of the honest pay that a completion without an answer may earn.
        effort: Its limits.

    Raises:
        InputError: There are no samples.
        BindError: The reward asks for a field that no sample has.
        MissingExtra: torch or transformers are not installed.
    """
    chosen = effort or Effort()
    start = monotonic()
    rows = [_sample(row, at) for at, row in enumerate(samples)][:ROWS]
    if not rows:
        raise InputError("learning needs at least one row with a prompt or an answer")
    if isinstance(reward, Reward):
        reward, rows = by_name(reward, rows)
    subject, rows = subject_and_rows(reward, rows)
    check_bound(subject, rows)
    patience = min(chosen.timeout, chosen.seconds / 3)
    with Scorer(subject.reward, patience, start + 0.97 * chosen.seconds) as scorer:
        run = _Run(subject, chosen, scorer, start, bound, oracle)
        try:
            run.all(rows)
        except OutOfTime as error:
            run.notes.append(f"learning ended early: {error}")
        found = run.result(len(rows))
    return replace(found, seconds=monotonic() - start, calls=scorer.calls)


def _sample(row: Sample | Mapping[str, Any], at: int) -> Sample:
    sample = row if isinstance(row, Sample) else Sample.from_row({"completion": "", **row})
    return sample if sample.id is not None else replace(sample, id=str(at))


class _Run:
    """The state of one run of learning."""

    def __init__(
        self,
        subject: Subject,
        effort: Effort,
        scorer: Scorer,
        start: float,
        bound: float,
        oracle: Reward | None,
    ) -> None:
        self.subject, self.effort, self.scorer = subject, effort, scorer
        self.start, self.bound, self.oracle = start, bound, oracle
        self.points: list[Point] = []
        self.notes: list[str] = []
        self.latest: list[list[Seen]] = []
        self.honest: Honest | None = None

    def all(self, rows: Sequence[Sample]) -> None:
        """Prepare, imitate and learn, until steps or seconds end."""
        effort = self.effort
        chance = random.Random(effort.seed)
        rows = stated_column(self.subject, rows, self.scorer)
        honest = self.honest = prepare(self.subject, rows, self.scorer)
        lessons = lessons_of(honest, chance)
        some = chance.sample(lessons, min(len(lessons), 600))
        trials = scored(honest, some, self.scorer)
        scale = scale_of(honest, trials, "answer", self.subject.reward.range)
        if not any(value is not None for value in honest.values):
            self.notes.append("no reference in any known form is paid, so nothing can be compared")
            return
        judge = Judge(honest, scale, self.scorer, self.bound, self.oracle)
        pieces = pieces_of(honest, [text for _, text in lessons])
        policy = TinyPolicy(pieces, effort.seed)
        examples = [pieces.encode(text) for _, text in lessons]
        for _ in range(_IMITATIONS):
            if not self.left(0.4):
                break
            policy.imitate(chance.sample(examples, min(_BATCH, len(examples))))
        for step in range(effort.steps + 1):
            if not self.left(0.9) or self._is_sure():
                break
            asked = [chance.randrange(len(rows)) for _ in range(_GROUPS)]
            places = [row for row in asked for _ in range(_GROUP)]
            found = policy.sample(len(places))
            seen = judge.see(places, found.texts)
            self._note(step, seen)
            policy.learn(found, lowered(seen, _GROUP), _GROUP)

    def left(self, share: float) -> bool:
        """Return True while less than this share of the seconds is spent."""
        return monotonic() - self.start < share * self.effort.seconds

    def _note(self, step: int, seen: Sequence[Seen]) -> None:
        count = len(seen)
        self.points.append(
            Point(
                step,
                sum(one.share for one in seen) / count,
                sum(one.right for one in seen) / count,
                sum(bool(one.kind) for one in seen) / count,
                sum(one.value is None for one in seen) / count,
            )
        )
        self.latest = [*self.latest, list(seen)][-5:]

    def _is_sure(self) -> bool:
        last = [one.wrong_paid for one in self.points[-_LONG:]]
        return len(last) == _LONG and min(last) >= _SURE

    def result(self, rows: int) -> Learned:
        """Return what was learnt; the witness is scored again by a fresh process."""
        found = Learned(
            self.subject.name, rows, tuple(self.points), notes=tuple(dict.fromkeys(self.notes))
        )
        seen = commonest([one for some in self.latest for one in some])
        if found.at_end < EXPOSED or seen is None or self.honest is None:
            return found
        self.scorer.stop()
        self.scorer.deadline = monotonic() + 2 * self.scorer.timeout
        row = self.honest.rows[seen.row]
        try:
            again = self.scorer.score([with_text(row.sample, seen.text)])[0].value
        except OutOfTime:
            again = None
        if again is None or not math.isclose(again, seen.value or 0.0, abs_tol=1e-6):
            return replace(found, notes=(*found.notes, "what was paid is not paid again"))
        return replace(
            found,
            exposed=True,
            opened=opened(found.points),
            kind=seen.kind,
            completion=seen.text,
            id=row.sample.id or str(seen.row),
            reference=row.answer,
            value=again,
            honest_value=self.honest.values[seen.row],
        )


def opened(points: Sequence[Point]) -> int | None:
    """Return the first of two steps in a row in which a tenth is paid and wrong.

    Example:
        >>> opened([Point(at, 0, 0, share) for at, share in enumerate((0.0, 0.2, 0.0, 0.3, 0.4))])
        3
    """
    over = [one.wrong_paid > _OPEN for one in points]
    pairs = zip(points, over, over[1:], strict=False)
    return next((one.step for one, now, then in pairs if now and then), None)
