"""Of several things that an East Asian sentence counts, the one that the question names."""

from __future__ import annotations

import re

_EAST = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_CLAUSE = re.compile(r"[,，、;；。]\s*")
_NUMBER = re.compile(r"[-−¥￥$＄√]{0,3}\d[\d,.]*(?:/\d+)?")
_ASKS = re.compile(
    r"多少|几[只个头人元天时分种]|何[匹羽人円個本枚冊分時]|いくつ|いくら|몇|얼마|求|[?？]"
)
# What only leads to a value, counts it or joins it to its subject names no thing.
_EMPTY = re.compile(
    r"多少|いくつ|いくら|몇|얼마|ですか|いますか|ますか|인가|입니까|所以|因此|于是|那么|综上|答案?"
    r"|よって|したがって|따라서|그러므로|[几何故则即共有是为為等于约只个個头頭元匹羽円"
    r"人年的了可得问問求各分别はがのでもをにとる은는이가을를의마리명개원:：\s\W\d]"
)
_OPPOSES = re.compile(
    r"不|没|沒|无|ない|ません|아니|없|错|或者?|可能|也许|または|かもしれ|또는|아마|違|틀"
)
_SUPPOSES = re.compile(r"如果|若|假设|假如|设|もし|仮に|만약|만일")
# A question that compares things asks for none of them.
_COMPARES = re.compile(r"[比差倍和与と]|より|보다|相比|各|それぞれ|각각|차이")
_LONGEST, _MOST_CLAUSES = 400, 6


def asked_clause(sentence: str, prompt: str) -> str:
    """Return what a sentence says of the thing asked for; empty where none is certain.

    Args:
        sentence: A sentence, or the answer that a mark announces.
        prompt: The question.

    Example:
        >>> asked_clause("所以兔有 12 只,鸡有 23 只。", "鸡和兔共 35 只。问鸡有多少只?")
        '23 只'
        >>> asked_clause("兔子有12只", "鸡和兔子共35只。有多少只兔子?")
        '12'
    """
    if not _EAST.search(sentence) or not prompt or len(sentence) > _LONGEST:
        return ""
    clauses = [part.strip() for part in _CLAUSE.split(sentence) if _NUMBER.search(part)]
    if any(map(_SUPPOSES.match, clauses)):
        return ""
    if not 1 <= len(clauses) <= _MOST_CLAUSES or _OPPOSES.search(sentence):
        return ""
    asked = _asked(prompt)
    if not asked:
        return ""
    if len(clauses) == 1:
        return _of_one(clauses[0], asked)
    subjects = [_subject(clause) for clause in clauses]
    named = [at for at, one in enumerate(subjects) if one and (one in asked or asked in one)]
    if len(named) != 1:
        return ""
    value = _NUMBER.search(clauses[named[0]])
    return clauses[named[0]][value.start() :] if value is not None else ""


def _of_one(clause: str, asked: str) -> str:
    """Return the only number of a clause whose words are all those of the thing asked for."""
    found = list(_NUMBER.finditer(clause))
    if len(found) != 1:
        return ""
    before, behind = _subject(clause), _EMPTY.sub("", clause[found[0].end() :])
    named = [one for one in (before, behind) if one]
    return found[0][0].rstrip(".,") if named and all(one in asked for one in named) else ""


def _asked(prompt: str) -> str:
    """Return the last clause of a question that asks for something."""
    pieces = [
        piece for piece in re.split(r"[,，。;；\n]|\.\s", prompt[-_LONGEST:]) if piece.strip()
    ]
    asking = [piece for piece in pieces if _ASKS.search(piece)]
    if not asking or _COMPARES.search(asking[-1]):
        return ""
    return _EMPTY.sub("", asking[-1])


def _subject(clause: str) -> str:
    """Return the words before the value of a clause, without those that name nothing."""
    first = _NUMBER.search(clause)
    return _EMPTY.sub("", clause[: first.start()]) if first is not None else ""
