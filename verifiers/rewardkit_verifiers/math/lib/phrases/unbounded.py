"""Infinity with its sign, and what cannot be determined."""

from __future__ import annotations

import re

_SIGNS = {
    "+": r"\+\s?|plus |positive |más |mais |plus l'|più |плюс |正|양의 ",
    "-": r"[-−]\s?|minus |negative |menos |moins l?'?|meno |минус |负|負|음의 ",
}
_INFINITY = (
    r"(?:infinity|\\infty|∞|infinito|l'infini|infini|unendlich|无穷大?|無窮大?|無限大|бесконечность"
    r"|бесконечности|무한대)"
)
_LEAD = (
    r"(?:(?:the (?:limit|integral|series|sum|value|sequence|function)|it|this|der grenzwert"
    r"|la limite|el límite|предел) )?(?:(?:is|equals|ist|est|es|равен|diverges to|tends to|goes to"
    r"|approaches|grows to|divergiert gegen|tend vers|tiende a) )?"
)
_SIGNED = re.compile(
    rf"{_LEAD}(?:(?P<plus>{_SIGNS['+']})|(?P<minus>{_SIGNS['-']}))?{_INFINITY}"
    r"|(?:it|the (?:function|sequence|sum|series|integral)) (?:grows|increases) without bound"
)
_OPEN = re.compile(
    r"(?:(?:it|this|that|the (?:answer|value|result|length|number|area)) )?"
    r"(?:(?:can(?:not| not|'t)|could not|impossible to) (?:be )?(?:determined?|known|found"
    r"|computed)"
    r"|(?:is )?(?:undetermined|indeterminable|impossible to (?:determine|say|tell)))"
    r"(?: (?:from|with|by|based on) (?:the )?(?:given )?(?:information|data)(?: given| provided)?)?"
    r"|(?:there is )?(?:not enough|insufficient) (?:information|data)"
    r"(?: given| is given| provided)?"
    r"|(?:es )?(?:ist )?nicht (?:eindeutig )?bestimmbar|kann nicht bestimmt werden"
    r"|no se puede determinar|on ne peut pas (?:le )?déterminer|不能确定|无法确定|無法確定"
    r"|нельзя определить"
)


def infinity(text: str) -> tuple[str, str] | None:
    r"""Return `("infinity", "+")` or `("infinity", "-")` for a text that says so, else None.

    Example:
        >>> infinity("the limit is +\\infty"), infinity("minus infinity"), infinity("infinity - 1")
        (('infinity', '+'), ('infinity', '-'), None)
    """
    found = _SIGNED.fullmatch(text)
    return None if found is None else ("infinity", "-" if found["minus"] else "+")


def undetermined(text: str) -> tuple[str, str] | None:
    """Return `("value", "undetermined")` for a text that says so, else None.

    Example:
        >>> undetermined("it cannot be determined from the information given")
        ('value', 'undetermined')
        >>> undetermined("i cannot find it") is None
        True
    """
    return ("value", "undetermined") if _OPEN.fullmatch(text) else None
