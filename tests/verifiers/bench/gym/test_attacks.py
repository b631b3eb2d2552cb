"""Replies that must not be paid for a task."""

from __future__ import annotations

from rewardkit_verifiers.bench.gym.attacks import attacks


def test_every_kind_of_attack_says_something_else_than_the_answer() -> None:
    found = list(attacks("Rome", ["Oslo"], "Which city?"))
    assert "Rome" not in [reply for _, reply in found]
    assert {"two answers", "question", "constant", "denied"} <= {kind for kind, _ in found}
