"""References as published data sets write them, and the replies that they are meant for."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.number import number

# The set that writes so, the reference, a right reply, a wrong one.
ROWS = [
    ("Ape210K", "4(5/11)", "\\boxed{4\\frac{5}{11}}", "\\boxed{\\frac{20}{11}}"),
    ("Ape210K", "4(5/11)", "答案：49/11", "答案：4/11"),
    ("Ape210K", "(3/8)", "\\boxed{\\frac{3}{8}}", "\\boxed{\\frac{8}{3}}"),
    ("Math23K", "((3)/(8))", "\\boxed{0.375}", "\\boxed{0.385}"),
    ("SciBench", "2.57 $10^{11} \\mathrm{~J}$", "\\boxed{2.57 \\times 10^{11}}", "\\boxed{2.57}"),
    ("SciBench", "47 $\\mathrm{~N} / \\mathrm{C}$", "\\boxed{47}", "\\boxed{46}"),
    ("SciBench", "13.2 $\\mathrm{~m} \\cdot \\mathrm{s}^{-1}$", "\\boxed{13.2}", "\\boxed{31.2}"),
    ("SciBench", "9.832 $m/s^2$", "\\boxed{9.832}", "\\boxed{9.382}"),
    ("SciBench", "11 $\\mu \\mathrm{T}$", "\\boxed{11}", "\\boxed{12}"),
    ("SciBench", "1000 $\\Omega$", "\\boxed{1000\\ \\Omega}", "\\boxed{100\\ \\Omega}"),
    ("SciBench", "6 $\\mathrm{~k} \\Omega$", "\\boxed{6000\\ \\Omega}", "\\boxed{6\\text{ MΩ}}"),
    ("SciBench", "0.8 $MeV$", "\\boxed{0.8}", "\\boxed{0.8\\text{ keV}}"),
    ("TheoremQA", True, "\\boxed{True}", "\\boxed{False}"),
    ("TheoremQA", False, "Therefore, the answer is False.", "Therefore, the answer is True."),
    ("TheoremQA", [1, 2], "\\boxed{[1, 2]}", "\\boxed{[2, 2]}"),
    ("college_math", "No.", "\\boxed{No.}", "\\boxed{Yes.}"),
    ("ASDiv", "36 (sq. inches)", "\\boxed{36}", "\\boxed{63}"),
]


@pytest.mark.parametrize(("published", "gold", "right", "wrong"), ROWS)
def test_a_reference_is_read_as_its_data_set_means_it(
    published: str, gold: object, right: str, wrong: str
) -> None:
    assert equivalence.score(completion=right, answer=gold).value == 1.0
    assert equivalence.score(completion=wrong, answer=gold).value == 0.0


@pytest.mark.parametrize(
    ("gold", "right"),
    [
        ("4(5/11)", "49/11"),
        ("(1/10)", "0.1"),
        ("12 (apples)", "12"),
        ("5 (times)", "5"),
        ("288 (t-shirts)", "288"),
    ],
)
def test_a_number_is_read_from_such_a_reference(gold: str, right: str) -> None:
    assert number.score(completion=f"\\boxed{{{right}}}", answer=gold).value == 1.0
    assert number.score(completion="\\boxed{7}", answer=gold).value == 0.0


def test_a_product_in_a_reply_is_no_mixed_number() -> None:
    assert equivalence.score(completion="\\boxed{4(5/11)}", answer="49/11").value == 0.0


def test_the_exponent_of_a_unit_is_no_second_number() -> None:
    reply = "The final answer is 13.2 $\\mathrm{m}/\\mathrm{s}^{2}$."
    assert number.score(completion=reply, answer="13.2").value == 1.0
