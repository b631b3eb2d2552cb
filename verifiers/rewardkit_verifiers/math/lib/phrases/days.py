"""Days of the week, months and dates in many languages."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.word_lists import listed

_DAYS = (
    "monday mon montag lunes lundi lunedì lunedi понедельник maandag måndag poniedziałek "
    "星期一 周一 月曜日 월요일",
    "tuesday tue tues dienstag martes mardi martedì martedi вторник dinsdag tisdag wtorek "
    "星期二 周二 火曜日 화요일",
    "wednesday wed mittwoch miércoles miercoles mercredi mercoledì mercoledi среда woensdag onsdag "
    "środa 星期三 周三 水曜日 수요일",
    "thursday thu thurs thur donnerstag jueves jeudi giovedì giovedi четверг donderdag torsdag "
    "czwartek 星期四 周四 木曜日 목요일",
    "friday fri freitag viernes vendredi venerdì venerdi пятница vrijdag fredag piątek 星期五 周五 "
    "金曜日 금요일",
    "saturday sat samstag sonnabend sábado sabado samedi sabato суббота zaterdag lördag "
    "sobota 星期六 周六 土曜日 토요일",
    "sunday sun sonntag domingo dimanche domenica воскресенье zondag söndag "
    "niedziela 星期日 星期天 周日 日曜日 일요일",
)
_DAY = {word: str(at) for at, words in enumerate(_DAYS) for word in listed(words)}
_PORTUGUESE = re.compile(r"(segunda|terça|quarta|quinta|sexta)-feira")
_FEIRAS = ("segunda", "terça", "quarta", "quinta", "sexta")
_MONTHS = (
    "january jan januar enero janvier gennaio janeiro января январь januari stycznia styczeń",
    "february feb februar febrero février febbraio fevereiro февраля февраль februari lutego luty",
    "march mar märz marzo mars março марта март maart marca marzec",
    "april apr abril avril aprile апреля апрель kwietnia kwiecień",
    "may mai mayo maggio maio мая май mei maj maja",
    "june jun juni junio juin giugno junho июня июнь czerwca czerwiec",
    "july jul juli julio juillet luglio julho июля июль lipca lipiec",
    "august aug agosto août augustus августа август augusti sierpnia sierpień",
    "september sep sept septiembre septembre settembre setembro сентября сентябрь września "
    "wrzesień",
    "october oct oktober octubre octobre ottobre outubro октября октябрь października październik",
    "november nov noviembre novembre novembro ноября ноябрь listopada listopad",
    "december dec dezember diciembre décembre dicembre dezembro декабря декабрь grudnia grudzień",
)
_MONTH = {word: at for at, words in enumerate(_MONTHS, 1) for word in listed(words)}
# Words that lead to a day or a date and say nothing else.
_LEADS = frozenset(
    listed(
        "it that this the day date answer will would is was be fall falls on a an so thus hence "
        "therefore ist es war am der ein fällt auf un une le la el est era será sera il è cade di "
        "das den o é это будет of month in im en"
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:-feira)?")
_M = r"(?P<{0}>[^\W\d_]{{3,12}})\.?"
_DATES = (
    re.compile(rf"{_M.format('m')}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?"),
    re.compile(
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:of\s+|de\s+|di\s+)?{_M.format('m')}"
        r"(?:,?\s+(?:de\s+|del\s+)?(?P<y>\d{4}))?(?:\s?(?:года|г\.?|r\.?))?"
    ),
    re.compile(r"(?:(?P<y>\d{4})\s?[年년]\s?)?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日号일]"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def day(text: str) -> tuple[str, str] | None:
    """Return the day of the week or the month that a short answer names, or None.

    Args:
        text: A short answer, in lower case and without marks around it.

    Example:
        >>> day("martes") == day("it will be a tuesday"), day("the day after tuesday")
        (True, None)
    """
    words = _WORD.findall(text)
    named = [word for word in words if word not in _LEADS]
    if len(named) != 1 or any(map(str.isdigit, text)):
        return None
    word = named[0]
    if (feira := _PORTUGUESE.fullmatch(word)) is not None:
        return "day", str(_FEIRAS.index(feira[1]))
    if word in _DAY:
        return "day", _DAY[word]
    return ("month", str(_MONTH[word])) if word in _MONTH else None


def date(text: str) -> tuple[str, str] | None:
    """Return the date that a short answer is, as `("date", "2015-3-14")`, or None.

    Example:
        >>> date("14 de marzo de 2015"), date("3/14/2015"), date("3/4/2015")
        (('date', '2015-3-14'), ('date', '2015-3-14'), None)
    """
    if not any(map(str.isdigit, text)):
        return None
    first = re.search(r"\d", text)
    begin = first.start() if first else 0
    lead = _WORD.findall(text[:begin])
    spoken = len(lead)
    while spoken and lead[spoken - 1] in _MONTH:
        spoken -= 1
    kept = text
    if spoken and set(lead[:spoken]) <= _LEADS | {*_DAY}:
        at = text.find(lead[spoken]) if spoken < len(lead) else begin
        kept = text[at:]
    for pattern in _DATES:
        found = pattern.fullmatch(kept)
        if found is None:
            continue
        month = found["m"] if found["m"].isdigit() else _MONTH.get(found["m"])
        if month is not None:
            return _dated(int(month), int(found["d"]), found["y"])
    slashed = _SLASHED.fullmatch(kept)
    if slashed is None:
        return None
    one, other = int(slashed[1]), int(slashed[2])
    if (one > 12) == (other > 12) and one != other:
        return None  # which is the month?
    return _dated(min(one, other) if one > 12 or other > 12 else one, max(one, other), slashed[3])


def _dated(month: int, day_: int, year: str | None) -> tuple[str, str] | None:
    if not 1 <= month <= 12 or not 1 <= day_ <= 31:
        return None
    return "date", f"{year or ''}-{month}-{day_}"
