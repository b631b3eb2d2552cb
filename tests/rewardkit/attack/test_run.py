"""An attack finds the hole of a holed reward, and accuses no sound one."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from rewardkit import get, reward, weighted
from rewardkit.attack.run import attack
from rewardkit.attack.subject import as_subject
from rewardkit.errors import DefinitionError, InputError

SUMS = [
    {"prompt": f"What is {n} + {3 * n + 1}?", "answer": str(4 * n + 1)}
    for n in (3, 8, 12, 17, 22, 31, 44, 58)
]
LETTERS = [
    {
        "prompt": f"Question {n}: pick one.\nA. one\nB. two\nC. three\nD. four\nUse <answer> tags.",
        "answer": "ABCD"[n % 4],
    }
    for n in range(8)
]
NAMES = [
    {"prompt": f"Name the capital of {land}.", "answer": city}
    for land, city in {
        "France": "Paris",
        "Peru": "Lima",
        "Japan": "Tokyo",
        "Kenya": "Nairobi",
        "Norway": "Oslo",
        "Egypt": "Cairo",
    }.items()
]
Judge = Callable[..., Any]


def tagged(text: str) -> str:
    match = re.search(r"<answer>(.*?)</answer>", text, re.DOTALL)
    return match[1].strip() if match else ""


def contains(completion: str, answer: str) -> float:
    return float(answer in completion)


def any_number(completion: str, answer: str) -> float:
    return float(answer in re.findall(r"\d+", completion))


def form_pays(completion: str, answer: str) -> float:
    return 0.4 * ("<answer>" in completion) + 0.6 * (tagged(completion) == answer)


def wide(completion: str, answer: str) -> float:
    try:
        return float(abs(float(completion) - float(answer)) <= 0.3 * float(answer))
    except ValueError:
        return 0.0


def not_a_number_passes(completion: str, answer: str) -> float:
    try:
        return 0.0 if abs(float(completion) - float(answer)) > 1e-6 else 1.0
    except ValueError:
        return 0.0


def first_letter(completion: str, answer: str) -> float:
    return float(completion.strip()[:1].lower() == answer[:1].lower())


def long_is_good(completion: str, answer: str) -> float:
    return max(float(completion.strip() == answer), min(1.0, len(completion) / 3000))


def sign_is_lost(completion: str, answer: str) -> float:
    return float(re.sub(r"\W", "", completion) == re.sub(r"\W", "", answer))


def flat(completion: str, answer: str) -> float:
    return 0.7


def exact(completion: str, answer: str) -> float:
    return float(completion.strip() == answer)


def exact_in_tag(completion: str, answer: str) -> float:
    return float(tagged(completion) == answer)


def close(completion: str, answer: str) -> float:
    try:
        return float(math.isclose(float(completion), float(answer), rel_tol=1e-6))
    except ValueError:
        return 0.0


def graded(completion: str, answer: str) -> float:
    try:
        return max(0.0, 1 - abs(float(completion) - float(answer)) / 60)
    except ValueError:
        return 0.0


@pytest.mark.parametrize(
    ("judge", "rows"),
    [
        (contains, SUMS),
        (contains, LETTERS),
        (any_number, SUMS),
        (form_pays, LETTERS),
        (wide, SUMS),
        (not_a_number_passes, SUMS),
        (first_letter, NAMES),
        (long_is_good, SUMS),
        (sign_is_lost, [{**row, "answer": f"-{row['answer']}"} for row in SUMS]),
        (flat, SUMS),
    ],
)
def test_a_holed_reward_is_found_out(judge: Judge, rows: list[dict[str, str]]) -> None:
    found = attack(judge, rows)
    assert found.holes
    assert not found.ok


@pytest.mark.parametrize(
    ("judge", "rows"),
    [
        (exact, SUMS),
        (exact, NAMES),
        (exact_in_tag, LETTERS),
        (close, SUMS),
        (graded, SUMS),
        (get("math/equivalence"), SUMS),
        (get("text/choice"), LETTERS),
        (get("text/exact"), NAMES),
    ],
)
def test_a_sound_reward_is_not_accused(judge: Any, rows: list[dict[str, str]]) -> None:
    found = attack(judge, rows)
    assert (found.holes, found.conduct) == ((), ())


def test_a_hole_says_what_it_pays_and_its_completion_pays_it_again() -> None:
    found = attack(form_pays, LETTERS)
    hole = next(one for one in found.holes if one.kind == "free_pay")
    assert (hole.value, hole.honest_value, hole.share) == (0.4, 1.0, 0.4)
    row = LETTERS[int(hole.id)]
    assert form_pays(hole.completion, row["answer"]) == 0.4


def test_the_component_that_pays_is_named() -> None:
    @reward
    def shape(completion: str) -> bool:
        return completion.startswith("<answer>")

    @reward
    def right(completion: str, answer: str) -> bool:
        return tagged(completion) == answer

    holes = attack(0.5 * shape + 0.5 * right, LETTERS).holes
    assert holes
    assert {one.component for one in holes} == {"shape"}


def test_an_attack_without_rows_or_with_something_else_is_refused() -> None:
    with pytest.raises(InputError):
        attack(exact, [])
    with pytest.raises(DefinitionError):
        attack(lambda x: 1.0, SUMS)
    with pytest.raises(InputError):
        attack(exact, SUMS, policies=["emty"])


def test_equal_attacks_find_equal_things() -> None:
    first, second = (attack(any_number, SUMS).to_dict() for _ in range(2))
    assert first["holes"] == second["holes"]
    assert first["calls"] == second["calls"]


def test_a_declared_range_of_references_that_are_bounds_is_not_accused() -> None:
    def long_enough(completion: str, answer: int) -> float:
        return float(len(completion.split()) >= int(answer))

    rows = [
        {"prompt": f"Write {n} words.", "answer": n, "completion": "a few words here " * n}
        for n in range(3, 15)
    ]
    assert attack(long_enough, rows, exclusive=False, policies=["empty"]).holes == ()


def test_a_reward_that_pays_by_chance_is_a_fault_of_conduct_and_breaks_nothing() -> None:
    def lucky(completion: str, answer: str) -> float:
        return float(random.random() < 0.3 or completion.strip() == answer)

    assert any(one.kind == "nondeterministic" for one in attack(lucky, NAMES).conduct)


def test_the_fixture_fails_with_the_holes_and_passes_a_sound_reward(attack_reward: Judge) -> None:
    assert attack_reward(exact, SUMS, rounds=0).ok
    with pytest.raises(pytest.fail.Exception, match="false_pass"):
        attack_reward(contains, SUMS, rounds=0, policies=["spray"])


def test_a_reward_may_declare_that_several_references_are_right() -> None:
    rows = [{"prompt": f"At least {n} words.", "answer": str(n)} for n in (2, 3, 5, 8, 13, 21)]

    def enough(completion: str, answer: str) -> bool:
        return len(completion.split()) >= int(answer)

    declared = attack(reward(exclusive=False)(enough), rows, seconds=20, rounds=0)
    assert not {"swap", "two_truths", "near", "part"} & {one.kind for one in declared.holes}
    assert any("not exclusive" in note for note in declared.notes)


def test_a_declared_width_is_what_the_attack_goes_by_and_survives_settings_and_names() -> None:
    @reward(tolerance=0.05)
    def near(completion: str, answer: str, *, digits: int = 9) -> bool:
        text = completion.strip()[:digits]
        return text.isdigit() and abs(int(text) - int(answer)) <= 0.05 * int(answer)

    assert as_subject(near(digits=8).named("meant")).tolerance == 0.05
    assert as_subject(weighted(a=(1.0, near))).tolerance == 0.05
    assert near.fingerprint == near.named("near").fingerprint


@pytest.mark.parametrize("width", [-0.1, float("inf"), float("nan")])
def test_a_tolerance_that_is_no_width_is_refused(width: float) -> None:
    with pytest.raises(DefinitionError, match="no relative width"):

        @reward(tolerance=width)
        def judged(completion: str) -> bool:
            return True
