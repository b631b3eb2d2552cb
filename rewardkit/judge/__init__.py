"""Models as judges: one client, strict reading, and the gate before any call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rewardkit.judge.asking import ask, ask_form, judged
    from rewardkit.judge.client import JudgeClient
    from rewardkit.judge.clients import client_for, close_clients
    from rewardkit.judge.content import content_of
    from rewardkit.judge.endpoint import Budget, Canaries, Endpoint, Prices, read_endpoint
    from rewardkit.judge.faults import Fault
    from rewardkit.judge.forms import Field, Form
    from rewardkit.judge.ledger import Ledger
    from rewardkit.judge.neutral import neutralised
    from rewardkit.judge.prompts import make_question
    from rewardkit.judge.question import Question, take

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
    "Field": "forms",
    "Form": "forms",
    "JudgeClient": "client",
    "Ledger": "ledger",
    "Prices": "endpoint",
    "Question": "question",
    "ask": "asking",
    "ask_form": "asking",
    "client_for": "clients",
    "close_clients": "clients",
    "content_of": "content",
    "judged": "asking",
    "neutralised": "neutral",
    "make_question": "prompts",
    "read_endpoint": "endpoint",
    "take": "question",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit.judge' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"rewardkit.judge.{_LATE[name]}"), name)
    globals()[name] = value
    return value
