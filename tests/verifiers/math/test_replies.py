"""Whole replies in the formats of today's models, right ones and hostile ones, by kind."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence

MATRIX = r"\begin{pmatrix}1&2\\3&4\end{pmatrix}"
COLUMN = r"\begin{pmatrix}1\\2\end{pmatrix}"
RIGHT = [
    # reference, prompt, reply
    ("3, 4", "", "After simplifying we get $x = 3$ and $x = 4$."),
    ("3, 4", "", "**Conclusion**\n\n$x=4$ or $x=3$\n"),
    ("(4,3)", "", "✅ **$x=4$ and $y=3$**"),
    (r"\ln x + 1", "", r"The answer is \boxed{\frac{d}{dx}(x \ln x) = \ln x + 1}."),
    (MATRIX, "", rf"\boxed{{A^{{-1}}={MATRIX}}}"),
    ("4", "", r"\boxed{3^{100} \equiv 4 \pmod{7}}"),
    ("56", "", "The answer is 8C3 = 56."),
    (r"6\sqrt2", r"Simplify $\sqrt{72}$.", r"\boxed{\sqrt{72} = 6\sqrt{2}}"),
    ("3/4", "What is 45/60 in lowest terms?", "45/60 = 3/4"),
    (r"4.5\times10^{-5}", "", "The answer is 4.5 x 10^-5"),
    (r"9\pi", "", "After simplifying we get 9π."),
    ("5/6", "", "After simplifying we get 5 / 6."),
    ("B", "Which? (A) 10 (B) 12", "The answer is (B) 12."),
    ("B", "Which? (A) 10 (B) 12", "Hence, (B) 12"),
    ("B", "Which? (A) 10 (B) 12", "After simplifying we get B."),
    ("12:20 p.m.", "", "The answer is 12:20 p.m."),
    ("117.95", "Approximately how much is it?", "about 117.95"),
    ("72", "", "Since 7 is not even, the answer is 72."),
    ("72", "", "We claim that the answer is 72."),
    ("90", "She reads 90 pages in 3 hours. How many pages?", "90 pages"),
    ("55", "", "Answer: She has **55 pencils** left over."),
    (r"\pm 7", "", r"$x \in \{-7,7\}$"),
    ("4/11", "", "So the final result is:\n\nfour elevenths"),
    ("12600", "", "Answer: 12 600 seconds"),
    ("9", "", "### Final Answer\n\nnine cats"),
    ("5", "", r"<answer>2^5=32 \Rightarrow 5</answer>"),
    ("(5,3)", "", "After simplifying we get (5,3)."),
    ("x+2", r"Simplify $\frac{x^2-4}{x-2}$.", r"$\frac{x^2-4}{x-2} = x+2$"),
    ("x+2", "", r"\boxed{x+2,\ x \neq 2}"),
    ("55", "", "3 × 24 − 17 = **55**"),
    ("72", "", r"\boxed{2^3 \cdot 3^2}"),
    ("5/2", "", r"\boxed{2\frac12}"),
    (r"(k, \ell) = (-32+3x, 64-5x)", "", r"\boxed{(-32+3t, 64-5t)}"),
    (rf"{COLUMN}+t{COLUMN}", "", rf"\boxed{{{COLUMN}+\lambda{COLUMN}}}"),
    ("3628800", "How many ways are there to arrange 10 books?", r"\boxed{10!}"),
    ("8", "A square has side 4. What is the power of the motor?", "8"),
    ("300", "About how many people are there?", "The answer is about 300."),
]
HOSTILE = [
    ("120", "What is 5 factorial?", r"\boxed{5!}"),
    ("25", "What is the square of 5?", r"\boxed{5^2}"),
    ("1024", "What is 2 to the power 10?", r"\boxed{2^{10}}"),
    *(("5", "", f"The value is {said}.") for said in ("√5", "5²", "5½", "±5", "∛5", "5π", "≠5")),
    *(("5", "", said) for said in ("√5", "5²", "±5")),
    (r"9\pi \approx 28.27", "", r"\boxed{\sqrt5 \approx 2.236}"),
    ("S∞ = 2", "", r"\boxed{816}"),
    ("37", "", "37 is 82"),
    ("37", "", "37 is is is 82"),
    (r"(k, \ell) = (-32+3x, 64-5x)", "", r"\boxed{(-32+3t, 64-4t)}"),
    ("12600", "How many seconds are in 3.5 hours?", "3.5 × 3600"),
    ("39", "", "Therefore, the answer is 3 + 9·4"),
    ("8", "", r"\boxed{3^2-1}"),
    ("60", "A car travels 180 miles in 3 hours.", "<answer>180/3</answer>"),
    ("60", "How fast is it, in miles per hour?", "The answer is 60 km/h"),
    ("4/11", "Write 0.363636... as a fraction.", "0.363636"),
    ("180", "", "ungefähr 180"),
    ("56", "", "**Final Answer:** al menos 56"),
    ("400", "", "大约400"),
    ("3", "", r"\boxed{x \in \{3, 4\}}"),
    ("6", "", r"\boxed{2^5 = 32 \Rightarrow 5}"),
    ("9", "", "nine or ten cats"),
    ("816", "", "The answer is about 816."),
    ("-7", "", "Hence, about -7"),
    ("7", "", "approximately 7"),
    ("816", "", "Answer: 816? I'm unsure"),
    ("7", "", "✅ **7i**"),
    ("150", "", "The answer is 150 minutes at most."),
    ("12:20 p.m.", "", "The answer is 12:20 p.m. or 12:30 p.m."),
    ("816", "She packs 48 rolls a tray and fills 17 trays.", r"\boxed{48 \times 17}"),
    ("-7", "It falls from 4 degrees by 11.", "4 - 11"),
    (r"7 \cdot 13", "Give the prime factorization of 91.", "91"),
    ("3", "", "We get $x = 3$ or $x = 4$."),
    ("B", "", "I guess the answer is B."),
    ("72", "", "I doubt that the answer is 72."),
    ("72", "", "It is not true that the final answer is 72."),
    ("72", "", "Some say the answer is 72."),
    ("72", "", "I don't think the correct answer is 72."),
    ("4", "", r"\boxed{3^{100} \equiv 5 \pmod{7}}"),
]


@pytest.mark.parametrize(("gold", "prompt", "reply"), RIGHT)
def test_a_right_reply_is_paid(gold: str, prompt: str, reply: str) -> None:
    assert equivalence.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("gold", "prompt", "reply"), HOSTILE)
def test_a_hostile_reply_is_not_paid(gold: str, prompt: str, reply: str) -> None:
    assert equivalence.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
