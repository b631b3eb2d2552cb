"""Yes and no, true and false: what a short answer in words says of a question."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.word_lists import listed

_YES = listed(
    "yes yeah yep ja sí si oui sim да так tak evet igen はい ええ 是 是的 对 對 네 예 그렇다 "
    "نعم हाँ हां có ναι כן"
)
_NO = listed(
    "no nope nein non não nao нет ні nie nee nej hayır いいえ 否 不 不是 不对 아니요 아니오 아니다 "
    "لا नहीं không όχι לא"
)
_TRUE = listed(
    "true wahr verdadero verdadera vrai vraie vero verdadeiro верно истинно 真 真的 正确 참"
)
_FALSE = listed(
    "false falsch falso falsa faux fausse неверно ложно 假 假的 错误 錯誤 거짓"
)  # fmt: skip
_SAID = {
    **dict.fromkeys(_YES, ("answer", "yes")),
    **dict.fromkeys(_NO, ("answer", "no")),
    **dict.fromkeys(_TRUE, ("truth", "true")),
    **dict.fromkeys(_FALSE, ("truth", "false")),
}
_STATED = re.compile(
    r"(?:(?:the|this|that) (?:statement|claim|proposition|assertion|conjecture|inequality|identity)"
    r"|it|this|that|the answer) is (?:always )?(?=(?:true|false)\b)"
)
_FIRST = re.compile(r"[^\W\d_]+")
# Behind yes or no: a mark, or words that say it again.
_GOES_ON = re.compile(
    r"\s*(?:$|[,;:!。，；：！]|\.(?!\s?\d)|[–—-]\s"
    r"|(?:it|this|that|they|he|she|we|you|there|because|since)\b)"
)
# Words that take back or bound what was said, and a question.
_TURNS = re.compile(
    r"\b(?:but|unless|except|if|wait|or|depends|depending|maybe|perhaps|possibly|sure|however"
    r"|actually|although|though|only|sometimes|otherwise|guess|kidding|wrong|hmm|aber|pero|mais|ma"
    r"|mas|но|sondern|wenn|si|se|solo|nur|sauf|salvo)\b|[?？]|但|如果|除非|可能|でも|もし|하지만",
    re.IGNORECASE,
)
_LONGEST = 240


def verdict(text: str) -> tuple[str, str] | None:
    """Return what a text answers, as `("answer", "yes")` or `("truth", "false")`; None if nothing.

    Args:
        text: A short answer, in lower case and without marks around it.

    Example:
        >>> verdict("yes, it always is"), verdict("nein"), verdict("the statement is false")
        (('answer', 'yes'), ('answer', 'no'), ('truth', 'false'))
        >>> verdict("yes and no"), verdict("no solution"), verdict("yes, unless x = 0")
        (None, None, None)
    """
    if len(text) > _LONGEST:
        return None
    stated = _STATED.match(text)
    begin = stated.end() if stated else 0
    first = _FIRST.match(text, begin)
    said = _SAID.get(first[0]) if first else None
    if first is None or said is None:
        return None
    behind = text[first.end() :]
    if not _GOES_ON.match(behind) or _TURNS.search(behind):
        return None
    other = {word for word in _FIRST.findall(behind) if _SAID.get(word, said) != said}
    if said[1] in ("no", "false"):
        # No, never; no, it is not: the opposite alone would take it back.
        other = {word for word in other if _SAID[word][1] in ("yes", "true")}
    return None if other - _FINE else said


# No is Spanish for not, and si, a and la are no verdicts inside a sentence.
_FINE = frozenset(("no", "non", "si", "não", "так", "is", "不", "不是", "不对"))
