"""Which sentence of a reply gives its answer, where nothing marks it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rewardkit.reading.vocabulary import AFTERTHOUGHT, BUT, OR
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.answer_first import answered_first, without_rows
from rewardkit_verifiers.judge.lib.hedges import SENTENCE, set_aside
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words
from rewardkit_verifiers.judge.lib.values import numbers_at

# A reference of more words is a text, which may be said in other words.
SHORT = 3
# "It is 212", "the real number: 212": the number of what was asked, once more.
_AGAIN = re.compile(
    r"\b(?:it|that|this|answer|number|value|total|result|truth)(?:['’]s|\s+(?:is|was|are)\b"
    r"|\s*[:=])|=",
    re.IGNORECASE,
)


_REMARK = re.compile(
    r"(?:that|this|it|which)\b.*\b(?:more|less|fewer|larger|smaller|greater|higher|lower|times)\b"
    r"|\(.*\)\W*$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\W*(?:note(?: that)?|notice|n\.?b\.|p\.?s\.|remember|by the way|incidentally|side note"
    r"|for (?:comparison|reference|context)|fun fact|(?:(?:quick|a|let['’]?s|to|we can|sanity"
    r"|now) )*"
    r"(?:cross-?|double-?)?(?:check(?:ing)?|verify(?:ing)?|verification)|proof|probe|prüfung"
    r"|kontrolle"
    r"|hinweis|anmerkung|übrigens|vérif\w+|remarque|preuve|comprobaci\w+|verificaci\w+|nota|prova"
    r"|verifica|verificação|провер\w+|замечание|примечание|kontroll|sprawdz\w+|controle)\b"
    r"|\W*(?:检验|验证|验算|注意|注[：:]|検算|確認|확인|검산)",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:answer|result|antwort|réponse|respuesta|risposta|resposta|ответ)\b\s*(?:is|was|should"
    r"|ist|est|es"
    r"|è|é|[:=—–])|\b(?:correct|right|wrong|mistake|error|actually|instead|really|should be"
    r"|richtig"
    r"|falsch)\b|答案|正确|正解|정답",
    re.IGNORECASE,
)


def _is_beside(sentence: str) -> bool:
    """Whether a sentence checks an answer or is noted beside it, and does not correct it."""
    if not _BESIDE.match(sentence) or _CORRECTS.search(sentence):
        return False
    return not set(folded_words(sentence)) & (AFTERTHOUGHT | BUT)


def last_sentence(text: str, golds: Sequence[Fraction], prompt: str) -> str:
    """Return the sentence that answers: the last that gives a number, or the last at all.

    What only checks the answer or is noted beside it comes behind the answer.

    Example:
        >>> last_sentence("So x = 6. Check: 3 · 4 = 12.", [Fraction(6)], "Solve 3(x - 2) = 12.")
        'So x = 6.'
    """
    pieces: list[str] = [one.strip() for one in SENTENCE.split(text) if one and one.strip()]
    if not golds:
        return "\n".join(pieces[-2:])
    if _opens(pieces, golds):
        return pieces[0]
    pieces = without_rows(pieces) if "|" in text else pieces
    if (first := answered_first(pieces, golds, prompt)) is not None:
        return first
    asked = {value for spot in numbers_at(visible(prompt)) for value in spot[2]} - set(golds)
    remarks: list[str] = []
    for piece in reversed(pieces):
        if set_aside(piece):
            continue
        if piece != pieces[0] and _is_beside(piece):
            remarks.append(piece)
            continue
        if _REMARK.match(piece) and piece != pieces[0]:
            remarks.append(piece)
            continue
        seen = visible(piece)
        given = {value for spot in numbers_at(seen) for value in spot[2]}
        given |= set(numbers_in_words(seen))
        if given & set(golds) or given - asked:
            return piece
    return (remarks or pieces or [text])[0 if remarks else -1]


def _opens(pieces: Sequence[str], golds: Sequence[Fraction]) -> bool:
    """Whether a reply opens with the bare number, and goes on to speak of something else."""
    if len(pieces) < 2 or len(folded_words(visible(pieces[0]))) > SHORT:
        return False
    given = {value for spot in numbers_at(visible(pieces[0])) for value in spot[2]}
    if not given & set(golds) or "?" in pieces[0]:
        return False
    rest = " ".join(pieces[1:])
    words = folded_words(visible(rest))
    again = _AGAIN.search(visible(rest)) or set(words) & (AFTERTHOUGHT | BUT | OR)
    return not again and all(len(folded_words(one)) > SHORT for one in pieces[1:])
