"""Is the reference value in the final answer? If it is not, no judge need be asked.

A judge that is asked whether two answers are the same can be talked into it. Where the reference
is a number or a few words, its absence is a fact that no wording changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from rewardkit.judge.content import folded_words, visible
from rewardkit_verifiers.judge.number_words import numbers_in_words
from rewardkit_verifiers.math.answer import Missing, Where, extract
from rewardkit_verifiers.math.plain import read_number

Require = Literal["value", "content"]
# A reference of more words is a text, which may be said in other words.
SHORT = 3
_MARKED: tuple[str, ...] = ("<answer>", "boxed", "####", "A:", "phrase")
_NUMBER = re.compile(
    r"(?<![\w.,])[-+\u2212]?(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d])|\d+)(?:[.,]\d+)?"
    r"(?:[eE][-+]?\d{1,3})?(?:\s?/\s?\d+(?![\w]))?|(?<![\w.,])\.\d+"
)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")
_OR = frozenset(
    [
        "or",
        "and",
        "to",
        "through",
        "oder",
        "und",
        "bis",
        "ou",
        "et",
        "o",
        "y",
        "u",
        "e",
        "of",
        "en",
        "lub",
        "czy",
        "или",
        "и",
        "либо",
        "veya",
        "ve",
        "eller",
        "och",
        "og",
        "或",
        "或者",
        "または",
        "もしくは",
        "أو",
        "و",
        "maybe",
        "perhaps",
        "possibly",
    ]
)
_NOT = frozenset(
    [
        "not",
        "never",
        "no",
        "isn",
        "isnt",
        "t",
        "wrong",
        "nicht",
        "kein",
        "keine",
        "nie",
        "pas",
        "jamais",
        "non",
        "nunca",
        "nao",
        "não",
        "не",
        "нет",
        "niet",
        "ikke",
        "inte",
        "nie",
        "yok",
        "degil",
        "不是",
        "ではない",
    ]
)
_BUT = frozenset(
    ["but", "rather", "instead", "sondern", "mais", "sino", "bensi", "mas", "а", "but,"]
)
_WRONG_WORDS = (
    "wrong incorrect false falsch faux incorrecto sbagliato errado неверно 错误"
    " untrue mistaken verkeerd fel błędne"
)
_WRONG = frozenset(_WRONG_WORDS.split())
_AFTERTHOUGHTS = (
    "actually no wait sorry correction hmm oops nein doch non perdon нет погоди 不对"
    " attends espera aspetta scusa"
)
_AFTERTHOUGHT = frozenset(_AFTERTHOUGHTS.split())
_OPTION = re.compile(r"(?<!\w)\w[).]")
_CLAUSE = re.compile(r"[,;、，；]\s*")
_EQUALS = re.compile(r"[=≈≅→⇒]")


@dataclass(frozen=True, slots=True)
class Final:
    """The final answer, and whether the reference stands in it.

    Attributes:
        text: The answer as it is shown to the judge.
        where: What marked it, or `sentence`.
        present: Whether the reference value stands in it as the one answer.
        equal: Whether it is the reference and nothing else.
        reason: Why the value does not count as present.
    """

    text: str
    where: str
    present: bool
    equal: bool = False
    reason: str = ""


def final_answer(
    text: str, golds: Sequence[Any], prompt: str = "", where: Where = _MARKED
) -> Final | Missing:
    """Find the final answer of a completion and look for the reference values in it.

    Args:
        text: The content of the completion.
        golds: Accepted references; one of them is enough.
        prompt: Numbers in it are not answers by themselves.
        where: How final answers are marked.

    Example:
        >>> final_answer("60 / 1.5 = 40 km/h", ["40"]).present
        True
        >>> final_answer("10, 20, 30, 40, 50", ["40"]).reason
        'several_answers'
    """
    numbers = [number for gold in golds if (number := read_value(gold)) is not None]
    marked = extract(text, where, prompt)
    if isinstance(marked, Missing) and marked.reason != "no_answer":
        return marked
    if isinstance(marked, Missing) or (
        # "This result is consistent with ..." marks no number.
        marked.where == "phrase" and numbers and not _gives_number(marked.text)
    ):
        segment, place = _last_sentence(text, numbers, prompt), "sentence"
    else:
        segment, place = marked.text, marked.where
        rivals = [one for one in marked.others if not _holds_any(one, golds, numbers)]
        if rivals:
            detail = f"{segment[:30]!r} and {rivals[0][:30]!r}"
            return Final(f"{rivals[0]}; {segment}", detail, False, False, "several_answers")
    shown = _shown(text, segment)
    if numbers and place in ("phrase", "A:", "sentence") and _taken_back(text, segment, numbers):
        return Final(shown, place, False, False, "several_answers")
    equal = any(_same(segment, gold) for gold in golds)
    if equal and place != "sentence":
        return Final(shown, place, True, True)
    if numbers:
        reason = _number_absent(segment, numbers)
        if not reason and place == "sentence" and _shotgun(text, segment):
            reason = "several_answers"
        return Final(shown, place, not reason, equal and not reason, reason)
    words = [folded_words(visible(str(gold))) for gold in golds]
    if all(len(one) > SHORT for one in words):
        return Final(shown, place, True, equal)
    near = f" {' '.join(folded_words(visible(segment)))} "
    present = any(one and _within(one, near, segment) for one in words)
    return Final(shown, place, present, equal, "" if present else "reference_absent")


def says_a_reference(completion: str, golds: Sequence[Any]) -> bool:
    """Whether a completion is one of the references, word for word, and nothing else."""
    words = folded_words(visible(completion))
    return bool(words) and any(words == folded_words(visible(str(gold))) for gold in golds)


def read_value(gold: Any) -> Fraction | None:
    """Return the number that a reference is, a unit after it allowed; None for other text."""
    if isinstance(gold, bool):
        return None
    if isinstance(gold, (int, float)):
        return Fraction(str(gold)) if gold == gold and abs(gold) != float("inf") else None
    text = visible(str(gold)).strip()
    found = _NUMBER.match(text)
    if found is None or len(folded_words(text[found.end() :])) > SHORT:
        return None
    if any(map(str.isdigit, text[found.end() :])):
        return None
    return _value(found[0])


def _value(text: str) -> Fraction | None:
    number = read_number(text)
    if number is None and "," in text:
        number = read_number(text.replace(",", "."))
    return None if number is None else Fraction(number)


def _numbers(text: str) -> list[tuple[int, int, frozenset[Fraction]]]:
    """Return where numbers stand, and the values that each may have."""
    found = []
    for match in _NUMBER.finditer(text):
        raw = match[0].replace("\u2212", "-")
        joined = re.sub(r"(?<=\d)[\u00a0\u202f ](?=\d{3})", "", raw)
        readings = {_value(joined)}
        if re.fullmatch(r"[-+]?\d+,\d+", joined):  # a decimal comma, or thousands
            readings |= {_value(joined.replace(",", ".")), _value(joined.replace(",", ""))}
        values = frozenset(value for value in readings if value is not None)
        if values:
            found.append((match.start(), match.end(), values))
    return found


def _gives_number(text: str) -> bool:
    seen = visible(text)
    return bool(_NUMBER.search(seen) or numbers_in_words(seen))


def _number_absent(segment: str, golds: Sequence[Fraction]) -> str:
    """Return why none of the golds is the one number that a segment answers, or nothing."""
    text = visible(segment)
    parts = _EQUALS.split(text)
    if len(parts) > 1 and (_gives_number(parts[-1])):
        text = parts[-1]
    spots = _numbers(text)
    hits = [turn for turn, spot in enumerate(spots) if spot[2] & set(golds)]
    if not hits:
        spoken = numbers_in_words(text)
        if not set(spoken) & set(golds):
            return "reference_absent"
        return "several_answers" if len(set(spoken)) > 1 and not spots else ""
    for turn in hits:
        if not _hedged(text, spots, turn, golds) and not _denied(text, spots, turn):
            return ""
    return "several_answers"


def _hedged(
    text: str,
    spots: Sequence[tuple[int, int, frozenset[Fraction]]],
    turn: int,
    golds: Sequence[Fraction],
) -> bool:
    """Whether the number stands in an enumeration with others."""
    for left, right in ((turn - 1, turn), (turn, turn + 1)):
        if left < 0 or right >= len(spots):
            continue
        other = spots[left if right == turn else right][2]
        if other & set(golds):
            continue
        gap = text[spots[left][1] : spots[right][0]]
        if _enumerates(gap, text[spots[right][1] :]):
            return True
    return False


def _enumerates(gap: str, after: str) -> bool:
    if any(mark in gap for mark in "([{:"):
        return False
    words = folded_words(_OPTION.sub(" ", gap))
    unit = folded_words(after)[: len(words)]
    rest = [word for word in words if word not in unit]
    return not [word for word in rest if word not in _OR] or (
        len(rest) <= 4 and any(word in {"or", "oder", "ou", "или", "或", "または"} for word in rest)
    )


def _denied(text: str, spots: Sequence[tuple[int, int, frozenset[Fraction]]], turn: int) -> bool:
    start = spots[turn - 1][1] if turn else 0
    before = folded_words(text[start : spots[turn][0]])[-3:]
    if set(before) & _NOT and not set(before) & _BUT:
        return True
    end = spots[turn + 1][0] if turn + 1 < len(spots) else len(text)
    return bool(set(folded_words(text[spots[turn][1] : end])[:3]) & _WRONG)


def _last_sentence(text: str, golds: Sequence[Fraction], prompt: str) -> str:
    """Return the sentence that answers: the last that gives a number, or the last at all."""
    pieces: list[str] = [one.strip() for one in _SENTENCE.split(text) if one and one.strip()]
    if not golds:
        return "\n".join(pieces[-2:])
    asked = {value for spot in _numbers(visible(prompt)) for value in spot[2]} - set(golds)
    for piece in reversed(pieces):
        seen = visible(piece)
        given = {value for spot in _numbers(seen) for value in spot[2]}
        given |= set(numbers_in_words(seen))
        if given & set(golds) or given - asked:
            return piece
    return pieces[-1] if pieces else text


def _shotgun(text: str, segment: str) -> bool:
    """Whether other sentences say the same as this one of other numbers."""
    mask = _masked(segment)
    if _EQUALS.search(segment):
        return False
    others = {piece.strip() for piece in _SENTENCE.split(text) if piece and piece.strip()}
    if any(_masked(piece) == mask for piece in others - {segment}):
        return True
    clauses = [piece for piece in _CLAUSE.split(segment) if _NUMBER.search(visible(piece))]
    masks = [_masked(piece) for piece in clauses]
    return len(set(clauses)) == len(clauses) and len(set(masks)) < len(masks)


def _taken_back(text: str, segment: str, numbers: Sequence[Fraction]) -> bool:
    """Whether what follows the answer corrects it to another number."""
    at = text.rfind(segment)
    after = visible(text[at + len(segment) :]) if at >= 0 else ""
    given = {value for spot in _numbers(after) for value in spot[2]} | set(numbers_in_words(after))
    return bool(given - set(numbers) and set(folded_words(after)) & _AFTERTHOUGHT)


def _masked(sentence: str) -> str:
    words = folded_words(_NUMBER.sub(" 0 ", visible(sentence)))
    return " ".join(word for word in words if word not in _OR)


def _holds_any(text: str, golds: Sequence[Any], numbers: Sequence[Fraction]) -> bool:
    if numbers:
        return not _number_absent(text, numbers)
    return any(_same(text, gold) for gold in golds)


def _within(gold: list[str], near: str, segment: str) -> bool:
    if f" {' '.join(gold)} " in near:
        return True
    # Scripts without spaces: a word boundary is nowhere to be found.
    return not "".join(gold).isascii() and "".join(gold) in near.replace(" ", "")


def _same(text: str, gold: Any) -> bool:
    left, right = visible(text).strip().strip("$*_` ."), visible(str(gold)).strip().strip("$*_` .")
    return left.casefold() == right.casefold() and bool(left)


def _shown(text: str, segment: str) -> str:
    """Return the line that the answer stands on: units and negations belong to it."""
    at = text.rfind(segment)
    if at < 0 or len(segment) > 200:
        return segment
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at + len(segment))
    line = text[start : end if end >= 0 else len(text)].strip()
    return line if len(line) <= 400 else segment
