"""Formulas that are told in words: circles, lines, multiples, well-known functions, numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST = 300
_V = (
    r"(-?\s?(?:\d{1,9}(?:\.\d{1,9})?(?:\s?/\s?\d{1,9})?|\\[dt]?frac\s?\{-?\d{1,9}\}\s?\{\d{1,9}\}"
    r"|(?:\d{1,3}\s?)?(?:\\sqrt\s?\{\d{1,6}\}|√\s?\d{1,6})))"
)
_POINT = re.compile(rf"\(\s*{_V}\s*,\s*{_V}\s*\)")
_CIRCLE = re.compile(
    r"\bcircles?\b|\bkreis\w*|\bcercle|c[íi]rculo|circunferencia|cerchio|圆", re.IGNORECASE
)
_LINE = re.compile(
    r"\blines?\b|\bgerade\b|\bdroite\b|\brecta\b|\bretta\b|直线|\bslope\b", re.IGNORECASE
)
_ORIGIN = re.compile(
    r"\b(?:the )?origin\b|ursprung|l['’]origine|el origen|原点",
    re.IGNORECASE,
)
_RADIUS = re.compile(
    rf"(?:\bradius|rayon|radio|raggio|半径)\s*(?:of|is|equal to|=|:|为|是|r)?\s*(?:=\s*)?{_V}",
    re.IGNORECASE,
)
_DIAMETER = re.compile(
    rf"(?:\bdiameter|durchmesser|diamètre|直径)\s*(?:of|is|=|:|为|是)?\s*{_V}", re.IGNORECASE
)
_SLOPE = re.compile(
    rf"(?:\bslope|\bgradient|steigung|pente|pendiente|pendenza|斜率)\s*(?:of|is|=|:|为|是"
    rf"|m)?\s*(?:=\s*)?{_V}",
    re.IGNORECASE,
)
_INTERCEPT = re.compile(
    rf"(?:\by[- ]?intercept|y-achsenabschnitt|ordonnée à l['’]origine|y轴(?:上的)?截距"
    rf"|纵截距)\s*(?:of|is|at|=|:|为|是)?\s*(?:\(0,\s*)?{_V}\)?",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|except|without|nicht|pas|maybe|or|oder|ou|semi\w*|half|upper|lower|part|arc"
    r"|disk|disc|inside|interior|outside|tangent)\b"
    r"|n['’]t\b|不|除|半圆|上半|下半|内|外|[=<>]",
    re.IGNORECASE,
)
_MULTIPLES = re.compile(
    r"\W*(?:(?:so|thus|exactly|precisely|the|are|for|when|if|iff"
    r"|only)\s)*(?:(?P<letter>[a-zA-Z])\s(?:must be|has to be|is|be)\s)?"
    r"(?:all |any |every |each )?(?P<sign>positive |natural |non-?negative )?"
    r"(?:(?:integers?|numbers?|n|values of n)\s)?(?:that are |which are |is )?(?:an? )?"
    r"(?:multiples? of|divisible by)\s(?P<of>\d{1,9})\W*",
    re.IGNORECASE,
)
_PARITY = re.compile(
    r"\W*(?:(?P<letter>[a-zA-Z])\s(?:must be|has to be|is)\s(?:an? )?)?(?:all |any |every "
    r"|each )?(?:the )?(?P<sign>positive |natural )?"
    r"(?P<parity>even|odd)(?:\s(?P<after>positive |natural )?(?:integers?|numbers?|n))?\W*",
    re.IGNORECASE,
)
_DIVIDES = re.compile(r"\W{0,3}(\d{1,9})\s*(?:\\mid|∣|\||divides)\s*([a-zA-Z])\W{0,3}")
_BASE = re.compile(
    r"\W*(?:(?:it|this|the (?:answer|number|numeral)) is"
    r" )?([0-9A-Fa-f]{1,40})\s*[(\[]?\s*(?:(?:in|to|written in)\s)?(?:the\s)?base[- ](\w{1,8})\W*",
    re.IGNORECASE,
)
_BASE_NAMES = {
    name: base
    for base, name in enumerate(
        listed("two three four five six seven eight nine ten eleven twelve"), 2
    )
}
_WORDED = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3}|[^\x00-\x7f]|\\mid|\|")
_FAMILIES = tuple(
    (re.compile(words, re.IGNORECASE), formula)
    for words, formula in (
        (
            r"(?:the )?zero (?:function|polynomial)|(?:the )?constant (?:function )?0\b"
            r"|零多项式|零函数|nullfunktion|nullpolynom",
            "{f}=0",
        ),
        (
            r"(?:the )?identity(?: function| map(?:ping)?)?|恒等函数|identität|l['’]identité",
            "{f}={x}",
        ),
        (
            r"(?:all |any |every |the )?constant (?:functions?|polynomials?)"
            r"|(?:所有)?常(?:值)?函数",
            "{f}=c",
        ),
    )
)
_IS_ZERO = re.compile(
    r"\b([A-Za-z])(?:\(([a-z])\))?\s*(?:≡|\\equiv(?![a-z]))\s*(-?\d{1,6}"
    r"|[a-z])(?![\w(])(?!\s*\\?p?mod)"
)
_NAMED = re.compile(r"\b([A-Za-z])\(([a-z])\)")
_COUNTED = re.compile(
    r"[\s,;$(]*(?:\b(?:for|where|with)\b[^$\d]{0,30})?[$(]?\s*\b([nkm])\s*(\\geq?|≥|>=|\\gt"
    r"|>)\s*(\d{1,4})[\s$).]*\Z"
)
_SUBJECT = re.compile(r"\A\W*(?:[A-Za-z] (?:is|are|must be)\s)?(?:either\s)?")
_SOME = re.compile(
    r"[\s,(]*(?:\$\s*)?(?:,\s*)?\b(?:for (?:some|any|all|every|each)|where"
    r"|with)\b(?![^$]*\bor\b).{0,60}\Z",
    re.DOTALL,
)


def same_spelling(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare formulas that either side tells in words; None where neither does, or they differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task; one about positive integers makes `multiples of 3` positive ones.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> rules = PRESETS["default"]
        >>> same_spelling("(x-1)^2+y^2=4", "circle of radius 2 centred at (1,0)", "", rules).equal
        True
        >>> same_spelling("f(x)=0, f(x)=x", "zero function and identity", "", rules).equal
        True
    """
    if len(said) > _LONGEST:
        return None
    mine, theirs = spelt(gold), spelt(said)
    if mine or theirs:
        one, other = mine or ((gold, ""),), theirs or ((said, ""),)
        for wanted, sign in one:
            for told, their_sign in other:
                if sign != their_sign and not (mine and theirs and "ositive" in prompt):
                    continue
                if same(wanted, told, policy):
                    return Verdict(True, "structure", "a formula told in words")
    counted, counts = _COUNTED.search(gold), _COUNTED.search(said)
    if counted and counts and _start(counted) == _start(counts):
        # The exponents of both run over the same numbers.
        gold, said = gold[: counted.start()], said[: counts.start()]
    named = _NAMED.search(gold) or _NAMED.search(said)
    wanted, told = (_with_families(text, named) for text in (gold, said))
    if (wanted, told) != (gold, said) and same(wanted, told, policy):
        return Verdict(True, "structure", "a well-known function")
    return None


def _start(counted: re.Match[str]) -> tuple[bool, str]:
    """Return whether a count begins at a number or behind it, and the number."""
    return counted[2] not in ("\\gt", ">"), counted[3]


@lru_cache(maxsize=4096)
def spelt(text: str) -> tuple[tuple[str, str], ...]:
    r"""Return the formulas that a text tells in words, each with what it says of the sign.

    Example:
        >>> spelt("multiples of 3"), spelt("5621 in base 7")
        ((('n \\equiv 0 \\pmod{3}', ''),), (('5621_{7}', ''),))
    """
    plain = text.replace("$", "").replace("**", "").replace("−", "-").replace("\\text", "")
    if len(text) > _LONGEST or not _WORDED.search(plain):
        return ()
    return tuple(_spelt(plain))


def _spelt(plain: str) -> Iterator[tuple[str, str]]:
    if (curve := _curve(plain)) != "":
        yield curve, ""
    if (multiple := _MULTIPLES.fullmatch(plain)) is not None:
        sign = "positive" if multiple["sign"] and multiple["sign"][0] in "pPnN" else ""
        yield rf"{multiple['letter'] or 'n'} \equiv 0 \pmod{{{multiple['of']}}}", sign
    if (divides := _DIVIDES.fullmatch(plain)) is not None:
        yield rf"{divides[2]} \equiv 0 \pmod{{{divides[1]}}}", ""
    if (parity := _PARITY.fullmatch(plain)) is not None and (
        parity["letter"] or parity["parity"] + "s" not in plain
    ):
        sign = "positive" if parity["sign"] or parity["after"] else ""
        yield (
            rf"{parity['letter'] or 'n'} \equiv {int(parity['parity'][0] in 'oO')} \pmod{{2}}",
            sign,
        )
    if (numeral := _BASE.fullmatch(plain)) is not None:
        base = _BASE_NAMES.get(numeral[2].lower(), numeral[2])
        if str(base).isdecimal():
            yield f"{numeral[1]}_{{{base}}}", ""


def has_other_base(gold: str, said: str) -> bool:
    """Whether an answer names another base than the one of a reference.

    Example:
        >>> has_other_base("110_2", "110 in base three"), has_other_base("110_2", "110, base 2")
        (True, False)
    """
    wanted = _OF_BASE.search(gold) if "_" in gold else None
    named = _NAMES_BASE.findall(said) if wanted is not None and len(said) <= _LONGEST else []
    bases = {str(_BASE_NAMES.get(name.lower(), name)) for name in named}
    known = {base for base in bases if base.isdecimal()}
    return wanted is not None and bool(known) and wanted[1] not in known


_OF_BASE = re.compile(r"[\dA-F]\s*\)?\s*_\s?\{?(\d{1,2})\}?\s*\$?\s*\Z")
_NAMES_BASE = re.compile(r"\bbase[- ](\w{1,8})", re.IGNORECASE)


def _curve(plain: str) -> str:
    """Return the equation of a circle by its centre and radius, of a line by slope and point."""
    spans: list[tuple[int, int]] = []
    points = list(_POINT.finditer(plain))
    if _CIRCLE.search(plain):
        radius, diameter = _RADIUS.search(plain), _DIAMETER.search(plain)
        size = radius or diameter
        origin = _ORIGIN.search(plain)
        if size is None or (radius and diameter) or len(points) + (origin is not None) != 1:
            return ""
        x, y = points[0].groups() if points else ("0", "0")
        spans += [size.span(), *(point.span() for point in points)]
        length = size[1] if radius else f"(({size[1]})/2)"
        told = f"(x-({x}))^2+(y-({y}))^2=({length})^2"
    elif _LINE.search(plain):
        slope, height = _SLOPE.search(plain), _INTERCEPT.search(plain)
        spans += [found.span() for found in (slope, height) if found is not None]
        if slope is None or len(points) > 1:
            return ""
        if height is not None and not points:
            told = f"y=({slope[1]})*x+({height[1]})"
        elif points and height is None:
            x, y = points[0].groups()
            spans.append(points[0].span())
            told = f"y=({slope[1]})*(x-({x}))+({y})"
        else:
            return ""
    else:
        return ""
    rest = plain
    for begin, end in sorted(spans, reverse=True):
        rest = f"{rest[:begin]} {rest[end:]}"
    return "" if any(map(str.isdigit, rest)) or _DENIED.search(rest) else told


def _with_families(text: str, named: re.Match[str] | None) -> str:
    """Return a text with formulas for the zero function, the identity and constants."""
    name, letter = (named[1], named[2]) if named else ("f", "x")
    told = _IS_ZERO.sub(lambda found: f"{found[1]}({letter})={found[3]}", text)
    for words, formula in _FAMILIES:
        told = words.sub(formula.format(f=f"{name}({letter})", x=letter), told)
    return _SUBJECT.sub("", _SOME.sub("", told)).strip(" $") if told != text else text


def may_be_spelt(gold: str) -> bool:
    """Whether a reference is an equation, a congruence, a numeral, or words that tell one."""
    return len(gold) <= _LONGEST and _TOLD.search(gold) is not None


_TOLD = re.compile(
    r"=|≡|\\equiv|_\s?\{?\d|\\mid|∣|\||\b(?:circle|line|multiples?|divisible|even|odd"
    r"|identity|zero|constant|base)\b|圆|直线|函数"
)
