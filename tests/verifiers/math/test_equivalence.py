"""`math/equivalence`: statuses, refusals, and the same verdict from any thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rewardkit import Sample, get
from rewardkit_verifiers.math.equivalence import equivalence

HOSTILE = [
    ("1", r"\boxed{9^{9^{9^{9^{9}}}}}"),
    (r"\sqrt{2}", "9**9**9**9"),
    ("x+1", r"\boxed{(x+1)*(9**9**9)}"),
    ("1", r"\boxed{1000000000!}"),
    ("1", r"\boxed{\binom{1000000000}{500000000}}"),
    ("1", r"\boxed{10^{(5^{5^{5^{5^{5}}}} \cdot \log_{10}(5)} - 4)}}"),
    ("1", r"\boxed{\Gamma(1000000)}"),
    ("1", r"\boxed{x^{x^{x^{x^{x^{x}}}}}}"),
    ("1", r"\boxed{\sum_{k=1}^{1000}\sum_{j=1}^{1000} kj}"),
    ("1", r"\boxed{\prod_{k=1}^{1000000} k}"),
    (r"\pi", r"\boxed{\sin(10^{100000})}"),
    ("0", r"\boxed{\sum_{n=1}^{\infty} \frac{\sin(n^2)}{n!}}"),
    ("2", "\\boxed{" + "(" * 3000 + "1" + ")" * 3000 + "}"),
    ("0", "\\boxed{" + r"\frac{1}{1+" * 300 + "2" + "}" * 300 + "}"),
    ("2", "\\boxed{" + "-" * 5001 + "1}"),
    ("2", "\\boxed{3" + "!" * 3000 + "}"),
    ("42", "7" * 5000),
    ("1", "1e999999999"),
    ("42", "=" * 50_000),
    ("42", "\\boxed{" * 3000),
    ("42", "\x00" * 10_000),
    ("42", r"\begin{pmatrix} and \end{pmatrix}"),
    ("42", r"\begin{matrix} 1 & or & 2 \end{matrix}"),
    ("42", r"\overline{\begin{array}{c} and 1"),
    ("42", "\ud800" * 100),
    ("A", r"\boxed{(" + " " * 9_000 + "Q}"),
    ("1", "\\boxed{" + "x+" * 6000 + "x}"),
    ("7", "\\boxed{" + ",".join(map(str, range(5000))) + "}"),
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pair", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers_end_and_are_not_paid(pair: tuple[str, str]) -> None:
    gold, completion = pair
    result = equivalence.score(completion=completion, answer=gold)
    assert result.value == 0.0, result


@pytest.mark.parametrize(
    "payload",
    [
        "__import__('os').system('touch {mark}') or 1\\pi",
        "[open('{mark}','w'), 2]",
        "(lambda: open('{mark}','w'))()",
        "[c for c in ().__class__.__base__.__subclasses__()][0]('{mark}')",
        "Symbol('x').func.__init__.__globals__['__builtins__']['open']('{mark}','w')",
        "exit()",
    ],
)
@pytest.mark.parametrize("gold", ["42", r"\begin{pmatrix}1\\2\end{pmatrix}", "x+1"])
def test_nothing_in_an_answer_is_run(payload: str, gold: str, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    text = payload.replace("{mark}", str(mark))
    for completion in (text, f"\\boxed{{{text}}}"):
        assert equivalence.score(completion=completion, answer=gold).value == 0.0
    assert not mark.exists()


@pytest.mark.parametrize("text", [r"\mod(3)", r"\gcd()", r"\max()", r"\binom(1,2,3)", "pow(2)"])
def test_a_wrong_number_of_arguments_is_a_wrong_answer_and_no_error(text: str) -> None:
    result = equivalence.score(completion=f"\\boxed{{{text}}}", answer="3")
    assert (result.value, result.reason) != (None, "exception")


def test_verdicts_are_the_same_from_many_threads_and_a_loop() -> None:
    pairs = [
        (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5+2\sqrt{6}}"),
        (r"\binom{n}{2}", r"\frac{n(n-1)}{2}"),
        (r"\cos 2x", r"1-2\sin^2 x"),
        (r"\pi", "3.14159265358979"),
        (r"2\arcsin\sqrt{a}", r"\arccos(1-2a)"),
        (r"\sqrt{2}", r"\sqrt{3}"),
        (r"(1, \sqrt 8)", r"(1, 2\sqrt 2)"),
    ] * 30
    samples = [Sample(completion=answer, answer=gold) for gold, answer in pairs]
    alone = [equivalence.run(sample).value for sample in samples]
    with ThreadPoolExecutor(32) as pool:
        assert [score.value for score in pool.map(equivalence.run, samples)] == alone

    async def inside_a_loop() -> list[float | None]:
        return [equivalence.run(sample).value for sample in samples[:7]]

    assert asyncio.run(inside_a_loop()) == alone[:7]


@pytest.mark.parametrize("answer", ["", "   ", float("nan")])
def test_a_reference_without_an_answer_is_our_error(answer: object) -> None:
    result = equivalence.score(completion="42", answer=answer)
    assert result.status == "error"
    assert result.value is None


@pytest.mark.parametrize("answer", [42, 42.0, ["42"], "42"])
def test_references_may_be_numbers_and_lists(answer: object) -> None:
    assert equivalence.score(completion=r"\boxed{42}", answer=answer).value == 1.0


def test_a_choice_among_expressions_of_the_prompt_is_no_copy() -> None:
    prompt = r"Which is larger, \sqrt{2}+1 or 2.5? Answer in \boxed{}."
    assert (
        equivalence.score(
            completion=r"\boxed{\sqrt{2}+1}", answer=r"1+\sqrt{2}", prompt=prompt
        ).value
        == 1.0
    )


def test_the_score_says_what_was_read_and_how_it_was_decided() -> None:
    for written, wanted, method in (
        (r"2\sqrt 3", r"\sqrt{12}", "exact"),
        (r"\ln 4", r"2\ln 2", "numeric"),
    ):
        score = equivalence.score(completion=rf"\boxed{{{written}}}", answer=wanted).score
        assert score.reason == method
        assert score.extra == {"extracted": written, "where": "boxed", "method": method}


def test_the_completion_that_is_the_reference_is_right_whatever_it_is() -> None:
    text = "The stopped clock shows the right time more often than the slow one."
    assert equivalence.score(completion=text, answer=text).value == 1.0


@pytest.mark.parametrize("where", ["bare", "whole", "answer", "boxed", "<a>"])
@pytest.mark.parametrize(
    "reference",
    [
        "Petya will receive the last token.",
        r"Therefore, the value of \(a^2 - a + 2\) is \(\boxed{3}\).",
        r"<answer>\boxed{84}</answer>",
        "Final answer: #### 4",
        r"$f(x)=ax+b$, where $b$ is an arbitrary integer",
    ],
)
def test_a_reference_in_prose_is_its_own_answer_wherever_it_stands(
    reference: str, where: str
) -> None:
    dress = {"boxed": r"\boxed{%s}", "<a>": "<a>%s</a>"}.get(where, "%s")
    result = equivalence(where=where).score(completion=dress % reference, answer=reference)
    assert result.value == 1.0, result


def test_boxes_that_give_different_unknowns_are_one_answer() -> None:
    boxes = r"\boxed{y=2} and therefore, as was to be shown, \boxed{x=1}"
    assert equivalence.score(completion=boxes, answer="(1, 2)").value == 1.0
    assert equivalence.score(completion=boxes, answer="x=2, y=1").value == 0.0
    assert equivalence.score(completion=boxes, answer="1").value == 0.0
    again = r"\boxed{x=1} and then, after some thought, \boxed{x=2}"
    assert equivalence.score(completion=again, answer="x=2").reason == "ambiguous"


def test_the_last_box_decides_where_the_policy_says_so() -> None:
    steps = r"First \boxed{4}, then \boxed{6}, and next \boxed{10}."
    assert equivalence.score(completion=steps, answer="10").reason == "ambiguous"
    last = get("math/equivalence", policy={"boxes": "last"})
    assert last.score(completion=steps, answer="10").value == 1.0
    assert last.score(completion=steps, answer="4").value == 0.0


@pytest.mark.parametrize("missing", [float("nan"), "nan", "None", "", "<NA>"])
def test_a_missing_reference_is_an_error_and_never_a_word(missing: object) -> None:
    result = equivalence.score(completion=r"\boxed{nan}", answer=missing)
    assert (result.status, result.reason) == ("error", "bad_answer")


@pytest.mark.parametrize(
    ("completion", "answer", "prompt"),
    [
        (r"$375$ cents", r"\$3.75", "What is the price of five notebooks?"),
        (r"$\frac{22}{7}$", r"$3 \frac{1}{7}$ m", "How many metres long is each piece?"),
        (r"y = 0.25(x+1)", r"f^{-1}(x)=\frac{x+1}{4}", ""),
        ("15 m·s^{-1}", r"54\text{ km/h}", ""),
        (
            "La réponse est donc **8,40 €**.",
            "8.4",
            "Un kilo coûte 2,40 €. Combien coûtent 3,5 kg ?",
        ),
        ("The answer is 18.\nThe answer is 18.\nThe answer is", "18", "How many are left?"),
        ("0,40 litros", "0,4 litros", ""),
    ],
)
def test_the_same_value_in_another_dress_is_paid(completion: str, answer: str, prompt: str) -> None:
    assert equivalence.score(completion=completion, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("completion", "answer", "prompt"),
    [
        (r"$54\ \text{m}\cdot\text{s}^{-1}$", r"54\text{ km/h}", ""),
        ("0,04 litros", "0,4 litros", ""),
        ("0,04", "0,4", ""),
        (
            r"$\boxed{\text{the value of } \sqrt{50}\cdot\sqrt{2}}$",
            "10",
            r"Find the value of $\sqrt{50}\cdot\sqrt{2}$.",
        ),
        (
            "If it keeps the sign, the result is -5; if it drops the sign, the result is 9.",
            "9",
            "Evaluate |-7| + 2.",
        ),
        ("The answer is 5. No, wait. The answer is", "5", "How many are left?"),
        (
            "If it applies to the reduced price, the coat costs $72. If it applies to the original"
            " price, it costs $70. The wording leaves this open, so I would ask the shop.",
            "72",
            "What is the final price in dollars?",
        ),
        (r"\frac{2}{5}", r"0.4\%", ""),
        (
            r"$a_n=2n-1,\ T_n=\frac{2n}{2n+1}$",
            r"(1) $a_n=2n-1$; (2) $T_n=\frac{n}{2n+1}$",
            r"(1) Find $a_n$. (2) Find $T_n=\sum_{k=1}^n\frac{1}{a_ka_{k+1}}$.",
        ),
        ("$375$ cents", r"\$37.5", "What is the price?"),
    ],
)
def test_another_value_in_the_same_dress_is_not(completion: str, answer: str, prompt: str) -> None:
    assert equivalence.score(completion=completion, answer=answer, prompt=prompt).value == 0.0
