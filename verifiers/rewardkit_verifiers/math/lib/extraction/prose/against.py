"""Values that a sentence sets against its own, in several languages: not 12 but 9, 9 statt 12."""

from __future__ import annotations

import re
from dataclasses import replace

from rewardkit_verifiers.math.lib.extraction.prose.parts import Part

_LONGEST, _MOST_PARTS = 400, 3
_N = r"[*$＄€£]{0,3}-?\d[\d.,/]*(?<![.,])[*$]{0,3}\s?[%€°]?"
_WORDS = r"(?:\s?[^\W\d_]{1,20}){0,2}"
_HINT = re.compile(
    r"\b(?:not|nicht|kein\w*|pas|no|não|non|не|statt|anstatt|instead|rather|au lieu|en lugar"
    r"|en vez"
    r"|em vez|invece|yet|but)\b|n['’]t\b|不是|ではなく|아니라",
    re.IGNORECASE,
)
# Not 12 but 9: the negation, the value, and the word that turns.
_TURNS = re.compile(
    r"(?:(?:\b(?:not|nicht|pas|no|não|non|не)|n['’]t)\s(?:[^\W\d_]{1,12}\s){0,2}"
    rf"{_N}{_WORDS}(?:,?\s(?:but(?: rather)?|sondern|mais(?: plutôt)?|sino|mas(?: sim)?|ma"
    rf"|bensì|а)\s"
    r"|[,;:]\s(?:it(?:['’]s| is)|they are|there are|es sind|es ist|c['’]est|son|es|são|é|sono"
    r"|è)\s)"
    rf"|(?:并)?不是{_N}[^\W\d_]{{0,3}}[,，]?而是|{_N}[^\W\d_]{{0,3}}ではなく[、,]?"
    rf"|{_N}[^\W\d_]{{0,3}}가?\s?아니라\s?)"
    r"(?=.*\d)",
    re.IGNORECASE,
)
_FRENCH = re.compile(r"\bn['’](?=[aeéêy])")
# 9 instead of 12
_BEHIND = re.compile(
    r"(?P<own>\d[^.;:]{0,30}?)(?:,?\s\(?(?:instead of|rather than|and not|not|(?:an)?statt"
    r"|und nicht|au"
    r" lieu de|et non(?: pas)?|en lugar de|en vez de|y no|em vez de|e não|invece di|e non"
    r"|а не)\s(?:[^\W\d_]{2,9}\s)?"
    rf"|[,，]\s?(?:而)?不是){_N}{_WORDS}\)?(?=[.!。]*\Z)",
    re.IGNORECASE,
)
# You might expect 12, yet it is 9.
_EXPECTED = re.compile(
    r"\W*(?:you|one|we|many|most|some|people|students)(?: people)? (?:(?:might|may|could"
    r"|would) )?"
    r"(?:[a-z]+ )?(?:expect|think|guess|say|believe|assume|suspect|get|answer)\b[^.;\d]{0,40}"
    r"\d[\d.,]*[^.;\d]{0,40}[,;]\s(?:but|yet|however,?|whereas|though)\s(?:in fact |actually "
    r"|really )?(?=[^\d]*\d)",
    re.IGNORECASE,
)


def set_against(pieces: list[Part]) -> list[Part]:
    """Return the pieces of a reply, the last ones without values set against their own."""
    made = list(pieces)
    for at in range(max(0, len(made) - _MOST_PARTS), len(made)):
        if made[at].kind in ("sentence", "item"):
            kept = without_refused(made[at].text)
            made[at] = replace(made[at], text=kept) if kept != made[at].text else made[at]
    return made


def without_refused(sentence: str) -> str:
    """Return a sentence without a value that it sets against the one that it states.

    Example:
        >>> without_refused("Es sind nicht 12, sondern 9 Äpfel.")
        'Es sind 9 Äpfel.'
        >>> without_refused("We count 9 instead of 12."), without_refused("It is not 12.")
        ('We count 9.', 'It is not 12.')
    """
    if len(sentence) > _LONGEST or _HINT.search(sentence) is None:
        return sentence
    expected = _EXPECTED.match(sentence)
    if expected is not None:
        return sentence[expected.end() :]
    turned = _TURNS.sub(" ", sentence, count=1)
    if turned is not sentence:
        turned = _FRENCH.sub("", turned).replace("  ", " ").strip()
    return _BEHIND.sub(r"\g<own>", turned, count=1)
