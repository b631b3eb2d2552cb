"""Rounds of proposing and trying, with a transcript that is written as they go."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from rewardkit.attack.run import Budget
from rewardkit.judge.client.client import JudgeClient
from rewardkit.judge.endpoint import Endpoint
from rewardkit.judge.faults import KEPT, Fault
from rewardkit.judge.prompt.question import Question
from rewardkit.testing.draft.candidate import read_candidate
from rewardkit.testing.draft.cases import DraftCases
from rewardkit.testing.draft.prompt import chat, first_prompt
from rewardkit.testing.draft.trial import Trial, try_candidate
from rewardkit_sandbox import PooledSandbox

# The model answered, and no candidate can be in it: a round is spent, nothing has failed.
_ITS_OWN = KEPT | {"judge_empty"}


@dataclass(frozen=True, slots=True)
class Draft:
    """The result of a draft.

    Attributes:
        source: The candidate that is kept, or None.
        trials: The trial of each round.
    """

    source: str | None
    trials: tuple[Trial, ...]

    @property
    def kept(self) -> bool:
        """Whether a candidate is kept."""
        return self.source is not None


class Proposer:
    """A model that proposes, by the client, limits and ledger of judges."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._runner = asyncio.Runner()
        self._endpoint = endpoint
        self._client: JudgeClient | None = None

    def __enter__(self) -> Proposer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._runner.run(self._client.transport.close())
        self._runner.close()

    def ask(self, messages: Sequence[dict[str, str]]) -> str:
        """Return the model's reply without its reasoning.

        Raises:
            Fault: There is no reply.
        """
        return self._runner.run(self._ask(messages))

    async def _ask(self, messages: Sequence[dict[str, str]]) -> str:
        if self._client is None:
            self._client = JudgeClient(self._endpoint)
        return (await self._client.ask(Question(messages, kind="draft"))).text


def draft(
    task: str,
    cases: DraftCases,
    endpoint: Endpoint,
    sandbox: PooledSandbox,
    *,
    transcript: Path,
    rounds: int = 4,
    budget: Budget | None = None,
) -> Draft:
    """Ask a model for reward functions until one passes the cases and the attack.

    Candidates run in the sandbox only. The one that is returned is still a stranger's code.

    Args:
        task: The description of the task.
        cases: The cases; half of them are never shown to the model.
        endpoint: The model.
        sandbox: The sandbox that runs candidates.
        transcript: The file of prompts, replies and verdicts, as JSON lines; replaced.
        rounds: How many candidates are asked for at most.
        budget: The limits of each attack.

    Raises:
        JudgeError: The model cannot be asked.
        SandboxError: The sandbox failed.
        InputError: A case cannot be sent to a candidate.
    """
    first = first_prompt(task, cases)
    limits = budget or Budget()
    trials: list[Trial] = []
    reply = ""
    told: tuple[str, ...] = ()
    with transcript.open("w", encoding="utf-8") as file, Proposer(endpoint) as model:
        held = sorted(cases.held_out)
        _write(file, {"task": task, "model": endpoint.name, "rounds": rounds, "held_out": held})
        for turn in range(1, rounds + 1):
            messages = chat(first, reply, told)
            line: dict[str, Any] = {"round": turn, "messages": messages}
            try:
                reply, source, trial = _round(model, messages, sandbox, cases, limits)
            except Exception as error:
                _write(file, {**line, "verdict": "error", "told": [str(error)]})
                raise
            trials.append(trial)
            _write(file, {**line, "reply": reply, "source": source, **trial.to_dict()})
            if trial.verdict == "kept":
                return Draft(source, tuple(trials))
            told = trial.told
    return Draft(None, tuple(trials))


def _round(
    model: Proposer,
    messages: Sequence[dict[str, str]],
    sandbox: PooledSandbox,
    cases: DraftCases,
    limits: Budget,
) -> tuple[str, str | None, Trial]:
    try:
        reply = model.ask(messages)
    except Fault as fault:
        if fault.reason not in _ITS_OWN:
            raise
        return "", None, Trial("unreadable", (f"The reply is not usable: {fault.detail}.",))
    source = read_candidate(reply)
    if source is None:
        told = "There is no block of Python that defines `reward` in the reply."
        return reply, None, Trial("unreadable", (told,))
    return reply, source, try_candidate(source, sandbox, cases, limits)


def _write(file: IO[str], line: dict[str, Any]) -> None:
    # ASCII: half of a surrogate pair, as models and attacks write them, is no UTF-8.
    file.write(json.dumps(line, ensure_ascii=True, default=str) + "\n")
    file.flush()
