r"""The values in a sentence: formulas, numbers with their units, runs of plain mathematics."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rewardkit_verifiers.math.lib.word_lists import listed

_FORMULA = r"\$[^$\n]{1,400}\$|\\\([^\n]{1,400}?\\\)"
_CURRENCY = r"(?:R[＄$]|US[＄$]|A[＄$]|C[＄$]|[＄€£¥₹₽₩₺]|(?:USD|EUR|GBP|CHF|Rs\.?|BRL|MXN)\s)"
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+"
    r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+"
    r"(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|\.\d+)"
)
_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ"
# A raised or lowered digit is no letter, though \w holds it.
LETTER = r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ₀₁₂₃₄₅₆₇₈₉½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
# A letter or function that stands in mathematics, and no word.
_NAME = (
    r"(?:(?:sqrt|sin|cos|tan|cot|sec|csc|log|ln|exp|arcsin|arccos|arctan|pi|mod|max|min|gcd|lcm)"
    rf"(?!{LETTER})|[a-zA-Zα-ωΑ-ΩπθλμσΔ](?!{LETTER}))"
)
_OPERATOR = rf"[-+−–*/^×·÷⋅=<>≤≥≠≈±∓∈∪∩→:!|{_SUPER}₀₁₂₃₄₅₆₇₈₉_'′√∛∞½⅓⅔¼¾⅕⅛%°(){{}}\[\],]"
_ATOM = rf"(?:{_CURRENCY}\s?)?{NUMBER}(?![\da-zA-Z]{{3}}|\d)|{_NAME}|{_OPERATOR}"
_RUN = rf"(?<![A-Za-zÀ-ÿЀ-ӿ])(?<!\d)(?:(?:{_ATOM})\s{{0,2}}+)+"
_TOKEN = re.compile(rf"(?P<formula>{_FORMULA})|(?P<run>{_RUN})")
_RUNS, _RELATES = re.compile(_RUN), re.compile(r"[=<>≤≥]")
_UNIT = re.compile(
    r"\s(?:in the|at|de la|du|da|di|del) (?:morning|afternoon|evening|night|mañana|tarde|noche"
    r"|madrugada|matin|soir|manhã|noite|mattina|sera|notte|pomeriggio)\b"
    rf"|\s?(?:(?:square|cubic)\s[a-z]{{2,14}}|(?:por|per|pour) (?:ciento|cento|cent)\b"
    rf"|°?{LETTER}{{1,20}}(?:\s?(?:/|per\b|·|p(?:or|ro|ar)\b(?=\s(?:hor|min|s[eé]|Stun|Min|Sek"
    rf"|heur)))\s?{LETTER}{{1,10}})?"
    r"(?:\^?-?[23]|[²³])?)"
)
# The article, and letters that join words: a 20% discount, 12 y 15.
_ALONE = re.compile(r"[A-Za-z]\s+(?=[\d$＄€£¥₹(])")
# Words that are no unit of the number before them.
_NO_UNITS = frozenset(
    listed(
        "and or but if when than that which who with in on at of for is are was were as by from to"
        " per must can cannot could not no do does did fails left will would should may so then"
        " because since while times after before more und oder aus von für bei mit ist sind als et"
        " ou de du des par pour en dans est sont que y o a e u los las del por para con es son da"
        " do das na com são è di i и или в на за из по до от w z van het op ve"
    )
)
_ALONE_BEHIND = re.compile(r"(?<=[\d%°)])\s+(?:[aAIeoyuswv]|[.,;:])\s*\Z")
# What ends a proof is no value.
_SEAL = re.compile(r"\s*\\(?:blacksquare|square|Box|qed|QED|checkmark)?\s*|\s*")
_DIGIT = re.compile(r"\d|[½⅓⅔¼¾⅕⅛π∞]")
_PLAIN = re.compile(rf"[-+−–]?\s?{_CURRENCY}?\s?{NUMBER}\s?%?")


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a sentence.

    Attributes:
        text: As it is written, without the marks of a formula.
        begin: Where it begins in the sentence.
        end: Where it ends.
        formula: Whether it stands between marks of a formula.
    """

    text: str
    begin: int
    end: int
    formula: bool = False


def with_prices(text: str) -> str:
    """Return a text in which the dollar signs of prices are told from those of formulas.

    Example:
        >>> with_prices("It costs $180 - $120 = $60 for $x$.")
        'It costs ＄180 - ＄120 = ＄60 for $x$.'
    """
    if "$" not in text:
        return text
    made: list[str] = []
    at = 0
    while (match := _PRICE.search(text, at)) is not None:
        inside = match["formula"]
        number = text[match.start() + 1 : match.start() + 2].isdigit()
        next_one = text[match.end() : match.end() + 1].isdigit()
        priced = number and (inside is None or _PRICED.match(inside) is not None or next_one)
        stop = match.start() + 1 if priced or inside is None else match.end()
        made.append(f"{text[at : match.start()]}{PRICE}" if priced else text[at:stop])
        at = stop
    return "".join(made) + text[at:]


PRICE = "＄"
_PRICE = re.compile(r"(?<![\\$])\$(?!\$)(?:(?P<formula>[^$\n]{1,400})\$)?")
# 180 - or 9 for: prices, and no formula.
_PRICED = re.compile(
    r"\d[\d.,]*(?:\s[-+=×*/]\s|\s?[-–+×*/=]\s?|[\s,;:.)]+[a-z]{2,}\b.*|(?!!\Z|\\?%)\W{1,4})$"
)


def values(sentence: str) -> list[Value]:
    """Return the values of a sentence in their order.

    Example:
        >>> [value.text for value in values("So 3 of $x+1$ apples cost 4/5 of ＄2.50.")]
        ['3', 'x+1', '4/5', '＄2.50']
    """
    found: list[Value] = []
    for match in _TOKEN.finditer(sentence):
        if match.lastgroup == "formula":
            inner = match[0].strip("$") if match[0][0] == "$" else match[0][2:-2]
            if not _SEAL.fullmatch(inner):
                found.append(Value(inner.strip(), match.start(), match.end(), True))
            continue
        found += _runs(match[0], match.start())
    return found


def _runs(text: str, at: int) -> list[Value]:
    """Return the stretch of plain mathematics in a text, without the punctuation around it."""
    found: list[Value] = []
    for match in _RUNS.finditer(text):
        begin, end = match.start(), match.end()
        while begin < end and (text[begin].isspace() or text[begin] in ",:)]}!'′|*_%"):
            begin += 1
        while end > begin and (text[end - 1].isspace() or text[end - 1] in ",:.([{=+−-–*/|'_<>→≈"):
            end -= 1
        while (alone := _ALONE.match(text, begin, end)) is not None:
            begin = alone.end()
        while (alone := _ALONE_BEHIND.search(text, begin, end)) is not None:
            end = alone.start()
        piece = text[begin:end]
        if piece.endswith("}") and "{" not in piece:
            end, piece = end - 1, piece[:-1]
        if piece.count(")") > piece.count("(") and piece.endswith(")"):
            end, piece = end - 1, piece[:-1]
        if piece.count("(") > piece.count(")") and piece.startswith("("):
            begin, piece = begin + 1, piece[1:]
        if _DIGIT.search(piece) or _RELATES.search(piece):
            found.append(Value(piece.strip(), at + begin, at + end))
    return found


def is_plain(text: str) -> bool:
    """Return whether a text is one number, perhaps with a currency or percent sign."""
    return _PLAIN.fullmatch(text) is not None


def with_unit(sentence: str, value: Value) -> str:
    """Return a plain number with the words behind it that may be its unit; at most two."""
    if value.formula or not (is_plain(value.text) or value.text[-1:].isalnum()):
        return value.text
    found = _UNIT.match(sentence, value.end)
    if found is None or found[0].strip().lower() in _NO_UNITS:
        return value.text
    return value.text + found[0]


def key(text: str) -> str:
    """Return a spelling of a value that does not depend on separators and signs of currency."""
    plain = _SIGNS.sub("", text).replace("−", "-")
    return _GROUPS.sub("", plain).rstrip(".,;:")


_SIGNS = re.compile(r"[\s$＄€£¥₹\\{}*]|R\$|\btext\b")
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
