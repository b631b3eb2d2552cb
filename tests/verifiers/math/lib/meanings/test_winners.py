"""Of a game of two, the player that is said to win is the answer."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.meanings.winners import is_game, winner

EQUAL = get("math/equivalence")
NAMED = "Alice and Bob take turns, Alice first; whoever takes the last stone wins. Who wins?"
PLAIN = "Two players remove stones; who cannot move loses. Which player has a winning strategy?"


def paid(gold: str, answer: str, prompt: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        "Bob, by always completing Alice's step to a total of 3.",
        "Bob always beats Alice.",
        "Bob gewinnt, weil er jeden Zug von Alice ergänzt.",
        "Gana Bob: responde siempre a Alice.",
        "Alice loses.",
        "Alice cannot prevent Bob from winning.",
        "Bob wins.\n\nAlice: 21 = 4*5 + 1.",
        "Alice or Bob",
        "the second player",
    ],
)
def test_a_player_that_is_only_named_does_not_win(answer: str) -> None:
    assert not paid("Alice", answer, NAMED)


@pytest.mark.parametrize(
    "answer",
    [
        "Alice, by always completing Bob's step to a total of 3.",
        "Alice wins.",
        "Alice takes one and answers k by 4 - k, so Alice wins.",
        "Bob loses.",
        "the first player",
        "Alice wins.\n\n**Why:** she leaves multiples of 4 to Bob.",
        r"\boxed{\text{Alice}}",
    ],
)
def test_the_player_that_is_said_to_win_is_the_answer(answer: str) -> None:
    assert paid("Alice", answer, NAMED)


@pytest.mark.parametrize(
    "answer",
    [
        "player 2",
        "The player who moves first loses.",
        "Whoever does *not* make the opening move: answer k with 4 - k.",
        "Der zweite Spieler gewinnt.",
        "后手必胜",
    ],
)
def test_the_second_player_has_many_names(answer: str) -> None:
    assert paid("the second player", answer, PLAIN)
    assert not paid("the first player", answer, PLAIN)


def test_the_order_of_play_gives_players_of_two_names_their_place() -> None:
    prompt = "甲、乙两人轮流取石子,甲先取,取到最后一颗者获胜。谁有必胜策略?"
    assert winner("甲", prompt) == winner("先手必胜", prompt) != winner("乙", prompt)


def test_only_a_question_about_two_players_is_a_game() -> None:
    assert is_game("Alice", NAMED)
    assert not is_game("Alice", "Alice and Bob share 12 sweets. How many does Alice get?")
