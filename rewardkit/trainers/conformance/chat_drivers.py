"""Drivers of the trainers that hand a reward a chat: NeMo, verifiers, ART, Tinker and others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from rewardkit.errors import RewardkitError
from rewardkit.trainers.conformance.driver import Driver, Values, fields
from rewardkit.trainers.conformance.rows import Family, Row

ONE_CHAT = frozenset({"groups", "token_ids", "list"})


def _split(family: Family) -> dict[str, Any]:
    # A prompt of the suite may hold a message of the assistant; the last user message ends it.
    return {"split": "last_user"} if "chat" in family.needs else {}


def _gathered(one: Callable[[Row], Awaitable[float | None]], family: Family) -> Values:
    async def every() -> Values:
        return list(await asyncio.gather(*(one(row) for row in family.rows)))

    return asyncio.run(every())


def _by_group(family: Family) -> Iterator[list[Row]]:
    for key in dict.fromkeys(row.group for row in family.rows):
        yield [row for row in family.rows if row.group == key]


def _open(model: Any) -> Any:
    """Return a pydantic model that keeps the fields of a row beside its own."""
    return type("Open", (model,), {"model_config": {"extra": "allow"}, "__module__": __name__})


# --- NeMo ---------------------------------------------------------------------------------------


def nemo_rl_recorded(family: Family, missing: str | None) -> Values:
    """Step an environment with a batch of message logs."""
    groups: dict[str, Any] = {"group_by": "uid"} if "groups" in family.needs else {}
    env = family.reward.for_nemo_rl(missing=missing, **_split(family), **groups)
    extra = [{**fields(row, "ground_truth"), "uid": row.group} for row in family.rows]
    found = env.step([row.chat for row in family.rows], extra)
    return [float(value) for value in found.rewards]


def nemo_gym_recorded(family: Family, missing: str | None) -> Values:
    """Await `verify` with a body as the server parses it."""
    verifier = family.reward.for_nemo_gym(missing=missing)

    async def one(row: Row) -> float:
        return float((await verifier.verify(_body(row)))["reward"])

    return _gathered(one, family)


def nemo_gym_real(family: Family, missing: str | None) -> Values:
    """Validate request and response with NeMo-Gym's own models around `verify`."""
    from nemo_gym.base_resources_server import BaseVerifyRequest, BaseVerifyResponse

    verifier = family.reward.for_nemo_gym(missing=missing)

    request = _open(BaseVerifyRequest)

    async def one(row: Row) -> float:
        body = request.model_validate(_body(row))
        return float(BaseVerifyResponse.model_validate(await verifier.verify(body)).reward)

    return _gathered(one, family)


def _body(row: Row) -> dict[str, Any]:
    prompt = row.prompt
    said = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
    output = []
    turns = row.completion
    for at, turn in enumerate(
        [{"role": "assistant", "content": turns}] if isinstance(turns, str) else turns
    ):
        output += [
            {"type": "function_call", "call_id": call["id"], **call["function"]}
            for call in turn.get("tool_calls") or ()
        ]
        if turn["role"] == "tool":
            shown = {"call_id": turn["tool_call_id"], "output": turn["content"]}
            output.append({"type": "function_call_output", **shown})
        elif turn["content"] is not None:
            text = {"type": "output_text", "text": turn["content"], "annotations": []}
            message = {"type": "message", "role": "assistant", "status": "completed"}
            output.append({**message, "id": f"m{at}", "content": [text]})
    response = {
        "id": "r",
        "created_at": 0,
        "model": "m",
        "object": "response",
        "output": output,
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
    }
    params = {"input": said}
    return {**fields(row), "responses_create_params": params, "response": response}


# --- verifiers ----------------------------------------------------------------------------------


def verifiers_real(family: Family, missing: str | None) -> Values:
    """Score verifiers' own traces by a Task into which the function is plugged."""
    # By import_module, since our own source folder has the name of that package.
    graph, tasks, traces = (
        import_module(f"verifiers.v1.{name}") for name in ("graph", "task", "trace")
    )
    data_model = _open(tasks.TaskData)
    base: Any = tasks.Task[data_model]
    graded = family.reward.for_verifiers(missing=missing)

    class Graded(base):  # type: ignore[misc]
        def hooks(self, attr: str) -> list[Any]:
            return [graded] if attr == "reward" else []

    async def one(row: Row) -> float | None:
        cut = len(row.chat) - (1 if isinstance(row.completion, str) else len(row.completion))
        nodes = [
            graph.MessageNode(
                message=_vf_message(said), sampled=at >= cut, parent=at - 1 if at else None
            )
            for at, said in enumerate(row.chat)
        ]
        data = data_model(**fields(row))
        task = traces.TraceTask(data=data, type="Graded")
        trace = traces.Trace(task=task, agent=traces.AgentInfo.model_construct(), nodes=nodes)
        try:
            await Graded(data).score(trace)
        except Exception as error:
            if type(error).__name__ != "TaskError":
                raise
            return None
        return float(trace.reward)

    return _gathered(one, family)


def _vf_message(said: dict[str, Any]) -> dict[str, Any]:
    calls = [
        {"id": call["id"], "name": call["function"]["name"], **call["function"]}
        for call in said.get("tool_calls") or ()
    ]
    return {**said, **({"tool_calls": calls} if calls else {})}


def verifiers_recorded(family: Family, missing: str | None) -> Values:
    """Await the function with a task and a trace that have the documented attributes."""
    graded = family.reward.for_verifiers(missing=missing)

    async def one(row: Row) -> float | None:
        cut = len(row.chat) - (1 if isinstance(row.completion, str) else len(row.completion))
        nodes = [SimpleNamespace(sampled=at >= cut) for at in range(len(row.chat))]
        trace = SimpleNamespace(messages=row.chat, branches=[SimpleNamespace(nodes=nodes)])
        task = SimpleNamespace(data=fields(row))
        try:
            return float(await graded(task=task, trace=trace))
        except RewardkitError:
            return None

    return _gathered(one, family)


# --- ART ----------------------------------------------------------------------------------------


def art_recorded(family: Family, missing: str | None) -> Values:
    """Score groups whose trajectories have the documented attributes."""
    return _art(
        family, missing, _Trajectory, lambda found: SimpleNamespace(trajectories=found, metadata={})
    )


def art_real(family: Family, missing: str | None) -> Values:
    """Score ART's own trajectory groups, gathered by ART."""
    import art

    return _art(family, missing, art.Trajectory, art.TrajectoryGroup)


class _Trajectory:
    def __init__(self, messages_and_choices: list[Any], metadata: dict[str, Any]) -> None:
        self.messages_and_choices = messages_and_choices
        self.metadata = metadata
        self.reward = 0.0
        self.metrics: dict[str, Any] = {}

    def messages(self) -> list[Any]:
        return self.messages_and_choices

    def log(self, _: str) -> None:
        """Keep nothing."""


def _art(family: Family, missing: str | None, trajectory: Any, group: Any) -> Values:
    adapter = family.reward.for_art(missing=missing, **_split(family))

    async def every() -> Values:
        out: Values = []
        for rows in _by_group(family):
            made = [trajectory(messages_and_choices=row.chat, metadata=_plain(row)) for row in rows]
            whole = group(made)
            if len(rows) > 1:
                await adapter.after_each(whole)
                left = {id(one) for one in whole.trajectories}
                out += [one.reward if id(one) in left else None for one in made]
            else:
                out.append(await adapter.score(made[0]))
        return out

    return asyncio.run(every())


def _plain(row: Row) -> dict[str, Any]:
    # ART's metadata hold numbers and text alone.
    return {key: value for key, value in fields(row).items() if not isinstance(value, (list, dict))}


# --- rLLM, Tinker, OpenEnv, Atropos -------------------------------------------------------------


def rllm_recorded(family: Family, missing: str | None) -> Values:
    """Evaluate episodes of one trajectory."""
    evaluator = family.reward.for_rllm(missing=missing, **_split(family))
    out: Values = []
    for row in family.rows:
        step = SimpleNamespace(chat_completions=row.chat)
        episode = SimpleNamespace(trajectories=[SimpleNamespace(steps=[step])])
        task = SimpleNamespace(metadata=fields(row, "ground_truth"))
        out.append(evaluator.evaluate(task, episode).reward)
    return out


def tinker_recorded(family: Family, missing: str | None) -> Values:
    """Await the function that belongs to a row."""
    adapter = family.reward.for_tinker(missing=missing, **_split(family))
    if "groups" in family.needs:
        out: Values = []
        for rows in _by_group(family):
            shared = fields(rows[0])
            scored = asyncio.run(adapter.score_group(shared, [row.chat for row in rows]))
            out += [value for value, _ in scored]
        return out

    async def one(row: Row) -> float:
        value, _ = await adapter(**fields(row))(row.chat)
        return float(value)

    return _gathered(one, family)


def tinker_real(family: Family, missing: str | None) -> Values:
    """Step the cookbook's own AgentToolMessageEnv to the end of an episode."""
    from tinker_cookbook.tool_use.agent_tool_message_env import AgentToolMessageEnv

    if "groups" in family.needs or "tools" in family.needs:
        return tinker_recorded(family, missing)
    adapter = family.reward.for_tinker(missing=missing, **_split(family))

    async def one(row: Row) -> float:
        env = AgentToolMessageEnv(
            tools=[],
            initial_messages=row.chat[:-1],
            max_turns=1,
            reward_fn=adapter(**fields(row)),
        )
        await env.initial_observation()
        return float((await env.step(row.chat[-1])).reward)

    return _gathered(one, family)


def openenv_real(family: Family, missing: str | None) -> Values:
    """Call a rubric of OpenEnv with an action and an observation."""
    from openenv.core.env_server.types import Action, Observation

    class Said(Action):  # type: ignore[misc]
        message: str

    rubric = family.reward.for_openenv(missing=missing)

    async def one(row: Row) -> float | None:
        seen = Observation(done=True, metadata={**fields(row), "prompt": row.prompt})
        found = rubric(Said(message=row.text), seen)
        value: float | None = await found if asyncio.iscoroutine(found) else found
        return value

    return _gathered(one, family)


def openenv_recorded(family: Family, missing: str | None) -> Values:
    """Call the rubric with objects that have the documented attributes."""
    rubric = family.reward.for_openenv(missing=missing)

    async def one(row: Row) -> float | None:
        seen = SimpleNamespace(done=True, metadata={**fields(row), "prompt": row.prompt})
        found = rubric(SimpleNamespace(message=row.text, metadata={}), seen)
        value: float | None = await found if asyncio.iscoroutine(found) else found
        return value

    return _gathered(one, family)


def atropos_recorded(family: Family, missing: str | None) -> Values:
    """Score a group of chats; a dropped group is a row without a number."""
    adapter = family.reward.for_atropos(missing=missing, **_split(family))
    out: Values = []
    for rows in _by_group(family):
        # One item is the data of a whole group.
        alone = [[row] for row in rows] if "groups" not in family.needs else [rows]
        for some in alone:
            group = {"messages": [row.chat for row in some]}
            found = asyncio.run(adapter.score_group(group, fields(some[0])))
            out += [None] * len(some) if found is None else found["scores"]
    return out


NEMO_RL = Driver(
    "nemo_rl",
    "",
    (),
    nemo_rl_recorded,
    nemo_rl_recorded,
    frozenset({"token_ids", "list"}),
    single=True,
)
NEMO_GYM = Driver(
    "nemo_gym",
    "nemo-gym",
    ("nemo_gym.base_resources_server",),
    nemo_gym_real,
    nemo_gym_recorded,
    ONE_CHAT,
)
VERIFIERS = Driver(
    "verifiers",
    "verifiers",
    ("verifiers.v1.task",),
    verifiers_real,
    verifiers_recorded,
    ONE_CHAT,
    policy="unknown",
)
ART = Driver(
    "art",
    "openpipe-art",
    ("art",),
    art_real,
    art_recorded,
    frozenset({"token_ids", "list"}),
    policy="unknown",
)
RLLM = Driver("rllm", "", (), rllm_recorded, rllm_recorded, ONE_CHAT)
TINKER = Driver(
    "tinker",
    "tinker-cookbook",
    ("tinker_cookbook.tool_use.agent_tool_message_env",),
    tinker_real,
    tinker_recorded,
    frozenset({"token_ids", "list"}),
)
OPENENV = Driver(
    "openenv",
    "openenv-core",
    ("openenv.core.rubrics.base",),
    openenv_real,
    openenv_recorded,
    frozenset({"tools", "groups", "token_ids", "list"}),
    policy="unknown",
)
ATROPOS = Driver(
    "atropos",
    "",
    (),
    atropos_recorded,
    atropos_recorded,
    frozenset({"token_ids", "list"}),
    policy="unknown",
)
DRIVERS = (NEMO_RL, NEMO_GYM, VERIFIERS, ART, RLLM, TINKER, OPENENV, ATROPOS)
