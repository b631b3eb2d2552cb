"""Which option a reply settles on."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rewardkit.reading.claims import asserted
from rewardkit.reading.hidden import seen
from rewardkit.reading.standing import denied_behind
from rewardkit_verifiers.text.lib.choosing.declining import listed_as_wrong
from rewardkit_verifiers.text.lib.choosing.ending import Ending, ending
from rewardkit_verifiers.text.lib.choosing.letters import Letters, letters_after, letters_at
from rewardkit_verifiers.text.lib.choosing.polarity import (
    asked_for,
    named_only,
    retracted,
    rivalled,
)
from rewardkit_verifiers.text.lib.choosing.pressed import unpressed
from rewardkit_verifiers.text.lib.choosing.subjects import subjects
from rewardkit_verifiers.text.lib.wording import normalised

_CUE = re.compile(
    r"""(?P<final><answer>)
    |(?P<head>[【\[](?:最终|正确|參考|参考)?(?:答案|answer|正解|정답)[】\]]\s{0,3}:?)
    |\banswer\s{1,3}(?=[*_(\[]{0,3}(?-i:[A-Z0-9])\b)
    |\bnot\s{1,3}[*_("']{0,2}(?-i:[A-Z0-9])[*_)"']{0,2},?\s{1,3}but\b
    |(?:^|[.!?;]\s{1,3}|\n)no\b[,.:!]\s{0,3}(?=[*_("'`$\[]{0,4}(?-i:[A-Z0-9])\b)
    |(?P<last>final\s{1,3})?\b(?:answer|ans|solution|choice|option|selection|letter|statement|response|pick)s?\b
        (?:\s{1,3}(?:choice|option|letter))?
        (?:\s{1,3}(?:here|now|overall|in\s{1,3}this\s{1,3}case
        |(?:(?:to|for|among|in)\s{1,3}(?:an?|this)|(?:to|for|among|of|in)\s{1,3}(?:these|the|all))\b
        (?:\s{1,3}(?!(?:is|are|different|other|previous|next|opposite|another|wrong|false)\b)[a-z]{2,16}){0,3}
        |(?:that|which)\s{1,3}(?:best\s{1,3})?(?:is\s{1,3}(?P<untrue>(?:not\s{1,3}(?:true|correct|right)
        |false|incorrect|wrong|untrue)\b)|is\s{1,3}(?:true|correct|right|best)|fits|completes|describes|matches
        |satisfies|explains|answers)(?:\s{1,3}(?!(?:is|are|worst|least|not|no)\b)[a-z]{2,16}){0,4}))?
        (?:,\s{1,3}(?:therefore|thus|then|hence|of\s{1,3}course|clearly|in\s{1,3}fact),?)?[*_"'\s]{0,4}
        (?::|=|is\b|are\b|(?:would|should|must|has\s{1,3}to)\s{1,3}be\b)
    |\b(?:best|correct|right|most\s{1,3}[a-z]{3,16})\s{1,3}(?:(?:next|initial|first)\s{1,3})?(?:explanation|step
        |description|one|conclusion|interpretation|diagnosis|treatment|action|completion|match|fit|reading)\s{1,3}
        (?:is(?:\s{1,3}given\s{1,3}by)?\b|(?:would|must)\s{1,3}be\b)
    |\b(?:closest|nearest)(?:\s{1,3}(?:one|option|choice|answer|value|match|to\s{1,3}(?:it|this|that)))?\s{1,3}(?:is|would\s{1,3}be)\b
    |\bit['’]s\b|\bi\s{1,3}(?:think|believe|guess)\b|\b(?:i|we)(?:(?:['’]d|\s{1,3}would)(?:\s{1,3}(?:have|need)\s{1,3}to)?|\s{1,3}(?:have|need|had)\s{1,3}to|\s{1,3}must)\s{1,3}say\b
    |(?:^|\n)[ \t]{0,4}(?:→|⇒|=>|->)
    |\b(?:wait|actually|correction)\b[,.!:]?\s{0,3}(?:(?:no|wait|actually|rather)\b[,.!:]?\s{0,3}){0,3}
    |(?P<left>\bleft\s{1,3}with|\bleav(?:es|ing)(?:\s{1,3}(?:us|me|only|just|behind))?(?:\s{1,3}with)?
        |\b(?:match|correspond|point|agree|fit|align|consistent)(?:es|s|ing)?(?:\s{1,3}(?:exactly|precisely|best|only))?
        (?:\s{1,3}(?:to|with))?(?=\s{1,3}(?:the\s{1,3})?(?:option|choice|answer|letter|statement)\s))
        (?:\s{1,3}(?:only|just))?
    |\bonly\s{1,3}(?:for|by|in|at|with)(?=\s{1,3}(?:the\s{1,3})?(?:option|choice|answer|statement)\s)
    |\bit\s{1,3}(?:is|must\s{1,3}be|has\s{1,3}to\s{1,3}be|should\s{1,3}be)\b
    |\b(?:choose|chose|select|pick|(?:go|going|went)\s{1,3}with)\b
    |\b(?:therefore|thus|hence|so)\b[,:]?(?=\s{1,3}[*_("'`$\[]{0,4}\w\b)
    |(?:الإجابة|الاجابة|الجواب)(?:\s{1,2}(?!ليست|ليس|غير|لا\b)[^\W\d_]{2,12}){0,2}\s{0,3}(?::|\b(?:هي|هو)\b|(?=\s[A-Z]\b))
    |\b(?:respuesta|réponse|resposta|risposta|opci[oó]n|op[cç][aã]o|alternativa|antwort|lösung|ответ|odpowiedź|svar(?:et)?)\b
        (?:\s{1,3}(?:correct[ae]?|corret[ao]|corretta|exact[ae]|finale?|richtig))?
        [*_\s]{0,4}(?::|=|es\b|est\b|é\b|è\b|ist\b|—|-|er\b|är\b|to\b)
    |(?:\b(?:antwoord|vastaus|odpověď|jawaban(?:nya)?|cevap|yanıt|відповідь|отговор(?:ът)?|απάντηση|răspuns(?:ul)?)\b
        |đáp\s{1,3}án|câu\s{1,3}trả\s{1,3}lời|उत्तर|উত্তর|คำตอบ(?:ที่ถูกต้อง)?|התשובה)
        (?:\s{1,3}(?:đúng|benar|corect|correct|juist|yang\s{1,3}benar|הנכונה))?
        [*_\s]{0,4}(?::|=|is\b|on\b|là\b|adalah\b|je\b|este\b|είναι|є\b|е\b|คือ|היא|(?=(?-i:[A-Z])\b))
    |(?:^|\n)[ \t*_#]{0,6}(?:final\s{1,3})?ans(?:wer)?[*_]{0,3}\s{1,3}[-–—](?=\s)
    |(?:答案|回答|正解|正确的?选项|正確的?選項|答え|정답|답)[*_\s]{0,3}(?:[是为為は은는이:]|应该?是)?
    |(?<![不未待])(?:应|应该|故|当|则)?[选選][择擇]?(?![项項])""",
    re.VERBOSE | re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\bnot|n't|\bnever|\bneither|\bwhy|\bif|不|nicht)[^\w.!?;\n]{1,3}(?:\w{1,10}[^\w.!?;\n]){0,2}$"
)
_LISTING = re.compile(r"(?:choice|option|letter|statement|response)s?\b", re.IGNORECASE)
_LABEL = re.compile(r"(?:^|\n)[ \t#>*_]{0,6}$")
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
    r"|[^\n。；，]{0,6}(?:都|均|皆|也)?(?:错误|不正确|不对|有误|是错)"
    r"|\s{0,3}[:,]?\s{0,3}(?:no|wrong|incorrect|false)[ \t]{0,3}[.!]?[ \t]{0,3}(?:\n|\Z)",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\s{0,3}[:,]?\s{0,3}(?:no|nein|non|нет|não)[ \t]{0,3}[.!]?\s{0,8}(?:\n|\Z)", re.I
)
_DELIMITED = re.compile(r"[)\]}.:,!*_`\"'$]|\s{0,3}[✓✔✅☑]|\s{1,3}[-–—=](?!>)|\s*$")
# "A or maybe" at the end of a line: another letter is on the next.
_WAVERS = re.compile(
    r"\s{0,3}[,;]?\s{0,3}(?:or|and|maybe|perhaps|possibly)\b[^.\w]{0,3}(?:\w{1,12}\W{0,3}){0,2}$",
    re.I,
)
_ONE_MORE = re.compile(r"(?<=[\s(])([A-Z0-9])[):](?!\S)|(?:^|(?<=\s))[=≡≠]\s?([A-Z0-9])\b")
# After "we are left with C": a list of options goes on.
_ON = re.compile(
    r"\s{0,3}(?:,|and\b|or\b|as\s{1,3}(?:a|one)\b)\s{0,3}[(*_]{0,3}(?:and|or|[A-Z0-9])\b"
)
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
        how: `final`, `statement`, `line`, or by the text of an option `text` or `mark`.
        open: Whether several are named of which one is meant, as in "B or C".
        at: Where the statement ends that decides; 0 for lines.
    """

    letters: frozenset[str]
    how: str
    open: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class _Statement:
    at: int
    letters: frozenset[str]
    final: bool
    end: int
    open: bool = False
    label: bool = False  # a line of its own, as `Answer: B`


def chosen(text: str, choices: str = "ABCDE", question: str = "") -> Chosen | None:
    r"""Return which option a reply settles on.

    Read are, by rank: boxes and lines such as `Final answer: C`, which must all agree and not be
    gone back on; else the last line with a statement such as `the answer is C` or `C is
    correct`, or a last sentence such as `Hence option (C)`; else lines that begin with a letter,
    such as `C) 12`, and a last sentence that is a letter, such as `[C]`, if they all name the same.

    Args:
        text: The reply, its reasoning set aside.
        choices: The letters that stand for options.
        question: The question, which may ask for the option that is wrong or least likely.

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
    text = unpressed(seen(normalised(text, "NFKC")))
    asked = asked_for(question)
    last = ending(text, choices, asked)
    if last is not None and not claimed(text, last.start, last.end, asked):
        last = None
    statements = _boxes(text, choices) + _cued(text, choices, asked)
    if last is not None and last.concludes and (last.alone or statements):
        statements.append(_Statement(last.start, frozenset(last.letter), False, last.end))
    statements = sorted(statements, key=lambda one: one.at)
    if statements and retracted(text, statements[-1].at):
        return None
    if not statements:
        return None if retracted(text, 0) else _leading(text, choices, last)
    finals = [one for one in statements if one.final]
    if finals:
        final = finals[-1]
        later = [one for one in statements if one.at > final.at]
        if not final.letters and not later:
            return None  # a heading for the answer with none below it
        return _together([*finals, *later], "final")
    start = text.rfind("\n", 0, statements[-1].at)
    labels = [one.at for one in statements if one.label]
    if labels and labels[-1] == statements[-1].at:
        # Lines such as `Answer: B` must agree, as boxes must.
        start = min(start, labels[0] - 1)
    for taken_back in _last(_TAKEN_BACK.finditer(text, max(start, 0), statements[-1].at)):
        start = taken_back.start() - 1
    if labels:
        statements = [one for one in statements if one.label or one.at >= labels[-1]]
    return _together([one for one in statements if one.at > start], "statement")


def _together(said: Sequence[_Statement], how: str) -> Chosen | None:
    """Return what statements of one rank settle on; those that differ leave it open."""
    sets = {one.letters for one in said if one.letters}
    if not sets:
        return None
    left_open = len(sets) > 1 or any(one.open for one in said)
    return Chosen(frozenset[str]().union(*sets), how, left_open, max(one.end for one in said))


def _last(matches: Iterable[re.Match[str]]) -> Iterable[re.Match[str]]:
    return deque(matches, maxlen=_MOST_STATEMENTS)


def _boxes(text: str, choices: str) -> list[_Statement]:
    found = []
    for box in _last(_BOX.finditer(text)):
        content = _braced(text, box.end())
        bare = _WRAPPERS.sub("", content).strip(".:*")
        letters = {char.upper() for char in bare if char.isalnum()}
        if letters and len(bare) <= 3 * len(letters) and letters <= set(choices):
            found.append(_Statement(box.start(), frozenset(letters), True, box.end()))
        elif (lead := _lead(_WRAPPERS.sub(" ", content).strip(), choices)) is not None:
            found.append(_Statement(box.start(), lead.letters, True, box.end(), lead.open))
    return found


def _braced(text: str, start: int) -> str:
    depth = 1
    for at in range(start, min(len(text), start + _LONGEST_BOX)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return text[start:at]
    return ""


def _cued(text: str, choices: str, asked: frozenset[str]) -> list[_Statement]:
    found = []
    for cue in _last(_CUE.finditer(text)):
        letters = letters_after(text, cue.end(), choices)
        if letters is None:
            if cue["head"]:
                found.append(_Statement(cue.start(), frozenset(), True, cue.end()))
            continue
        if cue["left"] and (len(letters.letters) > 1 or _ON.match(text, letters.end)):
            continue  # a step of an elimination that goes on
        if _LISTING.match(cue[0]) and "\n" in text[cue.end() : letters.end]:
            continue  # "Let us weigh each option:" and the options below
        if cue["untrue"] and "false" not in asked:
            continue
        if claimed(text, cue.start(), letters.end, asked):
            final = bool(cue["final"] or cue["last"] or cue["head"])
            before = text[max(0, cue.start() - 8) : cue.start()]
            label = cue[0].rstrip("*_ ").endswith(":") and bool(_LABEL.search(before))
            left_open = letters.open or rivalled(text, letters.end)
            found.append(
                _Statement(cue.start(), letters.letters, final, letters.end, left_open, label)
            )
    right = [one for one in subjects(text, choices) if claimed(text, one.start, one.end, asked)]
    return found + [_Statement(one.start, frozenset(one.letter), False, one.end) for one in right]


def claimed(text: str, start: int, end: int, asked: frozenset[str]) -> bool:
    """Return whether a statement is made, and not denied, supposed or only reported.

    Args:
        text: The reply.
        start: Where the statement begins, with its verb: "answer is B".
        end: Where it ends, behind its letter.
        asked: What the question asks for, of `asked_for`.
    """
    if _NEGATED.search(text[max(0, start - _WINDOW) : start]) or denied_behind(text, end):
        return False
    if _REFUSED.match(text, end) or listed_as_wrong(text, start):
        return False
    return asserted(text, start, end) and not named_only(text, start, end, asked)


def _leading(text: str, choices: str, last: Ending | None) -> Chosen | None:
    small = _SMALL.fullmatch(text.strip())
    if small is not None and small[1].upper() in choices:
        return Chosen(frozenset(small[1].upper()), "line")
    found = [lead for line in text.splitlines() if (lead := _lead(line, choices)) is not None]
    if last is not None and last.alone:
        found.append(Letters(frozenset(last.letter), last.end))
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
    if _WAVERS.match(line, found.end) or rivalled(line, found.end):
        return Letters(found.letters, len(line), True)
    marked = found.end > at + 1
    return found if marked or _DELIMITED.match(line, found.end) else None
