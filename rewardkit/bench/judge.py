"""Judged samples per second compared with a bare loop over the same client: `make bench`.

Both ask the same server the same kind of question, one token with its log-probabilities, which
keeps the model's time smallest and so our overhead most visible. They take turns, so that a busy
machine slows both, and the medians of the rounds count.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from rewardkit.errors import JudgeError, RewardkitError
from rewardkit.judge.endpoint import read_endpoint
from rewardkit.judge.prompt.prompts import make_question
from rewardkit.judge.reply import read_body, read_tokens, usage_of
from rewardkit.judge.transports.http import chat_options
from rewardkit.judge.verdict.expectation import expectation

CONCURRENCY = (1, 8, 64)
# The prompt of judge/score under the settings below; checked by length.
_TASK = "You grade a submission with a whole number from 0 (worst) to 9 (best). Grade it."
_ENDING = "Reply with one character and nothing else: the grade."
# A single turn of a second depends on the server's batching; the median of several does not.
_ROUNDS = 9
BAR = 0.9


def _completions(count: int, seed: int) -> list[str]:
    return [f"please pass me salt {seed}{number}" for number in range(count)]


async def _bare(judge: dict[str, Any], texts: list[str], width: int) -> int:

    import openai

    endpoint = read_endpoint(judge)
    client = openai.AsyncOpenAI(base_url=endpoint.url, api_key="none", max_retries=0)
    turns = asyncio.Semaphore(width)

    async def one(text: str) -> int:
        asked = make_question(_TASK, {"submission": text}, ending=_ENDING)
        asked = replace(asked, logprobs=20, max_tokens=1, cut=True)
        async with turns:
            create = client.chat.completions.with_raw_response.create
            raw: Any = await create(**chat_options(asked, endpoint, "none"))
        body = read_body(raw.text)
        expectation(read_tokens(body)[0], tuple("0123456789"), 0.0)
        return sum(usage_of(body) or (0, 0))

    tokens = await asyncio.gather(*(one(text) for text in texts))
    await client.close()
    return sum(tokens)


def measure_judges(
    url: str, model: str, samples: int, rounds: int = _ROUNDS
) -> list[dict[str, Any]]:
    """Return rates of both at each concurrency: medians, and the median share of the rounds.

    Args:
        url: Base of the server's API.
        model: The server's name of the model.
        samples: Questions in each turn; a quarter of it one at a time.
        rounds: How often both take their turns, one after the other and each first in turn.

    Raises:
        JudgeError: A question failed, or the two did not ask the same.
    """
    rows = []
    for width in CONCURRENCY:
        count = max(8, samples // (4 if width == 1 else 1))
        for mine in (False, True):  # first use imports packages and makes the server ready
            _turn(url, model, width, 2 * width, 10_000 * width + 9_000 + mine, mine)
        bare: list[_Turn] = []
        ours: list[_Turn] = []
        for number in range(rounds):
            seed = 10_000 * width + 10 * number
            order = (False, True) if number % 2 else (True, False)
            found = {mine: _turn(url, model, width, count, seed + mine, mine) for mine in order}
            if abs(found[True].tokens - found[False].tokens) > 0.02 * found[False].tokens:
                raise JudgeError(
                    f"the two did not ask the same: {found[True].tokens} and "
                    f"{found[False].tokens} tokens"
                )
            bare.append(found[False])
            ours.append(found[True])
        shares = [mine.rate / other.rate for mine, other in zip(ours, bare, strict=True)]
        rows.append(
            {
                "concurrency": width,
                "samples": count,
                "bare": median(one.rate for one in bare),
                "ours": median(one.rate for one in ours),
                "share": median(shares),
                "bare_cpu_ms": 1e3 * median(one.cpu for one in bare),
                "ours_cpu_ms": 1e3 * median(one.cpu for one in ours),
                "shares": [round(one, 3) for one in shares],
            }
        )
    return rows


@dataclass(frozen=True, slots=True)
class _Turn:
    rate: float
    tokens: int
    cpu: float


def _turn(url: str, model: str, width: int, count: int, seed: int, ours: bool) -> _Turn:
    from rewardkit.registry.verifiers import get

    texts = _completions(count, seed)
    with tempfile.TemporaryDirectory() as folder:
        judge = {
            "url": url,
            "model": model,
            "structured": "none",
            "concurrency": width,
            "ledger": str(Path(folder) / "ledger.db"),
        }
        if not ours:
            start, cpu = perf_counter(), process_time()
            tokens = asyncio.run(_bare(judge, texts, width))
            rate = count / (perf_counter() - start)
            return _Turn(rate, tokens, (process_time() - cpu) / count)
        reward = get("judge/score", judge=judge, by="logprob", least_mass=1e-6, what="Grade it.")
        start, cpu = perf_counter(), process_time()
        found = reward.score_many([{"completion": text} for text in texts])
        rate, cpu = count / (perf_counter() - start), process_time() - cpu
    failed = [one for one in found if one.value is None]
    if failed:
        raise JudgeError(f"{len(failed)} of {count} failed: {failed[0].detail}")
    return _Turn(rate, sum(one.score.extra["judge_tokens"] for one in found), cpu / count)


@contextmanager
def _server(url: str, model: str, python: str) -> Iterator[tuple[str, str]]:
    if url:
        yield url, model
        return
    from rewardkit.testing.tiny_judge import make_tiny_judge
    from rewardkit.testing.vllm_server import vllm_server

    with tempfile.TemporaryDirectory() as folder:
        made = make_tiny_judge(Path(folder) / "judge", steps=120)
        with vllm_server(python, made) as served:
            yield served, "tiny"


def main() -> None:
    """Measure, print a table, and exit with 1 when ours falls below a share of the bare loop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", default="", help="A running server; else one is started.")
    parser.add_argument("--model", default="tiny", help="What the server calls its model.")
    parser.add_argument("--samples", type=int, default=768)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--least", type=float, default=BAR, help="Exit with 1 below this share.")
    parser.add_argument("--json", action="store_true")
    options, _ = parser.parse_known_args()
    python = os.environ.get("REWARDKIT_VLLM_PYTHON", ".venv-vllm/bin/python")
    if not options.endpoint and not Path(python).exists():
        print(f"no {python}: `make setup-vllm` builds it; the judge is not timed")
        return
    try:
        with _server(options.endpoint, options.model, python) as (url, model):
            rows = measure_judges(url, model, options.samples, options.rounds)
    except RewardkitError as error:
        sys.exit(f"error: {error}")
    if options.json:
        print(json.dumps(rows))
    else:
        for row in rows:
            held = "holds" if row["share"] >= options.least else "FAILS"
            print(
                f"judge, {row['concurrency']:>2} at a time: {row['ours']:.1f} judged/s beside "
                f"{row['bare']:.1f} of a bare loop, share {row['share']:.2f} "
                f"(bar {options.least:g}) {held}; ms of this process for each "
                f"{row['ours_cpu_ms']:.2f} beside {row['bare_cpu_ms']:.2f}"
            )
    if any(row["share"] < options.least for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
