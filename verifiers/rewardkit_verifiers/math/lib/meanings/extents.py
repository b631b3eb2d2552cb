"""No number of its own: infinitely many, and no way to know."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_INFINITE = re.compile(
    r"\binfinite(?:ly many|ly)?\b|\ban infinit(?:e|y)|\bno finite\b|\bnot finite\b"
    r"|\bcountless|\bunlimited\b|\bwithout (?:end|limit)"
    r"|unendlich|une infinité|\binfini(?:ment)?e?s?\b|\binfinit[oaie]s?\b|\bsin fin\b"
    r"|oneindig|бесконечн\w*"
    r"|无穷|无数|无限|無限|無数|無窮|∞|\\infty|무한|\bnieskończ\w*|\bsonsuz\w*",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\bfinitely\b|(?<!no )(?<!not )\bfinite\b|not infinite|n['’]t infinite|\bnone\b|nicht"
    r" unendlich|endlich viele(?<!unendlich viele)"
    r"|不是无|并非无|有限",
    re.IGNORECASE,
)
_UNDETERMINED = re.compile(
    r"\b(?:can(?:not| not|['’]t)|could not|impossible to|not possible to|no way to|unable"
    r" to)\s(?:be\s)?(?:\w+\s)?"
    r"(?:determine[d]?|tell|know[n]?|say|find|found|deduced?|decided?|computed?|calculated?"
    r"|inferred|concluded)"
    r"|\b(?:not enough|insufficient|too little|inadequate) (?:information|data|info)"
    r"|\bundetermined\b|\bindetermina\w*"
    r"|\bcannot be uniquely|\bnot (?:uniquely )?determined|\bnot determinable|\bcan['’]?t be"
    r" determined"
    r"|nicht (?:eindeutig )?(?:bestimm\w*|berechn\w*|ermittel\w*|entscheid\w*|zu (?:bestimmen"
    r"|berechnen|ermitteln))|unbestimmt"
    r"|niet (?:te )?(?:berekenen|bepalen|bepaald)|(?:ne peut|impossible de) (?:pas )?(?:le "
    r"|la |être )?(?:déterminer?|déterminée?|calculer|savoir)"
    r"|no se puede (?:determinar|calcular|saber)|no es posible (?:determinar|calcular|saber)"
    r"|(?:información|datos) insuficientes?"
    r"|non (?:si può|è possibile) (?:determinare|calcolare)|não (?:é possível|se pode|pode"
    r" ser) (?:determin\w*|calcul\w*)"
    r"|нельзя (?:определить|найти)|невозможно (?:определить|найти)|недостаточно (?:данных"
    r"|информации)"
    r"|(?:无法|不能|不可)(?:确定|判断|得知|求出|计算|唯一确定)|(?:信息|条件|数据)不足"
    r"|判断できない|決定できない|求められない|알 수 없",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s?[:;—–。!:;]|[,,.](?=\s|$)|\s-\s|\bbecause\b|\bsince\b|因为")
_BUT = re.compile(
    r"\b(?:but|however|though|although|aber|mais|pero|maar|ma)\b|但",
    re.IGNORECASE,
)
_MOST_WORDS = 12
_ENDLESS = re.compile(r"\b(?:no|not) finite|无穷|无数|无限|\bsin fin\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:not|no|never|nicht|kein\w*|pas|whether|if|maybe|perhaps|unknown|unclear|suppose|open)\b"
    r"|n['’]t\b|不|没|[+-]\s?(?:∞|\\infty)|[(\[,?]",
    re.IGNORECASE,
)


def extent(plain: str) -> str | None:
    """Return `infinite` or `undetermined` where a text, or its first clause, says so; else None.

    Example:
        >>> extent("There are infinitely many"), extent("It cannot be determined"), extent("12")
        ('infinite', 'undetermined', None)
    """
    clauses = [clause for clause in _CLAUSE.split(plain) if clause and clause.strip()]
    if not clauses or _BUT.search(plain):
        return None
    first = clauses[0]
    if any(map(str.isdigit, first)) or (len(clauses) == 1 and "=" in first):
        return None
    if _UNDETERMINED.search(first) or (len(clauses) > 1 and _UNDETERMINED.search(clauses[-1])):
        return "undetermined" if not any(map(str.isdigit, plain)) else None
    if _INFINITE.search(first) and not _FINITE.search(first):
        alone = len(_WORD.findall(first)) <= _MOST_WORDS
        return "infinite" if alone and not _DENIES.search(_ENDLESS.sub(" ", first)) else None
    return None
