"""Sentences that say that what is asked is not told: the numbers in them answer nothing."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.tokens import values

_LONGEST = 600
_SOURCE = (
    r"(?:text|passage|problem|question|prompt|image|picture|figure|graph|chart|table|plot|diagram"
    r"|data(?:set)?|map|statement|context|information|input|document|figure|exercise|task)"
)
_ROMANCE = (
    r"(?:text[eo]|testo|énoncé|enunciado|problem[ae]|problème|pregunta|question|image|imagen|imagem"
    r"|immagine|gr[aá]fic[oa]|graphique|tabl[ae]|tableau|tabela|tabella|figur[ea]|datos|dados|dati"
    r"|données)"
)
_KNOWLEDGE = r"(?:information|data|details?|indication|mention|figures?|evidence)"
_VERB = (
    r"(?:provide|give|show|tell|say|state|specify|mention|contain|include|indicate|list|report"
    r"|display|reveal|describe|supply|define)"
)
_LACKS = re.compile(
    rf"[^\d;]{{0,60}}?(?:\b{_SOURCE}\b[^\d;,]{{0,30}}? (?:(?:do(?:es)?|did)(?: not|n['’]t)"
    rf" (?:\w+ )?{_VERB}\b|lacks?\b|(?:contains?|gives?|provides?|has|have|shows?|includes?) no\b"
    rf"|(?:is|are) (?:missing|not (?:given|provided|shown|included|visible|available|attached))\b)"
    rf"|\b(?:no|not enough|insufficient|not any) (?:\w+ )?{_KNOWLEDGE}\b(?! (?:is |are |was )?"
    r"(?:lost|beyond|else|needed|required))"
    r"|\b(?:please|could you(?: please)?) (?:provide|share|upload|send|attach)\b"
    r"|\bwe (?:would )?need (?:the|an?|to see the) (?:\w+ )?"
    rf"{_SOURCE}\b"
    r"|\b(?:text|bild|aufgabe|tabelle|grafik|diagramm|frage)\b[^\d;,]{0,30}?\b(?:steht nicht|nicht"
    r" (?:angegeben|erwähnt|gezeigt)|(?:keine|nicht genug) (?:angaben?|informationen?|daten))"
    r"|\b(?:ist|wird|sind) nicht (?:angegeben|genannt|erwähnt|bekannt)\b"
    r"|\bkeine (?:angaben?|informationen?|daten)\b"
    rf"|\b{_ROMANCE}\b[^\d;,]{{0,30}}?\b(?:ne (?:donne|fournit|contient|mentionne|comporte|précise)"
    r" (?:pas|aucune?)|n['’]indique (?:pas|aucune?)|(?:no|não|non) (?:proporcion|indic|mencion"
    r"|especific|contien|dic|da|muestr|fornec|inform|diz|cont[eé]m|mostr|fornisc|specific)\w*)\b"
    r"|\bil n['’](?:y a|est) (?:aucune|pas (?:d['’]information|assez|précisé|indiqué))\b"
    r"|\bno hay (?:información|datos)\b|\bnão há (?:informaç\w+|dados)\b"
    r"|\bnon ci sono (?:informazioni|dati)\b"
    r"|нет (?:информации|данных|сведений)|не (?:указан|сказан|привед|говорит|сообщ)\w*"
    r"|(?:没有|沒有|未)(?:提供|给出|說明|说明|提到|提及|显示|指出))",
    re.IGNORECASE,
)
# The number of shipments with 56 boxes is unknown.
_UNKNOWN = re.compile(
    r"\b(?:is|are|was|were|remains?) (?:therefore |still |simply )?(?:unknown|not (?:given|known"
    r"|provided|specified|stated|mentioned|available|shown))[\s.!]*\Z"
    r"|(?:情報|データ|記載|記述)(?:は|が)?(?:ありません|ない)|정보가 없"
    r"|나와 있지 않|没有(?:给出|说明|提供)",
    re.IGNORECASE,
)
# The wording leaves this open, so I would ask before giving a number.
_LEFT_OPEN = re.compile(
    r"\b(?:wording|question|problem|statement|text|this|it|that)\b[^\d.]{0,30}"
    r"\b(?:leaves? (?:this|it|that|the matter|which)?\s?(?:open|undecided)|is ambiguous"
    r"|can be read (?:both|either) ways?)\b"
    r"|\b(?:i|we) (?:would|['’]d) (?:have to |need to )?(?:ask|check)\b[^\d.]{0,60}\bbefore\b"
    r"|\b(?:up to you|your choice) (?:which|what|whether|how)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:but|however|yet|though|although|so(?! that)|thus|hence|therefore|still|nevertheless"
    r"|aber|jedoch"
    r"|also|daher|mais|donc|cependant|pero|así que|sin embargo|mas|portanto|ma|quindi|но|однако"
    r"|поэтому)\b|[;:=]|但|所以|因此|しかし|ただ|하지만",
    re.IGNORECASE,
)


def is_left_open(sentence: str) -> bool:
    """Return whether a last sentence leaves what is asked to somebody else.

    Example:
        >>> is_left_open("The wording leaves this open, so I would ask before giving a number.")
        True
        >>> is_left_open("I would check it before handing it in: 2 * 36 = 72.")
        False
    """
    return (
        len(sentence) <= _LONGEST
        and _LEFT_OPEN.search(sentence) is not None
        and not values(sentence)
    )


def is_uninformed(sentence: str) -> bool:
    """Return whether a sentence says that what is asked is not told, and gives no value.

    Example:
        >>> is_uninformed("The text does not say how many shipments had 56 boxes.")
        True
        >>> is_uninformed("The text does not say it, but 56 shipments had boxes.")
        False
    """
    if len(sentence) > _LONGEST:
        return False
    lacks = _LACKS.match(sentence)
    if lacks is not None:
        going = _GOES_ON.search(sentence, lacks.end())
        return going is None or not values(sentence[going.end() :])
    return _UNKNOWN.search(sentence) is not None and _GOES_ON.search(sentence) is None
