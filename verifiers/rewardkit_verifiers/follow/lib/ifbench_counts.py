"""Constraints of IFBench on counts and ratios."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from rewardkit_verifiers.follow.lib.constraint import constraint, published
from rewardkit_verifiers.follow.lib.english import STOP_WORDS
from rewardkit_verifiers.follow.lib.ifeval_words import occurrences
from rewardkit_verifiers.follow.lib.reply import Reply, bare, stripped, word_runs
from rewardkit_verifiers.follow.lib.tokens import count_tokens
from rewardkit_verifiers.follow.lib.trigrams import Trigram, trigrams
from rewardkit_verifiers.follow.lib.word_set import word_set

_CONJUNCTIONS = word_set(
    """
    and but for nor or so yet
    """
)
NAMES = (
    "Emma, Liam, Sophia, Jackson, Olivia, Noah, Ava, Lucas, Isabella, Mason, Mia, Ethan, "
    "Charlotte, Alexander, Amelia, Benjamin, Harper, Leo, Zoe, Daniel, Chloe, Samuel, Lily, "
    "Matthew, Grace, Owen, Abigail, Gabriel, Ella, Jacob, Scarlett, Nathan, Victoria, Elijah, "
    "Layla, Nicholas, Audrey, David, Hannah, Christopher, Penelope, Thomas, Nora, Andrew, Aria, "
    "Joseph, Claire, Ryan, Stella, Jonathan"
)
_NAMES = frozenset(NAMES.split(", "))
_PRONOUNS = word_set(
    """
    i me we us you he him she her it they them my mine our ours your yours his hers its their
    theirs myself ourselves yourself yourselves himself herself itself themselves this that these
    those who whom whose which what whoever whomever whatever whichever anybody anyone anything
    everybody everyone everything nobody nothing somebody someone something each either neither
    both all some any none
    """
)
# A digit first: a regex that begins with one skips the text between numbers at once.
_NUMBER = re.compile(r"\d(?:(?<![\w.,]\d)(?:\d{0,2}(?:,\d{3})+|\d*)(?:\.\d+)?(?![\w])|\d*)")
_DIGITS = re.compile(r"\d+")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_TIMES = (1, 2, 3, 5, 7)
_MARKS = frozenset(".,!?;:")
_APOSTROPHE = re.compile(r"['’]\w+$")


@constraint(
    "count:word_count_range",
    "The response must contain between {min_words} and {max_words} words.",
    min_words="count",
    max_words="count",
)
def word_count_range(reply: Reply, min_words: int, max_words: int) -> bool:
    """The number of words lies between two bounds."""
    return min_words <= len(reply.words) <= max_words


@published("count:word_count_range")
def _word_count_range(reply: Reply, min_words: int, max_words: int) -> bool:
    return min_words <= len(reply.word_runs) <= max_words


@constraint("count:unique_word_count", "Use at least {N} unique words in the response.", N="count")
def unique_word_count(reply: Reply, N: int) -> bool:  # noqa: N803
    """The number of different words."""
    return len({word.lower() for word in reply.words}) >= N


@published("count:unique_word_count")
def _unique_word_count(reply: Reply, N: int) -> bool:  # noqa: N803
    return len({stripped(word) for word in set(reply.lower.split())}) >= N


@constraint(
    "count:conjunctions",
    "Use at least {small_n} different coordinating conjunctions in the response.",
    small_n="count",
)
def conjunctions(reply: Reply, small_n: int) -> bool:
    """The number of different coordinating conjunctions."""
    return len({stripped(word).lower() for word in reply.pieces} & _CONJUNCTIONS) >= small_n


@published("count:conjunctions")
def _conjunctions(reply: Reply, small_n: int) -> bool:
    # Each spelling counts there: And, and, (and.
    return len(set(reply.each_word(_with_conjunction))) >= small_n


def _with_conjunction(text: str) -> list[str]:
    return [piece for piece in text.split() if stripped(piece).lower() in _CONJUNCTIONS]


@constraint(
    "count:person_names",
    "Mention at least {N} different person names in the response, from this list of person names: "
    + NAMES
    + " .",
    N="count",
)
def person_names(reply: Reply, N: int) -> bool:  # noqa: N803
    """The number of different names of the list."""
    return len(_NAMES.intersection(reply.word_runs)) >= N


@constraint("count:numbers", "Include exactly {N} numbers in the response.", N="count")
def numbers(reply: Reply, N: int) -> bool:  # noqa: N803
    """The number of numbers: 1,000 and 3.14 are one each, 10-20 is two."""
    return len(_NUMBER.findall(reply.text)) == N


@published("count:numbers")
def _numbers(reply: Reply, N: int) -> bool:  # noqa: N803
    return len(reply.each_word(_digit_runs, asterisks=False)) == N


def _digit_runs(text: str) -> list[str]:
    return _DIGITS.findall(bare(text))


@constraint("count:pronouns", "The response should include at least {N} pronouns.", N="count")
def pronouns(reply: Reply, N: int) -> bool:  # noqa: N803
    """The number of pronouns, repeated ones too; `it's` holds one."""
    bare = (
        (_APOSTROPHE.sub("", word) if not word.isalnum() else word).lower() for word in reply.words
    )
    return sum(word in _PRONOUNS for word in bare) >= N


@published("count:pronouns")
def _pronouns(reply: Reply, N: int) -> bool:  # noqa: N803
    return count_tokens(reply.lower.replace("/", " "), _PRONOUNS, enough=N) >= N


@constraint(
    "count:punctuation",
    "Use every standard punctuation mark at least once, including semicolons, colons, and the "
    "interrobang (?!).",
)
def punctuation(reply: Reply) -> bool:
    """Every standard mark, and an interrobang beside its own two marks."""
    found = re.search("‽" if "‽" in reply.text else r"\?!|!\?", reply.text)
    if found is None:
        return False
    rest = reply.text[: found.start()] + reply.text[found.end() :]
    return all(mark in rest for mark in _MARKS)


@published("count:punctuation")
def _punctuation(reply: Reply) -> bool:
    text = reply.text
    if not ("!?" in text or "?!" in text or "‽" in text):
        return False
    rest = text.replace("?!", "", 1)
    rest = text.replace("!?", "", 1) if len(rest) == len(text) else rest
    return all(mark in rest for mark in _MARKS)


@constraint(
    "count:keywords_multiple",
    "Include keyword {keyword1} once in your response, keyword {keyword2} twice in your response, "
    "keyword {keyword3} three times in your response, keyword {keyword4} five times in your "
    "response, and keyword {keyword5} seven times in your response.",
    keyword1="text",
    keyword2="text",
    keyword3="text",
    keyword4="text",
    keyword5="text",
)
def keywords_multiple(reply: Reply, **keywords: str) -> bool:
    """Each keyword occurs as often as asked, as a word."""
    words = [keywords[f"keyword{place}"] for place in range(1, 6)]
    pairs = zip(words, _TIMES, strict=True)
    return all(occurrences(word, reply.text) == times for word, times in pairs)


@published("count:keywords_multiple")
def _keywords_multiple(reply: Reply, **keywords: str) -> bool:
    words = [keywords[f"keyword{place}"].strip().lower() for place in range(1, 6)]
    return all(reply.lower.count(w) == times for w, times in zip(words, _TIMES, strict=True))


@constraint(
    "count:words_japanese", "Every {N}th word of your response must be in Japanese.", N="count"
)
def words_japanese(reply: Reply, N: int) -> bool:  # noqa: N803
    """Every so manieth word is Japanese; there must be one."""
    found = reply.pieces[N - 1 :: N] if N else []
    return bool(found) and all(_japanese(word) for word in found if stripped(word))


@published("count:words_japanese")
def _words_japanese(reply: Reply, N: int) -> bool:  # noqa: N803
    words = map(stripped, reply.pieces[N - 1 :: N] if N else [])
    return all(_japanese(word) for word in words if word and not word.isdigit())


def _japanese(word: str) -> bool:
    return _JAPANESE.search(word) is not None


@constraint(
    "ratio:stop_words",
    "Ensure that stop words constitute no more than {percentage}% of the total words in your "
    "response.",
    percentage="count",
)
def stop_words(reply: Reply, percentage: int) -> bool:
    """The share of stop words is small enough."""
    words = reply.each_word(_stop_words)
    return bool(words) and (len(words) - words.count("")) / len(words) * 100 <= percentage


def _stop_words(text: str) -> list[str]:
    """Return the words of a text, those that are no stop words left empty."""
    return [word if word in STOP_WORDS else "" for word in map(str.lower, word_runs(text))]


@constraint(
    "ratio:overlap",
    "Maintain a trigram overlap of {percentage}% (±2%) with the provided reference text.",
    reference_text="text",
    percentage="count",
)
def overlap(reply: Reply, reference_text: str, percentage: int) -> bool:
    """The share of three characters in a row that the reference text has too."""
    wanted = _reference_trigrams(reference_text)
    if not reply.may_overlap(wanted, (percentage - 2.001) / 100, (percentage + 2.001) / 100):
        return False
    found = reply.trigrams
    if not found:
        return False
    share = len(found & wanted) / len(found) * 100
    return percentage - 2 <= share <= percentage + 2


@lru_cache(maxsize=256)
def _reference_trigrams(text: str) -> set[Trigram]:
    return trigrams(text)


def _ends(reply: Reply, published: bool) -> Counter[str]:
    sentences = reply.sentences if published else reply.any_sentences
    marks = "\"'”’)]*_" if not published else ""
    return Counter((one.rstrip(marks) if marks else one)[-1:] for one in sentences)


@constraint(
    "ratio:sentence_type",
    "Maintain a 2:1 ratio of declarative to interrogative sentences.",
)
def sentence_type(reply: Reply) -> bool:
    """Two statements for each question; there must be a question."""
    ends = _ends(reply, False)
    return ends["."] == 2 * ends["?"] > 0


@published("ratio:sentence_type")
def _sentence_type(reply: Reply) -> bool:
    ends = _ends(reply, True)
    return ends["."] == 2 * ends["?"]


@constraint(
    "ratio:sentence_balance",
    "Ensure that the ratio of sentence types (declarative, interrogative, exclamatory) is "
    "balanced.",
)
def sentence_balance(reply: Reply) -> bool:
    """As many statements as questions as exclamations; there must be some."""
    ends = _ends(reply, False)
    return ends["."] == ends["?"] == ends["!"] > 0


@published("ratio:sentence_balance")
def _sentence_balance(reply: Reply) -> bool:
    ends = _ends(reply, True)
    return ends["."] == ends["?"] == ends["!"]


@constraint(
    "ratio:sentence_words",
    "Respond with three sentences, all containing the same number of characters but using all "
    "different words.",
)
def sentence_words(reply: Reply) -> bool:
    """Three sentences of one length, and no word twice."""
    words = [word.lower() for word in reply.words]
    return _sentence_words(reply) and len(set(words)) == len(words)


@published("ratio:sentence_words")
def _sentence_words(reply: Reply) -> bool:
    sentences = reply.sentences
    return len(sentences) == 3 and len({len(one.strip()) for one in sentences}) == 1
