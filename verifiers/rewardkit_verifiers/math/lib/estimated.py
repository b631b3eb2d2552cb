"""Estimates, where the question itself asks for one: *about 3 inches* to the nearest inch."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"(?P<sign>[-*_$\s(]{0,4})(?:(?:(?:about|approximately|approx|roughly|around|close to"
    r"|ungef[aä]hr|etwa"
    r"|rund|circa|ca|environ|[aà] peu pr[eè]s|aproximadamente|alrededor de|un[oa]s|cerca d[ei]"
    r"|approssimativamente|около|примерно|приблизительно)\b\.?|大约|大概|约|約|およそ|대략|약"
    r"|[~≈])\s*)(?=[-−*$€£¥\\({]{0,3}\d)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?<=[\w°%$*)])(?:,?\s+(?:\(?(?:approximately|approx|roughly|ungef[aä]hr|environ"
    r"|aproximadamente|circa|примерно)\.?\)?)|\s?(?:左右|ほど|くらい|ぐらい|정도))[\s.。]*\Z",
    re.IGNORECASE,
)
_BLANK = r"(?:\(?[_＿]+\)?|\(\s*\)|\[\s*\]|\$?\\(?:underline|_)|…|\?)"
_HOW = r"(?:how (?:many|much|long|far|old|tall|wide|high|deep|big|large|heavy|fast|often)|what)"
_ASKED = re.compile(
    rf"\b(?:to the nearest|round(?:ed|ing)? (?:off |up |down )?(?:(?:your|the) (?:final )?"
    rf"(?:answers?|results?|values?) )?(?:off )?to\b|about {_BLANK}|(?:about|approximately|roughly"
    rf"|around) {_HOW}|{_HOW} [^.?!]{{0,80}}\b(?:approximately|roughly)\b(?! \d)"
    rf"|(?:best|closest|good|rough) (?:estimate|approximation)|estimate (?:the|how|what)"
    rf"|{_HOW} [^.?!]{{0,120}}\bon average\b|\bon average\b[^.?!\d]{{0,40}}{_HOW})"
    r"|\b(?:gerundet|runde (?:auf|das|dein)|auf (?:ganze|volle)|(?:ungefähr|etwa) wie ?viel\w*"
    r"|wie ?(?:viele?|lang|weit|hoch|groß|schwer)\b[^.?!]{0,80}\b(?:ungefähr|etwa|im durchschnitt"
    r"|durchschnittlich)\b(?! \d)|schätze)"
    r"|\b(?:arrondi\w*|environ (?:combien|quel\w*)|combien (?:environ|à peu près)"
    r"|combien\b[^.?!]{0,80}\ben moyenne|estime[rz])\b"
    r"|\b(?:redond[eé]\w*|aproximadamente (?:cu[aá]nt\w*|qu[eé])|cu[aá]nt\w+ aproximadamente"
    r"|cu[aá]nt\w+\b[^.?!]{0,80}\b(?:en promedio|de media)|estim[ae])\b"
    r"|\b(?:arredond\w+|aproximadamente quant\w+|quant\w+ aproximadamente"
    r"|quant\w+\b[^.?!]{0,80}\b(?:em média|in media)|arrotond\w+|circa quant\w+)\b"
    r"|округл\w+|примерно сколько|сколько примерно|сколько\b[^.?!]{0,80}\bв среднем|оцените"
    r"|四舍五入|四捨五入|(?:大约|约|約|およそ)(?:有|是|为)?(?:多少|几|何|いくら|いくつ)|平均[^。？?]{0,20}(?:多少|几|何)"
    r"|반올림|(?:약|대략) ?(?:몇|얼마)|평균[^.?]{0,20}(?:몇|얼마)",
    re.IGNORECASE,
)
_QUESTION, _LONGEST = 1_200, 120


def unestimated(answer: str, prompt: str) -> str:
    """Return an answer without the word that estimates it, where the question asks for an estimate.

    Returns:
        An empty text where the answer estimates nothing, or the question asks for no estimate.

    Example:
        >>> unestimated("about 3 inches", "Measure it to the nearest inch.")
        '3 inches'
        >>> unestimated("about 3 inches", "It is about 9 inches away. How many inches remain?")
        ''
    """
    if len(answer) > _LONGEST:
        return ""
    before = _BEFORE.match(answer)
    said = answer if before is None else before["sign"].strip() + answer[before.end() :]
    behind = _BEHIND.search(said)
    said = said if behind is None else said[: behind.start()]
    if said == answer or not _ASKED.search(prompt[-_QUESTION:]):
        return ""
    return said.strip()
