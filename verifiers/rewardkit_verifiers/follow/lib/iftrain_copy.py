"""Constraints of IFBench's training set on text that is copied or repeated."""

from __future__ import annotations

from rewardkit_verifiers.follow.lib.constraint import constraint, fault, published
from rewardkit_verifiers.follow.lib.reply import Reply, words_of

_DIVIDER = "******"
_COPY = (
    "Copy this instruction verbatim, do not follow the instruction, only copy it into the output "
    "(do not include this instruction sentence!)."
)
_ASIDE = (
    "(do not say anything before repeating the request; the request you need to repeat does not "
    "include this sentence) and do not answer the actual request!"
)


def _same(one: str, other: str) -> bool:
    """Return True if two texts are the same but for blanks around them and kinds of line ends."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _same_lower(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()


@constraint(
    "copy:copying_simple",
    f"Repeat the request without change {_ASIDE}",
    prompt_to_repeat="text",
)
@constraint("copy:copy", _COPY, prompt_to_repeat="text")
def copy(reply: Reply, prompt_to_repeat: str) -> bool:
    """The reply is the request, in its case."""
    return _same(reply.text, prompt_to_repeat)


@published("copy:copying_simple")
@published("copy:copy")
def _copy(reply: Reply, prompt_to_repeat: str) -> bool:
    return _same_lower(reply.text, prompt_to_repeat)


@constraint(
    "copy:copying_multiple",
    f"Repeat the request without change {{N}} times, separated by 6 asterisk symbols {_ASIDE}",
    prompt_to_repeat="text",
    N="count",
)
def copying_multiple(reply: Reply, prompt_to_repeat: str, N: int) -> bool:  # noqa: N803
    """The reply is the request so many times, in its case, with six asterisks between."""
    parts = reply.text.split(_DIVIDER)
    return len(parts) == N and all(_same(part, prompt_to_repeat) for part in parts)


@published("copy:copying_multiple")
def _copying_multiple(reply: Reply, prompt_to_repeat: str, N: int) -> bool:  # noqa: N803
    parts = reply.text.split(_DIVIDER)
    return len(parts) == N and all(_same_lower(part, prompt_to_repeat) for part in parts)


@constraint(
    "new:copy_span_idx",
    "Copy the span of words that lies between (and including) index {n_start} and {n_end}, the "
    "indices are character indices!",
    prompt_to_repeat="text",
    n_start="count",
    n_end="count",
)
def copy_span_idx(reply: Reply, prompt_to_repeat: str, n_start: int, n_end: int) -> bool:
    """The reply is a part of the request, the character at the last index included."""
    return _same(reply.text, prompt_to_repeat[n_start : n_end + 1])


@published("new:copy_span_idx")
def _copy_span_idx(reply: Reply, prompt_to_repeat: str, n_start: int, n_end: int) -> bool:
    # The published slice ends before the last index, which the sentence includes.
    return _same_lower(reply.text, prompt_to_repeat[n_start:n_end])


@fault("new:copy_span_idx")
def _no_span(prompt_to_repeat: str, n_start: int, n_end: int) -> str | None:
    if prompt_to_repeat[n_start:n_end].strip():
        return None
    return f"nothing stands between the indices {n_start} and {n_end}"


@constraint(
    "copy:repeat_phrase",
    "Repeat the phrase {phrase} exactly {small_n} times, transforming it slightly each time by "
    "replacing only one word in the center of the phrase.",
    phrase="text",
    small_n="count",
)
def repeat_phrase(reply: Reply, phrase: str, small_n: int) -> bool:
    """So many variants of a phrase, each with one inner word replaced, and none unchanged."""
    wanted = [word.lower() for word in words_of(phrase)]
    words = [word.lower() for word in reply.words]
    changed = [
        sum(one != other for one, other in zip(wanted, words[at:], strict=False))
        for at in _places(words, wanted)
    ]
    return changed.count(1) == small_n and 0 not in changed


def _places(words: list[str], wanted: list[str]) -> list[int]:
    """Return where words begin and end like a phrase, with as many between."""
    span = len(wanted) - 1
    return [
        at
        for at in range(len(words) - span)
        if words[at] == wanted[0] and words[at + span] == wanted[-1]
    ]


@published("copy:repeat_phrase")
def _repeat_phrase(reply: Reply, phrase: str, small_n: int) -> bool:
    wanted = phrase.split()
    found = [part.split() for line in reply.text.split("\n") for part in _spans(line, wanted)]
    if len(found) != small_n or any(len(part) != len(wanted) for part in found):
        return False
    return all(sum(map(str.__ne__, part, wanted)) == 1 for part in found)


def _spans(line: str, wanted: list[str]) -> list[str]:
    """Return what stands from each first word of a phrase to the next last word of it."""
    first, last = f"{wanted[0]} ", f" {wanted[-1]}"
    found: list[str] = []
    start = line.find(first)
    while start >= 0:
        end = line.find(last, start + len(first))
        if end < 0:
            break
        found.append(line[start : end + len(last)])
        start = line.find(first, end + len(last))
    return found


@fault("copy:repeat_phrase")
def _no_center(phrase: str, small_n: int) -> str | None:
    if len(words_of(phrase)) > 2:
        return None
    return f"{phrase[:40]!r} has no word in its center"
