r"""Boxes with labels outside, boxes that are only spoken of, and boxes that nobody sees."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Found, Missing

EQUAL = get("math/equivalence")


@pytest.mark.parametrize(
    ("completion", "gold", "right"),
    [
        (r"So $x=\boxed{3}$, $y=\boxed{5}$.", "(3,5)", True),
        (r"So $y=\boxed{5}$, $x=\boxed{3}$.", "(3,5)", True),
        (r"So $y=\boxed{3}$, $x=\boxed{5}$.", "(3,5)", False),
        (r"So $x=\boxed{3}$, $y=\boxed{5}$.", "5", False),
        (r"So $x=\boxed{3}$ or $x=\boxed{5}$.", "3,5", True),
        ("(a) $\\boxed{3}$\n(b) $\\boxed{5}$", "(3,5)", True),
        ("(a) $\\boxed{5}$\n(b) $\\boxed{3}$", "3,5", False),
        ("(a) $\\boxed{3}$\n(b) $\\boxed{5}$", "5", False),
        (r"$x=\boxed{3}$. No: $x=\boxed{5}$.", "5", False),
        (r"$x=\boxed{3}$. So the sum is \boxed{8}.", "8", True),
        (r"$x=\boxed{3}$. The sum is \boxed{8}.", "8", False),
    ],
)
def test_labels_outside_the_boxes_make_one_answer_of_them(
    completion: str, gold: str, right: bool
) -> None:
    assert (EQUAL.score(completion=completion, answer=gold).value == 1.0) == right


def test_an_empty_box_after_an_answer_is_only_spoken_of() -> None:
    assert extract(r"\boxed{42}. The answer is written in \boxed{}.") == Found("42", "boxed")
    assert isinstance(extract(r"\boxed{}"), Missing)
    assert isinstance(extract(r"\boxed{42} \boxed{?}"), Missing)


@pytest.mark.parametrize(
    "hidden",
    [
        r"<!-- \boxed{5} -->",
        r"~~\boxed{5}~~",
        r"<del>\boxed{5}</del>",
        r'<span style="display:none">\boxed{5}</span>',
        r"\phantom{\boxed{5}}",
        r"\color{white}{\boxed{5}}",
    ],
)
def test_a_box_that_nobody_sees_is_no_answer(hidden: str) -> None:
    assert EQUAL.score(completion=f"No idea. {hidden}", answer="5").value == 0.0
    assert EQUAL.score(completion=rf"\boxed{{7}} {hidden}", answer="7").value == 1.0


def test_two_thousand_boxes_are_counted_in_what_the_score_reports() -> None:
    found = extract(r"\boxed{5} and again " * 2000)
    assert isinstance(found, Found)
    assert (found.text, found.times) == ("5", 2000)
    score = EQUAL.score(completion=r"So \boxed{5}. " * 2000, answer="5").score
    assert score.extra["times"] == 2000


def test_a_letter_stated_after_a_formula_in_a_box_is_the_choice() -> None:
    reply = "\\boxed{2x < 3}\n\n**Answer: D**"
    assert EQUAL.score(completion=reply, answer="D").value == 1.0
    assert EQUAL.score(completion=reply, answer="B").value == 0.0
    assert EQUAL.score(completion="\\boxed{B}\n\n**Answer: D**", answer="D").value == 0.0


@pytest.mark.parametrize(
    ("completion", "gold", "right"),
    [
        (r"So there are $5!=\boxed{120}$ ways.", "120", True),
        (r"Hence $2\cdot(n-1)!=\boxed{48}$.", "48", True),
        (r"So x != \boxed{3}.", "3", False),
        (r"It is != \boxed{3}.", "3", False),
    ],
)
def test_a_factorial_before_a_box_denies_nothing(completion: str, gold: str, right: bool) -> None:
    assert (EQUAL.score(completion=completion, answer=gold).value == 1.0) is right


def test_a_check_of_the_answer_behind_a_box_is_no_other_answer() -> None:
    reply = (
        r"So $17^{-1}\equiv \boxed{44}\pmod{83}$."
        "\n\n"
        r"We may check our answer: $17\cdot 44 = 748 \equiv 1\pmod{83}$, so our answer is correct."
    )
    assert EQUAL.score(completion=reply, answer="44").value == 1.0
