"""Sentences of several numbers: the one that the words mark as the result counts."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    ("How much is the tip?", "Bill: $40\nTip: 15% of $40 = $6", "6"),
    ("How much is the tip?", "The bill is $40.\n\nTip = 0.15 × 40 = $6.", "6"),
    ("How many?", "She also needs 12 more eggs.", "12"),
    ("How many?", "In addition to the 5 he has, he also needs 12 more.", "12"),
    ("How many?", "Of the 36 students, 9 walk to school, so 27 take the bus.", "27"),
    ("How many?", "After 3 weeks he has saved 45 dollars.", "45"),
    ("How many?", "In 4 hours, the pump fills 120 litres.", "120"),
    ("How many?", "With 20 workers the job takes 6 days.", "6"),
    ("How many?", "At that rate, 5 machines make 35 toys in 7 minutes.", "35"),
    ("How many?", "Each of the 8 children gets 7 sweets.", "7"),
    ("How many?", "Each of the 8 children will receive 7 sweets.", "7"),
    ("How many?", "The 3 friends together collected 81 shells.", "81"),
    ("How many?", "Out of 60 tickets, 42 were sold and 18 remain.", "18"),
    ("How many?", "He gave away 12 of his 30 cards, leaving 18.", "18"),
    ("How many?", "He gave away 12 of his 30 cards, leaving him with 18 cards.", "18"),
    ("How many?", "There were 30 cards; after giving away 12 there are 18 left.", "18"),
    ("How many?", "That means the remaining 18 cards stay with him.", "18"),
    ("How many?", "So 18 of the 30 cards remain.", "18"),
    ("How many?", "So by 2030 the city will have 54000 people.", "54000"),
    ("How many?", "On day 10 there are 1024 bacteria.", "1024"),
    ("How many?", "At 25 km/h it covers 75 km in 3 hours.", "75"),
    ("How many?", "Thus the train travels at 80 km/h for 3 hours, covering 240 km.", "240"),
    ("How many?", "Thus it covers a distance of 240 km in 3 hours.", "240"),
    ("How many?", "It takes him 3 hours to cover the 240 km.", "3"),
    ("How many?", "It will take 12 minutes to fill the 60-litre tank.", "12"),
    ("How many?", "He needs to work 15 hours to earn $300.", "15"),
    ("How many?", "You need 4 cans to cover 120 square feet.", "4"),
    ("How many?", "To feed 12 people you need 9 cups of rice.", "9"),
    ("How many?", "For 12 people, 9 cups of rice are needed.", "9"),
    ("How many?", "The probability of rolling a 6 on a die is 1/6.", "1/6"),
    ("How many?", "The probability of getting 2 heads in 3 tosses is 3/8.", "3/8"),
    ("How many?", "The angle opposite the side of length 5 is 30°.", "30"),
    ("How many?", "The 20th term is 61.", "61"),
    ("How many?", "The 7th prime number is 17.", "17"),
    ("How many?", "The sum of the first 10 positive integers is 55.", "55"),
    ("How many?", "The value of x that satisfies 2x + 3 = 11 is 4.", "4"),
    ("How many?", "The solution of 2x+3=11 is x = 4.", "4"),
    ("How many?", "f(3) equals 10.", "10"),
    ("How many?", "When x = 3, the function value is 10.", "10"),
    ("How many?", "The remainder when 100 is divided by 7 is 2.", "2"),
    ("How many?", "100 leaves a remainder of 2 when divided by 7.", "2"),
    ("How many?", "Dividing 100 by 7 leaves remainder 2.", "2"),
    ("How many?", "The LCM of 4 and 6 is 12.", "12"),
    ("How many?", "gcd(84, 126) = 42.", "42"),
    ("How many?", "84 and 126 have greatest common divisor 42.", "42"),
    ("How many?", "The number 360 has 24 divisors.", "24"),
    ("How many?", "360 = 2^3 · 3^2 · 5 has 24 divisors.", "24"),
    ("How many?", "The 2 pipes together fill the tank in 6 hours.", "6"),
    ("How many?", "The ages are 12 and 36, so the mother is 36.", "36"),
    ("How many?", "72 inches is 6 feet.", "6"),
    ("How many?", "6 feet equals 72 inches.", "72"),
    ("How many?", "A 20% discount on $150 saves $30.", "30"),
    ("How many?", "A 20% discount on $150 brings the price down to $120.", "120"),
    ("How many?", "The price falls from $150 to $120.", "120"),
    ("How many?", "The price increased from 80 to 100, a rise of 25%.", r"25\%"),
    ("How many?", "The temperature dropped by 12 degrees to −5 °C.", "-5"),
    ("How many?", "From 8:15 to 10:00 is 105 minutes.", "105"),
    ("How many?", "Between 8:15 and 10:00 there are 105 minutes.", "105"),
    ("How many?", "In 2 hours 15 minutes there are 135 minutes.", "135"),
    ("How many?", "There are 135 minutes in 2 hours 15 minutes.", "135"),
    ("How many?", "There are 10 ways to choose 2 out of 5.", "10"),
    ("How many?", "There are 5! = 120 ways to arrange 5 books.", "120"),
    ("How many?", "Choosing 2 of 5 can be done in 10 ways.", "10"),
    ("How many?", "We can choose 2 of the 5 in 10 ways.", "10"),
    ("How many?", "5 books can be arranged in 120 ways.", "120"),
)
WRONG = (
    ("How many?", "At that rate, 5 machines make 35 toys in 7 minutes.", "7"),
    ("How many?", "Each of the 8 children gets 7 sweets.", "8"),
    ("How many?", "He gave away 12 of his 30 cards, leaving 18.", "30"),
    ("How many?", "It takes him 3 hours to cover the 240 km.", "240"),
    ("How many?", "Out of 60 tickets, 42 were sold and 18 remain.", "42"),
    ("How many?", "You need 4 cans to cover 120 square feet.", "120"),
    ("How many?", "The value of x that satisfies 2x + 3 = 11 is 4.", "11"),
    ("How many?", "100 leaves a remainder of 2 when divided by 7.", "7"),
    ("How many?", "The price falls from $150 to $120.", "150"),
    ("How many?", "There are 135 minutes in 2 hours 15 minutes.", "15"),
    ("How many?", "There are 10 ways to choose 2 out of 5.", "5"),
    ("How many?", "We can choose 2 of the 5 in 10 ways.", "2"),
    ("How many?", "With 20 workers the job takes 6 days.", "20"),
    ("How many?", "Of the 36 students, 9 walk to school, so 27 take the bus.", "9"),
    ("How many?", "After 3 weeks he has saved 45 dollars.", "3"),
    ("How many?", "For 12 people, 9 cups of rice are needed.", "12"),
    ("How many?", "Out of 60 tickets, 42 were sold or 18 remain.", "18"),
    ("How many?", "The price would fall from $150 to $120.", "120"),
    ("How many?", "So 18 of the 30 cards remain.", "30"),
    ("How many?", "5 books can be arranged in 120 ways.", "5"),
    ("How many?", "5 books cannot be arranged in 120 ways.", "120"),
    ("How many?", "Thus the train travels at 80 km/h for 3 hours, covering 240 km.", "80"),
    ("How many?", "Maybe it takes him 3 hours to cover the 240 km.", "3"),
    ("How much is the tip?", "Tip: 15% of $40 = $7", "6"),
    ("How many?", "It leaves a remainder of 2 or 3 when divided by 7.", "2"),
    ("How many?", "It takes 3 or 4 hours to cover the 240 km.", "3"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_the_number_that_a_sentence_is_about_counts(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_a_number_of_its_purpose_or_occasion_is_not_paid(
    prompt: str, reply: str, gold: str
) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
