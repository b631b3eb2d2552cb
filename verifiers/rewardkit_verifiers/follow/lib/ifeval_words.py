"""Constraints of IFEval on keywords, letters, case and lengths."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.follow.lib.constraint import constraint, published, related
from rewardkit_verifiers.follow.lib.language import language_of
from rewardkit_verifiers.follow.lib.reply import Reply, may_hold

_MARKS = {".", ",", "?", "!", "'", '"'}


def occurrences(keyword: str, text: str) -> int:
    """Return how often a keyword stands in a text as a whole word, in any case.

    Example:
        >>> occurrences("art", "Art is an artful art.")
        2
    """
    keyword = keyword.strip()
    if not may_hold(text, keyword):
        return 0
    inner = re.escape(keyword)
    return len(re.findall(rf"(?<!\w){inner}(?!\w)", text, re.IGNORECASE))


def _parts(keyword: str, text: str) -> int:
    return text.lower().count(keyword.lower())


@constraint("keywords:existence", "Include keywords {keywords} in the response.", keywords="texts")
def existence(reply: Reply, keywords: Sequence[str]) -> bool:
    """Every keyword occurs, as a word."""
    return all(occurrences(one, reply.text) for one in keywords)


@published("keywords:existence")
def _existence(reply: Reply, keywords: Sequence[str]) -> bool:
    return all(_parts(one, reply.text) for one in keywords)


@constraint(
    "keywords:frequency",
    "In your response, the word {keyword} should appear {relation} {frequency} times.",
    keyword="text",
    frequency="count",
    relation="relation",
)
def frequency(reply: Reply, keyword: str, frequency: int, relation: str) -> bool:
    """A keyword occurs often or rarely enough, as a word."""
    return related(occurrences(keyword, reply.text), relation, frequency)


@published("keywords:frequency")
def _frequency(reply: Reply, keyword: str, frequency: int, relation: str) -> bool:
    return related(_parts(keyword.strip(), reply.text), relation, frequency)


@constraint(
    "keywords:forbidden_words",
    "Do not include keywords {forbidden_words} in the response.",
    forbidden_words="texts",
)
def forbidden_words(reply: Reply, forbidden_words: Sequence[str]) -> bool:
    """No forbidden word occurs."""
    return not any(occurrences(one, reply.text) for one in forbidden_words)


@constraint(
    "keywords:letter_frequency",
    "In your response, the letter {letter} should appear {let_relation} {let_frequency} times.",
    letter="text",
    let_frequency="count",
    let_relation="relation",
)
def letter_frequency(reply: Reply, letter: str, let_frequency: int, let_relation: str) -> bool:
    """A letter occurs often or rarely enough, in any case."""
    return related(reply.lower.count(letter.strip().lower()), let_relation, let_frequency)


@constraint(
    "language:response_language",
    "Your ENTIRE response should be in {language} language, no other language is allowed.",
    language="text",
)
def response_language(reply: Reply, language: str) -> bool:
    """The reply is written in a language, given by its ISO 639-1 code."""
    return language_of(reply.text) == language.lower()


@constraint(
    "length_constraints:number_sentences",
    "Your response should contain {relation} {num_sentences} sentences.",
    num_sentences="count",
    relation="relation",
)
def number_sentences(reply: Reply, num_sentences: int, relation: str) -> bool:
    """The number of sentences."""
    return related(len(reply.any_sentences), relation, num_sentences)


@published("length_constraints:number_sentences")
def _number_sentences(reply: Reply, num_sentences: int, relation: str) -> bool:
    return related(len(reply.sentences), relation, num_sentences)


@constraint(
    "length_constraints:number_words",
    "Answer with {relation} {num_words} words.",
    num_words="count",
    relation="relation",
)
def number_words(reply: Reply, num_words: int, relation: str) -> bool:
    """The number of words."""
    return related(len(reply.words), relation, num_words)


@published("length_constraints:number_words")
def _number_words(reply: Reply, num_words: int, relation: str) -> bool:
    return related(len(reply.word_runs), relation, num_words)


@constraint(
    "length_constraints:number_paragraphs",
    "There should be {num_paragraphs} paragraphs. Paragraphs are separated with the markdown "
    "divider: ***",
    num_paragraphs="count",
)
def number_paragraphs(reply: Reply, num_paragraphs: int) -> bool:
    """The number of paragraphs between dividers."""
    parts = re.split(r"\s?\*\*\*\s?", reply.text)
    if not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return all(part.strip() for part in parts) and len(parts) == num_paragraphs


@constraint(
    "length_constraints:nth_paragraph_first_word",
    "There should be {num_paragraphs} paragraphs. Paragraphs and only paragraphs are separated "
    "with each other by two new lines as if it was '\\n\\n' in python. Paragraph {nth_paragraph} "
    "must start with word {first_word}.",
    num_paragraphs="count",
    nth_paragraph="count",
    first_word="text",
)
def nth_paragraph_first_word(
    reply: Reply, num_paragraphs: int, nth_paragraph: int, first_word: str
) -> bool:
    """The number of paragraphs, and the first word of one of them."""
    parts = [part.strip() for part in reply.text.split("\n\n") if part.strip()]
    if len(parts) != num_paragraphs or not 1 <= nth_paragraph <= len(parts):
        return False
    found = _first_word(parts[nth_paragraph - 1].lstrip("*_#> ")).rstrip("*_:;")
    return found == first_word.strip().lower()


@published("length_constraints:nth_paragraph_first_word")
def _nth_paragraph_first_word(
    reply: Reply, num_paragraphs: int, nth_paragraph: int, first_word: str
) -> bool:
    parts = reply.text.split("\n\n")
    count = sum(bool(part.strip()) for part in parts)
    if nth_paragraph > count or not parts[nth_paragraph - 1].strip():
        return False
    found = _first_word(parts[nth_paragraph - 1].strip())
    return count == num_paragraphs and found == first_word.lower()


def _first_word(paragraph: str) -> str:
    word = paragraph.split()[0].lstrip("'").lstrip('"') if paragraph.split() else ""
    end = next((at for at, char in enumerate(word) if char in _MARKS), len(word))
    return word[:end].lower()


@constraint(
    "change_case:english_capital",
    "Your entire response should be in English, and in all capital letters.",
)
def english_capital(reply: Reply) -> bool:
    """English in capital letters."""
    return reply.text.isupper() and language_of(reply.lower) == "en"


@constraint(
    "change_case:english_lowercase",
    "Your entire response should be in English, and in all lowercase letters. No capital letters "
    "are allowed.",
)
def english_lowercase(reply: Reply) -> bool:
    """English in small letters."""
    return reply.text.islower() and language_of(reply.text) == "en"


@constraint(
    "change_case:capital_word_frequency",
    "In your response, words with all capital letters should appear {capital_relation} "
    "{capital_frequency} times.",
    capital_frequency="count",
    capital_relation="relation",
)
def capital_word_frequency(reply: Reply, capital_frequency: int, capital_relation: str) -> bool:
    """The number of words in capital letters."""
    return related(sum(word.isupper() for word in reply.words), capital_relation, capital_frequency)


@published("change_case:capital_word_frequency")
def _capital_word_frequency(reply: Reply, capital_frequency: int, capital_relation: str) -> bool:
    return related(
        sum(word.isupper() for word in reply.tokens), capital_relation, capital_frequency
    )


@constraint("punctuation:no_comma", "In your entire response, refrain from the use of any commas.")
def no_comma(reply: Reply) -> bool:
    """No comma, nor one of another script."""
    return not any(char in reply.text for char in ",，、،")


@published("punctuation:no_comma")
def _no_comma(reply: Reply) -> bool:
    return "," not in reply.text
