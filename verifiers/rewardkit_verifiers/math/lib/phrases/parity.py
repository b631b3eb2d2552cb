"""Even and odd, of numbers and of functions."""

from __future__ import annotations

import re

_LEAD = (
    r"(?:(?:f|f\(x\)|the function(?: f(?:\(x\))?)?|it|this|that|n|the (?:number|product"
    r"|sum)) is )?(?:an? )?"
)
_BEHIND = r"(?: (?:function|number|integer))?"
_SAID = {
    "even": re.compile(
        rf"{_LEAD}even{_BEHIND}|gerade(?: funktion| zahl)?|(?:función |número )?par"
        r"|(?:fonction )?paire?|ч[её]тн(?:ая|ое)(?: функция| число)?|偶(?:函数|函數|数|數)?"
        r"|짝(?:수|함수)|우함수"
    ),
    "odd": re.compile(
        rf"{_LEAD}odd{_BEHIND}|ungerade(?: funktion| zahl)?|(?:función |número )?impar(?:es)?"
        r"|(?:fonction |nombre )?impaire?|неч[её]тн(?:ая|ое)(?: функция| число)?"
        r"|奇(?:函数|函數|数|數)?|홀수|기함수"
    ),
    "neither": re.compile(
        rf"{_LEAD}neither(?: even nor odd| odd nor even)?{_BEHIND}"
        r"|weder gerade noch ungerade|非奇非偶(?:函数)?|ni par ni impar|ni paire ni impaire"
    ),
}
_OF_FUNCTION = re.compile(r"^f\b|func|funk|fonc|функ|函|함")


def parity(text: str) -> tuple[str, str] | None:
    """Return `("parity", "even")`, with *function* behind it where the text says so, else None.

    Example:
        >>> parity("it is odd"), parity("偶函数"), parity("even if n is odd")
        (('parity', 'odd'), ('parity', 'even function'), None)
    """
    for name, pattern in _SAID.items():
        if pattern.fullmatch(text):
            return "parity", f"{name} function" if _OF_FUNCTION.search(text) else name
    return None
