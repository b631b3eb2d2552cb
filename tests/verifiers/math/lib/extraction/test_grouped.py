"""Points between thousands are told from decimal points by the language and by the working."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.grouped import ungrouped


@pytest.mark.parametrize(
    "reply",
    [
        "18 × 60 = 1080.\n\nResposta: 1.080 minutos",
        "18 × 60 = 1080 minuti.\n\nRisposta: 1.080 minuti",
        "18 · 60 = 1080.\n\nAntwort: 1.080",
        "18 × 60 = 1080\n\n**Respuesta:** 1.080 minutos",
    ],
)
def test_thousands_that_the_working_writes_without_points_are_whole(reply: str) -> None:
    assert equivalence.score(completion=reply, answer="1080").value == 1
    assert equivalence.score(completion=reply, answer="1081").value == 0


@pytest.mark.parametrize(
    "reply",
    [
        "18 × 60 = 1080.\n\nAnswer: 1.080 minutes",
        "Resposta: 1.080 minutos",
        "São 1080 ml.\n\nResposta: 1.080 litros",
        "21080 - 1 = 21079.\n\nResposta: 1.080 minutos",
        "18 × 60 = 1080.\n\nResposta: 1.08 minutos",
    ],
)
def test_points_that_may_be_decimal_stay_so(reply: str) -> None:
    assert equivalence.score(completion=reply, answer="1080").value != 1


def test_a_decimal_reference_is_met_by_the_decimal_reading() -> None:
    reply = "1080 / 1000 = 1.08.\n\nResposta: 1.080"
    assert equivalence.score(completion=reply, answer="1.08").value == 1
    assert ungrouped("1.080.5", "1080\nResposta: 1.080.5") == ""
