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
_CLOCK = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d:])(?:\s?([ap])\.?\s?m\b\.?)?", re.IGNORECASE
)
_FORMULA = re.compile(r"\w\s?[\^+]|\w - \w|\d[a-z]\b")
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
    if "10" not in text:
        return text
    return _SCIENTIFIC.sub(
        lambda found: f"{found[1]}e{(found['power'] or found['raised']).translate(_RAISED)}", text
    )


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
    plain = re.sub(r"\\(?:text\w*|math\w+|mbox|cdot|times|left|right)\b", "", plain)
    return re.sub(r"[\s$*{}\\]", "", plain).casefold()


def says_time(text: str, gold: Any) -> bool:
    """Whether the last time of day in a text is that of a reference, by either clock.

    Example:
        >>> says_time("It ends at 8:20 p.m.", "20:20"), says_time("At 8:20 am.", "20:20")
        (True, False)
        >>> says_time("15:30", "3:30"), says_time("15:30", "3:30 am")
        (True, False)
    """
    plain = _clocked(str(gold).strip())
    wanted = _CLOCK.fullmatch(plain) or _CLOCK.fullmatch(clock_in_words(plain))
    said = clock_in_words(text) or text
    times = [*_CLOCK.finditer(_clocked(said))]
    if wanted is None or not times:
        return False
    late = not wanted[3] and _minute(wanted) >= _HOUR and _minute(times[-1]) >= _NOON_AND_HOUR
    return _minute(times[-1]) - _minute(wanted) in ((0, 12 * _HOUR) if late else (0,))


def _clocked(text: str) -> str:
    """Return a text with times of day in digits: 11 h 50, 5 pm, 5 o'clock in the afternoon."""
    text = _NOON.sub("12:00", _MIDNIGHT.sub("00:00", text))
    text = _IN_WORDS.sub(_half_named, _HAN_CLOCK.sub(_half_named, text))
    text = _HOURS_H.sub(r"\1:\2", text)
    text = _O_CLOCK.sub(lambda at: f"{at[1]}:00" + (" pm" if at[2] else ""), text)
    return _FULL_HOUR.sub(r"\1:00 \2m", text)


def _half_named(found: re.Match[str]) -> str:
    """Return a time of day whose half of the day stands in words with am or pm."""
    late = found["late"] is not None
    half = "pm" if late else "am"
    return f"{found['hour']}:{found['minute'] or '00':0>2} {half} "


_NOON = re.compile(
    r"(?<!-)\b(?:12 noon|noon|midday|high noon|midi|mediodía|meio-dia|mezzogiorno)\b"
    r"|(?<!am )\bmittags?\b",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(
    r"\b(?:12 midnight|midnight|mitternacht|minuit|medianoche|meia-noite|mezzanotte)\b",
    re.IGNORECASE,
)
_LATE = (
    r"in the (?:afternoon|evening)|at night|nachmittags|abends|am (?:nach|)mittag|am abend"
    r"|de la (?:tarde|noche)|da (?:tarde|noite)|de l['’]après-midi|du soir|del pomeriggio"
    r"|di sera|дня|вечера|['’]s (?:middags|avonds)|po południu|wieczorem"
)
_EARLY = (
    r"in the morning|morgens|am morgen|vormittags|de la mañana|da manhã|du matin|del mattino"
    r"|di mattina|утра|['’]s ochtends|rano"
)
_IN_WORDS = re.compile(
    r"(?<![\d:.])(?P<hour>1?\d)(?:\s?[:.h]\s?(?P<minute>[0-5]\d))?(?:\s?(?:uhr|h|heures?|horas?"
    rf"|o['’]?clock))?,?\s+(?:(?P<late>{_LATE})|(?:{_EARLY}))(?!\w)",
    re.IGNORECASE,
)
_HAN_CLOCK = re.compile(
    r"(?:(?P<late>下午|午後|오후|晚上)|上午|午前|오전|早上)\s?(?P<hour>1?\d)\s?[点點時시:]\s?"
    r"(?P<minute>[0-5]?\d)?\s?[分분]?"
)
_HOURS_H = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])\s?(?:h|Uhr)\s?([0-5]\d)(?!\d)")
_O_CLOCK = re.compile(
    r"(?<![\d:.])(1?\d)\s?o['’]?clock\b(\s+in the (?:afternoon|evening)|\s+at night)?",
    re.IGNORECASE,
)
_FULL_HOUR = re.compile(r"(?<![\d:.])(1?\d)\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_HALF = re.compile(r"(?<![\d:.])(1?\d)(?:[:.][0-5]\d)?\s?([ap])\.?\s?m\b", re.IGNORECASE)


def another_time(text: str, gold: Any) -> bool:
    """Whether a text says one time of day, and a reference is another.

    Example:
        >>> another_time("It ends at midnight.", "12:00"), another_time("At 3:30 pm", "15:30")
        (True, False)
    """
    plain = _clocked(str(gold).strip())
    wanted = _CLOCK.fullmatch(plain) or _CLOCK.fullmatch(clock_in_words(plain))
    if wanted is None:
        return False
    found = [*_CLOCK.finditer(_clocked(clock_in_words(text) or text))]
    if len({_minute(at) for at in found}) != 1:
        return False
    said, asked = _minute(found[0]), _minute(wanted)
    # 3:30 may be half past three in the afternoon.
    either = any(not at[3] and _HOUR <= _minute(at) < _NOON_AND_HOUR for at in (found[0], wanted))
    return said != asked and not (either and (said - asked) % (12 * _HOUR) == 0)


_HOUR, _NOON_AND_HOUR = 60, 780


def other_half_of_day(text: str, gold: Any) -> bool:
    """Whether a text says a.m. where a reference says p.m., or the reverse.

    Example:
        >>> other_half_of_day("At 3 a.m.", "3 PM"), other_half_of_day("At 3 p.m.", "3 PM")
        (True, False)
    """
    wanted = _HALF.match(str(gold).strip())
    halves = {found[2].casefold() for found in _HALF.finditer(_clocked(text))}
    return wanted is not None and bool(halves) and wanted[2].casefold() not in halves


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


def _minute(clock: re.Match[str]) -> int:
    hour, half = int(clock[1]), (clock[3] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return 60 * hour + int(clock[2])


@lru_cache(maxsize=4096)
def _equal(wanted: str, given: str) -> bool:
    return same(wanted, given, POLICIES["default"]).equal is True


def gives_number(text: str) -> bool:
    """Whether a text has a number in digits or in words."""
    seen = visible(text)
    return bool(NUMBER.search(seen) or numbers_in_words(seen))
