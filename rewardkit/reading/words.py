"""A text as a reader sees it, and its words: what all reading of replies starts from."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
# Letters and signs that are drawn as nothing: fillers of Hangul and Khmer, the empty Braille cell.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_WORD = re.compile(r"[^\W_]+")
# Marks on letters are written apart from them, and fall; those of Indic vowels stay.
_FALLING_MARK = "Mn"
# Letters that no normal form takes apart.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "ß": "ss",
        "œ": "oe",
        "æ": "ae",
        "þ": "th",
        "أ": "ا",
        "إ": "ا",
        "ة": "ه",
    }
)


def visible(text: str) -> str:
    r"""Return the text in normal form NFKC without characters that show nothing.

    Example:
        >>> visible("\u200b４０\u202e")
        '40'
    """
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        char
        for char in folded
        if char in "\n\t " or (unicodedata.category(char) not in _UNSEEN and char not in _BLANK)
    )


def folded_words(text: str) -> list[str]:
    """Return the words in lower case without accents, apostrophes taken as spaces.

    Example:
        >>> folded_words("Résolvons d'abord!")
        ['resolvons', 'd', 'abord']
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if unicodedata.category(char) != _FALLING_MARK)
    plain = plain.translate(_LETTERS)
    return _WORD.findall(unicodedata.normalize("NFC", plain))


def folded_set(*texts: str) -> frozenset[str]:
    """Return all words of some texts, folded.

    Example:
        >>> sorted(folded_set("não no"))
        ['nao', 'no']
    """
    return frozenset(word for text in texts for word in folded_words(text))
