"""Lists of bare candidates, and lists that are an answer."""

from __future__ import annotations

import pytest

from rewardkit import get

same = get("judge/reference", judge={"fake": "approve"})


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("Vienna", "- Vienna\n- Graz"),
        ("Vienna", "* Graz\n* Vienna"),
        ("Vienna", "1) Graz\n2) Vienna\n3) Linz"),
        ("Vienna", "a) Vienna\nb) Graz"),
        ("Vienna", "- **Vienna**\n- **Graz**"),
        ("Vienna", "Possible answers:\n- Vienna\n- Graz"),
        ("觥筹交错", "1、觥筹交错\n2、千丝万缕"),
        ("1999", "- 1999\n- John Matoian"),
        ("2015", "- 2015\n- Na2SO4"),
        ("Making steel.", "- Making steel.\n- Glass blowing"),
        ("12 November 1986", "- 12 November 1986\n- 9-11"),
        ("44 minutes & 8 seconds", "- 44 minutes & 8 seconds\n- Juniata College"),
    ],
)
def test_a_list_of_bare_candidates_gives_no_answer(gold: str, reply: str) -> None:
    assert same.score(completion=reply, answer=gold, prompt="Which is it?").value == 0.0


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("Vienna", "- Vienna\n- It is the capital of Austria."),
        ("Vienna", "- **Vienna**\n- Graz"),
        ("Vienna", "- Vienna ✓\n- Graz"),
        ("Vienna", "Answer:\n- Vienna"),
        ("Vienna, Graz", "- Vienna\n- Graz"),
        ("9", "- 12 - 3\n- 9"),
        ("9", "- 12 apples\n- 3 eaten\n- 9 left"),
        (["Vienna", "Wien"], "- Vienna\n- Wien"),
        ("Vienna", "- City: Vienna\n- Country: Austria"),
        ("carbon", "- ~~iron~~\n- carbon"),
        ("Vienna", "1. The river is the Danube.\n2. Vienna"),
    ],
)
def test_a_list_with_one_answer_is_put_to_the_judge(gold: str | list[str], reply: str) -> None:
    assert same.score(completion=reply, answer=gold, prompt="Which is it?").value == 1.0
