"""A reference is the answer inside what a data set wrote, words about its letters included."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS
from rewardkit_verifiers.math.lib.references import reference


def test_a_word_of_denial_is_a_reference() -> None:
    assert [reference(word).text for word in ("No", "no", "False", "Never")] == [
        *("No", "no", "False", "Never")
    ]


def paid(written: str, answer: str) -> bool:
    return bool(same(reference(written).text, answer, PRESETS["default"]))


@pytest.mark.parametrize(
    ("written", "right", "wrong"),
    [
        (r"$f(x)=cx$ for any real constant $c$", r"f(x)=kx, k \in \mathbb{R}", "c"),
        (r"$x=k\pi$ where $k$ is an integer", r"x=n\pi, n \in \mathbb{Z}", "k"),
        ("$n$ is odd", r"\text{all odd numbers}", "n"),
        ("$a$ is negative", r"a \text{ is negative}", "a"),
        ("The answer is $5$", "5", "6"),
        ("$3$ and $5$", "3, 5", "5"),
    ],
)
def test_words_about_letters_belong_to_the_formula_before_them(
    written: str, right: str, wrong: str
) -> None:
    assert paid(written, right)
    assert not paid(written, wrong)


@pytest.mark.parametrize("written", ["", "  ", "nan", "None", "null"])
def test_a_missing_reference_is_a_problem_and_no_text(written: str) -> None:
    assert reference(written).problem


@pytest.mark.parametrize(
    "written", [r"\frac{", r"\frac{1}{2", r"\sqrt", "2^{", r"\frac{1}{2}}", r"$\sqrt{2$"]
)
def test_a_reference_that_breaks_off_is_a_problem_and_no_wrong_answer(written: str) -> None:
    assert reference(written).problem
    score = equivalence.score(completion=r"\boxed{7}", answer=written).score
    assert (score.status, score.reason) == ("error", "bad_answer")


@pytest.mark.parametrize(
    "written",
    [r"\{1, 2\}", "]0, 1[", "[0, 1)", r"\left\{x : x > 2\right.", "(1, 2", "elm", r"\frac12"],
)
def test_a_reference_of_whole_braces_is_none_that_breaks_off(written: str) -> None:
    assert not reference(written).problem


@pytest.mark.parametrize("gold", ["No.", "No. They can't be.", "This is not a subspace."])
def test_a_reference_that_denies_is_an_answer_in_words(gold: str) -> None:
    assert not reference(gold).problem
    assert equivalence.score(completion=f"\\boxed{{{gold}}}", answer=gold).value == 1.0
    assert equivalence.score(completion="\\boxed{Yes}", answer=gold).value == 0.0


def test_a_reply_in_the_unit_of_its_reference_is_paid_whatever_the_question_names() -> None:
    asked = "How fast does she go, in miles per hour, if 9 miles take 1.362 hours?"
    gold = "$6.608 \\mathrm{mi} / \\mathrm{hr}$"
    reply = "\\boxed{6.608 \\mathrm{mi} / \\mathrm{hr}}"
    assert equivalence.score(completion=reply, answer=gold, prompt=asked).value == 1.0


@pytest.mark.parametrize(
    "written",
    ["$(1,1,4)$ and permutations", "$f(x)=x$ and constants", r"$p=2$ and all primes $p=4k+1$"],
)
def test_a_formula_that_words_add_to_is_not_all_of_the_reference(written: str) -> None:
    assert reference(written).text == written
    assert reference("$x = 2$ and hence $y = 5$").text == "y = 5"


def test_a_reference_of_cases_is_all_of_them() -> None:
    written = "when $a>0$, $x>1$; when $a=0$, no solution; when $a<0$, $x<1$"
    assert reference(written).text == written


def test_a_reference_that_names_each_formula_is_all_of_them() -> None:
    assert reference("slope $2$, intercept $3$").text == "slope $2$, intercept $3$"
    assert reference("Therefore $a=2$, hence $b=3$").text == "b=3"


def test_a_family_keeps_the_words_about_its_letter() -> None:
    gold = r"$x=\frac{\pi}{12}+\frac{k\pi}{3}$, k any integer"
    for answer, right in (
        (r"$x=15^\circ+60^\circ k$", True),
        (r"$\frac{5\pi}{12}+\frac{n\pi}{3},\ n\in\mathbb{Z}$", True),
        (r"$\frac{\pi}{12}+k\pi,\ k\in\mathbb{Z}$", False),
    ):
        found = get("math/equivalence").score(completion=answer, answer=gold)
        assert (found.value == 1.0) is right
