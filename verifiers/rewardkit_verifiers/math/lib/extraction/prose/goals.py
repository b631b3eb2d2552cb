"""Sentences that end a reply without an answer: they say what is sought, or leave the choice."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_words
from rewardkit_verifiers.math.lib.extraction.prose.asked_form import LEAD
from rewardkit_verifiers.math.lib.extraction.prose.tokens import is_plain, key, values


def is_goal(sentence: str, prompt: str = "") -> bool:
    """Return whether a sentence only says what is still to be found, or asks it once more.

    Args:
        sentence: A sentence of a reply.
        prompt: The question.

    Example:
        >>> is_goal("We want to find out how many birds are there."), is_goal("So 9 are there.")
        (True, False)
        >>> is_goal("How many birds flew away?", "Of 18 birds 10 remain. How many flew away?")
        True
    """
    if len(sentence) > _LONGEST:
        return False
    if sentence.rstrip(" *_").endswith(("?", "？")) and _asks_again(sentence, prompt):
        return True
    lead = _GOAL.match(sentence)
    if lead is None and (lead := _CJK_GOAL.fullmatch(sentence)) is None:
        return False
    end = lead.end("lead")
    if not _gives_only(sentence, prompt) and _WHETHER.match(sentence, end) is None:
        return False
    return _GOES_ON.search(sentence, end) is None


def leaves_open(sentence: str) -> bool:
    """Return whether a sentence names no value and leaves to the reader which one is the answer.

    Example:
        >>> leaves_open("One of these four has to be the answer."), leaves_open("One of them is 4.")
        (True, False)
        >>> leaves_open("You may choose whichever method you prefer.")
        False
    """
    if len(sentence) > _LONGEST or _DIGIT.search(sentence) is not None:
        return False
    return _LEAVES_OPEN.search(sentence) is not None and _METHODS.search(sentence) is None


def _gives_only(sentence: str, prompt: str) -> bool:
    """Whether a sentence has no values but plain ones of the prompt: how far it is in 3 hours."""
    found = values(sentence)
    if not found:
        return True
    given = set(_NUMBERS.findall(prompt[-_QUESTION:]))
    return all(is_plain(one.text) and key(one.text) in given for one in found)


def _asks_again(sentence: str, prompt: str) -> bool:
    """Whether a question is that of the prompt, by most of its words."""
    said = set(folded_words(sentence))
    if len(said) < _FEWEST or not _gives_only(sentence, prompt):
        return False
    return len(said & set(folded_words(prompt[-_QUESTION:]))) >= _RESTATED * len(said)


_LONGEST, _QUESTION, _FEWEST, _RESTATED = 400, 1_000, 3, 0.7
_DIGIT, _NUMBERS = re.compile(r"\d"), re.compile(r"\d+(?:[.,]\d+)*")
_FIND = (
    r"(?:find|compute|calculate|determine|know|figure|work out|solve|see|count|evaluate|learn"
    r"|establish|identify|obtain|get|discover|tell|answer|how (?:many|much|long|far|old))\b"
)
_EN = (
    r"(?:(?:now|so|next|but|and|finally|then|therefore|thus|here|also|still|yet),? )*"
    r"(?:(?:we|i|you|one)(?: now| still| only| just|['’]re| are| will|['’]ll)* "
    r"(?:want|need|have|wish|must|would like|asked|required|trying|looking|supposed|going|told"
    r"|expected|seek|search)(?: now| only| still)?(?: to)?"
    r"|let(?:['’]s| us| me)(?: now)?|"
    r"(?:it|what) (?:now |still )?remains (?:is )?(?:for us )?to"
    r"|all that(?:['’]s| is| remains)(?: left)?(?: is)?(?: to(?: do is(?: to)?)?)?"
    r"|(?:our|the|my) (?:(?:final|next|actual|main) )?(?:goal|aim|task|question|problem|objective"
    r"|job|exercise|point) (?:now )?(?:is to|is|asks(?: us)?(?: to| for)?"
    r"|wants(?: us)?(?: to)?|requires(?: us)?(?: to)?)"
    r"|what (?:we|you|i)(?: still)? (?:want|need|have)(?: to)?)"
    rf" {_FIND}"
    r"|(?:find|compute|calculate|determine|work out)(?: out)? (?:how (?:many|much|long|far|old)"
    r"|the (?:number|amount|value|probability|total|sum|area|length|cost|price|average|time))\b"
    r"|(?:we|i|you)(?: now| still| only)? (?:need|want)(?= (?:the|its|her|his|their) (?:\w+ )?"
    r"(?:number|amount|value|total|sum|count|end|result|answer|price|cost|length|area|distance"
    r"|time)\b)|(?:we|i)(?: still)? (?:are looking for|seek|search for|look for"
    r"|do(?:n['’]t| not) (?:yet )?know)\b"
    r"|(?:the |our )?(?:unknown|quantity (?:sought|asked for|to (?:be )?(?:find|found)))"
    r" (?:here )?is (?:the|how)\b"
    r"|(?:the question|what|all that) (?:now |still )?(?:remains|is left|is unknown|is asked)"
    r"(?: now)? is (?:the|how|what)\b"
)
_FOREIGN = (
    r"(?:nun |jetzt |also )?(?:gesucht (?:ist|sind|wird)|gefragt ist|zu (?:berechnen|bestimmen)"
    r" ist|(?:wir|ich) (?:wollen|müssen|möchten|sollen|suchen|will|muss)\b|(?:die )?(?:frage"
    r"|aufgabe)"
    r" (?:ist|lautet|fragt)\b|es bleibt\b|(?:berechne|bestimme|finde)\b)"
    r"|(?:maintenant,? |donc |or,? )?(?:on|nous|je) (?:cherch\w+|veut|voulons|veux|doit|devons|dois"
    r"|souhait\w+|demande)\b|il (?:faut|reste à|s['’]agit de) (?:trouver|calculer|déterminer"
    r"|savoir)\b|(?:la question|le but|l['’]objectif) est\b"
    r"|(?:ahora |entonces |pero )?(?:(?:queremos|debemos|tenemos que|necesitamos|hay que|quiero"
    r"|buscamos|se (?:pide|busca|quiere|necesita|desea)|nos (?:piden|preguntan)|falta|queda por)\b"
    r"|la pregunta es\b)"
    r"|(?:agora |então |mas )?(?:(?:queremos|devemos|precisamos|temos (?:que|de)|buscamos"
    r"|procuramos"
    r"|quero|pede-se|deseja-se|procura-se|falta|resta)\b|a (?:pergunta|questão) é\b)"
    r"|(?:ora |adesso |quindi )?(?:(?:vogliamo|dobbiamo|bisogna|cerchiamo|occorre|si (?:vuole"
    r"|chiede"
    r"|cerca)|ci (?:chiedono|si chiede)|resta da)\b|la domanda è\b)"
    r"|(?:теперь |итак,? |значит,? )?(?:(?:(?:мы|я) )?(?:нам |мне )?(?:(?:нужно|надо|требуется"
    r"|необходимо|осталось|остаётся|остается|хотим|хочу|должны|предстоит) (?:\w+ )?"
    r"(?:найти|узнать|определить|вычислить|посчитать|выяснить|рассчитать)|ищем)\b"
    r"|(?:вопрос|задача) (?:в том|состоит)|спрашивается\b|найти\b|найд[её]м\b)"
)
_GOAL = re.compile(rf"{LEAD}(?P<lead>{_EN}|{_FOREIGN})", re.IGNORECASE)
_CJK_GOAL = re.compile(
    r"[\s\W_]*(?P<lead>(?:现在|那么|所以|因此|接下来)?[,，]?(?:我们|我)?(?:还)?"
    r"(?:要求?|想(?:要)?(?:知道|求)|需要?(?:求|计算|知道|算|找)|求|问|题目(?:问|要求|求)|问题是"
    r"|計算|计算))[^\d=＝:：]{2,60}"
    r"|(?P<ja>[^\d=＝:：]{2,60}(?:を(?:求め|知り|計算し|見つけ)(?:たい|る必要がある|なければならない"
    r"|よう|ます|る|ましょう)(?:です)?|が(?:問われている|知りたい)|を求めよ))[。.]?\s*"
    r"|(?P<ko>[^\d=＝:：]{2,60}(?:구해야|구하려|알아야|알고 싶|구하고자"
    r"|구하는 것이)\w*(?: \w+)?)[.]?\s*"
)
# The value is only asked about.
_WHETHER = re.compile(r" (?:out )?(?:whether|if)\b", re.IGNORECASE)
# What is sought is found in the same sentence.
_GOES_ON = re.compile(
    r"[:：]\s*\S|[=＝]|[,;–—]\s*(?:so|which|that is|hence|and|therefore|thus|we|i\.e|by|giving"
    r"|namely|this|also|daher|deshalb|donc|así|por|logo|quindi|поэтому|значит)\b|所以|因此|\bis\s+\$"
    r"|\b(?:answer(?:ed|s)? (?:above|it|this|that)|done|above|already)\b",
    re.IGNORECASE,
)
_SOME = r"(?:two|three|four|five|six|seven|eight|nine|ten|several|many|above|listed|given|possible)"
_THINGS = (
    r"(?:values?|numbers?|answers?|candidates?|options?|results?|possibilities|fractions?|figures?"
    r"|outcomes?|choices?|solutions?|expressions?|probabilities|ones?)"
)
_SOUGHT = (
    r"[^.,;:]{0,60}?\b(?:answer|correct|right|true|value|probability|result|number|solution|one"
    r"|(?:you|we) (?:want|need|seek|are)|looking for|sought|desired|required|wanted|asked|it)\b"
)
_LEAVES_OPEN = re.compile(
    rf"\b(?:one|any|either|exactly one|at least one) (?:of|among|amongst) (?:(?:these|those|them)\b"
    rf"(?: {_SOME})*(?: {_THINGS})?|(?:the|my) (?:{_SOME} ){{0,3}}{_THINGS})(?: {_SOME}| here"
    rf"| I (?:listed|gave|named|mentioned)){{0,2}} (?:\w+ )?(?:is|must|has to|should|will|ought to"
    rf"|can|could|may|might|would)\b{_SOUGHT}"
    rf"|\b(?:answer|value|result|number|one|probability|solution)\b[^.]{{0,40}}? (?:is|must be"
    rf"|has to"
    r" be|should be|lies|will be) (?:certainly |surely |definitely |somewhere |indeed )?"
    r"(?:one (?:of|among)|among|amongst|in) (?:(?:these|those|them)\b|the (?:\w+ ){0,2}"
    r"(?:above|list|listed|candidates|options|possibilities)\b)"
    r"|\b(?:i(?:['’]ll| will| shall| would| must)? (?:\w+ )?(?:leave|let)\b[^.]{0,40}?"
    r"\b(?:to (?:you|the reader)|you (?:decide|choose|pick|judge|select)|open)\b"
    r"|(?:it(?:['’]s| is) )(?:entirely |completely )?(?:up to you|your (?:choice|call|decision))\b"
    r"|the (?:choice|decision) is (?:entirely )?(?:yours|up to you|left)\b)"
    r"|\btake your pick\b|\b(?:choose|pick|select|take|use) (?:the one|whichever|whatever|any"
    r"|between"
    r"|among|the (?:\w+ )?(?:value|number|answer|model|result|option|candidate|interpretation))\b"
    r"|\bi (?:\w+ )?(?:do(?:n['’]t| not)|will not|won['’]t|would rather not|refuse to|prefer not to"
    r"|cannot|can['’]t|am not (?:going|able|willing) to|decline to|hesitate to) (?:want to |wish to"
    r" )?(?:choose|decide|commit|fav(?:o|ou)r|pick|settle|single out|take sides|say which"
    r"|tell which|endorse|rule)\b"
    r"|\b(?:which|what) (?:one )?(?:of (?:these|them|the\b[^.]{0,30}) )?(?:is|to (?:choose|take"
    r"|pick|use))\b[^.]{0,60}\b(?:depends|remains (?:open|unclear)|is (?:open|unclear|up to you"
    r"|left))"
    r"|\beine[rs]? (?:der|von|dieser) [^.]{0,40}(?:muss|wird|ist|sollte)\b[^.]{0,40}"
    r"\b(?:richtig|gesucht|korrekt|stimmen|sein)|\b(?:können|kannst|dürfen|darfst)"
    r" (?:sie|du) [^.]{0,40}\b(?:wählen|aussuchen|entscheiden)|überlasse ich|entscheide selbst"
    r"|\bl['’]une? (?:de ces|des|d['’]entre)\b[^.]{0,60}\b(?:est|doit)\b"
    r"|\bà vous de (?:choisir|voir"
    r"|décider)|\bchoisissez\b"
    r"|\b(?:un[oa]|alguno|alguna|cualquiera) de (?:est[oa]s|l[oa]s|ell[oa]s)\b[^.]{0,60}\b(?:es"
    r"|debe|tiene|será|puede)\b|\b(?:elija|elige|escoja|escoge|usted decide|tú decides)\b"
    r"|\bum[a]? (?:dest[ea]s|d[oa]s|del[ea]s)\b[^.]{0,60}\b(?:é|deve|tem|será)\b|\bescolha\b"
    r"|\bun[oa] (?:di questi|di queste|dei|degli|delle|tra)\b[^.]{0,60}\b(?:è|deve|sarà)\b"
    r"|\bscegli(?:ete)?\b"
    r"|\bодно (?:из|среди)\b|\bодин из (?:этих|них|вариантов|приведённых|ответов)\b"
    r"|\bвыб(?:ирайте|ерите|ирай|ери)\b|\bрешайте сами\b"
    r"|其中(?:之)?一|以上[^。]{0,12}(?:之一|任选|中的一个)|由你(?:来)?(?:选|决定)|请(?:你|您)?(?:自行)?选择"
    r"|(?:いずれか|どれか)が|お任せ|선택하(?:세요|십시오)|중 하나",
    re.IGNORECASE,
)
# A way to the answer may be chosen freely.
_METHODS = re.compile(
    r"\b(?:methods?|approach(?:es)?|ways?|notations?|forms?|formulas?|formulae|techniques?"
    r"|strateg(?:y|ies)|routes?|paths?|units?|orders?|methode[n]?|méthodes?|métodos?|metod[oi]"
    r"|способ\w*|метод\w*)\b|方法|方式|방법",
    re.IGNORECASE,
)
