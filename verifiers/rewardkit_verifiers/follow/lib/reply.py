"""A reply with its words, sentences and lines, each split once for all constraints of a row."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from rewardkit_verifiers.follow.lib.iftrain_sentences import split_by_rules
from rewardkit_verifiers.follow.lib.remembered import Remembered
from rewardkit_verifiers.follow.lib.sentences import (
    End,
    ends_within,
    sentence_ends,
    sentences_between,
)
from rewardkit_verifiers.follow.lib.tokens import split_tokens
from rewardkit_verifiers.follow.lib.trigrams import Overlap, Trigram, trigrams

PUNCTUATION = string.punctuation
_NO_PUNCTUATION = str.maketrans("", "", PUNCTUATION)
_ENDS = PUNCTUATION + " "
_WORD_RUN = re.compile(r"\w+")
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}](?:[^\W{_IDEOGRAPH}]|[-'’.,](?=[^\W_]))*")
# Abbreviations that Punkt's English model lacks; a small letter after one goes on.
_GOING_ON = ("e.g.", "i.e.", "cf.", "approx.", "fig.", "vol.", "no.", "al.", "resp.")
_FOREIGN_END = re.compile(r"(?<=[。！？])(?=\S)")


Read = Callable[[str], list[str]]


class Reply:
    """A reply and what constraints count in it.

    Example:
        >>> reply = Reply("It's well-known. No?")
        >>> reply.words, reply.sentences
        (["It's", 'well-known', 'No'], ["It's well-known.", 'No?'])
    """

    _whole: tuple[Reply, int, int] | None = None
    _starred: Reply | None = None
    _last_overlap: tuple[set[Trigram], Overlap] | None = None

    def __init__(self, text: str) -> None:
        self.text = text
        self._read: dict[Read, list[str]] = {}

    def part(self, start: int, stop: int) -> Reply:
        """Return a part of the reply with blanks around it; what both hold is split once.

        Args:
            start: Where the part begins: at the beginning, or behind a blank.
            stop: Where it stops: at the end, or before a blank.
        """
        if stop - start == len(self.text):
            return self
        found = Reply(self.text[start:stop])
        # Reading again what is left out must be the smaller part of the work.
        if 2 * (stop - start) > len(self.text):
            found._whole = self, start, stop
        return found

    def without_asterisks(self) -> Reply:
        """Return the reply without its asterisks."""
        found = Reply(self.text.replace("*", ""))
        found._starred = self
        return found

    def each_word(self, read: Read, asterisks: bool = True) -> list[str]:
        """Return what a function finds in the text; parts of a reply share it with the whole.

        Args:
            read: A function that finds things between blanks, none of them across a blank.
            asterisks: Whether asterisks change what it finds.
        """
        found = self._read.get(read)
        if found is None:
            if self._starred is not None and not asterisks:
                found = self._starred.each_word(read)
            elif self._whole is not None:
                whole, start, stop = self._whole
                every = whole.each_word(read, asterisks)
                before, behind = len(read(whole.text[:start])), len(read(whole.text[stop:]))
                found = every[before : len(every) - behind]
            else:
                found = read(self.text)
            self._read[read] = found
        return found

    @cached_property
    def lower(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def bare(self) -> str:
        """The text without ASCII punctuation, so that `1,000` is `1000`."""
        return self._starred.bare if self._starred is not None else bare(self.text)

    @property
    def bare_words(self) -> list[str]:
        """What stands between blanks in the bare text, in lower case."""
        return self.each_word(bare_words, asterisks=False)

    @cached_property
    def words(self) -> list[str]:
        """Words as people count them: `don't` and `well-known` are one, an ideograph is one."""
        return self.each_word(words_of)

    @cached_property
    def first_word(self) -> str:
        """The first word as people count them; empty if there is none."""
        found = _WORD.search(self.text)
        return found[0] if found else ""

    @cached_property
    def word_runs(self) -> list[str]:
        """Runs of letters and digits, as IFEval counts words: `don't` is two."""
        return self.each_word(word_runs)

    @cached_property
    def pieces(self) -> list[str]:
        """What stands between blanks."""
        return self.each_word(str.split)

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences, as Punkt splits English."""
        return list(self.each_sentence())

    def each_sentence(self) -> Iterator[str]:
        """Yield the sentences; the text is read no further than is asked for."""
        return sentences_between(self.text, self._ends)

    @cached_property
    def _ends(self) -> Remembered[End]:
        if self._whole is None:
            return Remembered(sentence_ends(self.text))
        whole, start, stop = self._whole
        return Remembered(ends_within(whole.text, whole._ends, start, stop))

    @cached_property
    def rule_sentences(self) -> list[str]:
        """The sentences, as the checkers of IFBench's training set split them."""
        return split_by_rules(self.text)

    @cached_property
    def any_sentences(self) -> list[str]:
        """The sentences of English and of languages with a full-width stop."""
        return list(_joined(self.sentences))

    def each_any_sentence(self) -> Iterator[str]:
        """Yield `any_sentences`; the text is read no further than is asked for."""
        return _joined(self.each_sentence())

    @cached_property
    def trigrams(self) -> set[Trigram]:
        """Each three characters in a row."""
        return trigrams(self.text)

    def may_hold(self, keyword: str) -> bool:
        """Return False if a keyword certainly stands nowhere in the reply, in no case.

        Far cheaper than a regex that ignores case: most keywords that are looked for do not occur.
        """
        if self._whole is not None:
            return self._whole[0].may_hold(keyword)
        return may_hold(self.text, keyword)

    def may_overlap(self, wanted: set[Trigram], least: float, most: float) -> bool:
        """Return False if the share of trigrams among some is certainly not between two numbers.

        What the share of the whole reply says of its parts is cheaper than reading each part.
        """
        if not self._overlap(wanted).may_be(least, most):
            return False
        if self._whole is None:
            return True
        whole, start, stop = self._whole
        outside = trigrams(whole.text[: start + 2]) | trigrams(whole.text[max(stop - 2, 0) :])
        part = whole._overlap(wanted).of_part(len(outside), len(outside & wanted))
        return part.may_be(least, most)

    def _overlap(self, wanted: set[Trigram]) -> Overlap:
        """Return bounds of how many trigrams there are, and are wanted; no part is read."""
        if self._last_overlap is None or self._last_overlap[0] is not wanted:
            if self._whole is not None:
                whole, start, stop = self._whole
                outside = len(whole.text) - stop + start
                found = whole._overlap(wanted).of_part(outside, outside)
            elif self._starred is not None:
                found = self._starred._overlap(wanted).without(self._starred.text.count("*"))
            else:
                found = Overlap.of(self.trigrams, wanted)
            self._last_overlap = wanted, found
        return self._last_overlap[1]

    @cached_property
    def tokens(self) -> list[str]:
        """Words and marks, as NLTK's tokenizer splits them."""
        return list(split_tokens(self.text))

    @cached_property
    def lines(self) -> list[str]:
        """Lines that show something."""
        return [line for line in self.text.split("\n") if line.strip()]


def _joined(sentences: Iterable[str]) -> Iterator[str]:
    """Yield sentences, split at full-width stops and joined behind abbreviations."""
    before = ""
    for sentence in sentences:
        for part in _FOREIGN_END.split(sentence):
            if not any(map(str.isalnum, part)):
                continue
            if before and part[:1].islower() and before.lower().endswith(_GOING_ON):
                before += f" {part.strip()}"
            else:
                if before:
                    yield before
                before = part.strip()
    if before:
        yield before


def bare(text: str) -> str:
    """Return a text without ASCII punctuation."""
    return text.translate(_NO_PUNCTUATION)


def word_runs(text: str) -> list[str]:
    """Return the runs of letters and digits in a text."""
    return _WORD_RUN.findall(text)


def bare_words(text: str) -> list[str]:
    """Return what stands between blanks in a text without ASCII punctuation, in lower case.

    Example:
        >>> bare_words("It's 1,000!")
        ['its', '1000']
    """
    return bare(text).lower().split()


def stripped(word: str) -> str:
    """Return a word without ASCII punctuation and blanks at its ends.

    Example:
        >>> stripped('("Hello,"')
        'Hello'
    """
    return word if word.isalnum() else word.strip(_ENDS)


def may_hold(text: str, keyword: str) -> bool:
    """Return False if a keyword certainly stands nowhere in a text, in no case.

    Example:
        >>> may_hold("An artful one", "ART"), may_hold("An artful one", "map")
        (True, False)
    """
    # Regexes alone let these letters stand for i and s.
    folded = not keyword.isascii() or "ſ" in text or "ı" in text or "İ" in text
    return folded or keyword.lower() in text.lower()


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence as people count them.

    Example:
        >>> words_of("- Don't, 3.5 go")
        ["Don't", '3.5', 'go']
    """
    return _WORD.findall(sentence)
