"""Faults of behaviour are found within the budget, whatever the reward does with its time."""

from __future__ import annotations

from rewardkit.attack.run import attack

ROWS = [{"prompt": f"What is {n} + {n}?", "answer": str(2 * n)} for n in (7, 13, 21, 34)]


def endless(completion: str, answer: str) -> float:
    while True:
        pass


def endless_when_right(completion: str, answer: str) -> float:
    while answer in completion:
        pass
    return 0.0


def balance(completion: str, answer: str) -> float:
    return 1.0 if completion == f"It makes {answer} in all, so they have it." else -1.0


def test_a_reward_that_never_returns_is_a_fault_and_the_budget_is_kept() -> None:
    found = attack(endless, ROWS, seconds=3, timeout=0.5)
    assert [one.kind for one in found.conduct] == ["hangs"]
    assert not found.ok
    assert not found.complete
    assert found.calls <= 2  # the two replies whose time was taken


def test_a_reward_that_hangs_on_right_replies_alone_is_a_fault() -> None:
    found = attack(endless_when_right, ROWS, seconds=3, timeout=0.5)
    assert "hangs" in {one.kind for one in found.conduct}


def test_a_reward_that_pays_the_files_own_replies_is_no_penalty() -> None:
    rows = [
        {**row, "completion": f"It makes {row['answer']} in all, so they have it."} for row in ROWS
    ]
    assert not any("a penalty" in note for note in attack(balance, rows, rounds=0).notes)
    bare = attack(lambda completion, answer: -float(len(completion) > 3), ROWS, rounds=0)
    assert any("a penalty" in note for note in bare.notes)
