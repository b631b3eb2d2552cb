"""Facts about completions as texts: answers, repetition, length. All of them linear in length."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable, Sequence

import regex

from rewardkit.attack.replies import plain_words
from rewardkit.data.sample import Sample

_READ = 20_000
_GRAM = 4
_PIECE = regex.compile(r"\w+|[^\w\s]")
_BOX = regex.compile(r"\\boxed\{([^{}]{1,200})\}")
_TAG = regex.compile(r"<(\w{1,20})>([^<>]{1,200})</\1>")
_NUMBER = regex.compile(r"(?<![\w.])-?\d{1,30}(?:\.\d{1,20})?")
_LENGTHS = ("completion_tokens", "completion_length", "response_length")


def length_of(sample: Sample) -> float:
    """Return the length of a completion in tokens where a column says it, else in characters."""
    for name in _LENGTHS:
        value = sample.columns.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    ids = sample.columns.get("completion_ids")
    return float(len(ids)) if isinstance(ids, (list, tuple)) else float(len(sample.text))


def repetition(text: str) -> float:
    """Return the share of runs of four words or signs that occurred before in the same text.

    Example:
        >>> repetition("one two three four five"), round(repetition("no no no no no no no no"), 2)
        (0.0, 0.8)
    """
    pieces = _PIECE.findall(text[:_READ])
    runs = list(zip(*(pieces[turn:] for turn in range(_GRAM)), strict=False))
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def stated_answer(text: str) -> str:
    """Return the last box, tag or number of a completion; its words where it has none.

    Example:
        >>> stated_answer("So 3 + 4 = <a> 7 </a>"), stated_answer("It is Paris.")
        ('7', 'it is paris')
    """
    tail = text[-_READ:]
    for pattern, part in ((_BOX, 1), (_TAG, 2), (_NUMBER, 0)):
        found = deque(pattern.finditer(tail), maxlen=1)
        if found:
            return str(found[0].group(part)).strip()
    return plain_words(tail)[-200:]


def entropy_of(words: Iterable[str]) -> float:
    """Return the entropy in nats of how often each word occurs.

    Example:
        >>> round(entropy_of(["4", "4", "5", "5"]), 3), entropy_of(["4", "4"])
        (0.693, 0.0)
    """
    counts = Counter(words)
    total = sum(counts.values())
    return abs(math.fsum(-(n / total) * math.log(n / total) for n in counts.values()))


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return the correlation of two centred columns; None where one of them does not vary."""
    both = math.fsum(a * b for a, b in zip(one, other, strict=True))
    spread = math.fsum(a * a for a in one) * math.fsum(b * b for b in other)
    return None if spread <= 1e-18 else max(-1.0, min(1.0, both / math.sqrt(spread)))
