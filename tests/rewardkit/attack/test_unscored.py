"""An attack that cannot judge any honest reply is refused with the cause; it finds no "0 holes"."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import reward
from rewardkit.attack import attack, lint
from rewardkit.errors import BindError, InputError

NUMBERS = (7, 13, 21, 34, 48, 66)
VERL = [{"prompt": f"{n} + {n}?", "reward_model": {"ground_truth": str(2 * n)}} for n in NUMBERS]
ODD = [{"prompt": f"{n} + {n}?", "meta": {"gold": str(2 * n)}} for n in NUMBERS]
FLAT = [{"prompt": f"{n} + {n}?", "answer": str(2 * n)} for n in NUMBERS]


@reward
def decorated(completion: str, answer: str) -> float:
    return float(answer in completion)


def plain(completion: Any, answer: Any) -> float:
    return float(answer in completion)


def in_lists(completions: Any, answer: Any, **kwargs: Any) -> list[float]:
    return [float(right in text) for text, right in zip(completions, answer, strict=True)]


def has_tag(completion: str, answer: str) -> float:
    return float("<answer>" in completion)


def always_raises(completion: str, answer: str) -> float:
    raise LookupError("no model is loaded")


def raises_for_numbers(completion: str, answer: str) -> float:
    return float({"x": 1}[answer]) if any(sign.isdigit() for sign in completion) else 0.0


def returns_nothing(completion: str, answer: str) -> None:
    return None


@pytest.mark.parametrize(
    ("judge", "rows"), [(decorated, VERL), (decorated, ODD), (plain, ODD), (in_lists, ODD)]
)
def test_a_reward_that_no_row_gives_its_reference_is_refused(judge: Any, rows: Any) -> None:
    for command in (attack, lint):
        with pytest.raises(BindError, match="asks for 'answer', which the data does not have"):
            command(judge, rows)


@pytest.mark.parametrize(
    ("judge", "cause"),
    [
        (always_raises, "no model is loaded"),
        (raises_for_numbers, "every honest reply is an error"),
        (returns_nothing, "no reply gets a number"),
    ],
)
def test_a_reward_that_fails_on_every_honest_reply_is_refused(judge: Any, cause: str) -> None:
    with pytest.raises(InputError, match=cause):
        attack(judge, FLAT, seconds=20)


def test_a_reference_that_the_code_never_reads_need_not_be_there() -> None:
    found = attack(has_tag, ODD, seconds=20)
    assert found.calls > 100


def test_one_row_without_a_reference_does_not_stop_an_attack() -> None:
    rows = [*FLAT, {"prompt": "9 + 9?"}]
    assert attack(decorated, rows, seconds=20).holes
