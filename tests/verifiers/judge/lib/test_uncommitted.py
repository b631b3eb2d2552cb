"""Replies that name the reference and leave it open, in several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.uncommitted import leaves_open, wavers

LETTERS = "Which number is even? (a) 3 (b) 9 (c) 11 (d) 20"


def value(said: str, gold: str, prompt: str) -> float | None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    score: float | None = judge.score(completion=said, answer=gold, prompt=prompt).value
    return score


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("Forse Roma, forse Milano oppure Torino: non saprei proprio.", "Roma"),
        ("Potrebbe essere Roma, ma anche Milano.", "Roma"),
        ("Quizás Canberra, quizás Sídney; no sabría decir.", "Canberra"),
        ("Talvez Brasília, talvez o Rio, não sei ao certo.", "Brasília"),
        ("Peut-être Canberra, peut-être Sydney, je ne saurais dire.", "Canberra"),
        ("Könnte Canberra sein, könnte aber auch Sydney sein.", "Canberra"),
        ("Misschien Canberra, misschien Sydney, ik zou het niet weten.", "Canberra"),
        ("Może Canberra, może Sydney, nie wiem.", "Canberra"),
        ("То ли Канберра, то ли Сидней.", "Канберра"),
        ("Canberra olabilir, Sidney de olabilir, emin değilim.", "Canberra"),
        ("可能是堪培拉，也可能是悉尼，不确定。", "堪培拉"),
        ("キャンベラかもしれないし、シドニーかもしれない。", "キャンベラ"),
    ],
)
def test_maybe_this_and_maybe_that_is_no_answer(said: str, gold: str) -> None:
    assert value(said, gold, "?") == 0.0


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("Forse ti aspettavi Milano, ma è Roma.", "Roma"),
        ("Perhaps surprisingly, Canberra.", "Canberra"),
        ("Viele denken vielleicht an Sydney, es ist aber Canberra.", "Canberra"),
        ("Quizás sorprenda: es Canberra.", "Canberra"),
        ("很多人可能以为是悉尼，其实是堪培拉。", "堪培拉"),
    ],
)
def test_what_others_may_think_leaves_nothing_open(said: str, gold: str) -> None:
    assert value(said, gold, "?") == 1.0


@pytest.mark.parametrize(
    "said",
    [
        "Let me cover everything: (a) could be it, (b) could be it, (c) could be it, and so"
        " could (d).",
        "(a), (b), (c), (d): one of them.",
        "I pick a and b and c and d.",
        "(d) is as good as (a), (b) and (c).",
        "So could (d), so could (a).",
    ],
)
def test_options_that_could_all_be_it_choose_none(said: str) -> None:
    assert value(said, "d", LETTERS) == 0.0


@pytest.mark.parametrize(
    "said",
    [
        "(a), (b) and (c) are odd, so (d).",
        "It could not be (a), (b) or (c), so it must be (d).",
        "(a) could be even only if 3 were; so (d) 20.",
        "d) 20",
    ],
)
def test_options_that_are_set_aside_leave_one(said: str) -> None:
    assert value(said, "d", LETTERS) == 1.0


@given(st.text(max_size=400), st.text(min_size=1, max_size=20))
def test_any_text_is_read_without_an_error(said: str, gold: str) -> None:
    assert wavers(said, [gold]) in (True, False)
    assert leaves_open(said, {"A": "3", "B": gold}) in (True, False)
