"""What is sent to a server, and what comes back from one that is particular."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from rewardkit import get
from rewardkit.errors import DefinitionError
from rewardkit.judge.faults import Fault
from rewardkit.judge.transports.http import refused_option, without

Scripted = Callable[..., Any]


@pytest.mark.parametrize(
    ("detail", "named"),
    [
        ("Unsupported parameter: 'max_tokens' is not supported with this model.", "max_tokens"),
        ("Unsupported value: 'temperature' does not support 0, only the default.", "temperature"),
        ("'seed' is not permitted: extra inputs", "seed"),
        ("The prompt is too long: max_tokens", None),
        ("Unsupported parameter: 'model'", None),
    ],
)
def test_an_option_that_is_refused_by_name_is_known(detail: str, named: str | None) -> None:
    body = {"max_tokens": 9, "temperature": 0, "seed": 0, "model": "m"}
    assert refused_option(Fault("judge_rejected", detail, http=400), body) == named


def test_refused_options_are_left_out_or_renamed() -> None:
    body = {"model": "m", "max_tokens": 9, "temperature": 0.0}
    assert without(body, {"max_tokens"}) == {
        "model": "m",
        "max_completion_tokens": 9,
        "temperature": 0.0,
    }
    assert without(body, set()) == body


def test_further_fields_reach_the_server(scripted: Scripted, graded: Any) -> None:
    server = scripted()
    extra = {"chat_template_kwargs": {"enable_thinking": False}}
    assert graded(server, extra_body=extra).score(completion="It is late.").value == 3.0
    assert server.calls[0].body["chat_template_kwargs"] == {"enable_thinking": False}


@pytest.mark.parametrize("extra", [{"messages": []}, {"model": "x"}])
def test_further_fields_cannot_change_the_question(extra: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError, match="must not set"):
        get("judge/score", judge={"url": "http://h/v1", "model": "m", "extra_body": extra})


@pytest.mark.parametrize(
    "reply",
    [
        '```json\n{"reason": "", "score": 3}\n```',
        'Let me see. </think>\n{"reason": "", "score": 3}',
        '<think>{"score": 5}</think>{"reason": "", "score": 3}',
        '{"reason": "so \\( x \\)", "score": 3}',
    ],
)
def test_real_replies_of_models_without_a_guide_are_read(reply: str) -> None:
    judge = {"fake": [reply], "attempts": 1}
    assert get("judge/score", judge=judge, low=1, high=5).score(completion="Late.").value == 3.0


@pytest.mark.parametrize("finish", ["error", "abort"])
def test_a_reply_that_the_server_broke_off_is_an_error(finish: str) -> None:
    from rewardkit.judge.reply import reply_text

    choice = {"finish_reason": finish, "message": {"content": json.dumps({"score": 3})}}
    with pytest.raises(Fault, match="judge_aborted"):
        reply_text({"choices": [choice]})


def test_a_body_without_end_is_refused(
    scripted: Scripted, graded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rewardkit.judge.transports.bounded.LARGEST", 100)
    found = graded(scripted(), attempts=1).score(completion="It is late.")
    assert (found.status, found.reason) == ("error", "judge_bad_body")
    assert "more than 100 bytes" in found.score.detail
