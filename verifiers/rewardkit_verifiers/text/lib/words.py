"""Words of any script, without a tokenizer."""

from __future__ import annotations

from itertools import groupby

# A longer run without a blank is no word: it is counted by characters, or "aaaa..." would be one.
LONGEST_WORD = 40


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case; every ideograph or kana is a word.

    Example:
        >>> words_of("Two words, 三个字")
        ['two', 'words,', '三', '个', '字']
        >>> len(words_of("x" * 500))
        500
    """
    words: list[str] = []
    for run in text.casefold().split():
        if run.isascii():
            words += [run] if len(run) <= LONGEST_WORD else list(run)
            continue
        for wide, chars in groupby(run, stands_alone):
            part = "".join(chars)
            words += list(part) if wide or len(part) > LONGEST_WORD else [part]
    return words


def stands_alone(char: str) -> bool:
    """Return whether a character belongs to a script that puts no blanks between words.

    Kana, Han ideographs with their extensions, Thai, Lao and Khmer.
    """
    code = ord(char)
    return (
        0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
        or 0x0E00 <= code <= 0x0EFF
        or 0x1780 <= code <= 0x17FF
    )
