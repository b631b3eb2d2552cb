"""Options with their texts: which one a reference names, and which one a reply says in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from rewardkit_verifiers.text.lib.wording import normal, plain_values

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_USUAL = "ABCDE"
# "A. text", "(A) text", "A）text": an option of a question, in its own line or behind blanks.
_LINE = re.compile(
    r"(?:^|\n|(?<=\s)|(?<=[。；;]))[\t\x20*]{0,6}[(（\[]?([A-Z])[.):．、）：\]][*]{0,2}[\t\x20]{0,4}(?=\S)"
)
_LONGEST_QUESTION, _LONGEST_OPTION = 20_000, 600


def lettered(options: Any, choices: str) -> dict[str, str]:
    """Return the texts of the options by their letters.

    Args:
        options: A list of texts in order, or texts by letter; JSON text of either. Any other
            text tells nothing.
        choices: The letters that stand for options.

    Raises:
        ValueError: They are of another kind, or more than there are letters.

    Example:
        >>> lettered(["Rome", "Oslo"], "ABCD")
        {'A': 'Rome', 'B': 'Oslo'}
    """
    if isinstance(options, str):
        try:
            options = json.loads(options)
        except ValueError:
            return {}  # the options as one text, as some tables have them
    if isinstance(options, Mapping):
        given = {str(letter).strip().upper(): text for letter, text in options.items() if text}
    else:
        texts = plain_values(options)
        if len(texts) > len(choices):
            raise ValueError(f"{len(texts)} options have only the letters {choices}")
        given = dict(zip(choices, texts, strict=False))
    if len(given) < 2 or not set(given) <= set(choices):
        raise ValueError(f"options must be two or more, with letters of {choices}")
    return {letter: str(text) for letter, text in given.items()}


def letters_for(options: Any, choices: str) -> str:
    """Return the letters of options, more than the usual five where there are more of them.

    Example:
        >>> letters_for(["x"] * 7, "ABCDE"), letters_for(["x"] * 4, "ABCDE")
        ('ABCDEFG', 'ABCDE')
    """
    if choices != _USUAL or isinstance(options, str):
        return choices
    if isinstance(options, Mapping):
        given = {str(letter).strip().upper() for letter, text in options.items() if text}
        most = len(given) if given == set(_LETTERS[: len(given)]) else 0
    else:
        most = len(plain_values(options))
    return _LETTERS[: max(most, len(choices))]


def offered(prompt: str, choices: str) -> dict[str, str]:
    """Return the options that a question lists behind their letters, in order from the first.

    Example:
        >>> offered("Which? (A) Rome (B) Oslo", "ABCD")
        {'A': 'Rome', 'B': 'Oslo'}
        >>> offered("What is Vitamin C. for?", "ABCD")
        {}
    """
    prompt = prompt[-_LONGEST_QUESTION:]
    found = list(_LINE.finditer(prompt))
    start = max((at for at, one in enumerate(found) if one[1] == "A"), default=None)
    if start is None or choices[:1] != "A":
        return {}
    texts: dict[str, str] = {}
    for at in range(start, len(found)):
        if found[at][1] != _LETTERS[len(texts)]:
            break
        end = found[at + 1].start() if at + 1 < len(found) else len(prompt)
        text = prompt[found[at].end() : end]
        texts[found[at][1]] = text.strip().partition("\n")[0].strip()[:_LONGEST_OPTION]
        if len(texts) == len(_LETTERS):
            break
    return texts if len(texts) > 1 and all(texts.values()) else {}


def letter_of(text: str, options: Mapping[str, str]) -> str | None:
    """Return the letter of the one option that has this text, or None.

    Example:
        >>> letter_of("rome.", {"A": "Oslo", "B": "Rome"})
        'B'
        >>> letter_of("B", {"A": "B-", "B": "B+"}) is None
        True
    """
    exact = [letter for letter, option in options.items() if option.strip() == text.strip()]
    if len(exact) == 1:
        return exact[0]
    if text.strip().upper() in options:
        found = [one for one, option in options.items() if option.strip().lower() == text.lower()]
        return found[0] if len(found) == 1 else None
    wanted = _plain(text)
    found = [letter for letter, option in options.items() if _plain(option) == wanted]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return normal(text, ignore_case=True, unicode="NFKC", punctuation="trim")
