"""Faults of mathematics that reviews reported, one kind a row, by the id of the report.

`docs/design/faults.md` names the reports. Rows are of the same kind as what was reported, with
values of their own.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rewardkit_verifiers.math.distance import distance
from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.number import number

# Id, reference, answer in a box, whether it is right.
ANSWERS = [
    ("F1", "7", ".7", False),
    ("F1", ".45", "45", False),
    ("F2", r"2 \text{ hours } 15 \text{ minutes}", r"2 \text{ hours } 50 \text{ minutes}", False),
    ("F2", r"4 \text{ red, } 6 \text{ blue}", r"4 \text{ red, } 7 \text{ blue}", False),
    ("F2", r"2 \text{ out of } 9", r"2 \text{ out of } 5", False),
    ("F2", r"3 \text{ if } n \text{ even}, 8 \text{ if } n \text{ odd}", "3", False),
    ("F2", "15", r"15 \text{ then } 16", False),
    ("F2", "15", r"15 \text{ minus } 2", False),
    ("F3", r"5 \text{ and } -2", r"\text{no solution}", False),
    ("F3", r"\emptyset", r"5 \text{ and } 8", False),
    ("F4", r"20,\!000", "20, 0", False),
    ("F5", "3.4", r"3.4 \text{ million}", False),
    ("F5", "4", r"4 \text{ dozen}", False),
    ("F6", r"8\text{ cents}", r"\$8", False),
    ("F6", r"85\text{ cents}", r"\$0.85", True),
    ("F7", "y", r"\sqrt{y^2}", False),
    ("F8", "y=3x+2", "(y-3x-2)(y-5)=0", False),
    ("F9", "x=5", "2x=10", False),
    ("F9", "x>4", "8<2x", False),
    ("F10", "49", r"7^{2026} \bmod 100", False),
    ("F10", "36", r"\gcd(72,180)", False),
    ("F10", "4950", r"\sum_{k=1}^{99} k", False),
    ("F12", r"(-\infty,3)", r"-\infty, 3", False),
    ("F13", "5", "15:03", False),
    ("N1", "20000", r"20,\!000", True),
    ("N1", r"\$41,\!206", "41206", True),
    ("N7", "14", "14 m/s", True),
    ("N7", "14", r"14\,\text{m}\,\text{s}^{-1}", True),
    ("N8", r"2.5\text{ hours}", r"2 \text{ hours } 30 \text{ minutes}", True),
    ("N9", "17", "m+n=9+8=17", True),
    ("N10", r"\frac25", r"P(X=3)=\frac25", True),
    ("N10", "6", "|A|=6", True),
    ("N11", r"n \equiv 2 \pmod{5}", r"n\equiv 2 \mod 5", True),
    ("N11", r"n \equiv 2 \pmod{5}", "n=5k+2", True),
    ("N12", r"\begin{cases}1&x>0\\2&x<0\end{cases}", r"\begin{cases}2&x<0\\1&x>0\end{cases}", True),
    ("N13", "(-2,8)", "|x-3|<5", True),
    ("N14", r"[4,\infty)", r"[4,+\infty[", True),
    ("N15", r"(-\infty,6)\cup(6,\infty)", r"\text{all real numbers except } 6", True),
    ("N16", r"2k+1, k\in\mathbb{Z}", r"2k-3, k\in\mathbb{Z}", True),
    ("N17", "(4,7)", "A(4,7)", True),
    ("N18", "36", r"\color{red}{36}", True),
    ("N18", "36", r"\text{The answer is } 36", True),
    ("N19", r"\frac{3}{11}", r"0.\dot2\dot7", True),
    ("N19", "1101_2", "13_{10}", True),
    ("N20", "-14", r"\text{negative } 14", True),
    ("N20", "3400000", "3.4 million", True),
    ("D1", r"4,\!125", "4125", True),
    ("D1", r"700,\!000,\!000", "700000000", True),
]
# Id, reference, whole reply, whether it is right.
REPLIES = [
    ("F1", "7", "The answer is .7", False),
    ("F15", "33", r"It cannot be \boxed{33}.", False),
    ("N2", "60000", "The profit is $180,000 - $120,000 = $60,000.", True),
    ("N3", "84", "So there are **84** clips.", True),
    ("N4", "84", "She sold 84 clips to her friends.", True),
    ("N4", "84", "=> 84", True),
    ("N5", "84", "The total is 84 clips, altogether.", True),
    ("N5", "-15", "The temperature is -15 degrees.", True),
    ("N6", "84", "The answer is 84 (60 + 24).", True),
    ("N6", "84", "The answer is simply **84**.", True),
    ("N21", "(2,9)", r"So $x=\boxed{2}$, $y=\boxed{9}$.", True),
    ("N22", "C", r"As \boxed{\Delta E > 0}, we see it. **Answer: C**", True),
    ("N22", "C", "The answer is C because the integral vanishes.", True),
    ("N23", "33", "所以红球的个数是 33 个。", True),
    ("D5", "12", "Is it 12? I do not know.", False),
    ("D14", "36", r"\boxed{36}. The answer is written in \boxed{}", True),
]


@pytest.mark.parametrize(("fault", "gold", "answer", "right"), ANSWERS)
def test_a_reported_answer_is_judged(fault: str, gold: str, answer: str, right: bool) -> None:
    assert equivalence.score(completion=rf"\boxed{{{answer}}}", answer=gold).value == right


@pytest.mark.parametrize(("fault", "gold", "reply", "right"), REPLIES)
def test_a_reported_reply_is_judged(fault: str, gold: str, reply: str, right: bool) -> None:
    assert equivalence.score(completion=reply, answer=gold).value == right


@pytest.mark.parametrize(
    "answer", [r"6^{2025} \bmod 10", r"\sqrt{36}", r"\binom{4}{2}", r"\log_2 64"]
)
def test_f11_strict_leaves_nothing_to_be_worked_out(answer: str) -> None:
    strict = equivalence(preset="strict")
    assert strict.score(completion=rf"\boxed{{{answer}}}", answer="6").value == 0.0


def test_f14_a_bare_log_has_the_base_of_the_other_side() -> None:
    for answer in (r"\ln 70", r"\log_{10} 70"):
        assert equivalence.score(completion=rf"\boxed{{{answer}}}", answer=r"\log 70").value == 1.0


def test_f16_hendrycks_drops_what_follows_text_as_its_original_does() -> None:
    hendrycks = equivalence(preset="hendrycks")
    assert hendrycks.score(completion=r"\boxed{7 \text{ or } 8}", answer="7").value == 1.0
    assert equivalence.score(completion=r"\boxed{7 \text{ or } 8}", answer="7").value == 0.0


def test_n24_the_last_box_counts_where_the_policy_says_so() -> None:
    reply = r"\boxed{3} then \boxed{5}, then \boxed{8}"
    assert equivalence.score(completion=reply, answer="8").reason == "ambiguous"
    last = equivalence(policy={"boxes": "last"})
    assert last.score(completion=reply, answer="8").value == 1.0


@pytest.mark.parametrize("answer", [float("nan"), "nan", "None", "", "  "])
def test_d2_a_missing_reference_is_an_error_of_ours(answer: object) -> None:
    for verifier in (equivalence, number, distance):
        found = verifier.score(completion="nan", answer=answer)
        assert (found.value, found.reason) == (None, "bad_answer")


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        *(("The total is **12**.", 5.0), ("1.2 million", -2.5), ("12 minus 1", -4.5)),
        *(("*12*", 5.0), ("twelve", 5.0), ("12, 13", -4.5), ("12 13", -4.5)),
        *(("She pays $15 - $3 = $12.", 5.0), ("12 hours 30 minutes", -4.5)),
    ],
)
def test_distance_reads_what_the_others_read(reply: str, value: float) -> None:
    assert distance.score(completion=reply, answer="12").value == value


def test_the_page_of_faults_names_tests_that_exist() -> None:
    root = Path(__file__).parents[3]
    named = re.findall(r"`([\w/]+/test_\w+\.py)", (root / "docs/design/faults.md").read_text())
    assert len(named) > 30
    folders = (root, *(root / name for name in ("tests", "tests/verifiers", "tests/rewardkit")))
    lost = [name for name in named if not any((folder / name).exists() for folder in folders)]
    assert lost == []
