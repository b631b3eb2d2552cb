"""What stands around a program: tags in place of fences, and blocks that only show its use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.code.lib.beside_code import inside_tags, without_examples
from rewardkit_verifiers.code.lib.fences import Fenced

PIECES = ["<answer>", "</answer>", "<python>", "</python>", "\n", " ", "print(1)", "<b>", "</", ">"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("<answer>\nprint(1)\n</answer>", "print(1)"),
        ("Thus:\n<code>\nprint(1)\n</code>\nDone.", "print(1)"),
        ("<answer>print(1)</answer>", "print(1)"),
        ("[PYTHON]\nprint(1)\n[/PYTHON]", "print(1)"),
        ("<python>\nprint(1)\n</python>", "print(1)"),
        ("<answer>\nprint(0)\n</answer>\n<answer>\nprint(1)\n</answer>", "print(1)"),
    ],
)
def test_the_last_tags_hold_the_program(text: str, inside: str) -> None:
    assert inside_tags(text, "python") == inside


@pytest.mark.parametrize(
    "text",
    [
        "print('<answer>')\nprint('</answer>')",
        "<answer>\n</answer>",
        "print(1)\n</answer>",
        "<javascript>\nlet a\n</javascript>",
        "<b>\nprint(1)\n</b>",
    ],
)
def test_what_is_no_pair_of_tags_is_left_alone(text: str) -> None:
    assert inside_tags(text, "python") == text


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_what_tags_hold_is_a_part_of_the_reply(text: str) -> None:
    assert inside_tags(text, "python") in text


def left(*codes: str) -> list[str]:
    return [block.code for block in without_examples([Fenced(code) for code in codes])]


MAIN = "def solve(s):\n    return s\nprint(solve(input()))"


@pytest.mark.parametrize(
    "example",
    ["print(solve('a'))", ">>> solve('a')\n'a'", "$ python main.py\n1", "assert solve(1)", "# 1"],
)
def test_an_example_of_use_is_not_the_program(example: str) -> None:
    assert left(MAIN, example) == [MAIN]


@pytest.mark.parametrize(
    "other",
    [
        "print(input())",
        "def solve(s):\n    return 1\nprint(solve(2))",
        "from lib import *\nprint(solve(2))",
        "print(solve(",
    ],
)
def test_a_block_that_can_stand_alone_or_is_broken_stays_a_program(other: str) -> None:
    assert left(MAIN, other) == [MAIN, other]


def test_a_reply_of_nothing_but_sessions_keeps_them() -> None:
    assert left(">>> 1", ">>> 2") == [">>> 1", ">>> 2"]
