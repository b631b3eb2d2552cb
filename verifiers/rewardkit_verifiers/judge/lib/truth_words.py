"""True, false and "cannot be determined" in other words than a reference has them."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_words, visible

_TRUE = frozenset(("true", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "верно", "waar"))
_FALSE = frozenset(("false", "falsch", "faux", "falso", "неверно", "onwaar"))
_THAT = (
    r"(?:(?:that|this|the|it|what it"
    r"|your|die|diese|das|dies|cette|l['’]|c['’]|la|esta|eso|esa|a|essa|questa|l|это)\s*"
    r"(?:statement|claim|sentence|assertion|proposition|aussage|behauptung|affirmation|afirmación"
    r"|afirmação|affermazione|утверждение)?\s*(?:is|['’]s|holds|ist|est|es|é|è|says is)?\s+)?"
    r"(?:(?:indeed|entirely|quite|perfectly|absolutely|definitely|completely|in fact|actually"
    r"|simply|tout à fait|völlig|totalmente|plainly)\s+)?"
)
_OPENING = re.compile(r"(?:yes|indeed|well|no|ja|nein|oui|non|sí|да|нет),\s+", re.IGNORECASE)
_SAYS_TRUE = re.compile(
    _THAT + r"(?:true|correct|right|accurate|valid|a fact|so|holds(?: true)?|richtig|wahr|korrekt"
    r"|stimmt|vraie?|exacte?|juste|correcte|ciert[oa]|verdader[oa]|correct[oa]|verdadeir[oa]"
    r"|cert[oa]|ver[oa]|corrett[oa]|giust[oa]|верно|правда|правильно)\W*",
    re.IGNORECASE,
)
_SAYS_FALSE = re.compile(
    _THAT + r"(?:(?:false|incorrect|wrong|untrue|inaccurate|invalid|mistaken"
    r"|(?:an? )?(?:(?:popular|common|old|widespread|pure|modern|total) )?"
    r"(?:myth|misconception|fallacy|urban legend|old wives['’] tale)"
    r"|falsch|unwahr|inkorrekt|fau(?:x|sse)|inexacte?|fals[oa]|incorrect[oa]"
    r"|errad[oa]|errat[oa]|sbagliat[oa]|неверно|неправда|ложь)"
    r"|(?:not|nicht|doesn['’]t|does not)\s+(?:true|correct|right|accurate|valid|so|hold"
    r"|richtig|wahr|korrekt))\W*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?<=[.!])\s+|[;:(–—\n]|,\s+(?=\S+\s+\S)|\s-\s|\s(?:because|since|as|weil)\s")
_ENDS = re.compile(
    r"(?:(?<=[.!]\s)|(?<=[,;:]\s)|\b(?:and|so|hence|therefore|thus|also|donc)\s+)"
    r"(?:the|this|that|la|die|diese|l['’]|cette|esta|questa)\s*(?:statement|claim|sentence"
    r"|assertion|proposition|comparison|expression|condition|test|aussage|behauptung|affirmation"
    r"|afirmación|afirmação|affermazione)\s+(?:is|comes out|evaluates to|yields|returns|gives"
    r"|turns out|ist|est|es|é|è)\s+([^\W\d_]{2,12})[.!*_\s]*\Z",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"\bT\s?/\s?F\b|\btrue\s?(?:/|or)\s?false\b", re.IGNORECASE)
_UNSETTLED = (
    r"undetermined|indeterminate|indeterminable|unknown"
    r"|(?:it |this )?can(?:not|['’]t| not) be (?:determined|decided|known|told|said|inferred"
    r"|concluded|established|answered)"
    r"|(?:it(?:['’]s| is) )?impossible to (?:tell|determine|say|know|decide)"
    r"|(?:it(?:['’]s| is) )?not (?:possible to (?:tell|determine|say|know|decide)|determined"
    r"|determinable|stated|given|specified|mentioned)"
    r"|(?:(?:there (?:is not|isn['’]t) |not )enough|(?:there(?:['’]s| is) )?(?:not enough"
    r"|insufficient|too little))"
    r" (?:information|data|info|details?|context)"
    r"|(?:the )?(?:information|data|text|passage)(?: given| provided)?"
    r" (?:is|are) (?:insufficient|not (?:enough|sufficient))"
)
_UNKNOWN = re.compile(
    rf"(?:{_UNSETTLED})(?:\s+(?:from|with|by|based on|on|given|for|to) [\w\s]{{1,50}})?",
    re.IGNORECASE,
)
_SAYS_UNKNOWN = re.compile(
    r"(?:(?:the (?:answer|correct answer) is(?: that)?|so|therefore|this|that|we|one|you|the"
    r" (?:order|relation|result|question|statement|value))[,:]?\s+){0,2}"
    rf"(?:(?:is|are|has|have|does(?: not|n['’]t) (?:have|give|say)|do(?: not|n['’]t) have)\s+)?"
    rf"(?:(?:simply|just|actually)\s+)?(?:{_UNSETTLED}"
    r"|(?:we|you|one|i)?\s?can(?:not|['’]t| not) (?:tell|determine|know|say|decide|conclude"
    r"|be sure)|nobody can (?:tell|say) from (?:this|that|these)[\w\s]{0,30}"
    r"|(?:das )?(?:ist |lässt sich )?nicht (?:bestimmbar|bestimmen|entscheidbar|entscheiden|sagen)"
    r"|(?:das )?kann (?:man )?nicht (?:bestimmt werden|sagen|bestimmen)"
    r"|no (?:se )?puede (?:determinar(?:se)?|saber(?:se)?)|no hay (?:suficientes? )?"
    r"(?:información|datos)(?: suficientes?)?|on ne peut pas (?:le )?(?:savoir|déterminer|dire)"
    r"|non si può (?:determinare|sapere|dire)|não (?:é possível|se pode) (?:determinar|saber)"
    r"|нельзя определить|невозможно определить|недостаточно (?:данных|информации)"
    r"|无法确定|不能确定|信息不足|判断できない|判断できません)"
    r"(?:\s+(?:from|with|by|based on|on|given|for|to|here|whether|who|which|if|aus|mit|con|avec"
    r"|with only)\b[\w\s,'’]{0,90})?",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[,;:–—]\s|\s(?:because|since|as)\s")
_MOST = 40
_SETTLES = re.compile(r"\b(?:but|however|still|yet|so|therefore|answer|i(?:['’]d| would))\b", re.I)


def says_truth(text: str, gold: str, prompt: str = "") -> bool:
    """Return whether a reply opens with a verdict on a statement that is the reference.

    Example:
        >>> says_truth("That statement is correct: sound is faster there.", "True")
        True
        >>> says_truth("F. It is the Nile.", "False", "T/F: It is the Amazon.")
        True
        >>> says_truth("That is correct only for ice.", "True")
        False
    """
    wanted = folded_words(gold)
    if len(wanted) != 1 or wanted[0] not in _TRUE | _FALSE or "?" in text:
        return False
    true = wanted[0] in _TRUE
    shown = visible(text).strip(" *_\"'`")
    shown = _OPENING.sub("", shown, count=1)
    first, *rest = _CLAUSE.split(shown, maxsplit=1)
    first = first.strip(" *_\"'`.!,")
    behind = " ".join(rest)
    lettered = first in ("T", "F") and (first == "T") == true and _LETTERED.search(prompt)
    said = (_SAYS_TRUE if true else _SAYS_FALSE).fullmatch(first)
    if said is None and (ends := _ENDS.search(shown)):
        # "The left side is larger, so the comparison comes out false."
        said = (_SAYS_TRUE if true else _SAYS_FALSE).fullmatch(ends[1])
        behind = shown[: ends.start(1)]
    other = (_FALSE | {"untrue", "incorrect", "wrong"}) if true else (_TRUE | {"correct", "right"})
    return bool(lettered or said) and not set(folded_words(behind)) & other


def says_both(text: str, gold: str) -> bool:
    """Return whether a reply says of a statement that it is true and that it is false.

    Example:
        >>> says_both("The statement is true, therefore the statement is false.", "True")
        True
        >>> says_both("True, it is slower, so the claim fails.", "True")
        True
        >>> says_both("It is true that the other one is false.", "other")
        False
    """
    wanted = folded_words(gold)[:1]
    if not wanted or wanted[0] not in _TRUE | _FALSE:
        return False
    shown = visible(text)
    if len({found[1].casefold() for found in _IS_SO.finditer(shown)}) > 1:
        return True
    first = folded_words(shown)[:1]
    ends = _SO_IT_IS.findall(shown)
    if not ends or not first or first[0] not in _TRUE | _FALSE:
        return False
    return (first[0] in _TRUE) != (_FAILS.search(ends[-1]) is None)


_IS_SO = re.compile(
    r"\b(?:statement|claim|it|this|that|answer)(?:['’]s|\s+is)\s+(true|false)\b", re.IGNORECASE
)
_SO_IT_IS = re.compile(
    r"\b(?:so|therefore|thus|hence|also|daher|donc|por tanto|quindi|поэтому)\b,?\s+(?:ist\s+)?"
    r"(?:(?:the|this|that|your|die|diese|la|l['’]|cette|esta|questa|это)\s*)?"
    r"(?:statement|claim|assertion|proposition|sentence|aussage|behauptung|affirmation|afirmación"
    r"|affermazione|утверждение)\s+([^.!?;,\n]{2,60})",
    re.IGNORECASE,
)
_FAILS = re.compile(
    r"\b(?:false|fails?|wrong|incorrect|untrue|falsch|fau(?:x|sse)|fals[oa]|неверно|not|n['’]t|nicht"
    r"|pas|no|non|не)\b",
    re.IGNORECASE,
)


def says_undetermined(text: str, gold: str) -> bool:
    """Return whether a reply opens by saying that nothing decides, as the reference does.

    Example:
        >>> says_undetermined("There isn't enough information to tell.", "cannot be determined")
        True
        >>> says_undetermined("There isn't enough information, but I'd say yes.", "unknown")
        False
    """
    if not _UNKNOWN.fullmatch(visible(gold).strip(" .*")):
        return False
    shown = visible(text).strip(" *_")
    first, _, behind = shown.replace("\n", ". ").partition(". ")
    opening, *more = _BREAK.split(first.strip(" .!*_"), maxsplit=1)
    settled = [*more, behind]
    if len(folded_words(shown)) > 2 * _MOST or "?" in shown:
        return False
    opens = _SAYS_UNKNOWN.fullmatch(opening.strip(" *_.!"))
    return opens is not None and not any(map(_SETTLES.search, settled))
