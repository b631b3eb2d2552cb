"""Times of day by either clock, in digits and in words."""

from __future__ import annotations

import re
from typing import Any

from rewardkit_verifiers.judge.lib.number_words import clock_in_words

_CLOCK = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d:])(?:\s?([ap])\.?\s?m\b\.?)?", re.IGNORECASE
)


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
    said = _spoken(text) or text
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
_DAY_HALF = re.compile(
    rf",?\s+(?:(?P<late>{_LATE}|p\.?\s?m\.?)|(?:{_EARLY}|a\.?\s?m\.?))\W*$", re.IGNORECASE
)


def _spoken(text: str) -> str:
    """Return the time of day that a few words name, with its half of the day."""
    half = _DAY_HALF.search(text)
    if half is None or any(map(str.isdigit, text)):
        return clock_in_words(text)
    clock = clock_in_words(text[: half.start()])
    return f"{clock} {'pm' if half['late'] else 'am'}" if clock else ""


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
    found = [*_CLOCK.finditer(_clocked(_spoken(text) or text))]
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


def _minute(clock: re.Match[str]) -> int:
    hour, half = int(clock[1]), (clock[3] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return 60 * hour + int(clock[2])
