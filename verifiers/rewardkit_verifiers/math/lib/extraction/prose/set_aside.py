"""Sentences behind a result that only verify it, illustrate it or give it in another unit."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asides import concludes, turns
from rewardkit_verifiers.math.lib.extraction.prose.following import follows_up
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part
from rewardkit_verifiers.math.lib.extraction.prose.tokens import values, with_unit

_BOLD = re.compile(r"\*\*[^*\s][^*\n]{0,60}\*\*")


def is_set_aside(part: Part, earlier: list[Part], prompt: str) -> bool:
    """Return whether a sentence behind a result verifies it, illustrates it or gives another unit.

    Args:
        part: The sentence.
        earlier: The few pieces before it.
        prompt: The question; a thing that it names is no aside.
    """
    if concludes(part.text) or "**" in part.text or turns(part.text) or _names(part.text, prompt):
        return False
    if not any(_is_result(one, prompt) for one in earlier):
        return False
    if follows_up(part.text):
        return True
    said = values(part.text) if prompt and _THAT_IS.match(part.text) else []
    return bool(said) and _has_other_unit(with_unit(part.text, said[0]), prompt)


def _has_other_unit(value: str, prompt: str) -> bool:
    """Whether a value is in another unit than the one that the question asks for by name."""
    asked = _ASKED.findall(prompt)
    found = _UNIT.fullmatch(value.strip())
    if not asked or found is None:
        return False
    # km may be kilometres, but never minutes.
    return all(found["unit"][0].lower() != one[0].lower() for one in asked)


def _names(sentence: str, prompt: str) -> bool:
    """Whether a sentence says of a thing in the question what it is, or speaks of an error."""
    if _ERRS.search(sentence) is not None:
        return True
    return any(match[1].lower() in prompt.lower() for match in _SAYS_OF.finditer(sentence))


_ERRS = re.compile(r"\b(?:error|mistake|wrong|should|must|answer|result)\b", re.IGNORECASE)
_SAYS_OF = re.compile(
    r"\b(?:the|its|their|her|his|our)\s(?:\w+\s)?([^\W\d_]{4})[^\W\d_]*\s(?:is|are|was|were|has)\b",
    re.IGNORECASE,
)
_UNITS = (
    r"(?:kilo|milli|centi|mega)?(?:joules?|grams?|met(?:er|re)s?|lit(?:er|re)s?|watts?|amperes?|volts?"
    r"|newtons?|pascals?|calories)|hours?|minutes?|seconds?|days?|weeks?|months?|years?|pounds?"
    r"|ounces?|tons?|tonnes?|miles?|feet|inch(?:es)?|yards?|cents?|[kM]?J|k?cal|[km]?g|[kcm]?m|m?L|lbs?"
    r"|oz|ft|[km]?Wh?|m?A|[km]?V|k?Pa|k?N|k?Hz|h|min|s|t"
)
_ASKED = re.compile(rf"\b(?:[Hh]ow (?:many|much)|in)\s+({_UNITS})(?![^\W\d_])")
_UNIT = re.compile(rf"[^A-Za-z]*\d\s?(?P<unit>{_UNITS})")
# That is 200 kJ; this is 0.6 hours.
_THAT_IS = re.compile(
    r"\W*(?:that|this|it|which)(?:['’]s|\s(?:is|makes|equals|corresponds to|amounts to))\s",
    re.IGNORECASE,
)


def _is_result(part: Part, prompt: str) -> bool:
    """Whether a piece states a result: concluding, in bold, behind =, in words of the question."""
    if part.kind == "display" or (concludes(part.text) and values(part.text)):
        return True
    if _ENDS_ON.search(part.text) is not None:
        return True
    if _BOLD.search(part.text) is not None or ENDS_EQUAL.search(part.text) is not None:
        return True
    shared = set(_STEM.findall(part.text.lower())) & set(_STEM.findall(prompt.lower()))
    return len(shared) > 1 and bool(values(part.text))


_STEM = re.compile(r"\b[^\W\d_]{4}")
_ENDS_ON = re.compile(r"\b(?:is|are|equals)\s+\$[^$\n]{1,80}\$[\s.]*\Z")
ENDS_EQUAL = re.compile(r"=\s*[^=\n]{1,60}\Z")
