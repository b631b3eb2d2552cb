"""Whether a plain sentence that names an option answers the question, or only mentions the option.

"Hydrogen is a gas" mentions it. A sentence answers in which the option stands for what was asked,
the rest being mostly words of the question; and one that offers it, as "I think hydrogen".
"""

from __future__ import annotations

import re

from rewardkit_verifiers.text.lib.choosing.echo import content_of
from rewardkit_verifiers.text.lib.choosing.wordlists import ANSWER, NOUN, RIGHT
from rewardkit_verifiers.text.lib.tokens import listed

_GAP = r"[\s*_\"'`“”‘’«»„(\[{$:=,\\–—-]{0,8}"
_BE = (
    r"(?:is|was|are|were|be|['’]s|ist|war|sind|est|était|es|era|fue|è|é|foi|to|jest|är|var|er|это)"
)
# "I think", "This is", "the answer would be", "My best guess:" and a name.
_OFFERS = re.compile(
    rf"(?:^|[.!?,;:\n])[\s*_\"'(]{{0,4}}(?:(?:well|so|and|ok|okay|hmm)[,\s]{{1,3}})?"
    rf"(?:i(?:['’]d|\s{{1,3}}would|['’]ll)?\s{{1,3}}(?:think|believe|guess|say|suppose)(?:\s{{1,3}}that)?"
    rf"|(?:this|that|it|das|es|c|ce|esto|questo|isso|это|det|dat)\s{{0,3}}{_BE}"
    rf"|(?:my\s{{1,3}})?(?:best\s{{1,3}})?(?:guess|bet)\s{{0,3}}(?:is|:))(?:\s{{1,3}}the)?{_GAP}$"
    rf"|คือ\s{{0,3}}$|(?:{ANSWER}|\b{RIGHT}|\b{NOUN}\s{{1,3}}\(?(?:[a-z]|\d)\)?)(?!\w)[^.!?\n]{{0,24}}$"
    r"|\b(?:best|sensible|likely|plausible|reasonable|logical|natural|appropriate|suitable|fitting)"
    rf"\s{{1,3}}[^\W\d]{{3,16}}\s{{1,3}}{_BE}(?:\s{{1,3}}the)?{_GAP}$"
    r"|^\W{0,4}(?:give|use|administer|start|order|perform|apply|take|prescribe|check|obtain)\s{1,3}"
    r"(?:the\s{1,3}|an?\s{1,3})?$",
    re.IGNORECASE,
)
# Behind a name its clause ends, or goes on with no more than when or where.
_CLOSES = re.compile(
    r"[\s*_$)\]}\"'`”’»\\]{0,8}(?:[.!?,;:。！？，；|]|\Z|\n|[(（]|\s[–—-]\s|(?:です|である|だ|입니다|이다)"
    r"|\s(?:of\s{1,3}course|indeed|obviously|definitely|surely|probably|here|when|where|because|since|as"
    r"|at|in|on|by|for|after|before|during|if|and|so|en|em|im|um|immediately|first|weil|porque|car)\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[\W_]{0,8}(?:(?:of\s{1,3}course|indeed|obviously|definitely|surely)\W{0,4})?\Z"
)
_CLASSIFIES = re.compile(
    rf"[\s*_\"'”’)]{{1,4}}{_BE}\s{{1,3}}(?:also\s{{1,3}})?"
    r"(?:an?|one\s{1,3}of|some|eine?|une?|una|um|uma)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"[,;:.!?，；：。](?=\s|[^\x00-\x7f]|\Z)|[(\n]|\b(?:but|yet|so|and|because|since|while|whereas|when"
    r"|where|which|who|after|before|if|denn|weil|aber|mais|pero|porque|car|ma)\b",
    re.IGNORECASE,
)
_RANKED = re.compile(r"\b(?!best\b|rest\b|test\b|west\b|forest\b)[a-z]{2,12}est\b", re.IGNORECASE)
_SAME = re.compile(
    r"[\s\"'”’*_]{1,4}(?:=|means|(?:is|has)\s{1,3}(?:the\s{1,3}same|another\s{1,3}word))", re.I
)
_CAUSES = re.compile(
    r"\s(?:causes?|explains?|does|did|do|made|makes?)\s{1,3}(?:it|this|that|so)\W{0,4}",
    re.IGNORECASE,
)
_EQUALS = re.compile(r"[=≈][\s$\\]{0,4}$")
_YEAR = re.compile(r"\d{3,4}")
# A name with its letter: "B, Tolstoy".
_LETTERED = re.compile(r"[A-Z]\s?[.),:*\]–—-]")
_GLOSS = re.compile(r"\s{0,2}[(（][^()（）\n]{1,40}[)）]")
# No more than another part of a name: "Gabriel García Márquez".
_FIRST = re.compile(r"[\s*_\"'“]{0,4}(?:[^\W\d_]\w{1,20}\s){0,2}")
_APPOSED = re.compile(r"[\s*_]{0,3},\s")
# Ahead of a name, unless the question says so too: it is only spoken of, or a part of something.
_MENTIONS = re.compile(
    r"\b(?P<verb>consider|know|define|discuss|depends?|mention(?:s|ed)?|contain(?:s|ed|ing)?|includ(?:e|es|ed|ing)"
    r"|has|have|had|hold|holds|held|named?|called|about|likes?|loves?|study|recall|remember|think|look|describe[sd]?"
    r"|list(?:s|ed)?|there\s{1,3}(?:is|are))(?:\s{1,3}(?:on|at|of|about|only|also|the|an?|some|option))*"
    r"[\s*_\"'“(]{0,4}$|\bto\s{1,3}answer\b"
    r"|\b(?:or|as\s{1,3}for|regarding|concerning)\s{1,3}(?:the\s{1,3})?$"
    r"|^\W{0,4}(?:an?|one|some|my\s{1,3}fav\w{3,8})\s[^.,;:\n]{2,40}\s(?:is|are|was|were)\s{1,3}$",
    re.IGNORECASE,
)
# Words of an offer that say nothing of the matter.
_OFFERED = frozenset(
    listed(
        "i my we our best guess think thinking bet say would d ll m going go choose choosing pick"
        " picking probably definitely clearly surely likely maybe easy gotta must should well ok"
        " okay hmm final just simply obviously certainly they their about mostly mainly usually"
        " option choice answer s up there because due of"
    )
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in listed(
        "wrote:write written:write writer:write author:write took:take taken:take gave:give"
        " given:give made:make making:make found:find built:build came:come went:go gone:go"
        " sent:send fell:fall fallen:fall won:win winner:win led:lead began:begin"
        " begun:begin grew:grow grown:grow held:hold flows:flow makes:make takes:take"
        " gives:give sides:side used:use uses:use"
    )
)
_HOW_MANY = re.compile(
    r" (?:how (?:many|much|old|long|far|fast|tall)|number of|wie ?viele?|combien|cuant[oa]s"
    r"|quant[eiao]s?|сколько) "
)
_PREFIX, _MOST = 5, 4
_BRACKETS = ("(", "（", "—", "–")
_FEW, _CLAUSE = 4, 5


def answers(head: str, tail: str, name: str, words: frozenset[str], whole: bool) -> bool:
    """Return whether a sentence answers the question with the option that it names.

    Args:
        head: What of the sentence stands before the name.
        tail: What of it stands behind the name.
        name: The name of the option, as the reply says it.
        words: The words of the question, of `question_words`.
        whole: Whether the sentence is all of the reply.

    Example:
        >>> words = frozenset(["unit", "force", "measured"])
        >>> answers("Force is measured in ", ".", "newtons", words, True)
        True
        >>> answers("", " is a unit.", "Newton", words, True)
        False
    """
    gloss = _GLOSS.match(tail)
    tail = tail[gloss.end() :] if gloss else tail
    tail_words = _matter(_CUT.split(tail)[0])
    if _CLASSIFIES.match(tail):
        return len(words) > 1 and _share(tail_words, words) * _MOST >= 3 * len(words)
    spoken = _MENTIONS.search(head)
    if spoken and not (spoken["verb"] and spoken["verb"].lower() in words):
        return spoken["verb"] == "think" and _OFFERS.search(head) is not None
    if _LETTERED.match(name) or (whole and _FIRST.fullmatch(head) and _APPOSED.match(tail)):
        return True
    if _CLOSES.match(tail) and (_OFFERS.search(head) or _EQUALS.search(head)):
        return True
    clause = _CUT.split(head)[-1]
    if len(name.split()) >= _CLAUSE and not clause.strip(" *_\"'“"):
        return True  # an option that is a sentence
    head_words = _matter(clause or head)
    clear = _share(head_words, words) == len(head_words) or head.rstrip().endswith(_BRACKETS)
    if whole and clear and len(head.split()) < _FEW and _ENDS.match(tail):
        return True
    if whole and not head_words and _CAUSES.fullmatch(tail):
        return True
    if _SAME.match(tail):
        return _share(tail_words, words) > 0
    if any(one[0].lower() not in words for one in _RANKED.finditer(head + tail)):
        return False
    if head_words and _CLOSES.match(tail):
        shared = _share(head_words, words)
        dated = _YEAR.fullmatch(name) is not None
        return shared > 0 if dated else 2 * shared >= len(head_words)
    if not head_words and not tail_words:
        return False
    return 3 * _share(tail_words | head_words, words) >= 2 * len(tail_words | head_words)


def counts(head: str, tail: str, words: frozenset[str], said: str) -> bool:
    """Return whether few words around a number are those of a question that asks how many.

    Args:
        head: What of the reply stands before the number.
        tail: What of it stands behind the number.
        words: The words of the question, of `question_words`.
        said: All its words in order, of `sayings`.

    Example:
        >>> words = frozenset(["many", "sides", "hexagon"])
        >>> counts("It has ", " sides.", words, " how many sides has a hexagon ")
        True
        >>> counts("Hexagon ", ".", words, " hexagon 6 draw it ")
        False
    """
    if not _HOW_MANY.search(said):
        return False
    around = _matter(head) | _matter(tail)
    return _share(around, words) == len(around)


def _matter(text: str) -> frozenset[str]:
    """Return the words of a text that are no function words, numbers or single letters."""
    return frozenset(
        word
        for word in content_of(text)
        if word not in _OFFERED
        and not word[0].isdigit()
        and not (len(word) == 1 and word.isascii())
    )


def _share(said: frozenset[str], words: frozenset[str]) -> int:
    """Return how many words are those of the question, perhaps in another form."""
    known = {_stem(word) for word in words}
    return sum(_stem(word) in known for word in said)


def _stem(word: str) -> str:
    return _IRREGULAR.get(word, word)[:_PREFIX]
