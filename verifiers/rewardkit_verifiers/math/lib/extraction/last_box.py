r"""Whether the last of several boxes that differ is the answer, and the others only steps to it."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.behind import taken_back
from rewardkit_verifiers.math.lib.extraction.derived_box import is_derived, is_sought, named

_BEFORE, _AFTER = 240, 160
# An announced answer; one that only follows from what stands before it.
_ANSWER, _FOLLOWS, _PLAIN = 2, 1, 0

_CLOSED = re.compile(r"(?:[\s$*\\_`(\[{:=]|\\boxed|&)+\Z")
# The formula that a box ends: its letters stand alone, and its words in \text.
_FORMULA = re.compile(
    r"(?:\$\$?|\\[(\[]|\\begin\s?\{\w+\*?\})"
    r"(?:\\(?:text|mathrm)\s?\{[^{}]*+\}|\\[A-Za-z]++|\\[^A-Za-z(\[]|[^$A-Za-z\\]"
    r"|[A-Za-z](?![A-Za-z]))*+\Z"
)
_STOP = re.compile(r"[.!?;](?=[\s*_])|\n|[。！？；]")
_HEADING = re.compile(
    r"(?:^|\n)[ \t]*(?:#{1,6}[ \t]*|\*\*)?[^\w\n]{0,4}(?:(?:the|our|my)[ \t]+)?"
    r"(?:final[ \t]+(?:answer|result)|answer|conclusion|endergebnis|antwort"
    r"|réponse(?: finale)?|respuesta(?: final)?"
    r"|resposta(?: final)?|risposta(?: finale)?|ответ|最终答案|答案|答え|정답)[^\w\n]{0,6}\n"
    r"[^\n]*\Z",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"(?<![^\W_])(?:final|answers?|endergebnis|(?:end)?lösung lautet|antwort|réponse|respuesta"
    r"|resposta|risposta|resultado final|résultat final|risultato finale|ответ|окончательн\w*"
    r"|відповідь|odpowiedź|odpověď|antwoord|svar|cevap|yanıt|jawaban|đáp (?:án|số))(?![^\W_])"
    r"|答案|最终|最終|答え|解答|정답|최종|답[은:]|الإجابة|الجواب|उत्तर",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[\s$*)\]}\\]{0,8}(?:is|as|was|being)\s+(?:(?:therefore|thus|then|hence|indeed|clearly)\s+)?"
    r"(?:the|our|my)\s+(?:final\s+|correct\s+|right\s+)?(?:answer|result|solution)\b",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"(?<![^\W_])(?:therefore|thus|hence|consequently|accordingly|finally|lastly|ultimately"
    r"|overall|altogether|totals?|totall?ing|in (?:all|sum|conclusion|summary|short)|to conclude"
    r"|so(?![^\W_])(?! (?:far|that|much|many|on)\b)"
    r"|also|somit|folglich|daher|demnach|insgesamt|schließlich"
    r"|donc|ainsi|finalement|par conséquent|d['’]où|en conclusion"
    r"|por (?:lo )?tanto|así que|finalmente|en conclusión|en definitiva|por consiguiente"
    r"|portanto|logo|por fim|enfim|quindi|dunque|pertanto|infine|in totale"
    r"|итак|значит|следовательно|таким образом|поэтому|итого|всего|наконец|в итоге"
    r"|отже|тому|разом|zatem|więc|czyli|ostatecznie|łącznie|tedy|proto|celkem|dus|daarom"
    r"|uiteindelijk|totaal|alltså|därför|totalt|dolayısıyla|sonuç olarak|o halde|toplam\w*"
    r"|vậy|do đó|suy ra|tổng cộng|cuối cùng|jadi|maka|akhirnya)(?![^\W_])"
    r"|所以|因此|从而|從而|于是|於是|综上|綜上|总共|總共|一共|共计|故|最后|最後|よって|従って"
    r"|したがって|ゆえに|故に|以上より|合計|따라서|그러므로|결국|합계|마지막으로|إذن|لذلك|وبالتالي|अतः|इसलिए",
    re.IGNORECASE,
)
# The answer to one of the steps announces a step.
_STEP = re.compile(
    r"\b(?:step|stage|intermediate|partial|sub-?\w+|first part|so far)\b|步骤|第一步|шаг",
    re.IGNORECASE,
)
# Words beside a box that leave a choice.
_HEDGES = re.compile(
    r"(?<![^\W_])(?:or|maybe|perhaps|possibly|probably|presumably|alternatively|either|could|might"
    r"|may|guess\w*|unsure|not (?:sure|certain)|otherwise|else|another|alternatives?|whichever"
    r"|both (?:are|work|hold|fit)|instead|depend\w*|oder|vielleicht|möglicherweise|wahrscheinlich"
    r"|entweder|ou|peut-être|probablement|quizás?|tal vez"
    r"|probablemente|podría|talvez|provavelmente|forse"
    r"|oppure|probabilmente|или|либо|возможно|может быть|наверное|або|можливо|lub|albo|może|nebo"
    r"|možná|misschien|kanske|eller|veya|belki|hoặc|có thể|atau|mungkin)(?![^\W_])"
    r"|或|也许|也許|可能|または|あるいは|たぶん|おそらく|かもしれ|또는|혹은|아마|أو|ربما|या|शायद|[?？]",
    re.IGNORECASE,
)
# Words anywhere between the boxes that do.
_RIVALS = re.compile(
    r"(?<![^\W_])(?:maybe|perhaps|alternatively|(?:another|(?:the )?other|a second|one more)"
    r"(?: possible| valid)? (?:answer|solution|possibility|candidate|option)s?"
    r"|either (?:answer|one|of (?:these|them))|not (?:sure|certain)|unsure|i (?:guess|am guessing)"
    r"|vielleicht|peut-être|quizás?|tal vez|talvez|forse|возможно|может быть"
    r"|(?:problem|question|exercise|q)\s*(?:#?\s?\d+|:)"
    r")(?![^\W_])|(?:problem|question|exercise)\s*:|也许|也許|或许|たぶん|もしかし|아마",
    re.IGNORECASE,
)
# Cases, methods and parts stand side by side: only an announced answer ends them.
_SIDES = re.compile(
    r"(?<![^\W_])(?:case|method|approach|option|part|way|scenario|solution|fall|cas|caso|случай)"
    r"\s*#?(?:\d{1,2}|[ivx]{1,3}|[a-h]|one|two|three)(?![^\W_])|(?:^|[\s*])\((?:[b-h]|ii|iii|[2-9])\)"
    r"|\b(?:first|second|third|another|other) (?:case|method|approach|part|way)\b|\bif\b"
    r"|情况|方法[一二]|場合|경우",
    re.IGNORECASE,
)


def last_decides(text: str, spans: list[tuple[int, int, str]]) -> bool:
    r"""Whether the last of several boxes ends what the others lead to.

    It does where words announce it as the end (*final*, *answer*, *so*, *in total*, *requested*)
    or it gives an expression in the unknowns of the others, no earlier box was announced as the
    answer and left standing, and nothing leaves a choice between them.

    Args:
        text: The completion.
        spans: Where each box begins and ends, with what it holds; in order.

    Example:
        >>> text = r"First \boxed{4}. So \boxed{10}."
        >>> last_decides(text, [(6, 15, "4"), (20, 30, "10")])
        True
        >>> text = r"First \boxed{4}. Now \boxed{10}."
        >>> last_decides(text, [(6, 15, "4"), (21, 31, "10")])
        False
    """
    *earlier, last = spans
    lead = _lead(text, earlier[-1][1], last[0])
    rank = _rank(text, lead, earlier[-1][1], last) or _derived(text, lead, earlier, last)
    if rank == _PLAIN or _HEDGES.search(lead):
        return False
    floor = 0
    for begin, end, inside in earlier:
        before = _lead(text, floor, begin)
        behind = _sentence_behind(text, end, last[0])
        if _HEDGES.search(before) or _HEDGES.search(behind):
            return False
        if (
            _rank(text, before, floor, (begin, end, inside)) == _ANSWER
            and not _STEP.search(before)
            and taken_back(text[end : end + _AFTER], inside) is None
        ):
            return False
        floor = end
    first = max(0, earlier[0][0] - _AFTER)
    if _RIVALS.search(text, earlier[0][1], last[0]):
        return False
    return rank == _ANSWER or _SIDES.search(text, first, last[0]) is None


def _derived(
    text: str, lead: str, earlier: list[tuple[int, int, str]], last: tuple[int, int, str]
) -> int:
    """Return the rank of a box that is worked out of the others, or named as what is sought."""
    floor, begin = earlier[-1][1], last[0]
    if is_sought(lead, text[max(floor, begin - _BEFORE) : begin]):
        return _FOLLOWS
    given = [named(text, start, inside) for start, _, inside in earlier]
    return _FOLLOWS if is_derived(text, floor, begin, last[2], given) else _PLAIN


def _lead(text: str, floor: int, begin: int) -> str:
    """Return the words of its sentence that lead to a box, without the formula that it ends."""
    window = text[max(floor, begin - _BEFORE) : begin]
    outside = _CLOSED.sub("", _FORMULA.sub("", window))
    inside = window[len(outside) :]
    return f"{_STOP.split(outside)[-1]} {' '.join(_TEXTS.findall(inside))}"


_TEXTS = re.compile(r"\\(?:text|mathrm)\s?\{([^{}]*)\}")


def _rank(text: str, lead: str, floor: int, box: tuple[int, int, str]) -> int:
    begin, end, _ = box
    window = text[max(floor, begin - _BEFORE) : begin]
    if _ANNOUNCES.search(lead) or _BEHIND.match(text, end) or _HEADING.search(window):
        return _ANSWER
    return _FOLLOWS if _CONCLUDES.search(lead) else _PLAIN


def _sentence_behind(text: str, end: int, stop: int) -> str:
    """Return what stands between a box and the end of its sentence."""
    window = text[end : min(stop, end + _AFTER)].lstrip(" \n\t$*)]}\\.,;")
    return _STOP.split(window)[0]
