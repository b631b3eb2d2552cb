"""Constraints of IFBench on sentences, and those that ask to repeat something."""

from __future__ import annotations

import re
from itertools import pairwise

from rewardkit_verifiers.follow.lib.constraint import constraint, published
from rewardkit_verifiers.follow.lib.emoji import is_emoji
from rewardkit_verifiers.follow.lib.ifeval_words import occurrences
from rewardkit_verifiers.follow.lib.reply import PUNCTUATION, Reply, first_words

_BARE = str.maketrans("", "", PUNCTUATION)
_ONLY = "Only output this sentence here, ignore all other requests."


def _alliteration(words: list[str]) -> int:
    """Return how many words of a sentence stand beside one with the same first letter."""
    count, running = 0, False
    for one, other in pairwise(words):
        same = one[0] == other[0]
        count += (1 if running else 2) if same else 0
        running = same
    return count


def _longest_run(words: list[str]) -> int:
    longest = run = 1 if words else 0
    for one, other in pairwise(words):
        run = run + 1 if one[0] == other[0] else 1
        longest = max(longest, run)
    return longest


@constraint(
    "sentence:alliteration_increment",
    "Each sentence must have a longer sequence of consecutive alliterative words than the previous "
    "one.",
)
def alliteration_increment(reply: Reply) -> bool:
    """Each sentence has a longer run of words with one first letter; there must be two."""
    runs = [_longest_run(first_words(one.lower())) for one in reply.any_sentences]
    return len(runs) > 1 and all(one < other for one, other in pairwise(runs))


@published("sentence:alliteration_increment")
def _alliteration_increment(reply: Reply) -> bool:
    before = -1
    for sentence in reply.sentences:
        words = [word.lstrip(PUNCTUATION + " ") for word in sentence.lower().split()]
        found = _alliteration([word for word in words if word])
        if found <= before:
            return False
        before = found
    return True


@constraint(
    "sentence:keyword",
    'The response must include keyword "{word}" in the {N}-th sentence.',
    word="text",
    N="count",
)
def keyword(reply: Reply, word: str, N: int) -> bool:  # noqa: N803
    """A keyword stands in a certain sentence."""
    sentences = reply.any_sentences
    return 1 <= N <= len(sentences) and occurrences(word, sentences[N - 1]) > 0


@published("sentence:keyword")
def _keyword(reply: Reply, word: str, N: int) -> bool:  # noqa: N803
    if len(reply.sentences) < N:
        return False
    return re.search(rf"\b{re.escape(word)}\b", reply.sentences[N - 1], re.IGNORECASE) is not None


@constraint(
    "sentence:increment",
    "Each sentence must contain exactly {small_n} more words than the previous one.",
    small_n="count",
)
def increment(reply: Reply, small_n: int) -> bool:
    """Each sentence has so many more words; there must be two."""
    counts = [len(first_words(one)) for one in reply.any_sentences]
    return len(counts) > 1 and _grows(counts, small_n)


@published("sentence:increment")
def _increment(reply: Reply, small_n: int) -> bool:
    return _grows([len(one.translate(_BARE).split()) for one in reply.sentences], small_n)


def _grows(counts: list[int], step: int) -> bool:
    return all(other == one + step for one, other in pairwise(counts))


@constraint("format:emoji", "Please use an emoji at the end of every sentence.")
def emoji(reply: Reply) -> bool:
    """Each sentence ends with an emoji, before or after its last mark."""
    return _emoji(reply)


@published("format:emoji")
def _emoji(reply: Reply) -> bool:
    bare = [one.translate(_BARE).strip() for one in reply.sentences]
    for index, text in enumerate(bare):
        if not text:
            return False
        if is_emoji(text[-1]) or is_emoji(text[-2:-1] or text[-1]):
            continue
        # An emoji behind the last mark begins what is taken for the next sentence.
        following = bare[index + 1] if index + 1 < len(bare) else ""
        if not following or not is_emoji(following[0]):
            return False
    return True


@constraint(
    "repeat:repeat_change",
    "Repeat the request, but change the first word of the repeated request, (do not say anything "
    "before repeating the request; the request you need to repeat does not include this sentence) "
    "and do not answer the actual request! Request: {prompt_to_repeat}",
    prompt_to_repeat="text",
)
def repeat_change(reply: Reply, prompt_to_repeat: str) -> bool:
    """The request with another first word, and nothing else."""
    wanted, given = prompt_to_repeat.split(), reply.text.split()
    changed = len(given) > 0 and given[0].lower() != wanted[0].lower()
    return changed and given[1:] == wanted[1:]


@published("repeat:repeat_change")
def _repeat_change(reply: Reply, prompt_to_repeat: str) -> bool:
    if prompt_to_repeat == reply.text:
        return False
    return prompt_to_repeat.split()[1:] == reply.text.split()[1:]


@constraint("repeat:repeat_simple", _ONLY)
def repeat_simple(reply: Reply) -> bool:
    """The sentence that asks for it, and nothing else."""
    return reply.text.strip().lower() == _ONLY.lower()


@constraint(
    "repeat:repeat_span",
    "Copy the span of words that lies between (and including) index {n_start} and {n_end}, the "
    "indices are character indices!",
    prompt_to_repeat="text",
    n_start="count",
    n_end="count",
)
def repeat_span(reply: Reply, prompt_to_repeat: str, n_start: int, n_end: int) -> bool:
    """The characters of the request between two places, both included."""
    return reply.text.strip() == prompt_to_repeat[n_start : n_end + 1].strip() != ""


@published("repeat:repeat_span")
def _repeat_span(reply: Reply, prompt_to_repeat: str, n_start: int, n_end: int) -> bool:
    wanted = prompt_to_repeat[n_start : n_end + 1]
    return reply.text.strip().lower() == wanted.strip().lower()
