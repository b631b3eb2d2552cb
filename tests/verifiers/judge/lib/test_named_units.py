"""Units that a question speaks of: `°` of an angle, `m` of a length, `%` among shares."""

from __future__ import annotations

import pytest

from rewardkit import get

_SQUARE = "What is the perimeter of the square?"
_ANGLE = "Find $m \\angle 3$."
_BARS = "What is the difference between the highest and the lowest value of the blue bar?"
_POND = "如果测得MN＝20m，那么A，B两点的距离是（）"
same = get("judge/reference", judge={"fake": "approve"})


@pytest.mark.parametrize(
    ("reply", "answer", "prompt"),
    [
        ("So the perimeter is 4 m + 4 m + 4 m + 4 m = **16 m**.\n\nCan I help?", "16", _SQUARE),
        ("It is 16 m tall.", "16", "How tall is the tree?"),
        ("因此,A和B两点之间距离为40m。", "40m", _POND),
        ("The measure of angle 3 is 38°.", "38", _ANGLE),
        ("$m\\angle 3 = 38^\\circ$", "38", _ANGLE),
        ("The highest is 89% and the lowest is 25%. So it is 89 - 25 = **64%**.", "64", _BARS),
        ("The answer to your question is 44.", "44", "What is the mode?"),
        ("So the answer to the question is 6.", "6", "What is the mode?"),
    ],
)
def test_a_unit_that_the_question_speaks_of_makes_no_other_quantity(
    reply: str, answer: str, prompt: str
) -> None:
    assert same.score(completion=reply, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("reply", "answer", "prompt"),
    [
        ("The company made $16m.", "16", "How many dollars did it make?"),
        ("16m people live there.", "16", "How many people live there?"),
        ("The angle is 83°.", "38", _ANGLE),
        ("180° - 38°", "38", _ANGLE),
        ("at least 16 m", "16", _SQUARE),
        ("20% are red and 44% blue, so 64%.", "64", "How many balls are in the box?"),
        ("64%", "64", "What is the width of the box?"),
        ("The question is 6.", "6", "What is the mode?"),
        ("This is the answer to question 6.", "6", "What is the mode?"),
    ],
)
def test_the_same_signs_make_another_quantity_where_nothing_speaks_of_them(
    reply: str, answer: str, prompt: str
) -> None:
    assert same.score(completion=reply, answer=answer, prompt=prompt).value == 0.0
