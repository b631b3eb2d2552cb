"""The options of a question: a reply may give the text of one for its letter, or the reverse."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.words import folded_words, visible

_MARK = re.compile(r"(?:(?<=\s)|^)\(?([A-Ja-j]|[1-9])[).:]\s+(?=\S)", re.MULTILINE)
_LABELLED = re.compile(r"\(?([A-Ja-j]|[1-9])[).:]\s+(?=\S)")
_LABEL = re.compile(r"\(?([A-Ja-j]|[1-9])\)?[.:]?")
_LETTER = re.compile(r"(?<![\w'’])([A-J])(?![\w'’])")
_FEWEST, _SHORT = 2, 8
_ARTICLES = ("the", "a", "an")


def options_of(prompt: str) -> dict[str, str]:
    r"""Return the options that a question lists, by their label.

    Example:
        >>> options_of("Which is a gas?\nA) iron\nB) argon")
        {'A': 'iron', 'B': 'argon'}
        >>> options_of("What is H2O? (1) salt (2) water")
        {'1': 'salt', '2': 'water'}
    """
    found: list[re.Match[str]] = []
    for mark in _MARK.finditer(prompt):
        if ord(mark[1]) == (ord(found[-1][1]) + 1 if found else ord(mark[1])) and (
            found or mark[1] in "Aa1"
        ):
            found.append(mark)
    if len(found) < _FEWEST:
        return {}
    ends = [*(mark.start() for mark in found[1:]), len(prompt)]
    texts = [prompt[mark.end() : end] for mark, end in zip(found, ends, strict=True)]
    return {
        mark[1].upper(): text.strip().splitlines()[0].strip(" .,;")
        for mark, text in zip(found, texts, strict=True)
        if text.strip()
    }


def said_by_option(text: str, golds: Sequence[object], prompt: str) -> list[object]:
    r"""Return the references as a reply says them: an option's text for its letter, or the reverse.

    Example:
        >>> said_by_option("Argon is one.", ["B"], "Which is a gas?\nA) iron\nB) argon")
        ['argon']
        >>> said_by_option("Iron and argon.", ["B"], "Which is a gas?\nA) iron\nB) argon")
        ['B']
        >>> said_by_option("It's argon.", ["B. argon"], "Which is a gas?\nA) iron\nB) argon")
        ['argon']
    """
    options = options_of(prompt)
    golds = [_without_label(gold, options) for gold in golds]
    return [_twin(text, gold, options) for gold in golds] if options else list(golds)


_PLACED = re.compile(
    r"\W*(?:it(?:['’]s| is)\s+|that(?:['’]s| is)\s+|i(?:['’]d)? (?:choose|pick|say)\s+"
    r"|answer:?\s+)?(?:the\s+)?"
    r"(?:(?P<place>first|second|third|fourth|fifth|last|[1-5](?:st|nd|rd|th))(?:\s+(?:one|option"
    r"|choice|answer|alternative|statement|item))?|(?:option|number|choice|answer|no\.?)\s+#?"
    r"(?P<count>one|two|three|four|five|[1-5])(?:\s+(?:in|on|of) the list)?)\W*",
    re.IGNORECASE,
)
_PLACES = ("first", "second", "third", "fourth", "fifth")
_COUNTS = ("one", "two", "three", "four", "five")


def _placed(text: str, options: dict[str, str]) -> str:
    """Return the label of the option that a reply names by its place: "The second one."."""
    found = _PLACED.fullmatch(text.strip())
    if found is None:
        return ""
    said = (found["place"] or found["count"]).casefold()
    labels = list(options)
    names = _PLACES if found["place"] else _COUNTS
    at = int(said[0]) - 1 if said[0].isdigit() else names.index(said) if said in names else -1
    return labels[at] if at < len(labels) else ""


def _twin(text: str, gold: object, options: dict[str, str]) -> object:
    said = visible(text)
    placed = _placed(said, options) if str(gold).strip().upper() in options else ""
    if placed and not any(map(str.isdigit, options)):
        return visible(said).strip(" .!*") if placed == str(gold).strip().upper() else gold
    labelled = _LABEL.fullmatch(visible(str(gold)).strip())
    named = {label for label, option in options.items() if _stands(option, said)}
    letters = set(_LETTER.findall(said)) - {"I"}
    if labelled:
        label = labelled[1].upper()
        given = _LABELLED.match(said.strip())
        if label in options and given and given[1].upper() == label and len(named) == 1:
            return gold if label in named else options[label]  # "B. copper" is no B
        if label in options and named == {label} and not letters - {label, "A"}:
            return gold if label in letters else options[label]
        return gold
    bare = _words(str(gold))
    mine = [label for label, option in options.items() if _words(option) == bare]
    short = len(folded_words(said)) <= _SHORT
    return mine[0] if mine and not named and short and letters == {mine[0]} else gold


def _without_label(gold: object, options: dict[str, str]) -> object:
    """Return the label of a reference that is an option with its label: B for "B. argon"."""
    label = _LABELLED.match(visible(str(gold)).strip())
    if label is None or label[1].upper() not in options:
        return gold
    rest = _words(visible(str(gold)).strip()[label.end() :])
    return label[1].upper() if rest == _words(options[label[1].upper()]) else gold


def _words(text: str) -> list[str]:
    words = folded_words(visible(text))
    return words[1:] if words and words[0] in _ARTICLES else words


def _stands(option: str, said: str) -> bool:
    words = _words(option)
    return bool(words) and f" {' '.join(words)} " in f" {' '.join(folded_words(said))} "
