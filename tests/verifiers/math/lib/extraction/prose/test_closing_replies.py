"""Replies whose answer stands before checks, explanations, other turns and claims of others."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.equivalence import equivalence

EQUAL = get("math/equivalence")
RIGHT = (
    ("What is 8*7?", "8 times 7 is 56.<|im_end|>\n<|im_start|>user\nThanks!<|im_end|>", "56"),
    (
        "What is 8*7?",
        "<|start_header_id|>assistant<|end_header_id|>\n\n8 times 7 is 56.<|eot_id|>",
        "56",
    ),
    ("What is 8*7?", "8 times 7 is 56.</s>", "56"),
    ("What is 8*7?", "[/INST] 8 times 7 is 56. </s>[INST] And 8 times 8? [/INST] 64", "56"),
    (
        "What is 8*7?",
        "8 times 7 is 56.<end_of_turn>\n<start_of_turn>user\nWhat about "
        "9 times 9?<end_of_turn>\n<start_of_turn>model\n81",
        "56",
    ),
    ("What is 8*7?", "56. You can see this because 8*7 = 8*5 + 8*2 = 40 + 16.", "56"),
    ("Solve 5x+3=28", "$x=5$.\n\nTo verify: $5(5)+3=25+3=28$. ✓ The solution is correct.", "5"),
    ("Solve 5x+3=28", "Therefore x = 5.\n\nProof: 5*5 + 3 = 28.", "5"),
    (
        "Solve 5x+3=28",
        "Therefore x = 5.\n\nLet me double check by plugging x = 5 into "
        "the original equation: 5(5) + 3 = 25 + 3 = 28. Yes.",
        "5",
    ),
    ("Solve 5x+3=28", "We have x = 5. Since 5(5) + 3 = 28, this is right.", "5"),
    ("What is 15+27?", "My friend claims 32. That is wrong; the sum is 42.", "42"),
    ("Probability?", "So the probability is 3 in 8.", r"\frac{3}{8}"),
    ("Probability?", "So the probability is 3 out of 8, or 37.5%.", r"\frac{3}{8}"),
)
WRONG = (
    (
        "What is 8*7?",
        "8 times 7 is 54.<end_of_turn>\n<start_of_turn>user\nWhat about "
        "56?<end_of_turn>\n<start_of_turn>model\n56",
        "56",
    ),
    ("What is 8*7?", "8 times 7 is 54.</s>[INST] And? [/INST] 56", "56"),
    ("What is 8*7?", "8 times 7 is 54.<|endoftext|>The answer is 56.", "56"),
    ("What is 15+27?", "My friend claims 42. That is wrong; the sum is 32.", "42"),
    ("What is 15+27?", "My friend claims 42. That is wrong.", "42"),
    ("What is 15+27?", "My friend claims 42. That is wrong; I can't say what it is.", "42"),
    ("Solve 5x+3=28", "Therefore x = 6.\n\nProof: 5*5 + 3 = 28, x = 5.", "5"),
    ("Probability?", "So the probability is 3 in 7.", r"\frac{3}{8}"),
    ("Probability?", "So the probability is 3 in 8 or 5 in 8.", r"\frac{3}{8}"),
    ("Probability?", "So the probability is 5 out of 8.", "5"),
    ("How many?", "Now 3 in 8 are red, so 24 are red.", r"\frac38"),
    ("What is 8*7?", "54. You can see this because 8*7 = 56.", "56"),
    ("Solve 5x+3=28", "$x=6$. Since 5(5) + 3 = 28, this is right.", "5"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_an_answer_before_checks_and_other_turns_counts(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_what_others_claim_or_later_turns_say_is_not_paid(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0


def test_the_sign_of_a_currency_behind_an_article_belongs_to_its_number() -> None:
    prompt = "The bill is $60 and Kim leaves a 15% tip. How many dollars is the tip?"
    for tip, paid in (("9", 1.0), ("8", 0.0)):
        said = f"5% is half of that, $3.\n\nKim leaves a ${tip} tip."
        assert equivalence.score(completion=said, answer="9", prompt=prompt).value == paid


def test_marks_of_html_around_words_are_no_part_of_a_value() -> None:
    for value, paid in (("20", 1.0), ("25", 0.0)):
        said = f"<p>It is four times the side.</p>\n<p>The perimeter is <b>{value}</b>.</p>"
        assert equivalence.score(completion=said, answer="20", prompt="Perimeter?").value == paid


def test_a_sum_with_a_decimal_comma_is_one_with_a_point() -> None:
    for reply, paid in (("€3.75", 1.0), ("€3.57", 0.0), ("€375", 0.0)):
        said = f"Das sind {reply}."
        assert equivalence.score(completion=said, answer="3,75 €", prompt="Wie viel?").value == paid
