"""Scoring in a child process that may hang, die or print: one result for every reply."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from time import monotonic, process_time
from types import FrameType
from typing import Any, Protocol

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import RewardkitError, describe
from rewardkit.rewards.base import Reward

_OURS = ("rewardkit", "asyncio", "multiprocessing", "json", "pickle", "enum", "typing")
_NO_PARTS: dict[str, float | None] = {}
# A reward that has hung this often and answered nothing will not answer the next reply either.
_PATIENCE = 3


class OutOfTime(Exception):
    """The deadline of a scorer has passed, or its reward answers nothing at all."""


@dataclass(frozen=True, slots=True)
class Shot:
    """The result of one reply: a value, or the reason why there is none.

    Attributes:
        value: The value, or None.
        status: A status of a score, or `hung` or `died` for a reward that did neither.
        code: The reason code.
        detail: A sentence.
        parts: The value of each component.
        seconds: Seconds of processor time.
    """

    value: float | None
    status: str = "ok"
    code: str = ""
    detail: str = ""
    parts: dict[str, float | None] = field(default_factory=lambda: _NO_PARTS)
    seconds: float = 0.0
    swallowed: str = ""
    """The exception that the reward's own code raised and caught; only looked for when traced."""
    changed: bool = False
    """Whether the call changed its sample; only looked for when traced."""


class Scores(Protocol):
    """Anything that gives a result for every sample."""

    def score(self, samples: Sequence[Sample]) -> list[Shot]:
        """Score samples in order."""


class Scorer:
    """A child process with the reward in it, started anew whenever it hangs or dies.

    A forked child takes any reward along, closures and notebooks' functions too. Its replies are
    JSON: a reply that took control of the reward must not reach this process.
    """

    def __init__(self, reward: Reward, timeout: float = 10.0, deadline: float = math.inf) -> None:
        self.reward = reward
        self.timeout = timeout
        self.deadline = deadline
        """The reading of the monotonic clock after which nothing is scored."""
        self.calls = 0
        self.hangs = 0
        self.answered = 0
        self.hung: Sample | None = None
        """The first sample that got no result in time."""
        self._child: Any = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Scorer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the child; the next call starts a fresh one."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._child is not None:
            self._child.join(0.2)
            if self._child.is_alive():
                self._child.kill()
                self._child.join()
            self._child = None

    def score(
        self,
        samples: Sequence[Sample],
        *,
        together: bool = False,
        traced: bool = False,
        fresh: bool = False,
    ) -> list[Shot]:
        """Score samples in order, each by itself.

        Args:
            samples: The samples.
            together: Score them as one batch.
            traced: Look for exceptions that the reward raises and catches.
            fresh: Score anew, where a scorer keeps results.

        Raises:
            OutOfTime: The deadline has passed, or the reward hung on each of the first replies.
        """
        found: list[Shot] = []
        while len(found) < len(samples):
            rest = samples[len(found) :]
            found += self._some(rest, together, traced)
        self.calls += len(samples)
        return found

    def _some(self, samples: Sequence[Sample], together: bool, traced: bool) -> list[Shot]:
        """Score until the child stops answering; the reply it stopped at has its result too."""
        if self.answered == 0 and self.hangs >= _PATIENCE:
            raise OutOfTime(f"no result for any of {self.hangs} replies")
        if monotonic() >= self.deadline:
            raise OutOfTime("no time is left")
        pipe = self._running()
        found: list[Shot] = []
        try:
            pipe.send((list(samples), together, traced))
            # A reward that has hung before is not waited for as long again.
            limit = self.timeout / (1 + 2 * self.hangs)
            patience = limit * (len(samples) if together else 1)
            while len(found) < len(samples):
                wait = min(patience, max(0.0, self.deadline - monotonic()))
                if not pipe.poll(wait):
                    self._kill(wait=0.0)
                    if wait < patience:
                        raise OutOfTime("no time is left")
                    self.hangs += 1
                    self.hung = self.hung or samples[len(found)]
                    lost = len(samples) - len(found) if together else 1
                    text = f"no result after {limit:.3g} s"
                    return found + [Shot(None, "hung", "hung", text)] * lost
                found.append(Shot(**json.loads(pipe.recv_bytes())))
                self.answered += 1
        except (EOFError, OSError):
            code = self._kill()
            lost = len(samples) - len(found) if together else 1
            text = f"the process that ran the reward ended (exit code {code})"
            return found + [Shot(None, "died", "died", text)] * lost
        return found

    def _running(self) -> Connection:
        if self._pipe is None:
            method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
            context: Any = multiprocessing.get_context(method)
            ours, theirs = context.Pipe()
            with warnings.catch_warnings():
                # Python 3.12 warns of a fork beside threads; the child uses none of theirs.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._child = context.Process(
                    target=_serve, args=(self.reward, theirs), daemon=False
                )
                self._child.start()
            theirs.close()
            self._pipe = ours
        return self._pipe

    def _kill(self, wait: float = 0.2) -> int | None:
        child = self._child
        if child is not None:
            child.join(wait)
            if child.is_alive():
                child.kill()
            child.join()
        code = child.exitcode if child is not None else None
        self.stop()
        return code


def _serve(reward: Reward, pipe: Connection) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    while True:
        try:
            samples, together, traced = pipe.recv()
        except (EOFError, OSError):
            return
        if together:
            start = process_time()
            found = _batch(reward, samples)
            spent = (process_time() - start) / max(1, len(samples))
            for one in found:
                _send(pipe, one, spent)
            continue
        for sample in samples:
            start = process_time()
            before = repr((sample.answer, sample.columns)) if traced else ""
            with _Traced(traced) as seen:
                found = _batch(reward, [sample])
            changed = traced and repr((sample.answer, sample.columns)) != before
            _send(pipe, found[0], process_time() - start, seen.last, changed)


class _Traced:
    """The last exception raised in code outside this library and outside installed packages."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self.last = ""

    def __enter__(self) -> _Traced:
        if self.wanted:
            sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        if self.wanted:
            sys.settrace(None)

    def _call(self, frame: FrameType, event: str, argument: Any) -> Any:
        name = frame.f_globals.get("__name__", "")
        return None if name.partition(".")[0] in _OURS else self._line

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "exception" and argument[0] is not StopIteration:
            self.last = f"{argument[0].__name__} in {frame.f_code.co_name}"
        return self._line


def _batch(reward: Reward, samples: Sequence[Sample]) -> list[Breakdown | BaseException]:
    try:
        if len(samples) == 1 and not reward.needs_groups:
            return [reward.score(samples[0])]
        if len(samples) == 1:
            return [reward.score_many(_group(samples[0]), cache=None)[0]]
        return list(reward.score_many(samples, cache=None))
    except RewardkitError as error:
        return [error] * len(samples)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a reward raises is a finding
        return [error] * len(samples)


def _group(sample: Sample) -> list[Sample]:
    """Return a group for a reward that compares: the sample, its reference, and an empty reply."""
    fair = "" if sample.answer is None else str(sample.answer)
    texts = [sample.text, fair, f"<answer>{fair}</answer>", f"\\boxed{{{fair}}}", ""]
    return [replace(sample, completion=text, group="attack") for text in texts]


def _send(
    pipe: Connection,
    found: Breakdown | BaseException,
    seconds: float,
    swallowed: str = "",
    changed: bool = False,
) -> None:
    if isinstance(found, BaseException):
        kind = "bind" if isinstance(found, RewardkitError) else "exception"
        data: dict[str, Any] = {
            "value": None,
            "status": "error",
            "code": kind,
            "detail": describe(found)[:300],
        }
    else:
        data = {
            "value": found.value,
            "status": found.status,
            "code": found.reason,
            "detail": str(found.detail)[:300],
            "parts": found.components if found.children else {},
        }
    pipe.send_bytes(
        json.dumps(
            {**data, "seconds": seconds, "swallowed": swallowed, "changed": changed}
        ).encode()
    )
