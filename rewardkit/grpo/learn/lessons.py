"""The replies that the tiny policy imitates before it learns from pay: honest, wrong, hostile."""

from __future__ import annotations

import random
from collections.abc import Sequence

from rewardkit.attack.accuse import Trial
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.policy import policies
from rewardkit.attack.process import Scorer
from rewardkit.attack.replies import Reply

_EACH = 24
_LONGEST = 1500
Lesson = tuple[int, str]


def lessons_of(honest: Honest, chance: random.Random) -> list[Lesson]:
    """Return rows with replies to them: a third honest or nearly so, the rest hostile.

    Args:
        honest: The rows, with the form in which references are paid best.
        chance: Chooses among the hostile replies of a row.
    """
    known = policies()
    found: list[Lesson] = []
    for at, row in enumerate(honest.rows):
        plain = [row.write(row.answer), row.answer, *(row.write(one) for one in row.wrong(3))]
        hostile = [
            reply.text
            for policy in known
            for reply in policy.replies(row)
            if len(reply.text) <= _LONGEST
        ]
        chance.shuffle(hostile)
        found += [(at, text) for text in [*plain * 2, *hostile[:_EACH]]]
    return found


def scored(honest: Honest, lessons: Sequence[Lesson], scorer: Scorer) -> list[Trial]:
    """Return the pay of lessons, from which the lowest pay of each row is known."""
    asked = [with_text(honest.rows[at].sample, text) for at, text in lessons]
    return [
        Trial(at, "lesson", Reply(text, "lesson", "doubtful"), shot)
        for (at, text), shot in zip(lessons, scorer.score(asked), strict=True)
    ]
