"""Whole answers that are numbers in words of other languages: zweiundvierzig, 二分之一."""

from __future__ import annotations

import re
from functools import cache

from rewardkit_verifiers.math.lib.word_lists import listed

# Zero to twenty, then the tens from thirty to ninety.
_LANGUAGES = {
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig "
    "achtzig neunzig",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta "
    "setenta ochenta noventa",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
    "quinze seize dix-sept dix-huit dix-neuf vingt trente quarante cinquante soixante "
    "soixante-dix quatre-vingts quatre-vingt-dix",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
    "quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta "
    "sessanta settanta ottanta novanta",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze "
    "dezesseis dezessete dezoito dezenove vinte trinta quarenta cinquenta sessenta setenta "
    "oitenta noventa",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
    "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать "
    "тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
}
_MINUS = re.compile(r"(?:minus|menos|moins|meno|минус|负|負|マイナス)\s?")
_HAN = {**{sign: at for at, sign in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "兩": 2}
_HAN_SIZES = {"十": 10, "百": 100, "千": 1000}
_HAN_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_LONGEST = 40


@cache
def _table() -> dict[str, int]:
    """Return the numbers from 0 to 99 of each language by their words."""
    found = {"hundert": 100, "cien": 100, "cent": 100, "cento": 100, "cem": 100, "сто": 100}
    for language, text in _LANGUAGES.items():
        words = listed(text)
        small, tens = (
            words[:21],
            {20: words[20], **dict(zip(range(30, 100, 10), words[21:], strict=True))},
        )
        found.update({word: at for at, word in enumerate(small)})
        found.update({word: ten for ten, word in tens.items()})
        for ten, word in tens.items():
            for unit in range(1, 10):
                for spelt in _joined(language, word, small, unit):
                    found.setdefault(spelt, ten + unit)
    for unit in range(11, 20):
        word = listed(_LANGUAGES["fr"])[unit]
        found |= {f"soixante-{word}": 60 + unit, f"quatre-vingt-{word}": 80 + unit}
    return found | {"soixante et onze": 71}


@cache
def numeral_words() -> frozenset[str]:
    """Return the words that a numeral of some other language begins with."""
    return frozenset(re.split(r"[\s-]", spelt)[0] for spelt in _table() if spelt)


def _joined(language: str, ten: str, small: tuple[str, ...], unit: int) -> tuple[str, ...]:
    one = small[unit]
    if language == "de":
        return (f"{'ein' if unit == 1 else one}und{ten}",)
    if language == "es":
        short = "veinti" + {"dos": "dós", "tres": "trés", "seis": "séis"}.get(one, one)
        return (f"{ten} y {one}", short if ten == "veinte" else f"{ten} y {one}")
    if language == "fr":
        if ten in ("soixante-dix", "quatre-vingt-dix"):
            return ()
        return (f"{ten.removesuffix('s')}-{one}", f"{ten} et {one}" if unit == 1 else "")
    if language == "it":
        return ((ten[:-1] if unit in (1, 8) else ten) + ("tré" if unit == 3 else one), ten + one)
    return (f"{ten} e {one}",) if language == "pt" else (f"{ten} {one}",)


def numeral(text: str) -> str | None:
    """Return the number that a whole answer in words is, in digits; None for any other text.

    Example:
        >>> numeral("zweiundvierzig"), numeral("二分之一"), numeral("minus drei"), numeral("x")
        ('42', '1/2', '-3', None)
    """
    plain = " ".join(text.lower().strip(" .。!*").split())
    if not plain or len(plain) > _LONGEST or any(map(str.isdigit, plain)):
        return None
    minus = _MINUS.match(plain)
    if minus is not None:
        plain = plain[minus.end() :]
    value = _table().get(plain)
    said = str(value) if value is not None else _han_said(plain)
    return said if said is None or minus is None else f"-{said}"


def _han_said(text: str) -> str | None:
    bottom, of, top = text.partition("分之")
    if not of:
        value = _han(text)
        return None if value is None else str(value)
    below, above = _han(bottom) or (100 if bottom == "百" else 0), _han(top)
    if not below or above is None:
        return None
    return f"{above}\\%" if bottom == "百" else f"{above}/{below}"


def _han(text: str) -> int | None:
    """Return the number that a run of Chinese numerals is, or None."""
    total = group = digit = 0
    if not text:
        return None
    for sign in text:
        if sign in _HAN:
            if digit:
                return None
            digit = _HAN[sign]
        elif sign in _HAN_SIZES:
            group, digit = group + (digit or 1) * _HAN_SIZES[sign], 0
        elif sign in _HAN_GROUPS and group + digit:
            total, group, digit = total + (group + digit) * _HAN_GROUPS[sign], 0, 0
        else:
            return None
    return total + group + digit
