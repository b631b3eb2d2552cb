"""Puzzles: any solution is paid, a constant or two answers in one are not, nothing is evaluated."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewardkit_verifiers.puzzle.anagram import anagram
from rewardkit_verifiers.puzzle.countdown import countdown
from rewardkit_verifiers.puzzle.counting import counting
from rewardkit_verifiers.puzzle.crossword import crossword
from rewardkit_verifiers.puzzle.equation import equation
from rewardkit_verifiers.puzzle.grid import grid
from rewardkit_verifiers.puzzle.hangman import hangman
from rewardkit_verifiers.puzzle.lib.answer import answer_of
from rewardkit_verifiers.puzzle.lib.counts import stated_count
from rewardkit_verifiers.puzzle.lib.equations import difference, read_values
from rewardkit_verifiers.puzzle.lib.expression import NoExpression, compute
from rewardkit_verifiers.puzzle.lib.generators import (
    make_24,
    make_anagram,
    make_equation,
    make_kenken,
    make_sudoku,
    solve,
)
from rewardkit_verifiers.puzzle.lib.grids import box_shape, read_grid, read_puzzle
from rewardkit_verifiers.puzzle.lib.gym import entry_of, same_answer
from rewardkit_verifiers.puzzle.lib.word_problems import (
    make_counting,
    make_crossword,
    make_hangman,
    make_wordle,
)
from rewardkit_verifiers.puzzle.reasoning_gym import reasoning_gym
from rewardkit_verifiers.puzzle.wordle import wordle

# In this process: the worker is tested with the cases.
gym = reasoning_gym.fn


@given(st.text(alphabet="0123456789+-*/() ", max_size=40))
def test_an_expression_has_the_value_that_python_gives_it(text: str) -> None:
    try:
        value, _ = compute(text)
    except NoExpression:
        return
    exact = "".join(f"F({part})" if part.isdigit() else part for part in _parts(text))
    assert value == eval(exact, {"F": Fraction})


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for char in text:
        if char.isdigit() and parts and parts[-1].isdigit():
            parts[-1] += char
        else:
            parts.append(char)
    # Python refuses 007; the value is 7.
    return [str(int(part)) if part.isdigit() else part for part in parts]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "()",
        "2 3",
        "2(3)",
        "+2",
        "2**3",
        "2//3",
        "1/0",
        "1/(2-2)",
        "2.5",
        "x",
        "²",
        "1e3",
        "(1",
        "1)",
        "1" * 10,
        "-" * 300 + "1",
        "(" * 100 + "1" + ")" * 100,
        "1+" * 300 + "1",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(NoExpression):
        compute(text)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 3))
def test_every_generated_problem_pays_its_solution_and_not_its_wrong_text(
    seed: int, level: int
) -> None:
    rng = random.Random(seed)
    for reward, problem in (
        (countdown, make_24(rng, min(level, 1))),
        (grid, make_sudoku(rng, level, rng.choice((4, 6, 9)))),
        (grid(rules="kenken"), make_kenken(rng, level)),
        (anagram, make_anagram(rng, ["listen", "silent", "tea", "eat", "stone"])),
    ):
        assert reward.score(completion=problem.right, **problem.columns).value == 1.0
        if problem.wrong != problem.right:
            wrong = reward.score(completion=problem.wrong, **problem.columns)
            # Numbers may happen to add up to the target.
            assert wrong.value == 0.0 or reward is countdown


def test_a_seed_gives_one_problem() -> None:
    assert make_sudoku(random.Random(5)) == make_sudoku(random.Random(5))
    assert make_24(random.Random(5)) != make_24(random.Random(6))


def test_numbers_that_cannot_reach_a_target_have_no_solution() -> None:
    assert solve([1, 1, 1, 1], Fraction(24)) is None


CONSTANTS = [
    "1*2*3*4",
    "24",
    "4*6",
    "(1+2+3)*4",
    "8*3",
    "1 2 3 4",
    "listen",
    "0",
    "[]",
    "yes",
    "1" * 81,
]


@pytest.mark.parametrize("text", CONSTANTS)
def test_no_constant_is_paid_on_twenty_problems(text: str) -> None:
    for seed in range(20):
        rng = random.Random(seed)
        made = make_24(rng)
        if sorted(made.columns["numbers"]) == [1, 2, 3, 4]:  # type: ignore[call-overload]
            continue
        assert countdown.score(completion=text, **made.columns).value == 0.0
        assert grid.score(completion=text, **make_sudoku(rng).columns).value == 0.0


@pytest.mark.parametrize(
    ("given", "size"), [("12\n21", 2), ([[0, 1], [1, 0]], 2), ("." * 81, 9), ("1_*.", 2)]
)
def test_a_puzzle_may_be_rows_or_text(given: Any, size: int) -> None:
    assert len(read_puzzle(given)) == size


@pytest.mark.parametrize(
    "given", ["", "123", [[1]], [[1, 2]], [[3, 0], [0, 0]], 5, [["a", 0], [0, 0]]]
)
def test_a_broken_puzzle_is_an_error(given: Any) -> None:
    found = grid.score(completion="1 2\n2 1", puzzle=given)
    assert (found.value, found.reason) == (None, "bad_puzzle")


@pytest.mark.parametrize(
    "cages",
    [
        None,
        [3],
        [{"cells": [[9, 9]], "op": "+", "target": 1}],
        [{"cells": [[0, 0]], "op": "?", "target": 1}],
    ],
)
def test_broken_cages_are_an_error(cages: Any) -> None:
    found = grid(rules="kenken").score(completion="1 2\n2 1", puzzle=[[0, 0], [0, 0]], cages=cages)
    assert (found.value, found.reason) == (None, "bad_puzzle")


@pytest.mark.parametrize(
    "text", ["1 2\n2", "1 2 2 1 1", "a 1 2 2 1", "1 2 | x", "1 2\n2 ?", "1²22"]
)
def test_what_is_no_grid_is_refused(text: str) -> None:
    assert read_grid(text, 2) is None


def test_boxes_of_uncommon_sizes() -> None:
    assert [box_shape(size) for size in (2, 4, 6, 8, 9)] == [(1, 2), (2, 2), (2, 3), (2, 4), (3, 3)]


def test_a_code_fence_around_the_answer_is_set_aside() -> None:
    assert answer_of("```\n1 2\n2 1\n```", "answer") == "1 2\n2 1"


# --- reasoning-gym ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wanted", "given", "same"),
    [
        ("42", " 42\n", True),
        ("42", "42.0", True),
        ("Yes", "yes", True),
        ("[1, 2]", "[1,2]", True),
        ("42", "41 42", False),
        ("42", "4 2", False),
        ("[1, 2]", "[2, 1]", False),
        ("1", "true", False),
        ("", "", False),
        ("ab", "a b", False),
        ("1/2", "0.5", False),
    ],
)
def test_answers_are_equal_but_for_layout(wanted: str, given: str, same: bool) -> None:
    assert same_answer(wanted, given) is same


@pytest.mark.parametrize("metadata", [None, 3, {}, "{", {"source_dataset": ""}])
def test_a_row_without_its_task_is_refused(metadata: Any) -> None:
    with pytest.raises(ValueError, match="metadata"):
        entry_of("1", metadata, "")


def test_metadata_may_be_json_text() -> None:
    assert entry_of("1", '{"source_dataset": "dice"}', "q")[0] == "dice"


HOLES = [
    ("gsm_symbolic", "42", ["41 42", "41\n42", "42 or 41", "The answer is 41 or 42"]),
    ("letter_jumble", "the cat", ["eth tac the cat", "the cat the cat"]),
    ("spell_backward", "tac", ["cat tac", "tac cat"]),
    ("game_of_life_halting", "True", ["False", "anything", "0"]),
    ("fraction_simplification", "1/2", ["2/4 1/2", "1/2 2/4"]),
    ("simple_integration", "x**2", ["exit()", "__import__('os')", "x**2 + open('f')"]),
    ("puzzle24", "10*(8 - 5) - 6", ["1*2*3*4", "4*6*1*1"]),
    ("countdown", "94*4 - 61 - 6", ["309", "300+9"]),
]


@pytest.mark.parametrize(("name", "gold", "attacks"), HOLES)
def test_the_holes_of_its_scorers_are_closed(name: str, gold: str, attacks: list[str]) -> None:
    metadata = {"source_dataset": name, "numbers": [8, 5, 10, 6], "target": 24}
    if name == "countdown":
        metadata |= {"numbers": [6, 61, 94, 4], "target": 309}
    row = {"answer": gold, "metadata": metadata}
    assert gym(f"<answer>{gold}</answer>", **row).value == 1.0
    for attack in attacks:
        found = gym(attack, **row)
        assert found.value in (0.0, None)
        assert found.status in ("ok", "unparsed")


# --- equations, counted objects, crosswords -------------------------------------------------------
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 4))
def test_every_problem_with_an_answer_pays_it_and_not_its_wrong_text(seed: int, level: int) -> None:
    rng = random.Random(seed)
    for reward, problem in (
        (equation, make_equation(rng, level)),
        (counting, make_counting(rng, level)),
        (crossword, make_crossword(rng, level)),
        (wordle, make_wordle(rng, level)),
        (hangman, make_hangman(rng, level)),
    ):
        row = {"answer": problem.answer, **problem.columns}
        assert reward.score(completion=problem.right, **row).value == 1.0
        assert reward.score(completion=problem.wrong, **row).value == 0.0


def test_no_constant_count_is_right_much_more_often_than_another() -> None:
    rng = random.Random(3)
    drawn = [make_counting(rng, 2).answer for _ in range(2_000)]
    assert max(map(drawn.count, set(drawn))) < 2_000 / 13 * 1.5


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 9), st.integers(-20, 20))
def test_an_equation_has_the_difference_that_python_gives_it(
    x: int, y: int, a: int, b: int
) -> None:
    values = {"x": Fraction(x), "y": Fraction(y, a)}
    assert difference(f"{a}x^2 + {abs(b)}(y - 1) = x*y", values) == (
        a * x**2 + abs(b) * (values["y"] - 1) - x * values["y"]
    )


@given(st.text(alphabet="xy=0123456789/.,- +and", max_size=30))
def test_what_is_read_as_a_solution_gives_each_unknown_once(text: str) -> None:
    found = read_values(text)
    if found is not None:
        assert len(found) == text.count("=")


@given(st.integers(0, 99), st.sampled_from(["{}", "There are {}.", "**{}**", "{} apples"]))
def test_a_count_is_read_in_digits_and_in_words(number: int, form: str) -> None:
    assert stated_count(form.format(number)) == number
    assert stated_count(form.format(in_words(number))) == number


def in_words(number: int) -> str:
    small = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    small += ["eleven", "twelve", *(f"{one}teen" for one in ("thir", "four", "fif", "six"))]
    small += ["seventeen", "eighteen", "nineteen"]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if number < 20:
        return small[number]
    rest = f"-{small[number % 10]}" if number % 10 else ""
    return tens[number // 10 - 2] + rest


@given(st.text(max_size=40))
def test_any_text_is_a_count_or_none(text: str) -> None:
    found = stated_count(text)
    assert found is None or found >= 0
