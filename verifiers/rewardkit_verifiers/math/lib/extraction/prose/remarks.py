"""Remarks in a sentence: brackets, and what gives its value once more or explains it."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.results import result_of, said_as_result
from rewardkit_verifiers.math.lib.extraction.prose.scientific import without_scientific
from rewardkit_verifiers.math.lib.extraction.prose.tokens import LETTER, NUMBER, values

# A remark in brackets: words, or the same value rounded.
_BRACKETS = re.compile(r"\s*[（(](?P<inside>[^()（）]*(?:\([^()]*\)[^()]*)*)[)）]")
_WORDED = re.compile(rf"{LETTER}{{2,}}|^\s*[≈~≅=]|[\u4e00-\u9fff\u3040-\u30ff]")
_FUNCTIONS = re.compile(r"\b(?:ln|log|exp|sin|cos|tan|cot|sec|csc|sqrt|pi|arc(?:sin|cos|tan))\b")
# A remark that adds up is none.
SUMS_UP = r"[^,;]{0,80}\b(?:total|altogether|together|in all|overall)\b"
# What gives the same once more, explains it or is only added to it.
_TAIL = re.compile(
    rf"(?:[\s,;–—-]*\b(?:i\.\s?e\.|that is(?: to say)?,|which (?:is|equals|gives|means|makes"
    rf"|corresponds|works|comes)(?!{SUMS_UP})"
    r"|(?:or|that['’]s|that is|so|this is) (?:just |only )?(?:about"
    r"|roughly"
    r"|approximately|around|nearly|almost)|equivalently|because|since|whereas|compared"
    r"|rather than"
    r"|instead of|not counting|d\.\s?h\.|also (?:etwa|rund)|das sind|weil|c['’]est-à-dire|soit"
    r"|car(?=\s(?:(?:il|elle|nous|les?|la|une?|chaque|tous?|toutes?)\b|[lc]['’]))"
    r"|(?<=,\s)car(?=\s(?:on\b|[$\d(]))|parce que|es decir|o sea"
    r"|lo que|porque|ya que|ou seja|isto é|pois|o que|cioè"
    r"|ovvero|perché"
    r"|poiché|то есть|т\.\s?е\.|так как|потому что|czyli|oftewel"
    r"|want(?=\s(?:hij|zij|ze|we|de|het|er|een|elke?)\b)|(?<=,\s)want(?=\s[$\d(])|omdat"
    r"|dvs)(?![^\W\d_]).*"
    r"|\s+[–—-]{1,2}\s+(?![^\W\d_]{3,}\s*[.)]?\s*\Z)(?!\s*(?:[$＄\d(*=]|(?:also|so|hence|thus"
    r"|therefore|donc|por|logo"
    r"|quindi|значит|that)\b)).*|[—–]\s*(?:roughly|about|approximately|which|the|an?|same)\b.*"
    r"|[;,]\s[^;]*\b(?:for|by|in) comparison\b.*"
    r"|,\s*was\s[^;]*\b(?:entspricht|ergibt|ist|bedeutet|macht|sind)\b.*"
    r"|,?\s*\b(?:and|but)?\s*\bnot\s+[$*]*\d.*|[,;]\s*or as an?\b.*"
    r"|,\s*or\s+[\d.,]{1,12}\s?(?:%|percent)\s+of\b.*"
    r"|,\s*(?:and|but|while|so)\s+[^,]*\b(?:would|could|might|['’]d)\b.*"
    r"|[,，]\s*(?:即|也就是|约等于|大约|つまり|すなわち).*)$",
    re.IGNORECASE | re.DOTALL,
)
_WHICH = re.compile(r"[\s,;–—-]*which\b", re.IGNORECASE)
_SO = re.compile(
    r"[,;]?\s(?:and )?(?:so|thus|hence|therefore)\b,?\s(?!(?:about|roughly|around|nearly)\b)"
)
BOLD = re.compile(r"(\*\*\*|\*\*|__)(?=\S)([^\n]{1,300}?)(?<=\S)\1")
# A remark that says the opposite is none.
_CONTRADICTS = re.compile(
    r"\b(?:real|actual|actually|correct|true|right|wrong|not|no|but|instead"
    r"|rather)\b",
    re.IGNORECASE,
)
# 9 (instead of 12)
_INSTEAD = re.compile(
    r"\s*(?:instead of|rather than|not|and not|nicht|et non|statt|au lieu de|no|y no|e não|e non"
    r"|а не|в отличие от)\s[$＄]?\d[\d.,]*\s?[^\W\d_]{0,12}\s*\Z",
    re.IGNORECASE,
)
_MEASURED = re.compile(rf"\s*[≈~=]?\s*{NUMBER}\s+°?{LETTER}{{1,3}}(?:/{LETTER}{{1,3}})?[²³]?\s*")
_NEAR = re.compile(r"\s*(?:≈|≅|\\approx(?![a-z])).*$", re.DOTALL)


def without_remarks(sentence: str, *, exact: bool = False) -> str:
    """Return a sentence without remarks in brackets and what it says once more.

    Args:
        sentence: A sentence.
        exact: Whether an approximation of what stands before it is such a remark.

    Example:
        >>> without_remarks("It takes 25 mL (0.025 L), i.e. a spoonful.")
        'It takes 25 mL'
    """
    plain = without_scientific(_BRACKETS.sub(_kept, sentence))
    tail = _TAIL.search(plain)
    if tail is not None and values(plain[: tail.start()]) and not _is_bold(plain, tail.start()):
        before = plain[: tail.start()]
        rest = _which_so(tail[0]) or _grouped(before, tail[0]) or result_of(before, tail[0])
        plain = f"{plain[: tail.start()]}, so {rest}" if rest else plain[: tail.start()]
    elif tail is None:
        plain = said_as_result(plain) or plain
    near = _NEAR.search(plain) if exact else None
    if near is not None and not plain.count("$", 0, near.start()) % 2:
        plain = plain[: near.start()] if values(plain[: near.start()]) else plain
    return plain.strip()


def _grouped(before: str, remark: str) -> str:
    """Return the interval or pair that a remark makes of two numbers: from 1 to 3, i.e. (1, 3)."""
    group = _GROUP.fullmatch(remark)
    told = values(before)
    plain = len(told) > 1 and not any(one.formula for one in told)
    return group[1] if group is not None and plain else ""


_GROUP = re.compile(
    r"[\s,;–—-]*(?:i\.\s?e\.|that is(?: to say)?),?\s*"
    r"(\$[(\[\\][^$=]{1,100}\$|[(\[][^()\[\]=]{1,60}[)\]])[.\s]*",
    re.IGNORECASE,
)


def _which_so(remark: str) -> str:
    """Return what a remark such as *which is 60 + 42, so 102* leads to, or an empty text."""
    if not _WHICH.match(remark):
        return ""
    rest = _SO.split(remark, maxsplit=1)[-1]
    return rest if rest is not remark and values(rest) else ""


def _is_bold(plain: str, at: int) -> bool:
    """Whether the only value in bold stands behind a place."""
    bold = [match.start() for match in BOLD.finditer(plain) if values(match[2])]
    return bool(bold) and bold[0] >= at


def _kept(match: re.Match[str]) -> str:
    """Return brackets that are mathematics, and nothing for those of a remark."""
    inside = match["inside"]
    instead = match.start() > 0 and _INSTEAD.match(inside) is not None
    if instead and not match.string.count("$", 0, match.start()) % 2:
        return ""
    if match.string.count("$", 0, match.start()) % 2 or _CONTRADICTS.search(inside):
        return match[0]
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    if _WORDED.search(_FUNCTIONS.sub(" ", inside)) and not re.match(
        r"[A-Za-z]\s*[(=]", inside.strip()
    ):
        return "" if before else match[0]
    spaced = match[0][0].isspace()
    if spaced and before.isalnum() and _MEASURED.fullmatch(inside):
        return ""  # 25 mL (0.025 L)
    if spaced and before.isalpha() and inside.strip().isdecimal():
        return f" {inside.strip()}"  # four marbles (4)
    return match[0]
