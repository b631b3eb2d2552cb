"""References that a text mentions without claiming them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rewardkit_verifiers.judge.lib.rivals import (
    ends_with_another,
    lacks_a_root,
    listed_among_others,
)
from rewardkit_verifiers.judge.reference import reference

same = reference(judge={"fake": "approve"})
RIVER, WHO, JARS = "Which river is the longest?", "Who wrote it?", "How many jars are there?"


@pytest.mark.parametrize(
    ("prompt", "gold", "reply"),
    [
        (RIVER, "Amazon", "rivers like the Amazon"),
        (RIVER, "Amazon", "a tributary of the Amazon"),
        (RIVER, "Amazon", "one of the Amazon and the Nile"),
        (RIVER, "Amazon", "the Nile, longer than the Amazon"),
        (RIVER, "Amazon", "The Amazon is not the longest."),
        (RIVER, "Amazon", "The Amazon is only the second."),
        (RIVER, "Amazon", "The Amazon was the longest until 1950."),
        (RIVER, "Amazon", "The Amazon was in question, but it is Nile."),
        (RIVER, "Amazon", "Nile, since Amazon is shorter"),
        (RIVER, "Amazon", "some river, say Amazon"),
        (WHO, "Ada Byron", "Ada Byron's teacher"),
        (WHO, "Ada Byron", "a friend of Ada Byron"),
        (WHO, "Ada Byron", "the man before Ada Byron"),
        (WHO, "Ada Byron", "Ada Byron never wrote it."),
        (WHO, "Ada Byron", "Percy Byron"),
        (JARS, "30", "30 is a common mistake."),
        (JARS, "30", "I had 30, but it is 36."),
        (JARS, "30", "It is 30, no wait, 36."),
        (JARS, "30", "30 would be right for another shelf."),
        (JARS, "30", "30 ≠ the answer"),
        (JARS, "30", "30 minus the broken ones"),
        (JARS, "30", "It is fewer if the answer is 30."),
        (JARS, "30", "A: 30 B: 36 C: 40"),
        (JARS, "30", "Nobody says 30."),
        ("What is half of x?", "3x^2", "3x^2 + 1"),
        ("Is it prime?", "yes", "You could say yes. I say no."),
        ("Which is it: (A) red (B) blue?", "B", "(A) red (B) blue"),
    ],
)
def test_a_reference_that_is_only_mentioned_is_no_answer(
    prompt: str, gold: str, reply: str
) -> None:
    assert same.score(completion=reply, answer=gold, prompt=prompt).value == 0.0


@pytest.mark.parametrize(
    ("prompt", "gold", "reply"),
    [
        (RIVER, "Amazon", "It looks like the Amazon."),
        (RIVER, "Amazon", "The Amazon, longer than the Nile."),
        (RIVER, "Amazon", "The Amazon is not the widest, but the longest."),
        (RIVER, "Amazon", "Many say the Nile, but it is the Amazon."),
        (RIVER, "Amazon", "One of the great rivers is the longest: the Amazon."),
        (WHO, "Ada Byron", "Ada Byron, a friend of Charles Babbage"),
        (WHO, "Ada Byron", "The daughter of Lord Byron: Ada Byron."),
        (JARS, "30", "At first I got 36, but it is 30."),
        (JARS, "30", "30, not 36."),
        (JARS, "30", "36? Wait, it is 30."),
        (JARS, "30", "5 rows of 6 make 30."),
        ("What is half of 6x^2?", "3x^2", "= 3x^2"),
        ("Is it prime?", "yes", "Yes: it has no divisors but one and itself."),
        ("Which is it: (A) red (B) blue?", "B", "(A) is red, so the answer is (B)."),
    ],
)
def test_a_reference_that_is_claimed_beside_others_is_put_to_the_judge(
    prompt: str, gold: str, reply: str
) -> None:
    assert same.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


REFUSED = [
    "Most guides say it is the Amazon. I don't share that view: the correct river is the Volga.",
    "Some insist it is the Amazon. I disagree; it is the Volga.",
    "My atlas has the Amazon, but I do not believe that. It is the Volga.",
    "They call it the Amazon. I beg to differ, it is the Volga.",
    'Everybody writes "Amazon", but that claim is a myth. It is the Volga.',
    "The Amazon? I doubt it. The Volga.",
    "It is said to be the Amazon. That view is outdated; it is the Volga.",
    "Many would say the Amazon. Personally, I would not agree. The Volga is longer.",
    "My friend says it is the Amazon. However, I must disagree. It is the Volga.",
    "Teachers teach that it is the Amazon. I think otherwise: the Volga.",
    "It should be the Amazon. But I reject that: it is the Volga.",
    "The usual reply is the Amazon. This idea is wrong. It is the Volga.",
]


REFUSED += [
    "The Volga; the Amazon is another river.",
    "Le Volga ; Amazon est seulement une autre rivière.",
    "The Volga, which borders the Amazon.",
    "The Volga; the Amazon is about something else.",
]


@pytest.mark.parametrize("reply", REFUSED)
def test_what_others_say_and_the_writer_does_not_share_is_no_answer(reply: str) -> None:
    assert same.score(completion=reply, answer="Amazon", prompt=RIVER).value == 0.0


@pytest.mark.parametrize(
    "reply",
    [
        "Many say the Volga. I disagree: it is the Amazon.",
        "The Amazon. I can't add more.",
        "It is the Amazon, and I believe that is certain.",
        "Some doubt it, but it is the Amazon.",
        "The Amazon. That river is outstanding.",
    ],
)
def test_what_the_writer_holds_against_others_is_put_to_the_judge(reply: str) -> None:
    assert same.score(completion=reply, answer="Amazon", prompt=RIVER).value == 1.0


def test_a_number_at_the_end_that_is_another_takes_back_the_reference() -> None:
    price = "What is the sale price?"
    over = "40 − 10 = 30, and after adding the 10 back the sale price is **$40**."
    assert same.score(completion=over, answer="30", prompt=price).value == 0.0
    root = "9² = 81, and the square root of that is 9. So the answer is 9."
    assert same.score(completion=root, answer="81", prompt="What is 9 squared?").value == 0.0
    assert not ends_with_another("10 off, so the sale price is **$30**.", [Fraction(30)], price)


def test_one_of_several_points_is_the_answer_only_where_it_is_chosen() -> None:
    listed = "It could be one of these:\n1. Prague\n2. Vienna\n3. Graz"
    assert listed_among_others(listed, ["Vienna"])
    assert not listed_among_others(f"{listed}\n\nThe answer is Vienna.", ["Vienna"])
    assert not listed_among_others("- Vienna\n- River: Danube\n- Size: big", ["Vienna"])


def test_one_solution_is_not_both() -> None:
    assert lacks_a_root("x = 7 is the only solution.", "x = 7, x = -7")
    assert not lacks_a_root("x = ±7", "x = 7, x = -7")
    assert not lacks_a_root("x = 7", "x = 7")


def test_a_number_in_words_with_another_unit_is_another_quantity() -> None:
    weight = "How much does a litre of water weigh?"
    assert same.score(completion="One gram.", answer="1 kg", prompt=weight).value == 0.0
    assert same.score(completion="One kilogram.", answer="1 kg", prompt=weight).value == 1.0


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("x = 7 is the one and only solution.", "7 and -7"),
        ("There is a single solution, x = 7.", "7 and -7"),
        ("x=7 (no other solutions)", "7 and -7"),
        ("There is only one root: 3.", "2, 3"),
        ("Nur 3.", "2 und 3"),
        ("Larry Page alone founded it.", "Larry Page and Sergey Brin"),
        ("Sergey Brin was the sole founder.", "Larry Page and Sergey Brin"),
    ],
)
def test_a_part_that_is_said_to_be_all_is_not_the_list(said: str, gold: str) -> None:
    judge = reference(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=gold, prompt="Give both.").value == 0.0


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("Only 7 and -7.", "7 and -7"),
        ("The only solutions are x = ±7.", "7 and -7"),
        ("Only Larry Page and Sergey Brin.", "Larry Page and Sergey Brin"),
        ("- 5\n- 3\n- 2", "2, 3, 5"),
    ],
)
def test_all_that_is_said_to_be_all_is_the_list(said: str, gold: str) -> None:
    judge = reference(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=gold, prompt="Give both.").value == 1.0
