"""Which option a reply settles on."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rewardkit.reading.claims import asserted
from rewardkit.reading.hidden import seen
from rewardkit.reading.standing import denied_behind
from rewardkit_verifiers.text.choice.letters import Letters, letters_after, letters_at
from rewardkit_verifiers.text.lib.wording import normalised

_CUE = re.compile(
    r"""(?P<final><answer>)
    |(?P<head>[【\[](?:最终|正确|參考|参考)?(?:答案|answer|正解|정답)[】\]]\s{0,3}:?)
    |\banswer\s{1,3}(?=[*_(\[]{0,3}(?-i:[A-Z0-9])\b)
    |\bnot\s{1,3}[*_("']{0,2}(?-i:[A-Z0-9])[*_)"']{0,2},?\s{1,3}but\b
    |(?:^|[.!?;]\s{1,3}|\n)no\b[,.:!]\s{0,3}(?=[*_("'`$\[]{0,4}(?-i:[A-Z0-9])\b)
    |(?P<last>final\s{1,3})?\b(?:answer|ans|solution|choice|option|selection|letter|statement)s?\b
        (?:\s{1,3}(?:choice|option|letter))?[*_"'\s]{0,4}
        (?::|=|is\b|are\b|(?:would|should|must|has\s{1,3}to)\s{1,3}be\b)
    |\bit['’]s\b|\bi\s{1,3}(?:think|believe|guess)\b|(?:^|\n)[ \t]{0,4}(?:→|⇒|=>|->)
    |\b(?:wait|actually|correction)\b[,.!:]?\s{0,3}(?:(?:no|wait|actually|rather)\b[,.!:]?\s{0,3}){0,3}
    |\bit\s{1,3}(?:is|must\s{1,3}be|has\s{1,3}to\s{1,3}be|should\s{1,3}be)\b
    |\b(?:choose|chose|select|pick|(?:go|going|went)\s{1,3}with)\b
    |\b(?:therefore|thus|hence|so)\b[,:]?(?=\s{1,3}[*_("'`$\[]{0,4}\w\b)
    |(?:الإجابة|الاجابة|الجواب)(?:\s{1,2}[^\W\d_]{2,12}){0,2}\s{0,3}(?::|\b(?:هي|هو)\b|(?=\s[A-Z]\b))
    |\b(?:respuesta|réponse|resposta|risposta|opci[oó]n|op[cç][aã]o|alternativa|antwort|lösung|ответ|odpowiedź|svar(?:et)?)\b
        (?:\s{1,3}(?:correct[ae]?|corret[ao]|corretta|exact[ae]|finale?|richtig))?
        [*_\s]{0,4}(?::|=|es\b|est\b|é\b|è\b|ist\b|—|-|er\b|to\b)
    |(?:答案|回答|正解|正确选项|正確選項|答え|정답|답)[*_\s]{0,3}(?:[是为為は은는이:]|应该?是)?
    |(?<![不未待])(?:应|应该|故|当|则)?[选選][择擇]?(?![项項])""",
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
# "B选项是正确的", "B项符合题意", "Bが正しい".
_CORRECT_HERE = re.compile(
    r"\s{0,3}(?:选项|選項|项|項)?\s{0,3}(?:的?(?:说法|描述|叙述|表述|内容))?\s{0,3}"
    r"(?:是|才是|为|が|は|가|이|은|는)?\s{0,2}(?:最)?(?:正确|正確|正しい|符合题意|正解|정답|맞)(?!吗|嗎|か|이?\s?아니)"
)
_BOX = re.compile(r"\\(?:boxed|fbox)\s{0,3}\{")
_WRAPPERS = re.compile(r"\\(?:text|textbf|mathrm|mathbf|rm|bf)\b|\\[,;! ()]|[{}$~\s]")
_LEAD = re.compile(
    r"[\s>*#_`\"'“‘$({\[\\-]{0,10}(?:(?:text|textbf|mathrm|mathbf|boldsymbol)\{)?"
    r"(?:(?:option|choice)\s{1,3}[*_`\"'$({\[]{0,4})?",
    re.IGNORECASE,
)
# What stands after a letter and takes it back again.
_DENIED = re.compile(
    r"[^\n.;]{0,60}?\b(?:is|was)(?:n't)?\s{1,3}(?:wrong|incorrect|false|not\s{1,3}(?:right|correct))\b"
    r"|\s{0,3}[:,]?\s{0,3}(?:no|wrong|incorrect|false)[ \t]{0,3}[.!]?[ \t]{0,3}(?:\n|\Z)",
    re.IGNORECASE,
)
_DELIMITED = re.compile(r"[)\]}.:,!*_`\"'$]|\s{0,3}[✓✔✅☑]|\s{1,3}[-–—=]|\s*$")
_ONE_MORE = re.compile(r"(?<=[\s(])([A-Z0-9])[):](?!\S)|(?:^|(?<=\s))[=≡≠]\s?([A-Z0-9])\b")
_BETWEEN = re.compile(r"[\s.,;:)\](\[/&*_-]+")
# What is said before one of these, on the same line, holds no longer.
_TAKEN_BACK = re.compile(
    r"\b(?:wait|actually|correction|oops|scratch\s{1,3}that|on\s{1,3}second\s{1,3}thought)\b",
    re.IGNORECASE,
)
# The whole reply is `b. 4`: the letter of an option, with its text.
_SMALL = re.compile(r"\(?([a-z])[.)]\s{1,3}[^\n]{1,200}")
_LONGEST_BOX = 200
# Of a reply that states its choice more often than this, only the last statements are read.
_MOST_STATEMENTS = 500
_WINDOW = 32


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reply settles on.

    Attributes:
        letters: One letter, or several.
        how: `final`, `statement` or `line`.
        open: Whether several are named of which one is meant, as in "B or C".
    """

    letters: frozenset[str]
    how: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Statement:
    at: int
    letters: frozenset[str]
    final: bool
    open: bool = False


def chosen(text: str, choices: str = "ABCDE") -> Chosen | None:
    r"""Return which option a reply settles on.

    Read are, by rank: boxes and lines such as `Final answer: C`, which must all agree and not be
    gone back on; else the last line with a statement such as `the answer is C` or `C is
    correct`; else lines that begin with a letter, such as `C) 12`, if they all name the same.

    Args:
        text: The reply, its reasoning set aside.
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
    text = seen(normalised(text, "NFKC"))
    statements = sorted(_boxes(text, choices) + _cued(text, choices), key=lambda one: one.at)
    if not statements:
        return _leading(text, choices)
    finals = [one for one in statements if one.final]
    if finals:
        last = finals[-1]
        later = [one for one in statements if one.at > last.at]
        if not last.letters and not later:
            return None  # a heading for the answer with none below it
        return _together([*finals, *later], "final")
    start = text.rfind("\n", 0, statements[-1].at)
    for taken_back in _last(_TAKEN_BACK.finditer(text, max(start, 0), statements[-1].at)):
        start = taken_back.start() - 1
    return _together([one for one in statements if one.at > start], "statement")


def _together(said: Sequence[_Statement], how: str) -> Chosen | None:
    """Return what statements of one rank settle on; those that differ leave it open."""
    sets = {one.letters for one in said if one.letters}
    if not sets:
        return None
    left_open = len(sets) > 1 or any(one.open for one in said)
    return Chosen(frozenset[str]().union(*sets), how, left_open)


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
            found.append(_Statement(box.start(), lead.letters, True, lead.open))
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
        if letters is None:
            if cue["head"]:
                found.append(_Statement(cue.start(), frozenset(), True))
            continue
        if _claimed(text, cue.start(), letters.end):
            final = bool(cue["final"] or cue["last"] or cue["head"])
            found.append(_Statement(cue.start(), letters.letters, final, letters.open))
    subject = re.compile(rf"(?<![A-Za-z0-9_])[{choices}](?![A-Za-z0-9])[)\]*_\"'`]{{0,4}}")
    for match in _last(subject.finditer(text)):
        right = _CORRECT.match(text, match.end()) or _CORRECT_HERE.match(text, match.end())
        if right and _claimed(text, match.start(), right.end()):
            found.append(_Statement(match.start(), frozenset(match[0][0]), False))
    return found


def _claimed(text: str, start: int, end: int) -> bool:
    """Whether a statement is made, and not denied, supposed or only reported."""
    if _NEGATED.search(text[max(0, start - _WINDOW) : start]) or denied_behind(text, end):
        return False
    return asserted(text, start, end)


def _leading(text: str, choices: str) -> Chosen | None:
    small = _SMALL.fullmatch(text.strip())
    if small is not None and small[1].upper() in choices:
        return Chosen(frozenset(small[1].upper()), "line")
    found = [lead for line in text.splitlines() if (lead := _lead(line, choices)) is not None]
    if not found:
        return None
    sets = {lead.letters for lead in found}
    left_open = len(sets) > 1 or any(lead.open for lead in found)
    return Chosen(frozenset[str]().union(*sets), "line", left_open)


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
    pairs = _ONE_MORE.findall(line, found.end)
    others = {char for pair in pairs for char in pair if char and char in choices}
    if others - found.letters:
        return Letters(found.letters | others, len(line))  # `A: yes. B: yes.`
    rest = _BETWEEN.split(line[found.end :].strip(" .)*"))
    if len(rest) > 1 and {*rest, ""} <= {*choices, ""}:
        # `B. C. D.`; with one more letter it may be the text of the option, as in `C) A`.
        return Letters(found.letters.union(filter(None, rest)), len(line))
    marked = found.end > at + 1
    return found if marked or _DELIMITED.match(line, found.end) else None
