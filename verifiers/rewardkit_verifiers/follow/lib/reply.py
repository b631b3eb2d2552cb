"""A reply with its words, sentences and lines, each split once for all constraints of a row."""

from __future__ import annotations

import re
import string
from functools import cached_property

from rewardkit_verifiers.follow.lib.iftrain_sentences import split_by_rules
from rewardkit_verifiers.follow.lib.sentences import split_sentences
from rewardkit_verifiers.follow.lib.tokens import split_tokens

PUNCTUATION = string.punctuation
_NO_PUNCTUATION = str.maketrans("", "", PUNCTUATION)
_WORD_RUN = re.compile(r"\w+")
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}](?:[^\W{_IDEOGRAPH}]|[-'’.,](?=[^\W_]))*")
# Abbreviations that Punkt's English model lacks; a small letter after one goes on.
_GOING_ON = ("e.g.", "i.e.", "cf.", "approx.", "fig.", "vol.", "no.", "al.", "resp.")
_FOREIGN_END = re.compile(r"(?<=[。！？])(?=\S)")


class Reply:
    """A reply and what constraints count in it.

    Example:
        >>> reply = Reply("It's well-known. No?")
        >>> reply.words, reply.sentences
        (["It's", 'well-known', 'No'], ["It's well-known.", 'No?'])
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lower(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def bare(self) -> str:
        """The text without ASCII punctuation, so that `1,000` is `1000`."""
        return self.text.translate(_NO_PUNCTUATION)

    @cached_property
    def words(self) -> list[str]:
        """Words as people count them: `don't` and `well-known` are one, an ideograph is one."""
        return _WORD.findall(self.text)

    @cached_property
    def word_runs(self) -> list[str]:
        """Runs of letters and digits, as IFEval counts words: `don't` is two."""
        return _WORD_RUN.findall(self.text)

    @cached_property
    def pieces(self) -> list[str]:
        """What stands between blanks."""
        return self.text.split()

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences, as Punkt splits English."""
        return split_sentences(self.text)

    @cached_property
    def rule_sentences(self) -> list[str]:
        """The sentences, as the checkers of IFBench's training set split them."""
        return split_by_rules(self.text)

    @cached_property
    def any_sentences(self) -> list[str]:
        """The sentences of English and of languages with a full-width stop."""
        parts = [one for sentence in self.sentences for one in _FOREIGN_END.split(sentence)]
        found: list[str] = []
        for part in parts:
            if not any(char.isalnum() for char in part):
                continue
            if found and part[:1].islower() and found[-1].lower().endswith(_GOING_ON):
                found[-1] += f" {part.strip()}"
            else:
                found.append(part.strip())
        return found

    @cached_property
    def tokens(self) -> list[str]:
        """Words and marks, as NLTK's tokenizer splits them."""
        return list(split_tokens(self.text))

    @cached_property
    def lines(self) -> list[str]:
        """Lines that show something."""
        return [line for line in self.text.split("\n") if line.strip()]


def stripped(word: str) -> str:
    """Return a word without ASCII punctuation and blanks at its ends.

    Example:
        >>> stripped('("Hello,"')
        'Hello'
    """
    return word.strip(PUNCTUATION + " ")


def first_words(sentence: str) -> list[str]:
    """Return the words of a sentence as people count them.

    Example:
        >>> first_words("- Don't, 3.5 go")
        ["Don't", '3.5', 'go']
    """
    return _WORD.findall(sentence)
