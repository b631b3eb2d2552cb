"""Lists of whole numbers with an ellipsis are written out before they are compared."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        (r"\{1,2,3,4\}", r"\{1,\dots,4\}", r"\{1,\dots,5\}"),
        (r"\{2,4,6,8,10\}", r"\{2,4,\ldots,10\}", r"\{2,3,\ldots,10\}"),
        (r"\{1,2,\ldots,10\}", r"\{1,\dots,10\}", r"\{1,2,10\}"),
        (r"\{1,2,4,\ldots,64\}", r"\{1,2,4,\ldots,64\}", r"\{1,2,3,\ldots,64\}"),
    ],
)
def test_an_ellipsis_between_whole_numbers_is_written_out(
    gold: str, right: str, wrong: str
) -> None:
    assert same(gold, right, DEFAULT).equal
    assert not same(gold, wrong, DEFAULT).equal
