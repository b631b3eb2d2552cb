"""Times of day in sentences: the points of p.m. end nothing, and 15h30 is 15:30."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence

_TRAIN = "A train leaves at 1:20 PM and takes 2 hours 25 minutes. At what time does it arrive?"
_FILM = "Un film commence à 13 h 15 et dure 2 h 15. À quelle heure finit-il ?"


@pytest.mark.parametrize(
    "reply",
    [
        "1:20 p.m. + 2 h = 3:20 p.m.\n\nThe train pulls in at {} p.m.",
        "So it arrives at {} p.m. in the afternoon.",
        "It arrives at {} P.M.",
        "That gives {0} p.m. So the train arrives at {0} p.m. Have a nice trip!",
        "The train arrives at {} p.m., 2 hours and 25 minutes later.",
    ],
)
def test_the_points_of_a_half_of_the_day_end_no_time(reply: str) -> None:
    for time, paid in (("3:45", 1.0), ("3:35", 0.0)):
        score = equivalence.score(completion=reply.format(time), answer="3:45 PM", prompt=_TRAIN)
        assert score.value == paid


@pytest.mark.parametrize("gold", ["15:30", "15h30", "15 h 30"])
@pytest.mark.parametrize(
    "reply", ["Le film se termine à {}.", "Il finit à {}, soit 2 h 15 plus tard.", "Réponse : {}"]
)
def test_a_time_with_an_h_is_one_with_a_colon_where_the_hour_is_asked(
    gold: str, reply: str
) -> None:
    for time, paid in (("15h30", 1.0), ("15 h 30", 1.0), ("15h20", 0.0)):
        said = reply.format(time)
        assert equivalence.score(completion=said, answer=gold, prompt=_FILM).value == paid


def test_a_duration_with_an_h_is_no_time_of_day() -> None:
    asked = "Combien de temps dure le film ?"
    for said, paid in (("Le film dure 2h15.", 1.0), ("Le film dure 2h25.", 0.0)):
        assert equivalence.score(completion=said, answer="2h15", prompt=asked).value == paid
