"""Constraints of IFBench on single words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from rewardkit_verifiers.follow.lib.constraint import constraint, published
from rewardkit_verifiers.follow.lib.reply import PUNCTUATION, Reply, bare_words, stripped, words_of
from rewardkit_verifiers.follow.lib.syllables import syllables_of
from rewardkit_verifiers.follow.lib.verbs import may_be_verb

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxyz]{2}")
_PIECE = re.compile(r"\S+")
_PRIMES = frozenset(
    n for n in range(2, 98) if all(n % k for k in range(2, n))
)  # IFBench's list ends at 97 too; no word is longer


@constraint(
    "words:alphabet",
    "Each word must start with the next letter of the alphabet, looping back to 'A' after 'Z'.",
)
def alphabet(reply: Reply) -> bool:
    """The words begin with the letters of the alphabet, one after the other."""
    return len(reply.words) > 1 and _alphabetic(word[0].lower() for word in reply.words)


@published("words:alphabet")
def _alphabet(reply: Reply) -> bool:
    return _alphabetic(word[0] for word in reply.bare_words)


def _alphabetic(letters: Iterable[str]) -> bool:
    letters = iter(letters)
    start = _ALPHABET.find(next(letters, "none"))
    if start < 0:
        return False
    return all(letter == _ALPHABET[(start + n) % 26] for n, letter in enumerate(letters, 1))


@constraint(
    "words:vowel",
    "Write a paragraph using words that contain only three types of vowels.",
)
def vowel(reply: Reply) -> bool:
    """One paragraph with at most three different vowels."""
    return "\n" not in reply.text.strip() and len(set(reply.lower) & set("aeiou")) <= 3


@constraint(
    "words:consonants",
    "Ensure each word in your response has at least one consonant cluster (two or more consonants "
    "together).",
)
def consonants(reply: Reply) -> bool:
    """Each word has two consonants in a row; marks that stand alone are no words."""
    found = False
    for piece in _PIECE.finditer(reply.text):
        if _CLUSTER.search(piece[0].lower()):
            found = True
        elif any(map(str.isalnum, piece[0])):
            return False
    return found


@published("words:consonants")
def _consonants(reply: Reply) -> bool:
    return all(_CLUSTER.search(piece[0].lower()) for piece in _PIECE.finditer(reply.text))


@constraint(
    "words:palindrome",
    "Include at least 10 single-word palindromes, each at least 5 characters long.",
)
def palindrome(reply: Reply) -> bool:
    """Ten different palindromes of five letters or more, none of one letter repeated."""
    words = set(reply.each_word(_mirrored, asterisks=False))
    return sum(len(set(word)) > 1 and word.isalpha() for word in words) >= 10


@published("words:palindrome")
def _palindrome(reply: Reply) -> bool:
    return len(reply.each_word(_mirrored, asterisks=False)) >= 10


def _mirrored(text: str) -> list[str]:
    return [
        word
        for word in bare_words(text)
        if word[0] == word[-1] and word == word[::-1] and len(word) >= 5
    ]


@constraint("words:prime_lengths", "Use only words with lengths that are prime numbers.")
def prime_lengths(reply: Reply) -> bool:
    """Each word has a prime number of characters."""
    words = reply.bare.split()
    return bool(words) and all(len(word) in _PRIMES for word in words)


@published("words:prime_lengths")
def _prime_lengths(reply: Reply) -> bool:
    return all(len(word) in _PRIMES for word in reply.bare.split())


@constraint(
    "words:repeats",
    "The response should not repeat any word more than {small_n} times.",
    small_n="count",
)
def repeats(reply: Reply, small_n: int) -> bool:
    """No word stands more often than allowed."""
    return all(times <= small_n for times in Counter(reply.bare_words).values())


@constraint("words:start_verb", "The response must start with a verb.")
def start_verb(reply: Reply) -> bool:
    """The first word can be a verb."""
    return may_be_verb(reply.first_word)


@published("words:start_verb")
def _start_verb(reply: Reply) -> bool:
    # The tagger sees marks as words: a reply that begins with one does not begin with a verb.
    first = reply.text.split(None, 1)[0] if reply.text.strip() else ""
    return first[:1].isalpha() and may_be_verb(reply.first_word)


@constraint(
    "words:odd_even_syllables",
    "Alternate between words with odd and even numbers of syllables.",
)
def odd_even_syllables(reply: Reply) -> bool:
    """The numbers of syllables of the words are odd and even in turn."""
    odd = (syllables_of(word.replace("'", "").replace("’", "")) % 2 for word in reply.words)
    return len(reply.words) > 1 and all(one != other for one, other in pairwise(odd))


@published("words:odd_even_syllables")
def _odd_even_syllables(reply: Reply) -> bool:
    odd = (syllables_of(word) % 2 for word in reply.bare_words)
    return all(one != other for one, other in pairwise(odd))


@constraint(
    "words:last_first",
    "The last word of each sentence must become the first word of the next sentence.",
)
def last_first(reply: Reply) -> bool:
    """Each sentence begins with the last word of the one before; there must be two."""
    found = False
    for one, other in pairwise(map(words_of, map(str.lower, reply.each_any_sentence()))):
        if not one or not other or one[-1] != other[0]:
            return False
        found = True
    return found


@published("words:last_first")
def _last_first(reply: Reply) -> bool:
    for one, other in pairwise(reply.each_sentence()):
        last = one.rstrip(PUNCTUATION + " ").split()
        first = other.lstrip(PUNCTUATION + " ").split()
        if not last or not first or last[-1].lower() != first[0].lower():
            return False
    return True


@constraint(
    "words:paragraph_last_first",
    "Each paragraph must end with the same word it started with, separate paragraphs with a "
    "newline.",
)
def paragraph_last_first(reply: Reply) -> bool:
    """Each paragraph begins and ends with one word, and has more between."""
    found = False
    for line in reply.lines:
        words = words_of(line.lower())
        if words and not (len(words) > 1 and words[0] == words[-1]):
            return False
        found = found or bool(words)
    return found


@published("words:paragraph_last_first")
def _paragraph_last_first(reply: Reply) -> bool:
    for line in reply.lower.split("\n"):
        words = stripped(line.strip()).split()
        if words and words[0] != words[-1]:
            return False
    return True


@constraint("words:no_consecutive", "No two consecutive words can share the same first letter.")
def no_consecutive(reply: Reply) -> bool:
    """No word begins with the letter of the word before it."""
    words = reply.bare_words
    return all(one[0] != other[0] for one, other in pairwise(words))


@constraint(
    "words:keywords_specific_position",
    "Include keyword {keyword} in the {n}-th sentence, as the {m}-th word of that sentence.",
    keyword="text",
    n="count",
    m="count",
)
def keywords_specific_position(reply: Reply, keyword: str, n: int, m: int) -> bool:
    """A keyword is a certain word of a certain sentence."""
    sentences = reply.any_sentences
    if not (1 <= n <= len(sentences) and m >= 1):
        return False
    words = words_of(sentences[n - 1])
    return len(words) >= m and words[m - 1].lower() == keyword.strip().lower()


@published("words:keywords_specific_position")
def _keywords_specific_position(reply: Reply, keyword: str, n: int, m: int) -> bool:
    if not (1 <= n <= len(reply.sentences) and m >= 1):
        return False
    tokens = [one for one in Reply(reply.sentences[n - 1]).tokens if any(map(str.isalnum, one))]
    return len(tokens) >= m and tokens[m - 1].lower() == keyword.strip().lower()


@constraint(
    "words:words_position",
    "The second word in your response and the second to last word in your response should be the "
    "word {keyword}.",
    keyword="text",
)
def words_position(reply: Reply, keyword: str) -> bool:
    """A keyword is the second and the second to last word."""
    words = [word.lower() for word in reply.words]
    return len(words) > 2 and words[1] == words[-2] == keyword.strip().lower()


@published("words:words_position")
def _words_position(reply: Reply, keyword: str) -> bool:
    words = [word.lower() for word in reply.tokens]
    if len(words) > 1 and words[-1] in PUNCTUATION:
        words.pop()
    return len(words) > 1 and words[1] == words[-2] == keyword.strip().lower()
