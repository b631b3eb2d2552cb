"""Several boxes that differ: steps to the last one, or candidates that leave a choice."""

from __future__ import annotations

import time

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.extract import extract

EQUAL = get("math/equivalence")
STEPS = (
    (r"The roots are \boxed{3} and \boxed{5}, so their sum is \boxed{8}.", "8"),
    (
        "**Step 1:** Area of the square: $\\boxed{16}$\n\n**Step 2:** Area of the "
        "triangle: $\\boxed{6}$\n\n**Final Answer:**\n\n$$\\boxed{22}$$",
        "22",
    ),
    (
        "First the price is $\\boxed{40}$ dollars.\n\nThen the tax is "
        "$\\boxed{8}$.\n\nTherefore,\n$$\n40+8=\\boxed{48}\n$$",
        "48",
    ),
    (
        "We get $a=\\boxed{2}$. Next, $b=\\boxed{3}$ follows.\n\nIn total, "
        r"$a+b=\boxed{5}$.",
        "5",
    ),
    (
        "### Step 1\n$x^2 = \\boxed{9}$\n### Step 2\n$y^2=\\boxed{16}$\n### Final "
        "Answer\nThe hypotenuse is $\\boxed{5}$.",
        "5",
    ),
    (
        r"Die Fläche ist $\boxed{12}$. Die Höhe ist $\boxed{5}$. Somit beträgt "
        r"das Volumen $\boxed{60}$.",
        "60",
    ),
    (
        r"L'aire vaut $\boxed{12}$. La hauteur vaut $\boxed{5}$. Donc le volume "
        r"est $\boxed{60}$.",
        "60",
    ),
    (
        r"El área es $\boxed{12}$. La altura es $\boxed{5}$. Por lo tanto, el "
        r"volumen es $\boxed{60}$.",
        "60",
    ),
    (
        r"A área é $\boxed{12}$. A altura é $\boxed{5}$. Portanto, o volume é "
        r"$\boxed{60}$.",
        "60",
    ),
    (
        r"L'area è $\boxed{12}$. L'altezza è $\boxed{5}$. Quindi il volume è "
        r"$\boxed{60}$.",
        "60",
    ),
    (
        r"Площадь равна $\boxed{12}$. Высота равна $\boxed{5}$. Следовательно, "
        r"объём равен $\boxed{60}$.",
        "60",
    ),
    (r"底面积为 $\boxed{12}$。高为 $\boxed{5}$。所以体积为 $\boxed{60}$。", "60"),
    (
        r"底面積は $\boxed{12}$ です。高さは $\boxed{5}$ です。よって体積は $\boxed{60}$ です。",
        "60",
    ),
    (r"밑넓이는 $\boxed{12}$이다. 높이는 $\boxed{5}$이다. 따라서 부피는 $\boxed{60}$이다.", "60"),
    (
        r"Step 1 gives $\boxed{7}$. Step 2 gives $\boxed{9}$. $\boxed{16}$ is the "
        "final answer.",
        "16",
    ),
    (r"We found $n = \boxed{4}$, hence $n! = \boxed{24}$.", "24"),
    (
        "Discriminant: \\boxed{25}\n\nThus\n\\begin{align*}\nx &= \\frac{3+5}{2} "
        "\\\\\n&= \\boxed{4}\n\\end{align*}",
        "4",
    ),
    (
        r"The answer is \boxed{12}. Wait, I made a mistake: I forgot the second "
        r"case. Recounting, the answer is \boxed{14}.",
        "14",
    ),
    (r"Subtotal: \boxed{30}. Tip: \boxed{6}. Total: \boxed{36}", "36"),
    (
        r"First we need P, which is \boxed{0.4}. Q is \boxed{0.35}. Finally, "
        r"multiplying both gives \boxed{0.14}.",
        "0.14",
    ),
)
CANDIDATES = (
    (r"\boxed{3} or maybe \boxed{4}", "4"),
    (r"\boxed{1} \boxed{2} \boxed{3}", "3"),
    (r"The answer is \boxed{3}. So the answer is \boxed{4}.", "4"),
    (r"Final answer: \boxed{3}. Final answer: \boxed{4}.", "4"),
    (r"It could be \boxed{3}. So it might be \boxed{4}.", "4"),
    (r"Either \boxed{3}, or, alternatively, the final answer is \boxed{4}.", "4"),
    (r"Case 1: so \boxed{3}. Case 2: so \boxed{4}.", "4"),
    (r"Method 1 yields \boxed{3}. Method 2: therefore \boxed{4}.", "4"),
    (r"\boxed{3}. Another possible answer is \boxed{4}.", "4"),
    (r"Vielleicht \boxed{3}. Oder also \boxed{4}.", "4"),
    (r"答案是\boxed{3}。所以答案是\boxed{4}。", "4"),
    ("\\boxed{4}\n\nProblem 2: Find 3+4.\nThe answer is \\boxed{7}.", "7"),
    (r"We have \boxed{3}. We have \boxed{4}.", "4"),
    (r"First \boxed{3}, so the result is \boxed{4}", "3"),
    (r"The final answer is \boxed{3}, thus \boxed{4}", "4"),
    (r"\boxed{3} is the answer. Hence \boxed{4}.", "4"),
    (r"La réponse est \boxed{3}. Donc \boxed{4}.", "4"),
    (r"If n is even then \boxed{3}. If n is odd then, hence, \boxed{4}.", "4"),
    (r"I guess \boxed{3}. Therefore \boxed{4}, perhaps.", "4"),
    (r"\boxed{3}, \boxed{4}, or \boxed{5}; so \boxed{6}?", "6"),
)


@pytest.mark.parametrize(("reply", "gold"), STEPS)
def test_the_last_box_counts_where_it_is_announced_as_the_end(reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 1.0


@pytest.mark.parametrize(("reply", "gold"), CANDIDATES)
def test_boxes_that_leave_a_choice_pay_nothing(reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 0.0


@pytest.mark.parametrize(("reply", "gold"), STEPS)
def test_an_earlier_box_is_not_paid_once_the_last_is_announced(reply: str, gold: str) -> None:
    first = reply.partition("boxed{")[2].partition("}")[0]
    assert EQUAL.score(completion=reply, answer=first).value == 0.0


def test_boxes_of_different_unknowns_stay_one_answer_behind_so() -> None:
    assert EQUAL.score(completion=r"\boxed{x=1}, so \boxed{y=2}", answer="(1, 2)").value == 1.0
    assert EQUAL.score(completion=r"\boxed{x=1}. So \boxed{y=2}", answer="2").value == 0.0


def test_the_policy_last_needs_no_words() -> None:
    last = get("math/equivalence", policy={"boxes": "last"})
    assert last.score(completion=r"\boxed{1} \boxed{2}", answer="2").value == 1.0


@pytest.mark.parametrize(
    "between", [" so ", " $$ ", r" \text{ ", ". ", "(a) ", " maybe ", r"$\frac" * 9]
)
def test_many_boxes_are_looked_at_in_time_linear_in_their_number(between: str) -> None:
    reply = "".join(f"\\boxed{{{n}}}{between}" for n in range(20_000)) + r"So \boxed{7}"
    begin = time.process_time()
    extract(reply)
    assert time.process_time() - begin < 20
