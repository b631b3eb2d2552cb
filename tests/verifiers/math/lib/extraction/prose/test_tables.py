"""The rows of a table behind a conclusion are no answer."""

from __future__ import annotations

import time

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.prose.parts import parts
from rewardkit_verifiers.math.lib.extraction.prose.tables import without_table

EQUAL = get("math/equivalence")
PROMPT = "How much more accurate is the best algorithm than the worst?"
SAID = "The best has 100%. The worst has 20%. Therefore, the best is 80% more accurate."


@pytest.mark.parametrize(
    "table",
    [
        "Name | Share\n---- | ----\nWheat | 100%\nNiece | 20%",
        "| Name | Share |\n|:---|---:|\n| Wheat | 100% |\n| Niece | 20% |",
    ],
)
def test_a_table_behind_a_conclusion_says_nothing_more(table: str) -> None:
    reply = f"{SAID}\n\nHere is a table:\n\n{table}\n\nI hope this helps!"
    for gold, right in (("80", 1.0), ("20", 0.0), ("100", 0.0)):
        assert EQUAL.score(completion=reply, answer=gold, prompt=PROMPT).value == right


def test_a_row_that_sums_up_is_a_conclusion_too() -> None:
    pieces = parts("So A is 4.\n\nItem | Cost\n--- | ---\nA | 4\nTotal | 9")
    assert without_table(pieces) == pieces


def test_lines_under_the_rule_of_a_table_are_its_rows() -> None:
    text = "Seen.\n\nYear | Share\n---- | ----\n2019 | 7.84\n2020 | 3.1\n\nIt fell."
    assert [part.kind for part in parts(text)] == ["sentence", *["row"] * 4, "sentence"]
    assert [part.kind for part in parts("Find |x| for x | 4.")] == ["sentence"]


def test_a_line_that_is_almost_a_rule_is_read_in_linear_time() -> None:
    begin = time.process_time()
    parts(" " * 200_000 + "|" + "-- | " * 40_000 + "x")
    assert time.process_time() - begin < 5
