"""The client: limits, budget, retries, ledger and replies of one endpoint in one event loop."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, NamedTuple

from rewardkit.errors import JudgeError, MissingExtra
from rewardkit.judge.client.ledger import Ledger, Outcome, ledger_at
from rewardkit.judge.client.rate_limits import Turns
from rewardkit.judge.client.structured_output import find_mode
from rewardkit.judge.endpoint import Endpoint
from rewardkit.judge.faults import KEPT, Fault
from rewardkit.judge.prompt.question import Question, current_take
from rewardkit.judge.reply import Reply, read_body, read_tokens, reply_text, usage_of
from rewardkit.judge.transports.base import Answer, Transport
from rewardkit.judge.transports.open import open_transport

# Without a handler of the user, Python would print a line for each retry; the ledger records them
# all.
logging.getLogger("stamina").addHandler(logging.NullHandler())
Send = Callable[[str, str], Awaitable[Answer]]
Usage = tuple[int, int]
Body = dict[str, Any]
Check = Callable[[str], tuple[Usage | None, Body]]
_WAIT_MAX = 30.0


class Answered(NamedTuple):
    """A reply: how its form was enforced, the body, and its JSON where that was just read."""

    mode: str
    body: str
    found: Body | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """One request to a server, with as many calls as it needs.

    Attributes:
        key: What identifies the reply.
        mode: The mode in which its form is enforced.
        kind: `question`, `canary`, `probe` or the route; recorded.
        size: Bytes of the prompt.
        bounds: Upper bounds of prompt and completion tokens of one call.
        send: Makes one call, given its idempotency key and its name in the ledger.
        check: Returns the usage that a body states, and its JSON; raises Fault where it is none.
    """

    key: str
    mode: str
    kind: str
    size: int
    bounds: tuple[int, int]
    send: Send
    check: Check


def call_name(key: str, attempt: int) -> str:
    """Return the name of a call in its request: the ledger's row and the question's key."""
    return f"{key[:12]}-{attempt}"


class JudgeClient:
    """The client of one judge, within the rate, budget and deadline of its endpoint.

    Use `rewardkit.judge.client_for` to share one among all callers of an endpoint.

    Args:
        endpoint: The address, limits and budget of the judge.
        transport: The transport of requests; that of the endpoint by default.
        ledger: The record of calls; at the endpoint's path by default.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        transport: Transport | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.transport = transport or open_transport(endpoint)
        self.ledger = ledger or ledger_at(endpoint.ledger)
        self.turns = Turns(endpoint)
        self._under_way: dict[str, asyncio.Task[Answered]] = {}
        self._mode: asyncio.Task[str] | None = None
        self._open = 0
        self._settled = asyncio.Event()

    async def ask(self, question: Question) -> Reply:
        """Return the judge's reply; a recorded reply is not paid for again.

        Raises:
            Fault: There is no usable reply.
            JudgeError: The ledger cannot be used, or the key is not in the environment.
            MissingExtra: The `judge` extra is not installed.
        """
        start = perf_counter()
        mode = await self.mode() if question.form is not None or question.choices else "none"
        key = question.key(self.endpoint, mode)
        recorded = self.ledger.recall(key)
        cached = recorded is not None
        if recorded is not None:
            known = Answered(*recorded)
        else:
            known = await self._shared(key, self._once(self._errand(question, mode, key)))
        body = known.found or read_body(known.body)
        text, whole = reply_text(body, question.cut)
        return Reply(
            text,
            whole,
            read_tokens(body) if question.logprobs else (),
            known.mode,
            cached,
            perf_counter() - start,
            usage_of(body) or (0, 0),
        )

    async def post(self, path: str, payload: dict[str, Any], size: int) -> tuple[Any, bool]:
        """Post to another route under the same limits; return the JSON and whether it was recorded.

        Args:
            path: Such as `score`.
            payload: The body, without the model.
            size: Bytes of text in it, a bound on its tokens.

        Raises:
            Fault: There is no usable reply.
        """
        full = {"model": self.endpoint.model, **payload}
        end = self.endpoint
        where = [end.url, end.fake, end.cassette]
        parts = json.dumps([where, path, full, current_take()], sort_keys=True)
        key = f"{path}:{_digest(parts)}"
        recorded = self.ledger.recall(key)
        if recorded is not None:
            return json.loads(recorded[1]), True

        async def send(idempotency: str, call: str) -> Answer:
            return await self.transport.post(path, full, call)

        errand = Errand(key, path, path, size, (size + 256, 0), send, _json_usage)
        known = await self._shared(key, self._once(errand))
        return json.loads(known.body), False

    async def mode(self) -> str:
        """Return the mode in which this server enforces forms, probed once for each server."""
        if self.endpoint.structured != "auto":
            return self.endpoint.structured
        if self.endpoint.path:
            return "structured_outputs"  # vLLM itself needs no probe
        if not self.endpoint.url:
            return "none"
        kept = self.ledger.mode(self.endpoint.name)
        if kept is not None:
            return kept
        if self._mode is None or (self._mode.done() and self._mode.exception() is not None):
            self._mode = asyncio.ensure_future(self._find_mode())
        return await asyncio.shield(self._mode)

    async def _find_mode(self) -> str:
        async def try_one(question: Question, mode: str) -> Answer:
            errand = self._errand(question, mode, question.key(self.endpoint, mode))
            return Answer((await self._once(errand)).body)

        mode = await find_mode(try_one)
        self.ledger.remember_mode(self.endpoint.name, mode)
        return mode

    # --- one call ---------------------------------------------------------------------
    def _errand(self, question: Question, mode: str, key: str) -> Errand:
        async def send(idempotency: str, call: str) -> Answer:
            return await self.transport.send(question, mode, idempotency, call)

        bounds = question.most_tokens(self.endpoint)
        check = _chat_check(question.cut)
        return Errand(key, mode, question.kind, question.size, bounds, send, check)

    async def _shared(self, key: str, job: Any) -> Answered:
        # Equal questions that are asked at the same time are one call. It is shielded, since one
        # waiting task may be cancelled while others still wait.
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(job)
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        else:
            job.close()
        return await asyncio.shield(task)

    def _ended(self, key: str, task: asyncio.Task[Answered]) -> None:
        self._under_way.pop(key, None)
        if not task.cancelled():
            task.exception()  # retrieved, even if all waiting tasks were cancelled

    async def _once(self, errand: Errand) -> Answered:
        """Call until there is an answer, within the deadline; return it."""
        end = self.endpoint
        try:
            async with asyncio.timeout(end.deadline):
                until = asyncio.get_running_loop().time() + end.deadline
                try:
                    # Most calls succeed at once and need none of the retry set-up.
                    return await self._attempt(errand, 1)
                except Fault as fault:
                    pause = _pause(fault, until)
                    if pause is False or end.attempts == 1:
                        raise
                    wait = end.backoff * (1 + random.random() / 2) if pause is True else pause
                await asyncio.sleep(wait)
                return await self._again(errand, until)
        except TimeoutError:
            raise Fault("judge_deadline", f"no verdict within {end.deadline:g} s") from None

    async def _again(self, errand: Errand, until: float) -> Answered:
        end = self.endpoint
        try:
            import stamina
        except ImportError:
            raise MissingExtra("asking a judge", "judge") from None
        async for attempt in stamina.retry_context(
            on=lambda error: _pause(error, until),
            attempts=end.attempts - 1,
            timeout=None,
            wait_initial=2 * end.backoff,
            wait_max=max(_WAIT_MAX, 2 * end.backoff),
            wait_jitter=end.backoff / 2,
        ):
            with attempt:
                return await self._attempt(errand, attempt.num + 1)
        raise AssertionError("the retries ended without a reply or a reason")

    async def _attempt(self, errand: Errand, number: int) -> Answered:
        end, key = self.endpoint, errand.key
        async with self.turns.turn(errand.size) as taken:
            call = await self._reserve(errand)
            start = perf_counter()
            usage: tuple[int, int] | None = None
            outcome = Outcome("failed", "cancelled")
            body = ""
            try:
                async with asyncio.timeout(end.timeout):
                    answer = await errand.send(f"{key[:40]}-{number}", call_name(key, call))
                usage, found = errand.check(answer.body)
                body = answer.body
                outcome = Outcome("ok", http=200, usage=usage)
                return Answered(errand.mode, body, found)
            except TimeoutError:
                outcome = Outcome("failed", "judge_timeout")
                raise Fault(
                    "judge_timeout", f"no answer within {end.timeout:g} s", retryable=True
                ) from None
            except Fault as fault:
                # An error status is not billed; after a broken connection the cost is unknown.
                usage = (0, 0) if fault.http else None
                outcome = Outcome("failed", fault.reason, fault.http, usage)
                if fault.retry_after is not None:
                    self.turns.pause(min(fault.retry_after, end.deadline))
                raise
            except (JudgeError, MissingExtra):
                usage = (0, 0)  # it was never sent
                outcome = Outcome("failed", "judge_unusable", usage=usage)
                raise
            finally:
                spent = None if usage is None else end.usd(*usage)
                done = Outcome(
                    outcome.state,
                    outcome.reason,
                    outcome.http,
                    usage,
                    spent,
                    perf_counter() - start,
                )
                self._open -= 1
                self._settled.set()
                self.ledger.settle(call, done, key, errand.mode, body)
                self.turns.used(taken, errand.size, usage or errand.bounds)

    async def _reserve(self, errand: Errand) -> int:
        """Reserve a call's worst-case cost; wait while open calls hold the rest of the budget."""
        end, bounds = self.endpoint, errand.bounds
        while True:
            self._settled.clear()
            try:
                call = self.ledger.reserve(
                    errand.key, errand.kind, end.name, sum(bounds), end.usd(*bounds), end.budget
                )
            except Fault:
                if not self._open:
                    raise
                await self._settled.wait()
                continue
            self._open += 1
            return call


def _pause(error: Exception, until: float) -> bool | float:
    """Return False if an error is final, else True or the seconds to wait before a retry."""
    if not isinstance(error, Fault) or not error.retryable:
        return False
    if error.retry_after is None:
        return True
    # Waiting beyond the deadline would only delay the failure.
    return (
        error.retry_after
        if asyncio.get_running_loop().time() + error.retry_after < until
        else False
    )


def _chat_check(cut: bool) -> Check:
    def check(body: str) -> tuple[Usage | None, Body]:
        """Check that an answer is a usable chat completion; return its usage and JSON."""
        found = read_body(body)
        try:
            reply_text(found, cut)
        except Fault as fault:
            # Empty and truncated replies are transient faults of the server; a retry may succeed.
            if fault.reason not in KEPT:
                raise Fault(fault.reason, fault.detail, retryable=True) from None
        return usage_of(found), found

    return check


def _json_usage(body: str) -> tuple[Usage | None, Body]:
    from rewardkit.judge.prompt.verdict_schema import read_json

    try:
        found = read_json(body)
    except Fault as fault:
        raise Fault("judge_bad_body", fault.detail, retryable=True) from None
    if not isinstance(found, dict):
        raise Fault("judge_bad_body", f"no JSON object: {body[:80]!r}", retryable=True)
    return usage_of(found), found


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()
