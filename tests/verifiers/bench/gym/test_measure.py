"""The measure of reasoning-gym, at a small size."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit_verifiers.bench.gym.measure import (
    WITHOUT_ANSWER,
    Measured,
    kinds,
    main,
    measure,
    solution,
    table,
)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"answer": 7, "metadata": {}}, "7"),
        ({"answer": None, "metadata": {"example_answer": "P"}}, "P"),
        ({"answer": None, "metadata": {"possible_answer": {"0": 1}}}, '{"0": 1}'),
    ],
)
def test_the_solution_is_the_answer_or_what_the_metadata_give(
    entry: dict[str, Any], expected: str
) -> None:
    assert solution(entry) == expected


def test_the_table_names_what_was_lost_and_what_was_paid() -> None:
    good, bad = Measured("dice", 2, 2, 9), Measured("jugs", 2, 1, 9, [("constant", "0", "[1]")])
    lines = list(table([good, bad]))
    assert lines[0] == "jugs: paid 1 of 2, 1 of 9"
    assert "3 of 4 answers paid, 1 of 18 attacks" in lines[2]
    assert all(name in lines[-1] for name in WITHOUT_ANSWER)


@pytest.mark.parametrize(
    "name", ["gsm_symbolic", "letter_jumble", "puzzle24", "propositional_logic", "jugs", "dice"]
)
def test_tasks_pay_their_own_answer_and_no_attack(name: str) -> None:
    pytest.importorskip("reasoning_gym")
    found = measure(name, size=2, seed=11)
    assert (found.paid, found.holes) == (2, [])
    assert set(found.statuses) <= {"ok", "unparsed"}


def test_all_kinds_but_three_have_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("reasoning_gym")
    assert len(kinds()) > 100
    assert not WITHOUT_ANSWER.intersection(kinds())
    assert main(["--size", "1", "--only", "spell_backward"]) == 0
    assert "1 of 1 answers paid" in capsys.readouterr().out
