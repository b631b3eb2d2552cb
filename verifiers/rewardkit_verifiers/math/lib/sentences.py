"""Answers told in a few words: one formula in a plain sentence, a value with a remark after it."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST = 400
_FORMULA = re.compile(r"\$+([^$]+)\$+|\\\((.+?)\\\)")
_WORD = re.compile(r"[A-Za-z]+")
# Words that only say what the formula is; any other might deny, bound or change it.
_PLAIN = frozenset(
    listed(
        "the a an they answer value result solution root point points line lines curve graph "
        "intersect intersects meet meets at is are be equals equal it we get have so thus hence "
        "therefore area volume length width height perimeter total sum product ratio number "
        "probability minimum maximum slope function equation of"
    )
)
_REMARKED = re.compile(r"(.*[A-Za-z}$])\s*\(([^()]{1,80})\)\.?", re.DOTALL)


def told(answer: str) -> tuple[str, ...]:
    r"""Return the texts that must all say the same for such an answer to say it, or nothing.

    Example:
        >>> told("they meet at $x = 3$"), told("not $x = 3$"), told("42 euros (14*3)")
        (('x = 3',), (), ('42 euros', '14*3'))
    """
    if len(answer) > _LONGEST:
        return ()
    remarked = _REMARKED.fullmatch(answer)
    if remarked is not None:
        return remarked[1], remarked[2]
    formulas = [one or other for one, other in _FORMULA.findall(answer)]
    if len(formulas) != 1:
        return ()
    around = _FORMULA.sub(" ", answer)
    words = {word.lower() for word in _WORD.findall(around)}
    plain = not any(map(str.isdigit, around)) and "\\" not in around
    return tuple(formulas) if plain and words and words <= _PLAIN else ()
