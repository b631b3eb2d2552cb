"""Replies that answer first and then explain, list other data or draw a table."""

from __future__ import annotations

import pytest

from rewardkit import get

_BARS = "How many bars have value below 40?"
_YEAR = "In which year is the market share of KLA highest?"
_WEEK = "For Group C, in which week is the cumulative increase in weight the highest?"
_VALUE = "What is the value of f(4)?"
_TOM = "How many apples does Tom have now?"
_GARDEN = "What is the perimeter of the garden?"
_TABLE = (
    "\n\nHere is a table:\n\nWeek | Grams\n---|---\n1 | 0\n2 | 200\n3 | 300\n\nI hope this helps!"
)
_COSTS = "| Item | Cost |\n|---|---|\n| a | 20 |\n| Total | 42 |"
same = get("judge/reference", judge={"fake": "approve"})


@pytest.mark.parametrize(
    ("reply", "answer", "prompt"),
    [
        ("There are 3 bars below 40. They stand for 2014 to 2016. Two are 12 and 25.", "3", _BARS),
        (
            "The market share of KLA is highest in **2019**, with 25.8%.\n\nIn 2018, its share was "
            "23.1%. In 2020, it decreased to 15.4%.\n\nI hope this answers your question.",
            "2019",
            _YEAR,
        ),
        ("The value of f(4) is 16. The graph has a slope of 2 at 1.", "16", _VALUE),
        (f"The highest cumulative increase in weight occurs in week 3.{_TABLE}", "3", _WEEK),
        (f"There are 2 items:\n{_COSTS}", "42", "What is the total cost?"),
    ],
)
def test_what_stands_behind_a_first_sentence_that_answers_is_no_other_answer(
    reply: str, answer: str, prompt: str
) -> None:
    assert same.score(completion=reply, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("reply", "answer", "prompt"),
    [
        ("There are 3 bars below 40 in it. 2017 has 12, too. So there are 4.", "3", _BARS),
        ("There are 3 bars below 40. Wait, I missed one: 4.", "3", _BARS),
        ("Tom has 5 apples. He buys 3 more. Now he has 8.", "5", _TOM),
        ("Tom has 5 apples now. He buys 3 more. That makes 8.", "5", _TOM),
        ("The perimeter of the garden is 16. Adding the door gives 20.", "16", _GARDEN),
        ("The perimeter of the garden is 16. With the gate it is 20.", "16", _GARDEN),
        ("The value of f(4) is 16. This is doubled to 32.", "16", _VALUE),
        ("The value of f(4) is 16. The answer is 18.", "16", _VALUE),
        ("The value of f(4) is 16. f(4) = 18.", "16", _VALUE),
        (f"The highest cumulative increase in weight occurs in week 2.{_TABLE}", "3", _WEEK),
        (f"There are 20 items:\n{_COSTS}", "20", "What is the total cost?"),
    ],
)
def test_a_first_sentence_is_not_the_answer_where_the_reply_goes_on_to_another(
    reply: str, answer: str, prompt: str
) -> None:
    assert same.score(completion=reply, answer=answer, prompt=prompt).value == 0.0
