"""The NeMo-Gym adapter: a Reward as `verify` of a resources server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from rewardkit.errors import DefinitionError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import plain_fields, with_answer
from rewardkit.trainers.outcome import Outcome

NEMO_GYM = Contract("NeMo-Gym")
# A release whose verify response has `mask_sample` leaves the sample out of training.
NEMO_GYM_WITH_MASK = Contract("NeMo-Gym", unknown="mask_sample", default="unknown")


class NemoGymVerifier:
    """A reward in NeMo-Gym's calling convention.

    Args:
        bridge: The bridge of the reward.
    """

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge

    async def verify(self, body: Any) -> dict[str, Any]:
        """Score one rollout; returns the body with `reward` and `reward_components`.

        The components add up to the reward. A rollout without a number has `mask_sample` and
        `failure_reason` beside the low end of the range.
        """
        request = plain_fields(body)
        found = await self.bridge.aoutcome(_row(request))
        value = self.bridge.lower([found])[0]
        masked = value is None
        number = self._low() if value is None else value
        shares = found.contributions or dict.fromkeys(
            self.bridge.keys, number / len(self.bridge.keys)
        )
        answer = {**request, "reward": number, "reward_components": dict(shares)}
        if found.steps:
            answer["reward_steps"] = found.steps
        if found.value is None:
            answer["failure_reason"] = _because(found)
        return {**answer, "mask_sample": masked}

    def _low(self) -> float:
        low = self.bridge.reward.range.low
        return low if low > float("-inf") else 0.0

    def server_class(self) -> type[Any]:
        """Return a `SimpleResourcesServer` whose `/verify` is this reward.

        Raises:
            DefinitionError: nemo-gym is not installed.
        """
        try:
            from nemo_gym import base_resources_server as theirs
        except ImportError:
            raise DefinitionError("NeMo-Gym's server needs it: pip install nemo-gym") from None
        from pydantic import ConfigDict, create_model

        open_model = ConfigDict(extra="allow")
        request = create_model("Request", __base__=theirs.BaseVerifyRequest)
        request.model_config = {**request.model_config, **open_model}
        request.model_rebuild(force=True)
        response = create_model("Response", __base__=theirs.BaseVerifyResponse)
        response.model_config = {**response.model_config, **open_model}
        response.model_rebuild(force=True)
        score = self.verify

        async def verify(self: Any, body: Any) -> Any:
            return response.model_validate(await score(body))

        verify.__annotations__ = {"body": request, "return": response}
        found = type("RewardServer", (theirs.SimpleResourcesServer,), {"verify": verify})
        return found


def adapt(reward: Reward, **options: Unpack[BridgeOptions]) -> NemoGymVerifier:
    """Return a reward as `verify` of NeMo-Gym, for `reward.for_nemo_gym()`.

    The reward sees every further field of the request as a field of the row, `ground_truth` or
    `expected_answer` as `answer` where there is no other, the text of the response as the
    completion, and the input of the request as the prompt.

    Args:
        reward: The reward.
        **options: Those of `rewardkit.trainers.bridge.Bridge`. `missing` is `"unknown"` by default
            where the installed NeMo-Gym has `mask_sample`, else `"raise"` (an HTTP error).
    """
    contract = NEMO_GYM_WITH_MASK if _has_mask() else NEMO_GYM
    return NemoGymVerifier(Bridge(reward, contract, **options))


def _has_mask() -> bool:
    try:
        from nemo_gym.base_resources_server import BaseVerifyResponse
    except ImportError:
        return False
    return "mask_sample" in BaseVerifyResponse.model_fields


def _row(request: Mapping[str, Any]) -> dict[str, Any]:
    known = ("responses_create_params", "response")
    row = {key: value for key, value in request.items() if key not in known}
    params = plain_fields(request.get("responses_create_params"))
    said = params.get("input")
    if isinstance(said, str):
        row["prompt"] = said
    elif said is not None:
        row["prompt"] = [_message(plain_fields(one)) for one in said]
    row["completion"] = _completion(plain_fields(request.get("response")))
    return with_answer(row, "ground_truth", "expected_answer", "verifier_metadata.ground_truth")


def _completion(response: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the output of a Responses object as chat messages."""
    out = []
    for item in response.get("output") or ():
        found = plain_fields(item)
        kind = found.get("type", "message")
        if kind == "message":
            out.append(_message(found))
        elif kind == "function_call_output":
            out.append({"role": "tool", "content": found.get("output", "")})
        elif kind == "function_call":
            call = {"function": {"name": found.get("name"), "arguments": found.get("arguments")}}
            out.append({"role": "assistant", "content": None, "tool_calls": [call]})
    return out


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    content = message.get("content")
    if isinstance(content, Sequence) and not isinstance(content, str):
        content = [{"type": "text", "text": _text(plain_fields(part))} for part in content]
    return {"role": message.get("role", "assistant"), "content": content}


def _text(part: Mapping[str, Any]) -> str:
    return str(part.get("text") or part.get("refusal") or "")


def _because(found: Outcome) -> str:
    return f"{found.status}: {found.reason}" + (f" ({found.detail})" if found.detail else "")
