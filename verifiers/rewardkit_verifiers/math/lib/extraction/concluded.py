"""The value that the last statement of a text gives: in bold, behind an equals sign, item by item.

It decides before the last formula does: what a text says last is its answer, and a formula of an
earlier line is not. Sentences that doubt, deny, ask or bound are left to the other conventions.
"""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.found import Found, Missing, finish
from rewardkit_verifiers.math.lib.extraction.json_answer import json_answer
from rewardkit_verifiers.math.lib.spoken import number_word
from rewardkit_verifiers.math.lib.word_lists import HEDGES

_LONGEST, _MOST_ITEMS = 600, 12
_SENTENCE = re.compile(r"(?<=[a-zα-ω\d)%*}∞π$”\"][.!。;])\s+(?=[*_(\"“]*[A-Z\d$¿¡])|(?<=[。！])")
_BOLD = re.compile(r"\*\*([^*\n]{1,80})\*\*|__([^_\n]{1,80})__")
_FORMULA = re.compile(r"\$|\\[(\[]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_HEDGED = re.compile(r"n['’]t\b|[?？]|\.\.\.|…|[<>≤≥≠≮]|\bor\b|\b(?:about|approx\w*|at least|vs)\b")
_VALUE = re.compile(r"[\d∞π√∅]")
_BEHIND = re.compile(r"[^\d=<>+*/^]*")
_OPERATED = re.compile(r"[-+*/^×÷·√=]\s*\(?\Z")
# Where the clause of a chain begins: behind a colon, a comma with a word, an arrow.
_CLAUSE = re.compile(
    r".*(?:[:：]\s|[,;]\s+(?=(?:so|and|then|thus|hence|which|giving|we|is|yielding|therefore)\b)"
    r"|→|⟹|⇒|=>|\b(?:so|thus|hence|therefore|then|have|get|gives?|find|obtain|is|that|namely"
    r"|compute|yields?|and|because|since|with|where|from|by|for|at|of|to)\b(?=\s[^=≡]{0,60}[=≡]))"
    r"[\s:,]*",
    re.DOTALL | re.IGNORECASE,
)
_EQUALS = re.compile(r"(?<![<>!:≤≥≠])=(?![=>])|≡")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|should|must|can|cannot|has|have|does|did|do|fails?|works?|which|but"
    r"|when)\b"
)
_ITEM = re.compile(
    r"\s*(?:[-*•]|\(?\d{1,2}[.)])\s+(?:\*\*)?([^\d\s*:=][^*:=\n]{0,30}?)(?:\*\*)?"
    r"\s*([:=])\s*(?:\*\*)?\s*([^*\n]{1,60}?)(?:\*\*)?[.;,]?\s*"
)
_NO_ITEMS = re.compile(
    r"\b(?:step|case|check|option|note|given|total|sum|formula|area|so|thus|test|if|when|where"
    r"|try)\b",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"(?:so|thus|hence|therefore|consequently|altogether|in total|overall|finally|in conclusion"
    r"|(?:that|this|which) (?:means|gives|leaves|makes))\b",
    re.IGNORECASE,
)


def concluded(text: str) -> Found | Missing | None:
    r"""Take the value of the last statement, where it is written so that it can be told.

    Example:
        >>> concluded("$x + 1 = 8$.\nSo we need **7 eggs** in all.").text
        '7 eggs'
        >>> concluded("Two of them: V = 2 * 3 = 6."), concluded("It may be **7**.")
        (Found(text='V = 2 * 3 = 6', where='concluded', others=()), None)
    """
    end = text[-_LONGEST:].rstrip()
    if "{" in end and (held := json_answer(text)) is not None:
        return held
    lines = end.split("\n")
    line = lines[-1].strip()
    if "**" not in line and "__" not in line and "=" not in line and ":" not in line:
        if len(lines) < 2 or not _CONCLUDES.match(line) or _FORMULA.search(line):
            return None
        return finish("last_line", [line]) if any(map(str.isdigit, line)) else None
    if (listed := _of_items(lines)) is not None:
        return listed
    sentence = _SENTENCE.split(line)[-1].strip()
    words = {word.lower() for word in _WORD.findall(sentence)}
    if _FORMULA.search(sentence.replace("**$", "").replace("$**", "")):
        return None
    if not HEDGES.isdisjoint(words) or _HEDGED.search(sentence):
        return None
    return _of_bold(sentence) or _of_chain(sentence) or _of_label(sentence)


def leading(text: str) -> Found | Missing | None:
    r"""Take the value that a text begins with, on its own, where an explanation follows it.

    Example:
        >>> leading("**42**\n\nExplanation: 14 pens at 3 dollars.").text
        '42'
        >>> leading("42 pens cost 126 dollars."), leading("42")
        (None, None)
    """
    first = _FIRST.match(text.lstrip())
    if first is None:
        return None
    value = (first[1] or first[2]).strip(" *_$")
    if len(_WORD.findall(value)) > _MOST_WORDS or value.endswith("?"):
        return None
    if first[2] and value[:1].isalpha() and number_word(value) is None:
        return None  # the beginning of a sentence
    return finish("leading", [value])


_FIRST = re.compile(
    r"(?:\*\*([^*\n]{1,60})\*\*[.!]?|([^\n.!?:=*]{1,40}(?:\.\d+)?))(?:[.!]?[ \t]*\n\s*|[.!]\s+)"
    r"(?=(?:\*\*|\()?(?:explanation|because|since|reason\w*|here|this|that|to see|why|how|proof"
    r"|an?|the|it|there|we|each"
    r"|by|using|steps?|working|details|indeed|note|in|for|work|justification)\b)",
    re.IGNORECASE,
)


def _of_bold(sentence: str) -> Found | Missing | None:
    """Return the one value in bold that a sentence has, with words alone behind it."""
    marked = list(_BOLD.finditer(sentence))
    if len(marked) != 1 or len(marked[0][0]) == len(sentence):
        return None
    value = (marked[0][1] or marked[0][2]).strip()
    before, behind = sentence[: marked[0].start()], sentence[marked[0].end() :]
    if not _VALUE.search(value) or not _BEHIND.fullmatch(behind.partition(" (")[0]):
        return None
    if before.rstrip().endswith("="):
        # 3 * 24 - 17 = **55** is read as a chain.
        return None
    if _OPERATED.search(before) or not _WORD.search(before):
        return None
    return finish("concluded", [value.rstrip(".,;:")])


def _of_chain(sentence: str) -> Found | Missing | None:
    """Return the equality that a sentence ends on."""
    plain = _BOLD.sub(lambda found: found[1] or found[2], sentence).rstrip(" .!。✅✓*_")
    if not _EQUALS.search(plain):
        return None
    clause = _CLAUSE.match(plain)
    chain = plain[clause.end() :] if clause is not None else plain
    last = _EQUALS.split(chain)[-1]
    if not _EQUALS.search(chain) or not _VALUE.search(last) or _VERB.search(last):
        return None
    if chain.count("≡") > 1:
        # x ≡ 10 ≡ 3 (mod 7) says x ≡ 3.
        chain = f"{chain.partition('≡')[0]}≡{chain.rpartition('≡')[2]}"
    return finish("concluded", [chain.strip()])


def _of_label(sentence: str) -> Found | Missing | None:
    """Return the value behind a colon on a line of its own, such as `Result: (1, 2)`."""
    label = _LABELLED.fullmatch(sentence)
    if label is None or _NO_LABEL.search(label[1]) or not _VALUE.search(label[2]):
        return None
    return finish("concluded", [label[2]]) if len(_WORD.findall(label[2])) < _MOST_WORDS else None


_MOST_WORDS = 3
_LABELLED = re.compile(
    r"(?:\*\*)?([^\d:$*=]{2,40})(?:\*\*)?\s?[:：](?:\*\*)?\s+([^:$*=]{1,60}?)[.!。]?"
)
_NO_LABEL = re.compile(
    r"\b(?:note|check|step|hint|verif\w*|proof|tip|example|case|option|given|question|problem"
    r"|source|page"
    r"|remark|warning|recall|formula|rule|twice|double|half|triple|square|if|when|where|attempt|guess|time)\b|答|[?？]",
    re.IGNORECASE,
)


def _of_items(lines: list[str]) -> Found | Missing | None:
    """Return the values of the list that a text ends on, each behind its name."""
    found: list[tuple[str, str, str]] = []
    for line in reversed(lines[-_MOST_ITEMS:]):
        item = _ITEM.fullmatch(line)
        if item is None:
            break
        found.append((item[1], item[2], item[3]))
    if len(found) < 2 or any(map(_NO_ITEMS.search, (name for name, _, _ in found))):
        return None
    if any("=" in value or _HEDGED.search(value) for _, _, value in found):
        return None
    if not all(_VALUE.search(value) and len(value.split()) < 4 for _, _, value in found):
        return None
    said = [f"{name}={value}" if sign == "=" else value for name, sign, value in reversed(found)]
    return finish("concluded", [", ".join(said)])
