"""Numbers as answers write them, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.number_words import clock_in_words, numbers_in_words
from rewardkit_verifiers.math.lib.decide.units import unit
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.plain_number import read_number
from rewardkit_verifiers.math.lib.policy import PRESETS as POLICIES

# So many words may follow the number of a reference, as its unit.
_UNIT = 3
_LONGEST_FORMULA = 200
_SOLVED = re.compile(r"\\?[A-Za-z]\w{0,3}\s*=[^=A-Za-z]*[^=]*$")
_OF_A_LETTER = re.compile(
    r"[a-zA-Z](?:'|′|\^\{?\\prime\}?)?\([a-z]\)\s*=\s*|[a-zA-Z](?:'|′)\s*=\s*"
)
_A_PART = re.compile(
    r"^an?\s+(?=(?:half|third|quarter|fifth|sixth|eighth|tenth)\W*$)", re.IGNORECASE
)
_TWO_SIDES = re.compile(r"\d[^=]{0,40}\s(?:is|are|makes?|equals?)\s[^=]{0,40}\d")
_WORDS_ONLY = re.compile(r"[^\W\d_]+(?:['’ -]+[^\W\d_]+)+")
_PREFIXED = re.compile(r"0[xXbBoO][0-9A-Fa-f]+\b")
_ROMAN = re.compile(r"[IVXLCDM]{2,}")
_CHEMICAL = re.compile(r"(?=.*\d)(?:[A-Z][a-z]?\d*){2,}")
# What may not stand before a number: letters and digits of scripts that put spaces between words.
# In the others (Thai, Chinese, Japanese, Korean) a number follows a word directly.
_BEFORE = r"(?<![0-9A-Za-z_.,\u00aa-\u0dff\u1000-\u1fff])"
NUMBER = re.compile(
    _BEFORE + r"[-+\u2212]?(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d])|\d+)(?:[.,]\d+)?"
    r"(?:[eE][-+]?\d{1,3})?(?:\s?/\s?\d+(?![\w]))?(?![.,]\d)(?!\d)|" + _BEFORE + r"\.\d+"
)
# Nobody fills a decimal up to three places with noughts behind a comma: 40,000 is not 40.
_THOUSANDS = re.compile(r"[1-9]\d*,\d\d0$")
_FORMULA = re.compile(r"[<>≤≥]|\w\s?[\^+]|\w - \w|\d[a-z]\b")
_UNIT_POWER = re.compile(r"(?<=[a-z])\^?([23])(?!\w)")  # cm², which reads cm2
# "About 300,000 km/s" is that number, as near as the reference itself says.
_ABOUT = re.compile(
    r"(?:about|approximately|approx\.?|roughly|around|circa|ca\.|etwa|environ|~|≈)\s*",
    re.IGNORECASE,
)
_OF_A_FORMULA = re.compile(r"\s?[·*]?\s?(?:π|\\?pi\b|√|\\?sqrt)|[a-z]$|!$")
# The reference "x = 2" is the number 2.
_NAMED = re.compile(r"[A-Za-z]\w{0,3}\s*=\s*(?=[-+\u2212]?[\d.])")


_SCIENTIFIC = re.compile(
    r"(?<![\d.,])(\d[\d.,]*)\s?(?:×|x|\*|·|⋅|\\times|\\cdot)\s?10(?:\s?(?:\^|\*\*)\s?\{?\s?"
    r"(?P<power>[-\u2212]?\d{1,3})(?:\s?\})?|(?P<raised>⁻?[⁰¹²³⁴-⁹]{1,3}))"
)
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹\u2212", "-0123456789-")


def in_e_notation(text: str) -> str:
    r"""Return a text whose powers of ten are part of their numbers.

    Example:
        >>> in_e_notation("2.5 × 10³ g"), in_e_notation(r"$3\times10^{-7}$")
        ('2.5e3 g', '$3e-7$')
    """
    if "ten to the" in text or "10 to the" in text:
        text = _POWER_IN_WORDS.sub(_raised, text)
    if "10" not in text:
        return text
    return _SCIENTIFIC.sub(
        lambda found: f"{found[1]}e{(found['power'] or found['raised']).translate(_RAISED)}", text
    )


_POWER_IN_WORDS = re.compile(
    r"(?<![\d.,])(\d[\d.,]*)\s?(?:×|x|\*|·|times|\\times)\s?(?:10|ten)\s+(?:raised\s+)?to the\s+"
    r"(?:power\s+(?:of\s+)?)?(?P<minus>minus\s+|negative\s+|[-\u2212])?(?P<power>\d{1,2}|[a-z]+)"
    r"(?:st|nd|rd|th)?\b(?:\s+power)?"
)
_NTHS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)


def _raised(found: re.Match[str]) -> str:
    power = found["power"]
    spoken = numbers_in_words(power)
    if power in _NTHS:
        value = _NTHS.index(power) + 1
    elif power.isdigit() or spoken:
        value = int(power) if power.isdigit() else int(spoken[0])
    else:
        return found[0]
    return f"{found[1]}e{'-' if found['minus'] else ''}{value}"


def with_scales(text: str, numbers: Sequence[Fraction]) -> str:
    """Return a text with a reference in full that stands there as millions or billions.

    Example:
        >>> with_scales("roughly 300 million m/s", [Fraction(300_000_000)])
        'roughly 300000000 m/s'
        >>> with_scales("42 million", [Fraction(42)])
        '42 million'
    """
    if all(number < _THOUSAND for number in numbers):
        return text

    def full(found: re.Match[str]) -> str:
        value = _value(found[1])
        scale = next(size for name, size in _SCALES if found[2].casefold().startswith(name))
        whole = None if value is None else value * scale
        return str(whole) if whole in numbers else found[0]

    return _SCALED.sub(full, text)


_THOUSAND = 1000
_SCALES = (
    ("thou", 10**3), ("tausend", 10**3), ("mil ", 10**3), ("mio", 10**6), ("mil", 10**6),
    ("мил", 10**6), ("mrd", 10**9), ("bil", 10**9), ("bn", 10**9), ("tri", 10**12),
)  # fmt: skip
_SCALED = re.compile(
    r"(?<![\w.,])(\d[\d.,]*)\s(thousand|tausend|mil |million\w*|mio\b\.?|millones|milioni|milhões"
    r"|миллион\w*|mrd\b\.?|billion|bn\b|trillion)(?:\s(?:of|de|d['’])\b)?",
    re.IGNORECASE,
)


def read_value(gold: Any) -> Fraction | None:
    """Return the number that a reference is, a unit after it allowed; None for other text."""
    if isinstance(gold, bool):
        return None
    if isinstance(gold, (int, float)):
        return Fraction(str(gold)) if gold == gold and abs(gold) != float("inf") else None
    text = visible(in_e_notation(str(gold))).strip().strip("$").lstrip("€£¥₹")
    text = _ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text
    named = _NAMED.match(text)
    text = text[named.end() :] if named else text
    found = NUMBER.match(text)
    if found is not None and named and text[found.end() : found.end() + 1].isalpha():
        return None  # y = 2x
    if found is None or len(folded_words(text[found.end() :])) > _UNIT:
        return None
    rest = text[found.end() :]
    if _OF_A_FORMULA.match(rest) and unit(rest.strip()) is None:
        return None  # 9π, 5x and 4!
    if any(map(str.isdigit, rest)) and unit(_UNIT_POWER.sub(r"^\1", rest)) is None:
        return None
    return _value(found[0])


def _value(text: str) -> Fraction | None:
    number = read_number(text)
    if number is None and "," in text:
        number = read_number(text.replace(",", "."))
    return None if number is None else Fraction(number)


def numbers_at(text: str) -> list[tuple[int, int, frozenset[Fraction]]]:
    """Return where numbers stand, and the values that each may have."""
    found = []
    for match in NUMBER.finditer(text):
        raw = match[0].replace("\u2212", "-")
        joined = re.sub(r"(?<=\d)[\u00a0\u202f ](?=\d{3})", "", raw)
        readings = {_value(joined)}
        if re.fullmatch(r"[-+]?\d+,\d+", joined):  # a decimal comma, or thousands
            readings.add(_value(joined.replace(",", "")))
            if not _THOUSANDS.search(joined):
                readings.add(_value(joined.replace(",", ".")))
            else:
                readings.discard(_value(joined.replace(",", ".")))
        values = frozenset(value for value in readings if value is not None)
        if values:
            found.append((match.start(), match.end(), values))
    return found


def equals(text: str, gold: Any) -> bool:
    r"""Whether an answer is the reference in another notation of mathematics.

    Example:
        >>> equals(r"\frac{3}{4}", "3/4"), equals("2*x + 1", "2x+1"), equals("4/3", "3/4")
        (True, True, False)
    """
    given, wanted = text.strip().rstrip(".。"), str(gold).strip()
    if ":" in wanted and (clock := clock_in_words(given)):
        given = clock
    if not given or max(len(given), len(wanted)) > _LONGEST_FORMULA:
        return False
    if _PREFIXED.match(given) and not _PREFIXED.match(wanted):
        return False  # 0x28 for 40 where no base is asked for
    if _ROMAN.fullmatch(wanted) and _ROMAN.fullmatch(given):
        return wanted == given  # and no product of letters
    if _CHEMICAL.fullmatch(wanted):
        return bool(re.search(rf"(?<![A-Za-z0-9]){wanted}(?![A-Za-z0-9])", unmarked(given)))
    if _TWO_SIDES.search(given):
        return False  # "2.5 kg are 25 g"
    worded = _WORDS_ONLY.fullmatch(given) and _WORDS_ONLY.fullmatch(wanted)
    if worded and not (numbers_in_words(wanted) or _A_PART.match(wanted)):
        return folded_words(given) == folded_words(wanted)  # "It rises" is no product
    given = _A_PART.sub("one ", given, count=1)
    given = _OF_A_LETTER.sub("", given.strip("$ "), count=1)
    if "=" in given and not _SOLVED.match(given):
        return False  # an equation of the question is no solution of it
    return _equal(wanted, given)


def unmarked(text: str) -> str:
    """Return a text without what sets the numbers of a chemical formula lower."""
    return re.sub(r"\\(?:text|mathrm|ce|times|cdot)\b|[$_{}\\]", "", visible(text))


def holds_formula(text: str, gold: str) -> bool:
    """Whether a text holds a reference sign by sign, where that is a formula; else True.

    Example:
        >>> holds_formula("x^2 + 1", "x^2 - 1"), holds_formula("It is $x^2-1$.", "x^2 - 1")
        (False, True)
    """
    return not _FORMULA.search(gold) or _signs(gold) in _signs(text)


def _signs(text: str) -> str:
    plain = (
        text.replace("²", "^2")
        .replace("³", "^3")
        .replace("\u2212", "-")
        .replace("**", "^")
        .replace("×", "")
    )
    plain = _AT_LEAST.sub("≥", _AT_MOST.sub("≤", plain))
    plain = re.sub(r"\\(?:text\w*|math\w+|mbox|cdot|times|left|right)\b", "", plain)
    return re.sub(r"[\s$*{}\\]", "", plain).casefold()


_AT_LEAST = re.compile(r">=|⩾|\\geq(?:slant)?\b|\\ge\b")
_AT_MOST = re.compile(r"<=|⩽|\\leq(?:slant)?\b|\\le\b")


def copied_expression(text: str, golds: Sequence[str], prompt: str) -> bool:
    """Return whether a reply is an expression of the question, which is to be worked on.

    Example:
        >>> copied_expression("(x+2)^2", ["x^2 + 4x + 4"], "Expand (x+2)^2.")
        True
        >>> copied_expression("x^2", ["x^2"], "Which is larger for x = 3, x^2 or 2x?")
        False
    """
    given, asked = _signs(text.strip(" .")), _signs(prompt)
    if not _EXPRESSION.fullmatch(given) or len(given) < _FEWEST or given not in asked:
        return False
    return not any(_signs(gold) in asked or _signs(gold) == given for gold in golds)


_EXPRESSION = re.compile(r"(?=.*[+*/^√²³−-])[\w+*/^√().−-]+")
_FEWEST = 3


def another_formula(text: str, gold: str) -> bool:
    """Whether a text is a formula alone, and not that of a reference.

    Example:
        >>> another_formula("(x - 9)(x + 1)", "(x - 3)(x + 3)")
        True
        >>> another_formula("(x + 3)(x - 3)", "(x - 3)(x + 3)")
        False
    """
    given, wanted = text.strip().strip("$. "), gold.strip().strip("$ ")
    if max(len(given), len(wanted)) > _LONGEST_FORMULA or not (given and wanted):
        return False
    if _WORD.search(given) or _WORD.search(wanted) or not _OPERATOR.search(wanted):
        return False
    return same(wanted, given, POLICIES["default"]).equal is False


_WORD = re.compile(r"(?<!\\)[^\W\d_]{3,}")
_OPERATOR = re.compile(r"[-+*/^=()\u2212]")


@lru_cache(maxsize=4096)
def _equal(wanted: str, given: str) -> bool:
    return same(wanted, given, POLICIES["default"]).equal is True


def gives_number(text: str) -> bool:
    """Whether a text has a number in digits or in words."""
    seen = visible(text)
    return bool(NUMBER.search(seen) or numbers_in_words(seen))
