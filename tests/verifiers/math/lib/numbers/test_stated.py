"""One number is read from what a reply without a marker asserts at its end."""

from __future__ import annotations

import time

import pytest

from rewardkit_verifiers.math.distance import distance
from rewardkit_verifiers.math.lib.extraction.found import Found
from rewardkit_verifiers.math.lib.numbers.stated import formula_value, is_contested, order_for
from rewardkit_verifiers.math.number import number

TASK = "What is the value that is looked for?"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Six boxes: 6 * 12 = **72 pencils**.\n\n**Check:**\n- 72 / 6 = 12 ✓\n\nIt fits.", "72"),
        ("So there are **72** pencils. A crate (e.g. 3 packs of 40) would hold 120.", "72"),
        ("There are 72 pencils.\n\nFun fact: a pencil can draw a line of 56 km! 🎉", "72"),
        ("There are 72 pencils — six rows times twelve each.\n\nWant me to show more?", "72"),
        ("The rod is 0.8 m long, i.e. 80 cm.", "0.8"),
        ("It lasts 1.5 hours (that is, 90 minutes).", "1.5"),
        ("The trip costs 9,000 dollars.\n\nFor comparison, a car costs 20,000.", "9000"),
        ("It strikes 72 times.", "72"),
        ("Sei h das Alter.\n\n2,5 cm · 5 cm = **12,5 cm²**", "12.5"),
        ("Ana tiene 3h.\n\nRespuesta: Ana tiene actualmente **36 años.**", "36"),
        ("Подставим.\n\nДо повышения товар стоил **1500 рублей** (1800 : 1,2 = 1500).", "1500"),
        ("500 ÷ 2500 = 0.2\n\nよって、20%引きです。", "20"),
        ("Integrate:\n$$\\int_0^1 3x^2 dx = [x^3]_0^1 = 1 - 0 = 1.$$\n\nA tidy result.", "1"),
        (r"$10! = 10\cdot9\cdot8\cdots1 = 3{,}628{,}800$", "3628800"),
        ("P(one six) = 1 − 25/36 = 11/36 ≈ 30.6 %", "11/36"),
        ("The LCM of 24 and 36 is 72.", "72"),
        ("They cost 2 * 36 = $72, the bag is $9 and the order comes to $81.", "81"),
        ("x + 2 = 7\n$$\\begin{aligned} x+2 &= 7 \\\\ x &= 5 \\end{aligned}$$", "5"),
        ("By Pythagoras, c² = 9² + 40² = 1681 = 41². c = 41.", "41"),
        ("答えは36個です。", "36"),
        ("Twenty. An icosahedron has twenty faces, thirty edges and twelve vertices.", "20"),
    ],
)
def test_what_follows_a_stated_number_is_not_read_for_it(said: str, value: str) -> None:
    assert number.score(completion=said, answer=value, prompt=TASK).value == 1.0
    assert distance.score(completion=said, answer=value, prompt=TASK).reason == "exact"


@pytest.mark.parametrize(
    "said",
    [
        "Add them up.\n\nThere are about 72 pencils.",
        "Add them up.\n\nThere are no fewer than 72 pencils.",
        "Add them up.\n\nIt is 72 (or 73).",
        "Add them up.\n\nIt is 72, give or take.",
        "Add them up.\n\nВсего 72 тысячи.",
        "Add them up.\n\nIt is 72 or 84.",
        "Hmm, 72 it is. No, that is wrong, and I cannot say what it is.",
        "We count.\n\nSo 2x = 72.",
        "We count.\n\nHence\n$$x^2 = 72.$$",
        "We count.\n\nNow let n = 72.",
        "We count.\n\nSo we get 72x.",
        "We count.\n\nSo we get 72π.",
        "We count.\n\nSo it is 72 more than 5.",
        "We count.\n\nSo it is 72 short of 100.",
        "We count.\n\nSo it is 72+.",
        "We count.\n\n1. 70\n2. 71\n3. 72",
        "First we find 72.\n\nNext we must add the rest.",
        "You ask whether six boxes, of twelve each, hold 72. Let me know if you like more!",
        "There are six.\n\nThe total is\n\\[ 6 \\cdot 12 = 72 \\]\n\nSo, the final answer",
    ],
)
def test_a_bound_a_rival_a_size_and_a_doubt_leave_no_number(said: str) -> None:
    assert number.score(completion=said, answer="72", prompt=TASK).status == "unparsed"
    assert distance.score(completion=said, answer="72", prompt=TASK).status == "unparsed"


@pytest.mark.parametrize(
    "said", ["We add.\n\nSo it is 45 cm long.", r"So it drops by \boxed{45\text{ cm}}."]
)
def test_the_number_of_the_reference_in_another_unit_is_another_length(said: str) -> None:
    assert number.score(completion=said, answer="45 m").value == 0.0
    assert distance.score(completion=said, answer="45 m").status == "unparsed"
    assert number.score(completion=said.replace("cm", "m"), answer="45 m").value == 1.0


def test_a_power_is_left_to_be_worked_out_and_a_raised_unit_is_none() -> None:
    assert (
        number.score(completion="Add up.\n\nIt holds 36² pens.", answer="36").status == "unparsed"
    )
    assert (
        number.score(completion="Add up.\n\nSo it is $3.0\\ \\text{m/s}^2$.", answer=3).value == 1.0
    )


def test_a_number_that_stands_alone_is_read_as_before() -> None:
    assert "prose" not in order_for("72", "auto")
    assert "prose" in order_for("There are 72 of them.", "auto")
    assert "prose" not in order_for("There are 72 of them.", "gsm8k")


def test_a_copy_of_the_numbers_of_the_problem_is_no_answer_to_it() -> None:
    prompt = "What is 28+83?"
    assert distance.score(completion="28+83", answer="111", prompt=prompt).status == "unparsed"
    said = "We add.\n\nSo the sum is 28+83."
    assert distance.score(completion=said, answer="111", prompt=prompt).status == "unparsed"
    assert number.score(completion=said, answer="111", prompt=prompt).value == 0.0


def test_a_likeness_is_no_bound_and_a_bare_chain_ends_on_its_value() -> None:
    likened = "It drops 44.1 metres — roughly the height of a 14-storey building."
    assert not is_contested(Found("44.1 metres", "prose", around=(likened, "")))
    assert is_contested(Found("44.1", "prose", around=("It drops 44.1, give or take.", "")))
    assert formula_value("$1-0=1$", Found("1-0=1", "last_math")) == 1
    assert formula_value("First, $1-0=1$. Then we go on.", Found("1-0=1", "last_math")) is None


@pytest.mark.parametrize(
    "piece", ["3 more than ", "1,", "5 ", "- 12\n", "2x = 12, ", "12 (or 13) ", "to 12 and "]
)
def test_a_long_statement_is_read_in_time_that_grows_with_it(piece: str) -> None:
    spent = []
    for times in (2_000, 16_000):
        said = f"We count.\n\nSo it is {piece * times}"
        began = time.process_time()
        number.score(completion=said, answer="12", prompt=TASK)
        spent.append(time.process_time() - began)
    assert spent[1] < 20 * spent[0] + 0.5
