"""A judge in this process: vLLM's `LLM`, given all that is asked at the same time as one batch."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rewardkit.errors import JudgeError, MissingExtra
from rewardkit.judge.endpoint import Endpoint
from rewardkit.judge.faults import Fault
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.transports.base import Answer

# Questions that come so soon after one another are one batch.
_QUIET = 0.01
# What vLLM's server sends for a probability of nothing, which JSON cannot say.
_LEAST_LOGPROB = -9999.0
_COMPACT = {"backend": "xgrammar", "disable_any_whitespace": True}
Asked = tuple[Question, asyncio.Future[str]]
Found = str | Exception


class InProcess:
    """Asks a model that vLLM has loaded into this process.

    Questions are collected until no more come, then go to one call of `LLM.chat`, which batches
    them by itself. What comes meanwhile is the next batch.

    Args:
        endpoint: One with `path`.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._waiting: list[Asked] = []
        self._batches: asyncio.Task[None] | None = None

    async def send(self, question: Question, mode: str, idempotency: str, call: str = "") -> Answer:
        """Return the answer, in the form in which vLLM's server gives it.

        Raises:
            Fault: The model cannot be asked this.
            MissingExtra: vLLM is not installed.
        """
        reply: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, reply))
        if self._batches is None or self._batches.done():
            self._batches = asyncio.ensure_future(self._run())
        return Answer(await reply)

    async def post(self, path: str, payload: dict[str, Any], call: str = "") -> Answer:
        """Refuse: a model that writes verdicts has no other routes."""
        raise Fault("judge_rejected", f"a judge in this process has no route /{path}")

    async def close(self) -> None:
        """Do nothing: the model is shared by all that name it, and ends with the process."""

    async def _run(self) -> None:
        while self._waiting:
            size = 0
            while len(self._waiting) != size:
                size = len(self._waiting)
                await asyncio.sleep(_QUIET)
            batch, self._waiting = self._waiting, []
            # Whoever was cancelled while waiting is not asked for.
            batch = [one for one in batch if not one[1].done()]
            if not batch:
                continue
            asked = [question for question, _ in batch]
            found = await engine_for(self.endpoint).answer(asked, self.endpoint)
            for (_, reply), one in zip(batch, found, strict=True):
                if reply.done():
                    continue
                if isinstance(one, str):
                    reply.set_result(one)
                else:
                    reply.set_exception(one)


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Any], list[Found]]
    size: int
    done: Callable[[list[Found]], None]


class Engine:
    """One model, and the one thread that may use it.

    Args:
        path: A folder or a hub name.
        options: Further arguments of `vllm.LLM`.
    """

    def __init__(self, path: str, options: dict[str, Any]) -> None:
        self.path = path
        self.options = options
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        threading.Thread(target=self._serve, name=f"judge {path}", daemon=True).start()

    async def answer(self, asked: Sequence[Question], endpoint: Endpoint) -> list[Found]:
        """Return the body of a chat completion, or what went wrong, for each question."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[list[Found]] = loop.create_future()

        def tell(found: list[Found]) -> None:
            if not result.done():
                result.set_result(found)

        def done(found: list[Found]) -> None:
            loop.call_soon_threadsafe(tell, found)

        self._jobs.put(_Job(lambda llm: bodies(llm, asked, endpoint), len(asked), done))
        return await result

    def _serve(self) -> None:
        llm: Any = None
        while True:
            job = self._jobs.get()
            try:
                llm = llm or load(self.path, self.options)
                found = job.work(llm)
            except Exception as error:  # noqa: BLE001 - whoever asked is told, and may ask again
                found = [error] * job.size
            except BaseException as error:  # noqa: BLE001 - nobody else would serve the next batch
                found = [JudgeError(f"judge.path={self.path!r}: {error!r}")] * job.size
            with contextlib.suppress(RuntimeError):  # whoever asked has closed its loop meanwhile
                job.done(found)


def load(path: str, options: dict[str, Any]) -> Any:
    """Load a model with vLLM.

    Raises:
        MissingExtra: vLLM is not installed.
        JudgeError: It cannot be loaded.
    """
    # vLLM would put its engine into a process of its own, which outlives ours when that is
    # killed, and asks scripts to be written in a way that most are not.
    os.environ.setdefault("VLLM_ENABLE_V1_MULTIPROCESSING", "0")
    try:
        from vllm import LLM
    except ImportError:
        raise MissingExtra("a judge in this process", "vllm") from None
    try:
        return LLM(path, **{"structured_outputs_config": dict(_COMPACT), **options})
    except Exception as error:  # whatever a model or an option breaks
        raise JudgeError(
            f"judge.path={path!r}: vLLM cannot load it: {type(error).__name__}: "
            f"{str(error)[:200]}. Check the path and judge.engine."
        ) from error


def bodies(llm: Any, asked: Sequence[Question], endpoint: Endpoint) -> list[Found]:
    """Ask everything in one call; what vLLM refuses is found by halving, and costs no other."""
    try:
        chats = [[dict(message) for message in one.messages] for one in asked]
        sampling = [params_of(one, endpoint) for one in asked]
        found = llm.chat(chats, sampling, use_tqdm=False)
        return [body_of(one, question) for one, question in zip(found, asked, strict=True)]
    except Exception as error:  # noqa: BLE001 - vLLM raises what it likes, for the whole batch
        if len(asked) == 1:
            return [Fault("judge_rejected", f"{type(error).__name__}: {str(error)[:160]}")]
    half = len(asked) // 2
    return bodies(llm, asked[:half], endpoint) + bodies(llm, asked[half:], endpoint)


def params_of(question: Question, endpoint: Endpoint) -> Any:
    """Return how the reply to a question is to be written."""
    from vllm import SamplingParams
    from vllm.sampling_params import StructuredOutputsParams

    held: Any = None
    if question.schema is not None:
        held = StructuredOutputsParams(json=question.schema)
    elif question.choices:
        held = StructuredOutputsParams(choice=list(question.choices))
    return SamplingParams(
        temperature=endpoint.temperature,
        # A greedy reply draws nothing, and a seed for each would only slow the batch down.
        seed=endpoint.seed if endpoint.temperature else None,
        max_tokens=question.max_tokens or endpoint.max_tokens,
        logprobs=question.logprobs or None,
        structured_outputs=held,
    )


def body_of(found: Any, question: Question) -> str:
    """Return an output of vLLM as the body of a chat completion."""
    (reply,) = found.outputs
    steps = reply.logprobs or ()
    content = [
        _entry(step, token, question.logprobs)
        for step, token in zip(steps, reply.token_ids, strict=False)
    ]
    prompt, completion = len(found.prompt_token_ids or ()), len(reply.token_ids)
    return json.dumps(
        {
            "object": "chat.completion",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": reply.finish_reason,
                    "message": {"role": "assistant", "content": reply.text},
                    "logprobs": {"content": content} if content else None,
                }
            ],
            "usage": {"prompt_tokens": prompt, "completion_tokens": completion},
        }
    )


def _entry(step: Any, token: int, most: int) -> dict[str, Any]:
    top = [
        {"token": one.decoded_token or "", "logprob": max(one.logprob, _LEAST_LOGPROB)}
        for one in step.values()
        # The token that was written stands there even if it is none of the likeliest.
        if one.rank is None or one.rank <= most
    ]
    written = step[token]
    return {
        "token": written.decoded_token or "",
        "logprob": max(written.logprob, _LEAST_LOGPROB),
        "top_logprobs": top,
    }


_ENGINES: dict[tuple[int, str, str], Engine] = {}
_LOCK = threading.Lock()


def engine_for(endpoint: Endpoint) -> Engine:
    """Return the engine of a model, one for each in this process."""
    assert endpoint.path is not None
    # The process is part of the key: after a fork there is no thread behind the engine.
    key = os.getpid(), endpoint.path, endpoint.engine
    with _LOCK:
        if key not in _ENGINES:
            _ENGINES[key] = Engine(endpoint.path, dict(endpoint.engine_options))
        return _ENGINES[key]
