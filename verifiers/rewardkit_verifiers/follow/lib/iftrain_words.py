"""Constraints of IFBench's training set on words and letters."""

from __future__ import annotations

import re
from itertools import pairwise

from rewardkit_verifiers.follow.lib.constraint import constraint, fault, published, related
from rewardkit_verifiers.follow.lib.ifbench_words import keywords_specific_position
from rewardkit_verifiers.follow.lib.ifeval_words import letter_frequency, occurrences
from rewardkit_verifiers.follow.lib.reply import Reply, words_of

_QUOTED = re.compile(r"[\"“”«»]|(?<!\w)[‘']|[’'](?!\w)|:\s")
_LOWERCASE = re.compile(r"\b[a-z]+\b")
_LETTERS = re.compile(r"[a-zA-Z]")
_NOT_WORD = re.compile(r"[^\w\s]")


def _parts(keyword: str, reply: Reply) -> int:
    # Not by `lower()`, which makes two characters of some letters, such as the Turkish capital i.
    return len(re.findall(re.escape(keyword.strip()), reply.text, re.IGNORECASE))


def _lower_words(text: str) -> list[str]:
    return [word.lower() for word in words_of(text)]


# --- keywords -------------------------------------------------------------------------------------
@constraint("keywords:word_once", "Include keyword {keyword} in your response.", keyword="text")
def word_once(reply: Reply, keyword: str) -> bool:
    """A keyword occurs, as a word; the sentence does not say that it occurs once only."""
    return occurrences(keyword, reply.text) >= 1


@published("keywords:word_once")
def _word_once(reply: Reply, keyword: str) -> bool:
    return _parts(keyword, reply) == 1


@constraint(
    "keywords:word_count_different_numbers",
    "In your response, the word {keyword} should appear {frequency} times.",
    keyword="text",
    frequency="count",
    relation="hidden",
)
def word_count_different_numbers(
    reply: Reply, keyword: str, frequency: int, relation: str = ""
) -> bool:
    """A keyword occurs so often, as a word; the sentence does not name the relation."""
    return occurrences(keyword, reply.text) == frequency


@published("keywords:word_count_different_numbers")
def _word_count_different_numbers(
    reply: Reply, keyword: str, frequency: int, relation: str = ""
) -> bool:
    count = _parts(keyword, reply)
    return related(count, relation, frequency) if relation else count == frequency


@constraint(
    "keywords:exclude_word_harder",
    "Do not include keyword {keyword} in the response.",
    keyword="text",
)
def exclude_word_harder(reply: Reply, keyword: str) -> bool:
    """A keyword does not occur as a word."""
    return occurrences(keyword, reply.text) == 0


@published("keywords:exclude_word_harder")
def _exclude_word_harder(reply: Reply, keyword: str) -> bool:
    return f" {keyword.strip()} " not in reply.text


@constraint(
    "count:count_increment_word",
    "Include keyword {keyword1} once in your response, keyword {keyword2} twice in your response.",
    keyword1="text",
    keyword2="text",
)
def count_increment_word(reply: Reply, keyword1: str, keyword2: str) -> bool:
    """One keyword occurs once and the other twice, as words."""
    return occurrences(keyword1, reply.text) == 1 and occurrences(keyword2, reply.text) == 2


@published("count:count_increment_word")
def _count_increment_word(reply: Reply, keyword1: str, keyword2: str) -> bool:
    return _parts(keyword1, reply) == 1 and _parts(keyword2, reply) == 2


@fault("count:count_increment_word")
def _one_keyword(keyword1: str, keyword2: str) -> str | None:
    same = keyword1.strip().lower() == keyword2.strip().lower()
    return "both keywords are the same, and it cannot occur once and twice" if same else None


@constraint(
    "keywords:keyword_specific_position",
    "Include keyword {keyword} in the {n}-th sentence, as the {m}-th word of that sentence.",
    keyword="word",
    n="count",
    m="count",
)
def keyword_specific_position(reply: Reply, keyword: str, n: int, m: int) -> bool:
    """A keyword is a certain word of a certain sentence."""
    return keywords_specific_position(reply, keyword, n, m)


@published("keywords:keyword_specific_position")
def _keyword_specific_position(reply: Reply, keyword: str, n: int, m: int) -> bool:
    # Marks count as words there, and case counts.
    if not (1 <= n <= len(reply.rule_sentences) and m >= 1):
        return False
    tokens = Reply(reply.rule_sentences[n - 1]).tokens
    return len(tokens) >= m and tokens[m - 1] == keyword.strip()


# --- first and last words -------------------------------------------------------------------------
def _begins(text: str, word: str) -> bool:
    wanted = _lower_words(word)
    return bool(wanted) and _lower_words(text)[: len(wanted)] == wanted


def _stops(text: str, word: str) -> bool:
    wanted = _lower_words(word)
    return bool(wanted) and _lower_words(text)[-len(wanted) :] == wanted


@constraint(
    "first_word:first_word_sent",
    "The first word of each sentence should be the word {first_word}.",
    first_word="word",
)
def first_word_sent(reply: Reply, first_word: str) -> bool:
    """Each sentence begins with a word, and there is one."""
    sentences = reply.any_sentences
    return bool(sentences) and all(_begins(one, first_word) for one in sentences)


@published("first_word:first_word_sent")
def _first_word_sent(reply: Reply, first_word: str) -> bool:
    wanted = [first_word.strip().lower()]
    return all(one.lower().split(None, 1)[:1] == wanted for one in reply.rule_sentences)


@constraint(
    "first_word:first_word_answer",
    "The first word of your response should be the word {first_word}.",
    first_word="word",
)
def first_word_answer(reply: Reply, first_word: str) -> bool:
    """The first word of the reply."""
    return _begins(reply.text, first_word)


@published("first_word:first_word_answer")
def _first_word_answer(reply: Reply, first_word: str) -> bool:
    return bool(reply.pieces) and reply.pieces[0].lower() == first_word.strip().lower()


@constraint(
    "last_word:last_word_sent",
    "The last word of each sentence, before punctuation, should be the word {last_word}.",
    last_word="word",
)
def last_word_sent(reply: Reply, last_word: str) -> bool:
    """Each sentence stops with a word, and there is one."""
    sentences = reply.any_sentences
    return bool(sentences) and all(_stops(one, last_word) for one in sentences)


@published("last_word:last_word_sent")
def _last_word_sent(reply: Reply, last_word: str) -> bool:
    return all(_last_is(one.split(), last_word) for one in reply.rule_sentences)


def _last_is(pieces: list[str], word: str) -> bool:
    return bool(pieces) and _NOT_WORD.sub("", pieces[-1]).lower() == word.strip().lower()


@constraint(
    "last_word:last_word_answer",
    "The last word of your response should be the word {last_word}.",
    last_word="word",
)
def last_word_answer(reply: Reply, last_word: str) -> bool:
    """The last word of the reply."""
    return _stops(reply.text, last_word)


@published("last_word:last_word_answer")
def _last_word_answer(reply: Reply, last_word: str) -> bool:
    return _last_is(reply.pieces, last_word)


@constraint(
    "keywords:start_end",
    "Start and end your response with the same word (do not write anything after the last word, "
    "not even punctuation).",
)
def start_end(reply: Reply) -> bool:
    """The first and the last word are the same, and nothing follows."""
    words = [reply.words[0].lower(), reply.words[-1].lower()] if len(reply.words) > 1 else ["", "."]
    return words[0] == words[1] and reply.text.rstrip()[-1:].isalnum()


@published("keywords:start_end")
def _start_end(reply: Reply) -> bool:
    tokens = reply.tokens
    return len(tokens) > 1 and tokens[0].lower() == tokens[-1].lower()


# --- all words ------------------------------------------------------------------------------------
@constraint(
    "keywords:no_adjacent_consecutive",
    "No two adjacent words can start with consecutive letters of the alphabet.",
)
def no_adjacent_consecutive(reply: Reply) -> bool:
    """No word begins with the letter that follows the first letter of the word before it."""
    first = [word[0].lower() for word in reply.words]
    return not any(
        one.isascii() and other.isascii() and one.isalpha() and ord(other) - ord(one) == 1
        for one, other in pairwise(first)
    )


@published("keywords:no_adjacent_consecutive")
def _no_adjacent_consecutive(reply: Reply) -> bool:
    first = [piece[0].lower() for piece in reply.pieces]
    if len(first) < 2:
        return True
    return all(len(one) == 1 for one in first) and not any(
        ord(other) - ord(one) == 1 for one, other in pairwise(first)
    )


@constraint(
    "count:count_unique",
    "Only use unique words in your response, no word should be repeated!",
)
def count_unique(reply: Reply) -> bool:
    """No word stands twice, in any case; there must be one."""
    words = [word.lower() for word in reply.words]
    return bool(words) and len(set(words)) == len(words)


@published("count:count_unique")
def _count_unique(reply: Reply) -> bool:
    # Marks are words there, so that two full stops are a repetition.
    return len(set(reply.tokens)) == len(reply.tokens)


@constraint(
    "count:lowercase_counting",
    "In your response, all lowercase words should appear at most {N} times.",
    N="count",
)
def lowercase_counting(reply: Reply, N: int) -> bool:  # noqa: N803
    """At most so many words in small letters."""
    return sum(map(str.islower, reply.words)) <= N


@published("count:lowercase_counting")
def _lowercase_counting(reply: Reply, N: int) -> bool:  # noqa: N803
    return len(_LOWERCASE.findall(reply.text)) <= N


@constraint(
    "letters:letter_counting",
    "Answer with {relation} {N} letters.",
    N="count",
    relation="relation",
)
def letter_counting(reply: Reply, N: int, relation: str) -> bool:  # noqa: N803
    """The number of letters of any script."""
    return related(sum(map(str.isalpha, reply.text)), relation, N)


@published("letters:letter_counting")
def _letter_counting(reply: Reply, N: int, relation: str) -> bool:  # noqa: N803
    return related(len(_LETTERS.findall(reply.text)), relation, N)


@constraint(
    "letters:letter_counting2",
    "In your response, the letter {letter} should appear {let_relation} {let_frequency} times.",
    letter="text",
    let_frequency="count",
    let_relation="relation",
)
def letter_counting2(reply: Reply, letter: str, let_frequency: int, let_relation: str) -> bool:
    """A letter occurs often or rarely enough, in any case."""
    return letter_frequency(reply, letter, let_frequency, let_relation)


# --- palindromes ----------------------------------------------------------------------------------
@constraint("keywords:palindrome", "Include a palindrome in your response.")
def one_palindrome(reply: Reply) -> bool:
    """A word, or a quoted or whole sentence, of some length that reads backwards alike."""
    if any(_reads_backwards(word.lower(), 3) for word in reply.words):
        return True
    parts = [*reply.any_sentences, *_QUOTED.split(reply.text)]
    return any(_reads_backwards("".join(filter(str.isalnum, one.lower())), 6) for one in parts)


def _reads_backwards(letters: str, shortest: int) -> bool:
    backwards = letters == letters[::-1] and letters.isalpha()
    return backwards and len(letters) >= shortest and len(set(letters)) > 1


@published("keywords:palindrome")
def _one_palindrome(reply: Reply) -> bool:
    return any(piece == piece[::-1] for piece in reply.pieces)
