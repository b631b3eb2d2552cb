"""Constraints of IFBench on sentences, and those that ask to repeat something."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice, pairwise

from rewardkit_verifiers.follow.lib.constraint import constraint, published
from rewardkit_verifiers.follow.lib.emoji import emojis_in, is_emoji
from rewardkit_verifiers.follow.lib.ifeval_words import occurrences
from rewardkit_verifiers.follow.lib.reply import PUNCTUATION, Reply, words_of

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
    runs = (_longest_run(words_of(one.lower())) for one in reply.each_any_sentence())
    return _all_and_some(one < other for one, other in pairwise(runs))


@published("sentence:alliteration_increment")
def _alliteration_increment(reply: Reply) -> bool:
    before = -1
    for sentence in reply.each_sentence():
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
    if not reply.may_hold(word.split()[0]):
        return False
    if N < 1:
        return False
    sentence = next(islice(reply.each_any_sentence(), N - 1, None), None)
    return sentence is not None and occurrences(word, sentence) > 0


@published("sentence:keyword")
def _keyword(reply: Reply, word: str, N: int) -> bool:  # noqa: N803
    if not reply.may_hold(word.split()[0]):
        return False
    # With N=0 the checker counts from behind, as Python does.
    found = reply.each_sentence() if N else reply.sentences[-1:]
    sentence = next(islice(found, max(N - 1, 0), None), None)
    if sentence is None:
        return False
    return re.search(rf"\b{re.escape(word)}\b", sentence, re.IGNORECASE) is not None


@constraint(
    "sentence:increment",
    "Each sentence must contain exactly {small_n} more words than the previous one.",
    small_n="count",
)
def increment(reply: Reply, small_n: int) -> bool:
    """Each sentence has so many more words; there must be two."""
    counts = (len(words_of(one)) for one in reply.each_any_sentence())
    return _all_and_some(other == one + small_n for one, other in pairwise(counts))


@published("sentence:increment")
def _increment(reply: Reply, small_n: int) -> bool:
    counts = (len(one.translate(_BARE).split()) for one in reply.each_sentence())
    return all(other == one + small_n for one, other in pairwise(counts))


def _all_and_some(found: Iterable[bool]) -> bool:
    """Return True if there is one, and all are true."""
    some = False
    for one in found:
        if not one:
            return False
        some = True
    return some


@constraint("format:emoji", "Please use an emoji at the end of every sentence.")
def emoji(reply: Reply) -> bool:
    """Each sentence ends with an emoji, before or after its last mark."""
    return _emoji(reply)


@published("format:emoji")
def _emoji(reply: Reply) -> bool:
    if not reply.each_word(emojis_in):
        return False
    bare = (one.translate(_BARE).strip() for one in reply.each_sentence())
    for text, following in pairwise(chain(bare, [""])):
        if not text:
            return False
        if is_emoji(text[-1]) or is_emoji(text[-2:-1] or text[-1]):
            continue
        # An emoji behind the last mark begins what is taken for the next sentence.
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
