"""Replies that speak of themselves, of their grading or of the task, and never answer it.

Where the reference is a text, its words need not occur in a reply, so a judge is asked. A reply
whose every sentence praises itself, instructs the grader, refuses, or tells how one would go about
the question has nothing for a judge to compare.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Literal

from rewardkit.judge.gate.markup import without_markup
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.speaking import GRADING, PLAIN, SPEAKING
from rewardkit_verifiers.text.lib.abstaining import abstains
from rewardkit_verifiers.text.lib.refusing import level_of

_LONGEST = 4_000
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+|;\s+")
_SHORTEST = 4
_MOSTLY = 0.8
_GRADING_SIGNS = re.compile(
    r"評分|评分|評審|评审|打分|满分|滿分|参考答案|參考答案|閱卷|阅卷|採点|満点|模範解答|評価者"
    r"|채점|만점|모범 ?답안"
    r"|المصحح|المقيّم|الدرجة الكاملة|परीक्षक|पूर्ण अंक|reference answer|model answer"
    r"|full marks|gold standard"
    r"|判定|正解と|정답으로|答案正确|正确答案"
    r"|answer key|ground truth|(?:10|5|100|1(?:\.0)?)\s?/\s?(?:10|5|100|1(?:\.0)?)\b"
    r"|musterantwort|referenzantwort"
    r"|réponse (?:de référence|attendue)|respuesta de referencia|resposta de referência"
    r"|risposta di riferimento|эталонн\w+ ответ",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"не могу\b.{0,20}(?:ответить|отвечать)|kann .{0,30}nicht .{0,12}beantworten"
    r"|ne (?:peux|sais) pas\b.{0,12}(?:répondre)?|no (?:puedo|sé)\b.{0,12}(?:responder|contestar)?"
    r"|non (?:posso|so)\b.{0,12}(?:rispondere)?|não (?:posso|sei)\b.{0,12}(?:responder)?"
    r"|无法回答|不能回答|答えられません|分かりません|답변할 수 없|모르겠",
    re.IGNORECASE,
)
_STEM = 5
_LONG, _AROUND = 40, 0.64
_ANYWHERE = frozenset(
    ("time", "more", "most", "many", "some", "such", "other", "over", "long", "part", "thing"),
)
_NOT_KNOWN = (
    r"(?:(?:do not|don['’]t|can(?:not|['’]t)|could(?: not|n['’]t)|no longer)\s+"
    r"(?:know|recall|remember|say|tell|name|recollect)|(?:forget|forgot|have forgotten))"
)
_UNKNOWN_PART = re.compile(
    rf"\bi\s+{_NOT_KNOWN}\b[^.!?\n]{{0,40}}\b(?:others?|rest|second|third|remaining|latter|former"
    r"|what (?:it|they|that|this))\b"
    rf"|\b(?:as (?:for|to)|about|regarding) [^.!?\n]{{1,60}}?\bi\s+{_NOT_KNOWN}\b"
    r"|\bi only (?:know|knew|recall|remember)\b"
    r"|\b(?:rest|others?|second(?: \w+)?|remaining \w+) (?:escapes? me|(?:is|are) unknown to me)"
    rf"|\b(?:rest|others?|second(?: \w+)?) i\s+{_NOT_KNOWN}\b"
    r"|\bich\s+(?:kenne|weiß)\b[^.!?\n]{0,20}\b(?:ander\w+|zweite\w?|rest|übrige\w?)\b"
    r"[^.!?\n]{0,20}\bnicht\b|\b(?:ander\w+|zweite\w?|rest) (?:kenne|weiß) ich nicht"
    r"|\bje ne (?:me souviens|sais|connais)\b[^.!?\n]{0,20}\b(?:autres?|reste|second\w?)\b"
    r"|\bno (?:sé|recuerdo|conozco)\b[^.!?\n]{0,20}\b(?:otr[oa]s?|resto|segund[oa])\b"
    r"|\bnon (?:so|ricordo|conosco)\b[^.!?\n]{0,20}\b(?:altr[oiae]|resto|second[oa])\b",
    re.IGNORECASE,
)
_REASONS = folded_set("because since as weil da car parce porque pues perché omdat eftersom потому")
_SPOKEN_STEMS = frozenset(word[:_STEM] for word in SPEAKING | _REASONS)
_GRADING_STEMS = frozenset(word[:_STEM] for word in GRADING)


def says_nothing_else(text: str, golds: Sequence[str], prompt: str = "") -> bool:
    """Return whether every sentence of a reply is about itself, its grading or its writer.

    A sentence that shares a word of substance with a reference is about the matter.

    Args:
        text: The reply.
        golds: The references.
        prompt: The question; where it speaks of grading itself, that is the matter.

    Example:
        >>> says_nothing_else("The answer above is complete and correct.", ["Ice is less dense."])
        True
        >>> says_nothing_else("Ice is lighter than water.", ["Ice is less dense."])
        False
    """
    shown = visible(without_markup(text)).strip()
    if not shown or len(shown) > _LONGEST:
        return False
    matter = _substance(" ".join(golds))
    asked = _substance(prompt)
    named = set(folded_words(" ".join(golds))) - PLAIN - SPEAKING - set(folded_words(prompt))
    if _talks_around(shown, matter - asked | named, asked):
        return True
    if level_of(shown) == "refused" and not _substance(shown) & (matter - asked):
        return True
    kinds = [_kind(one, matter, asked) for one in _SENTENCE.split(shown) if folded_words(one)]
    return "matter" not in kinds and "aside" in kinds


def _talks_around(text: str, matter: Set[str], asked: Set[str]) -> bool:
    """Whether a long reply is of nothing but the question and the vocabulary of speaking.

    Nothing of the reference is in it, while a paraphrase of such length nearly always has a word.
    """
    words = folded_words(text)
    if len(words) < _LONG or (_substance(text) | set(words)) & (matter - _ANYWHERE):
        return False
    spoken = [w for w in words if w in SPEAKING or w in PLAIN or w[:_STEM] in asked]
    return len(spoken) >= _AROUND * len(words)


def gives_up_part(text: str, golds: Sequence[str], prompt: str = "") -> bool:
    """Return whether a reply says that it does not know a part of what was asked for.

    Args:
        text: The reply.
        golds: The references; a reply that has all their words has no part left.
        prompt: The question.

    Example:
        >>> gives_up_part("One is salt. I can't recall the other.", ["Salt and pepper"])
        True
        >>> gives_up_part("Salt and pepper. I don't know any others.", ["Salt and pepper"])
        False
    """
    shown = visible(text)
    if not _UNKNOWN_PART.search(shown):
        return False
    asked, said = _substance(prompt), _substance(shown)
    return not any(_substance(gold) - asked <= said for gold in golds)


def _substance(text: str) -> frozenset[str]:
    return frozenset(
        word[:_STEM]
        for word in folded_words(visible(text))
        if word not in PLAIN and (len(word) >= _SHORTEST or not word.isascii() or word.isdigit())
    )


def _kind(sentence: str, matter: Set[str], asked: Set[str]) -> Literal["matter", "aside", "empty"]:
    """Return whether a sentence is on the matter, set aside, or says too little for either."""
    words = folded_words(sentence)
    marks = _GRADING_SIGNS.search(sentence)
    about = _substance(_GRADING_SIGNS.sub(" ", sentence))
    if about & matter - asked:
        return "matter"
    reason = words[0] in _REASONS and level_of(sentence) != "refused"
    if reason and about - _SPOKEN_STEMS - asked and not set(words) & GRADING and not marks:
        return "matter"  # "Because they feel at ease."
    if (marks or set(words) & GRADING) and not _GRADING_STEMS & (asked | matter):
        return "aside"
    if level_of(sentence) == "refused" or abstains(sentence) or _DECLINES.search(sentence):
        return "aside"
    if all(word.isdigit() or word in SPEAKING for word in about):
        return "aside" if set(words) & (SPEAKING - PLAIN) else "empty"
    spoken = [word for word in words if word in SPEAKING or word[:_STEM] in asked]
    mostly = len(spoken) >= _MOSTLY * len(words) and set(spoken) - PLAIN
    return "aside" if mostly and not about & matter else "matter"
