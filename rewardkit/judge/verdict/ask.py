"""One verdict of a judge: gate, question, strict reading, one bounded repeat, canaries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from rewardkit.data.score import Score
from rewardkit.errors import JudgeError, MissingExtra
from rewardkit.judge.client.shared import client_for
from rewardkit.judge.endpoint import Endpoint, read_endpoint
from rewardkit.judge.faults import Fault
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.reply import Reply
from rewardkit.judge.verdict.canary import check_canary, stopped

Found = TypeVar("Found")
Verdict = dict[str, Any]
Make = Callable[[str], Question]


@dataclass(frozen=True, slots=True)
class Asked:
    """A verdict and the reply from which it was read."""

    verdict: Verdict
    reply: Reply


def check_judge(settings: Mapping[str, Any]) -> None:
    """Raise ValueError if the setting `judge` describes no judge."""
    read_endpoint(settings["judge"])


async def ask(
    judge: Mapping[str, Any], question: Question, read: Callable[[Reply], Found]
) -> tuple[Found, Reply]:
    """Ask the judge, and ask once more if the reply cannot be used.

    Raises:
        Fault: No reply could be used.
    """
    endpoint = read_endpoint(judge)
    client = client_for(endpoint)
    asked = question
    for turn in range(endpoint.reasks + 1):
        try:
            reply = await client.ask(asked)
            return read(reply), reply
        except Fault as fault:
            if turn == endpoint.reasks or not repairable(fault):
                raise
            asked = question.again(fault.reason.removeprefix("judge_").replace("_", " "))
    raise AssertionError("the last turn returned or raised")


def repairable(fault: Fault) -> bool:
    """Return True if a reply was received and could not be used, so that a repeat may help."""
    return fault.reason in {
        "judge_bad_json",
        "judge_bad_verdict",
        "judge_refusal",
        "judge_truncated",
        "judge_reasoning_only",
    }


async def ask_form(judge: Mapping[str, Any], question: Question) -> Asked:
    """Ask for a verdict in the form of the question.

    Raises:
        Fault: No reply could be used.
    """
    form = question.form
    assert form is not None
    verdict, reply = await ask(judge, question, lambda reply: form.read(reply.text))
    return Asked(verdict, reply)


async def judged(
    judge: Mapping[str, Any],
    make: Make,
    submission: str,
    pay: Callable[[Asked], Score],
    approves: Callable[[Verdict], bool],
    good: str | None = None,
) -> Score:
    """Return the score of a submission, or the error of a judge that gave no verdict.

    Args:
        judge: The setting of that name.
        make: Returns the question about a submission.
        submission: The text to judge.
        pay: Turns the verdict into a score.
        approves: Returns whether a verdict approves the submission; for canaries.
        good: A submission that must be approved of, where one is known.
    """

    async def job() -> Score:
        return pay(await ask_form(judge, make(submission)))

    async def approved(text: str) -> bool:
        return approves((await ask_form(judge, as_canary(make(text)))).verdict)

    return await watched(judge, submission, job, approved, good)


async def watched(
    judge: Mapping[str, Any],
    submission: str,
    job: Callable[[], Awaitable[Score]],
    approved: Callable[[str], Awaitable[bool]],
    good: str | None = None,
) -> Score:
    """Return the score of a job, and ask a canary concurrently if one is due.

    Args:
        judge: The setting of that name.
        submission: The text to judge; its digest decides whether a canary is due.
        job: Asks about the submission.
        approved: Asks about another text in its place; returns whether the judge approves it.
        good: A submission that must be approved of, where one is known.
    """

    async def both() -> Score:
        endpoint = read_endpoint(judge)
        refuse_when_stopped(endpoint)
        score = await job()
        await send_canary(endpoint, submission, approved, good)
        return score

    return await or_error(both())


def refuse_when_stopped(endpoint: Endpoint) -> None:
    """Raise Fault if the judge has failed its canaries and must give no more scores."""
    if why := stopped(endpoint):
        raise Fault("judge_canary_alarm", why)


async def send_canary(
    endpoint: Endpoint,
    submission: str,
    approved: Callable[[str], Awaitable[bool]],
    good: str | None = None,
) -> None:
    """Ask a canary concurrently with a submission, if one is due; see `watched`."""

    async def verdict(text: str) -> bool | None:
        try:
            return await approved(text)
        except Fault:
            return None  # a canary without a verdict is not counted

    await check_canary(endpoint, submission, verdict, good)


def as_canary(question: Question) -> Question:
    """Return the question as one that is recorded as a canary."""
    return replace(question, kind="canary")


async def or_error(job: Awaitable[Score]) -> Score:
    """Await a score; a failure of the judge becomes an error, never a number."""
    try:
        return await job
    except Fault as fault:
        return Score.error(fault.reason, fault.detail)
    except (JudgeError, MissingExtra) as error:
        return Score.error("judge_unusable", str(error))


def shown(asked: Asked | Reply) -> dict[str, Any]:
    """Return the facts of a reply for the `extra` of a score."""
    reply = asked.reply if isinstance(asked, Asked) else asked
    found: dict[str, Any] = {
        "judge_mode": reply.mode,
        "judge_cached": reply.cached,
        "judge_tokens": sum(reply.usage),
    }
    if isinstance(asked, Asked) and isinstance(asked.verdict.get("reason"), str):
        found["judge_reason"] = asked.verdict["reason"]
    return found
