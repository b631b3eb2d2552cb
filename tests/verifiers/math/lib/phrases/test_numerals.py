"""A whole answer that is a number in words of another language is that number."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.phrases.numerals import numeral
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        ("42", "zweiundvierzig", "vierundzwanzig"),
        ("42", "cuarenta y dos", "cuarenta"),
        ("75", "soixante-quinze", "soixante-cinq"),
        ("93", "quatre-vingt-treize", "quatre-vingt-trois"),
        ("21", "ventuno", "ventidue"),
        ("28", "ventotto", "trentotto"),
        ("42", "quarenta e dois", "quarenta e três"),
        ("42", "сорок два", "сорок три"),
        ("2024", "二千零二十四", "二千二十"),
        ("20000", "两万", "二十万"),
        (r"\frac{1}{2}", "二分之一", "三分之一"),
        (r"25\%", "百分之二十五", "百分之十五"),
        ("-3", "minus drei", "drei"),
    ],
)
def test_a_number_in_words_of_another_language_is_the_number(
    gold: str, right: str, wrong: str
) -> None:
    assert same(gold, right, DEFAULT).equal
    assert not same(gold, wrong, DEFAULT).equal


@pytest.mark.parametrize("text", ["nicht drei", "tres o cuatro", "二三", "万", "x", "", "drei 3"])
def test_what_is_no_whole_number_in_words_is_none(text: str) -> None:
    assert numeral(text) is None
