"""References in other words, and references that are refuted beside being said."""

from __future__ import annotations

import pytest

from rewardkit import get

same = get("judge/reference", judge={"fake": "approve"})


@pytest.mark.parametrize(
    ("prompt", "gold", "reply"),
    [
        ("Which gas do fires give off?", "Carbon dioxide", "CO₂"),
        ("Which vitamin do carrots give?", "Vitamin A", "Retinol (made from carotene)."),
        ("Which vitamin is it?", "Vitamin B", "Vitamin B₂, to be exact."),
        ("What is it called?", "Foetus", "Fœtus."),
        ("Who wrote Fidelio?", "Ludwig van Beethoven", "Beethoven"),
        ("Which physicist split it?", "Lise Meitner", "Meitner, with Hahn."),
        ("When was it signed?", "May 8, 1945", "On the eighth of May, 1945."),
        ("How fast?", "72 km/h", "v = 36 km / 0.5 h = 72 km/h ≈ 20 m/s"),
        ("How heavy?", "2 kg", "2000 g"),
        ("¿En qué año fue?", "1519", "Fue en 1519, el 4 de marzo."),
        ("Qual é a moeda?", "Euro", "A moeda é o euro (€, código EUR)."),
        ("How is a list emptied?", "list.clear()", "```python\nxs.clear()\n```"),
        ("Is it edible?", "No", "Not at all."),
        ("Can ostriches fly?", "No", "Ostriches cannot fly."),
        ("How many moons?", "2", "2. Phobos is the larger one of the two."),
        ("What does it mean?", "Let the seller beware", "The one who sells has to take care."),
    ],
)
def test_a_reference_in_other_words_is_put_to_the_judge(prompt: str, gold: str, reply: str) -> None:
    assert same.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("prompt", "gold", "reply"),
    [
        ("How fast?", "72 km/h", "72 m/s"),
        ("How heavy?", "2 kg", "2 g"),
        ("Wer war es?", "Kant", "Kant war es jedenfalls nicht, sondern Hegel."),
        ("Qui est-ce ?", "Hugo", "On dit que c'est Hugo. C'est faux : c'est Zola."),
        ("¿Quién fue?", "Goya", "Se dice que Goya, pero eso es falso: fue Dalí."),
        ("Who was it?", "Kant", "Some say Kant. In truth it was Hegel."),
        ("Who was it?", "Kant", "My candidates are Kant and Hegel."),
        ("Who was it?", "Kant", "It could be Kant. It could be Hegel."),
        ("Who was it?", "Kant", "a) Hegel b) Kant c) Marx"),
        ("Who was it?", "Kant", "According to the book it is Kant, but I go with Hegel."),
        ("Who was it?", "Kant", "Hegel\n[//]: # (Kant)"),
        ("How many moons?", "2", "2. The real number is 5."),
        ("How many moons?", "2", "2. Or 3. Nobody counts them."),
        ("When does it end?", "20:20", "At 8:20 in the morning, a.m."),
    ],
)
def test_a_reference_that_is_refuted_or_one_of_several_is_not(
    prompt: str, gold: str, reply: str
) -> None:
    assert same.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
