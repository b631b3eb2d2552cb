"""A value that a closing sentence states in words is read as its digits are."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.in_digits import sentence_in_digits

_SIDES = "How many sides does a regular polygon have if each exterior angle is 30 degrees?"
_EGGS = "She had 12 eggs and used 5. How many eggs are left?"


@pytest.mark.parametrize(
    ("reply", "paid"),
    [
        ("360 divided by 30 is twelve. So the polygon has twelve sides.", 1.0),
        ("360 divided by 30 is a whole number. So the polygon has twelve sides.", 1.0),
        ("360/30 is a whole number. Therefore there are **twelve** sides.", 1.0),
        ("Wir teilen 360 durch 30. Also hat das Vieleck zwölf Seiten.", 1.0),
        ("On divise 360 par 30. Donc le polygone a douze côtés.", 1.0),
        ("Делим 360 на 30. Значит, число сторон равно двенадцать.", 1.0),
        ("360/30 = 12. So the polygon has eleven sides.", 0.0),
        ("360/30 = 12. Also hat das Vieleck elf Seiten.", 0.0),
        ("360/30 = 12. So the polygon has at least twelve sides.", 0.0),
        ("360/30 = 12. So the polygon has eleven or twelve sides.", 0.0),
    ],
)
def test_a_closing_sentence_is_held_to_its_number_in_words(reply: str, paid: float) -> None:
    assert equivalence.score(completion=reply, answer="12", prompt=_SIDES).value == paid


def test_what_remains_may_open_the_sentence() -> None:
    for reply, paid in (("Seven eggs are left.", 1.0), ("Six eggs are left.", 0.0)):
        said = f"She used 5 of 12, and 12 - 5 = 7. {reply}"
        assert equivalence.score(completion=said, answer="7", prompt=_EGGS).value == paid


def test_a_number_word_beside_an_answer_in_digits_is_no_answer() -> None:
    for behind in (
        "Each side has two endpoints.",
        "An exterior and an interior angle make two right angles.",
        "The two neighbours of a side are as long.",
    ):
        said = f"360/30 = 12, so there are 12 sides. {behind}"
        assert equivalence.score(completion=said, answer="12", prompt=_SIDES).value == 1.0


def test_parts_shares_and_minus_are_read_whole() -> None:
    assert sentence_in_digits("So the chance is two in five.") == "So the chance is 2 in 5."
    assert sentence_in_digits("It takes two and a half hours.") == "It takes 5/2 hours."
    assert sentence_in_digits("The minimum is minus three.") == "The minimum is -3."
    assert sentence_in_digits("Therefore the divisor is one.") == "Therefore the divisor is 1."
    assert sentence_in_digits("It is one of the four.") == ""
    assert sentence_in_digits("It is three times as long.") == ""


def test_a_share_or_a_part_of_a_known_number_may_open_the_sentence() -> None:
    for reply, gold, paid in (
        ("One third was eaten. Therefore two thirds of the cake is left.", "2/3", 1.0),
        ("One third was eaten. Therefore one third of the cake is left.", "2/3", 0.0),
        ("3 were eaten. Nine of the twelve apples are left.", "9", 1.0),
        ("3 were eaten. Eight of the twelve apples are left.", "9", 0.0),
    ):
        prompt = "How many apples, or how much of the cake, is left?"
        assert equivalence.score(completion=reply, answer=gold, prompt=prompt).value == paid
