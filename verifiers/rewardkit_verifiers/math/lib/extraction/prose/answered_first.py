"""A first sentence that answers in the question's own words, with nothing but talk behind it.

*The market share is highest in 2019, with 25.8%. In 2020, it was 15.4%.* answers 2019.
"""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.found import Found, Missing
from rewardkit_verifiers.math.lib.extraction.prose.asides import concludes, is_aside
from rewardkit_verifiers.math.lib.extraction.prose.asked_form import LEAD
from rewardkit_verifiers.math.lib.extraction.prose.asked_words import Asked, asked, stems
from rewardkit_verifiers.math.lib.extraction.prose.clause import stated
from rewardkit_verifiers.math.lib.extraction.prose.kinds import Sort
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part
from rewardkit_verifiers.math.lib.extraction.prose.remarks import BOLD
from rewardkit_verifiers.math.lib.extraction.prose.tokens import PRICE, is_plain, key, values

_NAME = "prose"
_LONGEST, _MOST_GREETINGS, _MOST_PARTS = 300, 2, 60
_FEWEST, _MOST_NEW, _COVERED, _RIVALS = 2, 2, 0.75, 0.5


def answered_first(
    text: str, pieces: list[Part], chosen: Part | None, prompt: str, sort: Sort
) -> Found | Missing | None:
    """Return the value of a first sentence that restates the question, or what disputes it.

    Args:
        text: The reply.
        pieces: The reply in pieces.
        chosen: The piece that would decide without this.
        prompt: The question.
        sort: The sort of the reference.

    Returns:
        None where the first sentence restates no question, or where it does not decide.
    """
    if not prompt or sort not in ("value", "decimal") or not 1 < len(pieces) <= _MOST_PARTS:
        return None
    at = _first(pieces)
    if at < 0 or at + 1 == len(pieces) or pieces[at] is chosen:
        return None
    question = asked(prompt)
    said = first_value(pieces[at].text, question)
    if not said:
        return None
    first, later = pieces[at], [part for part in pieces[at + 1 :] if part.kind != "code"]
    if not later or any(_TAKES_BACK.search(part.text) for part in later):
        return None
    strong = _is_strong(first, later)
    if not strong and text.count("\n", first.end, later[0].begin) < 2:
        return None
    return _undisputed(said, first, later, chosen, question, strong=strong)


def first_value(sentence: str, question: Asked) -> str:
    """Return the one value of a sentence that says what a question asks, else an empty text.

    Example:
        >>> first_value("The value of f(4) is 16.", asked("What is the value of f(4)?"))
        '16'
        >>> first_value("f(2) is 4.", asked("What is the value of f(4)?"))
        ''
    """
    if len(question.words) < _FEWEST or len(sentence) > _LONGEST:
        return ""
    refused = _OPEN.search(sentence)
    if refused is not None and refused[0].lower()[:5] not in question.words:
        return ""
    body = _TAIL.sub("", sentence) if values(_TAIL.sub("", sentence)) else sentence
    said = stems(body)
    if len(said & question.words) < _COVERED * len(question.words) or question.turning - said:
        return ""
    value = _value(body, question)
    if not value or _bare(value) in question.numbers:
        return ""
    extra = said - question.words - stems(value) - _CONTEXT
    return "" if extra else value


def _value(sentence: str, question: Asked) -> str:
    """Return the one value of a sentence that the question does not give, with its unit."""
    if question.dates:
        years = {one for one in _YEAR.findall(sentence) if one not in question.numbers}
        return years.pop() if len(years) == 1 else ""
    if _IN_YEAR.search(sentence):
        return ""
    said = stated(sentence, question.numbers, "value")
    if said.hedged or said.others:
        return ""
    found = values(said.text)
    if len(found) != 1 or not is_plain(found[0].text):
        return ""
    bold = {key(match[2]) for match in BOLD.finditer(sentence) if values(match[2])}
    others = [
        one
        for one in values(sentence.replace("**", ""))
        if _bare(one.text) not in question.numbers and _bare(one.text) != _bare(found[0].text)
    ]
    return said.text if bold or not any(is_plain(one.text) for one in others) else ""


def _bare(text: str) -> str:
    found = _DIGITS.search(text)
    return found[0].replace(",", "").rstrip(".") if found is not None else text


def _first(pieces: list[Part]) -> int:
    """Return the place of the first sentence that is no greeting, or -1."""
    for at, part in enumerate(pieces[: _MOST_GREETINGS + 1]):
        if part.kind == "sentence" and (values(part.text) or not _GREETS.match(part.text)):
            plain = not concludes(part.text) and not is_aside(part.text)
            return at if plain and values(part.text) else -1
    return -1


def _is_strong(first: Part, later: list[Part]) -> bool:
    """Whether what stands behind a first sentence shows that it was the answer."""
    if _BOLD.search(first.text) or _SHOWN.search(first.text):
        return True
    return _EXPLAINS.match(later[0].text) is not None or any(
        _SHOWN.search(part.text) for part in later
    )


def _undisputed(
    said: str,
    first: Part,
    later: list[Part],
    chosen: Part | None,
    question: Asked,
    *,
    strong: bool,
) -> Found | Missing | None:
    """Return the first value as the sentences behind it leave it."""
    bare = _bare(said)
    if chosen is not None and (concludes(chosen.text) or _RESULT.search(chosen.text)):
        agrees = _numbers(chosen.text)[-1:] == [bare] and not _BEYOND.search(chosen.text)
        return Found(_written(said), _NAME) if agrees and strong else None
    for part in later:
        numbers = [] if part.kind == "row" else _numbers(part.text)
        if not numbers or (bare in numbers and not (part is chosen and numbers[-1] != bare)):
            continue
        if not _is_rival(part, chosen, question, [one for one in numbers if one != bare]):
            continue
        if not strong:
            return None
        return Missing("ambiguous", f"{said[:40]!r} at first, then {part.text[:60]!r}")
    return Found(_written(said), _NAME, around=(first.text, ""))


def _written(said: str) -> str:
    return said.replace(PRICE, "$")


def _numbers(sentence: str) -> list[str]:
    """Return the plain numbers of a sentence or, without any, its last formula.

    Of a chain of equalities it is the last member.
    """
    found = [one.text.rpartition("=")[2].strip() for one in values(sentence.replace("**", ""))]
    plain = [_bare(one) for one in found if is_plain(one)]
    return plain or [one for one in found[-1:] if one[:1] != "("]


def _is_rival(part: Part, chosen: Part | None, question: Asked, numbers: list[str]) -> bool:
    """Whether a sentence gives the question another value."""
    if concludes(part.text):
        return True
    last = part is chosen
    plain = is_plain(numbers[-1])
    if last and plain and (part.kind == "display" or "=" in part.text):
        return True
    new = [one for one in dict.fromkeys(numbers) if one not in question.numbers]
    if question.dates:
        new = [one for one in new if _YEAR.fullmatch(one)]
    if not new or (len(new) > 1 and not last):
        return False
    if last and plain and len(new) <= _MOST_NEW and _LEAVES.search(part.text):
        return True
    said = stems(part.text)
    if _OTHER.search(part.text) and question.words - said - _CONTEXT:
        return False
    counted = question.counted and len(new) == 1 and _counts(part.text, question.counted, new)
    enough = _RIVALS if len(new) == 1 else _COVERED
    covered = len(said & question.words) >= enough * len(question.words)
    numbered = {one for one in question.words if one[0].isdigit()}
    return bool(counted) or (covered and not (question.turning | numbered) - said)


def _counts(sentence: str, thing: str, numbers: list[str]) -> bool:
    """Whether a sentence counts the thing that a question asks the number of."""
    low = sentence.lower()
    return any(
        _bare(match[1]) in numbers and match[2].startswith(thing)
        for match in _COUNTING.finditer(low)
    )


_DIGITS = re.compile(r"\d[\d.,]*")
_COUNTING = re.compile(r"(?<![\d.,])(\d[\d.,]*)\W{1,4}(?:[^\W\d_]+\s)?([^\W\d_]{3,})")
_YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\d(?![\d%]|[.,]\d)")
_IN_YEAR = re.compile(
    r"\b(?:in|en|im|em|nel|seit|since|year|jahr|année|año|ano|anno|в)\s\W{0,4}"
    r"(?:1\d|20)\d\d(?![\d.,%]\d|%)",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\*\*[^*\n]*\d[^*\n]*\*\*")
_GREETS = re.compile(
    rf"{LEAD}(?:sure|of course|certainly|ok(?:ay)?|hello|hi|yes|absolutely|no problem|thank|great"
    r"|good|here|based on|looking at|i (?:can )?(?:see|understand|will|would|can)|i['’](?:ll|d)"
    r"|let me|klar|gerne|natürlich|sicher|bien sûr|bonjour|voici|d['’]accord|claro"
    r"|por supuesto|desde luego|hola|com certeza|olá|certo|certamente|ecco"
    r"|конечно|хорошо|当然|好的|はい|もちろん|물론|네)",
    re.IGNORECASE,
)
# A tail that gives the value of something else: in 2019, with 25.8%.
_TAIL = re.compile(
    r",\s(?:with|at|reaching|because|since|as|which (?:is|was) (?:the|in|a)|where|mit|avec|con|com"
    r"|с)\b.*\Z|[,，]\s*(?:为|達).*\Z",
    re.IGNORECASE | re.DOTALL,
)
# Words of one who only supposes, plans, denies or gives a part.
_OPEN = re.compile(
    r"\b(?:not|no|never|if|suppose\w*|assum\w*|estimat\w*|guess\w*|expect\w*|seem\w*|appear\w*|maybe"
    r"|perhaps|prob\w*ly|might|may|could|would|should|first|initially|originally|begin\w*|start\w*"
    r"|about|approximately|roughly|around|nearly|almost|between|or|either|at (?:least|most)|more"
    r"|less|over|under|up to|plan\w*|need\w*|want\w*|let|will|try|given|each|every|per|one|another"
    r"|some|think|believe|say|says|said|claim\w*|wrong|instead|nicht|kein\w*|wenn|etwa|ungefähr"
    r"|vielleicht|wohl|zuerst|anfangs|jede\w*|pas|si|environ|peut-être|d['’]abord|chaque|sino"
    r"|aproximadamente|quizás?|primero|cada|não|se|talvez|primeiro|circa|forse|prima|ogni|не|если"
    r"|около|примерно|сначала|каждый)\b|n['’]t\b|[?？≈~]|不|没|如果|约|可能|每|もし|約|各|만약|약",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:actually|wait|correction|hold on|oops|sorry|hmm+|scratch that|on second thought\w*"
    r"|mistak\w*|wrong|incorrect|re-?(?:calculat|count|check)\w*|error|apolog\w*|again(?!st)"
    r"|(?:another|a second|a different) (?:reading|way|value|interpretation|look|answer|count)"
    r"|(?:correct|right|true|real|actual|exact) (?:value|answer|number|reading|count|result|year)"
    r"|closer? (?:look|inspection|examination)|(?:could|may|might) (?:also )?be"
    r"|cannot|can['’]t|unclear|not (?:clear|sure|certain)|unsure|instead|in truth|in reality"
    r"|eigentlich|falsch|fehler|en fait|erreur|en realidad|error|na verdade|erro|in realtà|errore"
    r"|на самом деле|ошиб\w*)\b|其实|其實|错|実は|間違|사실|틀렸",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    rf"{LEAD}(?:(?:this|that|these|they|it|those) (?:is|are|was|were|can|corresponds?)\b"
    r"|according to|as (?:shown|seen|you can see)|you can see|we can see|here (?:is|are)"
    r"|(?:das|dies|es|sie) (?:ist|sind)\b|laut\b|wie man sieht|c['’]est\b|ce sont\b|selon\b"
    r"|d['’]après\b"
    r"|(?:est[aeo]s?|eso) (?:es|son)\b|según\b|como se ve|(?:isso|este|esses) (?:é|são)\b|segundo\b"
    r"|(?:questo|questi) (?:è|sono)\b|secondo\b|это\b|согласно\b|这是|这些是|根据|从图|これは|図"
    r"|이것은|그림)",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:image|picture|graph|chart|figure|diagram|plot|table|photo|axis|bild|abbildung|diagramm"
    r"|grafik|graphique|tableau|gr[aá]fic[oa]|imagen|imagem|figura|tabla|tabela|immagine|tabella"
    r"|график\w*|рисун\w+|таблиц\w*|диаграмм\w*)\b|图|圖|表"
    r"|グラフ|画像|그래프|그림|표",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:answer|result|solution|total|altogether|in all|equals|finally|therefore|thus"
    r"|hence|so)\b|(?:\A|[,;]\s)overall\b|[,;]\s*(?:so|then|which (?:gives|leaves|makes|means))\b",
    re.IGNORECASE,
)
# It speaks of something else: the picture also has 7 blue balls.
_OTHER = re.compile(
    r"\b(?:also|others?|rest of|whereas|while|auch|andere\w*|aussi|autres?|también|otr[oa]s?|também"
    r"|outr[oa]s?|anche|altr[ei]|также|други\w+|и через)\b|还有|其他|另外|も|他の",
    re.IGNORECASE,
)
# A value that a conclusion goes on from: 2 more than 16.
_BEYOND = re.compile(
    r"\b(?:than|times|plus|minus|half|twice|double|of|not|or|either|about|over|under|least|most)\W{0,3}"
    r"[$＄]?\d[\d.,]*\D*\Z|\d\s*[-+*/×÷]\s*\d[\d.,]*\D*\Z",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"\b(?:leav\w+|left|remain\w*|total\w*|now|becom\w+|giv(?:es|ing)|mak(?:es|ing)|yields?|equals?"
    r"|adds? up|comes? (?:to|out)|get|gets|sum|difference|product|final\w*|bleib\w*|rest\w*|qued\w*"
    r"|fica\w*|осталось|итого)\b",
    re.IGNORECASE,
)
# Words that place a value in a picture, and say nothing of it.
_CONTEXT = frozenset(
    stems(
        "image picture graph chart figure diagram plot table photo shown sequence series data given"
        " here exactly currently correct above year years recorded equal bar bars line lines bild"
        " diagramm grafik genau image graphique exactement figure imagen gráfico figura exactamente"
        " imagem exatamente immagine grafico esattamente график рисунок таблица ровно"
        " 图 中 表 里 圖 上 答"
    )
)
