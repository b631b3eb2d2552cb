"""A reply that is its answer, alone at first, and an explanation of it."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asides import concludes, turns
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part


def opening(pieces: list[Part]) -> list[Part]:
    """Return the sentence that answers first, where all the others only explain it."""
    first, *others = pieces
    if not others or not (_BOLD.fullmatch(first.text) or len(first.text.split()) <= 2):
        return []
    if not (_EXPLAINS.match(others[0].text) or others[0].section > first.section):
        return []
    later = any(concludes(part.text) or _BOLD.search(part.text) for part in others)
    return [] if later or any(turns(part.text) for part in others) else [first]


_EXPLAINS = re.compile(
    r"\W*(?:(?:you|we|one) can see|here(?:['’]s| is) (?:why|how)"
    r"|why|explanation|reason\w*|because|to see (?:why"
    r"|this)|this is"
    r" because|indeed|the reason|begründung|denn|en effet|car|porque|en efecto|de fato|infatti"
    r"|потому|действительно|объяснение|因为|理由|なぜなら|왜냐하면)",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\*\*[^*\s][^*\n]{0,60}\*\*")
