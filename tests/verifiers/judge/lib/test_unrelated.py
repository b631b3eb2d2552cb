"""Short replies beside references of several words: another thing, or the same in other words."""

from __future__ import annotations

import pytest

from rewardkit import get

same = get("judge/reference", judge={"fake": "approve"})


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("44 minutes & 8 seconds", "Juniata College"),
        ("The New York Drawing Association", "Maria Lassnig"),
        ("The New York Drawing Association", "The answer is Maria Lassnig."),
        ('Episode 8, "The Vat of Acid Episode"', "10"),
        ("17 July 1972 - 5 April 1977", "800"),
        (
            "Austria, Denmark, Monaco, Romania, Russia, Switzerland, and the United States.",
            "college student",
        ),
        ("Cornell University's School of Nursing", "0.95 kilometres"),
        ("secretary of the irrigation department", "1999"),
        ("Officer of the Order of the British Empire (OBE)", "Cold Blood"),
        ("10 years 3 months", "Wilfred Ferguson"),
        ("Bella La Rosa was 46 years old on March 25, 1996.", "Jerry Garcia"),
        (
            "Dromore Cathedral and The Great Hall of Lambeth Palace",
            "Ang Lee won the award for best director for Life of Pi.",
        ),
        ("Ang Lee won the award for best director for Life of Pi.", "25"),
        ("Joe Wright was born on August 25th, 1972.", "11cm"),
        ("Steve Jobs, Steve Wozniak and Ronald Wayne", "Keiko Nobumoto"),
        ("Little Things Mean a Lot by Kitty Kallen", "10001"),
        ("Gateway Arch National Park", "21 meters"),
        ("Tom Watson was the manager of Liverpool F.C. in 1901.", "Bob Paisley"),
        (
            "The New York Drawing Association",
            "According to the records, it was founded as the Society of American Artists.",
        ),
        (
            "FNB Stadium(Soccer City), Cape Town Stadium, Nelson Mandela Bay Stadium",
            "Wilfred Ferguson",
        ),
        ("Saud wanted to annex Kuwait", "18.9"),
        ("under the age of 18", "1367"),
        ("University of California, Berkeley", "Stanford University"),
        ("University of California, Berkeley", "She studied at Harvard."),
        ("from 3 March 1990 to 5 May 1991", "April"),
        ("President of the Royal Society of Edinburgh", "Nobel Prize"),
        ("National Academy of Sciences of Ukraine", "1,250"),
        ("The Grand Duke of Tuscany", "John Smith"),
        ("Kolkata, West Bengal, India", "Lahore, Pakistan"),
    ],
)
def test_another_name_number_or_date_is_no_reference_in_other_words(gold: str, reply: str) -> None:
    assert same.score(completion=reply, answer=gold).value == 0.0


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("The New York Drawing Association", "an association of people who draw"),
        ("The New York Drawing Association", "The Drawing Association of New York"),
        ("The New York Drawing Association", "the N.Y. Drawing Association"),
        ("Officer of the Order of the British Empire (OBE)", "OBE"),
        ("Officer of the Order of the British Empire (OBE)", "O.B.E."),
        (
            "Officer of the Order of the British Empire (OBE)",
            "She was made an Officer (British Empire).",
        ),
        (
            "Austria, Denmark, Monaco, Romania, Russia, Switzerland, and the United States.",
            "the seven countries",
        ),
        (
            "Austria, Denmark, Monaco, Romania, Russia, Switzerland, and the United States.",
            "USA, Russia, Monaco, Romania, Denmark, Switzerland, Austria",
        ),
        ("Union of Soviet Socialist Republics", "Russia"),
        ("Union of Soviet Socialist Republics", "the USSR"),
        ("United States of America", "America"),
        ("United States of America", "US"),
        ("17 July 1972 - 5 April 1977", "From July 17th 1972 until April 5th 1977"),
        ("17 July 1972 - 5 April 1977", "1972-1977"),
        ("44 minutes & 8 seconds", "44:08"),
        ("44 minutes & 8 seconds", "three quarters of an hour, nearly"),
        ("under the age of 18", "minors"),
        ("under the age of 18", "17 or younger"),
        ("individuals under 18 years", "children"),
        ("10 years 3 months", "123 months"),
        ("10 years 3 months", "ten years and a quarter"),
        ("secretary of the irrigation department", "He ran irrigation as its secretary."),
        ("They're both made in Bath", "Bath"),
        ("Marie Curie and Grazia Deledda", "Sklodowska-Curie, Deledda"),
        ("One Hundred Years of Solitude", "Cien años de soledad"),
        ("all of the students there", "30"),
        ("World War II in Europe", "1945"),
        ("Christmas Day, 25 December 1914", "Christmas"),
        ("25 December 1914 to 1 January 1915", "from Christmas to New Year"),
        ("Bella La Rosa was 46 years old on March 25, 1996.", "46"),
        ("Bella La Rosa was 46 years old on March 25, 1996.", "She was forty-six."),
        ("Catherine Zeta Jones of Swansea", "Katherine Jones"),
        ("It was used as a hospital", "a clinic"),
        ("because it was too cold to fly", "low temperature"),
        ("Making steel for the railways", "iron and steel production"),
        ("He was the first President of the United States", "Washington"),
        ("Twenty-four hours in a day", "24"),
        ("Five (the name is Namor')", "5"),
        ("The Hague, South Holland, Netherlands", "Den Haag"),
        ("Fourteen  19 - 5 = 14", "14"),
        ("About 2 million people in total", "2,000,000"),
        ("Water boils at a lower temperature", "It boils sooner because Air Pressure falls."),
        ("A. Hydrogen B. Helium C. Neon", "noble gases"),
        ("Because of the Treaty of Versailles", "The peace treaty after World War I"),
        ("Kate Moss, Naomi Campbell, Cindy Crawford", "three supermodels"),
        ("red, white, and blue stripes", "tricolour"),
        ("No, they are not the same person", "No"),
        ("Half past nine in the evening", "21:30"),
        ("8 o'clock in the evening", "20"),
        ("Mount Everest, on the border of Nepal", "Everest"),
        ("The Lord of the Rings: The Two Towers", "LOTR: Two Towers"),
    ],
)
def test_a_long_reference_in_other_words_is_put_to_the_judge(gold: str, reply: str) -> None:
    assert same.score(completion=reply, answer=gold).value == 1.0


def test_the_number_of_an_option_is_no_other_number() -> None:
    prompt = "Which is it?\n(A) Oslo in the north\n(B) Graz in the far south"
    assert same.score(completion="B", answer="Graz in the far south", prompt=prompt).value == 1.0
