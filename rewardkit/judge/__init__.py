"""Models as judges: one client, strict reading, and the gate before any call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rewardkit.judge.client.client import JudgeClient
    from rewardkit.judge.client.ledger import Ledger
    from rewardkit.judge.client.shared import client_for, close_clients
    from rewardkit.judge.endpoint import Budget, Canaries, Endpoint, Prices, read_endpoint
    from rewardkit.judge.faults import Fault
    from rewardkit.judge.gate.content import content_of
    from rewardkit.judge.prompt.prompts import make_question
    from rewardkit.judge.prompt.question import Question, take
    from rewardkit.judge.prompt.sanitise import neutralised
    from rewardkit.judge.prompt.verdict_schema import Field, Form
    from rewardkit.judge.verdict.ask import ask, ask_form, judged

__all__ = [
    "Budget",
    "Canaries",
    "Endpoint",
    "Fault",
    "Field",
    "Form",
    "JudgeClient",
    "Ledger",
    "Prices",
    "Question",
    "ask",
    "ask_form",
    "client_for",
    "close_clients",
    "content_of",
    "judged",
    "make_question",
    "neutralised",
    "read_endpoint",
    "take",
]

_LATE = {
    "Budget": "endpoint",
    "Canaries": "endpoint",
    "Endpoint": "endpoint",
    "Fault": "faults",
    "Field": "prompt.verdict_schema",
    "Form": "prompt.verdict_schema",
    "JudgeClient": "client.client",
    "Ledger": "client.ledger",
    "Prices": "endpoint",
    "Question": "prompt.question",
    "ask": "verdict.ask",
    "ask_form": "verdict.ask",
    "client_for": "client.shared",
    "close_clients": "client.shared",
    "content_of": "gate.content",
    "judged": "verdict.ask",
    "neutralised": "prompt.sanitise",
    "make_question": "prompt.prompts",
    "read_endpoint": "endpoint",
    "take": "prompt.question",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit.judge' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"rewardkit.judge.{_LATE[name]}"), name)
    globals()[name] = value
    return value
