"""Other forms of a name and of a value, which a judge is asked about."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.judge.lib.spellings import respelt
from rewardkit_verifiers.judge.reference import reference

same = reference(judge={"fake": "approve"})


@pytest.mark.parametrize(
    ("prompt", "gold", "reply", "value"),
    [
        ("Who was it?", "Ada Lovelace", "Lovelace", 1.0),
        ("Who was it?", "Ada Lovelace", "Lovelace, Ada", 1.0),
        ("Who was it?", "Ada Lovelace", "Ada King Lovelace", 1.0),
        ("Who was it?", "Ada Lovelace", "A. Lovelace", 1.0),
        ("Who was it?", "Vincent van Gogh", "van Gogh", 1.0),
        ("Who was it?", "Ada Lovelace", "William Lovelace", 0.0),
        ("Who was it?", "Ada Lovelace", "Ada", 0.0),
        ("Who was it?", "Ada Lovelace", "Ada and William Lovelace-King", 0.0),
        ("Which team won?", "Ada Lovelace", "Lovelace", 0.0),
        ("Which mountain?", "Mount Elbrus", "Elbrus", 1.0),
        ("Which mountain?", "Mount Elbrus", "Mount Kenya", 0.0),
        ("Which salt?", "CaCO3", "$\\text{CaCO}_3$", 1.0),
        ("Which salt?", "CaCO3", "CaC3O", 0.0),
        ("When does it end?", "20:20", "At 8:20 p.m.", 1.0),
        ("When does it end?", "20:20", "At 8:20 a.m.", 0.0),
        ("In which year?", "1989", "9.11.1989", 1.0),
        ("In which year?", "1989", "1989-11-09", 1.0),
        ("In which year?", "1989", "9.11.1990", 0.0),
        ("How much is 30 of 120?", "25%", "It is 25 percent.", 1.0),
        ("How much is 30 of 120?", "25%", "30 is 25% of 120.", 1.0),
        ("What follows 2, 4, 8?", "16", "2, 4, 8, 16", 1.0),
        ("What follows 2, 4, 8?", "16", "12, 14, 16", 0.0),
        ("Who was it?", "Ada Lovelace", "Ada King-Lovelace (with William Lovelace)", 1.0),
        ("Who was it?", "Ada Lovelace", "William Lovelace, and not his sister", 0.0),
        ("Which small green thing?", "The peas", "I answer: the peas, the beans, the limes", 0.0),
        ("Which cell?", "Bacterium", "the bacteria", 1.0),
        ("Which animals?", "Herbivores", "A herbivore.", 1.0),
        ("Which cell?", "Bacterium", "the bacillus", 0.0),
        ("Which language?", "Mandarin Chinese", "Mandarin.", 1.0),
        ("Which language?", "Mandarin Chinese", "Mandarin; Hindi follows, then Bengali.", 1.0),
        ("Which language?", "Mandarin Chinese", "Mandarin, Hindi, Bengali", 0.0),
        ("Which language?", "Mandarin Chinese", "It is not Mandarin.", 0.0),
        ("Which island?", "Great Britain", "It is Britain.", 1.0),
        ("Which island?", "Great Britain", "New Britain", 0.0),
        ("Which country?", "South Korea", "Korea", 0.0),
        ("Which country?", "Costa Rica", "Costa Brava", 0.0),
        ("Which sea?", "Sargasso Basin", "the Canary Basin", 0.0),
        ("What is the area?", "πr²", "2πr", 0.0),
        ("What is the plural of 'medium'?", "media", "medias", 0.0),
        ("What is the currency of Japan?", "Japanese yen", "The yen (JPY).", 1.0),
        ("What is the currency of Japan?", "Japanese yen", "yen", 1.0),
        ("What is the currency of Australia?", "Australian dollar", "The US dollar.", 0.0),
        ("What is the currency of Australia?", "Australian dollar", "the Canadian dollar", 0.0),
        ("What is the currency of Japan?", "Japanese yen", "Not the yen.", 0.0),
        ("What is the currency of Japan?", "Japanese yen", "yen, won, baht", 0.0),
        ("Which currency?", "Japanese yen", "the yen", 0.0),
        ("Which gas from carbon?", "Carbon dioxide", "carbon monoxide", 0.0),
        ("Which vitamin?", "Vitamin D", "vitamins A, C, D, E", 0.0),
        ("Which vitamin?", "Vitamin D", "Vitamin D, not C", 1.0),
        ("Welcher Fluss?", "Weißach", "Viele sagen Weißach, das stimmt aber nicht: die Ache.", 0.0),
        ("Welcher Fluss?", "Weißach", "Die Weissach.", 1.0),
        ("Solve 4x - 5 = 3.", "2", "4x = 2", 0.0),
        ("Solve 4x - 5 = 3.", "2", "4x = 8, so x = 2", 1.0),
        ("x = 2. What is 4x?", "8", "4x = 8", 1.0),
        ("What is the plural of 'medium'?", "media", "The plural is media.", 1.0),
        ("Who was it?", "Ada Lovelace", "Somerville, a contemporary of Ada Lovelace", 0.0),
        ("Which organ?", "Lung", "The heart, which lies beside the lung.", 0.0),
        ("Which ocean?", "Arctic Ocean", "Arctic Ocean, Indian Ocean, Atlantic Ocean", 0.0),
        ("Which ocean?", "Arctic Ocean", "The Arctic.", 1.0),
        ("Of what is brass?", "Copper and zinc", "zinc and copper", 1.0),
        ("Of what is brass?", "Copper and zinc", "copper, zinc, lead, tin", 0.0),
        (
            "What is the CPU?",
            "Central processing unit",
            "C = central, P = processing, U = unit: central processing unit",
            1.0,
        ),
        ("首都は？", "東京", "東京です。", 1.0),
        ("首都は？", "東京", "東京ではありません。大阪です。", 0.0),
        ("首都は？", "東京", "東京か大阪", 0.0),
        ("首都は？", "東京", "大阪または東京", 0.0),
        ("首都？", "北京", "北京或上海", 0.0),
        ("首都？", "北京", "上海还是北京", 0.0),
        ("首都？", "北京", "是北京，因为政府在那里。", 1.0),
        ("Which unit?", "Newton", "the newton, kg·m/s²", 1.0),
        ("Which unit?", "Newton", "newton, joule, watt", 0.0),
        ("Name them.", "Red, green and blue", "Blue, green, red", 1.0),
        ("Name them.", "Red, green and blue", "RGB: red, green, blue", 1.0),
        ("Name them.", "Red, green and blue", "Red, green, blue, pink, grey", 0.0),
        ("Name them.", "Red, green and blue", "Answer: red, teal, green, pink, blue", 0.0),
        ("What is the area?", "πr²", "It is πr².", 1.0),
        ("What is the area?", "πr²", "πr^2", 1.0),
        (
            "State it.",
            "Force = Mass × Acceleration",
            "$$\\text{Force} = \\text{Mass} \\times \\text{Acceleration}$$",
            1.0,
        ),
        ("State it.", "Net = Gross - Tax", "$\\text{Net} = \\text{Gross} - \\text{Tax}$", 1.0),
        ("State it.", "Net = Gross - Tax", "$\\text{Net} = \\text{Tax} - \\text{Gross}$", 0.0),
    ],
)
def test_another_form_of_the_same_name_or_value_is_put_to_the_judge(
    prompt: str, gold: str, reply: str, value: float
) -> None:
    assert same.score(completion=reply, answer=gold, prompt=prompt).value == value


def test_two_letters_that_the_question_brings_along_are_no_acronym_of_a_name() -> None:
    found = get("judge/reference", judge={"fake": "approve"}).score(
        completion="The star of the TV series was Ann Bell.",
        answer="Tom Vance",
        prompt="Who was the star of the TV series?",
    )
    assert found.reason == "reference_absent"


def test_a_name_may_be_spelt_by_the_rules_of_another_language() -> None:
    assert respelt("Tchaikovsky", "That was Pjotr Iljitsch Tschaikowski.") == [["tschaikowski"]]
    assert respelt("Confucius", "Konfuzius") == [["konfuzius"]]
    assert respelt("Pyotr Tchaikovsky", "Modest Tschaikowski") == []
    assert respelt("Alexander", "It was Alexandra.") == []
    assert respelt("Stravinsky", "Stanislavski") == []
