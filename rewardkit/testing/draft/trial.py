"""The trial of one candidate: loaded, run on the cases, attacked; all of it in the sandbox."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from rewardkit.attack.process import OutOfTime
from rewardkit.attack.result import Attack
from rewardkit.attack.run import Budget, attack_subject
from rewardkit.attack.subject import Subject
from rewardkit.data.sample import Sample
from rewardkit.data.score import Range
from rewardkit.rewards.function import FunctionReward
from rewardkit.testing.draft.candidate import LONGEST, words_of
from rewardkit.testing.draft.cases import DraftCases, attack_rows, failures
from rewardkit.testing.draft.scorer import SandboxScorer
from rewardkit_sandbox import PooledSandbox

Verdict = Literal["kept", "unreadable", "unloadable", "hangs", "fails_cases", "holed", "undecided"]
_SHOWN = 8
_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of one candidate.

    Attributes:
        verdict: `kept`, or the first thing that is wrong with it; `undecided` is an attack that
            did not end within its seconds, which keeps nothing.
        told: What the model is told, a sentence each.
        failed: Ids of the cases that fail.
        attack: The result of the attack, where the cases passed.
    """

    verdict: Verdict
    told: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    attack: Attack | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data for JSON."""
        return {
            "verdict": self.verdict,
            "told": list(self.told),
            "failed": list(self.failed),
            "attack": None if self.attack is None else self.attack.to_dict(),
        }


def try_candidate(source: str, sandbox: PooledSandbox, cases: DraftCases, budget: Budget) -> Trial:
    """Run a candidate on the cases and attack it; it is kept where neither finds anything.

    Raises:
        SandboxError: The sandbox failed, which says nothing of the candidate.
        InputError: A case cannot be sent to a candidate.
    """
    if len(source) > LONGEST:
        return Trial("unloadable", (f"It is longer than {LONGEST} characters.",))
    rows = attack_rows(cases.all)
    subject = subject_of(source, rows)
    scorer = SandboxScorer(sandbox, source, subject.reward, budget.timeout)
    with scorer:
        if reason := scorer.load():
            return Trial("unloadable", (f"It cannot be loaded: {reason}",))
        try:
            shots = scorer.score([case.sample for case in cases.all])
        except OutOfTime as error:
            return Trial("hangs", (f"It hangs: {error}.",))
    if wrong := failures(cases.all, shots):
        return Trial("fails_cases", tuple(_told_cases(cases, wrong)), tuple(wrong))
    found = attack_subject(subject, rows, budget=budget, scorer=partial(_scorer, sandbox, source))
    if not found.ok:
        return Trial("holed", tuple(_told_attack(cases, found)), attack=found)
    if not found.complete:
        return Trial("undecided", ("It is so slow that the attack did not end.",), attack=found)
    return Trial("kept", attack=found)


def _scorer(
    sandbox: PooledSandbox, source: str, reward: Any, timeout: float, deadline: float
) -> SandboxScorer:
    return SandboxScorer(sandbox, source, reward, timeout, deadline)


def subject_of(source: str, rows: Sequence[Sample]) -> Subject:
    """Return the subject of an attack on a source: a stand-in that knows its text constants."""
    words = words_of(source)
    digest = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]
    referred = any(row.answer is not None for row in rows)
    stand_in = _with_reference(words) if referred else _without_reference(words)
    reward = FunctionReward(stand_in, name="candidate", declared=(0.0, 1.0))
    return Subject(reward, (stand_in,), digest, stated=Range(0.0, 1.0), plain=True)


def _with_reference(words: tuple[str, ...]) -> Callable[..., Any]:
    def stand_in(completion: str, answer: Any, prompt: str = "") -> Any:
        # The attack reads the constants of a candidate off this closure; it never calls it.
        raise AssertionError(words)

    return stand_in


def _without_reference(words: tuple[str, ...]) -> Callable[..., Any]:
    def stand_in(completion: str, prompt: str = "") -> Any:
        raise AssertionError(words)

    return stand_in


def _told_cases(cases: DraftCases, wrong: dict[str, str]) -> list[str]:
    told = [
        f"Case {name}: {text[:_EXCERPT]}."
        for name, text in wrong.items()
        if name not in cases.held_out
    ][:_SHOWN]
    if hidden := sum(name in cases.held_out for name in wrong):
        told.append(f"{hidden} of {len(cases.held_out)} cases that you do not see fail.")
    return told


def _told_attack(cases: DraftCases, found: Attack) -> list[str]:
    told = [
        f"A hostile reply is paid {one.value:.3g} where an honest one gets {one.honest_value:.3g} "
        f"({one.kind}, {one.policy}){_reply(cases, one.id, one.completion)}"
        for one in found.holes
    ]
    told += [
        f"{one.kind}: {one.detail[:_EXCERPT]}{_reply(cases, one.id, one.completion)}"
        for one in found.conduct
    ]
    return told[:_SHOWN]


def _reply(cases: DraftCases, row: str, completion: str) -> str:
    # A reply to a case that is held out may state its reference.
    shown = row and row not in cases.held_out and completion
    return f": {completion[:_EXCERPT]!r} to case {row}." if shown else "."
