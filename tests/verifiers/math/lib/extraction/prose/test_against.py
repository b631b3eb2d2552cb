"""A value that a sentence sets against its own is refused, and its own is read."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.against import without_refused


@pytest.mark.parametrize(
    "reply",
    [
        "Die Antwort ist nicht 12, sondern 9.",
        "Es sind also nicht 12, sondern nur 9 Äpfel übrig.",
        "La réponse n'est pas 12 mais 9.",
        "No son 12 sino 9 manzanas.",
        "A resposta não é 12, mas 9.",
        "La risposta non è 12, bensì 9.",
        "Ответ не 12, а 9.",
        "答案不是12,而是9。",
        "答えは12ではなく9です。",
        "It isn't 12, it's 9.",
        "You might expect 12, yet the true count is 9.",
        "Since the first is missing, we count 9 instead of 12.",
        "Es sind 9 statt 12.",
        "Il y en a 9 au lieu de 12.",
        "So 9, not 12.",
        "是9,不是12。",
    ],
)
def test_only_the_value_that_a_sentence_stands_for_is_paid(reply: str) -> None:
    prompt = "How many apples are there in the end?"
    for gold, paid in (("9", 1.0), ("12", 0.0)):
        assert equivalence.score(completion=reply, answer=gold, prompt=prompt).value == paid


def test_a_denial_alone_leaves_the_sentence_as_it_is() -> None:
    for said in ("It is not 12.", "There are not more than 12, but fewer.", "It is 9."):
        assert without_refused(said) == said
