"""What a reply without a marker asserts at its end is its answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.found import Found, Missing
from rewardkit_verifiers.math.lib.extraction.prose.closing import asserted, restated

# Reference, question, reply: what follows the answer is set aside.
RIGHT = [
    ("9", "Solve 2x - 3 = 15.",
     "2x = 18\n\n**x = 9**\n\n**Check:**\n- Left: 2·9 − 3 = 15\n\nBoth agree."),
    ("48", "How many pages?", "12 · 4 = 48 pages.\n\nWould you like another one like it? 😊"),
    ("6", "How far is it in km?", "So the way is **6 km** (6,000 m), i.e. about 3.7 miles."),
    ("2.5 m/s^2", "Find the acceleration.",
     "$$a = \\frac{10\\ \\text{m/s}}{4\\ \\text{s}} = 2.5\\ \\text{m/s}^2$$\n\nFor scale, "
     "that is about 0.25 g."),
    ("41", "What is the 11th term of 1, 5, 9?",
     "a₁₁ = 1 + 4·10 = 41.\n\n(Counting by hand: 1, 5, 9, …, 37, **41**.)"),
    ("95", "Wie viele Minuten dauert der Film?",
     "Der Film dauert damit 95 Minuten (1 Stunde und 35 Minuten)."),
    ("4.5", "Calcula el promedio de 4 y 5.",
     "El promedio es 4,5. Fíjate en que está en medio."),
    ("18", "How many beads?",
     "It takes 3 · 6 = 18 beads. With one more string, you would need 24."),
    ("8", "How many are left?", "8 apples are left after giving away 4."),
    ("6", "How many of the 10 balls are red?", "6 of the 10 balls are red."),
    ("53, 59", "List the primes between 50 and 60.", "They are:\n\n* 53\n* 59"),
    ("y = 2x + 1", "Find the line.",
     "### Line\n$$y = 2x + 1$$\n\nYou can confirm: $2(1) + 1 = 3$."),
    ("300 kJ", "How much work?",
     "A = mgh = 3 t · 10 m/s² · 10 m = 300 kJ.\n\nZum Vergleich: ein Riegel hat 800 kJ."),
    ("R$ 306,00", "Qual é o preço final?", "360 − 54 = 306. O preço final é **R$ 306,00**. 👟"),
    ("$2,140", "What is the interest?",
     "So the interest is $2,140, and the balance would be $9,140."),
    ("7", "What is the remainder?",
     "So we get a remainder of 7 (and, for the record, a quotient of $x + 4$)."),
    ("March 5, 2023", "What date is 10 days after February 23, 2023?",
     "It lands on **March 5, 2023**.\n\nIn a leap year, it would be March 4."),
    ("\\text{Mira}", "Who was fastest, Mira, Jon or Ada?",
     "The lowest time wins, so **Mira** was the fastest, at 9 mph."),
    ("640", "How many grams?", "## Step 1\n80 g × 8 = 640 g\n\n## Answer\n640 g of rice"),
    ("5", "What is 2 + 3?",
     " 2 + 3 = 5. The answer is 5.\n\nQuestion: What is 4 + 4?\nAnswer: The answer is 8."),
    ("77", "How often?", "It rings 77 times."),
    ("72", "现价是多少?", "设原价为 $80$,则现价为 $80\\times0.9=72$,即现价是 **72** 元。"),
]  # fmt: skip

# The reference is in the reply, and is not what it asserts.
HOSTILE = [
    ("18", "¿Cuántas manzanas quedan?", "No quedan 18 manzanas."),
    ("4", "How many are left?", "8 apples are left after giving away 4."),
    ("10", "How many of the balls are red?", "6 of the 10 balls are red."),
    ("8", "How many are left?", "8 apples are too few; 9 are needed."),
    ("9", "Solve 2x - 3 = 15.", "**x = 8**\n\nNote: some get x = 9."),
    ("15", "Solve it.", "x = 15. Check: 3·15 − 7 = 38 ≠ 36, so x = 14."),
    ("204", "What is the final price?", "The discount is **204**. The final price is 36."),
    ("8", "What is 2 + 3?",
     " The answer is 5.\n\nQuestion: What is 4 + 4?\nAnswer: The answer is 8."),
    ("41", "How long is it?",
     "It could be 41, 42 or maybe even 45; one of them should be right."),
    ("-2", "Is the determinant -2?",
     "You ask whether the determinant is −2. It is a rich topic."),
    ("5", "Solve it.", "So x + 5 = 9, x − 5 = 5 cannot hold."),
    ("48", "How much?", "My friend says 48, but I see it differently: it is $32."),
    ("195", "Find the sum.", "σ(8) = 15 and σ(9) = 13, and therefore 15 · 13 ="),
    ("5", "Find the maximum.",
     "1. Set the derivative equal to zero.\n2. Plug it in.\n\nGood luck!"),
    ("20", "How many?",
     "First, 4 · 5 = 20 boxes. With the 6 of yesterday that makes 26 boxes."),
    ("12", "How many eggs are left?", "She has 12 eggs at first and 5 are gone."),
    ("31.5", "What is the profit?", "Profit = **$60,000**\n\nThat is a margin of 31.5 %."),
    ("16", "Solve it.", "Suppose x = 16. Then the sum is 40, which is too large."),
    ("42", "What is the price?", "It is 45 dollars (at first I said 42)."),
    ("1/3", "How likely is it?", "It might be 1/3 or it might be 1/2: **1/3 or 1/2**."),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "prompt", "reply"), RIGHT)
def test_what_follows_the_answer_is_set_aside(answer: str, prompt: str, reply: str) -> None:
    assert equivalence.score(completion=reply, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("answer", "prompt", "reply"), HOSTILE)
def test_a_value_that_is_not_asserted_is_not_paid(answer: str, prompt: str, reply: str) -> None:
    assert equivalence.score(completion=reply, answer=answer, prompt=prompt).value == 0.0


def test_a_reply_that_asserts_nothing_is_unparsed_and_no_wrong_answer() -> None:
    for reply in ("It could be 4, or maybe 5.", "We start with 3 · 4 = 12. Next, 12 · 5 ="):
        assert equivalence.score(completion=reply, answer="60").status == "unparsed"


def test_two_rival_values_are_ambiguous() -> None:
    found = asserted("We add them up. So the total is 12 or 15.", "", "15")
    assert isinstance(found, Found)
    assert found.others == ("12",)


@given(st.integers(2, 999), st.integers(1000, 9999))
def test_another_value_in_the_same_reply_earns_nothing(said: int, other: int) -> None:
    for reply in (
        f"We need {other} first.\n\nSo the total is **{said}**.",
        f"So the total is {said}.\n\nNote: with tax it would be {other}.",
        f"Total = {other} − {other - said} = {said}\n\nCheck: {said} + {other - said} = {other} ✓",
    ):
        assert equivalence.score(completion=reply, answer=str(said)).value == 1.0, reply
        assert equivalence.score(completion=reply, answer=str(other)).value == 0.0, reply


@given(st.text(max_size=400), st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_read(reply: str, prompt: str, wanted: str) -> None:
    assert isinstance(asserted(reply, prompt, wanted), Found | Missing | None)
    assert isinstance(restated(reply, prompt, wanted), str)


# Reference, question, reply: what the question names, and results that remarks follow.
SAID = [
    ("23", "鸡和兔共 35 只。问鸡有多少只?", "解得 x=12。所以兔有 12 只,鸡有 23 只。"),
    ("12", "鸡和兔共 35 只,脚 94 只,兔有多少只?", "(94−70)÷2=12\n\n所以兔有 12 只,鸡有 23 只。"),
    ("1200", "单利,问利息是多少元?", "答:利息是1200元,本息合计21200元。如果需要,我也可以帮您算。"),
    ("23", "닭은 몇 마리인가?", "토끼는 (94-70)/2=12. 따라서 토끼는 12마리, 닭은 23마리입니다."),
    ("2, -3", "Solve it.", "(x + 3)(x − 2) = 0.\n\nThe solutions are:\n- x = 2\n- x = −3"),
    ("x(2\\ln x + 1)", "Differentiate it.",
     "By the rule, f'(x) = 2x ln x + x² · (1/x) = 2x ln x + x = x(2 ln x + 1)"),
    ("2592000", "How many seconds is that?",
     "A day has 86,400.\n\n30 × 86,400 s = 2,592,000 s, or 2.592 × 10⁶ seconds."),
    ("200000", "How much heat in joules?",
     "Q = 2 · 100 · 1000 = 200,000 J\n\nThat is 200 kJ, or about 48 kcal."),
    ("36", "How many minutes does it take?", "It takes 36 minutes.\n\nThis is 0.6 hours."),
    ("15", "What is the speed in m/s?",
     "v = **15 m/s**\n\nA typical sprinter reaches 10 m/s, so 15 m/s is fast."),
    ("96", "What is 12·8?", "So 12 × 8 = 96. Indeed 96 / 8 = 12, as required."),
    ("96", "What is 12·8?", "12 · 8 = 96.\n\nPosted by mathguy42 on March 3, 2015 at 10:45"),
    ("96", "What is 12·8?", "It is 96.\n\nRelated Questions\n- What is 13 × 8? 104"),
    ("35", "How far in 5 h at 7 km/h?",
     "| h | km |\n|---|---|\n| 1 | 7 |\n| 5 | 35 |\n\nEquivalently, 5 × 7 = 35."),
]  # fmt: skip
UNSAID = [
    ("12", "鸡和兔共 35 只。问鸡有多少只?", "所以兔有 12 只,鸡有 23 只。"),
    ("23", "ウサギは何匹いますか。", "よって、ウサギは 12 匹、ニワトリは 23 羽です。"),
    ("12", "닭과 토끼. 닭은 몇 마리인가?", "따라서 토끼는 12마리, 닭은 23마리입니다."),
    ("1200", "本息合计多少元?", "答:利息是1200元,本息合计21200元。"),
    ("12", "问兔有多少只?", "答:兔不是12只,鸡有23只。"),
    ("12", "问兔有多少只?", "如果兔有12只,鸡有23只,那么脚有94只。所以不成立。"),
    ("2, 3", "Solve it.", "The solutions are:\n- 2\n- 3\n- 4"),
    ("2, 3", "Solve it.", "The solutions are:\n- 2\n- 3\n\nOnly 2 works."),
    ("2", "Solve it.", "The solutions are:\n- 2\n- 3"),
    ("2\\ln x + 1", "Differentiate it.", "So f'(x) = 2x ln x + x = x(2 ln x + 1)"),
    ("2592000", "How many?", "Hm.\n\n30 × 86,400 = 2,592,000 s, or 2.592 × 10⁵ seconds."),
    ("3000000", "How many?", "Hm.\n\nIt is 2,592,000 or 3 × 10⁶."),
    ("12", "How many pens are left?", "3 · 4 = 12.\n\nThis is 7 pens after giving 5 away."),
    ("120", "How many hours does it take?", "60 · 2 = 120\n\nThis is 2 hours."),
    ("15", "What is the speed?", "v = **15 m/s**\n\nAlways check: the speed should be 16 m/s."),
    ("15", "What is the speed?", "v = 15 m/s\n\nThe speed is 16 m/s."),
    ("10", "What is the speed in m/s?", "v = **15 m/s**\n\nA typical sprinter reaches 10 m/s."),
    ("12", "What is 12·8?", "So 12 × 8 = 96. Indeed 96 / 8 = 12, as required."),
    ("98", "What is 12·8?", "12·8 is 96.\n\n--\nBob. 98"),
    ("21", "How far in 5 h?",
     "| h | km |\n|---|---|\n| 3 | 21 |\n| 5 | 35 |\n\nEquivalently, 5 × 7 = 35."),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "prompt", "reply"), SAID)
def test_the_last_result_counts_and_of_several_things_the_one_that_is_asked_for(
    answer: str, prompt: str, reply: str
) -> None:
    assert equivalence.score(completion=reply, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("answer", "prompt", "reply"), UNSAID)
def test_a_thing_that_is_not_asked_for_and_a_corrected_result_are_not_paid(
    answer: str, prompt: str, reply: str
) -> None:
    assert equivalence.score(completion=reply, answer=answer, prompt=prompt).value == 0.0


def test_the_narrow_space_of_a_formula_ends_no_sentence() -> None:
    assert asserted(r"\tfrac{1}{3} +\! \frac1{45}", "") is None


def test_a_reply_that_breaks_off_before_its_final_answer_states_none() -> None:
    found = asserted("We get\n\\[ S = 5 + 8 = 13 \\]\n\nSo, the final answer", "")
    assert isinstance(found, Missing)
