"""A reply that only says it is not told answers with none of its numbers."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.prose.uninformed import is_uninformed

EQUAL = get("math/equivalence")
PROMPT = "A company keeps track of boxes. How many shipments had exactly 56 boxes?"


@pytest.mark.parametrize(
    "reply",
    [
        "The text does not provide information on how many shipments had exactly 56 boxes.",
        "The image doesn't show how many shipments had exactly 56 boxes.",
        "There is no information about shipments with 56 boxes.",
        "The number of shipments with 56 boxes is unknown.",
        "The given text lacks the number of shipments with 56 boxes.",
        "Please provide the plot, so that I can count the shipments with 56 boxes.",
        "Im Text steht nicht, wie viele Sendungen 56 Kisten hatten.",
        "Le texte n'indique pas combien d'envois avaient 56 cartons.",
        "El texto no indica cuántos envíos tenían 56 cajas.",
        "O texto não informa quantas remessas tinham 56 caixas.",
        "Il testo non fornisce informazioni sulle spedizioni con 56 scatole.",
        "В тексте не указано, сколько отправок имели 56 коробок.",
        "文中没有提供有56个箱子的货物的信息。",
    ],
)
def test_what_is_not_told_is_no_answer(reply: str) -> None:
    for text in (reply, f"I looked at it.\n\n{reply}"):
        found = EQUAL.score(completion=text, answer="56", prompt=PROMPT)
        assert found.value != 1.0
        assert found.status == "unparsed"


@pytest.mark.parametrize(
    "reply",
    [
        "The text does not say it directly, but 56 shipments fit.",
        "The image does not show the axis, but the count is 56.",
        "There is no information lost: the number of shipments is 56.",
        "56 shipments gave no information.",
        "The missing number in the table is 56.",
    ],
)
def test_a_value_that_is_given_all_the_same_is_the_answer(reply: str) -> None:
    assert EQUAL.score(completion=reply, answer="56", prompt=PROMPT).value == 1.0


def test_a_set_that_does_not_contain_a_number_is_no_text() -> None:
    assert not is_uninformed("El conjunto no contiene 12.")
    assert not is_uninformed("L'ensemble ne contient pas 12.")
