"""How much of a question a sentence says in the question's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST = 2_000
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]|[^\W\d_\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]+"
    r"|\d+(?:[.,]\d+)*"
)
_STEM = 5
_END = re.compile(r"[.?!]\s+|[。？！]\s*|\n+")
_UNIT = re.compile(r"\s*\((?:in|unit)[^()]{0,40}\)\s*\Z", re.IGNORECASE)
_BLANK = re.compile(r"\(?_+\)?|\(\s*\)|\[\s*\]")
_EMPTY = frozenset(
    listed(
        "a an the of to in on at by for from with and or that this these those it its is are was"
        " were be been being do does did have has had get gets got come comes came will would shall"
        " can could should what which who whose when where how many much long there find give"
        " compute calculate determine state tell me us we you i i'll they he she her his their them"
        " as so then please value values number based according across all any if s t"
        " wie viel viele was welche welcher welches welchem wann der die das den dem des ein eine"
        " einer ist sind war waren hat haben in im am bei von zu und es gibt liegen liegt"
        " combien quel quelle quels quelles que est sont le la les un une des du de d l à au dans"
        " il elle y a ont et on qui ce cette"
        " cuanto cuánto cuánta cuántos cuántas qué cual cuál es son el los las una unos del al hay"
        " tiene tienen por para con y se su está están"
        " quanto quanta quantos quantas qual quais o os as um uma é são do da dos das no na nos nas"
        " tem têm há em"
        " quanti quante quale quali sono il lo gli i un uno della dello dei delle di nel nella ci"
        " hanno c'è"
        " сколько какой какая какое каково какова в на из с и у это есть был была было"
        " 是 的 有 多 少 几 吗 呢 个 了 在 为 等 于 什 么 哪 の は が を に"
        " で と も か す ま い 何 幾 つ"
        " 은 는 이 가 을 를 의 에 서 몇 무 엇 인 니 까 입 다 개"
    )
)
# Words that change what is asked for: a sentence without one of them answers something else.
_TURNING = frozenset(
    listed(
        "not no never without except left remain remai total altog toget more fewer less most least"
        " highe lowes large small bigge great minim maxim avera mean media mode range diffe sum"
        " produ ratio perce next last previ secon third final both each every per after befor"
        " extra addit still combi twice half doubl longe short talle youn older only now initi"
        " origi start begin end chang incre decre profi loss chang remainder"
        " nicht kein ohne insge mehr wenig größ klein höchs nieds durch unter näch letzt übrig"
        " pas sans plus moins grand petit moyen diffé reste proch derni"
        " no sin más menos mayor menor prome difer queda sigui últim"
        " não sem mais maior menor média difer resta próxi senza più meno maggi minor diffe rimas"
        " не без больш меньш средн разно остал след посл всего"
    )
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks in.

    Attributes:
        words: Stems of its words, without those that every question has.
        turning: Those of them that change what is asked for.
        numbers: Numbers that the whole prompt gives.
        counted: Stem of the thing behind *how many*, or an empty text.
        dates: Whether it asks for a year.
    """

    words: frozenset[str]
    turning: frozenset[str]
    numbers: frozenset[str]
    counted: str
    dates: bool


@lru_cache(maxsize=64)
def asked(prompt: str) -> Asked:
    """Return what the last question of a prompt asks in.

    Example:
        >>> sorted(asked("There are 9 bars. How many bars are below 40?").words)
        ['40', 'bars', 'below']
    """
    prompt = prompt[-_LONGEST:].strip()
    end = max(prompt.rfind("?"), prompt.rfind("？"))
    pieces = [one for one in _END.split(prompt[:end] if end > 0 else _UNIT.sub("", prompt)) if one]
    question = pieces[-1] if pieces else ""
    words = stems(_BLANK.sub(" ", question))
    counted = _COUNTED.search(question)
    return Asked(
        words,
        words & _TURNING,
        frozenset(one.replace(",", "").rstrip(".") for one in _NUMBER.findall(prompt)),
        _stem(counted[1]) if counted is not None else "",
        _DATES.search(question) is not None,
    )


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text, and its numbers.

    Example:
        >>> sorted(stems("The highest of the 3 bars"))
        ['3', 'bars', 'highe']
    """
    found = (token for token in _TOKEN.findall(text.lower()) if token not in _EMPTY)
    return frozenset(map(_stem, found))


def _stem(word: str) -> str:
    word = word.lower()
    return word if word[:1].isdigit() else word[:_STEM]


_NUMBER = re.compile(r"\d[\d.,]*")
_COUNTED = re.compile(
    r"\b(?:how many|wie viele|combien d[e']|cu[aá]nt[oa]s|quant[oa]s|quant[ie]|сколько)\s*"
    r"([^\W\d_]{3,})",
    re.IGNORECASE,
)
_DATES = re.compile(
    r"\b(?:(?:which|what) year|when|wann|welche\w* jahr|quelle année|quand|(?:qué|cuál) año"
    r"|cuándo|em que ano|qual ano|quando|che anno|quale anno)\b|как\w+ год|когда|哪[一]?年|何年"
    r"|몇 년|언제",
    re.IGNORECASE,
)
