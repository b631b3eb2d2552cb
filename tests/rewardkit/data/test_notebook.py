"""What a notebook shows: tables that escape what a model wrote and run nothing."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Range, Score, gate, get, reward, weighted
from rewardkit.data import notebook
from rewardkit.data.score import Breakdown
from rewardkit.data.summary import Summary


@reward
def right(completion: str, answer: str) -> bool:
    return completion == answer


@reward
def closed(completion: str) -> Score:
    return Score.unparsed("no_tag", "<script>alert('x')</script> & more")


BOTH = weighted(right=(0.7, right), closed=(0.3, closed))


def cells(html: str) -> list[list[str]]:
    """The texts of the rows of a table, read by a strict parser."""
    rows = ElementTree.fromstring(html).iter("tr")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def test_a_score_shows_its_tree_with_values_ranges_and_reasons() -> None:
    rows = cells(BOTH.score(completion="4", answer="4")._repr_html_())
    assert [row[0] for row in rows] == ["part", "weighted", "right", "closed"]
    assert rows[2][:3] == ["right", "1", "[0, 1]"]
    assert rows[2][4] == "0.7"
    assert rows[3][5] == "unparsed: no_tag: <script>alert('x')</script> & more"


def test_nothing_that_a_model_wrote_becomes_markup() -> None:
    html = BOTH.score(completion="4", answer="4")._repr_html_()
    assert "<script" not in html


def test_a_reward_shows_its_tree_with_operators_and_weights() -> None:
    judge = gate(get("format/tags")(tags=["a"]), BOTH, otherwise=-1).named("total")
    rows = cells(judge._repr_html_())
    assert [row[0] for row in rows[1:]] == ["total", "tags", "weighted", "right", "closed"]
    assert rows[1][1:3] == ["gate", "[-1, 1]"]
    assert rows[4][3] == "0.7"
    assert repr(judge) == "<total [-1, 1]>"


def test_a_summary_shows_every_component_and_the_total_last() -> None:
    leaves = BOTH.skipped().leaves()
    summary = Summary(BOTH.range, {name: leaf.range for name, leaf in leaves.items()})
    for text in ("4", "5"):
        summary.add(BOTH.score(completion=text, answer="4"), None)
    rows = cells(summary._repr_html_().replace("<caption", "<p").replace("</caption>", "</p>"))
    assert [row[0] for row in rows[1:]] == ["right", "closed", "total"]
    assert rows[1][2:4] == ["2", "0.5"]
    assert "no_tag 2" in rows[2][-1]


@given(st.text(), st.floats(), st.floats(), st.floats())
def test_any_text_and_number_gives_a_table_that_can_be_parsed(
    text: str, value: float, low: float, high: float
) -> None:
    shown = "".join(sign for sign in text if sign.isprintable())
    found = notebook.table(
        ["a"], [[notebook.text(shown), notebook.number(value), notebook.bar(value, low, high)]]
    )
    assert ElementTree.fromstring(found).tag == "table"


@pytest.mark.parametrize("high", [0.0, math.inf, math.nan])
def test_a_range_without_a_width_has_no_bar(high: float) -> None:
    assert notebook.bar(0.0, 0.0, high) == ""


def test_a_missing_value_is_a_dash() -> None:
    blank = Breakdown("r", Score.error("judge_outage"), range=Range(0.0, math.inf))
    assert cells(blank._repr_html_())[1] == ["r", "–", "[0, inf]", "", "", "error: judge_outage"]
