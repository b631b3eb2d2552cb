"""Probes of tolerances and halves, and of what a reward of form or likeness is meant to pay."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest

from rewardkit.attack import attack

PRODUCTS = [
    {"prompt": f"What is {a} * {b}?", "answer": str(a * b)}
    for a, b in [(73, 44), (85, 66), (97, 88), (79, 52), (91, 33), (66, 61), (44, 95)]
]
RECORDS = [
    {"prompt": f"Order of {name}?", "record": {"name": name, "count": count, "city": city}}
    for name, count, city in [
        ("Holm", 3, "Oslo"),
        ("Vega", 12, "Lima"),
        ("Orion", 7, "Rome"),
        ("Tess", 31, "Bonn"),
        ("Karl", 5, "Riga"),
        ("Mira", 18, "Kyiv"),
    ]
]
SUMS = [
    {
        "prompt": f"{n}+{n}?",
        "completion": f"<think>\n{n} twice\n</think>\n<answer>\n{2 * n}\n</answer>",
    }
    for n in range(3, 11)
]


def number(text: str) -> float:
    found = re.fullmatch(r"-?\d+(?:\.\d+)?", text.strip())
    return float(text) if found else float("inf")


def off_by_some(completion: str, answer: str) -> float:
    return float(abs(number(completion) - float(answer)) < 5)


def one_percent(completion: str, answer: str) -> float:
    return float(abs(number(completion) - float(answer)) <= 0.01 * float(answer))


def within_five(completion: str, answer: str) -> float:
    """Pay for a count within 5 of the reference."""
    return off_by_some(completion, answer)


def record_of(completion: str) -> dict[str, Any]:
    try:
        found = json.loads(completion)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def given_fields(completion: str, record: dict[str, Any]) -> float:
    got = record_of(completion)
    return float(sum(record.get(key) == value for key, value in got.items())) / max(1, len(got))


def all_fields(completion: str, record: dict[str, Any]) -> float:
    got = record_of(completion)
    return float(sum(got.get(key) == value for key, value in record.items())) / len(record)


def filled_tags(completion: str) -> float:
    found = re.fullmatch(
        r"<think>\n(.+?)\n</think>\n<answer>\n(.+?)\n</answer>", completion.strip(), re.DOTALL
    )
    return float(bool(found and found[1].strip() and found[2].strip()))


def tags(completion: str) -> float:
    return float(
        bool(re.fullmatch(r"<think>.*</think>\s*<answer>.*</answer>", completion, re.DOTALL))
    )


def said_tags(completion: str) -> float:
    """Pay for the format alone; correctness is judged by another reward."""
    return tags(completion)


def kinds(found: Any) -> set[str]:
    return {hole.policy.partition(":")[0] for hole in found.holes}


def test_a_fixed_width_beside_large_whole_numbers_is_a_hole() -> None:
    found = attack(off_by_some, PRODUCTS, seconds=30, rounds=1)
    assert kinds(found) == {"absolute"}
    (hole,) = found.holes
    assert off_by_some(hole.completion, str(PRODUCTS[int(hole.id)]["answer"])) == 1.0


@pytest.mark.parametrize("judge", [one_percent, within_five])
def test_a_width_that_is_meant_is_none(judge: Any) -> None:
    assert attack(judge, PRODUCTS, seconds=30, rounds=1).holes == ()


def test_a_reply_that_rounds_a_long_reference_states_no_second_value() -> None:
    def close(completion: str, value: float) -> float:
        return float(abs(number(completion) - value) <= 1e-3 * abs(value))

    rows = [
        {"prompt": f"What is {a} / {b}?", "completion": f"{a / b:.4g}", "value": a / b}
        for a, b in [(3, 7), (15, 19), (7, 18), (9, 23), (11, 30), (6, 67)]
    ]
    assert attack(close, rows, seconds=40, rounds=1).holes == ()


def test_two_halves_of_an_object_that_are_both_paid_in_full_are_a_hole() -> None:
    assert "halves" in kinds(attack(given_fields, RECORDS, seconds=30, rounds=1))
    assert attack(all_fields, RECORDS, seconds=30, rounds=1).holes == ()


def test_a_reward_of_form_is_accused_of_an_empty_form_and_not_of_a_short_content() -> None:
    assert attack(filled_tags, SUMS, seconds=30, rounds=1).holes == ()
    assert "markup" in kinds(attack(tags, SUMS, seconds=30, rounds=1))
    said = attack(said_tags, SUMS, seconds=30, rounds=1)
    assert said.holes == ()
    assert any("markup" in note for note in said.notes)


def test_a_ranking_that_names_one_passage_only_is_a_hole() -> None:
    def gain(completion: str, rel: list[int]) -> float:
        ids = [int(one) for one in re.findall(r"\d+", completion)][: len(rel)]
        earned = sum(rel[one] / (at + 2) for at, one in enumerate(ids) if one < len(rel))
        best = sum(one / (at + 2) for at, one in enumerate(sorted(rel, reverse=True)))
        return min(1.0, earned / best)

    rows = [
        {
            "prompt": f"Rank the {len(rel)} passages.",
            "rel": rel,
            "completion": ", ".join(map(str, sorted(range(len(rel)), key=lambda at: -rel[at]))),
        }
        for rel in ([0, 3, 1, 2], [2, 0, 0, 1, 3], [1, 1, 3, 0], [3, 2, 1, 0], [0, 1, 2, 3])
    ]
    assert "repeated_item" in kinds(attack(gain, rows, seconds=30, rounds=1))


@pytest.mark.slow
def test_a_slow_reward_is_tried_with_the_likeliest_replies_first() -> None:
    def shaped(completion: str, answer: str) -> float:
        time.sleep(0.4)
        return 0.4 * ("<answer>" in completion) + 0.6 * (completion == f"<answer>{answer}</answer>")

    rows = [{**row, "completion": f"<answer>{row['answer']}</answer>"} for row in PRODUCTS]
    found = attack(shaped, rows, seconds=60)
    assert any(hole.kind == "free_pay" for hole in found.holes)
    assert not found.complete
    assert any("untried" in note for note in found.notes)


def test_nearly_all_pay_for_an_empty_reply_is_a_hole_where_nothing_is_paid_less() -> None:
    def unchanged(completion: str, after: str) -> float:
        same = completion.strip() == after
        return 1.0 if same else 0.9

    rows = [
        {"prompt": f"Edit {n}.", "after": f"x = {n}", "completion": f"x = {n}"} for n in range(8)
    ]
    assert any(hole.policy.startswith("empty") for hole in attack(unchanged, rows).holes)
