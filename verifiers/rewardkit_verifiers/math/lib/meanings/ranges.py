"""Sets of real numbers that are told in words: from -1 to 3, both included; all reals but 2."""

from __future__ import annotations

import re
from fractions import Fraction

_LONGEST, _MOST_POINTS = 240, 40
_N = (
    r"(-?\s?(?:\d{1,9}(?:\.\d{1,9})?(?:\s?/\s?\d{1,9})?(?:\s?(?:π|\\pi\b))?"
    r"|\\d?frac\s?\{[^{}]{1,12}\}"
    r"\s?\{[^{}]{1,12}\}|√\s?\d{1,6}|\\sqrt\s?\{\d{1,6}\}|\\infty|∞|infinity|unendlich|l['’]infini"
    r"|infinito|π|\\pi\b)|[+-]?\s?(?:\\infty|∞|infinity|unendlich))"
)
_IN = (
    r"(?:inclusive|included|inclusively|inclus(?:e|es|ive)?|compris(?:e|es)?|incluid[oa]s?"
    r"|inclu[ií]d[oa]s?"
    r"|inclus[oi]|einschlie(?:ß|ss)lich|inklusive|eingeschlossen|closed|包括在内|包含在内"
    r"|включительно)"
)
_OUT = (
    r"(?:exclusive|excluded|excluding|exclu(?:s|e|es)?|non compris(?:es)?|excluid[oa]s?"
    r"|exclu[ií]d[oa]s?"
    r"|esclus[oi]|ausschlie(?:ß|ss)lich|exklusive|ausgeschlossen|open|not included|не включая)"
)
_SPAN = re.compile(
    rf"(?:\b(?:from|between|von|zwischen|de|entre|desde|da|tra|fra|от|между|从|在|介于)|[从在])\s*"
    rf"{_N}\s*(?:\(?\s*,?\s*({_IN}|{_OUT})\s*\)?,?)?\s*"
    rf"(?:\b(?:up to|through|to|and|bis|und|à|jusqu['’]à|et|a|hasta|y|e|до|и|au)\b|到|至|和"
    rf"|与|~)\s*(?:and including\s*)?"
    rf"{_N}\s*(?:\(?\s*,?\s*({_IN}|{_OUT})\s*\)?)?(?!\d)",
    re.IGNORECASE,
)
_BOTH_IN = re.compile(
    rf"\b(?:both|beide|les deux|ambos|ambas|entrambi|end ?points?|ends|bounds|randwerte"
    rf"|grenzen|bornes"
    rf"|extremos|extrêmes|estremi|limits)\b.{{0,40}}\b{_IN}|\b{_IN}\W+(?:both|of both|endpoints)"
    r"|\bincluding (?:both|the|its|these)?\s?(?:two )?(?:end ?points?|ends|bounds|both)"
    r"|\binclusive\W*$|inklusive\W*$|\binclusive of both|包括(?:两个?)?端点|含(?:两个?)?端点"
    r"|(?:包括|含|包含)两端"
    r"|(?:两端|端点)(?:都|均|皆)?(?:包括|包含|可取|取得到|含)|включая (?:оба )?конц\w+|闭区间",
    re.IGNORECASE,
)
_BOTH_OUT = re.compile(
    rf"\b(?:both|beide|les deux|ambos|ambas|entrambi|end ?points?|ends|bounds|randwerte"
    rf"|grenzen|bornes"
    rf"|extremos|estremi|limits)\b.{{0,40}}\b{_OUT}|\b{_OUT}\W+(?:both|endpoints)|\bstrictly"
    rf" between\b"
    r"|\bexcluding (?:both|the|its|these)?\s?(?:two )?(?:end ?points?|ends|bounds|both)"
    r"|\bnot including (?:the )?(?:end ?points?|ends)|\bexclusive\W*$"
    r"|ohne (?:die )?(?:randwerte|grenzen|endpunkte)|echt zwischen|strictement entre|sin"
    r" incluir los extremos"
    r"|estrictamente entre|不(?:包括|含|包含)(?:两个?)?(?:端点|两端)|(?:两端|端点)(?:都|均"
    r"|皆)?(?:不(?:包括|包含|可取|含)|取不到)"
    r"|开区间|не включая конц\w+",
    re.IGNORECASE,
)
# (words, whether they bound from below, whether the bound itself belongs to it)
_BOUNDS = tuple(
    (re.compile(rf"(?:{words})\s*{_N}(?!\d)", re.IGNORECASE), lower, closed)
    for words, lower, closed in (
        (
            r"\b(?:greater|larger|bigger|more) than or equal to|\bat least|\b(?:no|not)"
            r" (?:less|smaller) than"
            r"|größer(?: als)? oder gleich|\bmindestens|\bnicht kleiner als|sup[ée]rieure?s?"
            r" ou [ée]gale?s? à"
            r"|\bau moins|mayor(?:es)? o igual(?:es)? (?:que|a)|\bal menos|maggior[ei] o"
            r" ugual[ei] a"
            r"|maior(?:es)? ou igua(?:l|is) a|大于或?等于|不小于|至少为?|不少于|не меньше",
            True,
            True,
        ),
        (
            r"\b(?:less|smaller) than or equal to|\bat most|\b(?:no|not) (?:greater|more"
            r"|larger|bigger) than"
            r"|kleiner(?: als)? oder gleich|\bhöchstens|\bnicht größer als|inf[ée]rieure?s?"
            r" ou [ée]gale?s? à"
            r"|\bau plus|menor(?:es)? o igual(?:es)? (?:que|a)|\bcomo máximo|\ba lo sumo"
            r"|minor[ei] o ugual[ei] a"
            r"|menor(?:es)? ou igua(?:l|is) a|小于或?等于|不大于|不超过|至多为?|最多为?|не больше",
            False,
            True,
        ),
        (
            r"(?<!no )(?<!not )\b(?:greater|larger|bigger|more) than(?! or)|\bexceed(?:s"
            r"|ing)?|\babove"
            r"|(?<!nicht )größer als(?! oder)|strictement sup[ée]rieure?s? à"
            r"|\bsup[ée]rieure?s? à|mayor(?:es)? (?:que|a)"
            r"|maggior[ei] di|maior(?:es)? (?:do )?que|(?<!不)大于|超过|больше(?! или)",
            True,
            False,
        ),
        (
            r"(?<!no )(?<!not )\b(?:less|smaller) than(?! or)|\bbelow|(?<!nicht )kleiner"
            r" als(?! oder)"
            r"|strictement inf[ée]rieure?s? à|\binf[ée]rieure?s? à|menor(?:es)? (?:que|a)"
            r"|minor[ei] di"
            r"|menor(?:es)? (?:do )?que|(?<!不)小于|меньше(?! или)",
            False,
            False,
        ),
    )
)
_ITEM = rf"(?:±\s?\d{{1,9}}(?:\.\d+)?|\\pm\s?\d{{1,9}}|{_N[1:-1]})"
_LIST = (
    rf"((?:x\s?=\s?|for\s|the\s|(?:number|value)s?\s)*{_ITEM}"
    rf"(?:\s?(?:,|and|or|und|et|y|e|和|与|、|sowie)+\s?{_ITEM}){{0,6}})"
)
_REALS = (
    r"(?:real(?:s| numbers?| values?)?(?: [a-z])?(?: numbers?)?|reellen? (?:zahlen|zahl|x"
    r"|werte)|(?:nombres )?r[ée]els?"
    r"|(?:n[úu]meros )?rea(?:l|les|is)|(?:numeri )?reali|\\mathbb\s?\{?R\}?|ℝ|R)"
)
_BUT = re.compile(
    rf"{_REALS},?\s*(?:x )?(?:that are |which are |die |qui sont )?(?:except|other than"
    rf"|but(?: not)?|excluding|apart from"
    r"|different from|not equal to|distinct from|besides|with the exception of|außer|ohne|bis"
    r" auf|ungleich"
    r"|verschieden von|sauf|diff[ée]rents? de|autres que|except[ée]|privé de|excepto|salvo"
    r"|menos|distintos de"
    rf"|diferentes de|exceto|eccetto|tranne|diversi da|кроме)\s*(?:for |der |die |den |le |la"
    rf" |les )?{_LIST}(?!\d)",
    re.IGNORECASE,
)
_BUT_CHINESE = re.compile(
    rf"(?:除了?|除去)\s*{_LIST}\s*(?:以外|之外|外)?的?(?:所有|全体|一切|任意)?的?实数"
    rf"|(?:不等于|不为)\s*{_LIST}\s*的(?:所有|全体|一切)?的?实数"
)
_SIGNED = tuple(
    (re.compile(words, re.IGNORECASE), interval)
    for words, interval in (
        (
            r"\bnon-?\s?negative real|非负实数|nichtnegativen? reellen?|reales no negativos",
            r"[0, \infty)",
        ),
        (r"\bnon-?\s?positive real|非正实数", r"(-\infty, 0]"),
        (r"\bnon-?\s?zero real|非零实数|reales no nulos", r"\mathbb{R}\setminus\{0\}"),
        (
            r"\bpositive real|(?<!非)正实数|positiven? reellen?|reales positivos|reali positivi",
            r"(0, \infty)",
        ),
        (
            r"\bnegative real|(?<!非)负实数|negativen? reellen?|reales negativos|reali negativi",
            r"(-\infty, 0)",
        ),
    )
)
_HINT = re.compile(
    r"(?<![\\A-Za-z])[A-Za-z]{2}.*(?:\d|∞|infty|infinity|π)|\breal|实数|reell|réel|(?:大"
    r"|小)于|到|至",
    re.IGNORECASE,
)
# What a reference has that is a set of reals.
_SET = re.compile(
    r"[\[(<>≤≥≠∞∪{]|\\(?:mathbb|leq?|geq?|neq?|infty|cup|lt|gt)(?![a-z])|[A-Za-z]{3}|[^\x00-\x7f]"
)
_DENIED = re.compile(
    r"\b(?:not|never|nicht|kein\w*|n['’]est|pas|no|n[aã]o|maybe|perhaps|or|oder|ou|o|if|some"
    r"|einige|the number of|how many|sum"
    r"|outside|au[sß]+erhalb|en dehors|fuera|fuori)\b"
    r"|n['’]t\b|不|没|或|[?？]",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\bintegers?\b|ganzen? zahl|\bentiers?\b|\benteros?\b|整数|\binteri\b|\binteiros\b|цел",
    re.IGNORECASE,
)
_ANY_NUMBER = re.compile(r"\d")


def may_be_range(gold: str) -> bool:
    """Whether a reference may be a set of reals, in words or in formulas."""
    return len(gold) <= _LONGEST and _SET.search(gold) is not None


def spelt_range(text: str) -> str:
    r"""Return the set of reals that a text tells in words, in formulas; empty where it tells none.

    Example:
        >>> spelt_range("all real numbers from -1 to 3, both included")
        '[-1, 3]'
        >>> spelt_range("greater than 2"), spelt_range("alle reellen Zahlen außer ±1")
        ('(2, \\infty)', '\\mathbb{R}\\setminus\\{1, -1\\}')
        >>> spelt_range("not greater than 2 or 3"), spelt_range("from 3 to 4 hours")
        ('', '')
    """
    if len(text) > _LONGEST or not _HINT.search(text):
        return ""
    plain = _plain(text)
    if (but := _BUT.search(plain) or _BUT_CHINESE.search(plain)) is not None:
        listed = next(filter(None, but.groups()), "")
        left = rf"\mathbb{{R}}\setminus\{{{_items(listed)}\}}"
        return "" if _rest_speaks(plain, [but.span()]) else left
    if (span := _SPAN.search(plain)) is not None:
        return _spanned(plain, span)
    found = _bounded(plain)
    if found:
        return found
    for pattern, interval in _SIGNED:
        if (named := pattern.search(plain)) is not None:
            return "" if _rest_speaks(plain, [named.span()]) else interval
    return ""


def _plain(text: str) -> str:
    text = text.replace("$", "").replace("**", "").replace("−", "-").replace("–", "-")
    return " ".join(text.replace("\\,", " ").replace("\\(", "").replace("\\)", "").split())


def _rest_speaks(plain: str, spans: list[tuple[int, int]]) -> bool:
    """Whether what surrounds the phrases denies something, or names another number."""
    for begin, end in sorted(spans, reverse=True):
        plain = f"{plain[:begin]} {plain[end:]}"
    for words in (_BOTH_IN, _BOTH_OUT):
        plain = words.sub(" ", plain)
    return _DENIED.search(plain) is not None or _ANY_NUMBER.search(plain) is not None


def _spanned(plain: str, span: re.Match[str]) -> str:
    low, at_low, high, at_high = span.groups()
    opened, closed = (_is_closed(flag) for flag in (at_low, at_high))
    both = _BOTH_IN.search(plain) is not None, _BOTH_OUT.search(plain) is not None
    if both == (True, True) or _rest_speaks(plain, [span.span()]):
        return ""
    if both[0] or both[1]:
        opened = closed = both[0]
    if opened is None or closed is None:
        return ""
    if _WHOLE.search(plain):
        return _whole(low, high, opened, closed)
    left = "[" if opened and not _is_infinite(low) else "("
    right = "]" if closed and not _is_infinite(high) else ")"
    return f"{left}{_number(low)}, {_number(high)}{right}"


def _is_closed(flag: str | None) -> bool | None:
    return None if flag is None else re.fullmatch(_IN, flag, re.IGNORECASE) is not None


def _whole(low: str, high: str, opened: bool, closed: bool) -> str:
    try:
        first, last = int(low.replace(" ", "")), int(high.replace(" ", ""))
    except ValueError:
        return ""
    points = range(first + (not opened), last + closed)
    return rf"\{{{', '.join(map(str, points))}\}}" if 0 < len(points) <= _MOST_POINTS else ""


def _bounded(plain: str) -> str:
    spans: list[tuple[int, int]] = []
    ends: dict[bool, tuple[str, bool]] = {}
    for pattern, lower, closed in _BOUNDS:
        for match in pattern.finditer(plain):
            if any(begin < match.end() and match.start() < end for begin, end in spans):
                continue
            if lower in ends:
                return ""
            ends[lower] = match[1], closed
            spans.append(match.span())
    if not ends or _rest_speaks(plain, spans) or _WHOLE.search(plain):
        return ""
    low, high = ends.get(True, (r"-\infty", False)), ends.get(False, (r"\infty", False))
    if _above(low[0], high[0]):
        return ""
    return f"{'[' if low[1] else '('}{_number(low[0])}, {_number(high[0])}{']' if high[1] else ')'}"


def _above(low: str, high: str) -> bool:
    """Whether both ends are plain numbers in falling order."""
    try:
        return Fraction(low.replace(" ", "")) >= Fraction(high.replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return False


def _is_infinite(text: str) -> bool:
    return re.search(r"inf|∞|unendlich", text) is not None


def _number(text: str) -> str:
    if _is_infinite(text):
        return r"-\infty" if "-" in text else r"\infty"
    return text.strip()


def _items(listed: str) -> str:
    found: list[str] = []
    for item in re.findall(_ITEM, listed):
        one = item if isinstance(item, str) else item[0]
        bare = one.replace("\\pm", "").replace("±", "").strip()
        found += [bare, f"-{bare}"] if bare != one.strip() else [bare]
    return ", ".join(found)
