"""Replies that choose none: `none of the options is correct`, `this is not an option`.

Said behind a choice, it takes the choice back; said of listed letters, it chooses none of them. All
repeats are bounded, so that time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rewardkit.reading.claims import sentence_before
from rewardkit_verifiers.text.lib.tokens import listed

_OFFERED = (
    r"(?:(?:given|provided|available|listed|above|offered|presented|stated|proposed|possible|answer|answers"
    r"|multiple[- ]choice|two|three|four|five|correct|right|valid|suitable|matching)\s{1,3}){0,3}"
)
_OPTIONS = r"(?:options?|choices?|answers?|alternatives?|possibilities|statements?)"
_NONE_OF = (
    rf"(?:(?:of|from|among|in)\s{{1,3}})?(?:(?:the|these|those|my|your|our|all)\s{{1,3}})?"
    rf"{_OFFERED}"
)
# What is said of none, in many languages, up to the noun or the letters.
_NO = (
    rf"\b(?:none|neither|nor|no\s{{1,3}}one|not\s{{1,3}}(?:one|any|a\s{{1,3}}single(?:\s{{1,3}}one)?))\b\s{{0,3}}{_NONE_OF}"
    rf"|\bno\s{{1,3}}{_OFFERED}(?={_OPTIONS})"
    r"|\bkeine?[rs]?\s{1,3}(?:(?:der|dieser|von|unter|den|die|gegebenen|angegebenen|genannten|vorgegebenen)\s{1,3}){0,3}"
    r"|\bweder\s{1,3}"
    r"|\baucune?\s{1,3}(?:(?:des|de|ces|les|parmi)\s{1,3}){0,2}|\bni\s{1,3}"
    r"|\bningun[ao]?\s{1,3}(?:(?:de|entre|las|los|estas|esas)\s{1,3}){0,2}"
    r"|\bnenhuma?\s{1,3}(?:(?:das|dessas|destas|de)\s{1,3})?"
    r"|\bnessun[ao]?\s{1,3}(?:(?:delle|di|queste|tra|le)\s{1,3}){0,2}"
    r"|\bни\s{1,3}одн?(?:ин|а|о)\s{1,3}(?:из\s{1,3})?(?:(?:этих|данных|предложенных|приведённых|приведенных)\s{1,3})?"
    r"|\bżad(?:na|en|ne)\s{1,3}(?:z\s{1,3})?(?:(?:podanych|tych)\s{1,3})?"
    r"|\bgeen\s{1,3}(?:(?:van|enkele|de|deze|der|gegeven)\s{1,3}){0,3}"
    r"|\bing(?:et|en)\s{1,3}(?:av\s{1,3})?(?:(?:de|dessa|angivna|givna)\s{1,3}){0,2}"
    r"|没有(?:一个|一項|一项|任何|哪个)?(?:正确的?|合适的?)?|沒有(?:一個|任何)?(?:正確的?)?"
)
_NOUN = (
    rf"(?:(?:{_OPTIONS}(?:\s{{1,3}}(?:above|below|given|listed|provided|offered))?|above|them|these|those"
    r"|optionen|option|antworten|antwort|(?:antwort|auswahl)?möglichkeiten|alternativen|propositions?|réponses?|choix"
    r"|opci[oó]n(?:es)?|respuestas?|alternativas?|op(?:ções|ção)|respostas?|opzion[ei]|rispost[ae]|вариант\w{0,3}|опци\w{1,2}"
    r"|ответ\w{0,3}|opcji|odpowiedzi|opties?|antwoord(?:en)?|alternativen|svaren)\b|选项|選項|答案)"
)
_LIST = (
    r"(?:[\s,;:、/&()\[\]*_$\"'{}–—-]|(?<![A-Za-z])(?-i:[A-J])(?![A-Za-z0-9])"
    r"|\b(?:or|and|nor|among|of|from|in|noch|und|oder|et|ou|ni|y|o|u|e|né|и|или|ни|i|lub|ani|en|of|och|eller|the|option|choice|answer)\b|和|或|与)"
)
# "None of the options A, B, C," ahead of a letter.
_LISTED = re.compile(rf"(?:{_NO})(?:{_NOUN})?{_LIST}{{0,60}}\Z", re.IGNORECASE)
_SAID_BEHIND = (
    r"(?!\s{0,3}(?:except|but\b|other\b|others\b|besides|apart|aside|save\b|that\b|which\b|than\b|[(:]?\s{0,2}(?-i:[A-Z])\b))"
    r"(?=\W{0,3}(?:\Z|[.!;,\n])|\s{1,3}(?:among|in|within|here|given|listed)\b|\s{1,3}(?:[a-z]{2,12}\s{1,3}){0,3}?(?:is|are|was|were|seems?|match(?:es)?|fits?|corresponds?"
    r"|equals?|works?|agrees?|satisf(?:y|ies)|appl(?:y|ies)|gives?|contains?|correct|true|valid|ist|sind|stimmt|passt"
    r"|n['’]est|ne\b|est|convient|correspond|es|son|coincide|corresponde|é|são|è|sono|coincide|является|подходит|не|верен"
    r"|jest|nie|is|klopt|är|stämmer)(?!\w)|\s?(?:是|符合|正确|正確|对|對|与|。|，|$))"
)
_NO_OPTION = rf"(?:{_NO})(?<=[\s有的个何]){_NOUN}(?:(?<!\w)|(?!\w)|(?<=[项項案])){_SAID_BEHIND}"
_FOREIGN = (
    r"|(?:选项|選項|答案)(?:中|里|裡)?(?:都|均|全|皆)(?:不|没|沒|是?错)|(?:选项|選項)(?:中|里|裡)?(?:没有|沒有|无|無)"
    r"|[无無](?:正确|正確)(?:的)?(?:选项|選項|答案)|(?:どの|いずれの)選択肢も|選択肢(?:の中)?には?(?:正解|該当|ない|なし|ありません)"
    r"|(?:どれ|いずれ)も(?:正しくない|当てはまらない|該当しない)|선택지\s?(?:중|중에|중에는)\s?[^.\n]{0,12}없|정답이?\s?없"
    r"|(?:seçenek|şık)ler?(?:in|den|lerden|lerin)?\s{1,3}hiçbiri|şıkların\s{1,3}hiçbiri"
    r"|(?:لا\s{1,3}(?:يوجد|شيء|توجد)|أي\s{1,3}من|ليس\s{1,3}أي)\s{1,3}[^.\n]{0,20}(?:الخيارات|الإجابات)|कोई\s{1,3}(?:भी\s{1,3})?विकल्प"
    r"|среди\s{1,3}(?:предложенных\s{1,3})?вариантов\s{1,3}нет"
)
_ANSWER = r"(?:(?:correct|right|exact|true|final)\s{1,3})?(?:answer|question|choice|option|problem)"
# The answer is not among the options, or there is none to be had.
_NO_ANSWER = (
    rf"|\b{_ANSWER}\s{{1,3}}(?:itself\s{{1,3}})?(?:is\s{{1,3}}not|isn['’]t|does\s{{1,3}}not|doesn['’]t)\s{{1,3}}(?:[a-z]{{2,12}}\s{{1,3}}){{0,3}}?"
    rf"(?:among|in|one\s{{1,3}}of|any\s{{1,3}}of|listed)(?!\s{{1,3}}(?:the\s{{1,3}})?other)(?:\s{{1,3}}(?:the|these|those|given|provided|listed|answer)){{0,3}}"
    rf"(?:\s{{1,3}}{_OPTIONS}\b|(?<=listed)\b)"
    rf"|\b{_ANSWER}\s{{1,3}}(?:can(?:no|['’])t|can\s{{1,3}}not|could\s{{1,3}}not)\s{{1,3}}be\s{{1,3}}(?:[a-z]{{2,12}}ly\s{{1,3}})?(?:determined|answered|found|given|chosen|selected|known|derived)\b"
    r"|\b(?:i|we)\s{1,3}(?:can(?:no|['’])t|can\s{1,3}not|am\s{1,3}unable\s{1,3}to|are\s{1,3}unable\s{1,3}to)\s{1,3}"
    rf"(?:answer(?!\s{{1,3}}for)|choose|determine\s{{1,3}}(?:which|the\s{{1,3}}{_ANSWER}\b))"
    r"|\b(?:(?:not|n['’]t)\s{1,3}(?:[a-z]{2,10}\s{1,3}){0,2}?(?:enough|sufficient)|insufficient)\s{1,3}(?:information|context|data|details?)"
    rf"(?=\s{{0,3}}[.!\n]|\s{{0,3}}\Z|\s{{1,3}}(?:given|provided)\s{{0,3}}[.!\n]|[^.!?,;\n]{{0,30}}\s(?:to|for)\s{{1,3}}(?:answer|choose|select|pick|decide|determine\s{{1,3}}(?:the|which)\s{{1,3}}{_ANSWER})\b)"
    r"|(?:题目|题干|条件|所给)[^。，\n]{0,6}(?:不足|不够)|(?:答案|本题|此题)(?:无法|不能|無法)(?:确定|回答|判断|確定)"
)
_DECLINED = re.compile(_NO_OPTION + _FOREIGN + _NO_ANSWER, re.IGNORECASE)
# A letter and a joiner ahead of another letter.
_JOINED = re.compile(
    r"(?<![A-Za-z0-9])[A-J](?![A-Za-z0-9])[^A-Za-z0-9]{0,6}(?:[^\W\d_]{1,5}[^A-Za-z0-9]{1,6})?\Z"
)
# Without one of each, no reply says that no option is right.
_NOES = listed(
    "no insufficient unable mistake error typo flaw problem"
    " neither nenh ness n't n’t can't can’t kein weder aucun ni żad geen ing 没 沒 无 無 不 都 均"
    " どれ いずれ ない なし ません 選択肢 없 선택지 hiçbiri لا أي ليس कोई нет ни"
)
_NOUNS = listed(
    "option choice answer above them these those alternativ possib statement antwort"
    " möglich réponse choix proposition opci respuesta opç respost opzion rispost вариант опци"
    " ответ opcji odpowied opti svar 选项 選項 答案 选 選択肢 どれ いずれ 선택지 정답"
    " seçenek şık الخيار الإجاب विकल्प enough sufficient question problem listed"
    " answer choose which determine 题 条件 所给"
)
# Of a value that was worked out.
_NOT_OFFERED = re.compile(
    r"\b(?:(?:options|choices|answers)\s{1,3}(?:do|did)(?:\s{1,3}not|n['’]t)\s{1,3}(?:include|contain|list|have|match)\b"
    r"(?!\s{1,3}(?:any\s{1,3}|the\s{1,3})?other)"
    r"|(?:mistake|error|typo|problem|flaw)\s{1,3}(?:in|with)\s{1,3}(?:the|this)\s{1,3}(?:[a-z]{2,12}\s{1,3}){0,2}?"
    r"or\s{1,3}(?:in\s{1,3})?(?:the\s{1,3})?(?:(?:given|provided|listed|answer)\s{1,3}){0,2}(?:options|choices|answers)\b)"
    r"|\b(?:(?:this|that)(?:\s{1,3}(?:value|result|answer|number))?|it|which|(?:the|my|our)\s{1,3}(?:[a-z]{2,12}\s{1,3}){0,2}(?:answer|result|value|solution|number|length|area|sum|total))"
    r"\s{1,3}(?:is|was|does|do)(?:\s{1,3}not|n['’]t)\s{1,3}(?:[a-z]{2,12}\s{1,3}){0,4}?"
    r"(?<!other )(?:options?|choices|listed|answers?\s{1,3}(?:options|choices))\b"
    r"(?!\s{1,3}(?:[a-z]\b|that))",
    re.IGNORECASE,
)
# Behind one of these it is a reason, a condition, or granted.
_GRANTED = re.compile(
    r"\b(?:since|because|as|although|though|while|if|unless|when|even|given\s{1,3}that|weil|da|wenn|obwohl|puisque|car|si|porque"
    r"|aunque|poiché|se|потому|если)\b[^.!?\n]{0,60}\Z|(?:因为|虽然|如果|尽管)[^。！？\n]{0,30}\Z",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:none|neither|nothing|no\s{1,3}(?:option|answer|change|one|correct)|cannot|can['’]t|undetermined|indeterminate|unknown"
    r"|enough|insufficient|not\s{1,3}(?:given|sure|here)|impossible|undefined|above|keine?|aucune?|ningun\w|nenhum\w?|nessun\w|hiçbiri|geen|żadn\w)\b"
    r"|不能|无法|無法|不确定|以上|没有|都不|均不|なし|ない|없",
    re.IGNORECASE,
)


def listed_as_wrong(text: str, start: int) -> bool:
    """Return whether a letter ends a list of options of which none is right.

    Args:
        text: The reply.
        start: Where the letter stands.

    Example:
        >>> said = "None of the options A, B, C is correct."
        >>> listed_as_wrong(said, said.index("C"))
        True
        >>> listed_as_wrong("None of the others fits, so C is correct.", 29)
        False
    """
    if _JOINED.search(text, max(0, start - 18), start) is None:
        return False
    return _LISTED.search(sentence_before(text, start)) is not None


def offers_none(options: Iterable[str]) -> bool:
    """Return whether one of the options says that there is no answer.

    Example:
        >>> offers_none(["1", "None of the above"]), offers_none(["1", "2"])
        (True, False)
    """
    return any(_UNKNOWN.search(option) for option in options)


def declined(text: str, at: int, letter: str, *, worked_out: bool = False) -> bool:
    """Return whether a reply says behind its choice that no option is right.

    Args:
        text: The reply.
        at: Where the choice ends.
        letter: The letter that was chosen; where it is named again behind, it is kept.
        worked_out: Whether the choice is a value that was named, which may be said to be no option.

    Example:
        >>> declined("It is D. However, none of the given options is correct.", 7, "D")
        True
        >>> declined("It is D. None of the other options is correct.", 7, "D")
        False
        >>> declined("It is D, since none of the options is exactly 19.", 7, "D")
        False
    """
    behind = text[at:].lower()
    if not (any(one in behind for one in _NOES) and any(one in behind for one in _NOUNS)):
        return False
    for pattern in (_DECLINED, _NOT_OFFERED)[: 1 + worked_out]:
        for said in pattern.finditer(text, at):
            if _GRANTED.search(sentence_before(text, said.start())):
                continue
            named = rf"(?:option\s|choice\s|[(*]){letter}\b|(?<![A-Za-z0-9]){letter}[).:]"
            if letter != "A":
                named += rf"|(?<![A-Za-z0-9]){letter}(?![A-Za-z0-9'’])"
            return re.search(named, text[said.end() :]) is None
    return False
