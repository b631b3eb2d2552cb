"""Units in other languages are the units they are, and no words to read over."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.grammar.foreign_units import english_unit
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        (r"15 \text{ cm}", "15 센티미터", "15 미터"),
        ("15 cm", "15厘米", "15米"),
        ("15 cm", "15 Zentimeter", "15 Meter"),
        ("15 cm", "15 centímetros", "15 metros"),
        ("15 cm", "15 centimètres", "15 mètres"),
        ("15 cm", "15 сантиметров", "15 метров"),
        ("3 hours", "3 Stunden", "3 Tage"),
        ("3 hours", "180 minutos", "180 segundos"),
        ("3 hours", "3个小时", "3分钟"),
        ("5 kg", "5000 克", "5 克"),
        ("72 km/h", "72 км/ч", "72 м/с"),
        ("72 km/h", "72 Kilometer pro Stunde", "72 metros por segundo"),
        ("48 cm^2", "48 平方厘米", "48 立方厘米"),
        ("48 cm^2", "48 centimètres carrés", "48 metros cuadrados"),
        ("48 cm^2", "48 Quadratzentimeter", "48 Kubikzentimeter"),
        ("48 cm^2", "48 кв. см", "48 м²"),
        ("60^\\circ", "60 grados", "60 radianes"),
        ("18 apples", "18 manzanas", "81 manzanas"),
    ],
)
def test_a_unit_in_another_language_is_compared_as_a_unit(
    gold: str, right: str, wrong: str
) -> None:
    assert same(gold, right, DEFAULT).equal
    assert not same(gold, wrong, DEFAULT).equal


@pytest.mark.parametrize("word", ["apples", "manzanas", "M", "K", "V", "x y", "", "por", "a/b"])
def test_words_that_are_no_foreign_unit_stay_as_they_are(word: str) -> None:
    assert english_unit(word) == word
