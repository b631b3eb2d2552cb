"""Drivers of the trainers that hand a reward text: TRL, verl, OpenRLHF, SkyRL and others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from rewardkit.trainers.conformance.driver import Driver, Values, columns, fields
from rewardkit.trainers.conformance.rows import Family, Row

TEXT_ONLY = frozenset({"chat", "tools", "groups", "token_ids", "list"})


class _Codepoints:
    """A tokenizer whose tokens are code points, with the two methods that managers call."""

    eos_token = ""
    eos_token_id = 0

    def decode(self, ids: Iterable[Any], skip_special_tokens: bool = True) -> str:
        return "".join(chr(int(one)) for one in ids if int(one))

    def batch_decode(self, rows: Iterable[Any], skip_special_tokens: bool = True) -> list[str]:
        return [self.decode(row) for row in rows]


# --- TRL ---------------------------------------------------------------------------------------


def trl_recorded(family: Family, missing: str | None) -> Values:
    """Call the reward by keyword with lists, as TRL does."""
    rewards = _list(family, missing)
    rows = family.rows
    trainer = SimpleNamespace(reward_funcs=rewards, num_generations=_size(rows), model=None)
    given = {
        "prompts": [row.prompt for row in rows],
        "completions": [row.completion for row in rows],
        "completion_ids": [row.ids for row in rows],
        **columns(rows),
        "log_metric": _Bound(trainer).log_metric,
    }
    return _called(rewards[0], given)


def _list(family: Family, missing: str | None) -> list[Any]:
    rewards = [family.reward, *([family.beside] if family.beside is not None else [])]
    return [one.for_trl(missing=missing) for one in rewards]


class _Bound:
    """A trainer of which a reward sees the same attributes as of TRL's."""

    def __init__(self, facts: SimpleNamespace) -> None:
        self.__dict__.update(vars(facts))

    def log_metric(self, name: str, value: float) -> None:
        """Keep nothing."""


def _called(function: Callable[..., Any], given: dict[str, Any]) -> Values:
    found = function(**given)
    return list(asyncio.run(found) if asyncio.iscoroutine(found) else found)


def _size(rows: Any) -> int | None:
    sizes = {sum(row.group == key for row in rows) for key in {row.group for row in rows}}
    return sizes.pop() if len(sizes) == 1 else None


def trl_real(family: Family, missing: str | None) -> Values:
    """Call `_calculate_rewards` of TRL's own GRPOTrainer."""
    import torch
    from trl import GRPOTrainer

    rewards = _list(family, missing)
    trainer: Any = object.__new__(GRPOTrainer)
    loop = asyncio.new_event_loop()
    accelerator = SimpleNamespace(
        device="cpu", num_processes=1, is_main_process=False, gather=lambda value: value
    )
    facts = {
        "accelerator": accelerator,
        "reward_funcs": rewards,
        "reward_processing_classes": [None] * len(rewards),
        "reward_func_names": [one.__name__ for one in rewards],
        "environments": None,
        "num_generations": _size(family.rows),
        "model": SimpleNamespace(training=True),
        "state": SimpleNamespace(global_step=0),
        "args": SimpleNamespace(report_to=[]),
        "async_loop": loop,
        "_pending_metrics": _Lists(),
        "_pending_extra_logs": _Lists(),
        "scale_rewards": "group",
    }
    trainer.__dict__.update(facts)
    given = [
        {"prompt": row.prompt, **fields(row), **dict.fromkeys(_names(family), None) | fields(row)}
        for row in family.rows
    ]
    thread = _running(loop)
    try:
        found = GRPOTrainer._calculate_rewards(
            trainer,
            given,
            [row.prompt for row in family.rows],
            [row.completion for row in family.rows],
            [row.ids for row in family.rows],
        )
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
    return [None if torch.isnan(value) else float(value) for value in found[:, 0]]


class _Lists(dict[str, list[Any]]):
    def __missing__(self, key: str) -> list[Any]:
        return self.setdefault(key, [])


def _names(family: Family) -> list[str]:
    return list(columns(family.rows))


def _running(loop: asyncio.AbstractEventLoop) -> Any:
    import threading

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    return thread


# --- verl --------------------------------------------------------------------------------------


def verl_recorded(family: Family, missing: str | None) -> Values:
    """Call `compute_score` by keyword, one row at a time."""
    compute = family.reward.for_verl(missing=missing)
    return [
        _one(compute(solution_str=row.text, ground_truth=row.answer, **_verl(row)))["score"]
        for row in family.rows
    ]


def _one(found: Any) -> Any:
    return asyncio.run(found) if asyncio.iscoroutine(found) else found


def _verl(row: Row) -> dict[str, Any]:
    extra = {**row.columns, "prompt": row.prompt}
    source = extra.pop("data_source", "rows")
    return {"data_source": source, "extra_info": extra}


def verl_real(family: Family, missing: str | None) -> Values:
    """Run verl's own NaiveRewardManager on a DataProto."""
    import numpy
    import torch
    from omegaconf import OmegaConf
    from verl import DataProto
    from verl.experimental.reward_loop.reward_manager.naive import NaiveRewardManager

    compute = family.reward.for_verl(missing=missing)
    config = OmegaConf.create({"reward": {"num_workers": 1}})

    def data(row: Row) -> Any:
        ids = [*row.ids, 0]
        return DataProto.from_dict(
            tensors={
                "prompts": torch.zeros(1, 1, dtype=torch.long),
                "responses": torch.tensor([ids]),
                "attention_mask": torch.tensor([[1] * len(ids) + [0]]),
            },
            non_tensors={
                "data_source": numpy.array([_verl(row)["data_source"]], dtype=object),
                "reward_model": numpy.array([{"ground_truth": row.answer}], dtype=object),
                "extra_info": numpy.array([_verl(row)["extra_info"]], dtype=object),
            },
        )

    async def every() -> Values:
        # Made inside the loop that it keeps.
        manager = NaiveRewardManager(config, _Codepoints(), compute)
        return [(await manager.run_single(data(row)))["reward_score"] for row in family.rows]

    return asyncio.run(every())


# --- OpenRLHF ------------------------------------------------------------------------------------


def openrlhf_recorded(family: Family, missing: str | None) -> Values:
    """Call `reward_func` with lists of one."""
    reward_func = family.reward.for_openrlhf(missing=missing)
    return [
        reward_func([f"{row.prompt}{row.text}</s>"], [str(row.prompt)], [_label(row)])["rewards"]
        for row in family.rows
    ]


def _label(row: Row) -> str | None:
    import json

    return json.dumps({**row.columns, "answer": row.answer}) if row.columns else row.answer


def openrlhf_real(family: Family, missing: str | None) -> Values:
    """Run OpenRLHF's own executor on the function."""
    from openrlhf.utils.agent import SingleTurnAgentExecutor

    executor = SingleTurnAgentExecutor()
    executor.reward_func = family.reward.for_openrlhf(missing=missing)

    async def one(row: Row) -> float:
        query = f"{row.prompt}{row.text}</s>"
        found = await executor._fetch_rewards_via_func([query], [str(row.prompt)], [_label(row)])
        return float(found[0]["rewards"])

    async def every() -> Values:
        return [await one(row) for row in family.rows]

    return asyncio.run(every())


# --- SkyRL, slime, AReaL, ms-swift --------------------------------------------------


def skyrl_recorded(family: Family, missing: str | None) -> Values:
    """Make and step environments of the class."""
    made = family.reward.for_skyrl(missing=missing)
    return [_stepped(made(env_config={}, extras=_extras(row)), row) for row in family.rows]


def _extras(row: Row) -> dict[str, Any]:
    return {**row.columns, "reward_spec": {"ground_truth": row.answer}}


def _stepped(env: Any, row: Row) -> float:
    prompt = row.prompt
    env.init([{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt)
    return float(env.step(row.text)["reward"])


def skyrl_real(family: Family, missing: str | None) -> Values:
    """Make and step environments through skyrl_gym."""
    import skyrl_gym

    name = f"rewardkit-{family.name.replace(' ', '-')}"
    skyrl_gym.register(id=name, entry_point=family.reward.for_skyrl(missing=missing))
    return [
        _stepped(skyrl_gym.make(name, env_config={}, extras=_extras(row)), row)
        for row in family.rows
    ]


def slime_recorded(family: Family, missing: str | None) -> Values:
    """Await the function for one sample, or for a list where groups are compared."""
    custom_rm = family.reward.for_slime(missing=missing)
    samples = [
        SimpleNamespace(
            prompt=row.prompt,
            response=row.text,
            label=row.answer,
            metadata=dict(row.columns),
            tokens=[0, *row.ids],
            response_length=len(row.ids),
            group_index=row.group,
        )
        for row in family.rows
    ]
    if "groups" in family.needs:
        return list(asyncio.run(custom_rm(None, samples)))

    async def every() -> Values:
        return list(await asyncio.gather(*(custom_rm(None, one) for one in samples)))

    return asyncio.run(every())


def areal_recorded(family: Family, missing: str | None) -> Values:
    """Call `reward_fn` for one completion."""
    reward_fn = family.reward.for_areal(missing=missing)
    return [reward_fn(row.prompt, row.text, [], row.ids, **fields(row)) for row in family.rows]


def areal_real(family: Family, missing: str | None) -> Values:
    """Run AReaL's own AsyncRewardWrapper, which calls the function in a process pool."""
    from areal.api.reward_api import AsyncRewardWrapper

    wrapper = AsyncRewardWrapper(family.reward.for_areal(missing=missing), max_workers=1)

    async def every() -> Values:
        return [
            await wrapper(row.prompt, row.text, [], row.ids, **fields(row)) for row in family.rows
        ]

    return asyncio.run(every())


def ms_swift_recorded(family: Family, missing: str | None) -> Values:
    """Call an instance with completions by position and columns by keyword."""
    rows = family.rows
    options: dict[str, Any] = {"group_size": _size(rows)} if "groups" in family.needs else {}
    orm = family.reward.for_ms_swift(missing=missing, **options)(args=None)
    found = orm(
        [row.text for row in rows],
        messages=[row.chat for row in rows],
        solution=[row.answer for row in rows],
        **{k: v for k, v in columns(rows).items() if k != "answer"},
        **({"completion_ids": [row.ids for row in rows]} if "token_ids" in family.needs else {}),
    )
    return list(_one(found))


def ms_swift_real(family: Family, missing: str | None) -> Values:
    """Run ms-swift's own `compute_rewards_per_func` on its samples."""
    import torch
    from swift.rl_core.data import GRPOSample
    from swift.rl_core.grpo_algorithm import compute_rewards_per_func

    samples = [
        GRPOSample(
            messages=[*row.chat[:-1], {"role": "assistant", "content": row.text}],
            extra=fields(row, "solution"),
            prompt_id=str(row.group),
            response_token_ids=[row.ids],
        )
        for row in family.rows
    ]
    orm = family.reward.for_ms_swift(missing=missing)(args=None)
    found = compute_rewards_per_func(samples, [orm], None, torch.device("cpu"))
    return [None if torch.isnan(value) else float(value) for value in found[:, 0]]


TRL = Driver("trl", "trl", ("trl", "torch"), trl_real, trl_recorded, policy="unknown", single=True)
VERL = Driver("verl", "verl", ("verl", "torch"), verl_real, verl_recorded, TEXT_ONLY - {"chat"})
OPENRLHF = Driver(
    "openrlhf",
    "openrlhf",
    ("openrlhf.utils.agent",),
    openrlhf_real,
    openrlhf_recorded,
    TEXT_ONLY,
)
SKYRL = Driver(
    "skyrl", "skyrl-gym", ("skyrl_gym",), skyrl_real, skyrl_recorded, TEXT_ONLY - {"chat"}
)
SLIME = Driver("slime", "", (), slime_recorded, slime_recorded, frozenset({"tools", "list"}))
AREAL = Driver(
    "areal",
    "areal",
    ("areal.api.reward_api",),
    areal_real,
    areal_recorded,
    frozenset({"tools", "groups", "list"}),
)
MS_SWIFT = Driver(
    "ms_swift",
    "ms-swift",
    ("swift.rl_core.data", "swift.rl_core.grpo_algorithm"),
    ms_swift_real,
    ms_swift_recorded,
    frozenset({"tools", "list"}),
    single=True,
)
DRIVERS = (TRL, VERL, OPENRLHF, SKYRL, SLIME, AREAL, MS_SWIFT)
