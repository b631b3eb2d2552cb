"""What counts as the same answer, and what does not: the table, and laws that hold for all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same, several
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Found
from rewardkit_verifiers.math.lib.policy import PRESETS
from rewardkit_verifiers.math.lib.references import reference

DEFAULT = PRESETS["default"]
PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
]


def judged(gold: str, answer: str) -> bool | None:
    """Whether an answer counts for a reference, after extraction of both."""
    found = extract(answer, DEFAULT.where)
    if not isinstance(found, Found) and found.detail.endswith("doubted or denied"):
        return None
    assert isinstance(found, Found), found
    return same(reference(gold).text, found.text, DEFAULT).equal


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['gold']} ~ {pair['answer']}")
def test_the_table_of_equal_and_unequal_answers_holds(pair: dict[str, Any]) -> None:
    assert (judged(pair["gold"], pair["answer"]) is True) == pair["same"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['gold']}")
def test_every_answer_equals_itself(pair: dict[str, Any]) -> None:
    for text in (pair["gold"], pair["answer"]):
        assert same(text, text, DEFAULT)


MARKS = ["\\frac", "\\{", "\\}", "\\sqrt", "\\pm", *"{}()[]|^_,;°%!'=-+/&"]
WORDS = ["\\le", "\\in", "\\cup", "\\text{ or }", " and ", "\\sum_{k=1}^{n}", "\\int"]
SHAPES = ["\\begin{pmatrix}", "\\end{pmatrix}", "\\\\", "\\binom", "\\log_", "\\overline", "\\left"]
ATOMS = ["1", "2", "x", "n", "i", "e", "π", "√", "½", "0.", "1e9", "\\lim_{x\\to 0}"]
MIXTURE = st.lists(st.sampled_from([*MARKS, *WORDS, *SHAPES, *ATOMS]), max_size=25).map("".join)


@given(MIXTURE, MIXTURE)
def test_any_mixture_of_marks_gets_a_verdict(gold: str, answer: str) -> None:
    verdict = same(gold, answer, DEFAULT)
    assert verdict.equal in (True, False, None)
    assert verdict.method


@given(MIXTURE)
def test_any_mixture_equals_itself(text: str) -> None:
    if text.strip():
        assert same(text, text, DEFAULT)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_gets_a_verdict(gold: str, answer: str) -> None:
    assert same(gold, answer, DEFAULT).equal in (True, False, None)


@pytest.mark.parametrize("gold", ["", "  ", "\n"])
def test_an_empty_reference_equals_nothing(gold: str) -> None:
    assert reference(gold).problem
    assert not same(gold, "", DEFAULT)


def test_a_reference_may_be_a_whole_solution() -> None:
    assert reference(r"Therefore the value is \(\boxed{3}\).").text == "3"
    assert reference("6*7\n#### 42").text == "42"
    assert reference("<answer>\\boxed{84}</answer>").text in ("84", r"\boxed{84}")


def test_a_formula_printed_one_token_a_row_is_read() -> None:
    stacked = r"\begin{matrix} 1 \\ - \\ \dfrac{ \\ 2 \\ }{ \\ \pi \\ } \end{matrix}"
    assert same(r"1-\frac{2}{\pi}", stacked, DEFAULT)
    assert not same("12", r"\begin{matrix} 1 \\ 2 \end{matrix}", DEFAULT)


def test_two_answers_of_one_value_are_one_answer() -> None:
    assert several(Found("0.5", "boxed", (r"\frac12",)), DEFAULT) is None
    assert several(Found("0.5", "boxed", ("0.6",)), DEFAULT) == "0.6"


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        ("x+2", r"x+2,\ x \neq 2", True),
        ("(x+1)(x-2)", r"(x+1)(x-2),\ x \neq 2", True),
        ("(0,4]", r"0<x\le 4, x \ne 2", False),
        (r"a\geqslant 2", r"a\ge 2, a\ne 3", False),
    ],
)
def test_a_value_left_out_of_a_set_makes_another_set(gold: str, answer: str, right: bool) -> None:
    assert bool(same(gold, answer, DEFAULT)) is right


def test_a_fraction_is_not_so_many_percent() -> None:
    assert same(r"\frac{3}{8}", r"37.5\%", DEFAULT)
    assert not same(r"\frac{3}{8}", r"0.375\%", DEFAULT)
    assert not same(r"\frac{5}{36}", r"\frac{5}{36}\%", DEFAULT)
