r"""Names before a value that the grammar reads as mathematics: P(X=2) = 1/3, |A| = 5, A(2, 3)."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.grammar.words import UNIT_WORDS, UNITS
from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST = 300
_HEAD = (
    r"(?:\\(?:text|mathrm|mathbf|mathbb|operatorname|textbf|mathcal)\s?\{[A-Za-z ]{1,30}\}"
    r"|\\(?:Pr|dim|deg|det|ker|arg|max|min|sup|inf|lim|gcd|lcm|ell|Phi|phi|varphi)(?![a-z])"
    r"|[A-Za-z]{1,8})"
)
_INDEX = r"(?:\s?_\s?(?:\{[^{}]{1,60}\}|\\?\w))*"
_BRACKETS = (
    r"\s?(?:\\left\s?)?(?:\([^()=]{0,60}(?:=[^()=]{0,30})?\)"
    r"|\[[^\[\]=]{0,60}(?:=[^\[\]]{0,30})?\]|\{[^{}]{0,60}\})"
)
_SIZE = (
    r"(?:\\left\s?)?(?:\||\\lvert|\\vert|\\#)\s?\\?[A-Za-z]{1,20}\s?"
    r"(?:\\right\s?)?(?:\||\\rvert|\\vert)?"
)
_LABEL = re.compile(
    rf"\s*(?:{_HEAD}{_INDEX}{_BRACKETS}|{_SIZE}"
    rf"|\\(?:min|max|lim|sup|inf|sum|prod)\s?{_INDEX}[^=]{{1,40}}"
    r"|\\(?:text|mathrm)\s?\{[A-Za-z ]{1,40}\}\s?(?:\\(?:triangle|square|angle|odot)\s?)?[A-Z]{1,4}"
    r"|\\[dt]?frac\s?\{\s?(?:d|\\mathrm\s?\{d\}|\\partial)[^{}=]{0,20}\}\s?\{\s?(?:d"
    r"|\\mathrm\s?\{d\}|\\partial)"
    r"[^{}=]{1,20}\}[^=]{0,80}|\\i?i?int(?![a-z])[^=]{1,120}"
    r"|[^=<>≤≥]{3,80}(?:\\[lcv]?dots[bcm]?(?![a-z])|\.{3}|…|⋯)[^=<>≤≥]{1,60}"
    r"|(?:\^\s?\{?)?\d{1,3}\}?\s?[CP]\s?_?\{?\d{1,3}\}?"
    r"|(?:\\left\s?)?\[[^\[\]=]{1,80}\][_^][^=]{1,40}"
    r"|\\left\s?\.[^=]{1,80}\\right\s?\|[_^][^=]{1,40}"
    rf"|\\(?:overline|bar|hat|tilde|angle|triangle|widehat|vec|measuredangle)[^=]{{1,30}}"
    rf"|{_HEAD}{_INDEX})\s*"
)
_POINT = re.compile(
    r"\s*\\?(?:mathrm\s?\{)?([A-Z])['′]?\}?\s*=?\s*((?:\\left\s?)?\(.*\)\s*)", re.DOTALL
)
_NUMBER = (
    r"-?\s?(?:(?:\d{1,3}(?:[ ~]\d{3})+|\d[\d,]*)(?:\.\d+)?(?:\s?(?:\\times|\\cdot"
    r"|×)\s?10\^\{?-?\d+\}?)?"
    r"|(?:\d+\s?)?\\[dt]?frac\s?\{\d+\}\s?\{\d+\}|\d+/\d+)"
)
_ONE_UNIT = (
    r"\\?(?:[A-Za-zµμΩ°]+|\\(?:text|mathrm)\s?\{\s?[A-Za-z]+\s?\})"
    r"(?:\s?\^\s?\{?-?\d\}?|[²³])?"
)
_JOINED_UNITS = rf"(?:(?:\s?/\s?|\\,\s?|\s?\\cdot\s?|\s?·\s?|\s){_ONE_UNIT})*"
_PLAIN_UNIT = re.compile(
    rf"\s*({_NUMBER})(\s+|\\,\s?|\\ |~|(?=[a-zA-Z]{{2}}))"
    rf"((?:\\circ\s?)?{_ONE_UNIT}{_JOINED_UNITS})\s*\.?\s*"
)
_SCALES = {"C": "Celsius", "F": "Fahrenheit", "Ω": "ohm"}
# 3^{100} \equiv 4 \pmod 7 says 4: the left side has no unknown.
_RESIDUE = re.compile(
    r"[\d\s^{}!()+\-*=⁰¹²³⁴⁵⁶⁷⁸⁹]{1,60}(?:\\(?:cdot|times)\s?\d[\d^{}\s]{0,30})?(?:\\equiv"
    r"|≡)\s?(\d{1,12})\s?"
    r"(?:\\pmod|\\mod|\\bmod|\(?\s?(?:\\text\{mod\}|\\bmod|mod))\s?\{?\s?(\d{1,12})\s?\}?\s?\)?\.?"
)
_INVERSE = re.compile(
    r"[A-Z]\s?\^\s?\{?\s?(?:-1|T|\\top|\d)\s?\}?\s?=\s?(\\(?:begin|left).*matrix.*"
    r"|\\left\[.*array.*)",
    re.DOTALL,
)
# xy = 1 is a curve.
_CURVE = re.compile(r"\s*[xyz]{2,3}\s*")
_WORD = re.compile(r"[A-Za-zµμΩ]+")
_KNOWN = frozenset((*UNITS, *UNIT_WORDS, "Ω", "C", "F", "text", "mathrm", "circ", "cdot", "per"))


def unlabelled(text: str) -> str | None:
    r"""Return what stands behind a label and an equals sign, or None where there is no label.

    Example:
        >>> unlabelled("P(X=2)=\\frac13"), unlabelled("2x = 8")
        ('\\frac13', None)
    """
    if len(text) > _LONGEST or ("=" not in text and "equiv" not in text and "≡" not in text):
        return None
    text = text.strip().strip("$").strip()
    if (residue := _RESIDUE.fullmatch(text)) is not None and residue[2] != "-":
        return residue[1]
    if (inverse := _INVERSE.fullmatch(text)) is not None:
        return inverse[1]
    label = _LABEL.match(text)
    if label is None or not text.startswith("=", label.end()) or _CURVE.fullmatch(label[0]):
        return None
    rest = text[label.end() + 1 :].strip()
    # P(X = 2) = 6/36 = 1/6 is a chain behind its label.
    chained = "=" in label[0] and "(" in label[0]
    return rest if rest and ("=" not in rest or chained) else None


_IMPLIES = re.compile(
    r"\\text\s?\{[\s,;]*(?:so|hence|thus|therefore)\s*\}|\\(?:Long)?[Rr]ightarrow(?![a-z])"
    r"|\\implies(?![a-z])|⇒|⟹|=>"
)
_MODULAR = re.compile(
    r"\$?\s*(\d{1,12})\s*(?:\\[,; ]\s?)?"
    r"(?:\\pmod\s?\{?|\((?:\\bmod|\\text\s?\{\s?mod\s?\}|mod))\s*(\d{1,12})\s*[})]?\s*\$?\.?"
)


def conclusion(text: str) -> str:
    r"""Return what a text says behind its last arrow or `so`, and the text itself without one.

    Example:
        >>> conclusion(r"x(x + 2) = 48 \Rightarrow x = 6")
        'x = 6'
    """
    return _IMPLIES.split(text)[-1].strip()


def without_modulus(text: str) -> str | None:
    r"""Return the remainder of `1 \pmod{5}`, where no letter has it, or None.

    Example:
        >>> without_modulus(r"1 \pmod{5}"), without_modulus(r"x \equiv 1 \pmod{5}")
        ('1', None)
    """
    found = _MODULAR.fullmatch(text)
    return found[1] if found is not None and int(found[1]) < int(found[2]) else None


_WORD_BEFORE = re.compile(
    r"\s*\$?\\text\s?\{\s*(?:the\s+)?([A-Za-z]{3,15}(?:\s[A-Za-z]{2,12})?)\s*:?\s*\}\s*:?\s*"
    r"(-?[\d\\(].{0,80})",
    re.DOTALL,
)
_NO_LABELS = frozenset(
    listed(
        "about approximately around roughly nearly almost over under above below least most minus "
        "negative not maybe between exactly half twice double than more less times plus step part "
        "case root log"
    )
)


def unworded(text: str) -> str | None:
    r"""Return the value behind a word that names it, as in `\text{rank } 1`, or None.

    Example:
        >>> unworded(r"\text{rank } 1"), unworded(r"\text{at least } 1")
        ('1', None)
    """
    found = _WORD_BEFORE.fullmatch(text)
    if found is None or not _NO_LABELS.isdisjoint(found[1].lower().split()):
        return None
    return found[2]


def unnamed_point(text: str) -> str | None:
    """Return the coordinates of a point that is written with its letter, A(2, 3), or None.

    Example:
        >>> unnamed_point("A(2,3)"), unnamed_point("f(2,3)"), unnamed_point("C(5)")
        ('(2,3)', None, None)
    """
    if len(text) > _LONGEST:
        return None
    match = _POINT.fullmatch(text.strip().strip("$"))
    return match[2] if match is not None and "," in match[2] and match[2].count("(") == 1 else None


def with_plain_unit(text: str) -> str | None:
    r"""Return a number with a unit that stands without \text as one with it, or None.

    Example:
        >>> with_plain_unit("12 m/s"), with_plain_unit("12 x")
        ('12\\text{ m/s}', None)
    """
    if len(text) > _LONGEST:
        return None
    match = _PLAIN_UNIT.fullmatch(text.replace("$", " ").replace("°", " ").strip())
    if match is None or not all(word in _KNOWN for word in _WORD.findall(match[3])):
        return None
    unit = re.sub(r"\\(?:text|mathrm)\s?\{\s?([A-Za-z]+)\s?\}", r"\1", match[3])
    unit = re.sub(r"\\cdot|\\,|·", " ", unit).replace("²", "^2").replace("³", "^3")
    unit = re.sub(r"\^\s?\{?(-?\d)\}?", r"^\1", unit).replace("\\circ", "").replace("\\", "")
    divided = re.fullmatch(r"(\w+(?:\^\d)?)\s+(\w+)\^-(\d)", unit.strip())
    if divided is not None:
        unit = f"{divided[1]}/{divided[2]}" + (f"^{divided[3]}" if divided[3] != "1" else "")
    unit = _SCALES.get(unit.strip(), unit)
    return rf"{match[1]}\text{{ {' '.join(unit.split())}}}"
