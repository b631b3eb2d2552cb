"""Sentences full of prices: the one that is concluded counts, and of two things neither does."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
CONCLUDED = (
    (
        "Two subs cost 2*7.5 = $15.00, the soup is $9.00 and with the $5.00 tip "
        "the delivery order comes to $29.00.",
        "29",
    ),
    (
        "Two subs cost 2*7.5 = $15.00, the soup is $9.00 and with the $5.00 tip "
        "the delivery order comes to $29.00",
        "29",
    ),
    ("The shirt costs $20, the hat $15, so together they cost $35.", "35"),
    ("He pays $3 + $4 = $7 for lunch.", "7"),
    ("Lunch is $12.50 and dinner is $20, which makes $32.50 in total.", "32.5"),
    ("She earns $15/hour for 8 hours, so she earns $120.", "120"),
    (
        "5 notebooks at $3 each cost $15 and 2 pens at $1.50 each cost $3. The total comes to $18.",
        "18",
    ),
    ("After paying $40 for shoes and $25 for a belt, Tom has $35 left of his $100.", "35"),
    ("The bill is $80, a 15% tip adds $12, the total is $92.", "92"),
    (r"The bill is \$80, a 15% tip adds \$12, the total is \$92.", "92"),
    ("The price drops from $60 to $45, a saving of $15.", "15"),
    ("Each of the 4 friends pays $48/4 = $12.", "12"),
    ("It costs **$15** for the subs and **$14** for the rest, altogether **$29**.", "29"),
    ("Rent ($900), food ($300) and transport ($150) sum to $1,350.", "1350"),
    ("The revenue is 120 × $2.5 = $300 and the cost is $180, so the profit is $120.", "120"),
    ("Let $x$ be the price. Then $2x + 5 = 29$, so $x = 12$ and the total is $29.", "29"),
    (
        "Let $n$ be the number of days. He saves $6 each day, so after $n = 5$ days he has $30.",
        "30",
    ),
    ("The interest is $1,000 × 0.05 = $50 per year, so after 3 years it's $150.", "150"),
    ("The cheaper one costs US$15, the other US$20, so she saves US$5.", "5"),
    ("Kosten: 2*7,5 = 15 €, Suppe 9 €, Trinkgeld 5 €, die Bestellung kostet also 29 €.", "29"),
    ("The cost is £15, the soup £9, with the tip of £5 the order comes to £29.", "29"),
    ("Two cost $15.00, soup $9.00\nWith the $5.00 tip the order comes to $29.00.", "29"),
)
NOT_CONCLUDED = (
    (
        "Two subs cost 2*7.5 = $15.00, the soup is $9.00 and with the $5.00 tip "
        "the delivery order comes to $29.00.",
        "9",
    ),
    (
        "Two subs cost 2*7.5 = $15.00, the soup is $9.00 and with the $5.00 tip "
        "the delivery order comes to $29.00.",
        "15",
    ),
    (
        "Two subs cost 2*7.5 = $15.00, the soup is $9.00 and with the $5.00 tip "
        "the delivery order comes to $28.00.",
        "29",
    ),
    ("The shirt costs $20, the hat $15, so together they may cost $35.", "35"),
    ("It costs at least $35 or $36.", "36"),
    ("The order comes to $29 or $30.", "30"),
    ("The bill is $80, a 15% tip adds $12, the total is not $92.", "92"),
    ("The shirt costs $20 and the hat costs $15.", "15"),
    ("She has $20 and he has $35.", "35"),
    ("The total is $92, but with a coupon it might be $90.", "90"),
)


@pytest.mark.parametrize(("reply", "gold"), CONCLUDED)
def test_the_last_price_that_is_said_of_the_whole_counts(reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 1.0


@pytest.mark.parametrize(("reply", "gold"), NOT_CONCLUDED)
def test_a_price_on_the_way_or_of_one_of_two_things_is_not_paid(reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 0.0
