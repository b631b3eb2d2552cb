"""OpenEnv: an environment of one step, below `/openenv`, by WebSocket and by plain HTTP.

`reset` chooses a task by `index` or `seed`, or takes one as `task`; `step` with
`{"completion": ...}` scores the reply. A reward that is *unknown* is null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field

from rewardkit.errors import BindError, InputError
from rewardkit.server.episodes import Episode, Episodes, shown_prompt
from rewardkit.server.protocols.errors import ERRORS
from rewardkit.server.scorer import Busy
from rewardkit.server.serving import Json, Serving

_TEXT = {"type": "string"}
_SCHEMAS = {
    "action": {"type": "object", "properties": {"completion": _TEXT}, "required": ["completion"]},
    "observation": {"type": "object", "properties": {"prompt": _TEXT, "metadata": {}}},
    "state": {"type": "object", "properties": {"episode_id": _TEXT, "step_count": {}}},
}
EpisodeName = Annotated[str, Field(max_length=255)]


class Reset(BaseModel):
    """The choice of a task."""

    model_config = ConfigDict(extra="ignore", strict=True)

    seed: int | None = Field(default=None, ge=0)
    index: int | None = Field(default=None, ge=0)
    episode_id: EpisodeName | None = None
    task: dict[str, Any] | None = None


class Step(BaseModel):
    """A reply; over HTTP with the episode that it belongs to."""

    model_config = ConfigDict(extra="ignore", strict=True)

    action: dict[str, Any]
    episode_id: EpisodeName | None = None


class Observed(BaseModel):
    """An observation with its reward, null where there is none."""

    observation: dict[str, Any]
    reward: float | None
    done: bool


def routes(serving: Serving) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/openenv", tags=["OpenEnv"], responses=ERRORS)
    episodes = Episodes()

    @router.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy"}

    @router.get("/metadata")
    async def metadata() -> dict[str, str]:
        name = serving.reward.name
        return {"name": name, "description": f"One reply a task, scored by {name}."}

    @router.get("/schema")
    async def schema() -> dict[str, Any]:
        return _SCHEMAS

    @router.post("/reset", response_model=Observed)
    async def reset(asked: Reset | None = None) -> Json:
        asked = asked or Reset()
        task = _chosen(serving, asked)
        name = episodes.begin(task, asked.episode_id)
        return Json(_first(task, name))

    @router.post("/step", response_model=Observed)
    async def step(asked: Step) -> Json:
        named = asked.episode_id or asked.action.get("episode_id")
        episode = episodes.get(named if isinstance(named, str) else None)
        if episode is None:
            raise InputError("no open episode: give the `episode_id` of a reset")
        return Json(await _scored(serving, episode, asked.action))

    @router.get("/state")
    async def state(episode_id: EpisodeName = "") -> dict[str, Any]:
        episode = episodes.get(episode_id)
        return {"episode_id": episode_id or None, "step_count": episode.steps if episode else 0}

    @router.websocket("/ws")
    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        session = _Session(serving)
        try:
            while (answer := await session.answer(await websocket.receive_text())) is not None:
                await websocket.send_text(json.dumps(answer, allow_nan=False))
            await websocket.close()
        except (WebSocketDisconnect, KeyError):
            return  # a binary message has no text, and ends the session too

    return router


class _Session:
    """The episode of one WebSocket connection."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.name = ""
        self.episode: Episode | None = None

    async def answer(self, text: str) -> dict[str, Any] | None:
        """Return the answer to one message, None where the client closes."""
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return _error("INVALID_JSON", "the message is not JSON")
        kind = message.get("type") if isinstance(message, dict) else None
        data = message.get("data") or {} if isinstance(message, dict) else {}
        if not isinstance(data, dict):
            return _error("VALIDATION_ERROR", "data must be an object")
        if kind == "close":
            return None
        if kind == "state":
            steps = self.episode.steps if self.episode else 0
            found = {"episode_id": self.name or None, "step_count": steps}
            return {"type": "state", "data": found}
        try:
            if kind == "reset":
                return {"type": "observation", "data": self._reset(data)}
            if kind == "step":
                if self.episode is None:
                    return _error("EXECUTION_ERROR", "reset comes before step")
                found = await _scored(self.serving, self.episode, data)
                return {"type": "observation", "data": found}
        except (BindError, InputError, Busy, ValueError) as error:
            return _error("EXECUTION_ERROR", str(error)[:1000])
        return _error("UNKNOWN_TYPE", "messages are reset, step, state and close")

    def _reset(self, data: Mapping[str, Any]) -> dict[str, Any]:
        asked = Reset(**data)
        task = _chosen(self.serving, asked)
        self.name = asked.episode_id or "1"
        self.episode = Episode(task)
        return _first(task, self.name)


def _chosen(serving: Serving, asked: Reset) -> Mapping[str, Any]:
    if asked.task is not None:
        return serving.row(asked.task)
    if not serving.tasks:
        raise InputError("the server has no tasks: start it with --tasks, or reset with a `task`")
    if asked.index is not None and asked.index >= len(serving.tasks):
        raise InputError(f"index {asked.index} of {len(serving.tasks)} tasks")
    place = asked.index if asked.index is not None else (asked.seed or 0) % len(serving.tasks)
    return serving.row(serving.tasks[place])


def _first(task: Mapping[str, Any], name: str) -> dict[str, Any]:
    observation = {"prompt": shown_prompt(task), "metadata": {"episode_id": name}}
    return {"observation": observation, "reward": None, "done": False}


async def _scored(serving: Serving, episode: Episode, action: Mapping[str, Any]) -> dict[str, Any]:
    completion = action.get("completion")
    if not isinstance(completion, str):
        raise InputError("an action is {'completion': text}")
    found = await serving.scorer.one({**episode.task, "completion": completion})
    episode.steps += 1
    facts = {"status": found.status, "reason": found.reason, "components": found.components}
    observation = {"prompt": "", "metadata": facts}
    return {"observation": observation, "reward": found.value, "done": True}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"type": "error", "data": {"code": code, "message": message}}
