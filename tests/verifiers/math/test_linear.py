"""No text makes the reading of an answer hang: each of these once took minutes or would have.

No clock is read here. A pattern that backtracks would keep the test from ever ending.
"""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Missing
from rewardkit_verifiers.math.number import number

LONG = 100_000
MARKS = (
    *(r"\boxed{%s}", "<answer>%s</answer>", "#### %s", "The answer is %s", "$%s$", "%s"),
    "<|begin_of_box|>%s<|end_of_box|>",
)
FILLINGS = (
    *("a", " ", "*", "10", "^", "~", ",", "_", "ha ", "b" * 16 + " ", ".", r"\frac"),
    *("2^2", "2**2", "=1", "0{,}1", "1.234", "1.5...", "_1C_2", "A:", "not ", "one "),
)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("filling", FILLINGS)
def test_a_long_answer_of_one_repeated_piece_is_read_in_linear_time(
    mark: str, filling: str
) -> None:
    inside = f"1{filling * (LONG // len(filling))}§"
    assert number.score(completion=mark % inside, answer="36").value == 0.0


@pytest.mark.parametrize(
    "completion",
    [
        r"\boxed{1" + "a" * 400 + "§}",
        "<answer>42" + "ha" * 60 + "!</answer>",
        r"\boxed{42 \text{" + "a" * 160 + "}_1}",
    ],
)
def test_letters_after_a_number_are_never_split_into_words_in_every_way(completion: str) -> None:
    assert number.score(completion=completion, answer="36").value == 0.0


@pytest.mark.parametrize("between", [" ", "*", "\n", "* "])
def test_a_phrase_before_a_long_blank_is_passed_over(between: str) -> None:
    completion = "answer" + between * LONG + "§"
    assert number.score(completion=completion, answer="36").status == "unparsed"


@pytest.mark.parametrize("opening", ["<|begin_of_box|>", r"\boxed{", "<answer>"])
def test_openings_without_end_are_given_up_early(opening: str) -> None:
    found = extract(opening * LONG, "marked")
    assert isinstance(found, Missing)
    assert found.reason == "unclosed"
