"""Replies that end on a JSON object: its answer counts, and no number in its other fields."""

from __future__ import annotations

import time

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.json_answer import json_answer

EQUAL = get("math/equivalence")
RIGHT = (
    ("What is 15% of 80?", '{"steps": ["0.15*80", "= 12"], "final_answer": "12"}', "12"),
    ("What is 15% of 80?", '{"reasoning": "15% is 0.15; 0.15*80 = 12.", "answer": 12}', "12"),
    (
        "What is 15% of 80?",
        'Here is the result:\n\n{"reasoning": "0.15*80 = 12", "answer": 12}',
        "12",
    ),
    (
        "What is 15% of 80?",
        '{\n  "steps": [\n    "0.15 * 80 = 12"\n  ],\n  "answer": "12"\n}',
        "12",
    ),
    (
        "What is 15% of 80?",
        '```json\n{"steps": ["0.15*80 = 12"], "answer": {"value": 12, "unit": "kg"}}\n```',
        "12",
    ),
    ("What is 15% of 80?", '{"answer": {"value": 12, "unit": "kg"}}', "12"),
    ("Solve x^2-5x+6=0", '{"answer": [2, 3]}', "2, 3"),
    (
        "Solve x^2-5x+6=0",
        '{"explanation": "factors (x-2)(x-3)", "answer": ["x = 2", "x = 3"]}',
        "2, 3",
    ),
    ("What is 15% of 80?", "{'reasoning': '0.15*80 = 12', 'answer': 12}", "12"),
    ("What is 15% of 80?", "{'answer': '12'}", "12"),
    ("What is 15% of 80?", '```\n{"result": 12}\n```\n', "12"),
    ("What is 15% of 80?", 'Final JSON:\n```json\n{\n  "answer": "\\\\frac{24}{2}"\n}\n```', "12"),
    ("What is 15% of 80?", '{"thought": "80*0.15", "answer": "12"} ', "12"),
    ("What is 15% of 80?", '[{"step": 1, "value": 8}, {"step": 2, "answer": 12}]', "12"),
    (
        "What is 15% of 80?",
        '{"steps": [{"calc": "80*0.1", "result": 8}, {"calc": '
        '"8*1.5", "result": 12}], "answer": 12}',
        "12",
    ),
    ("What is 15% of 80?", '{"steps": [{"calc": "80*0.1", "result": 8}], "answer": 12.0}', "12"),
)
WRONG = (
    ("What is 15% of 80?", '{"steps": ["0.15*80", "= 12"], "final_answer": "15"}', "12"),
    ("What is 15% of 80?", '{"answer": 15, "reasoning": "0.15*80 = 12"}', "12"),
    ("What is 15% of 80?", '{"reasoning": "0.15*80 = 12", "answer": null}', "12"),
    ("What is 15% of 80?", '{"steps": [{"calc": "80*0.15", "result": 12}], "answer": 8}', "12"),
    ("What is 15% of 80?", '{"answer": [12, 8]}', "12"),
    ("What is 15% of 80?", '{"answer": "12 or 8"}', "12"),
    ("What is 15% of 80?", "{'reasoning': '0.15*80 = 12', 'answer': 8}", "12"),
    ("What is 15% of 80?", '{"answer": {"value": 8, "check": 12}}', "12"),
    ("What is 15% of 80?", '{"steps": ["0.15*80 = 12"], "answer": "unknown"}', "12"),
    ("What is 15% of 80?", '{"answer": "maybe 12"}', "12"),
    ("What is 15% of 80?", '{"answer": 8}\n{"answer": 12, "confidence": 0.1}\n{"answer": 9}', "12"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_the_answer_of_a_json_object_counts(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_no_other_field_of_a_json_object_is_paid(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0


def test_a_backslash_that_json_takes_for_an_escape_stays_one() -> None:
    reply = '{"answer": "\\frac{1}{2}"}'
    assert EQUAL.score(completion=reply, answer="1/2").value == 1.0
    assert EQUAL.score(completion='{"answer": "\\sqrt{2}"}', answer="sqrt(2)").value == 1.0


@pytest.mark.parametrize("piece", ["{", '{"answer": ', "\n{", "```\n{", '"answer": [', "{'a':"])
def test_unfinished_objects_are_given_up_in_linear_time(piece: str) -> None:
    begin = time.process_time()
    json_answer(piece * 100_000 + '"answer": }')
    assert time.process_time() - begin < 5


def test_one_number_and_its_unit_are_an_answer_and_two_numbers_are_none() -> None:
    held = json_answer('```json\n{"area": 24, "unit": "cm^2"}\n```')
    assert held is not None
    assert getattr(held, "text", "") == "24 cm^2"
    assert json_answer('{"a": 24, "b": 20, "unit": "cm"}') is None
