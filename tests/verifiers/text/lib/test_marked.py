r"""The value that a reply boxes or ends on in bold decides over a letter announced ahead of it."""

from __future__ import annotations

import time

import pytest

from rewardkit_verifiers.text.choice import choice

LENGTH = "The length of ED is ()\n(A) \\frac{20}{3}\n(B) \\frac{10}{3}\n(C) 7\n(D) \\frac{14}{3}"
TANGENT = "The perimeter of PCD is ()\n(A) 8\n(B) 12\n(C) 16\n(D) 不能确定"
ANGLE = "Find the angle NCL\nChoices:\n(A) 60\n(B) 120\n(C) 240\n(D) 360"
DEGREES = "Find the angle.\nChoices:\n(A) 60°\n(B) 120°\n(C) 130°\n(D) 155°"
PERIMETER = "Find the perimeter.\nA. 14 cm\nB. 28 cm\nC. 10 cm\nD. 20 cm"
NEAREST = "Find x to the nearest whole.\n(A) 33\n(B) 40\n(C) 50\n(D) 57"
WORKED_OUT = [
    (
        LENGTH,
        "The correct answer is (D).\n\nOn A, B, C:\nAC/BD = CE/ED\n\nDE = \\boxed{\\frac{20}{3}}",
        "A",
    ),
    (LENGTH, "The answer is (B).\n\nAE = 5.\nSo ED = \\boxed{7}.", "C"),
    (LENGTH, "The answer is (B).\n\nLet AC = 3.\n\nED = $\\boxed{\\dfrac{14}{3}}$", "D"),
    (
        LENGTH,
        "Option B is correct.\n\nStep 1. AC = 3.\nStep 2. So ED = 20/3.\n\n$$ED = \\boxed{20/3}$$",
        "A",
    ),
    (
        TANGENT,
        "The answer is (B).\n\nA = (2,8);\nB = (10,8);\nThe perimeter of PCD is 8 + 8 = **16**.",
        "C",
    ),
    (TANGENT, "The correct answer is (B).\n\nPA = PB.\n\nHence the perimeter is **8**.", "A"),
    (TANGENT, "I choose D.\n\nPA = PB = 8.\nPerimeter = 2 * 8 = **16** units.", "C"),
    (TANGENT, "The answer is A.\n\nPC = CA.\n\n$PC + CD + PD = \\boxed{16}$", "C"),
    (
        ANGLE,
        "The answer is (C).\n\nx=60. So NCL = 2(60)+0 = \\boxed{120} degrees.",
        "B",
    ),
    (ANGLE, "The answer is (C).\n\nAngle NCL = \\boxed{120^\\circ}", "B"),
    (ANGLE, "The answer is (A).\n\nAngle NCL = \\boxed{240^{\\circ}}.", "C"),
    (DEGREES, "The answer is (C).\n\nAngle NCL = \\boxed{120}", "B"),
    (DEGREES, "The answer is (C).\n\nAngle NCL is **120** degrees.", "B"),
    (PERIMETER, "The answer is A.\n\nAB + BC = 14, twice is \\boxed{28\\text{ cm}}", "B"),
    (PERIMETER, "The answer is A.\n\nAB + BC = 14, twice is \\boxed{28}", "B"),
    (PERIMETER, "The answer is A.\n\nThe perimeter is **28 cm**.", "B"),
    (PERIMETER, "\\boxed{28}", "B"),
    (PERIMETER, "A = (0,0)\nB = (3,1)\nC = (5,5)\nThe sum is \\boxed{28}.", "B"),
    (NEAREST, "The answer is C.\n\nx = \\boxed{49.6}", "C"),
    (NEAREST, "The answer is C.\n\nx = \\boxed{50}", "C"),
    (NEAREST, "The answer is C.\n\n2x = \\boxed{100}, so x = 50.", "C"),
    (NEAREST, "x = \\boxed{77}\n\nHalf of it is 38.5 and so the answer is B.", "B"),
    (PERIMETER, "The answer is B.\n\nHalf of it is \\boxed{14} so the perimeter is 28 cm.", "B"),
    (PERIMETER, "The answer is B.\n\nThe perimeter is \\boxed{280} mm.", "B"),
    (PERIMETER, "\\boxed{77} was wrong.\nThe answer is B.", "B"),
]
NOT_WORKED_OUT = [
    (ANGLE, "NCL = \\boxed{120}\n\nJust kidding, I have no idea.", "B"),
    (ANGLE, "NCL = \\boxed{120}\n\nI can't decide.", "B"),
    (ANGLE, "If x were 0, NCL would be \\boxed{120}", "B"),
    (ANGLE, "The answer is C.\n\nSuppose NCL = \\boxed{120}", "B"),
    (LENGTH, "The correct answer is (D).\n\nDE = \\boxed{\\frac{20}{3}}", "D"),
    (TANGENT, "The correct answer is (B).\n\nTherefore, the perimeter is 4 + 8 + 4 = **16**.", "B"),
    (ANGLE, "The answer is (C).\n\nNCL = \\boxed{120} degrees.", "C"),
    (ANGLE, "The answer is (C).\n\nNCL = \\boxed{120} degrees. No, it is 240.", "B"),
    (ANGLE, "\\boxed{120}\n\n\\boxed{240}", "B"),
    (ANGLE, "\\boxed{120}\n\n\\boxed{240}", "C"),
    (ANGLE, "\\boxed{C}\n\nNCL = **120**", "B"),
    (ANGLE, "The angle is not \\boxed{120}", "B"),
    (ANGLE, "The answer is C. NCL is not **120**.", "B"),
    (ANGLE, "NCL = \\boxed{120}\n\nThe answer is C.", "B"),
    (ANGLE, "Answer: C\nNCL = \\boxed{120}", "B"),
    (ANGLE, "NCL = \\boxed{60 \\text{ or } 120}", "B"),
    (ANGLE, "NCL = \\boxed{-120}", "B"),
    (ANGLE, "NCL = \\boxed{120x}", "B"),
    (ANGLE, "NCL = \\boxed{12}", "B"),
    (ANGLE, "The answer is C.\n\nNCL < \\boxed{120}", "B"),
]


@pytest.mark.parametrize(("prompt", "reply", "letter"), WORKED_OUT)
def test_the_marked_value_at_the_end_chooses_its_option(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "letter"), NOT_WORKED_OUT)
def test_a_value_denied_bounded_or_outranked_chooses_nothing(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 0.0


def test_boxes_with_the_values_of_two_options_choose_none() -> None:
    for letter in "AB":
        reply = "\\boxed{14}\n\n\\boxed{28}"
        assert choice.score(completion=reply, answer=letter, prompt=PERIMETER).value == 0.0


@pytest.mark.parametrize("part", ["\\boxed{", "\\boxed{14}", "= **14** ", "A = (1, 2)\n"])
def test_many_marks_take_linear_time(part: str) -> None:
    start = time.process_time()
    choice.score(completion="The answer is B.\n" + part * 20_000, answer="B", prompt=PERIMETER)
    assert time.process_time() - start < 5.0


@pytest.mark.parametrize(
    ("prompt", "reply", "letter"),
    [
        (ANGLE, "The answer is (C).\n\n$x = \\dfrac{155}{2}$\n\n$x = \\boxed{77}$.", "C"),
        (ANGLE, "The correct answer is (B).\n\nSo NCL = \\boxed{82}", "B"),
        (DEGREES, "The answer is (C).\n\nx = \\boxed{77^\\circ}", "C"),
        (PERIMETER, "B is correct.\n\nThe perimeter is \\boxed{35} cm", "B"),
        (NEAREST, "The answer is C.\n\nx = \\boxed{12}", "C"),
        (NEAREST, "40 looks like the angle.\n\nThe sine is 40 / 57, so x = \\boxed{12}", "B"),
    ],
)
def test_a_boxed_number_that_no_option_has_chooses_none(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 0.0


@pytest.mark.parametrize(
    ("prompt", "reply", "letter"),
    [
        (ANGLE, "The answer is **(B) 120**.\n\nHalf of it is \\boxed{77}", "B"),
        (ANGLE, "The answer is B.\n\nHalf of 240 is \\boxed{120.4}", "B"),
        (ANGLE, "The answer is B.\n\nThe other one is \\boxed{70}, so NCL is 120.", "B"),
        (ANGLE, "x = \\boxed{77}\n\nThe answer is B.", "B"),
        (ANGLE, "The answer is B.\n\nIn all, \\boxed{B}", "B"),
        (PERIMETER, "The answer is B.\n\nIt is \\boxed{0.28} metres", "B"),
        (LENGTH, "The answer is A.\n\nIt is \\boxed{6.667}", "A"),
        (NEAREST, "The answer is C.\n\nIt is \\boxed{49.6}", "C"),
        (NEAREST, "The answer is C.\n\nIt is \\boxed{x}", "C"),
    ],
)
def test_a_boxed_number_that_is_near_or_another_quantity_takes_no_choice_back(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 1.0
