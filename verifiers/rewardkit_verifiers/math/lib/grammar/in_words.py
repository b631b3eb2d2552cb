"""Times of day, bases and connectives that stand in words, also of other languages."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.grammar.measured import MEASURING, measured
from rewardkit_verifiers.math.lib.spoken import number_word
from rewardkit_verifiers.math.lib.word_lists import listed

_OR, _AND = "ou|oder|или|lub|eller|または|또는", "et|und|и|och|oraz"
_VALUE = r"(?=[-−+$\\({\[\d√π]|[A-Za-z](?:_\{?\w\}?)?\s?(?:[=<>≤≥]|\\[lg]))"
_JOINS = re.compile(rf"(?<=[\d}})\]$a-zA-Zπ∞])\s+(?:(?P<or>{_OR})|(?P<and>{_AND}))\s+{_VALUE}")
# y, o and e are letters of formulas as well: 1 y -3, x = 1 o x = 3.
_NUMBER = r"-?\d[\d.,/]{0,12}"
_SINGLE = re.compile(
    rf"^(\s*{_NUMBER})\s+([yoe])\s+(?={_NUMBER}\s*$)"
    r"|(?<=[\d}])()\s+([yo])\s+(?=[A-Za-z](?:_\d)?\s?[=<>≤≥])"
)
_IN_TEXT = re.compile(r"\\text\s?\{\s+([yeo])\s+\}")
_WORDS = MEASURING | {*listed("ou oder o или lub eller または 또는 et y und и och oraz e")}

_HALVES = {
    "am": r"in the morning|de la (?:mañana|madrugada)|du matin|morgens|vormittags|da manhã"
    r"|d[ie]l? mattin[ao]|утра|上午|早上|凌晨|오전|午前",
    "pm": r"in the (?:afternoon|evening)|de la tarde|de l['’]après-midi|du soir|nachmittags|abends"
    r"|da tarde|del pomeriggio|di sera|вечера|дня|下午|晚上|傍晚|오후|午後",
    "night": r"at night|de la noche|da noite|nachts|ночи|di notte",
}
_NAMED = "|".join(f"(?P<{half}{{0}}>{words})" for half, words in _HALVES.items())
_CLOCK = re.compile(
    rf"\s*(?:(?:a\s)?las?\s|um\s|à\s|alle\s|às\s|в\s|at\s)?(?:{_NAMED.format(1)})?\s?"
    r"(?P<hour>\d{1,2})(?::|\.(?=\d\d\s?Uhr)|[点點時시]\s?)(?P<minute>\d\d)[分분]?\s?(?:Uhr|hrs?\.?|часов)?\s?"
    rf"(?:{_NAMED.format(2)})?\s*\.?\s*"
)
_MAY_BE_CLOCK = re.compile(r"\d(?::|\.(?=\d\d\s?Uhr)|[点點時시]\s?)\d\d")
_NOON = 12

_BASE = re.compile(
    r"[\s$(]*(\d[\dA-F]{0,60})\s*\)?\$?\s*(?:\\text\s?\{\s*)?\(?\s*(?:in\s+|to\s+|en\s+|im\s+|zur\s+)?"
    r"(?:(?:base|Basis)[\s-]*(\w{1,10})|(binary|octal|decimal|hexadecimal))\s*\)?\s*\}?\$?\s*\.?\s*"
)
_LOWERED = re.compile(
    r"(?<=[\dA-F)])_\s?\{?\s?\{?(?:\\(?:text|mathrm)\s?\{)?\s*(?:base[\s~]*\}?)?([a-z]{3,11}|\d{1,2})\s*\}{0,3}(?=[\s$.]*$)"
)
_PREFIXED = re.compile(r"\s*0(?:b([01]{1,60})|x([\dA-Fa-f]{1,60})|o([0-7]{1,60}))\s*")
_SYSTEMS = {"binary": 2, "octal": 8, "decimal": 10, "hexadecimal": 16}


def in_formulas(text: str) -> str:
    r"""Return a text whose times, bases and connectives stand as the grammar reads them.

    Example:
        >>> in_formulas("las 8:15 de la noche"), in_formulas("1011 in base two")
        ('8:15\\text{ pm}', '1011_{2}')
        >>> in_formulas("x < 1 ou x > 2"), in_formulas("f(x) = 2")
        ('x < 1 or x > 2', 'f(x) = 2')
    """
    if " " in text and not _WORDS.isdisjoint(text.split()):
        text = measured(text)
        text = _JOINS.sub(lambda join: " or " if join["or"] else " and ", text)
        text = _SINGLE.sub(_single, text)
        text = _IN_TEXT.sub(lambda join: " or " if join[1] == "o" else " and ", text)
    elif "h" in text and text[:1].isdigit():
        text = measured(text)
    if (":" in text or "Uhr" in text or not text.isascii()) and _MAY_BE_CLOCK.search(
        text[:_LONGEST]
    ):
        text = _clock(text)
    if len(text) < _LONGEST and (time := _HOUR.fullmatch(text)) is not None:
        return rf"{time[1]}:{time[2] or '00'}\text{{ {time[3].lower()}m}}"
    if "past" in text or "noon" in text or "night" in text or "quarter to" in text:
        return _told(text)
    if text[:1] == "0" and (found := _PREFIXED.fullmatch(text)) is not None:
        digits = found[1] or found[2] or found[3]
        return f"{digits.upper()}_{{{2 if found[1] else 16 if found[2] else 8}}}"
    if "_" in text:
        return _LOWERED.sub(_lowered, text) if "text" in text or "_{" in text else text
    return _based(text) if "ba" in text or "Ba" in text or "al" in text or "bin" in text else text


# 3 p.m., 3.30 pm
_HOUR = re.compile(
    r"[\s$]*(\d{1,2})(?:\.(\d\d))?(?:\s|\\[,;: ]|~)*(?:\\(?:text|mathrm)\s?\{\s*)?"
    r"([AaPp])\.?\s?[Mm]\.?\s*\}?[\s$.]*"
)
_LONGEST = 80
_TOLD = re.compile(
    r"\s*(?:at )?(?:(half|a quarter|quarter) (past|to) ([a-z]+|\d{1,2})|(noon|midday|midnight))"
    r"(?: in the (morning|afternoon|evening))?\s*\.?\s*",
    re.IGNORECASE,
)
_MIDDAY = {"noon": "12:00\\text{ pm}", "midday": "12:00\\text{ pm}", "midnight": "12:00\\text{ am}"}


def _told(text: str) -> str:
    """Return `half past three` and `noon` as times."""
    found = _TOLD.fullmatch(text)
    if found is None:
        return text
    if found[4]:
        return _MIDDAY[found[4].lower()]
    hour = _base(found[3].lower())
    if hour is None or not 1 <= hour <= _NOON:
        return text
    minutes = 30 if found[1].lower() == "half" else 15
    if found[2].lower() == "to":
        hour, minutes = (hour - 1) or _NOON, 60 - minutes
    half = {"morning": "\\text{ am}"}.get(found[5] or "", "\\text{ pm}" if found[5] else "")
    return f"{hour}:{minutes}{half}"


def _single(found: re.Match[str]) -> str:
    if found[4] and not _RELATES.search(found.string, 0, found.start()):
        return found[0]
    return f"{found[1] or ''} {'or' if 'o' in (found[2], found[4]) else 'and'} "


_RELATES = re.compile(r"[=<>≤≥]")


def _clock(text: str) -> str:
    """Return a time of day with its half behind it."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return text
    hour = int(found["hour"])
    said = [half for half in _HALVES if found[f"{half}1"] or found[f"{half}2"]]
    time = f"{found['hour']}:{found['minute']}"
    if len(said) != 1 or hour > _NOON:
        return text if len(said) > 1 else time
    half = said[0]
    if half == "night":
        half = "pm" if _NOON / 2 <= hour < _NOON else "am"
    return rf"{time}\text{{ {half}}}"


def _base(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    value = number_word(word)
    return None if value is None or value.denominator != 1 else int(value)


def _lowered(found: re.Match[str]) -> str:
    base = _base(found[1])
    return found[0] if base is None else f"_{{{base}}}"


def _based(text: str) -> str:
    found = _BASE.fullmatch(text)
    base = None if found is None else _SYSTEMS.get(found[3] or "") or _base(found[2] or "")
    return text if found is None or base is None else f"{found[1]}_{{{base}}}"
