"""Which option a reply settles on."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from rewardkit_verifiers.text.choice.letters import Letters, letters_after, letters_at
from rewardkit_verifiers.text.lib.wording import normalised

_CUE = re.compile(
    r"""(?P<final><answer>)
    |(?P<last>final\s{1,3})?\b(?:answer|ans|solution|choice|option|selection|letter|statement)\b
        (?:\s{1,3}(?:choice|option|letter))?[*_"'\s]{0,4}
        (?::|=|is\b|(?:would|should|must|has\s{1,3}to)\s{1,3}be\b)
    |\bit['’]s\b|\bi\s{1,3}(?:think|believe|guess)\b|(?:^|\n)[ \t]{0,4}(?:→|⇒|=>|->)
    |\b(?:wait|actually|correction)\b[,.!:]?\s{0,3}(?:(?:no|wait|actually|rather)\b[,.!:]?\s{0,3}){0,3}
    |\bit\s{1,3}(?:is|must\s{1,3}be|has\s{1,3}to\s{1,3}be|should\s{1,3}be)\b
    |\b(?:choose|chose|select|pick|(?:go|going|went)\s{1,3}with)\b
    |\b(?:therefore|thus|hence|so)\b[,:]?(?=\s{1,3}[*_("'`$\[]{0,4}\w\b)
    |\b(?:respuesta|réponse|resposta|risposta|antwort|ответ|odpowiedź|svar(?:et)?)\b
        [*_\s]{0,4}(?::|=|es\b|est\b|é\b|è\b|ist\b|—|-|er\b|to\b)
    |(?:答案|回答|正解|正确选项|正確選項|정답|답)[*_\s]{0,3}(?:[是为為は은:]|应该?是)?
    |选择?|選擇?""",
    re.VERBOSE | re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\bnot|n't|\bnever|\bneither|\bwhy|\bif|不|nicht)\W{1,3}(?:\w{1,10}\W){0,2}$"
)
_CORRECT = re.compile(
    r"\s{1,3}(?:is|was|must\s{1,3}be)\s{1,3}(?:(?:the|my)\s{1,3})?(?:(?:only|most|clearly|final)\s{1,3})?"
    r"(?:correct|right|answer)\b",
    re.IGNORECASE,
)
_BOX = re.compile(r"\\(?:boxed|fbox)\s{0,3}\{")
_WRAPPERS = re.compile(r"\\(?:text|textbf|mathrm|mathbf|rm|bf)\b|\\[,;! ()]|[{}$~\s]")
_LEAD = re.compile(
    r"[\s>*#_`\"'“‘$({\[\\-]{0,10}(?:(?:option|choice)\s{1,3}[*_`\"'$({\[]{0,4})?", re.IGNORECASE
)
# What stands after a letter and takes it back again.
_DENIED = re.compile(
    r"[^\n.;]{0,60}?\b(?:is|was)(?:n't)?\s{1,3}(?:wrong|incorrect|false|not\s{1,3}(?:right|correct))\b"
    r"|\s{0,3}[:,]?\s{0,3}(?:no|wrong|incorrect|false)[ \t]{0,3}[.!]?[ \t]{0,3}(?:\n|\Z)",
    re.IGNORECASE,
)
_DELIMITED = re.compile(r"[)\]}.:,!*_`\"'$]|\s{0,3}[✓✔✅☑]|\s{1,3}[-–—=]|\s*$")
_ONE_MORE = re.compile(r"(?<=[\s(])([A-Z0-9])[):](?!\S)")
_BETWEEN = re.compile(r"[\s.,;:)\](\[/&*_-]+")
# What is said before one of these, on the same line, holds no longer.
_TAKEN_BACK = re.compile(
    r"\b(?:wait|actually|correction|oops|scratch\s{1,3}that|on\s{1,3}second\s{1,3}thought)\b",
    re.IGNORECASE,
)
_LONGEST_BOX = 200
# Of a reply that states its choice more often than this, only the last statements are read.
_MOST_STATEMENTS = 500
_WINDOW = 32


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reply settles on: one letter, or several between which it does not decide."""

    letters: frozenset[str]
    how: str


@dataclass(frozen=True, slots=True)
class _Statement:
    at: int
    letters: frozenset[str]
    final: bool


def chosen(text: str, choices: str = "ABCDE") -> Chosen | None:
    r"""Return which option a reply settles on.

    Read are, by rank: boxes and lines such as `Final answer: C`, which must all agree and not be
    gone back on; else the last line with a statement such as `the answer is C` or `C is
    correct`; else lines that begin with a letter, such as `C) 12`, if they all name the same.

    Args:
        text: The reply. Reasoning up to a `</think>` is left out if there is anything after it.
        choices: The letters that stand for options.

    Returns:
        The letters, more than one when the reply hedges; None when there is no choice in it.

    Example:
        >>> sorted(chosen("So the answer is (C) 12.").letters)
        ['C']
        >>> sorted(chosen("I would go with B or C.").letters)
        ['B', 'C']
        >>> chosen("A dog barked.") is None
        True
    """
    text = normalised(text, "NFKC")
    _, _, after = text.rpartition("</think>")
    text = after if after.strip() else text
    statements = sorted(_boxes(text, choices) + _cued(text, choices), key=lambda one: one.at)
    if not statements:
        return _leading(text, choices)
    finals = [one for one in statements if one.final]
    if finals:
        later = [one for one in statements if one.at > finals[-1].at]
        letters = frozenset[str]().union(*(one.letters for one in finals + later))
        return Chosen(letters, "final")
    start = text.rfind("\n", 0, statements[-1].at)
    for taken_back in _last(_TAKEN_BACK.finditer(text, max(start, 0), statements[-1].at)):
        start = taken_back.start() - 1
    said = [one.letters for one in statements if one.at > start]
    return Chosen(frozenset[str]().union(*said), "statement")


def _last(matches: Iterable[re.Match[str]]) -> Iterable[re.Match[str]]:
    return deque(matches, maxlen=_MOST_STATEMENTS)


def _boxes(text: str, choices: str) -> list[_Statement]:
    found = []
    for box in _last(_BOX.finditer(text)):
        content = _braced(text, box.end())
        bare = _WRAPPERS.sub("", content).strip(".:*")
        letters = {char.upper() for char in bare if char.isalnum()}
        if letters and len(bare) <= 3 * len(letters) and letters <= set(choices):
            found.append(_Statement(box.start(), frozenset(letters), True))
        elif (lead := _lead(_WRAPPERS.sub(" ", content).strip(), choices)) is not None:
            found.append(_Statement(box.start(), lead.letters, True))
    return found


def _braced(text: str, start: int) -> str:
    depth = 1
    for at in range(start, min(len(text), start + _LONGEST_BOX)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return text[start:at]
    return ""


def _cued(text: str, choices: str) -> list[_Statement]:
    found = []
    for cue in _last(_CUE.finditer(text)):
        letters = letters_after(text, cue.end(), choices)
        if letters is None or _NEGATED.search(text[max(0, cue.start() - _WINDOW) : cue.start()]):
            continue
        found.append(_Statement(cue.start(), letters.letters, bool(cue["final"] or cue["last"])))
    subject = re.compile(rf"(?<!\w)[{choices}][)\]*_\"'`]{{0,4}}(?=\s)")
    correct = (one for one in subject.finditer(text) if _CORRECT.match(text, one.end()))
    found += [
        _Statement(match.start(), frozenset(match[0][0]), False)
        for match in _last(correct)
        if not _NEGATED.search(text[max(0, match.start() - _WINDOW) : match.start()])
    ]
    return found


def _leading(text: str, choices: str) -> Chosen | None:
    found = [lead for line in text.splitlines() if (lead := _lead(line, choices)) is not None]
    if not found:
        return None
    return Chosen(frozenset[str]().union(*(lead.letters for lead in found)), "line")


def _lead(line: str, choices: str) -> Letters | None:
    start = _LEAD.match(line)
    assert start is not None
    at = start.end()
    bare = line.strip(" \t*_`.()[]")
    if len(bare) == 1 and bare.upper() in choices:
        return Letters(frozenset(bare.upper()), len(line))
    found = letters_at(line, at, choices)
    if found is None or _DENIED.match(line, found.end):
        return None
    if line.startswith("A:", at):
        # Question-and-answer style, where A stands for answer, unless no letter comes after.
        found = letters_after(line, at + 2, choices) or found
    others = {char for char in _ONE_MORE.findall(line, found.end) if char in choices}
    if others - found.letters:
        return Letters(found.letters | others, len(line))  # `A: yes. B: yes.`
    rest = _BETWEEN.split(line[found.end :].strip(" .)*"))
    if len(rest) > 1 and {*rest, ""} <= {*choices, ""}:
        # `B. C. D.`; with one more letter it may be the text of the option, as in `C) A`.
        return Letters(found.letters.union(filter(None, rest)), len(line))
    marked = found.end > at + 1
    return found if marked or _DELIMITED.match(line, found.end) else None
