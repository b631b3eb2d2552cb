r"""Whether a sentence asserts what it mentions: denials, doubts, conditions, what others say.

A list of words of each language and a few rules about where they stand; the words are closed
classes, so that the lists are long and have an end.
"""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<=[.!?。！？;；])\s|(?<=[。！？；])|\n")
# After one of these the sentence makes a claim of its own, whatever its beginning supposed.
_ANEW = re.compile(
    r"\b(?:(?<!not )so(?! that)|therefore|thus|hence|consequently|but|because|since|however"
    r"|which\s{1,3}means|conclude[sd]?|concluding|no[,:]|rather|instead|i\s{1,3}say)\b"
    r"|[;:→⇒]|因此|所以|故|因为|但|而是|だから|よって|따라서|그래서|donc|luego|por\s{1,3}lo\s{1,3}tanto"
    r"|also\b|deshalb|значит|поэтому|следовательно",
    re.IGNORECASE,
)
# Whatever stands between them and the claim, these keep it from being made.
_UNSURE = re.compile(
    r"\b(?:(?:false|untrue|incorrect|wrong|mistaken)\s{1,3}(?:that|to)|(?<!no )(?<!without )"
    r"doubts?|doubtful"
    r"|den(?:y|ies|ied)|disagree[sd]?|unlikely|unless|whether|"
    r"if(?! i (?:recall|remember))(?=[^\n]*\b(?:were|was|would|had|could|only|not"
    r"|more|less)\b)|supposing|suppose|assuming|assume"
    r"|imagine|imagining|pretend|unsure|uncertain|wonder(?:s|ing)?|myth)\b"
    r"|^\W{0,3}(?:were|had|why|how|is|are|was|could|can|does|did)\b"
    r"|\b(?:some|others?|many|most|people|they|he|she|everyone|everybody|someone|students?"
    r"|only\s{1,3}\w{1,20}|critics?|textbooks?|sources?|teachers?|friends?)\b[^,;:.]{0,40}"
    r"\b(?:say|says|said|claim|claims|claimed|think|thinks|thought|believe|believes|believed"
    r"|argue|argues|argued|chose|choose|answer|answers|guess|guessed|insist|insists)\b"
    r"|如果|假如|若|有人说|有人認為|有人认为|\b(?:wenn|falls|si|если)\b|もし",
    re.IGNORECASE,
)
# These do only within the same clause: "A is not right, the answer is C".
_DENIED = re.compile(
    r"(?:\b(?:not|never|neither|nor|cannot|hardly|nicht|kein|pas|не|no\s{1,3}(?:creo|es))\b"
    r"|n[’']t\b|不|没有|沒有|并非|並非|아니)[^,，、]{0,60}$",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"[^.!?\n]{0,80}?(?:[,(;–—-]|\b(?:but|which|and|though|yet|however))\s{0,3}"
    r"(?:\b(?:but|which|and|though|yet|however)\s{1,3})?"
    r"(?:they|that|this|it|he|she|which|who|those|these|everyone|people)?(?:\s{1,3}all)?"
    r"(?:['’]s|['’]re|\s{1,3}(?:is|are|was|were|would\s{1,3}be|seems?|turns?\s{1,3}out))"
    r"\s{1,3}(?:\w{1,12}\s{1,3}){0,2}?"
    r"(?:wrong|incorrect|false|mistaken|untrue|a\s{1,3}lie|a\s{1,3}myth"
    r"|not\s{1,3}(?:right|correct|true|so|it))\b"
    r"|[^.!?\n]{0,60}?[,;–—]\s{0,3}(?:not\s{1,3}(?:really|at\s{1,3}all)"
    r"|just\s{1,3}kidding|or\s{1,3}is\s{1,3}it"
    r"|or\s{1,3}maybe\s{1,3}not|or\s{1,3}not\b|i\s{1,3}(?:doubt|disagree)"
    r"|which\s{1,3}i\s{1,3}(?:doubt|reject))",
    re.IGNORECASE,
)
_LOOK_BACK, _LOOK_AHEAD = 200, 160


def asserted(text: str, start: int, end: int) -> bool:
    """Return whether what stands at a place is said to be so, and not denied, supposed or quoted.

    Args:
        text: The reply.
        start: Where the statement begins, with its verb: "the answer is B".
        end: Where it ends.

    Example:
        >>> said = "It is false that the answer is B."
        >>> asserted(said, said.index("answer"), said.index("B") + 1)
        False
        >>> said = "A is false, so the answer is B."
        >>> asserted(said, said.index("answer"), said.index("B") + 1)
        True
    """
    before = sentence_before(text, start)
    fresh = 0
    for anew in _ANEW.finditer(before):
        fresh = anew.end()
    if _UNSURE.search(before, fresh) or _DENIED.search(before, fresh):
        return False
    return not _TAKEN_BACK.match(text[end : end + _LOOK_AHEAD])


def sentence_before(text: str, at: int) -> str:
    """Return what of the sentence around a place stands before it, as far as it is looked at."""
    window = text[max(0, at - _LOOK_BACK) : at]
    return _SENTENCE_END.split(window)[-1]
