"""How the public names are meant to be used, for the type checker alone: this is never run.

A line that stops type-checking has broken somebody's code.
"""

from __future__ import annotations

from typing import assert_type

from rewardkit import (
    Breakdown,
    FunctionReward,
    Range,
    Reward,
    RewardkitError,
    Sample,
    Score,
    ascore,
    at_least,
    clip,
    dump,
    first,
    gate,
    get,
    load,
    maximum,
    minimum,
    reward,
    scale_to,
    score,
    stream,
    weighted,
    where,
)
from rewardkit_verifiers.format.tags import tags


# --- writing a reward: plain, declared, and from a factory of settings --------------------
@reward
def exact(completion: str, answer: str) -> bool:
    return completion.strip() == answer


@reward(range=(-1.5, 3.5), timeout=2.0, isolated=True)
def close_number(completion: str, answer: float, *, tolerance: float = 0.0) -> float:
    return 3.5 if abs(float(completion) - answer) <= tolerance else -1.5


@reward(range=lambda settings: (0.0, settings["limit"]), name="size", deterministic=True)
def counted(completion: str, *, limit: float = 10.0) -> Score:
    return Score.ok(min(float(len(completion)), limit), reason="counted")


@reward(batched=True)
def in_one_go(completion: list[str]) -> list[float | None]:
    return [1.0 if text else None for text in completion]


@reward(grouped=True)
async def best_of_the_group(completion: list[str]) -> list[bool]:
    longest = max(map(len, completion))
    return [len(text) == longest for text in completion]


loose: list[FunctionReward] = [exact, close_number, counted]
# --- settings: the keyword-only parameters, with their types ------------------------------------
tolerant = close_number(tolerance=0.5)
twice: FunctionReward = close_number(tolerance=0.5)(tolerance=1)
assert_type(tolerant.name, str)
assert_type(tolerant.score(completion="4", answer=4), Breakdown)
counted(limit=3.0)
for one in (exact, close_number, in_one_go, best_of_the_group):
    assert_type(one.name, str)
by_name = {"exact": exact, "close": close_number}
minimum(*by_name.values())
given: FunctionReward = get("format/tags", tags=["think", "answer"])
pays: Reward = tags(credit="partial", tags=("think", "answer"))


assert_type(exact.name, str)
assert_type(exact.range, Range)
assert_type(exact.range.span, float)
assert_type(exact.fingerprint, str)


# --- composing ----------------------------------------------------------------------------
rewards: list[Reward] = [
    exact + close_number,
    exact - 0.5,
    0.5 * exact,
    -exact,
    exact & counted.scale_to(0, 1),
    exact | counted.scale_to(0, 1),
    ~exact,
    weighted(number=(0.7, close_number), size=(0.3, counted)),
    weighted(number=close_number, size=counted, scale="group"),
    gate(exact, close_number, threshold=1.0, otherwise=-1.5),
    first(exact, counted),
    where("domain", math=close_number, otherwise=exact),
    minimum(exact, counted),
    maximum(exact, counted),
    at_least(close_number, 0.0),
    clip(close_number, -1, 1),
    scale_to(close_number, -1, 1),
    close_number.clip(-1, 1).named("clipped"),
    close_number.normalise("group"),
]
renamed: FunctionReward = exact.named("right")


# --- scoring ------------------------------------------------------------------------------
sample = Sample(completion="4", answer=4, columns={"level": 3})
chat = Sample(completion=[{"role": "assistant", "content": "4"}], group="a")
breakdown = exact.score(completion="4", answer="4")
assert_type(exact.score(sample), Breakdown)
assert_type(breakdown.value, float | None)
assert_type(breakdown.components, dict[str, float | None])
assert_type(breakdown.score, Score)
assert_type(score(exact, [sample, {"completion": "4", "answer": "4"}]), list[Breakdown])
assert_type(exact.score_many([sample]), list[Breakdown])
assert_type(list(stream(exact, iter([sample]))), list[Breakdown])
assert_type(chat.text, str)


async def in_an_event_loop() -> None:
    assert_type(await ascore(exact, [sample]), list[Breakdown])
    assert_type(await exact.ascore(sample), Breakdown)


# --- keeping ------------------------------------------------------------------------------
def kept(path: str) -> Reward:
    exact.save(path)
    try:
        assert_type(load(path), Reward)
        assert_type(load(dump(exact)), Reward)
        return get("math/number@1")
    except RewardkitError as error:
        raise SystemExit(str(error)) from error
