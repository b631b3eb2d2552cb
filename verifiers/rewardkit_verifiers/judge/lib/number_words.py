"""Numbers written in words, as short answers write them."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit.reading.words import folded_words

# 0 to 20, then 30 to 90 by tens, then 100 and 1000, in each language; accents are folded away.
_SERIES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
hundred thousand

null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn
sechzehn siebzehn achtzehn neunzehn zwanzig dreissig vierzig funfzig sechzig siebzig achtzig
neunzig hundert tausend

zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize -
- - vingt trente quarante cinquante soixante - - - cent mille

cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
dieciseis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta
ochenta noventa cien mil

zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici
quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta
settanta ottanta novanta cento mille

zero um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis
dezessete dezoito dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem
mil

nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig
negentig honderd duizend

noll ett tva tre fyra fem sex sju atta nio tio elva tolv tretton fjorton femton sexton sjutton
arton nitton tjugo trettio fyrtio femtio sextio sjuttio attio nittio hundra tusen

zero jeden dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec jedenascie dwanascie
trzynascie czternascie pietnascie szesnascie siedemnascie osiemnascie dziewietnascie dwadziescia
trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat
dziewiecdziesiat sto tysiac

ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать
четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок
пятьдесят шестьдесят семьдесят восемьдесят девяносто сто тысяча

sifir bir iki uc dort bes alti yedi sekiz dokuz on onbir oniki onuc ondort onbes onalti onyedi
onsekiz ondokuz yirmi otuz kirk elli altmis yetmis seksen doksan yuz bin
"""
_VALUES = (*range(21), *range(30, 100, 10), 100, 1000)
# Articles and everyday words that are numbers in one language only.
_AMBIGUOUS = frozenset(
    [
        "un",
        "uno",
        "een",
        "ett",
        "sex",
        "on",
        "null",
        "bin",
        "sto",
        "elf",
        "six",
        "once",
        "-",
        "um",
        "tres",
        "cent",
        "sei",
    ]
)
_SCALES = frozenset(("hundred", "thousand"))
_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in _SERIES.strip().split("\n\n"):
        for word, value in zip(line.split(), _VALUES, strict=True):
            folded = "".join(folded_words(word))
            if folded and word not in _AMBIGUOUS:
                table.setdefault(folded, value)
    return table | {"six": 6, "elf": 11}


_TABLE = _table()


def numbers_in_words(text: str) -> list[Fraction]:
    """Return the numbers that stand in a text in words, in order.

    Example:
        >>> [int(n) for n in numbers_in_words("forty-two or one hundred and five, 四十")]
        [42, 105, 40]
        >>> [int(n) for n in numbers_in_words("minus nine, five minus two")]
        [-9, 5, 2]
    """
    found: list[Fraction] = []
    # Whole thousands, and what has been read after them; None before a number begins.
    thousands, rest, last, sign = 0, None, 0, 1
    words = folded_words(text)
    for at, word in enumerate([*words, ""]):
        value = _TABLE.get(word)
        if value is None and word:
            value = _han(word)
        if word == "and" and rest is not None and last >= 100:
            continue
        if rest is not None and (value is None or not _joins(last, value)):
            found.append(Fraction(sign * (thousands + rest)))
            thousands, rest = 0, None
        if value is None:
            continue
        if rest is None and not thousands:
            sign = -1 if _negative(words[max(0, at - 2) : at]) else 1
        if word in _SCALES and rest is not None and value >= 1000:
            thousands, rest = thousands + (rest or 1) * value, 0
        elif word in _SCALES and rest is not None:
            rest = (rest or 1) * value
        else:
            rest = (rest or 0) + value
        last = value
    return found


def _negative(before: list[str]) -> bool:
    """Whether a number behind these two words has their sign: minus nine, but no five minus two."""
    if not before or before[-1] not in _MINUS:
        return False
    first = before[0] if len(before) > 1 else ""
    return first not in _TABLE and first not in _AMBIGUOUS and not first.isdigit()


_MINUS = frozenset(("minus", "negative", "moins", "menos", "meno", "минус"))
_HOURS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_CLOCK = re.compile(
    r"(?:it(?:'s| is)\s+|at\s+)?(?:(?P<minutes>half|(?:a\s+)?quarter|[a-z]+(?:[- ][a-z]+)?)"
    r"(?:\s+minutes?)?\s+(?P<way>past|after|to|till|before)\s+)?(?P<hour>[a-z]+)"
    r"(?:\s+o'?clock|[\s-]+(?P<after>(?:oh[\s-])?[a-z]+(?:[- ][a-z]+)?))?"
)


def clock_in_words(text: str) -> str:
    """Return the time of day that a few words name as digits, or an empty text.

    Example:
        >>> [clock_in_words(said) for said in ("half past three", "Ten to four", "six thirty")]
        ['3:30', '3:50', '6:30']
    """
    spoken = text.strip(" .").replace("’", "'").lower()
    if (german := _UHR.fullmatch(spoken)) is not None:
        return _german(german)
    match = _CLOCK.fullmatch(spoken) if len(spoken) <= _LONGEST_CLOCK else None
    if match is None or match["hour"] not in _HOURS:
        return ""
    hour = _HOURS.index(match["hour"]) + 1
    if match["way"]:
        minutes = _minutes(match["minutes"])
        if minutes is None or match["after"]:
            return ""
        if match["way"] in ("to", "till", "before"):
            hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
        return f"{hour}:{minutes:02d}"
    if match["after"]:
        later = _minutes(match["after"].removeprefix("oh").strip(" -"))
        return "" if later is None else f"{hour}:{later:02d}"
    return f"{hour}:00" if "clock" in spoken else ""


def _german(found: re.Match[str]) -> str:
    """Read a German time of day: halb vier, Viertel vor vier, zehn nach acht."""
    hours = numbers_in_words("eins" if found["hour"] == "ein" else found["hour"])
    if len(hours) != 1 or not 1 <= hours[0] <= 12:
        return ""
    hour, minutes = int(hours[0]), 30
    if not found["half"]:
        counted = [15] if found["minutes"] == "viertel" else numbers_in_words(found["minutes"])
        if len(counted) != 1 or not 0 < counted[0] < 60:
            return ""
        minutes = int(counted[0])
    if found["half"] or found["way"] == "vor":
        hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
    return f"{hour}:{minutes:02d}"


_UHR = re.compile(
    r"(?:es ist\s+|um\s+)?(?:(?P<half>halb)|(?P<minutes>viertel|[a-zäöüß]+)"
    r"(?:\s+minuten)?\s+(?P<way>vor|nach))\s+(?P<hour>[a-zäöüß]+)"
)


def _minutes(words: str) -> int | None:
    if words == "half":
        return 30
    if words.endswith("quarter"):
        return 15
    found = numbers_in_words(words)
    return int(found[0]) if len(found) == 1 and 0 < found[0] < 60 else None


_LONGEST_CLOCK = 60


def _joins(last: int, value: int) -> bool:
    return value in (100, 1000) or (last >= 20 and value < last and (last >= 100 or value < 10))


def _han(word: str) -> int | None:
    """Read a number in Chinese characters below ten thousand."""
    digits = [char for char in word if char in _HAN or char in _HAN_SCALES]
    start = word.find(digits[0]) if digits else -1
    run = "".join(digits)
    if not digits or word[start : start + len(run)] != run:
        return None
    total, unit = 0, 0
    for char in run:
        if char in _HAN:
            unit = unit * 10 + _HAN[char]
        else:
            total, unit = total + (unit or 1) * _HAN_SCALES[char], 0
    return total + unit
