"""Clauses of a reply, and how much of its question each of them takes up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rewardkit_verifiers.text.lib.tokens import Token, listed

_BREAK = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bDr)(?<!\bSt)(?<!\bJr)(?<!\bSr)(?<!\bvs)(?<!\bNo)(?<!\bMt)(?<!\bMrs)"
    r"[.!?](?=\s|$)|;|\n|[()\[\]]|\s[-–—]\s|—|:\s"
    r"|,\s(?=(?:and|but|while|whereas|which|who|whose|whom|although|though|as|since|so|because"
    r"|when|where|after|before|until)\b)"
    r"|,\s(?=[A-Z]\w+\s(?:[A-Z]\w+\s)?[a-z]{2,12}s\b(?!['’]))"
    r"|\sand\s(?=[A-Z]\w+\s(?:[A-Z]\w+\s)?[a-z]|(?:the\s)?\w+\s(?:is|was|were|are)\s)",
)
# Words of a question that say nothing about what is asked.
_IDLE = frozenset(
    listed(
        "who whom whose what when where which why how many much long old far did do doe is are was"
        " were be been has have had can could will would it its he she they his her their this that"
        " there with as name or not no into you i we most first last 1 during"
    )
)
_IRREGULAR = {
    "began": "begin", "begun": "begin", "fell": "fall", "fallen": "fall", "sang": "sing",
    "sung": "sing", "wrote": "write", "written": "write", "won": "win", "built": "build",
    "beat": "win", "beats": "win", "defeated": "win",
    "made": "make", "came": "come", "went": "go", "gave": "give", "given": "give",
    "became": "become", "held": "hold", "led": "lead", "lost": "lose", "fought": "fight",
    "shot": "shoot", "sank": "sink", "sunk": "sink", "born": "bear", "drew": "draw",
    "died": "die", "death": "die", "ran": "run", "flew": "fly", "stood": "stand",
    "bought": "buy", "found": "find", "left": "leave", "met": "meet", "said": "say",
    "spoke": "speak", "taught": "teach", "thought": "think", "took": "take", "taken": "take",
}  # fmt: skip
_ENDING = re.compile(r"(?<=^[a-z]{3})(?:ed|ing)$")  # ended, adding
_STEM = 4


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: where it stands, its words, and the words of the question among them."""

    start: int
    end: int
    said: Sequence[Token]
    asked: frozenset[str]


def stem(form: str) -> str:
    """Return what a word has in common with its other forms: `dire` for directed, director.

    Example:
        >>> [stem(word) for word in ("directed", "sang", "rivers", "1999")]
        ['dire', 'sing', 'rive', '1999']
    """
    form = _IRREGULAR.get(form, form)
    form = _ENDING.sub("", form)
    return form if form[0].isdigit() else form[:_STEM]


def stems_asked(question: Sequence[str]) -> frozenset[str]:
    """Return the stems of the words of a question that say what is asked."""
    return frozenset(stem(form) for form in question if form not in _IDLE)


def clauses(text: str, said: Sequence[Token], question: frozenset[str]) -> list[Clause]:
    """Return the clauses of a reply that hold a word, in order.

    Args:
        text: The reply.
        said: Its words.
        question: The stems of the question.
    """
    found: list[Clause] = []
    start, at = 0, 0
    ends = [(one.start(), one.end()) for one in _BREAK.finditer(text)]
    for stop, after in (*ends, (len(text), len(text))):
        words: list[Token] = []
        while at < len(said) and said[at].start < stop:
            words.append(said[at])
            at += 1
        if words:
            stems = frozenset(stem(token.form) for token in words) & question
            found.append(Clause(start, stop, words, stems))
        start = after
    return found
