"""The Open Reward Standard: tasks, sessions, and a tool `submit` that pays the reward.

A reward that is *unknown* is null, and its status and reason stand in the metadata.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import StreamingResponse

from rewardkit.errors import BindError, InputError
from rewardkit.server.episodes import Episode, Episodes, shown_prompt
from rewardkit.server.protocols.errors import ERRORS
from rewardkit.server.scorer import Busy
from rewardkit.server.serving import Json, Serving

ENVIRONMENT = "rewardkit"
SPLIT = "train"
_TOOL = {
    "name": "submit",
    "description": "Submit the final reply; it is scored, and the episode ends.",
    "input_schema": {
        "type": "object",
        "properties": {"completion": {"type": "string", "description": "The whole reply."}},
        "required": ["completion"],
    },
}
# Clients read events line by line with a bounded buffer.
_CHUNK = 4096
Session = Annotated[str | None, Header(alias="X-Session-ID", max_length=200)]


class Events(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


_STREAM: dict[int | str, dict[str, Any]] = {
    **ERRORS,
    200: {"description": "Events", "content": {"text/event-stream": {}}},
}


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class OfSplit(_Form):
    """The split of a dataset."""

    split: str


class OfTask(_Form):
    """One task of a split."""

    split: str
    index: int


class OfTasks(_Form):
    """Some tasks of a split."""

    split: str
    start: int | None = None
    stop: int | None = None


class Begin(_Form):
    """The task of an episode, or its place in a split."""

    env_name: str | None = None
    task_spec: dict[str, Any] | None = None
    split: str | None = None
    index: int | None = None
    secrets: dict[str, str] | None = None


class Call(_Form):
    """A call of a tool."""

    name: str
    input: dict[str, Any] = Field(default_factory=dict)
    task_id: str | None = None


def routes(serving: Serving) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["Open Reward Standard"], responses=ERRORS)
    episodes = Episodes()
    _discovery(router, serving)

    @router.post("/create_session", response_model=None, responses=_STREAM)
    async def create_session() -> Events:
        name = episodes.begin({})
        episodes.end(name)  # it is open once it has a task
        return _events([("task_id", name), ("end", "")])

    @router.post("/create")
    async def create(begin: Begin, sid: Session = None) -> dict[str, str]:
        if not sid:
            raise HTTPException(400, "X-Session-ID header is required")
        if sid in episodes:
            raise HTTPException(400, "Session already exists")
        if begin.env_name not in (None, ENVIRONMENT):
            raise HTTPException(404, "unknown environment")
        if (begin.task_spec is None) == (begin.split is None or begin.index is None):
            raise HTTPException(400, "give task_spec, or both split and index")
        task = begin.task_spec
        if task is None:
            assert begin.split is not None
            assert begin.index is not None
            task = dict(_task(serving, begin.split, begin.index))
        episodes.begin(serving.row(task), sid)
        return {"sid": sid}

    @router.post("/ping")
    async def ping(sid: Session = None) -> dict[str, str]:
        _open(episodes, sid)
        return {"status": "ok"}

    @router.post("/delete")
    @router.post("/delete_session")
    async def delete(sid: Session = None) -> dict[str, str]:
        episodes.end(sid)
        return {"sid": sid or ""}

    @router.get(f"/{ENVIRONMENT}/prompt")
    async def prompt(sid: Session = None) -> Json:
        text = shown_prompt(_open(episodes, sid).task)
        return Json([{"text": text, "detail": None, "type": "text"}])

    @router.get(f"/{ENVIRONMENT}/task_tools")
    async def task_tools(sid: Session = None) -> dict[str, Any]:
        _open(episodes, sid)
        return {"tools": [_TOOL]}

    @router.post(f"/{ENVIRONMENT}/call", response_model=None, responses=_STREAM)
    async def call(call: Call, sid: Session = None) -> Events:
        episode = _open(episodes, sid)
        text = json.dumps(await _called(serving, episode, call), allow_nan=False)
        parts = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
        name = call.task_id or str(sid)
        ends: list[tuple[str, str]] = [("chunk", part) for part in parts[:-1]]
        return _events([("task_id", name), *ends, ("end", parts[-1])])

    return router


def _discovery(router: APIRouter, serving: Serving) -> None:
    @router.get("/list_environments")
    async def list_environments() -> list[str]:
        return [ENVIRONMENT]

    @router.get(f"/{ENVIRONMENT}/tools")
    async def tools() -> dict[str, Any]:
        return {"tools": [_TOOL]}

    @router.get(f"/{ENVIRONMENT}/splits")
    async def splits() -> list[dict[str, str]]:
        return [{"name": SPLIT, "type": "train"}]

    @router.post(f"/{ENVIRONMENT}/tasks")
    async def tasks(of: OfSplit) -> Json:
        _check(of.split)
        return Json({"tasks": list(serving.tasks), "env_name": ENVIRONMENT})

    @router.post(f"/{ENVIRONMENT}/num_tasks")
    async def num_tasks(of: OfSplit) -> dict[str, int]:
        _check(of.split)
        return {"num_tasks": len(serving.tasks)}

    @router.post(f"/{ENVIRONMENT}/task")
    async def task(of: OfTask) -> Json:
        return Json({"task": _task(serving, of.split, of.index)})

    @router.post(f"/{ENVIRONMENT}/task_range")
    async def task_range(of: OfTasks) -> Json:
        _check(of.split)
        return Json({"tasks": list(serving.tasks[of.start : of.stop])})


def _check(split: str) -> None:
    if split != SPLIT:
        raise HTTPException(400, "Invalid split")


def _task(serving: Serving, split: str, index: int) -> Mapping[str, Any]:
    _check(split)
    if not 0 <= index < len(serving.tasks):
        raise HTTPException(400, "Invalid index")
    return serving.tasks[index]


def _open(episodes: Episodes, sid: str | None) -> Episode:
    if not sid:
        raise HTTPException(400, "X-Session-ID header is required")
    found = episodes.get(sid)
    if found is None:
        raise HTTPException(404, "Active environment not found")
    return found


async def _called(serving: Serving, episode: Episode, call: Call) -> dict[str, Any]:
    completion = call.input.get("completion")
    if call.name != "submit":
        return {"ok": False, "error": "there is one tool: submit"}
    if not isinstance(completion, str):
        return {"ok": False, "error": "submit takes {'completion': text}"}
    try:
        found = await serving.scorer.one({**episode.task, "completion": completion})
    except (BindError, InputError, Busy) as error:
        return {"ok": False, "error": str(error)[:1000]}
    episode.steps += 1
    status: Literal["scored", "not scored"] = "not scored" if found.value is None else "scored"
    facts = {"status": found.status, "reason": found.reason, "components": found.components}
    block = {"text": status, "detail": None, "type": "text"}
    output = {"blocks": [block], "metadata": facts, "reward": found.value, "finished": True}
    return {"ok": True, "output": output}


def _events(events: list[tuple[str, str]]) -> Events:
    async def lines() -> AsyncIterator[str]:
        for name, data in events:
            yield f"event: {name}\r\ndata: {data}\r\n\r\n"

    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return Events(lines(), headers=headers)
