"""The form that a question asks for, in which a last sentence says the result once more."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.equivalence import equivalence

EQUAL = get("math/equivalence")
FORMS = (
    (
        r"Find the domain of $f(x)=\sqrt{6-2x}$ in interval notation.",
        r"We need $6-2x\ge 0 \iff x\le 3$. In interval notation, the domain is "
        r"$(-\infty,3]$.",
        r"(-\infty,3]",
    ),
    (
        r"Find the domain of $f(x)=\sqrt{6-2x}$ in interval notation.",
        "The radicand must be non-negative, so $x\\le 3$.\n\nIn interval "
        r"notation: $(-\infty,3]$",
        r"(-\infty,3]",
    ),
    (
        r"Find the domain of $f(x)=\sqrt{6-2x}$ in interval notation.",
        "So $x \\leq 3$.\n\nWritten in interval notation, this is $(-\\infty, 3]$.",
        r"(-\infty,3]",
    ),
    (
        r"Find the domain of $f(x)=\sqrt{6-2x}$ in interval notation.",
        "Therefore $x\\le 3$. In interval notation, this is\n$$(-\\infty,3].$$",
        r"(-\infty,3]",
    ),
    (
        "Solve $|x-2|<3$. Give the solution in interval notation.",
        "$|x-2|<3$ means $-3<x-2<3$, thus $-1<x<5$. As an interval this is $(-1,5)$.",
        "(-1,5)",
    ),
    (
        "Solve $|x-2|>3$. Use set-builder or interval notation.",
        r"Thus $x<-1$ or $x>5$. In interval notation, $(-\infty,-1)\cup(5,\infty)$.",
        r"(-\infty,-1)\cup(5,\infty)",
    ),
    (
        "Write 0.00042 in scientific notation.",
        "The decimal point moves 4 places. So $0.00042 = 4.2/10000$. In "
        r"scientific notation, that is $4.2\times 10^{-4}$.",
        r"4.2 \times 10^{-4}",
    ),
    (
        "What is 3/8 as a percentage?",
        "3 divided by 8 is 0.375. As a percentage, this is 37.5%.",
        r"37.5\%",
    ),
    (
        "What is the ratio of girls to all, as a percentage?",
        "There are 12 girls of 32, so the ratio is 12/32 = 3/8. As a percentage that is 37.5%.",
        "37.5",
    ),
    (
        r"Evaluate $\frac{7}{4}+\frac{3}{2}$ as a mixed number.",
        r"$\frac74+\frac64=\frac{13}{4}$. As a mixed number, this is $3\frac14$.",
        r"3\frac{1}{4}",
    ),
    (
        "Write 0.125 as a fraction in lowest terms.",
        r"0.125 = 125/1000. As a fraction in lowest terms, this is $\frac18$.",
        r"\frac{1}{8}",
    ),
    (
        "Find the line through (0,1) and (2,5) in slope-intercept form.",
        "The slope is 2, so $y-1=2(x-0)$. In slope-intercept form, the line is $y=2x+1$.",
        "y=2x+1",
    ),
    (
        "Find the line through (0,1) and (2,5) in standard form.",
        "The slope is 2, so $y=2x+1$. In standard form this is $2x-y=-1$.",
        "2x-y=-1",
    ),
    (
        "Express $1+i$ in polar form.",
        r"The modulus is $\sqrt2$ and the argument is $\pi/4$. In polar form, "
        r"$z=\sqrt{2}e^{i\pi/4}$.",
        r"\sqrt{2}e^{i\pi/4}",
    ),
    (
        "How many metres is that, as a decimal?",
        r"The length is $\frac{5}{4}$ m. In decimal form, the length is 1.25 m.",
        "1.25",
    ),
    (
        "Convert 150 degrees to radians.",
        r"$150\cdot\frac{\pi}{180}$. In radians, the angle is $\frac{5\pi}{6}$.",
        r"\frac{5\pi}{6}",
    ),
    (
        "Gib die Lösungsmenge von $2x-4>0$ in Intervallschreibweise an.",
        r"Es gilt $2x>4 \iff x>2$. In Intervallschreibweise ist die Lösungsmenge "
        r"$(2,\infty)$.",
        r"(2,\infty)",
    ),
    (
        r"Donner le domaine de $\sqrt{6-2x}$ sous forme d'intervalle.",
        r"Il faut $6-2x\ge0 \iff x\le 3$. Sous forme d'intervalle, le domaine est "
        r"$]-\infty,3]$.",
        r"(-\infty,3]",
    ),
    (
        r"Escribe el dominio en notación de intervalo: $\sqrt{6-2x}$.",
        r"Se necesita $6-2x\ge0 \iff x\le 3$. En notación de intervalo, el "
        r"dominio es $(-\infty,3]$.",
        r"(-\infty,3]",
    ),
    (
        r"用区间表示 $\sqrt{6-2x}$ 的定义域。",
        r"需要 $6-2x\ge 0$，即 $x\le 3$。用区间表示，定义域为 $(-\infty,3]$。",
        r"(-\infty,3]",
    ),
    (
        "How many litres?",
        "So the tank holds 1.25 litres. As a fraction, that is 5/4 of the jug, or 2 of 3 cups.",
        "1.25",
    ),
    (
        "What is 4+5?",
        r"So the sum is 9. In scientific notation: $9\times10^0$.",
        "9",
    ),
    (
        "Solve $x^2=4$.",
        r"So $x=\pm2$. As a decimal nothing changes for 2.",
        r"x=\pm 2",
    ),
    (
        "What share is red?",
        "So 3/8 are red. In percentage terms it is roughly 38%.",
        "3/8",
    ),
    (
        "Find the area.",
        r"The area is $\frac{9\pi}{4}$. Numerically, this is about 7.07.",
        r"\frac{9\pi}{4}",
    ),
)
OTHERS = (
    (
        r"Find the domain of $f(x)=\sqrt{6-2x}$ in interval notation.",
        r"We need $6-2x\ge 0 \iff x\le 4$. In interval notation, the domain is "
        r"$(-\infty,4]$.",
        r"(-\infty,3]",
    ),
    (
        r"Find the domain of $f(x)=\sqrt{6-2x}$ in interval notation.",
        "So the domain is $(-\\infty,3)$.\n\nIn interval notation this might be "
        r"$(-\infty,3]$, I'm not sure.",
        r"(-\infty,3]",
    ),
    (
        "What is 3/8 + 1/8?",
        "The sum is 1/2. As a percentage this would be 40%.",
        r"40\%",
    ),
    (
        "What is 3/8 + 1/8?",
        "The sum is 1/3. As a decimal that is 0.5.",
        "1/2",
    ),
    (
        "Solve $|x-2|<3$. Give interval notation.",
        "In interval notation, $(-1,5)$ or $(-5,1)$.",
        "(-1,5)",
    ),
    (
        "Write 0.00042 in scientific notation.",
        r"In scientific notation, that is $4.2\times 10^{-3}$.",
        r"4.2 \times 10^{-4}",
    ),
    (
        "What is 3/8 as a percentage?",
        "As a percentage, it is not 37.5%.",
        r"37.5\%",
    ),
    (
        "What is 3/8 as a percentage?",
        "As a percentage, it is about 40%.",
        r"37.5\%",
    ),
    (
        "Find x: 2x=6, in interval notation if needed.",
        "x=3. In interval notation, nothing is needed for 4.",
        "4",
    ),
    (
        "Find the line in standard form.",
        "In standard form this is $2x-y=1$.",
        "2x-y=-1",
    ),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), FORMS)
def test_a_last_sentence_in_the_form_that_is_asked_for_counts(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), OTHERS)
def test_another_value_or_form_than_is_asked_for_is_not_paid(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0


def test_the_value_of_both_sides_is_a_check_and_no_answer() -> None:
    solved = "Taking 5 off, $3x=15$. So $x=5$. "
    for check in (
        "Both sides give $20$.",
        "The left side equals $20$.",
        "Plugging this back in, both sides are equal to $20$.",
    ):
        for answer, paid in (("5", True), ("20", False)):
            score = equivalence.score(completion=solved + check, answer=answer, prompt="Find x.")
            assert (score.value == 1) is paid
    for reply in (
        "We take 5 off. The left side equals $3x$, so $x=15/3=5$.",
        "Both sides are equal when $x=5$.",
    ):
        assert equivalence.score(completion=reply, answer="5", prompt="Find x.").value == 1
    legs = "The base is 6, and $16-6=10$. Both sides are equal to $5$."
    assert equivalence.score(completion=legs, answer="5", prompt="Find the equal sides.").value == 1
