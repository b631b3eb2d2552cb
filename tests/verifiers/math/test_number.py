"""`math/number` pays for exactly the right number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.math.distance import distance
from rewardkit_verifiers.math.lib.numbers.reference import number_of_reference
from rewardkit_verifiers.math.number import number


def test_the_score_says_what_was_read_from_where() -> None:
    score = number.score(completion="so\n#### 1,234", answer="1234").score
    assert score.extra == {"extracted": "1,234", "where": "####"}


@pytest.mark.parametrize("answer", ["42", 42, 42.0, "#### 42", r"\boxed{42}", "42.0", Fraction(42)])
def test_a_reference_may_be_written_as_data_sets_write_it(answer: object) -> None:
    assert number.score(completion="#### 42", answer=answer).value == 1.0


@pytest.mark.parametrize("answer", ["forty-two", "", "1 or 2", float("nan"), True, "1,2"])
def test_a_broken_reference_is_our_error_and_names_itself(answer: object) -> None:
    result = number.score(completion="#### 42", answer=answer)
    assert (result.status, result.reason, result.value) == ("error", "bad_answer", None)
    assert str(answer) in result.detail


def test_a_float_reference_means_its_shortest_decimal() -> None:
    assert number.score(completion="#### 0.1", answer=0.1).value == 1.0
    assert number_of_reference(0.1) != number_of_reference(0.1 + 1e-17 + 0.2)


def test_an_unknown_convention_is_refused_when_the_reward_is_made() -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'gsm8k'"):
        number(where="gsm8")


@pytest.mark.parametrize(
    "completion",
    [
        *(r"\boxed{36-x}", r"\boxed{36x}", r"\boxed{36i}", r"\boxed{36\pi}", r"\boxed{x-36}"),
        *(r"\boxed{36 dozen}", r"\boxed{log 36}", "3 of 36", "3 out of 36"),
        *("The value is 36².", "The value is ±36.", "It is ∛36.", "We get 36π.", "It is 36½."),
        *("36 is wrong", "not 36", "√36", "36!", "x > 36", "The answer is 36 squared"),
    ],
)
def test_a_neighbour_that_makes_it_another_number_is_not_read_over(completion: str) -> None:
    assert number.score(completion=completion, answer="36").status == "unparsed"


@pytest.mark.parametrize(
    "completion",
    [
        *(r"\boxed{36\text{ cm}^2}", r"\boxed{36 \text{ dollars per hour}}", "36 m", "答案是36。"),
        *("She earned 36!", "<answer>The answer is 36.</answer>", "10 times 3.6 = 36 dollars"),
    ],
)
def test_units_and_an_introduction_change_nothing(completion: str) -> None:
    assert number.score(completion=completion, answer="36").value == 1.0


@pytest.mark.parametrize(
    "completion",
    [
        *(r"<answer>\boxed{36}</answer>", r"<answer>$\boxed{36}$</answer>"),
        *("<answer>12*3 = 36</answer>", "The answer is 12*3=36", r"\boxed{\frac{72}{2} = 36}"),
        *(r"<answer>So it is \boxed{36}.</answer>", "<answer>x = 72/2 = 36</answer>"),
        *(r"\boxed{\text{Total cost} = 36 \text{ dollars}}", "#### 6^2", "6^{2}", "f(2) = 36"),
        *("<answer>a = 36</answer>", "<answer>Therefore, 30 + 6 = 36.</answer>"),
    ],
)
def test_a_chain_of_equalities_gives_its_last_side(completion: str) -> None:
    assert number.score(completion=completion, answer="36").value == 1.0
    assert distance.score(completion=completion, answer="36").reason == "exact"


@pytest.mark.parametrize(
    "completion",
    [
        *("<answer>2+2 = 36</answer>", "The answer is 35 = 36", r"\boxed{1 = 2 = 36}"),
        *("<answer>x = 3, y = 36</answer>", "<answer>x != 36</answer>", r"\boxed{x \ne 3 = 36}"),
        *(r"<answer>\boxed{36} \boxed{37}</answer>", "<answer>2x = 36</answer>"),
        *("<answer>not x = 36</answer>", "<answer>minus x = 36</answer>", "a != 36"),
        "<answer>" + "1=" * 300 + "36</answer>",
        "<answer>" + "q" * 390 + "% = 36</answer>",
    ],
)
def test_a_chain_that_says_two_things_is_no_answer(completion: str) -> None:
    assert number.score(completion=completion, answer="36").status == "unparsed"


def test_a_bare_number_of_several_parts_is_read_as_one() -> None:
    assert number.score(completion="3 1/2", answer="3.5").value == 1.0
    assert number.score(completion="1 234 567.5", answer="1234567.5").value == 1.0


@pytest.mark.parametrize(
    ("said", "value"),
    [
        *(("<answer>negative 36</answer>", -36), (r"\boxed{36 million}", 36 * 10**6)),
        *(("minus 7", -7), ("1.25 million", 1_250_000), ("2.5 thousand dollars", 2500)),
        *(("seven", 7), ("Hence, three quarters", Fraction(3, 4)), ("4.5 x 10^-5", "0.000045")),
        *(("5 / 6", Fraction(5, 6)), ("We get 5 / 6.", Fraction(5, 6)), ("Hence, ¾", "3/4")),
        *((r"\boxed{P(X=2)=\frac38}", "3/8"), (r"\boxed{3^{100} \equiv 4 \pmod 7}", 4)),
        *((r"$\int_0^2 (3x^2+1)\,dx = 10$", 10), (r"$\mathbb{E}[X+Y] = 7$", 7)),
        *(("<answer>remainder 4</answer>", 4), ("<answer>3 out of 8</answer>", "3/8")),
        *(("**Step 3**\n\neight\n", 8), ("nine cats", 9), ("<answer>Respuesta: 56</answer>", 56)),
        *(("The answer is approximately 3.14.", "3.14"), ("She has **55 pencils** left over.", 55)),
        *(("<answer>The expected value is **7**.</answer>", 7), ("8C3 = 56", 56)),
    ],
)
def test_a_number_is_read_in_the_ways_that_replies_write_one(said: str, value: object) -> None:
    assert number.score(completion=said, answer=value).value == 1.0
    assert number.score(completion=said, answer=36).value == 0.0


@pytest.mark.parametrize(
    "claim",
    [
        *("At least {}", "At most {}.", "It is somewhere around {}", "Roughly {}", "probably {}"),
        *("{} or so", "{}-ish", "{} at least", "{}, give or take", "up to {}", "close to {}"),
        *("The answer is at least {}.", "The answer is around {}.", "Answer: {} or more"),
        *("no fewer than {}", "perhaps {}", "{}+", "{} tops", "above {} dollars", "if {}"),
        *(
            "nicht {}",
            "mindestens {}",
            "aproximadamente {}",
            "al menos {}",
            "it can't be {}",
            "至少{}",
        ),
        *(
            "66, 68, 70, {}",
            "The answer is {} (or 73).",
            "{} (maybe)",
            "{} (not 73)",
            "{} (correction: 73)",
        ),
    ],
)
@pytest.mark.parametrize("where", ["auto", ("phrase", "last_number")])
def test_a_bound_a_guess_and_an_estimate_are_no_number(claim: str, where: str) -> None:
    said = claim.format(72)
    assert number.score(completion=said, answer="72", where=where).value == 0.0
    assert distance.score(completion=said, answer="72", where=where).value == -4.5


@pytest.mark.parametrize(
    "claim",
    [
        *("{} (48 + 24)", "The answer is {} (that is, 8*9).", "Answer: {} (i.e. 144/2)"),
        *("{} (in total)", "She sold {} clips (over both months).", "It takes {} steps around it."),
        *("The total, which is at least what she hoped for, is {}.", "So 48 + 24 = {} (clips)."),
    ],
)
def test_a_remark_that_agrees_leaves_the_number(claim: str) -> None:
    assert number.score(completion=claim.format(72), answer="72").value == 1.0


@pytest.mark.parametrize(
    ("task", "prompt", "truth"),
    [
        *(("28+83", "What is 28+83?", 111), ("6*7", "What is 6*7?", 42)),
        *(("84/7", "What is 84/7?", 12), ("2^{10}", "Compute 2^{10}.", 1024)),
        *((r"\frac{84}{7}", "Compute 84 ÷ 7.", 12), ("5!", "What is 5!?", 120)),
    ],
)
@pytest.mark.parametrize(
    "dress", ["{}", "<answer>{}</answer>", r"\boxed{{{}}}", "The answer is {}"]
)
def test_the_task_itself_is_no_number(task: str, prompt: str, truth: int, dress: str) -> None:
    copy = dress.format(task)
    assert number.score(completion=copy, answer=truth, prompt=prompt).value == 0.0
    # The point of *The answer is 5!* ends the sentence, so that it says 5.
    most = -2.5 if copy == "The answer is 5!" else -4.5
    assert distance.score(completion=copy, answer=truth, prompt=prompt).value == most
    solved = dress.format(f"{task} = {truth}")
    if "frac" not in task and "^" not in task and "!" not in task:
        assert number.score(completion=solved, answer=truth, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        *(
            (17, said)
            for said in ("よって、答えは17です。", "따라서 답은 17입니다.", r"\boxed{1 + 16 = 17}")
        ),
        *((3, said) for said in (r"\boxed{\text{three}}", "There are exactly three solutions.")),
        *((120, said) for said in (r"\boxed{5! = 120}", r"\boxed{\text{total } 120}")),
        *(
            (7, said)
            for said in (r"\boxed{f'(2) = 7}", r"\boxed{7 \pmod{9}}", "The limit is seven.")
        ),
        (6, r"\boxed{x \equiv 6 \pmod{7}, \text{ so } x = 6}"),
    ],
)
def test_a_number_is_read_with_what_only_introduces_it(answer: int, said: str) -> None:
    assert number.score(completion=said, answer=answer).value == 1.0


@pytest.mark.parametrize(
    "said",
    [
        "I think it could be 17, but I'm not sure.",
        "The answer cannot be determined; options include 17.",
        r"\boxed{17 \pmod{5}}",
        r"\boxed{\text{at least } 17}",
        r"\boxed{5! = 17}",
        "It is not seventeen.",
    ],
)
def test_a_number_that_is_doubted_or_another_one_is_not_paid(said: str) -> None:
    assert number.score(completion=said, answer=17).value == 0.0
